"""Gives a person's file back with what was said about each row."""

import csv
import io
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from data.intake.annotated_workbook import annotated_workbook
from data.intake.examination import Examination
from data.intake.findings import WHOLE_FILE, Finding, Place, findings, total
from data.intake.formats import format_of
from data.intake.spreadsheet import harmless
from data.intake.text_table import TextTable
from data.intake.values import coded, numbers

_REMARKS = {"sv": "anmärkning", "en": "remark"}
MOST_ROWS = 150_000
"""A larger file comes back with the rows that something is said of, and at most so many."""
_ROW = {"sv": "rad", "en": "row"}
_LARGEST_WORKBOOK = 2_000_000
"""A workbook of more bytes takes too long to write anew: it comes back as CSV."""


def returned_as(examination: Examination, content: bytes) -> str:
    """Say in which format a file comes back, ``"xlsx"`` or ``"csv"``."""
    read = examination.table is not None and len(content) <= _LARGEST_WORKBOOK
    workbook = read and format_of(content, examination.file_name).name == "xlsx"
    return "xlsx" if workbook else "csv"


def comes_in_part(examination: Examination) -> bool:
    """Say whether only the rows that something is said of come back, with their numbers."""
    return examination.table is not None and len(examination.table.rows) > MOST_ROWS


def annotated(examination: Examination, language: str, content: bytes = b"") -> bytes:
    """Return the uploaded file with a last column of remarks.

    A workbook, whose `content` is given, comes back as it was, in XLSX, with the column added
    to the sheets that were read (see `returned_as`). Anything else is CSV (BOM, semicolons):
    cells that a spreadsheet would run as a formula get an apostrophe in front, and what is
    said about the whole file stands on a row of its own, first. Of a large file see
    `comes_in_part`: its first column is the number of the row.
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
    before = [_ROW[language]] if comes_in_part(examination) else []
    rows.writerow([*before, *map(harmless, headers), _REMARKS[language]])
    if whole:
        rows.writerow([*[""] * len(before + headers), whole])
    if table:
        part = sorted(remarks) if before else range(len(table.rows))
        for record, cells in zip(part, _cells(table, len(headers), part), strict=True):
            number = [int(table.rows[record])] if before else []
            rows.writerow([*number, *cells, remarks.get(record, "")])
    return b"\xef\xbb\xbf" + written.getvalue().encode("utf-8")


def _cells(table: TextTable, width: int, records: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """Write the first columns of some records so that nothing in them is run."""
    picked = table.cells.take(pa.array(records, pa.int64()))
    columns = [_safe_column(picked.column(place)) for place in range(width)]
    return zip(*columns, strict=True)


def _by_record(examination: Examination, language: str) -> dict[int, str]:
    """Put together everything said about each record, by its place in the table."""
    sheet = examination.as_read
    if sheet is None:
        return {WHOLE_FILE: " ".join(each.message(language) for each in examination.findings)}

    def place(at: int, column: str) -> Place:
        record = None if at == WHOLE_FILE else int(sheet.records[at])
        return sheet.place(at, column)._replace(row=record)

    said: dict[int, list[str]] = {}
    most = total(examination.marks)
    if comes_in_part(examination):
        most = min(most, MOST_ROWS)
    for finding in findings(examination.marks, place, most=most):
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
        text if number else harmless(text)
        for text, number in zip(
            cells.texts, _per_text(cells.codes, readable, len(cells.texts)), strict=True
        )
    ]
    return [texts[code] for code in cells.codes.tolist()]


def _per_text(codes: np.ndarray, answers: np.ndarray, count: int) -> list[bool]:
    by_text = np.zeros(count, dtype=bool)
    by_text[codes] = answers
    return [bool(each) for each in by_text]
