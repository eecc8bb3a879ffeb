"""Followed series with everything that is shown of them, asked for in one way."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Concatenate, ParamSpec, TypeVar

import pandas as pd

from data.answers.areas import all_areas
from data.answers.events import happened
from data.answers.goal_records import goal_records, series_records
from data.answers.goals import some_goals
from data.answers.reader import Asks, Reader
from data.answers.revisions import all_revisions, assessment_runs
from data.answers.series import all_breaks, observations_of, series_of
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Evidence, Indicator
from metrics.methods.timeline import Cut, breaks_in, concerns, cuts, points
from metrics.outcome.goal import Goal, Series, Verdict

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A series: its key, its goal if there is one, its measurements, breaks and events.

    `key` is the goal itself where there is one. `observations` has the columns of
    `observations_of`, `breaks` those of `all_breaks`, `events` those of `happened`.
    """

    key: Series
    goal: Goal | None
    indicator: Indicator
    observations: pd.DataFrame
    breaks: pd.DataFrame
    events: pd.DataFrame

    @property
    def name(self) -> str:
        """What tells this series from every other, with its goal."""
        return f"{self.goal_id or ''}.{self.series_id}"

    @property
    def goal_id(self) -> str | None:
        """The goal, where there is one."""
        return None if self.goal is None else self.goal.goal_id

    @property
    def series_id(self) -> int:
        """The number of the series."""
        return self.key.series_id

    @property
    def area_id(self) -> str:
        """The area the series is about."""
        return self.key.area_id

    @property
    def invented(self) -> bool:
        """Whether the numbers are made up for training."""
        return self.key.invented

    @property
    def verdict(self) -> Verdict:
        """What has become of its goal; without one, nothing has been judged."""
        return Verdict() if self.goal is None else self.goal.verdict

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What every figure rests on: the inläsning shown, its day, and the rules' version."""

    revision: int
    committed_on: date | None
    rule_version: str


class Gatherer:
    """Gathers followed series, and what is said beside them, from one place that is asked."""

    def __init__(self, asks: Asks, catalogue: Catalogue) -> None:
        """Ask `asks`; definitions come from `catalogue`."""
        self._asks = asks
        self.catalogue = catalogue

    def ask(
        self,
        question: Callable[Concatenate[Reader, Asked], Answer],
        *given: Asked.args,
        **asked: Asked.kwargs,
    ) -> Answer:
        """Return the answer to any other question, from the same place."""
        return self._asks.ask(question, *given, **asked)

    @cached_property
    def breaks(self) -> pd.DataFrame:
        """See `data.answers.series.all_breaks`."""
        return self.ask(all_breaks)

    @cached_property
    def provenance(self) -> Provenance:
        """What the figures rest on."""
        revisions, runs = self.ask(all_revisions), self.ask(assessment_runs)
        moment = revisions["committed_at"].iloc[0] if len(revisions) else None
        return Provenance(
            revision=int(revisions["revision_id"].iloc[0]) if len(revisions) else 0,
            committed_on=None if moment is None else pd.Timestamp(moment).date(),
            rule_version=str(runs["rule_version"].iloc[0]) if len(runs) else "",
        )

    def area(self, area_id: str) -> pd.Series | None:
        """Return an area's row of `data.answers.areas.all_areas`; None for one there is not."""
        areas = self.ask(all_areas)
        found = areas[areas["area_id"] == area_id]
        return None if found.empty else found.iloc[0]

    def goal(self, goal_id: str | None) -> Followed | None:
        """Return a goal with its series; None for one there is not."""
        if goal_id is None:
            return None
        found = goal_records(self.ask(some_goals, goal_id=goal_id).iloc[:1])
        return self.followed(*found) if found else None

    def series(self, series_id: int | None) -> Followed | None:
        """Return a series by its number, with its goal when it has one; None without either."""
        if series_id is None:
            return None
        with_goal = self.ask(some_goals, series_id=series_id)
        if len(with_goal):
            return self.followed(*goal_records(with_goal.iloc[:1]))
        found = series_records(self.ask(series_of, series_id=series_id))
        return self.followed(*found) if found else None

    def in_area(self, area_id: str) -> list[Followed]:
        """Return the goals of an area with their series, in the order of the goals."""
        return [self.followed(goal) for goal in self.goals_in(area_id)]

    def goals_in(self, area_id: str) -> list[Goal]:
        """Return the goals of an area, without what is shown of them."""
        return list(goal_records(self.ask(some_goals, area_id=area_id)))

    def followed(self, series: Series) -> Followed:
        """Return a goal, or a series without one, with what is shown of it."""
        observations = self.ask(observations_of, series_ids=(series.series_id,))
        indicator = self.catalogue[series.indicator_id]
        events = self.ask(happened, area_id=series.area_id)
        about = [concerns(event, indicator) for event in events.to_dict("records")]
        return Followed(
            key=series,
            goal=series if isinstance(series, Goal) else None,
            indicator=indicator,
            observations=observations,
            breaks=breaks_in(self.breaks, observations),
            events=events[about],
        )
