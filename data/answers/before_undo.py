"""What is to be known before a revision is undone: what goes, and what points at it."""

from dataclasses import dataclass

import duckdb

from data.answers.reader import Reader
from data.store import standing


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeUndo:
    """What undoing a revision would do that its rows do not tell.

    `goals` is how many of them go with it, and the next three how many promises, initiatives
    and decisions name any of those: they stay. `again` are the later revisions of the same file
    that say all of it again, so that it stands. `repeatable` says whether later files of the
    same kind have been read in: what they repeat as it is they do not say.
    """

    goals: int
    promises: int
    initiatives: int
    decisions: int
    again: tuple[int, ...]
    repeatable: bool


def before_undo(reader: Reader, *, revision: int) -> BeforeUndo:
    """Say what is to be known before `revision` is undone."""
    with reader.cursor() as cursor:
        goals = standing.goals_that_go(cursor, revision)
        again = standing.repeats_of(cursor, revision)
        later = cursor.execute(_LATER, {"undone": revision}).fetchall()[0][0]
        pointing = _pointing(cursor, goals, reader.revision) if goals else (0, 0, 0)
    promises, initiatives, decisions = pointing
    return BeforeUndo(
        goals=len(goals),
        promises=promises,
        initiatives=initiatives,
        decisions=decisions,
        again=tuple(again),
        repeatable=bool(later) and not again,
    )


def _pointing(
    cursor: duckdb.DuckDBPyConnection, goals: list[str], revision: int
) -> tuple[int, int, int]:
    """Count the promises, the initiatives and the decisions that name any of some goals."""
    found = cursor.execute(_POINTING, {"goals": goals, "revision": revision}).fetchall()[0]
    promises, initiatives, decisions = map(int, found)
    return promises, initiatives, decisions


_POINTING = """
SELECT (SELECT count(DISTINCT commitment_id) FROM commitment_goal_as_of($revision)
        WHERE list_contains($goals, goal_id)),
       (SELECT count(DISTINCT initiative_id) FROM initiative_goal_as_of($revision)
        WHERE list_contains($goals, goal_id)),
       (SELECT count(DISTINCT decision_id) FROM decision_link_as_of($revision)
        WHERE list_contains($goals, goal_id))
"""

_LATER = """
SELECT count(*) FROM revision later JOIN revision mine ON mine.revision_id = $undone
WHERE later.revision_id > $undone AND later.kind = mine.kind AND later.file_name <> ''
  AND later.revision_id NOT IN (SELECT undoes FROM revision WHERE undoes IS NOT NULL)
"""
