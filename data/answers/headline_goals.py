"""The goals Läget is about: real or invented, never both."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from metrics.outcome.counts import Counts, counted
from metrics.outcome.state import LOST_STATES, State, group_of

Goal = dict[str, Any]

Picked = tuple[tuple[str, tuple[str, ...]], ...]
"""The ids picked under each key of the address that has any."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Goals with their verdicts, by area name, and the counts they add up to.

    `training` and `by` say which they are: invented or real, and what was picked.
    """

    goals: list[Goal]
    training: bool = False
    by: Picked = ()

    @property
    def states(self) -> list[State]:
        """The states of the goals that count."""
        states = [State(goal["state"]) for goal in self.goals if isinstance(goal["state"], str)]
        return [state for state in states if group_of(state)]

    @property
    def counts(self) -> Counts:
        """The four counts."""
        return counted(self.states)

    @property
    def goal_ids(self) -> set[str]:
        """The ids of the goals."""
        return {str(goal["goal_id"]) for goal in self.goals}

    def biggest_losses(self) -> list[Goal]:
        """Return the lost goal furthest from where it should be, counted in what matters.

        Distance is size in smallest important differences. Several goals with the same title
        that are equally far, as classes are, come together; otherwise the first area by name.
        What the family of all series holds for chance comes only where nothing else is lost.
        """
        lost = [goal for goal in self.goals if goal["state"] in LOST_STATES]
        lost = [goal for goal in lost if goal.get("on_agenda")] or lost
        if not lost:
            return []
        furthest = max(_distance(goal) for goal in lost)
        tied = [goal for goal in lost if abs(_distance(goal) - furthest) < 1e-9]
        return [goal for goal in tied if goal["title"] == tied[0]["title"]]


def of(goals: pd.DataFrame, *, training: bool) -> Chosen:
    """Choose the headline goals of the real areas or of the training area."""
    mine = goals[
        (goals["invented"] == training) & goals["in_headline"].fillna(True).astype(bool)
    ]
    rows = mine.astype(object).where(mine.notna(), None).to_dict("records")
    goals_of = [{str(name): cell for name, cell in row.items()} for row in rows]
    return Chosen(goals_of, training=training)


def _distance(goal: Goal) -> float:
    size = goal["behind" if goal["state"] == State.FELL_BEHIND else "size"]
    size = goal["worsening"] if size is None else size
    return float(size or 0) / float(goal["mid"] or 1)
