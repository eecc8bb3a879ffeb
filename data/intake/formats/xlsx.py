"""From an Excel workbook to the same table of texts as any other file.

Nothing in a workbook is run: cells are read as they were last calculated, and a formula that
never was is said to be so. A workbook is a packed file, so its size is looked at unpacked
before anything is opened.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

import numpy as np
import openpyxl
import pyarrow as pa

from data.intake.columns import familiarity
from data.intake.format import Format
from data.intake.questions import Questions
from data.intake.recognition import binary_format, named_otherwise
from data.intake.text_table import TITLE_ROWS, Refusal, TextTable

LARGEST_UNPACKED = 400_000_000
"""More than a million rows of twenty columns; what is larger is no table of ours."""

_MOST_PARTS = 2_000
_BLANK_ROWS = 5_000
"""So many empty rows in a run, and what is left of a sheet is only formatting."""

_Row = list[tuple[str, bool]]
"""The cells of a row as text, and whether each is a formula that was never calculated."""


def read(content: bytes, file_name: str, questions: Questions) -> TextTable | Refusal:
    """Read the first visible sheet that has known headers, or say why there is none."""
    if refused := _unsafe(content):
        return refused
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out is no data of ours
            return _read(content)
    except Exception:  # a broken workbook breaks in as many ways as there are parts in it
        return Refusal(code="workbook_broken", details={"name": file_name})


def _recognises(content: bytes, file_name: str) -> bool:
    """A workbook named as a text is refused as text, with what it is and what to do."""
    return binary_format(content) == "xlsx" and not named_otherwise(file_name, "xlsx")


def _unsafe(content: bytes) -> Refusal | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > _MOST_PARTS or unpacked > LARGEST_UNPACKED:
                size = LARGEST_UNPACKED // 1_000_000
                return Refusal(code="workbook_too_large", details={"largest": size})
            for part in parts:
                if part.filename.endswith(".xml"):
                    with packed.open(part) as opened:
                        if b"<!DOCTYPE" in opened.read(1_000).upper():
                            return Refusal(code="workbook_broken")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return Refusal(code="workbook_broken")
    return None


def _read(content: bytes) -> TextTable | Refusal:
    values = openpyxl.load_workbook(
        io.BytesIO(content), read_only=True, data_only=True, keep_links=False
    )
    formulas = None
    if _has_formulas(content):
        formulas = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=False, keep_links=False
        )
    seen: list[str] = []
    for sheet in values.worksheets:
        if sheet.sheet_state != "visible":
            continue
        asked = formulas[sheet.title] if formulas is not None else None
        rows = list(_rows(sheet, asked))
        at = _header(rows)
        if at >= 0:
            return _table(rows, at, sheet.title)
        seen += [text for _, row in rows[:1] for text, _ in row if text]
    return Refusal(code="header_not_found", details={"shown": ", ".join(seen[:6])[:160]})


def _has_formulas(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for part in packed.infolist():
            if part.filename.startswith("xl/worksheets/"):
                text = packed.read(part)
                if b"<f>" in text or b"<f " in text:
                    return True
    return False


def _rows(sheet: Any, formulas: Any) -> Iterator[tuple[int, _Row]]:
    """Give every row that is not blank with its own number in the sheet."""
    sheet.reset_dimensions()
    if formulas is not None:
        formulas.reset_dimensions()
    beside = formulas.iter_rows() if formulas is not None else None
    blank = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        asked: Sequence[Any] = next(beside) if beside is not None else ()
        row = [_cell(cell, asked[place] if asked else None) for place, cell in enumerate(cells)]
        if any(text for text, _ in row):
            blank = 0
            yield number, row
        else:
            blank += 1
            if blank > _BLANK_ROWS:
                return


def _cell(cell: Any, formula: Any) -> tuple[str, bool]:
    if cell.value is None:
        asked = getattr(formula, "value", None)
        never = getattr(formula, "data_type", "") == "f"
        return (f"={str(asked).removeprefix('=')}", True) if never else ("", False)
    return _text(cell.value, str(getattr(cell, "number_format", "") or "")), False


def _text(value: object, number_format: str) -> str:
    """Write a cell as the person sees it: dates as days, a share shown as percent as that."""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        percent = "%" in number_format
        number = round(value * 100, 9) if percent else value
        whole = isinstance(number, float) and number.is_integer() and abs(number) < 1e15
        return f"{int(number) if whole else number!r}{' %' if percent else ''}"
    return str(value).strip()


def _header(rows: list[tuple[int, _Row]]) -> int:
    """Find the row that is most like headers among the first; -1 for none."""
    scores = [familiarity([text for text, _ in row]) for _, row in rows[:TITLE_ROWS]]
    best = max(scores, default=0)
    return scores.index(best) if best > 1 else -1


def _table(rows: list[tuple[int, _Row]], at: int, title: str) -> TextTable:
    header_number, header = rows[at]
    width = max(place for place, (text, _) in enumerate(header) if text) + 1
    body = rows[at + 1 :]
    body = [(number, row) for number, row in body if any(text for text, _ in row)]
    columns = {
        str(place): pa.array(
            [row[place][0] if place < len(row) else "" for _, row in body], pa.string()
        )
        for place in range(width)
    }
    return TextTable(
        headers=tuple(text for text, _ in header[:width]),
        cells=pa.table(columns),
        rows=np.array([number for number, _ in body], dtype=np.int64),
        header_row=header_number,
        too_long=tuple(n for n, row in body if any(text for text, _ in row[width:])),
        sheet=title,
        uncalculated=tuple(
            (record, place)
            for record, (_, row) in enumerate(body)
            for place, (_, never) in enumerate(row[:width])
            if never
        ),
    )


FORMAT = Format(
    name="xlsx",
    recognises=_recognises,
    read=read,
)
