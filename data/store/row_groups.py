"""Cuts a stream of rows where the store does: a batch is a group of rows in the file."""

from collections.abc import Iterable, Iterator

import pyarrow as pa

ROW_GROUP = 122_880
"""The rows that DuckDB keeps as one group: what is asked for is read a group at a time."""


def in_groups(rows: pa.RecordBatchReader) -> pa.RecordBatchReader:
    """Return the same rows in as many at a time as make a group, and the rest last.

    Batches of other sizes become groups of other sizes, and those are written once more when
    the file is tidied: half as much work again, and half as large a file.
    """
    schema = pa.schema([_wide(field) for field in rows.schema])
    batches = (batch.cast(schema) for batch in rows)
    return pa.RecordBatchReader.from_batches(schema, _cut(batches))


def _wide(field: pa.Field) -> pa.Field:
    """Let texts by number be numbered so that those of several batches find room together."""
    if not pa.types.is_dictionary(field.type):
        return field
    return field.with_type(pa.dictionary(pa.int32(), field.type.value_type))


def _cut(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    held: list[pa.RecordBatch] = []
    room = ROW_GROUP
    for batch in batches:
        rest = batch
        while rest.num_rows >= room:
            yield pa.concat_batches([*held, rest.slice(0, room)])
            rest, held, room = rest.slice(room), [], ROW_GROUP
        if rest.num_rows:
            held.append(rest)
            room -= rest.num_rows
    if held:
        yield pa.concat_batches(held)
