"""What areas have in common since the references of their goals: a loss, and who follows it."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from data.judging import movement_questions
from data.judging.values_by_area import by_listed_areas
from metrics.outcome.together import follows, has_worsened, medians_of_others, together

Names = dict[Any, str]
"""The period that ends on each day."""


class Seen(NamedTuple):
    """What was measured in areas that are seen together, on the days that are looked at.

    `areas` are the numbers of all of them, in order; the `table` has those that were measured
    on the last day, and `whole` asks for the rest.
    """

    areas: np.ndarray
    table: pd.DataFrame
    names: Names
    whole: Callable[[], pd.DataFrame]

    @classmethod
    def of(cls, rows: pd.DataFrame, *, whole: Callable[[], pd.DataFrame]) -> "Seen":
        """Read the rows of a group of `movement_questions.VALUES`."""
        measured = rows[rows["period"].notna()]
        first = measured.drop_duplicates("period_end")
        return cls(
            areas=np.sort(np.concatenate(list(rows.loc[rows["period"].isna(), "area"]))),
            table=by_listed_areas(measured),
            names=dict(zip(first["period_end"], first["period"], strict=True)),
            whole=whole,
        )

    def every_area(self) -> pd.DataFrame:
        """Return the table with all of the areas."""
        if len(self.table) == len(self.areas):
            return self.table
        rows = self.whole()
        return by_listed_areas(rows[rows["period"].notna()])


class Promised(NamedTuple):
    """Goals that are worse the same way and have the same reference, with their areas' places:
    one less than their numbers."""

    worse: str
    periods: tuple[str, ...]
    goal_ids: np.ndarray
    place: np.ndarray
    mid: np.ndarray

    def within(self, areas: np.ndarray) -> "Promised":
        """Return those whose area is one of the numbered."""
        here = np.isin(self.place + 1, areas)
        return self._replace(
            goal_ids=self.goal_ids[here], place=self.place[here], mid=self.mid[here]
        )


def placed(goals: Any, places: pd.Index) -> Promised:
    """Return one row of `movement_questions.PROMISED`."""
    return Promised(
        worse=str(goals.worse),
        periods=tuple(filter(None, goals.baseline_periods.split(movement_questions.SEPARATOR))),
        goal_ids=np.asarray(goals.goal_ids, dtype=object),
        place=places.get_indexer(pd.Index(goals.area_ids, dtype=object)),
        mid=np.asarray(goals.mids, dtype=float),
    )


def since_reference(promised: list[Promised], seen: Seen, mid: float) -> tuple[bool, list[str]]:
    """Return whether the common part is itself a loss, and which goals only follow it."""
    alarms, follow = False, []
    for one in promised:
        if one.worse not in {"lower", "higher"}:
            continue
        worsening, _baseline = _worsening(seen.table, seen.names, one.worse, one.periods)
        if worsening is None:
            continue
        values = worsening.to_numpy(float)
        if not alarms and has_worsened(values[:, -1], mid):
            alarms = _alarms(one, seen, mid)
        mine = one.within(worsening.index.to_numpy())
        place = worsening.index.get_indexer(pd.Index(mine.place + 1))
        least = np.where(np.isnan(mine.mid), mid, mine.mid)
        common = medians_of_others(values[:, -1:])[:, 0]
        only = follows(values[place, -1], common[place], least)
        follow += [str(each) for each in mine.goal_ids[only]]
    return alarms, sorted(follow)


def _alarms(promised: Promised, seen: Seen, mid: float) -> bool:
    """Say whether what all of the areas have in common is a loss."""
    worsening, baseline = _worsening(
        seen.every_area(), seen.names, promised.worse, promised.periods
    )
    if worsening is None:
        return False
    return together(
        worsening.to_numpy(float),
        baseline=baseline,
        smallest=mid,
        measurements_per_year=_pace(worsening.columns),
    ).alarms


def _worsening(
    table: pd.DataFrame, names: Names, worse: str, named: tuple[str, ...]
) -> tuple[pd.DataFrame | None, int]:
    """Return how much every area has worsened since the reference, and how long that is."""
    inside = [day for day in table.columns if names[day] in named]
    later = [day for day in table.columns if inside and day > max(inside)]
    if not later or len(inside) < len(named):
        return None, 0
    sign = 1.0 if worse == "higher" else -1.0
    moved = sign * table.sub(table[inside].mean(axis=1), axis=0)
    return moved[[*inside, *later]], len(inside)


def _pace(days: pd.Index) -> float:
    """Return how many measurements a year the columns are apart."""
    apart = np.diff(days.to_numpy("datetime64[D]")).astype(float)
    return 365.25 / max(float(np.median(apart)), 1.0)
