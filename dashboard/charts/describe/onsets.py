"""How small a worsening would have been seen, by the year in which it began."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import pandas as pd

from dashboard.charts.describe import timeline
from dashboard.charts.describe.axes import time_axis
from dashboard.charts.describe.chart import Axis
from dashboard.text import smallest_seen
from dashboard.text.amounts import difference
from dashboard.text.language import translator
from dashboard.text.numbers import DASH
from metrics.definition.indicator import Indicator
from metrics.outcome.goal import Goal
from metrics.outcome.onsets import MOST

_MOST_LABELS = 8

_MOST_ROWS = 20
"""So many years have a row each; of more, those with the same answer share one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Onset:
    """A year a worsening may have begun in, and the smallest that would have been seen.

    `size` is None where none would have been, `words` say it; `label` is what stands over the
    bar, if any.
    """

    x: float
    year: str
    size: float | None
    words: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Onsets:
    """A bar for each year, or one for so many (`step`) that it can be told from the next.

    `measured` are the years of the series above.
    """

    alt: str
    table: pd.DataFrame
    onsets: tuple[Onset, ...]
    measured: tuple[timeline.Placed, ...]
    time: Axis
    top: float
    step: float
    language: str


def onsets(
    sizes: pd.DataFrame,
    observations: pd.DataFrame,
    goal: Goal,
    *,
    indicator: Indicator,
    language: str,
) -> Onsets | None:
    """Describe what would have been seen; None where no worsening would have been.

    `sizes` has the columns of `metrics.outcome.onsets`, `observations` is the series above.
    """
    may = pd.Series(
        [smallest_seen.may_occur(size, goal, indicator) for size in sizes["detectable"]]
    )
    possible = sizes.assign(detectable=sizes["detectable"].where(may.to_numpy(bool)))
    if possible["detectable"].isna().all():
        return None
    placed = timeline.points(observations, indicator)
    bars = _labelled(_by_year(possible, indicator), indicator, language)
    table = _table(bars, indicator, goal, language)
    return Onsets(
        onsets=bars,
        time=time_axis(timeline.reach(placed), placed, indicator),
        top=max(bar.size or 0.0 for bar in bars) * 1.3,
        step=max(1.0, (bars[-1].x - bars[0].x) / MOST),
        measured=tuple(placed),
        table=table,
        alt=_alt(table, goal, indicator, language),
        language=language,
    )


def about(goal: Goal, indicator: Indicator, language: str) -> str:
    """Say what the bars are."""
    _ = translator(language)
    return {
        "lower": _("Minsta fall vi oftast hade sett, efter året då det började."),
        "higher": _("Minsta ökning vi oftast hade sett, efter året då den började."),
    }.get(
        smallest_seen.worsening(goal, indicator),
        _("Minsta försämring vi oftast hade sett, efter året då den började."),
    )


def _by_year(sizes: pd.DataFrame, indicator: Indicator) -> list[tuple[float, float | None]]:
    """Return where each year's first measurement stands, and the size seen from it on."""
    first: dict[int, tuple[float, float | None]] = {}
    for period, size in zip(sizes["period"], sizes["detectable"], strict=True):
        x = timeline.position(str(period), indicator)
        first.setdefault(int(x), (x, None if pd.isna(size) else float(size)))
    return list(first.values())


def _labelled(
    years: Sequence[tuple[float, float | None]], indicator: Indicator, language: str
) -> tuple[Onset, ...]:
    every = -(-len(years) // _MOST_LABELS)
    none = translator(language)("inget hade synts")
    return tuple(
        Onset(
            x=x,
            year=str(int(x)),
            size=size,
            words=none if size is None else difference(size, indicator, language),
            label=smallest_seen.bare_size(size, indicator, language)
            if size is not None and (len(years) - 1 - place) % every == 0
            else "",
        )
        for place, (x, size) in enumerate(years)
    )


def _table(
    bars: Sequence[Onset], indicator: Indicator, goal: Goal, language: str
) -> pd.DataFrame:
    _ = translator(language)
    said = [(bar.year, bar.words) for bar in bars]
    if len(said) > _MOST_ROWS:
        said = [_together(list(same)) for _size, same in groupby(said, key=itemgetter(1))]
    heading = {
        "lower": _("Minsta fall vi hade sett"),
        "higher": _("Minsta ökning vi hade sett"),
    }.get(smallest_seen.worsening(goal, indicator), _("Minsta försämring vi hade sett"))
    return pd.DataFrame(
        {
            _("Om det började"): [when for when, _size in said],
            heading: [size for _when, size in said],
        }
    )


def _together(same: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Write years with the same answer as one stretch of time."""
    (first, size), (last, _size) = same[0], same[-1]
    return (first if first == last else f"{first}{DASH}{last}"), size


def _alt(table: pd.DataFrame, goal: Goal, indicator: Indicator, language: str) -> str:
    said = [f"{year}: {size}" for year, size in table.itertuples(index=False)]
    return f"{about(goal, indicator, language)} {', '.join(said)}."
