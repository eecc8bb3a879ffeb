"""Followed series as the pages ask for them: gathered once, and then kept."""

import pandas as pd

from dashboard.page import loaders
from data.answers.followed import Followed, Gatherer
from data.judging import compared


def of_goal(goal_id: str | None) -> Followed | None:
    """Return the series of a goal; None for a goal there is not."""
    found: Followed | None = loaders.figure(
        "a goal", lambda: _gatherer().goal(goal_id), goal_id
    )
    return found


def of_series(series_id: int | None) -> Followed | None:
    """Return a series by its number, with its goal when it has one; None when there is none."""
    found: Followed | None = loaders.figure(
        "a series", lambda: _gatherer().series(series_id), series_id
    )
    return found


def in_area(area_id: str) -> list[Followed]:
    """Return the goals of an area with their series, in the order of the goals."""
    found: list[Followed] = loaders.figure(
        "goals of", lambda: _gatherer().in_area(area_id), area_id
    )
    return found


def comparator(followed: Followed) -> pd.DataFrame:
    """Return what a goal is compared with: see `data.judging.compared.of_followed`."""
    return compared.of_followed(_gatherer(), followed)


def _gatherer() -> Gatherer:
    return Gatherer(loaders, loaders.catalogue())
