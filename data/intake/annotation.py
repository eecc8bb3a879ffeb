"""Gives a person's file back with what was said about each row."""

import csv
import io

import numpy as np

from data.intake.annotated_workbook import annotated_workbook
from data.intake.examination import Examination
from data.intake.findings import WHOLE_FILE, Finding, Place, findings, total
from data.intake.formats import format_of
from data.intake.values import coded, numbers

_REMARKS = {"sv": "anmärkning", "en": "remark"}
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_LARGEST_WORKBOOK = 2_000_000
"""A workbook of more bytes takes too long to write anew: it comes back as CSV."""


def returned_as(examination: Examination, content: bytes) -> str:
    """Say in which format a file comes back, ``"xlsx"`` or ``"csv"``."""
    read = examination.table is not None and len(content) <= _LARGEST_WORKBOOK
    workbook = read and format_of(content, examination.file_name).name == "xlsx"
    return "xlsx" if workbook else "csv"


def annotated(examination: Examination, language: str, content: bytes = b"") -> bytes:
    """Return the uploaded file with a last column of remarks.

    A workbook, whose `content` is given, comes back as it was, in XLSX, with the column added
    to the sheets that were read (see `returned_as`). Anything else is CSV (BOM, semicolons):
    cells that a spreadsheet would run as a formula get an apostrophe in front, and what is
    said about the whole file stands on a row of its own, first.
    """
    remarks = _by_record(examination, language)
    table = examination.table
    if table and returned_as(examination, content) == "xlsx":
        return annotated_workbook(content, table, remarks, _REMARKS[language])
    written = io.StringIO(newline="")
    rows = csv.writer(written, delimiter=";", lineterminator="\r\n")
    whole = remarks.pop(WHOLE_FILE, "")
    own = examination.original or table
    headers = list(own.headers) if own else []
    rows.writerow([*map(_harmless, headers), _REMARKS[language]])
    if whole:
        rows.writerow([*[""] * len(headers), whole])
    if table:
        columns = [_safe_column(table.cells.column(place)) for place in range(len(headers))]
        for record, cells in enumerate(zip(*columns, strict=True)):
            rows.writerow([*cells, remarks.get(record, "")])
    return b"\xef\xbb\xbf" + written.getvalue().encode("utf-8")


def _by_record(examination: Examination, language: str) -> dict[int, str]:
    """Put together everything said about each record, by its place in the table."""
    sheet = examination.as_read
    if sheet is None:
        return {WHOLE_FILE: " ".join(each.message(language) for each in examination.findings)}

    def place(at: int, column: str) -> Place:
        record = None if at == WHOLE_FILE else int(sheet.records[at])
        return sheet.place(at, column)._replace(row=record)

    said: dict[int, list[str]] = {}
    for finding in findings(examination.marks, place, most=total(examination.marks)):
        record = WHOLE_FILE if finding.row is None else finding.row
        said.setdefault(record, []).append(_remark(finding, language))
    return {record: " ".join(sentences) for record, sentences in said.items()}


def _remark(finding: Finding, language: str) -> str:
    """Say the finding without its row, which is where it stands."""
    english = language == "en"
    words = finding.message_en if english else finding.message_sv
    suggestion = finding.suggestion_en if english else finding.suggestion_sv
    column = f"{finding.column}: " if finding.column else ""
    return f"{column}{words} {suggestion}".strip()


def _safe_column(column: object) -> list[str]:
    cells = coded(column)
    readable = ~np.isnan(numbers(cells).value)
    texts = [
        text if number else _harmless(text)
        for text, number in zip(
            cells.texts, _per_text(cells.codes, readable, len(cells.texts)), strict=True
        )
    ]
    return [texts[code] for code in cells.codes.tolist()]


def _per_text(codes: np.ndarray, answers: np.ndarray, count: int) -> list[bool]:
    by_text = np.zeros(count, dtype=bool)
    by_text[codes] = answers
    return [bool(each) for each in by_text]


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) and text not in {"-"} else text
