"""Compares and saves the chunks of a spool, as the ledger does the rows of a table."""

import duckdb
import numpy as np
import pyarrow as pa

from data.store import ledger
from data.store.spool import Chunk

TABLE = "observation"


def states(cursor: duckdb.DuckDBPyConnection, chunk: Chunk) -> np.ndarray:
    """Say of each row of a chunk whether it is ``new``, ``changed`` or ``unchanged``."""
    said = np.full(chunk.rows.num_rows, "new", dtype=object)
    numbers = ledger.numbered_series(cursor, _keys(chunk), None)["series_id"]
    known = numbers.notna().to_numpy()[chunk.places]
    if known.any():
        rows = _numbered(chunk, numbers.fillna(-1).to_numpy(np.int64), known)
        said[known] = ledger.compare(cursor, TABLE, rows).to_numpy()
    return said


def save(
    cursor: duckdb.DuckDBPyConnection, revision: int, chunk: Chunk, based_on: int
) -> ledger.Difference | None:
    """Make the rows of a chunk current as part of `revision`, and count what differed.

    None, with nothing written, when somebody has changed one of them after `based_on`. Rows of
    series that begin with `revision` have nothing to be compared with.
    """
    found = ledger.numbered_series(cursor, _keys(chunk), revision)
    numbers = found["series_id"].to_numpy(np.int64)
    begun = (found["revision_from"] == revision).to_numpy()[chunk.places]
    known = _numbered(chunk, numbers, ~begun)
    if len(known) and ledger.touched_since(cursor, TABLE, known, based_on):
        return None
    difference = ledger.write(cursor, revision, TABLE, known)
    if begun.any():
        difference += ledger.add(cursor, revision, TABLE, _numbered(chunk, numbers, begun))
    return difference


def _keys(chunk: Chunk) -> pa.Table:
    position = pa.array(np.arange(chunk.series.num_rows))
    return chunk.series.append_column("position", position)


def _numbered(chunk: Chunk, numbers: np.ndarray, where: np.ndarray) -> pa.Table:
    """Return the rows where the mask is true with the number of their series first."""
    series = pa.array(numbers[chunk.places].astype(np.int32))
    rows = chunk.rows.drop_columns("place").add_column(0, "series_id", series)
    return rows if where.all() else rows.filter(pa.array(where))
