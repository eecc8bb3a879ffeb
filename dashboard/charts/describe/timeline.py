"""Measurements on a time line: where they stand, and where a line may not be drawn."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from statistics import median
from typing import Any, Protocol

import pandas as pd

from metrics.definition.indicator import Evidence, Indicator
from metrics.definition.period import Frequency, parse_period
from metrics.methods.intervals import wilson

_WITHIN_A_YEAR = {
    Frequency.WEEK,
    Frequency.MONTH,
    Frequency.QUARTER,
    Frequency.TERM,
    Frequency.HALF_YEAR,
}


class Placed(Protocol):
    """Anything that stands somewhere on the time line."""

    @property
    def x(self) -> float:
        """The year, with decimals."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One measurement in a chart. `value` None is a gap, never a zero."""

    x: float
    period: str
    start: date
    value: float | None = None
    class_code: str = ""
    low: float | None = None
    high: float | None = None
    n: int | None = None
    preliminary: bool = False
    inferred: bool = False
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A place on the time line that nothing is drawn or compared across."""

    x: float
    period: str
    kind: str
    note_sv: str = ""
    note_en: str = ""

    @property
    def year(self) -> str:
        """The year of the first period on the new side."""
        return self.period[:4]


def points(observations: pd.DataFrame, indicator: Indicator) -> list[Point]:
    """Read observations (the columns of `Reader.observations`) as points, oldest first."""
    rows = observations.sort_values("period_start") if len(observations) else observations
    return [_point(row, indicator) for row in rows.to_dict("records")]


def _point(row: dict[Any, Any], indicator: Indicator) -> Point:
    value = amount(row.get("value"))
    low, high = _interval(row, indicator)
    answers = amount(row.get("n"))
    return Point(
        x=position(str(row["period"]), indicator),
        period=str(row["period"]),
        start=day(row["period_start"]),
        value=value,
        class_code=word(row.get("class_code")),
        low=low,
        high=high,
        n=None if answers is None else int(answers),
        preliminary=row.get("status") == "preliminary",
        inferred=row.get("evidence") == "inferred",
        missing=word(row.get("missing_reason")),
    )


def _interval(row: dict[Any, Any], indicator: Indicator) -> tuple[float | None, float | None]:
    """Return the 95 % interval given, or Wilson's for a survey share with its n."""
    low, high = amount(row.get("low")), amount(row.get("high"))
    value, answers = amount(row.get("value")), amount(row.get("n"))
    if low is not None or indicator.evidence is not Evidence.SURVEY_SHARE:
        return low, high
    if value is None or not answers or indicator.unit != "percent":
        return None, None
    share = wilson(value / 100 * answers, answers)
    return float(share.low) * 100, float(share.high) * 100


def position(period: str, indicator: Indicator) -> float:
    """Return where a period stands: its year, or the middle of it within the year."""
    parsed = parse_period(period)
    if parsed.frequency is Frequency.POOLED:
        return (parsed.start.year + parsed.end.year) / 2
    within = parsed.frequency in _WITHIN_A_YEAR or (
        parsed.frequency is Frequency.DAY and indicator.frequency in _WITHIN_A_YEAR
    )
    if not within:
        return float(parsed.start.year)
    return round((decimal_year(parsed.start) + decimal_year(parsed.end)) / 2, 3)


def reach(placed: Sequence[Placed]) -> tuple[float, float]:
    """Return the years a chart of these measurements reaches over, with a little air."""
    xs = [point.x for point in placed] or [2020.0, 2021.0]
    pad = max((xs[-1] - xs[0]) * 0.025, 0.2)
    return xs[0] - pad, xs[-1] + pad


def moment(when: date, indicator: Indicator) -> float:
    """Return where a day stands on the same line as the indicator's periods."""
    return decimal_year(when) if indicator.frequency in _WITHIN_A_YEAR else float(when.year)


def decimal_year(when: date) -> float:
    """Write a day as a year with decimals."""
    return round(when.year + (when.timetuple().tm_yday - 1) / 365.25, 3)


def breaks_in(breaks: pd.DataFrame | None, observations: pd.DataFrame) -> pd.DataFrame:
    """Keep the breaks that concern this series; an empty id or category concerns all."""
    if breaks is None or breaks.empty or observations.empty:
        return pd.DataFrame()
    first = observations.iloc[0]
    concerns = breaks["indicator_id"] == first.get("indicator_id", "")
    for column in ("area_id", "category"):
        mine = [word(first.get(column)), ""]
        concerns &= breaks[column].fillna("").isin(mine)
    return pd.DataFrame(breaks[concerns])


def cuts(
    breaks: pd.DataFrame | None, observations: pd.DataFrame, placed: list[Point]
) -> list[Cut]:
    """Return the breaks with measurements on both sides, each midway between them."""
    found: dict[float, Cut] = {}
    for row in breaks_in(breaks, observations).to_dict("records"):
        starts = day(row["first_period_start"])
        before = [point.x for point in placed if point.start < starts]
        after = [point.x for point in placed if point.start >= starts]
        stops = row.get("blocks_change", True) or row.get("blocks_level", False)
        if before and after and stops:
            middle = (before[-1] + after[0]) / 2
            found.setdefault(
                middle,
                Cut(
                    x=middle,
                    period=str(row["first_period"]),
                    kind=str(row["kind"]),
                    note_sv=word(row.get("note_sv")),
                    note_en=word(row.get("note_en")),
                ),
            )
    return [found[x] for x in sorted(found)]


def segments(placed: Sequence[Point], where: Sequence[Cut]) -> list[list[Point]]:
    """Split the points at the cuts, oldest segment first."""
    edges = [-math.inf, *(cut.x for cut in where), math.inf]
    return [
        [point for point in placed if low < point.x <= high] for low, high in pairwise(edges)
    ]


def usual_step(placed: Sequence[Placed]) -> float:
    """Return the usual distance between two measurements, in years."""
    distances = [
        later.x - earlier.x for earlier, later in pairwise(placed) if later.x > earlier.x
    ]
    return median(distances) if distances else 1.0


def year_ticks(
    placed: Sequence[Placed], reach: tuple[float, float], most: int = 6
) -> list[int]:
    """Return at most `most` years: those measured, or evenly spaced back from the last."""
    measured = sorted({math.floor(point.x) for point in placed})
    inside = [year for year in measured if reach[0] <= year <= reach[1]]
    if len(inside) <= most:
        return _apart(inside, (reach[1] - reach[0]) / 12)
    for step in (1, 2, 3, 4, 5, 10, 20, 50):
        if (inside[-1] - inside[0]) // step + 1 <= most:
            return list(range(inside[-1], inside[0] - 1, -step))[::-1]
    return inside[-1:]


def year_ticks_between(reach: tuple[float, float], most: int = 6) -> list[int]:
    """Return at most `most` evenly spaced whole years inside a reach, counted from the last."""
    first, last = math.ceil(reach[0]), math.floor(reach[1])
    step = next(one for one in (1, 2, 3, 5, 10, 20, 50, 1000) if (last - first) / one < most)
    return list(range(last, first - 1, -step))[::-1]


def _apart(years: list[int], least: float) -> list[int]:
    """Leave out years too near the next one to be written side by side; the last one stays."""
    kept = years[-1:]
    for year in reversed(years[:-1]):
        if kept[0] - year >= least:
            kept.insert(0, year)
    return kept


def value_ticks(low: float, high: float, decimals: int, most: int = 6) -> list[float]:
    """Return round values between `low` and `high`, never finer than `decimals` digits."""
    rough = max((high - low) / most, 10.0**-decimals)
    power = 10 ** math.floor(math.log10(rough))
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= rough * 0.999)
    count = math.floor(high / step + 1e-9) - math.ceil(low / step - 1e-9) + 1
    first = math.ceil(low / step - 1e-9)
    return [round((first + place) * step, 6) for place in range(max(count, 0))]


def amount(value: Any) -> float | None:
    """Return a number, or None for every way a table says there is none."""
    if value is None or pd.isna(value):
        return None
    return float(value)


def day(value: Any) -> date:
    """Return a calendar day from a date, a timestamp or its text."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else pd.Timestamp(value).date()


def word(value: Any) -> str:
    """Return a text, empty when there is none."""
    return value if isinstance(value, str) else ""
