"""A stream of rows is written as the file keeps them: in groups that are full."""

import numpy as np
import pyarrow as pa
import pytest

from data.store import row_groups
from data.store.row_groups import in_groups


@pytest.fixture(autouse=True)
def groups_of_four(monkeypatch):
    monkeypatch.setattr(row_groups, "ROW_GROUP", 4)


def stream(*batches: pa.RecordBatch) -> pa.RecordBatchReader:
    return pa.RecordBatchReader.from_batches(batches[0].schema, batches)


def numbered(*numbers: int) -> pa.RecordBatch:
    return pa.record_batch({"number": pa.array(numbers, pa.int32())})


def test_batches_of_any_size_become_full_groups_and_a_rest_in_the_same_order():
    found = list(in_groups(stream(numbered(0), numbered(*range(1, 10)), numbered(10, 11, 12))))
    assert [batch.num_rows for batch in found] == [4, 4, 4, 1]
    assert [one for batch in found for one in batch["number"].to_pylist()] == list(range(13))


def test_a_stream_without_rows_is_one():
    empty = in_groups(pa.RecordBatchReader.from_batches(numbered(0).schema, []))
    assert empty.read_all().num_rows == 0


def test_texts_that_batches_number_each_in_their_way_stay_what_they_are():
    """And they may be more together than the numbers of one of them can count."""
    texts = [f"text {number}" for number in range(200)]
    batches = [
        pa.record_batch(
            {"text": pa.DictionaryArray.from_arrays(np.array([1, 0], np.int8), [text, "same"])}
        )
        for text in texts
    ]
    found = in_groups(stream(*batches)).read_all().column("text").to_pylist()
    assert found == [each for text in texts for each in ("same", text)]
