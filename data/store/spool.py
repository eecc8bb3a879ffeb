"""Rows that are too many to hold at once: kept in a file nobody else sees, chunk by chunk."""

import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa


class Chunk(NamedTuple):
    """Some observations: the distinct series, and the rows with the place of each row's own.

    `series` has the columns of `data.store.tables.SERIES_KEY`, `rows` those of the table
    without its ``series_id``, and ``place``.
    """

    series: pa.Table
    rows: pa.Table

    @property
    def places(self) -> np.ndarray:
        """The place of each row's own series."""
        return np.asarray(self.rows.column("place").combine_chunks().to_numpy())


@dataclass(slots=True)
class _Written:
    start: int
    bytes: int


class Spool:
    """Chunks in the order they were added. The file goes when nothing refers to it any more.

    `indicator_ids` are those of all chunks. `same` are the columns that say the same in all
    rows, and what: None where they are missing in all.
    """

    def __init__(self) -> None:
        """Begin without rows."""
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as this does
        weakref.finalize(self, self._file.close)
        self._tables: list[_Written] = []
        self._rows = 0
        self.indicator_ids: set[str] = set()
        self.same: dict[str, str | None] = {}

    def __len__(self) -> int:
        return self._rows

    def add(self, chunk: Chunk) -> None:
        """Write a chunk after the others. One without rows is left out."""
        if not chunk.rows.num_rows:
            return
        same = _same(chunk.rows)
        if self._rows:
            same = {
                name: said for name, said in self.same.items() if (name, said) in same.items()
            }
        self.same = same
        self.indicator_ids |= set(chunk.series.column("indicator_id").unique().to_pylist())
        for table in chunk:
            self._write(table)
        self._rows += chunk.rows.num_rows

    def _write(self, table: pa.Table) -> None:
        sink = pa.BufferOutputStream()
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
            writer.write_table(table)
        written = sink.getvalue()
        start = self._file.seek(0, 2)
        self._file.write(written)
        self._tables.append(_Written(start, written.size))

    def series(self) -> Iterator[pa.Table]:
        """Read the series of each chunk."""
        yield from map(self._read, self._tables[::2])

    def __iter__(self) -> Iterator[Chunk]:
        """Read the chunks again, one at a time."""
        for place in range(0, len(self._tables), 2):
            yield Chunk(*(self._read(each) for each in self._tables[place : place + 2]))

    def _read(self, written: _Written) -> pa.Table:
        self._file.seek(written.start)
        return pa.ipc.open_stream(pa.py_buffer(self._file.read(written.bytes))).read_all()


def _same(rows: pa.Table) -> dict[str, str | None]:
    """Return the columns without any value, and the texts that are the same in all rows."""
    found: dict[str, str | None] = {}
    for name, column in zip(rows.column_names, rows.columns, strict=True):
        if column.null_count == len(column):
            found[name] = None
        elif pa.types.is_dictionary(column.type):
            whole = column.combine_chunks()
            codes = whole.indices.to_numpy()
            if codes.min() == codes.max():
                found[name] = whole.dictionary[int(codes[0])].as_py()
    return found
