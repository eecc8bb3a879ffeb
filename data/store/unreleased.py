"""Keeps from a viewer what has not been released: in every table, whatever is asked.

On a cursor of such a viewer each table that is read is shadowed by a view of the same name, so
that no question, and no macro that a question calls, reaches the rows below it.

What a revision that has not been released did to a row, or to a group that comes whole, is as
if it had not been done, and so is what was done to the same row after it: until it is released,
or from the revision that undid it. The verdict of a goal waits with what it is reached by, the
measurements of its own series and of those it is compared with, also where the goal came later.
"""

from collections.abc import Iterable
from typing import Any

import duckdb

from data.store.noted import of_all
from data.store.store import CURRENT
from data.store.tables import TABLES
from data.store.touched import Recorded

_HIDDEN = """
    SELECT {key}, min(h.since) AS since, max(h.until) AS until
    FROM (SELECT {key}, revision_from AS r FROM {below}
          UNION ALL SELECT {key}, revision_to FROM {below}) touched
    JOIN (SELECT unnest(getvariable('unreleased')) AS since,
                 unnest(getvariable('unreleased_until')) AS until) h ON h.since = touched.r
    GROUP BY {key}
"""

_BUILT_ON = """
    SELECT DISTINCT g.goal_id, t.r FROM {goal} g JOIN {own}series mine USING (series_id)
    JOIN (SELECT s.indicator_id, s.category, s.area_id, o.r
          FROM (SELECT series_id, revision_from AS r FROM {own}observation
                WHERE list_contains({numbers}, revision_from)
                UNION SELECT series_id, revision_to FROM {own}observation
                WHERE list_contains({numbers}, revision_to)) o
          JOIN {own}series s USING (series_id)) t
      ON t.indicator_id = mine.indicator_id AND t.category = mine.category
    WHERE t.area_id = mine.area_id
       OR (g.goal_id, t.area_id) IN (SELECT goal_id, area_id FROM {comparator})
"""
"""The goals that are reached by what some revisions measured, with those."""

_HIDDEN_GOALS = _HIDDEN.replace(") touched", "          UNION ALL {built_on}) touched")

_VERDICTS = {"assessment", "monitor_reading", "shown_assessment", "shown_reading"}
"""Tables about goals of what has been reached by measurements."""

_ROWS = """
    CREATE OR REPLACE TEMP VIEW {table} AS
    SELECT m.* REPLACE (CASE WHEN m.revision_to >= h.since AND m.revision_to < h.until
                             THEN h.until ELSE m.revision_to END AS revision_to)
    FROM {below} m LEFT JOIN ({hidden}) h ON {same}
    WHERE h.since IS NULL OR m.revision_from < h.since OR m.revision_from >= h.until
"""

_GOALS = """
    CREATE OR REPLACE TEMP VIEW goal AS
    WITH goal AS NOT MATERIALIZED ({rows}),
    waiting AS (SELECT b.goal_id, h.since, h.until FROM ({built_on}) b
                JOIN (SELECT unnest(getvariable('unreleased')) AS since,
                             unnest(getvariable('unreleased_until')) AS until) h
                  ON h.since = b.r)
    SELECT m.* REPLACE (CASE WHEN {known} THEN baseline_value END AS baseline_value,
                        CASE WHEN {known} THEN baseline_se END AS baseline_se,
                        CASE WHEN {known} THEN baseline_class END AS baseline_class)
    FROM goal m
"""
"""A goal waits for nobody; what it started from waits, where it came after what waits."""

_KNOWN = """NOT EXISTS (FROM waiting w WHERE w.goal_id = m.goal_id
    AND m.revision_from >= w.since AND m.revision_from < w.until)"""

_REVISIONS = """
    CREATE OR REPLACE TEMP VIEW {table} AS SELECT * FROM {below}
    WHERE NOT list_contains(getvariable('unreleased'), revision_id)
      AND NOT list_contains(getvariable('unreleased'), coalesce(undoes, 0))
"""

_SHOWN = r"""
    SELECT view_name, rtrim(regexp_replace(sql, '^CREATE VIEW \S+ AS ', ''), ';')
    FROM duckdb_views()
    WHERE schema_name = 'shown' AND contains(current_setting('search_path'), 'shown')
"""
"""The views that the cursor finds before tables, and what they select: `data.store.shown`."""


class Screened:
    """A cursor for reading on which some revisions have not happened."""

    def __init__(self, cursor: Any, revisions: Iterable[tuple[int, int]]) -> None:
        """Screen `cursor`, as `Store` lends it, from revisions until what undid each."""
        pairs = sorted(revisions)
        self._cursor: Recorded = cursor
        self._made: set[str] = set()
        below = cursor.execute("SELECT current_database()").fetchall()[0][0]
        self._below = '"{}".main.'.format(str(below).replace('"', '""'))
        self._shown = dict(cursor.execute(_SHOWN).fetchall())
        for name, position in (("unreleased", 0), ("unreleased_until", 1)):
            numbers = [pair[position] for pair in pairs]
            cursor.execute(f"SET VARIABLE {name} = $numbers::INTEGER[]", {"numbers": numbers})

    def execute(self, sql: str, *given: Any) -> duckdb.DuckDBPyConnection:
        """Run SQL as the cursor does."""
        self._screen(sql)
        return self._cursor.execute(sql, *given)

    def sql(self, sql: str, **given: Any) -> duckdb.DuckDBPyRelation:
        """Make SQL ready to be run as the cursor does."""
        self._screen(sql)
        return self._cursor.sql(sql, **given)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def _screen(self, sql: str) -> None:
        for table in self._cursor.tables_of(sql) - self._made:
            self._made.add(table)
            view = _view(table, self._rows_of(table), self._below)
            if view is not None:
                with of_all():  # which rows wait is seen in any of them
                    self._cursor.execute(view)

    def _rows_of(self, table: str) -> str:
        """Write where a table's rows come from: from what is shown, on a cursor that reads it.

        Its view is written out: on a cursor with a temporary view of the same name, ``main.``
        would be that.
        """
        if (shown := self._shown.get(table)) is None:
            return f"{self._below}{table}"
        return f"({shown.replace('main.', self._below)})"


def _view(table: str, below: str, own: str) -> str | None:
    """Write the view that shadows a table; None for one that says nothing of revisions."""
    if table == "revision":
        return _REVISIONS.replace("{table}", table).replace("{below}", below)
    if table not in TABLES:
        return None
    verdicts = table in _VERDICTS
    key = ("goal_id",) if verdicts else TABLES[table].whole_by or TABLES[table].key
    parts = {
        "{hidden}": _HIDDEN_GOALS if verdicts else _HIDDEN,
        "{built_on}": _BUILT_ON,
        "{same}": " AND ".join(f'm."{one}" IS NOT DISTINCT FROM h."{one}"' for one in key),
        "{key}": ", ".join(f'"{one}"' for one in key),
        "{numbers}": "getvariable('unreleased')",
        "{goal}": f"{own}goal",
        "{comparator}": f"{own}goal_comparator",
        "{own}": own,
        "{table}": table,
        "{below}": below,
    }
    view = _filled(_ROWS, parts)
    if table == "goal":
        rows = view.split(" AS", 1)[1]
        return _filled(_GOALS, {"{rows}": rows, "{known}": _KNOWN, **parts})
    return view


def _filled(sql: str, parts: dict[str, str]) -> str:
    for name, text in parts.items():
        sql = sql.replace(name, text)
    return sql


def waiting_goals(
    cursor: duckdb.DuckDBPyConnection, revisions: Iterable[tuple[int, int]]
) -> frozenset[str]:
    """Return the goals whose verdicts wait for any of the revisions.

    `cursor` may have copies of its own of goals (`data.store.private`), which are asked then.
    """
    numbers = [revision for revision, until in revisions if until == CURRENT]
    if not numbers:
        return frozenset()
    (name,) = cursor.execute("SELECT current_database()").fetchall()[0]
    own = '"{}".main.'.format(str(name).replace('"', '""'))
    parts = {
        "{goal}": "goal",
        "{comparator}": "goal_comparator",
        "{own}": own,
        "{numbers}": "$numbers",
    }
    sql = _filled(f"SELECT DISTINCT goal_id FROM ({_BUILT_ON})", parts)  # noqa: S608
    rows = cursor.execute(sql, {"numbers": numbers}).fetchall()
    return frozenset(str(goal_id) for (goal_id,) in rows)


def hidden_at(
    revisions: Iterable[tuple[int, int]], revision: int
) -> tuple[tuple[int, int], ...]:
    """Return those of the revisions that have come at `revision`."""
    return tuple(pair for pair in revisions if pair[0] <= revision)
