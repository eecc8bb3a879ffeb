"""Takes a revision back: as a revision of its own, whatever has happened since."""

from dataclasses import dataclass
from typing import NamedTuple

import duckdb

from data.store import standing, statements
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

    What stands afterwards is what the newest revision that is not undone has said of it
    (`data.store.standing`). Rows that a later revision has replaced since are left as they
    are, and counted. A goal of which only the reference has been frozen since has not been
    replaced, and goes with what was frozen with it.
    """
    asked: dict[str, object] = {
        "target": target,
        "revision": revision,
        "current": CURRENT,
        "moved": standing.moved(cursor, target),
    }
    standing.lay_out(cursor)
    removed = restored = left = 0
    for table in FACTS:
        if not _lay_out_touched(cursor, table, asked):
            continue
        left += statements.count(cursor, _said(_LEFT, table), table, asked)
        wanted = _WANTED_GROUPS if TABLES[table].whole_by else _WANTED
        statements.run(cursor, _said(wanted, table), table, asked)
        removed += statements.count(cursor, _said(_REMOVE, table), table, asked)
        restored += statements.count(cursor, _RESTORE, table, asked)
    removed += statements.count(cursor, _WEIGHTS_OF_OTHERS, "comparator_weight", asked)
    restored += statements.count(cursor, _WEIGHTS_FROZEN, "comparator_weight", asked)
    kept = statements.run(cursor, _said(_KEPT, "goal"), "goal", asked).fetchall()
    standing.take_away(cursor)
    cursor.execute("DROP TABLE touched; DROP TABLE IF EXISTS wanted")
    return Undone(
        revision=revision,
        removed=removed,
        restored=restored,
        left=left,
        kept=tuple(Kept(*goal) for goal in kept),
    )


def _lay_out_touched(
    cursor: duckdb.DuckDBPyConnection, table: str, asked: dict[str, object]
) -> bool:
    """Lay out the keys of a table, or its groups, that revisions which moved have spoken of.

    Says whether there are any.
    """
    sql = _TOUCHED_GROUPS if TABLES[table].whole_by else _TOUCHED
    statements.run(cursor, _said(sql, table), table, asked)
    return bool(cursor.execute("SELECT EXISTS (FROM touched)").fetchall()[0][0])


_LEFT = """
    SELECT count(*) FROM {table} gone WHERE gone.revision_from = $target
    AND gone.revision_to <> $current AND NOT EXISTS (
        SELECT 1 FROM {table} live WHERE live.revision_to = $current
        AND {live_said_by} = $target AND {live_is_gone})
"""

_TOUCHED = """
    CREATE OR REPLACE TEMP TABLE touched AS
    SELECT DISTINCT {keys} FROM {table} live
    WHERE list_contains($moved, live.brought_by) OR list_contains($moved, {live_said_by})
"""

_WANTED = """
    CREATE OR REPLACE TEMP TABLE wanted AS
    WITH said AS (
        SELECT {keys}, brought_by, revision_from, revision_to, rowid AS place,
               {earlier_said_by} AS said_by
        FROM {table} earlier SEMI JOIN touched USING ({keys}))
    SELECT {keys}, said.brought_by, said.place FROM said
    JOIN standing_revision stands ON stands.revision_id = said.said_by
    WHERE said.brought_by IN (SELECT revision_id FROM standing_revision)
    QUALIFY row_number() OVER (PARTITION BY {keys}
                               ORDER BY stands.said_in DESC, said.brought_by DESC,
                                        said.revision_from DESC, said.revision_to DESC) = 1
"""
"""The latest is what was said last: what an undo put back is from then, and was said before."""

_TOUCHED_GROUPS = """
    CREATE OR REPLACE TEMP TABLE touched AS
    SELECT {group} FROM {table}
    WHERE list_contains($moved, revision_from) OR list_contains($moved, revision_to)
    {of_goals_touched}
"""

_WANTED_GROUPS = """
    CREATE OR REPLACE TEMP TABLE wanted AS
    WITH latest AS (
        SELECT {group}, arg_max(stands.revision_id, stands.said_in) AS said_in FROM (
            SELECT {group}, revision_from AS said_in FROM {table}
            UNION ALL SELECT {group}, revision_to FROM {table} {of_goals_said}) said
        SEMI JOIN touched USING ({group})
        JOIN standing_revision stands ON stands.revision_id = said.said_in
        WHERE said.said_in NOT IN (SELECT revision_id FROM revision WHERE undoes IS NOT NULL)
        GROUP BY {group})
    SELECT {keys}, one.brought_by, one.rowid AS place
    FROM {table} one JOIN latest USING ({group})
    WHERE one.revision_from <= said_in AND one.revision_to > said_in
"""
"""What comes in whole groups goes and comes back as such: a group is as the last revision left
it that wrote of it and is not undone. Who changes a goal says with what it is compared too."""

_REMOVE = """
    UPDATE {table} SET revision_to = $revision WHERE revision_to = $current
    AND EXISTS (SELECT 1 FROM touched WHERE {table_is_touched})
    AND NOT EXISTS (SELECT 1 FROM wanted earlier WHERE {table_is_earlier}
                    AND earlier.brought_by = {table}.brought_by)
"""

_RESTORE = """
    INSERT INTO {table}
    SELECT earlier.* REPLACE ($revision AS revision_from, $current AS revision_to)
    FROM {table} earlier
    WHERE rowid IN (
        SELECT place FROM wanted earlier
        WHERE NOT EXISTS (SELECT 1 FROM {table} live
                          WHERE live.revision_to = $current AND {live_is_earlier}))
"""

_WITH_THE_REFERENCE = """
    live.goal_id = {weight}.goal_id AND live.revision_to = $current
    AND frozen.goal_id = {weight}.goal_id AND frozen.area_id = {weight}.area_id
    AND frozen.revision_from <= live.baseline_revision
    AND frozen.revision_to > live.baseline_revision
"""
"""Weights are frozen with the reference of a goal, and belong to it as long as it stands."""

_WEIGHTS_OF_OTHERS = """
    UPDATE {table} SET revision_to = $revision WHERE revision_to = $current
    AND (revision_from = $revision
         OR goal_id IN (SELECT goal_id FROM goal WHERE revision_to = $revision))
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

_OF_GOALS = {
    "{of_goals_touched}": (
        "UNION SELECT goal_id FROM goal WHERE revision_from = $revision "
        "OR revision_to = $revision"
    ),
    "{of_goals_said}": "UNION ALL SELECT live.goal_id, {said_by} FROM goal live".replace(
        "{said_by}", standing.said_in("goal", "live")
    ),
}


def _said(sql: str, table: str) -> str:
    """Write in a statement about `table` which revision said a row, and what tells rows and
    groups apart."""
    for name, text in _OF_GOALS.items():
        sql = sql.replace(name, text if table == "goal_comparator" else "")
    key, whole = TABLES[table].key, TABLES[table].whole_by
    names = {
        "{live_said_by}": standing.said_in(table, "live"),
        "{earlier_said_by}": standing.said_in(table, "earlier"),
        "{table_is_earlier}": statements.same(table, "earlier", key),
        "{table_is_touched}": statements.same(table, "touched", whole or key),
        "{keys}": ", ".join(f'"{one}"' for one in key),
        "{group}": ", ".join(f'"{one}"' for one in whole),
    }
    for name, text in names.items():
        sql = sql.replace(name, text)
    return sql


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
