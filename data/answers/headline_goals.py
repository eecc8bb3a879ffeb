"""The goals Läget is about: real or invented, never both."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest

import pandas as pd

from data.answers.goal_records import goal_records
from metrics.outcome.counts import Counts, counted
from metrics.outcome.goal import Goal
from metrics.outcome.state import LOST_STATES, State

Picked = tuple[tuple[str, tuple[str, ...]], ...]
"""The ids picked under each key of the address that has any."""


@dataclass(frozen=True)
class Chosen:
    """Goals with their verdicts, by area name, and the counts they add up to.

    `training`, `by` and `page` say which they are: invented or real, what was picked, and
    which page of that; 0 for all of it.
    """

    goals: list[Goal]
    training: bool = False
    by: Picked = ()
    page: int = 0

    @cached_property
    def states(self) -> list[State]:
        """The states of the goals that count."""
        return [goal.verdict.state for goal in self.goals if goal.verdict.group]

    @cached_property
    def counts(self) -> Counts:
        """The four counts."""
        return counted(self.states)

    @cached_property
    def goal_ids(self) -> set[str]:
        """The ids of the goals."""
        return {goal.goal_id for goal in self.goals}

    def biggest_losses(self) -> list[Goal]:
        """Return the lost goal furthest from where it should be, counted in what matters.

        Distance is size in smallest important differences. Several goals with the same title
        that are equally far, as classes are, come together; otherwise the first area by name.
        What the family of all series holds for chance comes only where nothing else is lost,
        and what stood still while others moved only where nothing has been lost by itself.
        """
        lost = [goal for goal in self.goals if goal.verdict.state in LOST_STATES]
        lost = [goal for goal in lost if goal.verdict.on_agenda] or lost
        lost = [goal for goal in lost if goal.verdict.state is not State.FELL_BEHIND] or lost
        if not lost:
            return []
        furthest = max(_distance(goal) for goal in lost)
        tied = [goal for goal in lost if abs(_distance(goal) - furthest) < 1e-9]
        return [goal for goal in tied if goal.title == tied[0].title]


def of(goals: pd.DataFrame, *, training: bool) -> Chosen:
    """Choose the headline goals of the real areas or of the training area."""
    mine = goals[
        (goals["invented"] == training) & goals["in_headline"].fillna(True).astype(bool)
    ]
    return Chosen(list(goal_records(mine)), training=training)


def furthest(goals: Sequence[Goal], most: int) -> list[Goal]:
    """Return at most so many goals, those furthest from where they should be, as they stood."""
    kept = {goal.goal_id for goal in nlargest(most, goals, key=_distance)}
    return [goal for goal in goals if goal.goal_id in kept]


def lost_first(goals: Sequence[Goal], most: int) -> list[Goal]:
    """Return all goals as they stand; of more than `most` so many, the lost before others."""
    if len(goals) <= most:
        return list(goals)
    return sorted(goals, key=lambda goal: goal.verdict.state not in LOST_STATES)[:most]


def _distance(goal: Goal) -> float:
    verdict = goal.verdict
    size = verdict.behind if verdict.state is State.FELL_BEHIND else verdict.size
    size = verdict.worsening if size is None else size
    return (size or 0.0) / (goal.mid or 1.0)
