"""Merged cells: a text holds for every row of its own; a value over several is asked about."""

from collections.abc import Collection, Sequence

import numpy as np
from openpyxl.utils import get_column_letter

from data.intake.columns import aliases, is_period, plain
from data.intake.findings import Marks
from data.intake.questions import Questions
from data.intake.values import Coded, numbers
from data.intake.workbook.grid import Cell
from data.intake.workbook.header_groups import MEASURED

Rows = list[list[str]]
Range = tuple[Cell, Cell]


def fill_merged(
    rows: Rows,
    merged: Sequence[Range],
    first: int,
    headers: Sequence[str],
    values: Collection[int],
    questions: Questions,
    subject: str,
) -> list[Marks]:
    """Give every row of a merged cell its text, as a person reads it, and say so.

    `first` is the last row of the headers, and `values` are the places of values whatever their
    header. What a value over several cells means is asked; unanswered, it is not read.
    """
    below = [each for each in merged if each[0][0] > first and _text(rows, each[0])]
    asked = [each for each in below if _holds_value(rows, each, headers, values)]
    filled = [_name(each) for each in below if each not in asked and _fill_down(rows, each)]
    if asked:
        _fill_values(rows, asked, questions, subject)
    said = Marks(code="merged_filled", details={"ranges": ", ".join(filled[:5])})
    return [said] if filled else []


def _text(rows: Rows, cell: Cell) -> str:
    number, place = cell
    row = rows[number - 1] if number <= len(rows) else []
    return row[place] if place < len(row) else ""


def _holds_value(
    rows: Rows, merged: Range, headers: Sequence[str], values: Collection[int]
) -> bool:
    place = merged[0][1]
    header = headers[place] if place < len(headers) else ""
    column = aliases("observations").get(plain(header), "")
    if place in values or column in MEASURED or is_period(header):
        return True
    text = Coded(np.zeros(1, dtype=int), [_text(rows, merged[0])])
    return not column and bool(~np.isnan(numbers(text).value[0]))


def _fill_down(rows: Rows, merged: Range) -> bool:
    """Write the text of a merged cell in a column on all of its rows; whether there are any."""
    (top, left), (bottom, right) = merged
    if bottom == top or left != right:
        return False
    below = [rows[number - 1] for number in range(top + 1, min(bottom, len(rows)) + 1)]
    below = [row for row in below if any(row) and left < len(row) and not row[left]]
    for row in below:
        row[left] = _text(rows, (top, left))
    return bool(below)


def _fill_values(
    rows: Rows, asked: Sequence[Range], questions: Questions, subject: str
) -> None:
    (top, left), _ = asked[0]
    answer = questions.ask(
        "merged_values",
        subject,
        count=len(asked),
        example=f"{_name(asked[0])}: {_text(rows, (top, left))}",
        rows=[first[0] for first, _ in asked],
    )
    for (top, left), (bottom, right) in asked:
        text = _text(rows, (top, left)) if answer == "each" else ""
        for row in rows[top - 1 : bottom]:
            row.extend([""] * (right + 1 - len(row)))
            row[left : right + 1] = [text] * (right + 1 - left)


def _name(merged: Range) -> str:
    """Write a range as a spreadsheet does: ``A2:A4``."""
    return ":".join(f"{get_column_letter(place + 1)}{number}" for number, place in merged)
