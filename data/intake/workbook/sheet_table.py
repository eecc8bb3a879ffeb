"""From one sheet to a table of texts: what is hidden, struck out, merged or commented."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from openpyxl.utils import get_column_letter

from data.intake.columns import aliases, is_period, plain
from data.intake.findings import Both, Marks
from data.intake.questions import Questions
from data.intake.text_table import TextTable
from data.intake.workbook.grid import Cell, Grid
from data.intake.workbook.header import Groups, one_table, two_rows
from data.intake.workbook.packed import LONGEST_CELL, NotReadableError
from data.intake.workbook.texts import Texts
from data.intake.workbook.two_rows import long_table

_NOTE = "fotnot"
_LONGEST_NOTE = 1_000
_PRECISIONS = {"year": Both("år", "years"), "month": Both("månader", "months")}


@dataclass(slots=True, kw_only=True)
class _Body:
    """The rows below the header: their numbers in the sheet, and the places that are read."""

    headers: list[str]
    numbers: list[int]
    places: list[int]


def table_from(grid: Grid, texts: Texts, at: int, questions: Questions) -> TextTable:
    """Make the table of a sheet whose header is row `at`, from 0.

    Asks what the sheet leaves open. Raises `NotReadableError` for what is not one table.
    """
    rows, features = texts.rows, grid.features
    one_table(rows, at)
    groups = _groups(rows, at, grid, questions)
    first = at + (2 if groups else 1)
    _years(texts, at, questions)
    filled = _fill_merged(texts, features.merged, first)
    headers = [text.strip() for text in rows[at]]
    for place, pair in (groups.labels if groups else {}).items():
        headers += [""] * (place + 1 - len(headers))
        headers[place] = " ".join(pair)
    width = max(place for place, text in enumerate(headers) if text) + 1
    body = _Body(
        headers=headers[:width],
        numbers=[n for n in range(first + 1, len(rows) + 1) if any(rows[n - 1])],
        places=list(range(width)),
    )
    _hidden(body, rows, grid, questions)
    _commented(body, rows, grid, questions)
    _struck(body, rows, grid, questions)
    table = _table(body, texts, grid, at, width)
    remarks = [*_coarse(body, texts), *_merged(filled)]
    made = long_table(table, groups, body.places) if groups else table
    return replace(made, remarks=tuple(remarks), note=_note(rows[:at]))


def _note(titles: list[list[str]]) -> str:
    """Keep what stands above the table: it often says where the figures come from."""
    return " ".join(text for row in titles for text in row if text)[:_LONGEST_NOTE]


def _groups(rows: list[list[str]], at: int, grid: Grid, questions: Questions) -> Groups | None:
    groups = two_rows(rows, at, grid.features.merged)
    if groups is None:
        return None
    example = ", ".join(" ".join(pair) for pair in list(groups.labels.values())[:2])
    answer = questions.ask(
        "two_header_rows",
        grid.name,
        suggested="read",
        count=len(groups.labels),
        example=example,
        rows=[at + 1, at + 2],
    )
    if answer != "read":
        raise NotReadableError("header_two_rows")
    return groups


def _years(texts: Texts, at: int, questions: Questions) -> None:
    """Ask, column by column, whether dates in 1905 are the years 2024 or 2026."""
    by_place: dict[int, list[Cell]] = {}
    for cell in sorted(texts.years):
        if cell[0] > at:
            by_place.setdefault(cell[1] if cell[0] > at + 1 else -1, []).append(cell)
    for place, cells in by_place.items():
        row, column = cells[0]
        header = texts.rows[at]
        answer = questions.ask(
            "year_as_date",
            header[place] if 0 <= place < len(header) else "",
            suggested="year",
            count=len(cells),
            example=texts.rows[row - 1][column],
            rows=[row for row, _ in cells],
            year=texts.years[cells[0]],
        )
        if answer == "year":
            for row, column in cells:
                texts.rows[row - 1][column] = texts.years[row, column]


def _fill_merged(texts: Texts, merged: list[tuple[Cell, Cell]], first: int) -> list[str]:
    """Give every row of a merged cell its text, as a person reads it; return the ranges."""
    rows, filled = texts.rows, []
    for (top, left), (bottom, right) in merged:
        if top <= first or bottom == top or left != right or top > len(rows):
            continue
        text = rows[top - 1][left] if left < len(rows[top - 1]) else ""
        below = [rows[n - 1] for n in range(top + 1, min(bottom, len(rows)) + 1)]
        below = [row for row in below if any(row) and left < len(row) and not row[left]]
        for row in below:
            row[left] = text
        if text and below:
            letter = get_column_letter(left + 1)
            filled.append(f"{letter}{top}:{letter}{bottom}")
    return filled


def _merged(filled: list[str]) -> Iterable[Marks]:
    if filled:
        details = {"ranges": ", ".join(filled[:5])}
        yield Marks(code="merged_filled", details=details)


def _hidden(body: _Body, rows: list[list[str]], grid: Grid, questions: Questions) -> None:
    hidden = [number for number in body.numbers if number in grid.features.hidden_rows]
    if hidden:
        answer = questions.ask(
            "hidden_rows",
            grid.name,
            suggested="read",
            count=len(hidden),
            example=_listed(hidden),
            rows=hidden,
        )
        if answer == "leave":
            left = set(hidden)
            body.numbers = [number for number in body.numbers if number not in left]
    columns = [
        place
        for place in body.places
        if place in grid.features.hidden_columns
        and (body.headers[place] or any(_at(rows, n, place) for n in body.numbers))
    ]
    if columns:
        names = [body.headers[place] or get_column_letter(place + 1) for place in columns]
        answer = questions.ask(
            "hidden_columns",
            grid.name,
            suggested="read",
            count=len(columns),
            example=", ".join(names[:6]),
        )
        if answer == "leave":
            body.places = [place for place in body.places if place not in columns]


def _listed(numbers: list[int]) -> str:
    more = " ..." if len(numbers) > 6 else ""
    return ", ".join(map(str, numbers[:6])) + more


def _at(rows: list[list[str]], number: int, place: int) -> str:
    row = rows[number - 1]
    return row[place] if place < len(row) else ""


def _struck(body: _Body, rows: list[list[str]], grid: Grid, questions: Questions) -> None:
    """Ask whether what is crossed out counts; a row whose value does not is left out."""
    places, numbers = set(body.places), set(body.numbers)
    struck = sorted(
        (number, place)
        for number, place in grid.features.struck
        if number in numbers and place in places and _at(rows, number, place)
    )
    if not struck:
        return
    answer = questions.ask(
        "struck_through",
        grid.name,
        suggested="leave",
        count=len(struck),
        example=_at(rows, *struck[0]),
        rows=dict.fromkeys(number for number, _ in struck),
    )
    if answer != "leave":
        return
    gone = {number for number, place in struck if not is_period(body.headers[place])}
    for number, place in struck:
        rows[number - 1][place] = ""
    body.numbers = [number for number in body.numbers if number not in gone]


def _commented(body: _Body, rows: list[list[str]], grid: Grid, questions: Questions) -> None:
    """Propose the comments of cells as the note of their row."""
    numbers = set(body.numbers)
    by_row: dict[int, list[str]] = {}
    for (number, _), text in sorted(grid.features.comments.items()):
        if number in numbers:
            by_row.setdefault(number, []).append(text)
    if not by_row:
        return
    answer = questions.ask(
        "cell_comments",
        grid.name,
        suggested="note",
        count=sum(map(len, by_row.values())),
        example=next(iter(by_row.values()))[0],
        rows=by_row,
    )
    if answer != "note":
        return
    place = _note_place(body, rows)
    for number, said in by_row.items():
        row = rows[number - 1]
        row.extend([""] * (place + 1 - len(row)))
        row[place] = " ".join(filter(None, [row[place], *said]))


def _note_place(body: _Body, rows: list[list[str]]) -> int:
    """Find the column of notes, or add one to the right of everything."""
    names = aliases("observations")
    for place in body.places:
        if names.get(plain(body.headers[place])) == "note":
            return place
    place = max(len(body.headers), *(len(rows[number - 1]) for number in body.numbers))
    body.headers += [""] * (place - len(body.headers)) + [_NOTE]
    body.places.append(place)
    return place


def _table(body: _Body, texts: Texts, grid: Grid, at: int, width: int) -> TextTable:
    rows = [texts.rows[number - 1] for number in body.numbers]
    columns = _columns(rows, body.places)
    read = set(body.places)
    records = {number: record for record, number in enumerate(body.numbers)}
    column_of = {place: column for column, place in enumerate(body.places)}

    def cells(found: Iterable[Cell]) -> tuple[tuple[int, int], ...]:
        return tuple(
            sorted(
                (records[number], column_of[place])
                for number, place in found
                if number in records and place in column_of
            )
        )

    numbers = np.array(body.numbers, dtype=np.int64)
    dates = {
        column_of[place]: np.isin(numbers, np.asarray(days))
        for place, days in texts.days.items()
        if place in column_of
    }
    return TextTable(
        headers=tuple(body.headers[place] for place in body.places),
        cells=pa.table({str(at): column for at, column in enumerate(columns)}),
        rows=numbers,
        header_row=at + 1,
        too_long=tuple(
            number
            for number, row in zip(body.numbers, rows, strict=True)
            if len(row) > width
            and any(text for place, text in enumerate(row[width:], width) if place not in read)
        ),
        sheet=grid.name,
        uncalculated=cells(grid.features.uncalculated),
        errors=cells(grid.features.errors),
        dates={column: days for column, days in dates.items() if days.any()},
    )


def _columns(rows: list[list[str]], places: list[int]) -> list[pa.Array]:
    """Return the texts of some places of every row; a row that ends before is empty there.

    Raises `NotReadableError` for a text that is too long for a cell.
    """
    width = max(places) + 1
    whole = [row if len(row) >= width else row + [""] * (width - len(row)) for row in rows]
    by_place = list(zip(*whole, strict=False)) or [()] * width
    columns = [pa.array(by_place[place], pa.string()) for place in places]
    if any((pc.max(pc.utf8_length(column)).as_py() or 0) > LONGEST_CELL for column in columns):
        raise NotReadableError("cell_too_long", longest=LONGEST_CELL)
    return columns


def _coarse(body: _Body, texts: Texts) -> Iterable[Marks]:
    """Say that dates shown as months or years were read as those."""
    numbers = set(body.numbers)
    for (place, precision), rows in sorted(texts.coarse.items()):
        count = sum(number in numbers for number in rows)
        if place in body.places and count:
            yield Marks(
                code="dates_as_shown",
                details={
                    "header": body.headers[place],
                    "count": count,
                    "precision": _PRECISIONS[precision],
                },
            )
