"""Statements that are written for one of the tables whose rows carry their revisions.

Every one is built from the closed set of table and column names in `data.store.tables` and the
schema; values always travel as parameters or as registered tables.
"""

from collections.abc import Iterable
from typing import TypeAlias

import duckdb
import pandas as pd
import pyarrow as pa

from data.store.tables import TABLES

Rows: TypeAlias = pd.DataFrame | pa.Table
"""A batch: a frame or a table."""


def columns(rows: Rows) -> list[str]:
    """Name the columns of a batch."""
    return list(rows.column_names if isinstance(rows, pa.Table) else rows.columns)


def same(left: str, right: str, columns: Iterable[str]) -> str:
    """Write that two rows are equal in some columns."""
    return " AND ".join(f'{left}."{column}" = {right}."{column}"' for column in columns)


def run(
    cursor: duckdb.DuckDBPyConnection, sql: str, table: str, parameters: dict[str, object]
) -> duckdb.DuckDBPyConnection:
    """Run a statement that is written for `table`: see `count`."""
    keys = TABLES[table].key
    names = {
        "{same}": same(table, "staged", keys),
        "{live_is_gone}": same("live", "gone", keys),
        "{live_is_earlier}": same("live", "earlier", keys),
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
    rows = run(cursor, sql, table, parameters).fetchall()
    return int(rows[0][0]) if rows else 0
