"""Reads the cells of an older workbook in a process of its own: a broken one can bring it down.

Such a workbook says itself how large its parts are, and what reads it believes that: a damaged
one of some kilobytes asks for all the memory there is. The process is given little of it, and
little time. It runs this file, and imports nothing else of ours.
"""

import pickle
import subprocess
import sys
from contextlib import suppress
from typing import Any, NamedTuple

MEMORY = 400_000_000
SECONDS = 20
_LOCKED = 3


class LockedError(Exception):
    """A workbook with a password."""


class BrokenError(Exception):
    """A workbook that cannot be read, or that takes too much to read."""


class XlsSheet(NamedTuple):
    """A sheet: its name, and unless it is hidden its cells and what is said beside them.

    Rows are numbered from 1, as in the spreadsheet, and columns from 0. `formats` are the
    number formats that are not general, with the rows of every column that have them, and
    `merged` the first and last cell of each range.
    """

    name: str
    visible: bool
    cells: list[list[Any]]
    formats: dict[tuple[int, str], list[int]]
    struck: set[tuple[int, int]]
    errors: dict[tuple[int, int], str]
    comments: dict[tuple[int, int], str]
    merged: list[tuple[tuple[int, int], tuple[int, int]]]
    hidden_rows: set[int]
    hidden_columns: set[int]


class XlsBook(NamedTuple):
    """The sheets of a workbook, and whether its days are counted from 1904."""

    sheets: list[XlsSheet]
    from_1904: bool


def workbook(content: bytes) -> XlsBook:
    """Read a workbook. Raises `LockedError` or `BrokenError`."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", __file__],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise BrokenError from error
    if done.returncode == _LOCKED:
        raise LockedError
    if done.returncode:
        raise BrokenError
    # The bytes come from this same file, run by us, and not from the workbook.
    found, from_1904 = pickle.loads(done.stdout)
    return XlsBook([XlsSheet(*each) for each in found], from_1904)


def _limited() -> None:
    """Take away memory and time, where the system can."""
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _main() -> None:
    import xlrd

    _limited()
    content = sys.stdin.buffer.read()
    try:
        book = xlrd.open_workbook(
            file_contents=content,
            logfile=sys.stderr,
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
        )
    except xlrd.XLRDError as error:
        sys.exit(_LOCKED if "encrypted" in str(error) else 1)
    found = [_sheet(book, number) for number in range(book.nsheets)]
    answer = [tuple(each) for each in found], book.datemode == 1
    sys.stdout.buffer.write(pickle.dumps(answer))


def _sheet(book: Any, number: int) -> XlsSheet:
    sheet = book.sheet_by_index(number)
    made = XlsSheet(sheet.name, not sheet.visibility, [], {}, set(), {}, {}, [], set(), set())
    if not made.visible:
        return made
    for (row, place), note in sheet.cell_note_map.items():
        made.comments[row + 1, place] = " ".join(note.text.split())
    for top, bottom, left, right in sheet.merged_cells:
        made.merged.append(((top + 1, left), (bottom, right - 1)))
    made.hidden_rows.update(row + 1 for row, each in sheet.rowinfo_map.items() if each.hidden)
    made.hidden_columns.update(at for at, each in sheet.colinfo_map.items() if each.hidden)
    _read_cells(book, sheet, made)
    book.unload_sheet(number)
    return made


def _read_cells(book: Any, sheet: Any, made: XlsSheet) -> None:
    codes, struck = _styles(book)
    for row, cells in enumerate(sheet.get_rows(), 1):
        made.cells.append([_value(made, row, *each) for each in enumerate(cells)])
        for place, cell in enumerate(cells):
            if cell.value != "" and cell.xf_index in codes:
                made.formats.setdefault((place, codes[cell.xf_index]), []).append(row)
            if cell.xf_index in struck:
                made.struck.add((row, place))


def _styles(book: Any) -> tuple[dict[int, str], set[int]]:
    """Return the number formats by style, unless general, and the styles that strike out."""
    codes, struck = {}, set()
    for number, style in enumerate(book.xf_list):
        known = book.format_map.get(style.format_key)
        if known is not None and known.format_str.casefold() != "general":
            codes[number] = known.format_str
        fonts = book.font_list[style.font_index : style.font_index + 1]
        if any(font.struck_out for font in fonts):
            struck.add(number)
    return codes, struck


def _value(sheet: XlsSheet, row: int, place: int, cell: Any) -> Any:
    """Return the value of a cell; an error is remembered with its name."""
    import xlrd

    if cell.ctype == xlrd.XL_CELL_ERROR:
        sheet.errors[row, place] = xlrd.error_text_from_code.get(cell.value, "#?")
        return ""
    return bool(cell.value) if cell.ctype == xlrd.XL_CELL_BOOLEAN else cell.value


if __name__ == "__main__":
    _main()
