"""Followed series as the pages ask for them: gathered once, and then kept."""

import pandas as pd

from dashboard.page import loaders
from dashboard.page.loaders import finished
from data.answers.followed import Followed, Gatherer
from data.judging import beside, compared
from data.judging.beside import Beside
from metrics.outcome.goal import Goal


@finished
def of_goal(goal_id: str | None) -> Followed | None:
    """Return the series of a goal; None for a goal there is not."""
    return _whole(_gatherer().goal(goal_id))


@finished
def of_series(series_id: int | None) -> Followed | None:
    """Return a series by its number, with its goal when it has one; None when there is none."""
    return _whole(_gatherer().series(series_id))


def _whole(one: Followed | None) -> Followed | None:
    """Let a series know where it was broken before it is kept: each who asks gets a copy."""
    if one is not None:
        one.cuts()
    return one


def again(goal_id: str | None, series_id: int | None) -> Followed:
    """Return what is shown already, for what is made of it once: by its goal or its number.

    Raises `LookupError` for what is not there.
    """
    one = of_series(series_id) if goal_id is None else of_goal(goal_id)
    if one is None:
        raise LookupError(f"There is no goal {goal_id} and no series {series_id}.")
    return one


def with_goal(goal_id: str) -> tuple[Goal, Followed]:
    """Return a goal that is shown already, and its series: see `again`."""
    one = again(goal_id, None)
    if one.goal is None:
        raise LookupError(f"There is no goal {goal_id}.")
    return one.goal, one


@finished
def in_area(area_id: str) -> list[Followed]:
    """Return the goals of an area with their series, in the order of the goals."""
    return _gatherer().in_area(area_id)


def comparator(followed: Followed) -> pd.DataFrame:
    """Return what a goal is compared with: see `data.judging.compared.of_followed`."""
    return compared.of_followed(_gatherer(), followed)


def drawn_with(followed: Followed) -> Beside:
    """Return what is drawn with a series: see `data.judging.beside.of_followed`."""
    return beside.of_followed(_gatherer(), followed)


def _gatherer() -> Gatherer:
    return Gatherer(loaders, loaders.catalogue())
