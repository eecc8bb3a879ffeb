"""Saves the chunks of a spool, as the ledger does the rows of a table."""

from collections.abc import Iterator
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa

from data.store import ledger, staged
from data.store.little_memory import little_memory
from data.store.spool import Chunk, Spool

TABLE = "observation"


class _Series(NamedTuple):
    """The numbers of the series of a chunk, and which of them begin now."""

    numbers: np.ndarray
    begun: np.ndarray


def save(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    spool: Spool,
    based_on: int,
    tried: staged.TriedParts | None = None,
) -> ledger.Difference | None:
    """Make the rows of a spool current as part of `revision`, and count what differed.

    None, to be rolled back, when somebody has changed one of them after `based_on`. The rows of
    series that begin with `revision` have nothing to be compared with: they are written as one
    stream. What was found when the same spool was `tried` is not sought again.
    """
    with little_memory(cursor):
        return _saved(cursor, revision, spool, based_on, {} if tried is None else tried)


def _saved(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    spool: Spool,
    based_on: int,
    tried: staged.TriedParts,
) -> ledger.Difference | None:
    series = [_numbers(cursor, keys, revision) for keys in spool.series()]
    difference = ledger.Difference()
    for number, (chunk, found) in enumerate(zip(spool, series, strict=True)):
        known = ~found.begun[chunk.places]
        if not known.any():
            continue
        rows = _numbered(chunk, found.numbers, known)
        if ledger.touched_since(cursor, TABLE, rows, based_on):
            return None
        mine = tried.setdefault((number, rows.num_rows), staged.Tried())
        difference += ledger.write(cursor, revision, TABLE, rows, tried=mine)
    if any(found.begun.any() for found in series):
        stream = _stream(spool, series)
        difference += ledger.add(cursor, revision, TABLE, stream, spool.same)
    return difference


def _numbers(cursor: duckdb.DuckDBPyConnection, keys: pa.Table, revision: int) -> _Series:
    found = ledger.numbered_series(cursor, _keys(keys), revision)
    return _Series(
        found["series_id"].to_numpy(np.int32), (found["revision_from"] == revision).to_numpy()
    )


def _stream(spool: Spool, series: list[_Series]) -> pa.RecordBatchReader:
    """Read the rows of the series that begin, some at a time, but what is the same in all."""

    def batches() -> Iterator[pa.RecordBatch]:
        for chunk, found in zip(spool, series, strict=True):
            rows = _numbered(chunk, found.numbers, found.begun[chunk.places]).select(names)
            yield from rows.to_batches()

    whole = _numbered(next(iter(spool)), series[0].numbers, np.zeros(0, dtype=bool)).schema
    names = [name for name in whole.names if name not in spool.same]
    schema = pa.schema([whole.field(name) for name in names])
    return pa.RecordBatchReader.from_batches(schema, batches())


def _keys(series: pa.Table) -> pa.Table:
    return series.append_column("position", pa.array(np.arange(series.num_rows)))


def _numbered(chunk: Chunk, numbers: np.ndarray, where: np.ndarray) -> pa.Table:
    """Return the rows where the mask is true with the number of their series first."""
    series = pa.array(numbers[chunk.places])
    rows = chunk.rows.drop_columns("place").add_column(0, "series_id", series)
    return rows if where.all() else rows.filter(pa.array(where))
