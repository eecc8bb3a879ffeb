"""Lets the store write to disk what it would otherwise hold until something large is done."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb

_MOST = "250MB"


@contextmanager
def little_memory(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let all of a store take little memory inside; what it has read before is let go too."""
    with suppress(duckdb.OutOfMemoryException):  # somebody else holds more at this moment
        cursor.execute(f"SET memory_limit = '{_MOST}'")
    try:
        yield
    finally:
        cursor.execute("RESET memory_limit")
