"""Collects from the store what slides are made of, for the pages, the API and the command.

The pages' own `followed` asks through the cache of a visit, which the API and the command line
do not have; this asks a `Reader` and gives the same records.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.charts.describe.events import concerns
from dashboard.charts.describe.timeline import breaks_in
from dashboard.series.followed import Followed
from data.answers.areas import all_areas
from data.answers.events import events_of
from data.answers.goals import all_goals
from data.answers.reader import Reader
from data.answers.revisions import all_revisions, assessment_runs
from data.answers.series import all_breaks, observations_of
from data.judging import compared
from metrics.definition.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Footing:
    """What every figure rests on: the inläsning shown, its day, and the rules' version."""

    revision: int
    committed_on: date | None
    rule_version: str


class Gathering:
    """Everything asked for, from one reader and so from one revision."""

    def __init__(self, reader: Reader, catalogue: Catalogue) -> None:
        """Ask `reader`; definitions come from `catalogue`."""
        self.reader = reader
        self.catalogue = catalogue

    @cached_property
    def goals(self) -> pd.DataFrame:
        """See `Reader.goals`."""
        return self.reader.ask(all_goals)

    @cached_property
    def areas(self) -> pd.DataFrame:
        """See `Reader.areas`."""
        return self.reader.ask(all_areas)

    @cached_property
    def breaks(self) -> pd.DataFrame:
        """See `Reader.breaks`."""
        return self.reader.ask(all_breaks)

    @cached_property
    def footing(self) -> Footing:
        """What the figures rest on."""
        revisions, runs = self.reader.ask(all_revisions), self.reader.ask(assessment_runs)
        moment = revisions["committed_at"].iloc[0] if len(revisions) else None
        return Footing(
            revision=self.reader.revision,
            committed_on=None if moment is None else pd.Timestamp(moment).date(),
            rule_version=str(runs["rule_version"].iloc[0]) if len(runs) else "",
        )

    def goal(self, goal_id: str) -> Followed | None:
        """Return a goal with its series; None for one there is not."""
        found = self.goals[self.goals["goal_id"] == goal_id]
        return None if found.empty else self.followed(_row(found.iloc[0]))

    def in_area(self, area_id: str) -> list[Followed]:
        """Return the goals of an area, in the order of the goals."""
        here = self.goals[self.goals["area_id"] == area_id]
        return [self.followed(_row(here.iloc[place])) for place in range(len(here))]

    def area(self, area_id: str) -> pd.Series | None:
        """Return an area's row of `Reader.areas`; None for one there is not."""
        found = self.areas[self.areas["area_id"] == area_id]
        return None if found.empty else found.iloc[0]

    def followed(self, goal: Mapping[str, Any]) -> Followed:
        """Return a row of `Reader.goals` with its measurements, breaks and events."""
        observations = self.reader.ask(observations_of, series_ids=[int(goal["series_id"])])
        indicator = self.catalogue[str(goal["indicator_id"])]
        events = self.reader.ask(events_of, area_id=str(goal["area_id"]))
        about = [concerns(event, indicator) for event in events.to_dict("records")]
        return Followed(
            key=goal,
            goal=goal,
            indicator=indicator,
            observations=observations,
            breaks=breaks_in(self.breaks, observations),
            events=events[about],
        )

    def comparator(self, one: Followed) -> pd.DataFrame:
        """Return what a goal is compared with: see `data.judging.compared.of_goals`."""
        goal_ids = () if one.goal is None else (str(one.goal["goal_id"]),)
        return compared.of_goals(self.reader, goal_ids=goal_ids)


def _row(found: pd.Series) -> dict[str, Any]:
    return {str(name): cell for name, cell in found.items()}
