"""From one sheet to a table of texts: what is hidden, struck out, merged or commented."""

from collections.abc import Collection, Iterable
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from openpyxl.utils import get_column_letter

from data.intake.findings import Both, Marks
from data.intake.questions import Questions
from data.intake.text_table import TextTable
from data.intake.workbook.asking import (
    Body,
    cells_within,
    commented_asked,
    hidden_asked,
    negatives_asked,
    struck_asked,
    unshown_asked,
    years_asked,
)
from data.intake.workbook.grid import Cell, Grid
from data.intake.workbook.header import one_table
from data.intake.workbook.header_groups import Groups, two_rows
from data.intake.workbook.merged import fill_merged
from data.intake.workbook.packed import LONGEST_CELL, NotReadableError
from data.intake.workbook.texts import Texts
from data.intake.workbook.two_rows import long_table

_NOT_AVAILABLE = "#N/A"
"""The error value that somebody writes on purpose: it is read as the text that it is."""

_ABOVE = {
    "indikator": Both("indikator", "indicator"),
    "kategori": Both("kategori", "category"),
    "period": Both("period", "period"),
}
_LONGEST_NOTE = 1_000
_PRECISIONS = {"year": Both("år", "years"), "month": Both("månader", "months")}


def table_from(
    grid: Grid, texts: Texts, at: int, questions: Questions, *, subject: str = ""
) -> TextTable:
    """Make the table of a sheet whose header is row `at`, from 0.

    Asks what the sheet leaves open, about `subject` where there are several sheets: the name of
    the only one is often new every month. Raises `NotReadableError` for what is not one table.
    """
    rows, features = texts.rows, grid.features
    one_table(rows, at)
    groups = _groups(rows, at, grid, questions, subject)
    first = at + (2 if groups else 1)
    years_asked(texts, at, questions)
    places = groups.labels if groups else {}
    said = fill_merged(rows, features.merged, first, rows[at], places, questions, subject)
    headers = [text.strip() for text in rows[at]]
    for place, label in places.items():
        headers += [""] * (place + 1 - len(headers))
        headers[place] = label
    width = max(place for place, text in enumerate(headers) if text) + 1
    body = Body(
        subject=subject,
        headers=headers[:width],
        numbers=[n for n in range(first + 1, len(rows) + 1) if any(rows[n - 1])],
        places=list(range(width)),
    )
    hidden_asked(body, rows, grid, questions)
    unshown_asked(body, texts, questions)
    negatives_asked(body, texts, questions)
    commented_asked(body, rows, grid, questions)
    struck_asked(body, rows, grid, questions)
    table = _table(body, texts, grid, at, width)
    remarks = [*_coarse(body, texts), *_scaled(body, texts), *said]
    made = long_table(table, groups, body.places) if groups else table
    return replace(made, remarks=tuple(remarks), note=_note(rows[:at]))


def _note(titles: list[list[str]]) -> str:
    """Keep what stands above the table: it often says where the figures come from."""
    return "; ".join(" ".join(filter(None, row)) for row in titles if any(row))[:_LONGEST_NOTE]


def _groups(
    rows: list[list[str]], at: int, grid: Grid, questions: Questions, subject: str
) -> Groups | None:
    groups = two_rows(rows, at, grid.features.merged)
    if groups is None:
        return None
    above = list(dict.fromkeys(" ".join(group.said) for group in groups.each))
    answer = questions.ask(
        groups.question,
        subject,
        suggested="read",
        count=len(groups.labels),
        example=", ".join(above[:2]),
        rows=[at + 1, at + 2],
        above=_ABOVE[groups.added[0]],
        below=", ".join(groups.values),
    )
    if answer != "read":
        raise NotReadableError("header_two_rows")
    return groups


def _table(body: Body, texts: Texts, grid: Grid, at: int, width: int) -> TextTable:
    rows = [texts.rows[number - 1] for number in body.numbers]
    columns = _columns(rows, body.places)
    read = set(body.places)
    column_of = {place: column for column, place in enumerate(body.places)}

    def cells(found: Collection[Cell]) -> tuple[tuple[int, int], ...]:
        if not found:
            return ()
        records = {number: record for record, number in enumerate(body.numbers)}
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
        errors=cells(
            [cell for cell, text in grid.features.errors.items() if text != _NOT_AVAILABLE]
        ),
        dates={column: days for column, days in dates.items() if days.any()},
        above=tuple(
            (number, tuple(row[: width or None]))
            for number, row in enumerate(texts.rows[:at], 1)
            if any(row)
        ),
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


def _coarse(body: Body, texts: Texts) -> Iterable[Marks]:
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


def _scaled(body: Body, texts: Texts) -> Iterable[Marks]:
    """Say that numbers shown in thousands or millions were read whole."""
    if found := cells_within(body, texts.scaled):
        row, place = found[0]
        yield Marks(
            code="shown_scaled",
            details={
                "count": len(found),
                "cell": f"{get_column_letter(place + 1)}{row}",
                "held": texts.rows[row - 1][place],
                "shown": texts.scaled[row, place],
            },
        )
