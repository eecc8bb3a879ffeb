"""Many rows at once as a frame, without a thing of Python's for each text in them.

A nation's measurements of one indicator are a quarter of a million rows with seventeen texts
each. DuckDB's own frames are made of such things, which took most of the time and three times
the memory that stays.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

_AT_A_TIME = 20_480
_TEXT = pd.StringDtype(na_value=np.nan)


def as_frame(answer: duckdb.DuckDBPyRelation, most: int) -> pd.DataFrame:
    """Return the rows of an answer with the columns and types that DuckDB's own frame has.

    Of more rows than `most` only some more than that.
    """
    reader: pa.RecordBatchReader = answer.to_arrow_reader(_AT_A_TIME)
    rows = pa.Table.from_batches(_up_to(most, reader), reader.schema)
    # Columns are taken one by one: each is let go before the next is made.
    named = {name: _column(rows.column(name)) for name in rows.column_names}
    return pd.DataFrame(named, copy=False)


def _up_to(most: int, batches: Iterable[pa.RecordBatch]) -> list[pa.RecordBatch]:
    kept: list[pa.RecordBatch] = []
    for batch in batches:
        kept.append(batch)
        most -= batch.num_rows
        if most < 0:
            break
    return kept


def _column(cells: pa.ChunkedArray) -> Any:
    if pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type):
        if cells.null_count == len(cells):
            return np.full(len(cells), None, dtype=object)
        whole = cells.combine_chunks().cast(pa.large_string())
        return pd.array(pa.chunked_array([whole]), dtype=_TEXT)
    if pa.types.is_date(cells.type):
        cells = cells.cast(pa.timestamp("us"))
    return cells.to_pandas(types_mapper=_WITH_GAPS.get if cells.null_count else None)


_WITH_GAPS: Mapping[pa.DataType, pd.api.extensions.ExtensionDtype] = {
    pa.int32(): pd.Int32Dtype(),
    pa.int64(): pd.Int64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
}
"""As what numbers are read of which some are not there."""
