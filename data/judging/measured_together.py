"""What areas that are seen together were measured at, on the days that are looked at.

Everything is read once and told apart by numbers: of texts there are as many as there are
groups, areas and days, and of measurements a hundred times as many.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from data.judging.values_by_area import laid_out
from metrics.arrays import Bools, Floats, Ints
from metrics.outcome.together import FEWEST_AREAS

_SAME_SEASON = 20
"""Days within which two periods end at the same time of the year."""

_LATEST = 2
"""So many of the last days are looked at where nobody has a goal."""


class Seen(NamedTuple):
    """What was measured in areas that are seen together, on the `days` that are looked at.

    `names` are the periods that end on the days; of each measurement there is the `area` (a
    place among the names of all), the place of its `day`, and the `value`.
    """

    days: pd.DatetimeIndex
    names: list[str]
    area: Ints
    day: Ints
    value: Floats

    @property
    def areas(self) -> Ints:
        """Return all of the areas, in order."""
        return np.flatnonzero(np.bincount(self.area))

    def lately(self) -> tuple[Ints, Floats]:
        """Return the areas that were measured on the last day, and what they ever were."""
        mine = among(self.area[self.day == len(self.days) - 1], self.area)
        return laid_out(self.area[mine], self.day[mine], self.value[mine], len(self.days))

    def every_area(self) -> tuple[Ints, Floats]:
        """Return all of the areas, and what they were."""
        return laid_out(self.area, self.day, self.value, len(self.days))

    def before(self) -> int:
        """Place the day that the last is compared with: a year before, where there is one.

        From one quarter to the next the season moves more than anything else.
        """
        near = np.flatnonzero(_a_year_before(self.days.to_numpy()))
        return int(near[-1]) if len(near) else len(self.days) - _LATEST


def among(some: Ints, places: Ints) -> Bools:
    """Say which of the places are some of them."""
    found = np.zeros(1 + max(some.max(initial=-1), places.max(initial=-1)), dtype=bool)
    found[some] = True
    return found[places]


def _a_year_before(days: np.ndarray) -> Bools:
    """Say which of some days are about a year before the last."""
    year = _year_before(days[-1])
    near: Bools = np.abs((days - year) // np.timedelta64(1, "D")) <= _SAME_SEASON
    return near


@lru_cache(maxsize=1_000)
def _year_before(day: np.datetime64) -> np.datetime64:
    return np.datetime64(pd.Timestamp(day) - pd.DateOffset(years=1), "us")


class Enough(NamedTuple):
    """The `days` on which enough areas of a group were measured, and the `names` of the periods
    that end there: the first of them, where several do."""

    days: np.ndarray
    names: np.ndarray


def areas_of(groups: pd.DataFrame) -> tuple[list[Ints], np.ndarray]:
    """Return the places of the areas of each group, and the ids that they are places among.

    `groups` has them in lists, as ``area_ids``.
    """
    place, ids = pd.factorize(np.concatenate(list(groups["area_ids"])))
    return np.split(place, np.cumsum(groups["area_ids"].map(len))[:-1]), ids


def seen_together(
    groups: pd.DataFrame,
    rows: pd.DataFrame,
    areas: list[Ints],
    promised: Bools,
    known: Sequence[Enough] | None = None,
) -> Iterator[tuple[int, Enough, Seen]]:
    """Return the groups with enough areas on two days or more: place, days, what was measured.

    `groups` and `rows` are answers to `movement_questions.GROUPS` and `VALUES`; `areas` are the
    places of the areas of each group, and `promised` says which have goals: there, every day is
    looked at. Of a part of what was measured it cannot be told where there are enough: then it
    must be `known`.
    """
    if groups.empty or rows.empty:
        return
    number, row, area, value = _single(groups, rows, areas)
    days, day_of = np.unique(rows["period_end"].to_numpy("datetime64[us]"), return_inverse=True)
    names, shape = rows["period"].to_numpy(object), (len(groups), len(rows))
    counted = np.bincount(number * shape[1] + row, minlength=shape[0] * shape[1]).reshape(shape)
    order = np.argsort(number, kind="stable")
    mine = np.split(order, np.cumsum(counted.sum(axis=1))[:-1])
    for place in range(len(groups)):
        enough = known[place] if known else _enough(counted[place], days, day_of, names)
        if len(enough.days) < _LATEST:
            continue
        every = bool(promised[place])
        looked_at = np.arange(len(enough.days)) if every else looked_at_alone(enough.days)
        chosen = enough.days[looked_at]
        column = _places(chosen, days)
        here = mine[place][column[day_of[row[mine[place]]]] >= 0]
        yield (
            place,
            enough,
            Seen(
                days=pd.DatetimeIndex(chosen),
                names=[str(one) for one in enough.names[looked_at]],
                area=area[here],
                day=column[day_of[row[here]]],
                value=value[here],
            ),
        )


def _enough(counted: Ints, days: np.ndarray, day_of: Ints, names: np.ndarray) -> Enough:
    """Return where enough areas were `counted` in one row, of one period that ends on a day."""
    found = np.unique(day_of[counted >= FEWEST_AREAS])
    there = np.flatnonzero(counted > 0)
    return Enough(days[found], names[there[np.searchsorted(day_of[there], found)]])


def looked_at_alone(days: np.ndarray) -> Ints:
    """Place those of the days on which enough areas were measured that are looked at where
    nobody has a goal."""
    near = _a_year_before(days)
    near[-_LATEST:] = True
    return np.flatnonzero(near)


def _places(some: np.ndarray, days: np.ndarray) -> Ints:
    """Place days among some of them, which are in order: -1 for the others."""
    place = np.searchsorted(some, days)
    there = some[np.minimum(place, len(some) - 1)] == days
    return np.where(there, place, -1)


def _single(
    groups: pd.DataFrame, rows: pd.DataFrame, areas: list[Ints]
) -> tuple[Ints, Ints, Ints, Floats]:
    """Return the group, row, area and value of each measurement, one per area and period.

    Where several series measure the same in an area, the newest one says.
    """
    series, area = np.concatenate(list(groups["series"])), np.concatenate(areas)
    number = np.repeat(np.arange(len(groups)), groups["series"].map(len))
    asked = np.concatenate(list(rows["series"]))
    place = np.full(1 + max(series.max(), asked.max()), -1)
    place[series] = np.arange(len(series))
    measured = place[asked]
    row = np.repeat(np.arange(len(rows)), rows["series"].map(len))
    value = np.concatenate(list(rows["value"])).astype(float)
    if (measured < 0).any():  # Of what has no step, or that the viewer does not see.
        known = measured >= 0
        measured, row, value = measured[known], row[known], value[known]
    owner = number * (area.max() + 1) + area
    kept = ~_replaced(series, owner, measured, pd.factorize(rows["period"])[0][row])
    measured = measured[kept]
    return number[measured], row[kept], area[measured], value[kept]


def _replaced(series: Ints, owner: Ints, measured: Ints, period: Ints) -> Bools:
    """Say which measurements a newer series of the same `owner` has of the same period."""
    replaced = np.zeros(len(measured), dtype=bool)
    _owners, place, many = np.unique(owner, return_inverse=True, return_counts=True)
    doubled = np.flatnonzero((many > 1)[place][measured])
    if not len(doubled):
        return replaced
    mine = measured[doubled]
    order = np.lexsort((-series[mine], period[doubled], place[mine]))
    same = [np.diff(one[order]) == 0 for one in (place[mine], period[doubled])]
    replaced[doubled[order[1:]]] = same[0] & same[1]
    return replaced
