"""What stands of what has been said: the newest statement of a key that is not undone.

A revision says what it writes. It says nothing of a row that is as it was already, since none
is written, unless it is the same file once more: see `_REPEATED`.
"""

import duckdb
import pandas as pd

from data.store import statements
from data.store.store import CURRENT
from data.store.tables import FACTS, TABLES

_FOLLOWS = {"comparator_weight", "noise_model"}
"""Facts that are frozen with a revision whatever it says."""


def lay_out(cursor: duckdb.DuckDBPyConnection) -> None:
    """Lay out, until `take_away`, which revisions stand, and who said what goals say.

    ``standing_revision`` has those that are not undone, and ``said_in``, the newest that said
    the same; ``goal_said`` has who said what a goal says, by who brought the row: what froze
    its reference only completed the row before.
    """
    cursor.register("goal_said", cursor.execute(_GOAL_SAID).df())
    cursor.register("standing_revision", _standing(cursor, _undoes(cursor)))


def take_away(cursor: duckdb.DuckDBPyConnection) -> None:
    """Take away what was laid out."""
    cursor.unregister("goal_said")
    cursor.unregister("standing_revision")


def _standing(cursor: duckdb.DuckDBPyConnection, undoes: dict[int, int]) -> pd.DataFrame:
    void = undone(undoes)
    every = cursor.execute("SELECT revision_id FROM revision").fetchall()
    said_in = {revision: revision for (revision,) in every if revision not in void}
    for first, again in _repeats(cursor):
        if again not in void:
            said_in[first] = max(again, said_in.get(first, 0))
    return pd.DataFrame(
        {"revision_id": list(said_in), "said_in": list(said_in.values())}, dtype="int64"
    )


def moved(cursor: duckdb.DuckDBPyConnection, target: int) -> list[int]:
    """Number the revisions that are undone, or no longer are, when `target` is.

    It makes no difference whether the undo has been opened yet.
    """
    undoes = {undoing: one for undoing, one in _undoes(cursor).items() if one != target}
    found = undone(undoes) ^ undone(_with(undoes, target))
    return sorted(found | {first for first, again in _repeats(cursor) if again in found})


def _with(undoes: dict[int, int], target: int) -> dict[int, int]:
    return {**undoes, max([target, *undoes]) + 1: target}


def goals_that_go(cursor: duckdb.DuckDBPyConnection, target: int) -> list[str]:
    """Name the goals that nobody has set any more when `target` is undone."""
    cursor.register("goal_said", cursor.execute(_GOAL_SAID).df())
    standing = _standing(cursor, _with(_undoes(cursor), target))
    cursor.register("standing_revision", standing)
    rows = cursor.execute(_GO, {"current": CURRENT}).fetchall()
    take_away(cursor)
    return [str(goal_id) for (goal_id,) in rows]


def undone(undoes: dict[int, int]) -> set[int]:
    """Return what an undo has taken back and no later undo has brought again.

    `undoes` says of each undo what it takes back.
    """
    void: set[int] = set()
    for undoing in sorted(undoes, reverse=True):
        if undoing not in void:
            void.add(undoes[undoing])
    return void


def _undoes(cursor: duckdb.DuckDBPyConnection) -> dict[int, int]:
    return dict(
        cursor.execute(
            "SELECT revision_id, undoes FROM revision WHERE undoes IS NOT NULL"
        ).fetchall()
    )


def repeats_of(cursor: duckdb.DuckDBPyConnection, revision: int) -> list[int]:
    """Number the later revisions that stand of the same file, and found all of it said by
    `revision`."""
    void = undone(_undoes(cursor))
    return [
        again for first, again in _repeats(cursor) if first == revision and again not in void
    ]


def _repeats(cursor: duckdb.DuckDBPyConnection) -> list[tuple[int, int]]:
    """Pair revisions with later ones of the same file that had nothing to write."""
    alike = cursor.execute(_ALIKE).fetchall()
    if not alike:
        return []
    wrote = _that_wrote(cursor, sorted({one for pair in alike for one in pair}))
    first: dict[int, int] = {}
    for earlier, later in alike:
        if earlier in wrote and later not in wrote:
            first[later] = max(earlier, first.get(later, 0))
    return sorted((one, again) for again, one in first.items() if _stood(cursor, one, again))


_ALIKE = """
SELECT a.revision_id, b.revision_id FROM revision a JOIN revision b
    ON a.file_sha256 = b.file_sha256 AND a.kind = b.kind AND a.revision_id < b.revision_id
WHERE a.file_sha256 <> ''
"""


def _that_wrote(cursor: duckdb.DuckDBPyConnection, revisions: list[int]) -> set[int]:
    asked = " UNION ".join(
        f"SELECT {end} FROM {table} WHERE list_contains($some, {end})"  # noqa: S608
        for table in FACTS
        if table not in _FOLLOWS
        for end in ("revision_from", "revision_to")
    )
    return {int(one) for (one,) in cursor.execute(asked, {"some": revisions}).fetchall()}


def _stood(cursor: duckdb.DuckDBPyConnection, first: int, again: int) -> bool:
    """Whether all that `first` said stood when `again` was saved.

    If not, the same file was read in another way the second time, by other answers.
    """
    gone = " UNION ALL ".join(
        _GONE.replace("{table}", table)
        .replace("{same}", statements.same("live", "said", TABLES[table].key))
        .replace("{said_in}", said_in(table, "live"))
        for table in FACTS
        if table not in _FOLLOWS
    )
    rows = cursor.execute(
        f"WITH goal_said AS ({_GOAL_SAID}) SELECT count(*) FROM ({gone} LIMIT 1)",  # noqa: S608
        {"first": first, "again": again},
    ).fetchall()
    return not rows[0][0]


_GONE = """
(SELECT 1 FROM {table} said WHERE said.brought_by = $first AND NOT EXISTS (
    SELECT 1 FROM {table} live WHERE {same} AND {said_in} = $first
    AND live.revision_from <= $again AND live.revision_to > $again) LIMIT 1)
"""

_GOAL_SAID = """
WITH RECURSIVE before AS (
    SELECT goal_id, revision_to, brought_by, baseline_revision FROM goal
    QUALIFY row_number() OVER (PARTITION BY goal_id, revision_to
                               ORDER BY revision_from DESC) = 1),
origin AS (
    SELECT goal_id, brought_by AS asked, brought_by, baseline_revision FROM goal
    UNION
    SELECT o.goal_id, o.asked, b.brought_by, b.baseline_revision
    FROM origin o JOIN before b ON b.goal_id = o.goal_id AND b.revision_to = o.brought_by
    WHERE o.brought_by = o.baseline_revision)
SELECT goal_id, asked AS brought_by, max(brought_by) AS said_by
FROM origin WHERE brought_by IS DISTINCT FROM baseline_revision GROUP BY ALL
"""


_GO = """
SELECT goal_id FROM goal WHERE revision_to = $current
EXCEPT
SELECT earlier.goal_id FROM goal earlier JOIN goal_said USING (goal_id, brought_by)
JOIN standing_revision stands ON stands.revision_id = goal_said.said_by
WHERE earlier.brought_by IN (SELECT revision_id FROM standing_revision)
ORDER BY goal_id
"""


def said_in(table: str, row: str) -> str:
    """Write which revision said a row of a table: see `lay_out`."""
    if table != "goal":
        return f"{row}.brought_by"
    return _SAID_OF_GOAL.replace("{row}", row)


_SAID_OF_GOAL = """
coalesce((SELECT whose.said_by FROM goal_said whose
          WHERE whose.goal_id = {row}.goal_id AND whose.brought_by = {row}.brought_by),
         {row}.brought_by)
"""
