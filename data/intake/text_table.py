"""What every format is read into: the cells of a file as text, or why it cannot be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa

from data.intake.findings import Marks

TITLE_ROWS = 40
"""How far down the headers may stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTable:
    """The cells of a file as text, before anybody has said what they mean.

    `cells` has one string column per header, named by its place; `rows` is the number of each
    record in a spreadsheet. Excel swallows a first line ``sep=;``, so it has no number.
    `sheet` names the sheet of a workbook; `sheets` has the name of each, and its first record,
    when several were read as one. `uncalculated` holds the (record, column) of formulas that
    have no value and `errors` of cells with an error value. `dates` says of each record of
    some columns (by place) whether its cell is a date shown to the day: the 1st or the last of
    a month may be meant as the month. `remarks` are said about the file as a whole, and `note`
    is what it says of its source outside the table. `identity` tells a published table from
    others with the same headers: the same for every edition of it. `geometries` has the
    GeoJSON shape of each record of a file of shapes, and `above` the numbers and cells of the
    rows above the headers.
    """

    headers: tuple[str, ...]
    cells: pa.Table
    rows: np.ndarray
    encoding: str = ""
    delimiter: str = ""
    header_row: int = 0
    too_long: tuple[int, ...] = ()
    sheet: str = ""
    sheets: tuple[tuple[str, int], ...] = ()
    uncalculated: tuple[tuple[int, int], ...] = ()
    errors: tuple[tuple[int, int], ...] = ()
    dates: Mapping[int, np.ndarray] = field(default_factory=dict)
    remarks: tuple[Marks, ...] = ()
    note: str = ""
    identity: str = ""
    geometries: tuple[Mapping[str, Any], ...] = ()
    above: tuple[tuple[int, tuple[str, ...]], ...] = ()


def with_records(table: TextTable, keep: np.ndarray) -> TextTable:
    """Return the table with only the records where the mask `keep` is true."""
    now = np.cumsum(keep) - 1

    def moved(cells: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
        return tuple((int(now[record]), place) for record, place in cells if keep[record])

    rows = table.rows[keep]
    numbers = set(rows.tolist())
    return replace(
        table,
        cells=_filtered(table.cells, pa.array(keep)),
        rows=rows,
        too_long=tuple(number for number in table.too_long if number in numbers),
        sheets=tuple((name, int(keep[:first].sum())) for name, first in table.sheets),
        uncalculated=moved(table.uncalculated),
        errors=moved(table.errors),
        dates={place: days[keep] for place, days in table.dates.items()},
        geometries=tuple(
            each for each, kept in zip(table.geometries, keep, strict=False) if kept
        ),
    )


def _filtered(cells: pa.Table, keep: pa.Array) -> pa.Table:
    """Keep some records, and of coded columns only the texts that are left."""
    columns = []
    for column in cells.filter(keep).columns:
        if pa.types.is_dictionary(column.type):
            whole = column.unify_dictionaries().combine_chunks()
            used = whole.indices.dictionary_encode()
            texts = whole.dictionary.take(used.dictionary)
            columns.append(pa.DictionaryArray.from_arrays(used.indices, texts))
        else:
            columns.append(column)
    return pa.table(columns, names=cells.column_names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a file cannot be read at all: a message code and what it needs to say."""

    code: str
    details: dict[str, object] = field(default_factory=dict)
