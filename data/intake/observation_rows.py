"""The rows of a file of observations as the store has them."""

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa

from data.intake.batch import Batch
from data.intake.values import REASONS, Coded, at_rows, distinct
from data.store.spool import Chunk
from data.store.tables import SERIES_KEY


def observation_table(rows: Batch, at: np.ndarray) -> pa.Table:
    """Return some rows, by their places, with the natural key of their series.

    One row per observation, in the order of `at`; texts are coded, blank text is ``''``, and
    missing numbers are null.
    """
    periods = at_rows(rows.period, at)
    columns = {
        "indicator_id": _texts([each.id for each in rows.indicators], rows.indicator, at),
        "definition_version": pa.array(rows.definition_version[at].astype(np.int32)),
        "area_id": _texts([each.area_id for each in rows.areas], rows.area, at),
        "geo_version": _coded(rows.geo_version, at),
        "category": _coded(rows.category, at),
        "supplier": _coded(rows.supplier, at),
        "period": _texts([each.text for each in rows.periods], rows.period, at),
        "period_start": _days((each.start for each in rows.periods), periods),
        "period_end": _days((each.end for each in rows.periods), periods),
        "value": _floats(rows.value()[at]),
        "class_code": _coded(rows.class_code, at),
        "numerator": _floats(rows.value("numerator")[at]),
        "denominator": _floats(rows.value("denominator")[at]),
        "n": _whole(rows.value("n")[at]),
        "low": _floats(rows.low[at]),
        "high": _floats(rows.high[at]),
        "missing_reason": _missing_reason(rows, at),
        "status": _coded(rows.status, at),
        "evidence": _coded(rows.evidence, at),
        "source": _coded(rows.sheet.column("source"), at),
        "note": _coded(rows.note, at),
        "ceiling": _floats(rows.ceiling[at]),
    }
    return pa.table(columns)


def as_frame(table: pa.Table) -> pd.DataFrame:
    """Return the rows as a table of pandas: plain texts, NaN or NA for missing numbers."""
    plain = pa.table(
        {
            name: column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
            for name, column in zip(table.column_names, table.columns, strict=True)
        }
    )
    frame: pd.DataFrame = plain.to_pandas()
    for name in ("period_start", "period_end"):
        frame[name] = plain.column(name).cast(pa.timestamp("s")).to_pandas()
    frame["n"] = plain.column("n").to_pandas(types_mapper={pa.int32(): pd.Int32Dtype()}.get)
    return frame


def as_chunk(table: pa.Table, series: np.ndarray) -> Chunk:
    """Divide rows into their distinct series and the rest. `series` numbers each row's own."""
    numbers, place = distinct(series, int(series.max(initial=0)) + 1)
    first = np.empty(len(numbers), dtype=np.int64)
    first[place[::-1]] = np.arange(len(place))[::-1]
    keys = table.select(list(SERIES_KEY)).take(pa.array(first))
    rows = table.drop_columns(list(SERIES_KEY))
    return Chunk(keys, rows.append_column("place", pa.array(place.astype(np.int32))))


def _coded(column: Coded, at: np.ndarray) -> pa.DictionaryArray:
    return _texts(column.texts, column.codes, at)


def _texts(texts: Sequence[str], codes: np.ndarray, at: np.ndarray) -> pa.DictionaryArray:
    indices = pa.array(np.ascontiguousarray(at_rows(codes, at), dtype=np.int32))
    return pa.DictionaryArray.from_arrays(indices, pa.array(texts, pa.string()))


def _days(days: Iterable[date], codes: np.ndarray) -> pa.Array:
    each = np.array(list(days), dtype="M8[D]")
    return pa.array(each[codes])


def _floats(values: np.ndarray) -> pa.Array:
    return pa.array(np.asarray(values, dtype=float), from_pandas=True)


def _whole(values: np.ndarray) -> pa.Array:
    missing = np.isnan(values)
    whole = np.where(missing, 0, np.round(values))
    return pa.array(whole.astype(np.int32), mask=missing)


def _missing_reason(rows: Batch, at: np.ndarray) -> pa.DictionaryArray:
    """Say why a value is missing: its mark, or just that it is."""
    there = ~np.isnan(rows.value()) | rows.class_code.filled
    missing = REASONS.index("missing")
    reason = np.where(rows.missing_reason > 0, rows.missing_reason, missing)
    return _texts(list(REASONS), np.where(there, 0, reason), at)
