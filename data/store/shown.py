"""Lets a cursor find what is shown without clearance under the names of the tables."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb


def show(cursor: duckdb.DuckDBPyConnection) -> None:
    """Let a cursor read the views of the schema ``shown`` before the tables behind them.

    Where nothing is hidden at all the tables are read as they are, which costs nothing.
    """
    if cursor.execute("SELECT 1 FROM disclosure_mask LIMIT 1").fetchone():
        cursor.execute("SET search_path = 'shown,main'")


@contextmanager
def as_shown(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let a cursor that writes read for a while what is shown."""
    show(cursor)
    try:
        yield
    finally:
        cursor.execute("RESET search_path")
