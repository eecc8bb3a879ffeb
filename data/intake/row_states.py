"""Says of each row of a file whether it is new, changed or what the store has already."""

import numpy as np
import pandas as pd
import pyarrow as pa

from data.store.staged import SAME_NUMBER, STATES

_NUMBERS = ("value", "numerator", "denominator", "n", "low", "high", "ceiling")
_TEXTS = ("class_code", "missing_reason", "status", "evidence", "source", "note")
_DAYS = ("period_start", "period_end")


def row_states(table: pa.Table, stored: pd.DataFrame, stored_at: np.ndarray) -> np.ndarray:
    """Say of each row of a table of observations what it is, as a place in `STATES`.

    `stored_at` is the place of the row with the same key in `stored`, which has what
    `data.intake.known.stored_values` gives; -1 where there is none. The ledger says the same
    of the rows when they are saved, but for those that the viewer must not be shown: they are
    changed whatever they say, or whoever guesses would be told.
    """
    states = np.full(len(stored_at), STATES.index("new"), dtype=np.int8)
    there = np.flatnonzero(stored_at >= 0)
    if not len(there):
        return states
    same = np.ones(len(there), dtype=bool)
    if len(there) < len(stored_at):
        table = table.take(pa.array(there))
    place = stored_at[there]
    same &= ~stored["hidden"].to_numpy(bool)[place]
    for name in _DAYS:
        days = table.column(name).combine_chunks().to_numpy(zero_copy_only=False)
        same &= days.astype("M8[D]") == stored[name].to_numpy("M8[D]")[place]
    for name in _NUMBERS:
        same &= _same_numbers(table.column(name), stored[name], place)
    for name in _TEXTS:
        same &= _same_texts(table.column(name), stored[name], place)
    states[there] = np.where(same, STATES.index("unchanged"), STATES.index("changed"))
    return states


def _same_numbers(column: pa.ChunkedArray, stored: pd.Series, place: np.ndarray) -> np.ndarray:
    before = stored.to_numpy(dtype=float, na_value=np.nan)
    if column.null_count == len(column):
        return np.asarray(np.isnan(before[place]))
    now, before = column.cast(pa.float64()).combine_chunks().to_numpy(False), before[place]
    with np.errstate(invalid="ignore"):
        near = np.abs(now - before) <= SAME_NUMBER * np.minimum(np.abs(now), np.abs(before))
    return np.asarray((now == before) | near | (np.isnan(now) & np.isnan(before)))


def _same_texts(column: pa.ChunkedArray, stored: pd.Series, place: np.ndarray) -> np.ndarray:
    coded = column.combine_chunks()
    known = {text: code for code, text in enumerate(stored.cat.categories)}
    # No text at all is -1 in the store, and no text of the file is that.
    codes = np.array([known.get(text, -2) for text in coded.dictionary.to_pylist()], np.int32)
    return np.asarray(codes[coded.indices.to_numpy()] == stored.cat.codes.to_numpy()[place])
