"""What is compared: the areas of one level, divided into pages, each with what is beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from dashboard.charts.describe import multiples
from dashboard.page.loaders import finished
from dashboard.series import measured
from dashboard.series.measured import Level, LevelKey
from metrics.outcome.goal import Goal
from metrics.outcome.state import State

_ON_A_PAGE = {24: 12, 36: 9, 60: 6}
"""Areas on a page by how many periods each has at most; of still longer series there are three.

A page of long series has as many measurements as one of short ones, and is sent as soon.
"""

_FEWEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One area of the comparison: its series, its goal, and what is beside it.

    `named` says whether the goal names the areas beside it; otherwise they are all others.
    """

    area: Mapping[str, Any]
    observations: pd.DataFrame
    goal: Goal | None
    comparator: pd.DataFrame
    named: bool
    breaks: pd.DataFrame

    @property
    def state(self) -> State:
        """The state of the area's own goal; without one it is followed and never counted."""
        return State.NO_GOAL if self.goal is None else self.goal.verdict.state

    @property
    def is_compared(self) -> bool:
        """Whether there is a line beside the area."""
        return bool(self.comparator["value"].notna().any())

    @property
    def weighted_by(self) -> str:
        """What the areas beside it weigh by in the latest period they have a value."""
        return str(self.comparator.dropna(subset=["value"])["weighted_by"].iloc[-1])


class ComparedKey(NamedTuple):
    """What a page is asked for by: the level, the parent of its areas, and those shown."""

    level: LevelKey
    parent: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What is compared on this page: the level, the areas asked for, and those shown now."""

    key: ComparedKey
    level: Level
    areas: pd.DataFrame
    shown: list[Panel]
    scale: multiples.Scale
    goals: Sequence[Goal]


def pages(areas: pd.DataFrame, periods: int) -> dict[str, list[str]]:
    """Divide alphabetical areas with so many periods into pages: page number to its ids."""
    ids = [str(one) for one in areas["area_id"]]
    size = next((few for most, few in _ON_A_PAGE.items() if periods <= most), _FEWEST)
    starts = range(0, len(ids), size)
    return {str(place + 1): ids[first : first + size] for place, first in enumerate(starts)}


def page_of(divided: Mapping[str, Sequence[str]], area_id: str | None) -> str | None:
    """Return the page an area is on; None where it is on none."""
    return next((page for page, ids in divided.items() if area_id in ids), None)


@finished
def compared(key: ComparedKey) -> Compared:
    """Put together the panels of one page; every panel has the scale of all the areas."""
    level = measured.of_key(key.level)
    areas = level.inside(key.parent)
    goals = measured.goals_on(level.indicator.id)
    beside = measured.compared_with(level)
    rows = areas.set_index("area_id", drop=False)
    shown = [
        _panel(level, measured.named(rows.loc[one].to_dict()), goals, beside) for one in key.ids
    ]
    mine = [goals[one] for one in areas["goal_id"] if one in goals]
    everything = level.rows[level.rows["area_id"].isin(areas["area_id"])]
    scale = multiples.common_scale(everything, level.indicator, mine)
    return Compared(key=key, level=level, areas=areas, shown=shown, scale=scale, goals=mine)


def _panel(
    level: Level,
    area: Mapping[str, Any],
    goals: Mapping[str, Goal],
    beside: measured.Comparators,
) -> Panel:
    observations = level.of(str(area["area_id"]))
    return Panel(
        area=area,
        observations=observations,
        goal=goals.get(str(area["goal_id"])),
        comparator=beside.beside(area),
        named=beside.names_areas(area["goal_id"]),
        breaks=measured.broken(observations),
    )
