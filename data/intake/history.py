"""The rows of a file laid out beside what the store has of the same series."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.answers.reader import Reader
from data.intake.batch import Batch
from data.intake.known import stored_values
from data.intake.values import distinct

STORED = -1
"""The place of a value that is in the store and not in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Every value of the series of a file, in the file or the store, series by series in time.

    One entry per value: `row` (its place in the file, `STORED` otherwise), `series`, `start`
    and `end` (days), `value`, `n`, and `text` (the period, by its place in `texts`).
    `series_of_row` and `key_of_row` number the series and the series and period of each row of
    the file, -1 where unknown; `stored_value` is the store's value for the same key, NaN where
    there is none. `stored` is what the store has of the series, as `stored_values` gives it,
    and `stored_at` the place there of each row of the file, -1 where it is new.
    """

    row: np.ndarray
    series: np.ndarray
    start: np.ndarray
    end: np.ndarray
    value: np.ndarray
    n: np.ndarray
    text: np.ndarray
    texts: np.ndarray
    series_of_row: np.ndarray
    key_of_row: np.ndarray
    stored_value: np.ndarray
    stored: pd.DataFrame
    stored_at: np.ndarray

    def texts_at(self, places: np.ndarray | Sequence[int]) -> np.ndarray:
        """Return the periods of the entries at some places."""
        return np.asarray(self.texts[self.text[places]])


def known_pairs(batch: Batch) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the distinct pairs of ``indicator_id`` and ``area_id``, and every row's or -1."""
    known = (batch.indicator >= 0) & (batch.area >= 0)
    areas = max(len(batch.areas), 1)
    both = np.where(known, batch.indicator.astype(np.int64) * areas + batch.area, -1)
    pairs, codes = distinct(both + 1, len(batch.indicators) * areas + 1)
    keep = pairs > 0
    renumbered = np.where(keep, np.cumsum(keep) - 1, -1)
    indicator, area = np.divmod(pairs[keep] - 1, areas)
    ids = {
        "indicator_id": pd.array([each.id for each in batch.indicators], "str").take(indicator),
        "area_id": pd.array([each.area_id for each in batch.areas], "str").take(area),
    }
    return pd.DataFrame(ids), renumbered[codes]


def timeline(batch: Batch, reader: Reader, counts: np.ndarray) -> Timeline:
    """Lay the rows of the file where `counts` is true beside the store's values."""
    stored = stored_values(reader, known_pairs(batch)[0])
    wide = [
        ("indicator_id", [each.id for each in batch.indicators], batch.indicator),
        ("area_id", [each.area_id for each in batch.areas], batch.area),
        ("geo_version", batch.geo_version.texts, batch.geo_version.codes),
        ("category", batch.category.texts, batch.category.codes),
        ("supplier", batch.supplier.texts, batch.supplier.codes),
    ]
    ours = [codes for _, _, codes in wide] + [batch.definition_version]
    theirs = [_codes(stored[name], texts) for name, texts, _ in wide]
    theirs.append(stored["definition_version"].to_numpy(dtype=np.int64))
    rows = len(batch)
    joined = [np.concatenate(both) for both in zip(ours, theirs, strict=True)]
    series = _numbered(joined)
    period = np.concatenate(
        [batch.period, _codes(stored["period"], [each.text for each in batch.periods])]
    )
    # A stored period that the file lacks needs a number of its own, apart from all others.
    apart = len(batch.periods) + np.arange(len(period))
    key = _numbered([series, np.where(period < 0, apart, period)])
    unknown = np.concatenate([~batch.known, np.zeros(len(stored), dtype=bool)])
    series, key = np.where(unknown, -1, series), np.where(unknown, -1, key)
    return _arranged(batch, stored, series, key, counts, rows)


def _arranged(
    batch: Batch,
    stored: pd.DataFrame,
    series: np.ndarray,
    key: np.ndarray,
    counts: np.ndarray,
    rows: int,
) -> Timeline:
    theirs = np.zeros(0, dtype=np.int64)
    if len(stored):
        in_file = np.isin(series[rows:], np.unique(series[:rows]))
        replaced = np.isin(key[rows:], key[:rows][counts])
        theirs = np.flatnonzero(in_file & ~replaced)
    ours = np.flatnonzero(counts & batch.known)
    starts = np.array([each.start for each in batch.periods], dtype="M8[D]").astype(np.int64)
    ends = np.array([each.end for each in batch.periods], dtype="M8[D]").astype(np.int64)
    where = batch.period[ours]
    called = stored["period"].cat
    named = called.codes.to_numpy()[theirs].astype(np.int32) + len(batch.periods)
    arranged = {
        "row": np.concatenate([ours, np.full(len(theirs), STORED)]),
        "series": np.concatenate([series[ours], series[rows + theirs]]),
        "start": np.concatenate([starts[where], _days(stored["period_start"])[theirs]]),
        "end": np.concatenate([ends[where], _days(stored["period_end"])[theirs]]),
        "value": np.concatenate([batch.value()[ours], _shown(stored, "value")[theirs]]),
        "n": np.concatenate([batch.value("n")[ours], _shown(stored, "n")[theirs]]),
        "text": np.concatenate([where, named]),
    }
    return Timeline(
        **_in_order(arranged),
        texts=np.array([*(each.text for each in batch.periods), *called.categories], object),
        series_of_row=series[:rows],
        key_of_row=key[:rows],
        stored_value=_stored_value(key, stored, rows),
        stored=stored,
        stored_at=_stored_at(key, rows),
    )


def _in_order(arranged: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Sort by series, start and end; most files come sorted so."""
    series, start, end = (arranged[name] for name in ("series", "start", "end"))
    same = series[1:] == series[:-1]
    later = (start[1:] > start[:-1]) | ((start[1:] == start[:-1]) & (end[1:] >= end[:-1]))
    if ((series[1:] > series[:-1]) | (same & later)).all():
        return arranged
    order = np.lexsort((end, start, series))
    return {name: column[order] for name, column in arranged.items()}


def _shown(stored: pd.DataFrame, name: str) -> np.ndarray:
    """Return the numbers of a column, NaN where the viewer must not be shown them."""
    return np.where(stored["hidden"].to_numpy(bool), np.nan, _floats(stored[name]))


def _stored_value(key: np.ndarray, stored: pd.DataFrame, rows: int) -> np.ndarray:
    if not len(stored):
        return np.broadcast_to(np.array([np.nan]), (rows,))
    by_key = pd.Series(_shown(stored, "value"), index=key[rows:])
    return by_key[~by_key.index.duplicated()].reindex(key[:rows]).to_numpy(dtype=float)


def _stored_at(key: np.ndarray, rows: int) -> np.ndarray:
    by_key = pd.Series(np.arange(len(key) - rows), index=key[rows:])
    by_key = by_key[~by_key.index.duplicated()]
    return by_key.reindex(key[:rows]).fillna(-1).to_numpy(dtype=np.int64)


def _codes(column: pd.Series, texts: Sequence[str]) -> np.ndarray:
    """Return the place of each row's category among some texts, -1 where it is none of them."""
    place = {text: number for number, text in enumerate(texts)}
    numbers = np.array([*(place.get(text, -1) for text in column.cat.categories), -1])
    return np.asarray(numbers[column.cat.codes.to_numpy()], dtype=np.int64)


def _days(column: pd.Series) -> np.ndarray:
    return column.to_numpy(dtype="M8[D]").astype(np.int64)


def _floats(column: pd.Series) -> np.ndarray:
    return column.to_numpy(dtype=float, na_value=np.nan)


def _numbered(columns: Sequence[np.ndarray]) -> np.ndarray:
    """Number the distinct combinations of columns of small whole numbers (-1 and up)."""
    combined = columns[0].astype(np.int64) + 1
    widest = int(combined.max(initial=0)) + 1
    for column in columns[1:]:
        width = int(column.max(initial=0)) + 2
        if widest * width >= 2**62:
            codes, distinct = pd.factorize(combined)
            combined, widest = codes.astype(np.int64), len(distinct)
        combined = combined * width + column + 1
        widest *= width
    return np.asarray(pd.factorize(combined)[0])
