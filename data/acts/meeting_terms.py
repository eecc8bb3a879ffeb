"""What is asked for at a meeting: a plan, and the decisions that are taken."""

from dataclasses import dataclass
from datetime import date

OPEN, DONE, DROPPED = "open", "done", "dropped"
STATUSES = (OPEN, DONE, DROPPED)
LONGEST = 1_000
"""Characters of a decision: more than that is a report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A meeting to come: what it is called, when, which areas, and which one it follows."""

    title: str
    held_on: date | None
    area_ids: tuple[str, ...]
    previous_meeting_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """A decision as it was taken: what, by whom, by when, and about what.

    `owner_role` outlives the person in `owner_name`, who may be ''.
    """

    wording: str
    owner_role: str
    due_on: date | None
    owner_name: str = ""
    area_ids: tuple[str, ...] = ()
    goal_ids: tuple[str, ...] = ()
    commitment_ids: tuple[str, ...] = ()


def links(decision_id: str, resolution: Resolution) -> list[dict[str, str]]:
    """Return what a decision is about, as the rows of ``decision_link``."""
    empty = {"decision_id": decision_id, "area_id": "", "goal_id": "", "commitment_id": ""}
    return [
        *({**empty, "area_id": one} for one in resolution.area_ids),
        *({**empty, "goal_id": one} for one in resolution.goal_ids),
        *({**empty, "commitment_id": one} for one in resolution.commitment_ids),
    ]
