"""A batch laid beside the current rows of its table: what is new, changed, or as it was."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import duckdb
import pandas as pd
import pyarrow as pa

from data.store.statements import Rows, columns, count, run, same
from data.store.store import CURRENT
from data.store.tables import TABLES

STATES = ("new", "changed", "unchanged")
"""What a row can be beside the current ones."""

SAME_NUMBER = 1e-14
"""How far apart, as a part of them, two numbers may be and be the same.

A spreadsheet keeps fifteen digits: what is read back is up to half of the last one from what
was written.
"""


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


def compare(cursor: duckdb.DuckDBPyConnection, table: str, rows: Rows) -> pd.Series:
    """Say of each row, in its order, whether it is ``new``, ``changed`` or ``unchanged``."""
    cursor.register("incoming_rows", rows)
    beside = _beside(cursor, table, rows, "{table}").replace("{place}", "")
    sql = "SELECT difference FROM ({beside}) ORDER BY position".replace("{beside}", beside)
    answer = cursor.execute(sql).df()
    cursor.unregister("incoming_rows")
    return answer["difference"]


def regrouped(
    cursor: duckdb.DuckDBPyConnection, table: str, groups: pd.Series, rows: pd.DataFrame
) -> pd.Series:
    """Say of each of some groups whether a batch says otherwise of it than the current rows.

    `table` comes in whole groups, and `rows` are all there is of these: a group without rows
    has none, and one that has lost or gained a row says otherwise.
    """
    (group,) = TABLES[table].whole_by
    keys = rows[list(TABLES[table].key)]
    cursor.register("incoming_rows", keys)
    cursor.register("incoming_groups", pd.DataFrame({group: groups.astype("str")}))
    left_out = cursor.execute(
        _GROUPS_LEFT_OUT.replace("{table}", table)
        .replace("{group}", f'"{group}"')
        .replace("{same}", same("live", "batch", TABLES[table].key)),
        {"current": CURRENT},
    ).fetchall()
    cursor.unregister("incoming_groups")
    cursor.unregister("incoming_rows")
    others = {str(one) for (one,) in left_out}
    if len(rows):
        differing = compare(cursor, table, rows).to_numpy() != "unchanged"
        others |= set(rows[group].to_numpy()[differing])
    return groups.isin(others)


_GROUPS_LEFT_OUT = """
SELECT DISTINCT live.{group} FROM {table} live SEMI JOIN incoming_groups USING ({group})
WHERE live.revision_to = $current
  AND NOT EXISTS (SELECT 1 FROM incoming_rows batch WHERE {same})
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A batch as the temporary table ``staged``, with the ``difference`` of each row.

    Of `few` rows the current ones stand beside it as ``live_rows``, with where they lie.
    """

    cursor: duckdb.DuckDBPyConnection
    table: str
    few: bool

    def differences(self) -> pa.ChunkedArray:
        """Return the difference of each row, in the order of the batch."""
        found = self.cursor.sql("SELECT difference FROM staged ORDER BY position")
        return found.to_arrow_table().column(0).dictionary_encode()

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each difference."""
        sql = "SELECT difference, count(*) FROM staged GROUP BY ALL"
        return {str(one): int(many) for one, many in self.cursor.execute(sql).fetchall()}

    def close_changed(self, revision: int) -> None:
        """Close the current rows that the batch says otherwise."""
        sql = _CLOSE_FOUND if self.few else _CLOSE_CHANGED
        run(self.cursor, sql, self.table, {"revision": revision, "current": CURRENT})

    def close_missing(self, revision: int) -> int:
        """Close the current rows that the batch leaves out, where a table comes in whole
        groups, and return how many."""
        whole = TABLES[self.table].whole_by
        known: dict[str, object] = {"revision": revision, "current": CURRENT}
        if not whole:
            return 0
        if self.few:
            left_out = self.cursor.execute(_LEFT_OUT).fetchall()[0][0]
            return count(self.cursor, _CLOSE_LEFT_OUT, self.table, known) if left_out else 0
        sql = _CLOSE_MISSING.replace("{group}", same(self.table, "staged", whole))
        return count(self.cursor, sql, self.table, known)

    def drop(self) -> None:
        """Take away what was laid out."""
        self.cursor.execute("DROP TABLE staged")
        if self.few:
            self.cursor.execute("DROP TABLE live_rows")


def stage(
    cursor: duckdb.DuckDBPyConnection, table: str, rows: Rows, left_out: Sequence[str] = ()
) -> Staged:
    """Lay a batch beside the current rows; what it says in the columns `left_out` is no
    difference."""
    cursor.register("incoming_rows", rows)
    few = len(rows) <= _FEW * count(cursor, "SELECT count(*) FROM {table}", table, {})
    if few:
        # Only here: whoever reads may be shown a view in front of the table, without rowid.
        named = TABLES[table].key[:1] if TABLES[table].whole_by else TABLES[table].key
        live = _OF_THE_SAME.replace("{named}", ", ".join(f'"{one}"' for one in named))
        run(cursor, live, table, {"current": CURRENT})
    beside = _beside(cursor, table, rows, "live_rows" if few else "{table}", left_out)
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE staged AS {beside}".replace(
            "{beside}", beside.replace("{place}", ", live.live_place" if few else "")
        )
    )
    cursor.unregister("incoming_rows")
    return Staged(cursor=cursor, table=table, few=few)


def stage_as_tried(
    cursor: duckdb.DuckDBPyConnection, table: str, rows: Rows, differences: pa.ChunkedArray
) -> Staged:
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
    return Staged(cursor=cursor, table=table, few=False)


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
    others = [one for one in columns(rows) if one not in keys and one not in left_out]
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
        .replace("{same}", same("live", "batch", keys))
    )


def _unchanged(names: Iterable[str], measured: frozenset[str]) -> str:
    """Write the condition that a row says what the current one does."""
    same = [
        f"""(batch."{each}" IS NOT DISTINCT FROM live."{each}"
            OR coalesce(abs(batch."{each}" - live."{each}")
            <= {SAME_NUMBER} * least(abs(batch."{each}"), abs(live."{each}")), false))"""
        if each in measured
        else f'batch."{each}" IS NOT DISTINCT FROM live."{each}"'
        for each in names
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


_CLOSE_CHANGED = """
UPDATE {table} SET revision_to = $revision
FROM staged WHERE staged.difference = 'changed'
  AND {table}.revision_to = $current AND {same}
"""

_CLOSE_FOUND = """
UPDATE {table} SET revision_to = $revision
WHERE rowid IN (SELECT live_place FROM staged WHERE difference = 'changed')
"""

_CLOSE_MISSING = """
UPDATE {table} SET revision_to = $revision
WHERE revision_to = $current
  AND EXISTS (SELECT 1 FROM staged WHERE {group})
  AND NOT EXISTS (SELECT 1 FROM staged WHERE {same})
"""

_LEFT_OUT = "SELECT EXISTS (FROM live_rows ANTI JOIN staged USING (live_place))"

_CLOSE_LEFT_OUT = """
UPDATE {table} SET revision_to = $revision
WHERE rowid IN (SELECT live_place FROM live_rows ANTI JOIN staged USING (live_place))
"""
"""Groups are told apart by the first column of the key, by which ``live_rows`` are sought."""
