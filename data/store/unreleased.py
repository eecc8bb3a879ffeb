"""Keeps from a viewer what has not been released: in every table, whatever is asked.

On a cursor of such a viewer each table that is read is shadowed by a view of the same name, so
that no question, and no macro that a question calls, reaches the rows below it.

What a revision that has not been released did to a row, or to a group that comes whole, is as
if it had not been done, and so is what was done to the same row after it: until it is released,
or from the revision that undid it.
"""

from collections.abc import Iterable
from typing import Any

import duckdb

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

_ROWS = """
    CREATE OR REPLACE TEMP VIEW {table} AS
    SELECT m.* REPLACE (CASE WHEN m.revision_to >= h.since AND m.revision_to < h.until
                             THEN h.until ELSE m.revision_to END AS revision_to)
    FROM {below} m LEFT JOIN ({hidden}) h ON {same}
    WHERE h.since IS NULL OR m.revision_from < h.since OR m.revision_from >= h.until
"""

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
            if (view := _view(table, self._rows_of(table))) is not None:
                self._cursor.execute(view)

    def _rows_of(self, table: str) -> str:
        """Write where a table's rows come from: from what is shown, on a cursor that reads it.

        Its view is written out: on a cursor with a temporary view of the same name, ``main.``
        would be that.
        """
        if (shown := self._shown.get(table)) is None:
            return f"{self._below}{table}"
        return f"({shown.replace('main.', self._below)})"


def _view(table: str, below: str) -> str | None:
    """Write the view that shadows a table; None for one that says nothing of revisions."""
    if table == "revision":
        return _REVISIONS.replace("{table}", table).replace("{below}", below)
    if table not in TABLES:
        return None
    key = TABLES[table].whole_by or TABLES[table].key
    parts = {
        "{hidden}": _HIDDEN,
        "{same}": " AND ".join(f'm."{one}" IS NOT DISTINCT FROM h."{one}"' for one in key),
        "{key}": ", ".join(f'"{one}"' for one in key),
        "{table}": table,
        "{below}": below,
    }
    view = _ROWS
    for name, text in parts.items():
        view = view.replace(name, text)
    return view


def hidden_at(
    revisions: Iterable[tuple[int, int]], revision: int
) -> tuple[tuple[int, int], ...]:
    """Return those of the revisions that have come at `revision`."""
    return tuple(pair for pair in revisions if pair[0] <= revision)
