"""Takes a revision back: as a revision of its own, whatever has happened since."""

from dataclasses import dataclass
from typing import NamedTuple

import duckdb

from data.store import statements
from data.store.errors import UnknownRevisionError
from data.store.store import CURRENT
from data.store.tables import FACTS, TABLES


class Kept(NamedTuple):
    """A goal that stays, for somebody has changed it since: in which revision."""

    goal_id: str
    title: str
    title_en: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What taking a revision back did: rows removed, rows put back, and rows left alone.

    `kept` are the goals among what was left.
    """

    revision: int
    removed: int
    restored: int
    left: int
    kept: tuple[Kept, ...]


def undo(cursor: duckdb.DuckDBPyConnection, target: int, revision: int) -> Undone:
    """Take back the facts of revision `target` as part of `revision`, opened as its undo.

    What is still current of it is closed, and what stood before is put back: the latest row
    that no undone revision brought. Rows that a later revision has replaced since are left as
    they are, and counted. A goal of which only the reference has been frozen since has not
    been replaced, and goes with what was frozen with it.
    """
    asked: dict[str, object] = {
        "target": target,
        "revision": revision,
        "current": CURRENT,
        "void": sorted(_undone(cursor)),
        "behind": _behind(cursor, target),
    }
    removed = restored = left = 0
    for table in FACTS:
        left += statements.count(cursor, _said_by(_LEFT, table), table, asked)
        remove, restore = _said_by(_REMOVE, table), _said_by(_RESTORE, table)
        if TABLES[table].whole_by:
            remove, restore = _of(_REMOVE_GROUPS, table), _of(_RESTORE_GROUPS, table)
        removed += statements.count(cursor, remove, table, asked)
        restored += statements.count(cursor, restore, table, asked)
    removed += statements.count(cursor, _WEIGHTS_OF_OTHERS, "comparator_weight", asked)
    restored += statements.count(cursor, _WEIGHTS_FROZEN, "comparator_weight", asked)
    kept = cursor.execute(
        _said_by(_KEPT, "goal"),
        {"target": target, "revision": revision, "current": CURRENT},
    ).fetchall()
    return Undone(
        revision=revision,
        removed=removed,
        restored=restored,
        left=left,
        kept=tuple(Kept(*goal) for goal in kept),
    )


_LEFT = """
    SELECT count(*) FROM {table} gone WHERE gone.revision_from = $target
    AND gone.revision_to <> $current AND NOT EXISTS (
        SELECT 1 FROM {table} live WHERE live.revision_to = $current
        AND {live_said_by} = $target AND {live_is_gone})
"""

_REMOVE = """
    UPDATE {table} SET revision_to = $revision WHERE revision_to = $current
    AND (revision_from = $target OR {table_said_by} = $target)
"""

_RESTORE = """
    INSERT INTO {table}
    SELECT earlier.* REPLACE ($revision AS revision_from, $current AS revision_to)
    FROM {table} earlier
    WHERE NOT list_contains($void, earlier.brought_by)
      AND NOT list_contains($void, {earlier_said_by}) AND earlier.revision_from < $revision
      AND EXISTS (SELECT 1 FROM {table} gone
                  WHERE (gone.revision_to = $target OR gone.revision_to = $revision)
                    AND {earlier_is_gone})
      AND NOT EXISTS (SELECT 1 FROM {table} live
                      WHERE live.revision_to = $current AND {live_is_earlier})
    QUALIFY row_number() OVER (PARTITION BY {keys_of_earlier}
                               ORDER BY earlier.brought_by DESC, earlier.revision_from DESC,
                                        earlier.revision_to DESC) = 1
"""
"""The latest is what was said last: what an undo put back is from then, and was said before."""

_WANTED = """
    WITH touched AS (
        SELECT {group} FROM {table}
        WHERE list_contains($behind, revision_from) OR list_contains($behind, revision_to)
        {of_goals_touched}),
    latest AS (
        SELECT {group}, max(said_in) AS said_in FROM (
            SELECT {group}, revision_from AS said_in FROM {table}
            UNION ALL SELECT {group}, revision_to FROM {table} {of_goals_said})
        SEMI JOIN touched USING ({group})
        WHERE said_in < $revision AND NOT list_contains($void, said_in)
          AND said_in NOT IN (SELECT revision_id FROM revision WHERE undoes IS NOT NULL)
        GROUP BY {group}),
    wanted AS (
        SELECT one.* FROM {table} one JOIN latest USING ({group})
        WHERE one.revision_from <= said_in AND one.revision_to > said_in)
"""
"""What comes in whole groups goes and comes back as such: a group is as the last revision left
it that wrote of it and is not undone. Who changes a goal says with what it is compared too."""

_REMOVE_GROUPS = f"""
    {_WANTED}
    UPDATE {{table}} SET revision_to = $revision WHERE revision_to = $current
    AND {{group}} IN (SELECT {{group}} FROM touched)
    AND NOT EXISTS (SELECT 1 FROM wanted earlier WHERE {{table_is_earlier}}
                    AND earlier.brought_by = {{table}}.brought_by)
"""  # noqa: S608

_RESTORE_GROUPS = f"""
    INSERT INTO {{table}}
    {_WANTED}
    SELECT earlier.* REPLACE ($revision AS revision_from, $current AS revision_to)
    FROM wanted earlier
    WHERE NOT EXISTS (SELECT 1 FROM {{table}} live
                      WHERE live.revision_to = $current AND {{live_is_earlier}})
"""  # noqa: S608

_WITH_THE_REFERENCE = """
    live.goal_id = {weight}.goal_id AND live.revision_to = $current
    AND frozen.goal_id = {weight}.goal_id AND frozen.area_id = {weight}.area_id
    AND frozen.revision_from <= live.baseline_revision
    AND frozen.revision_to > live.baseline_revision
"""
"""Weights are frozen with the reference of a goal, and belong to it as long as it stands."""

_WEIGHTS_OF_OTHERS = """
    UPDATE {table} SET revision_to = $revision WHERE revision_to = $current
    AND goal_id IN (SELECT goal_id FROM goal WHERE revision_to = $revision)
    AND NOT EXISTS (SELECT 1 FROM goal live, {table} frozen WHERE {with_the_reference}
                    AND frozen.weight IS NOT DISTINCT FROM {table}.weight)
""".replace("{with_the_reference}", _WITH_THE_REFERENCE.replace("{weight}", "{table}"))
"""They go with it: those that are left are of a goal that is gone, or of another reference."""

_WEIGHTS_FROZEN = """
    INSERT INTO {table}
    SELECT frozen.* REPLACE ($revision AS revision_from, $current AS revision_to)
    FROM {table} frozen, goal live
    WHERE {with_the_reference}
      AND (live.revision_from = $revision OR frozen.goal_id IN (
          SELECT goal_id FROM {table} WHERE revision_to = $revision))
      AND NOT EXISTS (SELECT 1 FROM {table} mine WHERE mine.revision_to = $current
                      AND mine.goal_id = frozen.goal_id AND mine.area_id = frozen.area_id)
""".replace("{with_the_reference}", _WITH_THE_REFERENCE.replace("{weight}", "frozen"))
"""They come back with it."""

_KEPT = """
    SELECT live.goal_id, live.title, live.title_en, {live_said_by} FROM goal live
    WHERE live.revision_to = $current AND live.revision_from < $revision
      AND EXISTS (SELECT 1 FROM goal gone
                  WHERE gone.revision_from = $target AND gone.goal_id = live.goal_id)
    ORDER BY live.goal_id
"""

_GOAL_SAID_BY = """
    coalesce(CASE WHEN {row}.brought_by = {row}.baseline_revision THEN (
        SELECT arg_max(before.brought_by, before.revision_from) FROM goal before
        WHERE before.goal_id = {row}.goal_id AND before.revision_to = {row}.brought_by)
    END, {row}.brought_by)
"""
"""Who said what a goal says: what froze its reference only completed the row before."""

_OF_GOALS = {
    "{of_goals_touched}": (
        "UNION SELECT goal_id FROM goal WHERE revision_from = $revision "
        "OR revision_to = $revision"
    ),
    "{of_goals_said}": "UNION ALL SELECT live.goal_id, {live_said_by} FROM goal live".replace(
        "{live_said_by}", _GOAL_SAID_BY.replace("{row}", "live")
    ),
}


def _of(sql: str, table: str) -> str:
    """Write in a statement about the groups of `table` what they are told apart and said by."""
    for name, text in _OF_GOALS.items():
        sql = sql.replace(name, text if table == "goal_comparator" else "")
    key = TABLES[table].key
    is_earlier = statements.same(table, "earlier", key)
    return sql.replace("{group}", key[0]).replace("{table_is_earlier}", is_earlier)


def _said_by(sql: str, table: str) -> str:
    """Write in a statement about `table` which revision said a row."""
    said = _GOAL_SAID_BY if table == "goal" else "{row}.brought_by"
    for row in ("live", "earlier", "table"):
        name = table if row == "table" else row
        sql = sql.replace(f"{{{row}_said_by}}", said.replace("{row}", name))
    return sql


def _undone(cursor: duckdb.DuckDBPyConnection) -> set[int]:
    """Name the revisions that an undo has taken back and no later undo has brought again."""
    rows = cursor.execute(
        "SELECT revision_id, undoes FROM revision WHERE undoes IS NOT NULL ORDER BY ALL DESC"
    ).fetchall()
    void: set[int] = set()
    for undoing, undoes in rows:
        if undoing not in void:
            void.add(undoes)
    return void


def _behind(cursor: duckdb.DuckDBPyConnection, target: int) -> list[int]:
    """Number a revision, what it undid, and so on: all of that is said or unsaid with it."""
    undid = dict(cursor.execute("SELECT revision_id, undoes FROM revision").fetchall())
    found = [target]
    while (before := undid[found[-1]]) is not None:
        found.append(before)
    return found


class Uploaded(NamedTuple):
    """Who brought a revision."""

    actor: str
    organisation_id: str


def to_be_undone(cursor: duckdb.DuckDBPyConnection, target: int) -> Uploaded:
    """Say who brought the revision `target`.

    Raises `UnknownRevisionError` with the reason when it cannot be taken back.
    """
    row = cursor.execute(
        "SELECT kind, (SELECT max(revision_id) FROM revision WHERE undoes = $target), "
        "actor, coalesce(organisation_id, '') FROM revision WHERE revision_id = $target",
        {"target": target},
    ).fetchone()
    if row is None:
        raise UnknownRevisionError(f"Det finns ingen inläsning {target}.")
    kind, undone_by, *uploaded = row
    if undone_by is not None:
        raise UnknownRevisionError(
            f"Inläsning {target} är redan ångrad, i inläsning {undone_by}."
        )
    if kind in {"definition", "assessment"}:
        raise UnknownRevisionError(
            f"Revision {target} är inte en inläsning av fakta och kan inte ångras."
        )
    return Uploaded(*uploaded)
