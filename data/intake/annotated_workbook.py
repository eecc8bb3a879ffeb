"""Gives a workbook back as it was, with a column of remarks beside its table."""

import io
import warnings
from collections.abc import Mapping
from typing import Any

import openpyxl

from data.intake.findings import WHOLE_FILE
from data.intake.text_table import TextTable
from data.intake.workbook.sheet_xml import MOST_COLUMNS


def annotated_workbook(
    content: bytes, table: TextTable, remarks: Mapping[int, str], header: str
) -> bytes:
    """Return a workbook with `remarks`, by record, to the right of the table read from it.

    Titles, row numbers and formulas stay as they are; macros are left out. What is said of
    the whole file stands beside the header of the remarks.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl cannot write anew is no figure
        book = openpyxl.load_workbook(io.BytesIO(content), keep_vba=False, keep_links=False)
    sheets = table.sheets or ((table.sheet, 0),)
    ends = [*(first for _, first in sheets[1:]), len(table.rows)]
    for (name, first), end in zip(sheets, ends, strict=True):
        rows: dict[int, str] = {}
        for record in range(first, end):
            if said := remarks.get(record):
                row = int(table.rows[record])
                rows[row] = " ".join(filter(None, [rows.get(row), said]))
        _write(book[name], table.header_row, {table.header_row: header, **rows})
    if whole := remarks.get(WHOLE_FILE):
        sheet = book[sheets[0][0]]
        place = _free(sheet, table.header_row, [table.header_row])
        _text(sheet, table.header_row, place, whole)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _write(sheet: Any, header_row: int, texts: Mapping[int, str]) -> None:
    place = _free(sheet, header_row, list(texts))
    for row, text in texts.items():
        _text(sheet, row, place, text)


def _free(sheet: Any, header_row: int, rows: list[int]) -> int:
    """Find the first column to the right of the headers that is empty in every row."""
    filled = [
        place
        for place in range(1, MOST_COLUMNS + 1)
        if sheet.cell(row=header_row, column=place).value is not None
    ]
    place = max(filled, default=0) + 1
    while any(sheet.cell(row=row, column=place).value is not None for row in rows):
        place += 1
    return place


def _text(sheet: Any, row: int, place: int, text: str) -> None:
    """Write a text that is never run, whatever it begins with."""
    cell = sheet.cell(row=row, column=place)
    cell.value = text
    cell.data_type = "s"
