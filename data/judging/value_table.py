"""The values of many series by period, to be taken by place: no text and no row is sought."""

from dataclasses import dataclass, replace

import numpy as np

from data.judging import runs
from metrics.arrays import Bools, Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """What some movements are measured over: until the `last` period, from a reference.

    `period`, a row each, are the places of the reference's periods, as many as its `length`
    says, in the order of their days.
    """

    last: Ints
    period: Ints
    length: Ints

    def of(self, which: Ints) -> "References":
        """Return some of them."""
        return References(
            last=self.last[which], period=self.period[which], length=self.length[which]
        )

    def by_day(self, days: np.ndarray) -> "References":
        """Return the same with the periods of each in the order of their `days`."""
        inside = np.arange(self.period.shape[1]) < self.length[:, None]
        rank = np.empty(len(days), dtype=int)
        rank[np.argsort(days, kind="stable")] = np.arange(len(days))
        ranked = np.where(inside, rank[self.period], len(days))
        order = np.argsort(ranked, axis=1, kind="stable")
        return replace(self, period=np.take_along_axis(self.period, order, axis=1))

    def asked_by(self, group: Ints, groups: int, periods: int) -> Bools:
        """Say of each group (row) which periods any of its own asks of; `group` is of each."""
        asked = np.zeros((groups, periods), dtype=np.bool_)
        asked[group, self.last] = True
        goal, place = np.nonzero(np.arange(self.period.shape[1]) < self.length[:, None])
        asked[group[goal], self.period[goal, place]] = True
        return asked

    @property
    def whole(self) -> Bools:
        """Whether no period is there twice, in the reference or as the last one too."""
        inside = np.arange(self.period.shape[1]) < self.length[:, None]
        again = (self.period == self.last[:, None]) & inside
        # What is left out is told apart, so that it is never the same.
        apart = np.where(inside, self.period, -1 - np.arange(self.period.shape[1]))
        ordered = np.sort(apart, axis=1)
        twice: Bools = again.any(axis=1) | (ordered[:, 1:] == ordered[:, :-1]).any(axis=1)
        return ~twice


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueTable:
    """The values of series, in groups that each have room for the periods asked of them.

    `group` and `area` are those of each series, and rise: of an area with several series in a
    group the first that was measured counts. `column` (group, period) is the place of a period
    among those of its group, -1 where nobody asks; `first` where the values of each series
    begin among the `cells`, the last of which is NaN: what is not there.
    """

    group: Ints
    area: Ints
    column: Ints
    first: Ints
    cells: Floats

    @classmethod
    def of(
        cls,
        *,
        group: Ints,
        area: Ints,
        asked: Bools,
        series: Ints,
        period: Ints,
        value: Floats,
    ) -> "ValueTable":
        """Lay the `value` of each `series` (its place) and `period` where it is found.

        `asked` (group, period) are the periods that each group has room for.
        """
        column = np.where(asked, np.cumsum(asked, axis=1) - 1, -1)
        width = asked.sum(axis=1)[group]
        first = np.cumsum(width) - width
        cells = np.full(int(width.sum()) + 1, np.nan)
        place = column[group[series], period]
        kept = place >= 0
        cells[first[series[kept]] + place[kept]] = value[kept]
        return cls(group=group, area=area, column=column, first=first, cells=cells)

    def of_group(self, group: int) -> Ints:
        """Return the series of a group."""
        first, end = (np.searchsorted(self.group, group, side) for side in ("left", "right"))
        return np.arange(first, end)

    def series_of(self, group: Ints, area: Ints) -> tuple[Ints, Ints]:
        """Return the series of each area in a group, and by which of the asked each is."""
        most = int(max(self.area.max(initial=0), area.max(initial=0))) + 2
        known, asked = self.group * most + self.area + 1, group * most + area + 1
        first, end = (np.searchsorted(known, asked, side) for side in ("left", "right"))
        return runs.spread(first, end - first)

    def value(self, series: Ints, period: Ints) -> Floats:
        """Return the value of each series in a period; NaN where there is none."""
        place = self.column[self.group[series], period]
        found: Floats = self.cells[np.where(place < 0, -1, self.first[series] + place)]
        return found

    def moved(self, series: Ints, over: References) -> tuple[Floats, Bools]:
        """Return how far each has moved from the mean of its reference, and whether it was
        measured in all of it: NaN where there is no reference."""
        value = self.value(series, over.last)
        measured = np.isfinite(value)
        summed = np.zeros(len(series))
        for place in range(over.period.shape[1]):
            inside = place < over.length
            one = self.value(series, over.period[:, place])
            measured &= np.isfinite(one) | ~inside
            summed += np.where(inside, one, 0.0)
        with np.errstate(invalid="ignore"):
            return value - summed / over.length, measured
