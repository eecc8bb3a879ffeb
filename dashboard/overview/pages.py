"""The areas of Läget by page: those where something is lost first, both in their order."""

from collections import defaultdict

from dashboard.overview import filters
from dashboard.page.loaders import finished
from data.answers.headline_goals import Chosen, Picked
from metrics.outcome.goal import Goal
from metrics.outcome.state import Group

ON_A_PAGE = 20
"""So many areas are read at a time; fewer stand as they are, on one page."""


@finished
def pages(training: bool, by: Picked) -> tuple[tuple[str, ...], ...]:
    """Return the areas of each page of the goals that are picked."""
    areas, lost = _areas(training, by)
    if len(areas) > ON_A_PAGE:
        areas = tuple(sorted(areas, key=lambda one: one not in lost))
    starts = range(0, len(areas), ON_A_PAGE)
    return tuple(tuple(areas[start : start + ON_A_PAGE]) for start in starts)


def lost_of(training: bool, by: Picked) -> tuple[int, int]:
    """Return in how many areas something is lost, and how many there are."""
    areas, lost = _areas(training, by)
    return len(lost), len(areas)


@finished
def _areas(training: bool, by: Picked) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the areas in their order, and those where something is lost."""
    goals = filters.shown(training, by).goals
    lost = (goal.area_id for goal in goals if goal.verdict.group is Group.LOST)
    return tuple(dict.fromkeys(goal.area_id for goal in goals)), frozenset(lost)


@finished
def shown(training: bool, by: Picked, page: int) -> Chosen:
    """Return the goals of a page, of which the first is 1."""
    chosen, divided = filters.shown(training, by), pages(training, by)
    if len(divided) < 2:
        return chosen
    mine: dict[str, list[Goal]] = defaultdict(list)
    here = divided[page - 1]
    for goal in chosen.goals:
        mine[goal.area_id].append(goal)
    goals = [goal for area_id in here for goal in mine[area_id]]
    return Chosen(goals, training=training, by=by, page=page)
