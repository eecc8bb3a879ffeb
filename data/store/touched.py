"""Which revisions touched which tables, and which tables a piece of SQL reads.

From the two follows whether an answer can have changed: only when a table it read has been
touched since, or what it read of one: see `data.store.noted`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import duckdb

from data.store.noted import EVERY, JUDGED, MEASURED, as_read, note, part
from data.store.tables import TABLES
from data.store.written import number

_REPLACED = frozenset({"observation", *(name for name, one in TABLES.items() if not one.fact)})
"""Tables whose closed rows say only that a measurement, or what follows from it, is another."""

_MASKS = ("disclosure_mask", "disclosure_goal")

_WORD = re.compile(r"(?<![$\w])[a-z_]\w*", re.IGNORECASE)
WITHOUT_REVISIONS = frozenset({"access_grant", "api_token", "audit", "person", "upload"})
"""Tables that are written without a revision of their own: see `Store.writings`."""

_MOST = 5_000
"""So many stamps are kept; then it begins anew, for any earlier revision may be asked for."""

_EMPTIED = """
    SELECT revision_id FROM revision WHERE revision_id > $known AND undoes IS NOT NULL
    UNION SELECT o.revision_from FROM observation o
    JOIN observation b ON b.series_id = o.series_id AND b.period = o.period
     AND b.revision_to = o.revision_from
    WHERE o.revision_from > $known AND b.revision_to > $known AND b.revision_to < $current
      AND (o.value IS NULL AND b.value IS NOT NULL
           OR o.class_code IS NULL AND b.class_code IS NOT NULL
           OR o.numerator IS NULL AND b.numerator IS NOT NULL
           OR o.denominator IS NULL AND b.denominator IS NOT NULL
           OR o.n IS NULL AND b.n IS NOT NULL
           OR o.note IS NULL AND b.note IS NOT NULL)
"""
"""Revisions that undid another, or that left a measurement without something it said."""

_MOST_PARTS = 2_000
"""A revision that touches more of a kind than this is said to have touched every one."""

_OF_SERIES = """
    SELECT 'observation' AS t, CASE grouping(s.series_id, s.indicator_id, s.area_id)
               WHEN 3 THEN 'series' WHEN 5 THEN 'indicator' ELSE 'area' END AS kind,
           coalesce(CAST(s.series_id AS VARCHAR), s.indicator_id, s.area_id) AS id,
           list(DISTINCT o.r) AS revisions
    FROM (SELECT * FROM (
              SELECT series_id, revision_from AS r FROM observation WHERE revision_from > $known
              UNION ALL SELECT series_id, revision_to FROM observation
              WHERE revision_to > $known AND revision_to < $current)
          LIMIT $number) o
    JOIN series s USING (series_id)
    GROUP BY GROUPING SETS ((s.series_id), (s.indicator_id), (s.area_id))
"""
_OF_GOAL = """
    SELECT '{t}', 'goal', goal_id, list(DISTINCT r)
    FROM (SELECT goal_id, revision_from AS r FROM {t} WHERE revision_from > $known
          UNION ALL SELECT goal_id, revision_to FROM {t}
          WHERE revision_to > $known AND revision_to < $current)
    GROUP BY goal_id
"""
_TOLD = " UNION ALL ".join([_OF_SERIES, *(_OF_GOAL.replace("{t}", one) for one in JUDGED)])
_PARTS = f"""
    SELECT * FROM ({_TOLD})
    QUALIFY count(*) OVER (PARTITION BY t, kind) <= $most
"""  # noqa: S608 - no word of anybody's
"""Which revisions touched what of a table: by series, indicator and area, or by goal. At most
$number measurements were opened or closed (said for the sake of `written.counted`)."""

_KINDS = {
    **dict.fromkeys(MEASURED, ("series", "indicator", "area")),
    **dict.fromkeys(JUDGED, ("goal",)),
}
"""By what the rows of a table are told apart."""


class Touched:
    """The revisions that opened or closed rows, by table, and what the names of SQL stand for.

    A table whose rows carry both their revisions is known as it was at any revision. One that
    does not may answer differently about an earlier revision after a later one (which undid
    it), so later ones count too; without a `revision_from`, as in `revision`, all of them do.
    """

    def __init__(self, cursor: duckdb.DuckDBPyConnection, current: int) -> None:
        """Read names and revisions from an open store; `current` marks rows not closed yet.

        It takes one scan of the narrow revision columns of each table: 24 million rows are
        read so in a fraction of a second, and no table has to be kept in step with the rows.
        """
        self._current = current
        columns = _columns(cursor)
        self._closing = {name for name, found in columns.items() if "revision_to" in found}
        self._opening = {name for name, found in columns.items() if "revision_from" in found}
        self._names = _names(cursor, columns)
        self._views = _views(cursor, columns)
        self._revisions: dict[str, tuple[int, ...]] = {}
        self._taking_away: tuple[int, ...] = ()
        self._known = self._told_apart_after = 0
        self._found: dict[tuple[frozenset[str], int, int], int] = {}
        self.tables_of = lru_cache(maxsize=4096)(self._tables_of)

    def learn(self, cursor: duckdb.DuckDBPyConnection, newest: int) -> None:
        """Add what the revisions up to `newest` touched that are not known yet."""
        if newest <= self._known:
            return
        if not self._known:  # what stands in a file is not told apart: that reads all of it
            self._told_apart_after = newest
        asked = {"known": self._known, "current": self._current}
        taking: set[int] = set()
        touched: dict[str, set[int]] = {}
        for table, closed, revisions in cursor.execute(self._sql(), asked).fetchall():
            touched.setdefault(table, set()).update(revisions)
            if table in _MASKS or (closed and table not in _REPLACED):
                taking.update(revisions)
        if self._known:
            touched |= _parts(cursor, touched, asked)
            undone = cursor.execute(_EMPTIED, asked).fetchall()
            taking.update(number for (number,) in undone)
        for name, found in touched.items():
            self._revisions[name] = tuple(sorted(found.union(self._revisions.get(name, ()))))
        # What a goal hides of its baseline is changed in place, with the masks it follows.
        goals, masks = (self._revisions.get(one, ()) for one in reversed(_MASKS))
        self._revisions["disclosure_goal"] = tuple(sorted({*goals, *masks}))
        self._taking_away = tuple(sorted({*self._taking_away, *taking}))
        self._known = newest
        self._found = {}

    def takes_away(self, after: int) -> bool:
        """Whether any revision after one took something away, and did not only add or correct.

        That is an undo, what is hidden of few people, a number that was replaced by none, and
        whatever ended or was written anew of other things than measurements.
        """
        return bool(self._taking_away) and self._taking_away[-1] > after

    def latest(self, tables: Iterable[str], revision: int, newest: int) -> int:
        """Return the last revision that may have changed what tables say at `revision`.

        `newest` is the latest revision there was when they were asked: what has come since was
        not read for certain, and does not count as known.
        """
        asked = frozenset(tables), revision, newest
        if (found := self._found.get(asked)) is None:
            if len(self._found) >= _MOST:
                self._found.clear()
            found = max((self._latest(one, revision, newest) for one in asked[0]), default=0)
            self._found[asked] = found
        return found

    def _latest(self, table: str, revision: int, newest: int) -> int:
        whole, kind, _one = table.split("/", 2) if "/" in table else ("", "", "")
        if whole:
            return max(
                self._at_most(table, revision),
                self._at_most(part(whole, kind, EVERY), revision),
                self._at_most(whole, min(revision, self._told_apart_after)),
            )
        if table not in self._opening:
            return newest
        return self._at_most(table, revision if table in self._closing else newest)

    def _at_most(self, table: str, revision: int) -> int:
        touched = self._revisions.get(table, ())
        place = bisect_right(touched, revision)
        return touched[place - 1] if place else 0

    def _sql(self) -> str:
        """Ask every table for the revisions after the known ones, one row per table."""
        opened = (
            "SELECT '{t}' AS t, false AS closed, revision_from AS r FROM {t} "
            "WHERE revision_from > $known"
        )
        closed = (
            "SELECT '{t}', true, revision_to FROM {t} "
            "WHERE revision_to > $known AND revision_to < $current"
        )
        asked = [opened.replace("{t}", table) for table in sorted(self._opening)]
        asked += [closed.replace("{t}", table) for table in sorted(self._closing)]
        rows = " UNION ALL ".join(asked)
        return f"SELECT t, closed, list(DISTINCT r) FROM ({rows}) GROUP BY t, closed"  # noqa: S608

    def _tables_of(self, sql: str) -> frozenset[str]:
        """Return the tables that SQL names, itself or through the macros it calls."""
        words = {word.lower() for word in _WORD.findall(sql)}
        return frozenset().union(*(self._names[word] for word in words & self._names.keys()))

    def behind(self, tables: Iterable[str]) -> frozenset[str]:
        """Return some tables, and what the views that stand in front of them read."""
        return frozenset(tables).union(*(self._views.get(table, ()) for table in tables))


class Recorded:
    """A cursor that notes which tables the SQL it is given reads, and is one otherwise."""

    def __init__(
        self, cursor: duckdb.DuckDBPyConnection, touched: Touched, *, views: bool = False
    ) -> None:
        """Pass everything on to `cursor`; `views` is whether it finds views before tables."""
        self._cursor = cursor
        self._touched = touched
        self._views = views

    def execute(self, sql: str, *given: Any) -> duckdb.DuckDBPyConnection:
        """Run SQL as the cursor does."""
        self._note(sql)
        return self._cursor.execute(sql, *given)

    def sql(self, sql: str, **given: Any) -> duckdb.DuckDBPyRelation:
        """Make SQL ready to be run as the cursor does."""
        self._note(sql)
        return self._cursor.sql(sql, **given)

    def _note(self, sql: str) -> None:
        tables = self._touched.tables_of(sql)
        note(as_read(self._touched.behind(tables) if self._views else tables))

    def tables_of(self, sql: str) -> frozenset[str]:
        """Return the tables that SQL reads, itself or through the macros it calls."""
        return self._touched.tables_of(sql)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


def _parts(
    cursor: duckdb.DuckDBPyConnection, touched: Mapping[str, set[int]], asked: dict[str, int]
) -> dict[str, set[int]]:
    """Return what revisions touched of the tables that are told apart, by `noted.part`.

    What is too much to tell apart, or of a series that is not there, is every one of its kind.
    """
    found: dict[str, set[int]] = {}
    told: set[tuple[str, str]] = set()
    many = number(cursor, "observation", asked["known"] + 1, asked["current"] - 1)
    # A measurement that was opened and closed since is named twice.
    given = {**asked, "most": _MOST_PARTS, "number": 2 * many}
    for table, kind, one, revisions in cursor.execute(_PARTS, given).fetchall():
        told.add((table, kind))
        found[part(table, kind, one)] = set(revisions)
    for table in touched.keys() & _KINDS.keys():
        for kind in _KINDS[table]:
            if (table, kind) not in told:
                found[part(table, kind, EVERY)] = touched[table]
    return found


def _columns(cursor: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    rows = cursor.execute(
        "SELECT table_name, list(column_name) FROM duckdb_columns() "
        "WHERE NOT internal GROUP BY table_name"
    ).fetchall()
    return {str(table): set(names) for table, names in rows}


def _views(
    cursor: duckdb.DuckDBPyConnection, tables: Iterable[str]
) -> dict[str, frozenset[str]]:
    """Return the tables that each view reads."""
    views = cursor.execute(
        "SELECT view_name, sql FROM duckdb_views() WHERE NOT internal"
    ).fetchall()
    known = frozenset(tables)
    return {name: known & {word.lower() for word in _WORD.findall(sql)} for name, sql in views}


def _names(
    cursor: duckdb.DuckDBPyConnection, tables: Iterable[str]
) -> dict[str, frozenset[str]]:
    """Return what each name of the store stands for: a table for itself, a macro for its own.

    Macros may call macros, so what they stand for is followed until nothing is added.
    """
    known = {table: frozenset({table}) for table in tables}
    macros = cursor.execute(
        "SELECT DISTINCT function_name, macro_definition FROM duckdb_functions() "
        "WHERE NOT internal AND macro_definition IS NOT NULL"
    ).fetchall()
    for _step in range(len(macros) + 1):
        before = dict(known)
        for name, definition in macros:
            named = {word.lower() for word in _WORD.findall(definition)} & before.keys()
            stands_for = frozenset().union(*(before[word] for word in named))
            known[name] = known.get(name, frozenset()) | stands_for
        if known == before:
            break
    return known
