"""A read table whose columns have their meaning."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.intake.columns import canonical, header_name, is_period, missing_columns, shown
from data.intake.findings import WHOLE_FILE, Both, Marks, Place
from data.intake.reading import TextTable
from data.intake.values import Coded, blank, coded


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Columns by canonical name; every row knows its record and its row in the spreadsheet.

    A wide table has been made long: then several rows share a record, and `value_headers`
    holds for each row the header its value stood under.
    """

    kind: str
    columns: dict[str, Coded]
    given: dict[str, str]
    rows: np.ndarray
    records: np.ndarray
    value_headers: Coded | None = None

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
        return Place(int(self.rows[at]), header, read)


def sheet(table: TextTable, kind: str, indicator_id: str | None) -> tuple[Sheet, list[Marks]]:
    """Give the columns their meaning. Marks say what is missing, doubled or not used."""
    names = canonical(kind, table.headers)
    given = {name: header for name, header in zip(names, table.headers, strict=True) if name}
    columns = {
        name: coded(table.cells.column(place)) for place, name in enumerate(names) if name
    }
    rows = len(table.rows)
    if kind == "observations" and indicator_id and "indicator_id" not in columns:
        columns["indicator_id"] = Coded(np.zeros(rows, dtype=np.int32), [indicator_id])
    made = Sheet(
        kind=kind,
        columns=columns,
        given=given,
        rows=table.rows,
        records=np.arange(rows),
    )
    over = [place for place, name in enumerate(names) if not name and _is_over(table, place)]
    wide = [place for place in over if is_period(table.headers[place])]
    if kind == "observations" and wide and not {"period", "value"} & set(columns):
        made, over = _long(made, table, wide), [place for place in over if place not in wide]
    marks = [
        *_doubled(table.headers, names),
        *_missing(made, table.headers),
        *_too_long(made, table),
        *_uncalculated(made, table, names),
    ]
    marks += [
        Marks(
            code="column_not_used",
            details={"header": table.headers[place] or f"nr {place + 1}"},
        )
        for place in over
    ]
    return made, marks


def _is_over(table: TextTable, place: int) -> bool:
    """Whether a column without meaning holds anything: trailing delimiters make empty ones."""
    if table.headers[place]:
        return True
    return any(text for text in coded(table.cells.column(place)).texts)


def _long(made: Sheet, table: TextTable, places: Sequence[int]) -> Sheet:
    """Turn periods as columns into rows, record by record."""
    width = len(places)
    values = pa.chunked_array(
        [table.cells.column(place).combine_chunks() for place in places], pa.string()
    )
    by_column = np.arange(width * len(made)).reshape(width, len(made))
    order = by_column.T.ravel()
    stacked = coded(values)
    headers_of = Coded(
        np.tile(np.arange(width, dtype=np.int32), len(made)),
        [table.headers[place] for place in places],
    )
    columns = {
        name: Coded(np.repeat(column.codes, width), column.texts)
        for name, column in made.columns.items()
    }
    columns["period"] = headers_of
    columns["value"] = Coded(stacked.codes[order], stacked.texts)
    return Sheet(
        kind=made.kind,
        columns=columns,
        given=made.given,
        rows=np.repeat(made.rows, width),
        records=np.repeat(made.records, width),
        value_headers=headers_of,
    )


def _doubled(given: Sequence[str], names: Sequence[str]) -> Iterator[Marks]:
    for name in dict.fromkeys(filter(None, names)):
        both = [header for header, meant in zip(given, names, strict=True) if meant == name]
        if len(both) > 1:
            yield Marks(code="column_twice", details={"first": both[0], "second": both[1]})


def _too_long(made: Sheet, table: TextTable) -> Iterator[Marks]:
    if table.too_long:
        at = np.searchsorted(made.rows, np.array(table.too_long))
        yield Marks(code="row_too_long", rows=at, details={"width": len(table.headers)})


def _uncalculated(made: Sheet, table: TextTable, names: Sequence[str]) -> Iterator[Marks]:
    """Mark formulas that the workbook holds no value of, column by column."""
    for place, name in enumerate(names):
        records = [record for record, column in table.uncalculated if column == place]
        if name and records:
            at = np.flatnonzero(np.isin(made.records, records))
            yield Marks(code="formula_without_value", column=name, rows=at)


def _missing(made: Sheet, given: Sequence[str]) -> Iterator[Marks]:
    if needed := missing_columns(made.kind, made.columns):
        yield Marks(
            code="columns_missing",
            details={
                "needed": Both(shown(made.kind, needed, "sv"), shown(made.kind, needed, "en")),
                "present": ", ".join(filter(None, given))[:200],
            },
        )
