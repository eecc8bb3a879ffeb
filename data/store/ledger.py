"""Writes revisions: rows are closed and added, never changed or deleted.

A batch is first laid beside what is there (`data.store.staged`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb
import pandas as pd
import pyarrow as pa

from data.store import staged
from data.store.row_groups import ROW_GROUP, in_groups
from data.store.staged import Tried
from data.store.statements import Rows, columns, count, same
from data.store.store import CURRENT
from data.store.tables import SERIES_KEY, TABLES


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
            "{group}", same(table, "staged", key)
        ),
        table,
        {"revision": revision, "current": CURRENT},
    )
    cursor.unregister("staged")
    return found > 0


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
    known = tried.differences if tried is not None else None
    if known is not None:
        batch = staged.stage_as_tried(cursor, table, rows, known)
    else:
        batch = staged.stage(cursor, table, rows, beside)
    if tried is not None and known is None:
        tried.differences = batch.differences()
    closed = batch.close_missing(revision)
    counts = batch.counts()
    if "changed" in counts:
        batch.close_changed(revision)
    if counts.keys() - {"unchanged"}:
        _insert(cursor, revision, table, columns(rows), _differing(table))
    batch.drop()
    return Difference(closed=closed, **counts)


def add(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    table: str,
    rows: pa.RecordBatchReader,
    alike: Mapping[str, str | None],
) -> Difference:
    """Write a stream of rows of which none has been there before, as part of `revision`.

    `alike` are the columns that say the same in all rows, and what.
    """
    cursor.register("incoming_rows", in_groups(rows))
    written = _insert(cursor, revision, table, rows.schema.names, "incoming_rows", alike)
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
        """.replace("{named}", same(table, "staged", columns(rows)))
    closed = count(cursor, sql, table, {"revision": revision, "current": CURRENT})
    cursor.unregister("staged")
    return closed


def _insert(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    table: str,
    names: Iterable[str],
    source: str,
    alike: Mapping[str, str | None] | None = None,
) -> int:
    given = dict(alike or {})
    quoted = [f'"{name}"' for name in names]
    parts = {
        "{table}": table,
        "{columns}": ", ".join([*quoted, *(f'"{name}"' for name in given)]),
        "{values}": ", ".join([*quoted, *(f"${name}" for name in given)]),
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
