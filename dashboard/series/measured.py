"""One indicator in every area at one level, as the pages about places need it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from dashboard.page import loaders
from dashboard.page.loaders import finished
from dashboard.text import places as said
from data.answers import places
from data.answers.areas import all_areas, around
from data.answers.goal_records import goal_records
from data.answers.goals import all_goals
from data.answers.series import all_breaks
from data.judging import common_movement, compared
from metrics.definition.indicator import Evidence, Indicator
from metrics.methods.timeline import breaks_in
from metrics.outcome.goal import Goal


class LevelKey(NamedTuple):
    """What a level is asked for by."""

    indicator_id: str
    kind: str
    category: str
    invented: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One indicator and category at one level: one series per area, alphabetical."""

    indicator: Indicator
    kind: str
    category: str
    invented: bool
    rows: pd.DataFrame
    areas: pd.DataFrame

    @property
    def key(self) -> LevelKey:
        """What tells this level from every other, for what is made once of it."""
        return LevelKey(self.indicator.id, self.kind, self.category, self.invented)

    def inside(self, parent_id: str | None) -> pd.DataFrame:
        """Return the areas that lie in another, at any depth; all when none is asked for."""
        areas = self.areas
        if not parent_id:
            return areas
        return areas[areas["area_id"].isin(lying_in(parent_id))].reset_index(drop=True)

    def of(self, area_id: str) -> pd.DataFrame:
        """Return the measurements of one area, oldest first."""
        return self.rows[self.rows["area_id"] == area_id].reset_index(drop=True)


def level(
    indicator: Indicator, *, kind: str, category: str = "", training: bool = False
) -> Level:
    """Return an indicator at one level, real areas or invented ones and never both."""
    return of_key(LevelKey(indicator.id, kind, category, training))


@finished
def of_key(key: LevelKey) -> Level:
    """Return the level that a key stands for."""
    indicator_id, kind, category, invented = key
    rows = everywhere(indicator_id)
    here = (rows["kind"] == kind) & (rows["category"] == category)
    mine = places.one_each(places.only(rows, here & (rows["invented"] == invented)))
    return Level(
        indicator=loaders.catalogue()[indicator_id],
        kind=kind,
        category=category,
        invented=invented,
        rows=mine,
        areas=mine.drop_duplicates("area_id").reset_index(drop=True),
    )


@finished
def above() -> dict[str, frozenset[str]]:
    """See `data.answers.areas.around`."""
    return around(loaders.ask(all_areas))


@finished
def lying_in(area_id: str) -> frozenset[str]:
    """Return the areas that lie in another, at any depth."""
    return frozenset(one for one, over in above().items() if area_id in over) - {area_id}


def everywhere(indicator_id: str) -> pd.DataFrame:
    """See `data.answers.places.of_indicator`."""
    return loaders.ask(places.of_indicator, indicator_id=indicator_id)


def goals_on(indicator_id: str) -> dict[str, Goal]:
    """Return the goals on an indicator by their id."""
    goals = loaders.ask(all_goals)
    found = goal_records(goals[goals["indicator_id"] == indicator_id])
    return {goal.goal_id: goal for goal in found}


def named(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return a row with its columns as words."""
    return {str(name): cell for name, cell in row.items()}


def broken(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the breaks that concern the series of one area."""
    return breaks_in(loaders.ask(all_breaks), rows)


def compared_with(found: Level) -> "Comparators":
    """Return what each area is compared with: the named areas, or all others at the level."""
    indicator_id = found.indicator.id
    return Comparators(
        named=loaders.ask(compared.areas, indicator_id=indicator_id),
        judged=loaders.ask(compared.of_goals, indicator_id=indicator_id),
        rest=_others(found),
    )


@dataclass(frozen=True, slots=True)
class Comparators:
    """The line beside each area: the one its goal is judged by, or that of all the others.

    `named` and `judged` are the answers of `data.judging.compared.areas` and `of_goals`, `rest`
    that of `others`.
    """

    named: pd.DataFrame
    judged: pd.DataFrame
    rest: pd.DataFrame

    def names_areas(self, goal_id: object) -> bool:
        """Whether a goal names the areas it is compared with."""
        return bool((self.named["goal_id"] == goal_id).any())

    def beside(self, area: Mapping[str, Any]) -> pd.DataFrame:
        """Return ``period``, ``value`` and ``weighted_by`` of what an area is compared with."""
        if self.names_areas(area["goal_id"]):
            found = self.judged[self.judged["goal_id"] == area["goal_id"]]
        else:
            found = self.rest[self.rest["area_id"] == area["area_id"]]
        return pd.DataFrame(found[["period", "value", "weighted_by"]])


def _others(found: Level) -> pd.DataFrame:
    """See `data.judging.compared.others`; counts and classes have no mean, and no row."""
    if found.indicator.evidence in {Evidence.ORDINAL, Evidence.STOCK, Evidence.BINARY}:
        return pd.DataFrame(columns=["area_id", "period", "value", "weighted_by"])
    return loaders.ask(
        compared.others,
        indicator_id=found.indicator.id,
        kind=found.kind,
        category=found.category,
        invented=found.invented,
    )


def together(found: Level) -> dict[str, Any] | None:
    """Return what the areas of a level did together: a row of `data.judging.common_movement`,
    or None.

    Of several definitions of the indicator it is the newest.
    """
    rows = loaders.ask(common_movement.common_movement, indicator_id=found.indicator.id)
    mine = rows[
        (rows["kind"] == found.kind)
        & (rows["category"] == found.category)
        & (rows["invented"] == found.invented)
    ]
    return named(mine.iloc[-1].to_dict()) if len(mine) else None


def together_in_words(found: Level, language: str) -> str:
    """Say in one sentence what most areas of the whole level did; empty where they did not."""
    movement = together(found)
    return "" if movement is None else said.common_movement(movement, found.indicator, language)
