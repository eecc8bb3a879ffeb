"""Writes revisions: rows are closed and added, never changed or deleted.

Every statement here is built from the closed set of table and column names in
`data.store.tables` and the schema; values always travel as parameters or as registered tables.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import duckdb
import pandas as pd
import pyarrow as pa

from data.store.row_groups import ROW_GROUP, in_groups
from data.store.store import CURRENT
from data.store.tables import SERIES_KEY, TABLES

Rows: TypeAlias = pd.DataFrame | pa.Table
STATES = ("new", "changed", "unchanged")
"""What a row can be beside the current ones."""

SAME_NUMBER = 1e-14
"""How far apart, as a part of them, two numbers may be and be the same.

A spreadsheet keeps fifteen digits: what is read back is up to half of the last one from what
was written.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How many rows of a batch are new, changed, unchanged, or no longer there."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    closed: int = 0

    def __add__(self, other: "Difference") -> "Difference":
        """Count the rows of two batches as one."""
        return Difference(
            new=self.new + other.new,
            changed=self.changed + other.changed,
            unchanged=self.unchanged + other.unchanged,
            closed=self.closed + other.closed,
        )


@dataclass(slots=True)
class Tried:
    """How the rows of a batch stood beside the current ones when it was first written.

    Whoever writes it once more with the same has seen that none of those rows has been touched
    in between: see `touched_since`.
    """

    differences: pa.ChunkedArray | None = None


TriedParts: TypeAlias = dict[tuple[int, int], Tried]
"""What was found of the parts of a file: by their number, and how many of their rows may have
been there. A series that is there stays, so as many rows are the same ones."""


def open_revision(
    cursor: duckdb.DuckDBPyConnection,
    kind: str,
    *,
    actor: str,
    now: datetime,
    organisation_id: str = "",
    undoes: int | None = None,
    file_name: str = "",
    file_sha256: str = "",
    note: str = "",
) -> int:
    """Number the next revision and write who, when and from what. `now` is in UTC.

    No revision is older than the one before it, or what stood on a day would be wrong: when the
    clock has been set back, it has the time of that one, and its note says so.
    """
    moment = now.replace(tzinfo=None)
    newest, before = cursor.execute(
        "SELECT coalesce(max(revision_id), 0), max(committed_at) FROM revision"
    ).fetchall()[0]
    revision = int(newest) + 1
    if before is not None and before > moment:
        told = f"Klockan stod på {moment:%Y-%m-%d %H:%M} UTC, före den förra inläsningen."
        moment, note = before, f"{note} {told}".strip()
    cursor.execute(
        "INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            revision,
            kind,
            moment,
            actor,
            organisation_id,
            undoes,
            file_name,
            file_sha256,
            note,
        ],
    )
    return revision


def newest(cursor: duckdb.DuckDBPyConnection) -> int:
    """Return the number of the latest revision that the cursor sees, 0 for none."""
    rows = cursor.execute("SELECT coalesce(max(revision_id), 0) FROM revision").fetchall()
    return int(rows[0][0])


def resolve_series(
    cursor: duckdb.DuckDBPyConnection, rows: pd.DataFrame, revision: int | None
) -> pd.DataFrame:
    """Replace the six columns of a series' natural key with its `series_id`, in row order.

    With a `revision`, series that do not exist yet are created; without one they get NULL.
    """
    keys = rows[list(SERIES_KEY)].assign(position=range(len(rows)))
    numbers = numbered_series(cursor, keys, revision)
    resolved = rows.drop(columns=list(SERIES_KEY))
    resolved.insert(0, "series_id", numbers["series_id"].to_numpy())
    return resolved


def numbered_series(
    cursor: duckdb.DuckDBPyConnection, keys: Rows, revision: int | None
) -> pd.DataFrame:
    """Return ``series_id`` and ``revision_from`` of each key, by its ``position``.

    With a `revision`, series that do not exist yet are created; without one they get NULL.
    """
    cursor.register("incoming_series", keys)
    if revision is not None:
        cursor.execute(
            """
            INSERT INTO series
            SELECT (SELECT coalesce(max(series_id), 0) FROM series) + row_number() OVER (
                       ORDER BY indicator_id, definition_version, area_id, geo_version,
                                category, supplier),
                   i.*, $revision
            FROM (SELECT DISTINCT * EXCLUDE (position) FROM incoming_series) i
            ANTI JOIN series s USING (indicator_id, definition_version, area_id,
                                      geo_version, category, supplier)
            ORDER BY 1
            """,
            {"revision": revision},
        )
    numbers = cursor.execute(
        """
        SELECT s.series_id, s.revision_from FROM incoming_series i
        LEFT JOIN series s USING (indicator_id, definition_version, area_id,
                                  geo_version, category, supplier)
        ORDER BY i.position
        """
    ).df()
    cursor.unregister("incoming_series")
    return numbers


def touched_since(
    cursor: duckdb.DuckDBPyConnection, table: str, rows: Rows, revision: int
) -> bool:
    """Say whether any of these rows has been changed or taken away after `revision`.

    Where the table is whole by some columns, so is what is asked: a row that somebody has added
    to the same group since would be closed by a batch that does not know it.
    """
    key = list(TABLES[table].whole_by or TABLES[table].key)
    cursor.register("staged", rows.select(key) if isinstance(rows, pa.Table) else rows[key])
    found = count(
        cursor,
        "SELECT count(*) FROM {table} SEMI JOIN staged ON {group} "
        "WHERE revision_from > $revision "
        "OR (revision_to > $revision AND revision_to < $current)".replace(
            "{group}", _same(table, "staged", key)
        ),
        table,
        {"revision": revision, "current": CURRENT},
    )
    cursor.unregister("staged")
    return found > 0


def compare(cursor: duckdb.DuckDBPyConnection, table: str, rows: Rows) -> pd.Series:
    """Say of each row, in its order, whether it is ``new``, ``changed`` or ``unchanged``."""
    cursor.register("incoming_rows", rows)
    beside = _beside(cursor, table, rows, "{table}").replace("{place}", "")
    sql = "SELECT difference FROM ({beside}) ORDER BY position".replace("{beside}", beside)
    answer = cursor.execute(sql).df()
    cursor.unregister("incoming_rows")
    return answer["difference"]


def write(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    table: str,
    rows: Rows,
    *,
    beside: Sequence[str] = (),
    tried: Tried | None = None,
) -> Difference:
    """Make `rows` current in `table` as part of `revision`, and count what differed.

    Rows equal to the current ones are left alone, also those that only say other in the
    columns `beside`. What was found when the same was `tried` is not sought again, and what
    is found the first time is noted there. Where the table is whole by a column, the
    batch is everything there is for each value of it: current rows of the same group that are
    not in the batch are closed (a goal's comparators, an event's areas).
    """
    if not len(rows):
        return Difference()
    few = False
    if tried is not None and tried.differences is not None:
        _stage_as_tried(cursor, rows, tried.differences)
    else:
        few = _stage(cursor, table, rows, beside)
    if tried is not None and tried.differences is None:
        found = cursor.sql("SELECT difference FROM staged ORDER BY position")
        tried.differences = found.to_arrow_table().column(0).dictionary_encode()
    closed = _close_missing(cursor, table, revision, few=few)
    counts = dict(
        cursor.execute("SELECT difference, count(*) FROM staged GROUP BY ALL").fetchall()
    )
    if "changed" in counts:
        sql = _CLOSE_FOUND if few else _CLOSE_CHANGED
        _run(cursor, sql, table, {"revision": revision, "current": CURRENT})
    if counts.keys() - {"unchanged"}:
        _insert(cursor, revision, table, _columns(rows), _differing(table))
    cursor.execute("DROP TABLE staged")
    if few:
        cursor.execute("DROP TABLE live_rows")
    return Difference(closed=closed, **{name: int(count) for name, count in counts.items()})


_CLOSE_CHANGED = """
UPDATE {table} SET revision_to = $revision
FROM staged WHERE staged.difference = 'changed'
  AND {table}.revision_to = $current AND {same}
"""

_CLOSE_FOUND = """
UPDATE {table} SET revision_to = $revision
WHERE rowid IN (SELECT live_place FROM staged WHERE difference = 'changed')
"""


def add(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    table: str,
    rows: pa.RecordBatchReader,
    same: Mapping[str, str | None],
) -> Difference:
    """Write a stream of rows of which none has been there before, as part of `revision`.

    `same` are the columns that say the same in all rows, and what.
    """
    cursor.register("incoming_rows", in_groups(rows))
    written = _insert(cursor, revision, table, rows.schema.names, "incoming_rows", same)
    cursor.unregister("incoming_rows")
    return Difference(new=written)


def close(cursor: duckdb.DuckDBPyConnection, revision: int, table: str, rows: Rows) -> int:
    """Close the current rows of `table` that any of `rows` names, and return how many.

    `rows` names them by some of their columns, and has no others.
    """
    if not len(rows):
        return 0
    cursor.register("staged", rows)
    sql = """
        UPDATE {table} SET revision_to = $revision
        WHERE revision_to = $current AND EXISTS (SELECT 1 FROM staged WHERE {named})
        """.replace("{named}", _same(table, "staged", _columns(rows)))
    closed = count(cursor, sql, table, {"revision": revision, "current": CURRENT})
    cursor.unregister("staged")
    return closed


def _insert(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    table: str,
    names: Iterable[str],
    source: str,
    same: Mapping[str, str | None] | None = None,
) -> int:
    given = dict(same or {})
    columns = [f'"{name}"' for name in names]
    parts = {
        "{table}": table,
        "{columns}": ", ".join([*columns, *(f'"{name}"' for name in given)]),
        "{values}": ", ".join([*columns, *(f"${name}" for name in given)]),
        "{source}": source,
    }
    sql = (
        "INSERT INTO {table} ({columns}, revision_from, brought_by) "
        "SELECT {values}, $revision, $revision FROM {source}"
    )
    for name, text in parts.items():
        sql = sql.replace(name, text)
    return int(cursor.execute(sql, {"revision": revision, **given}).fetchall()[0][0])


def _differing(table: str) -> str:
    """Write what is new or changed of the staged rows, and how they are laid."""
    differing = "staged WHERE difference <> 'unchanged'"
    alike = TABLES[table].alike_by
    if not alike:
        return differing
    return f'{differing} ORDER BY position // {ROW_GROUP}, "{alike}", position'


def _columns(rows: Rows) -> list[str]:
    return list(rows.column_names if isinstance(rows, pa.Table) else rows.columns)


def _stage(
    cursor: duckdb.DuckDBPyConnection, table: str, rows: Rows, left_out: Sequence[str]
) -> bool:
    """Lay the batch beside the current rows, as a temporary table with a `difference`.

    Of few rows the current ones are read once, with where they lie, as ``live_rows``: returns
    whether they are few.
    """
    cursor.register("incoming_rows", rows)
    few = len(rows) <= _FEW * count(cursor, "SELECT count(*) FROM {table}", table, {})
    if few:
        # Only here: whoever reads may be shown a view in front of the table, without rowid.
        named = TABLES[table].key[:1] if TABLES[table].whole_by else TABLES[table].key
        live = _OF_THE_SAME.replace("{named}", ", ".join(f'"{one}"' for one in named))
        _run(cursor, live, table, {"current": CURRENT})
    beside = _beside(cursor, table, rows, "live_rows" if few else "{table}", left_out)
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE staged AS {beside}".replace(
            "{beside}", beside.replace("{place}", ", live.live_place" if few else "")
        )
    )
    cursor.unregister("incoming_rows")
    return few


def _stage_as_tried(
    cursor: duckdb.DuckDBPyConnection, rows: Rows, differences: pa.ChunkedArray
) -> None:
    """Stage a batch of which it is known how it differs: nothing is laid beside it."""
    if isinstance(rows, pd.DataFrame):
        batch: Rows = rows.assign(difference=differences.to_pandas())
    else:
        batch = rows.append_column("difference", differences)
    cursor.register("incoming_rows", batch)
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE staged AS "
        "SELECT * REPLACE (CAST(difference AS VARCHAR) AS difference), "
        "row_number() OVER () AS position FROM incoming_rows"
    )
    cursor.unregister("incoming_rows")


_FEW = 0.1
"""The share of a table that is few rows: for those the current ones are sought by their key,
and of the others only that is read. Of what comes in whole groups all of each group is sought,
by the first column of the key."""

_OF_THE_SAME = """
CREATE OR REPLACE TEMP TABLE live_rows AS
SELECT *, rowid AS live_place FROM {table} WHERE rowid IN (
    SELECT rowid FROM {table} SEMI JOIN incoming_rows USING ({named})
    WHERE revision_to = $current)
"""


def _beside(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    rows: Rows,
    live: str,
    left_out: Sequence[str] = (),
) -> str:
    """Write the question that lays the incoming rows beside the current ones, in `live`."""
    keys = TABLES[table].key
    others = [one for one in _columns(rows) if one not in keys and one not in left_out]
    unchanged = _unchanged(others, _measured(cursor, table))
    return (
        """
        SELECT batch.*, CASE WHEN live.revision_from IS NULL THEN 'new'
                             WHEN {unchanged} THEN 'unchanged' ELSE 'changed' END AS difference
                        {place}
        FROM (SELECT *, row_number() OVER () AS position FROM incoming_rows) batch
        LEFT JOIN {live} live ON live.revision_to = {current} AND {same}
        """.replace("{unchanged}", unchanged)
        .replace("{live}", live)
        .replace("{table}", table)
        .replace("{current}", str(CURRENT))
        .replace("{same}", _same("live", "batch", keys))
    )


def _unchanged(columns: Iterable[str], measured: frozenset[str]) -> str:
    """Write the condition that a row says what the current one does."""
    same = [
        f"""(batch."{each}" IS NOT DISTINCT FROM live."{each}"
            OR coalesce(abs(batch."{each}" - live."{each}")
            <= {SAME_NUMBER} * least(abs(batch."{each}"), abs(live."{each}")), false))"""
        if each in measured
        else f'batch."{each}" IS NOT DISTINCT FROM live."{each}"'
        for each in columns
    ]
    return " AND ".join(same) or "true"


def _measured(cursor: duckdb.DuckDBPyConnection, table: str) -> frozenset[str]:
    """Name the columns of a table that hold numbers which need not be whole."""
    if table not in _MEASURED:
        found = cursor.execute(
            "SELECT column_name FROM duckdb_columns() "
            "WHERE table_name = $table AND data_type = 'DOUBLE'",
            {"table": table},
        ).fetchall()
        _MEASURED[table] = frozenset(str(name) for (name,) in found)
    return _MEASURED[table]


_MEASURED: dict[str, frozenset[str]] = {}
"""The same in every store that is open here: all have the newest tables."""


def _close_missing(
    cursor: duckdb.DuckDBPyConnection, table: str, revision: int, *, few: bool
) -> int:
    """Close the current rows that a batch leaves out, where a table comes in whole groups."""
    whole = TABLES[table].whole_by
    known: dict[str, object] = {"revision": revision, "current": CURRENT}
    if not whole:
        return 0
    if few:
        left_out = cursor.execute(_LEFT_OUT).fetchall()
        return count(cursor, _CLOSE_LEFT_OUT, table, known) if left_out[0][0] else 0
    sql = """
        UPDATE {table} SET revision_to = $revision
        WHERE revision_to = $current
          AND EXISTS (SELECT 1 FROM staged WHERE {group})
          AND NOT EXISTS (SELECT 1 FROM staged WHERE {same})
        """.replace("{group}", _same(table, "staged", whole))
    return count(cursor, sql, table, known)


_LEFT_OUT = "SELECT EXISTS (FROM live_rows ANTI JOIN staged USING (live_place))"

_CLOSE_LEFT_OUT = """
UPDATE {table} SET revision_to = $revision
WHERE rowid IN (SELECT live_place FROM live_rows ANTI JOIN staged USING (live_place))
"""
"""Groups are told apart by the first column of the key, by which ``live_rows`` are sought."""


def _same(left: str, right: str, columns: Iterable[str]) -> str:
    return " AND ".join(f'{left}."{column}" = {right}."{column}"' for column in columns)


def _run(
    cursor: duckdb.DuckDBPyConnection, sql: str, table: str, parameters: dict[str, object]
) -> duckdb.DuckDBPyConnection:
    keys = TABLES[table].key
    names = {
        "{same}": _same(table, "staged", keys),
        "{live_is_gone}": _same("live", "gone", keys),
        "{live_is_earlier}": _same("live", "earlier", keys),
        "{earlier_is_gone}": _same("earlier", "gone", keys),
        "{keys_of_earlier}": ", ".join(f'earlier."{key}"' for key in keys),
        "{table}": table,
    }
    for name, text in names.items():
        sql = sql.replace(name, text)
    asked = {name: value for name, value in parameters.items() if f"${name}" in sql}
    return cursor.execute(sql, asked)


def count(
    cursor: duckdb.DuckDBPyConnection, sql: str, table: str, parameters: dict[str, object]
) -> int:
    """Run a statement written for `table` and return the number it answers with.

    ``{table}``, ``{same}`` and the like stand for the table's name and the equality of its key
    between two aliases; only the parameters that the statement names are passed on.
    """
    # All of the answer: what is left of one would keep the cursor busy.
    rows = _run(cursor, sql, table, parameters).fetchall()
    return int(rows[0][0]) if rows else 0
