"""A read table whose columns have their meaning."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from data.intake.columns import header_name
from data.intake.findings import WHOLE_FILE, Place
from data.intake.values import Coded, blank


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Columns by canonical name; every row knows its record and its row in the spreadsheet.

    A wide table has been made long: then several rows share a record, and `value_headers`
    holds for each row the header its value stood under. `geometries` has the GeoJSON shape of
    each row of a file of shapes, and `sheets` the name and first record of each sheet of a
    workbook that several were read of. `unread` are the columns of few texts that mean nothing
    here, by their header.
    """

    kind: str
    columns: dict[str, Coded]
    given: dict[str, str]
    rows: np.ndarray
    records: np.ndarray
    value_headers: Coded | None = None
    geometries: tuple[Mapping[str, Any], ...] = ()
    sheets: tuple[tuple[str, int], ...] = ()
    unread: Mapping[str, Coded] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, name: str) -> Coded:
        """Return a column, blank when the file does not have it."""
        return self.columns.get(name) or blank(len(self.rows))

    def place(self, at: int, column: str) -> Place:
        """Say where a cell stands in the person's own file, and what it says."""
        header = self.given.get(column) or (header_name(self.kind, column))
        if at == WHOLE_FILE:
            return Place(None, header, "")
        if column in {"value", "period"} and self.value_headers:
            header = self.value_headers.texts[self.value_headers.codes[at]]
        cells = self.columns.get(column)
        read = cells.texts[cells.codes[at]] if cells else ""
        return Place(int(self.rows[at]), f"{self._sheet(at)}{header}", read)

    def _sheet(self, at: int) -> str:
        """Name the sheet of a row as a spreadsheet does, ``2024!``, when there are several."""
        record = self.records[at]
        within = [name for name, first in self.sheets if first <= record]
        return f"{within[-1]}!" if within else ""


def rows_of(sheet: Sheet, keep: np.ndarray) -> Sheet:
    """Return some rows of a table, by a mask or their places, with the numbers they had."""
    at = np.flatnonzero(keep) if keep.dtype == bool else keep
    headers = sheet.value_headers
    return replace(
        sheet,
        columns={name: each.at(at) for name, each in sheet.columns.items()},
        rows=sheet.rows[at],
        records=sheet.records[at],
        value_headers=headers.at(at) if headers else None,
        unread={name: each.at(at) for name, each in sheet.unread.items()},
    )
