"""One followed series with everything a page shows of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.charts.describe.events import concerns
from dashboard.charts.describe.timeline import Cut, breaks_in, cuts, points
from dashboard.page import loaders
from dashboard.text import sentences
from data.answers.events import happened
from data.answers.goals import all_goals
from data.answers.series import all_breaks, observations_of, series_of
from data.judging import compared
from metrics.definition.indicator import Evidence, Indicator


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A series: its key, its goal if there is one, its measurements, breaks and events."""

    key: Mapping[str, Any]
    goal: Mapping[str, Any] | None
    indicator: Indicator
    observations: pd.DataFrame
    breaks: pd.DataFrame
    events: pd.DataFrame

    @property
    def name(self) -> str:
        """What tells this series from every other, with its goal."""
        goal_id = "" if self.goal is None else str(self.goal["goal_id"])
        return f"{goal_id}.{self.key['series_id']}"

    @property
    def area_id(self) -> str:
        """The area the series is about."""
        return str(self.key["area_id"])

    @property
    def invented(self) -> bool:
        """Whether the numbers are made up for training."""
        return bool(self.key["invented"])

    @property
    def is_ordinal(self) -> bool:
        """Whether the values are classes, drawn as steps and never counted with."""
        return self.indicator.evidence is Evidence.ORDINAL

    def cuts(self) -> list[Cut]:
        """Where the series was broken, between two of its measurements."""
        return self._cuts

    @cached_property
    def _cuts(self) -> list[Cut]:
        placed = points(self.observations, self.indicator)
        return cuts(self.breaks, self.observations, placed)

    def area_name(self, language: str) -> str:
        """The area's name in the language asked for."""
        return sentences.area(self.key, language)


def of_goal(goal_id: str | None) -> Followed | None:
    """Return the series of a goal; None for a goal there is not."""
    found: Followed | None = loaders.figure("a goal", lambda: _of_goal(goal_id), goal_id)
    return found


def _of_goal(goal_id: str | None) -> Followed | None:
    goals = loaders.ask(all_goals)
    found = goals[goals["goal_id"] == goal_id]
    return None if found.empty else _followed(_row(found.iloc[0]), has_goal=True)


def of_series(series_id: int | None) -> Followed | None:
    """Return a series by its number, with its goal when it has one; None when there is none."""
    goals, every = loaders.ask(all_goals), loaders.ask(series_of)
    with_goal = goals[goals["series_id"] == series_id]
    if len(with_goal):
        return _followed(_row(with_goal.iloc[0]), has_goal=True)
    found = every[every["series_id"] == series_id]
    return None if found.empty else _followed(_row(found.iloc[0]), has_goal=False)


def in_area(area_id: str) -> list[Followed]:
    """Return the goals of an area with their series, in the order of the goals."""
    found: list[Followed] = loaders.figure("goals of", lambda: _in_area(area_id), area_id)
    return found


def _in_area(area_id: str) -> list[Followed]:
    goals = loaders.ask(all_goals)
    here = goals[goals["area_id"] == area_id]
    return [_followed(_row(here.iloc[place]), has_goal=True) for place in range(len(here))]


def comparator(followed: Followed) -> pd.DataFrame:
    """Return what a goal is compared with: see `compared.of_goals`; no row without it."""
    goal_ids = () if followed.goal is None else (str(followed.goal["goal_id"]),)
    return loaders.ask(compared.of_goals, goal_ids=goal_ids)


def _row(found: pd.Series) -> dict[str, Any]:
    return {str(name): cell for name, cell in found.items()}


def _followed(row: Mapping[str, Any], has_goal: bool) -> Followed:
    observations = loaders.ask(observations_of, series_ids=(int(row["series_id"]),))
    indicator = loaders.catalogue()[str(row["indicator_id"])]
    events = loaders.ask(happened, area_id=str(row["area_id"]))
    about = [concerns(event, indicator) for event in events.to_dict("records")]
    return Followed(
        key=row,
        goal=row if has_goal else None,
        indicator=indicator,
        observations=observations,
        breaks=breaks_in(loaders.ask(all_breaks), observations),
        events=events[about],
    )
