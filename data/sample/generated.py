"""Makes up definitions and files of any size, for trying out and for measuring."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

ACTOR = "Påhittad av Kvarvärde"
LAST_YEAR = 2025
_ROWS_AT_A_TIME = 250_000
_MOST_LOSE_NOTHING = 0.9
_CITY = "pahittad.staden"

_DEFINITION = """id = "{id}"
version = 1
theme = "{theme}"
kind = "outcome"
evidence = "survey_share"
unit = "percent"
decimals = 1
direction = "higher"
window = "span"
frequency = "year"
finest_geography = "development_area"
minimum_n = 80
smallest_count = 0
smallest_difference = 5.0
stale_after_days = 800
codes = []
owner_role = "ingen, påhittad"
reviewed = 2026-01-01
direction_confirmed_by = "ingen, påhittad"
direction_confirmed_on = 2026-01-01
plausible_low = 0
plausible_high = 100
[source]
publisher = "Påhittad"
[sv]
name = "Påhittad andel {number}"
short = "Påhittad {number}"
subject = "Den påhittade andelen {number}"
why = "Påhittad, för att mäta hur snabbt sidorna är."
numerator = "Påhittade svar"
denominator = "Påhittade svarande"
misleading = "Allt: siffrorna är påhittade."
unit = "procent"
[en]
name = "Invented share {number}"
short = "Invented {number}"
subject = "The invented share {number}"
why = "Invented, to measure how fast the pages are."
numerator = "Invented answers"
denominator = "Invented respondents"
misleading = "Everything: the figures are invented."
unit = "percent"
"""

_THEMES = ("safety", "housing", "service", "mix", "population", "school_work", "delivery")


def write_definitions(folder: Path, indicators: int) -> None:
    """Write that many invented definitions as files in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, indicator_id in enumerate(indicator_ids(indicators), start=1):
        theme = _THEMES[(number - 1) % len(_THEMES)]
        text = _DEFINITION.format(id=indicator_id, theme=theme, number=number)
        (folder / f"{indicator_id}.toml").write_text(text, "utf-8")


def indicator_ids(indicators: int) -> list[str]:
    """Name the invented indicators."""
    return [f"HIT{number:04d}" for number in range(1, indicators + 1)]


def area_ids(areas: int) -> list[str]:
    """Name the invented areas."""
    return [f"pahittad.omrade-{number:05d}" for number in range(1, areas + 1)]


def area_table(areas: int) -> pd.DataFrame:
    """One invented city and its areas, as a file of areas."""
    ids = area_ids(areas)
    parts = pd.DataFrame({"area_id": ids, "kind": "development_area", "parent_id": _CITY})
    parts["name"] = [f"Påhittat område {number}" for number in range(1, areas + 1)]
    city = pd.DataFrame(
        {"area_id": [_CITY], "kind": "municipality", "parent_id": "", "name": "Påhittad stad"}
    )
    return pd.concat([city, parts], ignore_index=True).assign(
        invented="yes", source="Påhittat av Kvarvärde"
    )


def measurements(areas: int, indicators: list[str], periods: int) -> Iterator[pd.DataFrame]:
    """Invented yearly shares as files of at most 250,000 rows.

    Each series varies around its own level; one in ten declines over the last third.
    """
    random = np.random.default_rng(1)
    per_indicator = areas * periods
    at_a_time = max(1, _ROWS_AT_A_TIME // per_indicator)
    years = np.arange(LAST_YEAR - periods + 1, LAST_YEAR + 1)
    for start in range(0, len(indicators), at_a_time):
        some = indicators[start : start + at_a_time]
        yield pd.DataFrame(
            {
                "area_id": np.tile(np.repeat(area_ids(areas), periods), len(some)),
                "indicator_id": np.repeat(some, per_indicator),
                "period": np.tile(years, areas * len(some)),
                "value": _shares(random, areas * len(some), periods).ravel(),
                "n": random.integers(200, 900, per_indicator * len(some)),
                "source": "Påhittat av Kvarvärde",
            }
        )


def _shares(random: np.random.Generator, series: int, periods: int) -> np.ndarray:
    level = random.uniform(45, 80, (series, 1))
    ordinary = random.normal(0, 2, (series, periods))
    decline = np.clip(np.arange(periods) - 2 * periods / 3, 0, None) * (12 / periods)
    declines = random.random((series, 1)) > _MOST_LOSE_NOTHING
    shares: np.ndarray = np.clip(level + ordinary - declines * decline * 3, 1, 99).round(1)
    return shares
