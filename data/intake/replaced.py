"""What a file of observations replaces: series before and after, and what goes missing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data.intake.batch import Batch
from data.intake.history import STORED, Timeline
from data.store.staged import SAME_NUMBER

MOST = 3
"""How many series are given before and after; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacedSeries:
    """A series that a file changes: all its values before and after, oldest first.

    `values` has ``period``, ``before`` and ``after``, NaN where there is no value, and
    ``changed`` where a saved value becomes another or none. `first` is the place in the file of
    the first of those.
    """

    area_id: str
    indicator_id: str
    category: str
    values: pd.DataFrame
    first: int

    @property
    def changes(self) -> int:
        """How many of its values change."""
        return int(self.values["changed"].sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """The series whose values a file changes most, how many there are, and what rows lose.

    `going` counts the rows that the file says have none of something that is saved: by
    ``value``, ``n``, ``low``, ``high`` and ``source``. What the file says nothing of is not
    among it: `kept_cells` says what becomes of that.
    """

    series: tuple[ReplacedSeries, ...] = ()
    count: int = 0
    going: Mapping[str, int] = field(default_factory=dict)


def replaced(
    rows: Batch, at: np.ndarray, keep: np.ndarray, line: Timeline, going: Mapping[str, int]
) -> Replaced:
    """Say what saving the rows where `keep` is true would replace.

    `at` are the places of the rows in the file, and `going` what they take away beside values.
    """
    before, after = line.stored_value, rows.value()
    same = np.isclose(after, before, rtol=SAME_NUMBER, atol=0)
    changed = keep & ~np.isnan(before) & ~same
    places = np.flatnonzero(changed)
    series, first, counts = np.unique(
        line.series_of_row[places], return_index=True, return_counts=True
    )
    order = np.lexsort((first, -counts))[:MOST]
    emptied = int((changed & np.isnan(after)).sum())
    return Replaced(
        series=tuple(
            _one(rows, line, keep, changed, int(places[first[each]]), at) for each in order
        ),
        count=len(series),
        going={"value": emptied, **going} if emptied else dict(going),
    )


def of_all(parts: Sequence[Replaced]) -> Replaced:
    """Put together what the parts of a file replace, where no series is in two of them."""
    series = [series for part in parts for series in part.series]
    series.sort(key=lambda each: (-each.changes, each.first))
    going: Counter[str] = Counter()
    for part in parts:
        going.update(part.going)
    return Replaced(
        series=tuple(series[:MOST]), count=sum(part.count for part in parts), going=dict(going)
    )


def _one(
    rows: Batch,
    line: Timeline,
    keep: np.ndarray,
    changed: np.ndarray,
    first: int,
    at: np.ndarray,
) -> ReplacedSeries:
    """Return the series of the row `first`, which is the first that changes."""
    entries = np.flatnonzero(line.series == line.series_of_row[first])
    row = line.row[entries]
    ours = row != STORED
    before = np.where(ours, line.stored_value[row], line.value[entries])
    given = ours & keep[row]
    values = pd.DataFrame(
        {
            "period": line.texts_at(entries),
            "before": before,
            "after": np.where(given, rows.value()[row], before),
            "changed": ours & changed[row],
        }
    )
    left_out = ours & ~given & np.isnan(before)
    return ReplacedSeries(
        area_id=rows.areas[rows.area[first]].area_id,
        indicator_id=rows.indicators[rows.indicator[first]].id,
        category=str(rows.category.strings[[first]][0]),
        values=values[~left_out].reset_index(drop=True),
        first=int(at[first]),
    )
