"""The rows of a file that something is said or asked about, as they stand in the file."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from data.intake.examination import Examination
from data.intake.text_table import TextTable

MOST = 12
"""How many rows are shown; the others are only counted."""

_TITLES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRow:
    """One row: its number in the spreadsheet, its cells, and which of them it is about.

    A `title` stands above the table or is its headers; one that is not `read` is left out.
    """

    number: int
    cells: tuple[str, ...]
    marked: frozenset[int] = frozenset()
    title: bool = False
    read: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRows:
    """Rows in the order of the file, what each column was taken for, and how many are left.

    `meanings` holds the name of a column of ours, or ``""``, for each column of the file.
    """

    meanings: tuple[str, ...]
    rows: tuple[OwnRow, ...]
    left: int = 0


def own_rows(examination: Examination, most: int = MOST) -> OwnRows | None:
    """Return the rows with findings and those that questions name, None when none are."""
    table, sheet = examination.original, examination.as_read
    if table is None or sheet is None or not table.header_row or not len(table.rows):
        return None
    marked: dict[int, set[int]] = {}
    for record, concerned in _concerned(examination, table):
        marked.setdefault(record, set()).update(concerned)
    if not marked:
        return None
    named = examination.table.headers if examination.table else table.headers
    places = {header: place for place, header in enumerate(named)}
    places |= {header: place for place, header in enumerate(table.headers)}
    meanings = [""] * len(table.headers)
    for name, header in sheet.given.items():
        if header in places:
            meanings[places[header]] = name
    kept = set(examination.table.rows.tolist()) if examination.table else set()
    shown = sorted(marked)[:most]
    rows = [
        OwnRow(
            number=int(table.rows[record]),
            cells=_cells(table, record),
            marked=frozenset(marked[record]),
            read=int(table.rows[record]) in kept,
        )
        for record in shown
    ]
    return OwnRows(
        meanings=tuple(meanings),
        rows=(*_titles(table), *rows),
        left=len(marked) - len(shown),
    )


def _titles(table: TextTable) -> Iterator[OwnRow]:
    """Give what stands above the table, and the headers."""
    for number, cells in table.above[-_TITLES:]:
        yield OwnRow(number=number, cells=cells, title=True, read=False)
    yield OwnRow(number=table.header_row, cells=table.headers, title=True)


def _cells(table: TextTable, record: int) -> tuple[str, ...]:
    return tuple(column[record].as_py() or "" for column in table.cells.columns)


def _concerned(examination: Examination, table: TextTable) -> Iterator[tuple[int, set[int]]]:
    """Give the record and columns of each finding, and of the first rows of each question."""
    for finding in examination.findings:
        sheet, _, header = finding.column.rpartition("!")
        if finding.row is None or (record := _record(table, finding.row, sheet)) is None:
            continue
        named = header if header in table.headers else finding.column
        yield record, {place for place, each in enumerate(table.headers) if each == named}
    for proposal in examination.proposals:
        for number in proposal.rows[:1]:
            if not proposal.answered and (record := _record(table, number, "")) is not None:
                cells = _cells(table, record)
                yield (
                    record,
                    {
                        at
                        for at, text in enumerate(cells)
                        if text.casefold() == proposal.example.casefold()
                    },
                )


def _record(table: TextTable, number: int, sheet: str) -> int | None:
    """Find a row by its number, within its sheet where several were read."""
    names = [name for name, _first in table.sheets]
    first, last = 0, len(table.rows)
    if sheet in names:
        at = names.index(sheet)
        first = table.sheets[at][1]
        last = table.sheets[at + 1][1] if at + 1 < len(names) else last
    found = np.flatnonzero(table.rows[first:last] == number)
    return int(found[0]) + first if len(found) else None
