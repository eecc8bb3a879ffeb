"""What the areas were that something was added of, and whether they were seen before.

Values are read of the days that are looked at only: the last, the one before, and those of the
references. Whether an area was seen on any other day is asked where it was on none of those.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from data.judging import added_questions
from data.judging.added_days import Grown, in_microseconds
from data.judging.common_loss import Promised
from data.judging.measured_together import looked_at_alone
from data.judging.movement_questions import Ask
from metrics.arrays import Bools, Ints


class AskedSeries(NamedTuple):
    """The series of the areas of some groups: of each the number of its group and its area."""

    series: Ints
    number: Ints
    area: np.ndarray

    @classmethod
    def of(cls, series: pd.DataFrame) -> "AskedSeries":
        """Lay out an answer to `added_questions.SERIES`."""
        ids, areas = (np.concatenate(list(series[name])) for name in ("series", "area_ids"))
        number = np.repeat(np.arange(len(series)), series["series"].map(len))
        order = np.argsort(ids)
        return cls(ids[order].astype(int), number[order], areas[order])

    def place(self, series: np.ndarray) -> Ints:
        """Return where some of the series are."""
        return np.searchsorted(self.series, series)


def days_looked_at(groups: Sequence[Grown], promised: Sequence[list[Promised]]) -> list[int]:
    """Return the days on which anything is looked at in one of the groups."""
    days: set[int] = set()
    for one, goals in zip(groups, promised, strict=True):
        enough = one.enough
        days.update(in_microseconds(enough.days[looked_at_alone(enough.days)]))
        named = {period for each in goals for period in each.periods}
        days.update(day for day, period in one.names.items() if period in named)
    return sorted(days)


def values(ask: Ask, days: list[int], series: Ints | None = None) -> pd.DataFrame:
    """Return the final values of some asked series (None: of all of them) on some days."""
    some = None if series is None else series.tolist()
    asked = np.array(days, dtype="int64").view("datetime64[us]").astype("datetime64[D]")
    return ask(added_questions.VALUES, days=asked.astype(object).tolist(), some=some)


def unseen(
    ask: Ask,
    groups: Mapping[int, Grown],
    asked: AskedSeries,
    rows: pd.DataFrame,
    written: pd.DataFrame,
) -> set[int]:
    """Return the numbers of the groups with an area that was on none of its known days before.

    `groups` are by their place among what is kept, in the order of their numbers.
    """
    before = _closed(groups, written)
    _add_seen(before, list(groups.values()), asked, rows)
    lacking = [one.added - seen for one, seen in zip(groups.values(), before, strict=True)]
    doubtful = [
        area in lacking[number]
        for number, area in zip(asked.number.tolist(), asked.area.tolist(), strict=True)
    ]
    if any(doubtful):
        days = sorted({day for one in groups.values() for day in one.known})
        others = values(ask, days, asked.series[np.array(doubtful)])
        _add_seen(before, list(groups.values()), asked, others)
    every = zip(groups.values(), before, strict=True)
    return {number for number, (one, seen) in enumerate(every) if one.added - seen}


def _closed(groups: Mapping[int, Grown], written: pd.DataFrame) -> list[set[str]]:
    """Return the areas of each group whose measurement on a known day was closed."""
    found: dict[int, set[str]] = {place: set() for place in groups}
    old = written[written["measured"] & ~written["came"] & written["place"].isin(list(groups))]
    days = in_microseconds(old["period_end"])
    known = {place: set(one.known) for place, one in groups.items()}
    for place, day, area in zip(
        old["place"].tolist(), days, old["area_id"].tolist(), strict=True
    ):
        if day in known[place]:
            found[place].add(area)
    return list(found.values())


def _add_seen(
    before: list[set[str]], groups: Sequence[Grown], asked: AskedSeries, rows: pd.DataFrame
) -> None:
    """Add the areas of each group that were measured on a known day, and still are."""
    if rows.empty:
        return
    days, day = np.unique(in_microseconds(rows["period_end"]), return_inverse=True)
    many = rows["series"].map(len).to_numpy(int)
    came: Bools = np.concatenate(list(rows["came"])).astype(bool)
    at = asked.place(np.concatenate(list(rows["series"])))
    known = np.array([np.isin(days, one.known) for one in groups])
    seen = at[known[asked.number[at], np.repeat(day, many)] & ~came]
    for number, area in {
        *zip(asked.number[seen].tolist(), asked.area[seen].tolist(), strict=True)
    }:
        before[number].add(area)
