"""Followed series with everything that is shown of them, asked for in one way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import pandas as pd

from data.answers.areas import all_areas
from data.answers.events import happened
from data.answers.goals import all_goals
from data.answers.reader import Reader
from data.answers.revisions import all_revisions, assessment_runs
from data.answers.rows import first_row, rows_of
from data.answers.series import all_breaks, observations_of, series_of
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Evidence, Indicator
from metrics.methods.timeline import Cut, breaks_in, concerns, cuts, points

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class Asks(Protocol):
    """Whoever can be asked a question of the store: a `Reader`, or a cache before it."""

    def ask(
        self,
        question: Callable[Concatenate[Reader, Asked], Answer],
        *given: Asked.args,
        **asked: Asked.kwargs,
    ) -> Answer:
        """Return the answer to a question: a function of a reader and of what is asked."""
        ...


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A series: its key, its goal if there is one, its measurements, breaks and events.

    `key` is a row of `all_goals` or of `series_of`, `goal` the former; `observations` has the
    columns of `observations_of`, `breaks` those of `all_breaks`, `events` those of `happened`.
    """

    key: Mapping[str, Any]
    goal: Mapping[str, Any] | None
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
        return None if self.goal is None else str(self.goal["goal_id"])

    @property
    def series_id(self) -> int:
        """The number of the series."""
        return int(self.key["series_id"])

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Footing:
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
    def goals(self) -> pd.DataFrame:
        """See `data.answers.goals.all_goals`."""
        return self.ask(all_goals)

    @cached_property
    def breaks(self) -> pd.DataFrame:
        """See `data.answers.series.all_breaks`."""
        return self.ask(all_breaks)

    @cached_property
    def footing(self) -> Footing:
        """What the figures rest on."""
        revisions, runs = self.ask(all_revisions), self.ask(assessment_runs)
        moment = revisions["committed_at"].iloc[0] if len(revisions) else None
        return Footing(
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
        row = first_row(self.goals[self.goals["goal_id"] == goal_id])
        return None if row is None else self.followed(row)

    def series(self, series_id: int | None) -> Followed | None:
        """Return a series by its number, with its goal when it has one; None without either."""
        if goal := first_row(self.goals[self.goals["series_id"] == series_id]):
            return self.followed(goal)
        every = self.ask(series_of)
        row = first_row(every[every["series_id"] == series_id])
        return None if row is None else self.followed(row, has_goal=False)

    def in_area(self, area_id: str) -> list[Followed]:
        """Return the goals of an area with their series, in the order of the goals."""
        here = self.goals[self.goals["area_id"] == area_id]
        return [self.followed(goal) for goal in rows_of(here)]

    def followed(self, row: Mapping[str, Any], *, has_goal: bool = True) -> Followed:
        """Return a row of `all_goals`, or without a goal of `series_of`, with what is shown."""
        observations = self.ask(observations_of, series_ids=(int(row["series_id"]),))
        indicator = self.catalogue[str(row["indicator_id"])]
        events = self.ask(happened, area_id=str(row["area_id"]))
        about = [concerns(event, indicator) for event in events.to_dict("records")]
        return Followed(
            key=row,
            goal=row if has_goal else None,
            indicator=indicator,
            observations=observations,
            breaks=breaks_in(self.breaks, observations),
            events=events[about],
        )
