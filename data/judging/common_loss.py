"""What areas have in common since the references of their goals: a loss, and who follows it."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from data.judging import movement_questions
from data.judging.measured_together import Seen, among
from metrics.arrays import Bools, Floats, Ints
from metrics.outcome.together import follows, has_worsened, medians_of_others, together

Table = tuple[Ints, Floats]
"""Areas, by place, and what each was on every day that is looked at."""


class Promised(NamedTuple):
    """Goals that are worse the same way and have the same reference, with the places of their
    areas."""

    worse: str
    periods: tuple[str, ...]
    goal_ids: np.ndarray
    place: np.ndarray
    mid: np.ndarray

    def within(self, areas: np.ndarray) -> "Promised":
        """Return those whose area is one of some."""
        here = (self.place >= 0) & among(areas, self.place)
        return self._replace(
            goal_ids=self.goal_ids[here], place=self.place[here], mid=self.mid[here]
        )


def placed(goals: Any, places: pd.Index) -> Promised:
    """Return one row of `movement_questions.PROMISED`; an unseen area has no place."""
    return Promised(
        worse=str(goals.worse),
        periods=tuple(filter(None, goals.baseline_periods.split(movement_questions.SEPARATOR))),
        goal_ids=np.asarray(goals.goal_ids, dtype=object),
        place=places.get_indexer(pd.Index(goals.area_ids, dtype=object)),
        mid=np.asarray(goals.mids, dtype=float),
    )


def promised_by(
    goals: pd.DataFrame, places: np.ndarray
) -> dict[tuple[str, str], list[Promised]]:
    """Return answers to `movement_questions.PROMISED` by indicator and category, with the
    places of their areas."""
    named = pd.Index(places)
    found: dict[tuple[str, str], list[Promised]] = {}
    for one in goals.itertuples(index=False):
        mine = found.setdefault((str(one.indicator_id), str(one.category)), [])
        mine.append(placed(one, named))
    return found


def since_reference(
    promised: list[Promised],
    seen: Seen,
    lately: Table,
    mid: float,
    every_area: Callable[[], Table],
) -> tuple[bool, list[str]]:
    """Return whether the common part is itself a loss, and which goals only follow it.

    Of the areas that were measured `lately`; only where they have worsened is it asked for
    what `every_area` was.
    """
    alarms, follow = False, []
    areas, values = lately
    for one in promised:
        if one.worse not in {"lower", "higher"}:
            continue
        inside, looked_at = _since(seen, one.periods)
        if not inside.any():
            continue
        last = _worsening(values, one.worse, inside)[:, -1]
        if not alarms and has_worsened(last, mid):
            _areas, every = every_area()
            alarms = _alarms(_worsening(every, one.worse, inside), inside, looked_at, seen, mid)
        mine = one.within(areas)
        place = np.searchsorted(areas, mine.place)
        least = np.where(np.isnan(mine.mid), mid, mine.mid)
        common = medians_of_others(last[:, None])[:, 0]
        only = follows(last[place], common[place], least)
        follow += [str(each) for each in mine.goal_ids[only]]
    return alarms, sorted(follow)


def _since(seen: Seen, named: tuple[str, ...]) -> tuple[Bools, Bools]:
    """Say which days are of the reference, and which of it or later; none where one lacks."""
    inside = np.isin(np.array(seen.names, dtype=object), list(named))
    none = np.zeros_like(inside)
    if not inside.any() or inside[-1] or inside.sum() < len(named):
        return none, none
    last = np.flatnonzero(inside)[-1]
    return inside, inside | (np.arange(len(inside)) > last)


def _worsening(values: Floats, worse: str, inside: Bools) -> Floats:
    """Return how much every area has worsened from the mean of the reference."""
    reference = values.compress(inside, axis=1)
    known = np.isfinite(reference)
    with np.errstate(invalid="ignore"):
        mean = np.where(known, reference, 0.0).sum(axis=1) / known.sum(axis=1)
    sign = 1.0 if worse == "higher" else -1.0
    moved: Floats = sign * (values - mean[:, None])
    return moved


def _alarms(worsening: Floats, inside: Bools, looked_at: Bools, seen: Seen, mid: float) -> bool:
    """Say whether what all of the areas have in common is a loss."""
    return together(
        worsening.compress(looked_at, axis=1),
        baseline=int(inside.sum()),
        smallest=mid,
        measurements_per_year=_pace(seen.days[looked_at]),
    ).alarms


def _pace(days: pd.Index) -> float:
    """Return how many measurements a year the columns are apart."""
    apart = np.diff(days.to_numpy("datetime64[D]")).astype(float)
    return 365.25 / max(float(np.median(apart)), 1.0)
