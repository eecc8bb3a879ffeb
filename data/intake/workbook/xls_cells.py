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
    """A sheet: its name, and unless it is hidden its cells and merged ranges, from 0."""

    name: str
    visible: bool
    cells: list[list[Any]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]]


def sheets(content: bytes) -> list[XlsSheet]:
    """Read the sheets of a workbook. Raises `LockedError` or `BrokenError`."""
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
    return [XlsSheet(*each) for each in pickle.loads(done.stdout)]


def _limited() -> None:
    """Take away memory and time, where the system can."""
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _main() -> None:
    import io

    import python_calamine as calamine

    _limited()
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    except calamine.PasswordError:
        sys.exit(_LOCKED)
    found = []
    for each in book.sheets_metadata:
        if each.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        visible = each.visible == calamine.SheetVisibleEnum.Visible
        sheet = book.get_sheet_by_name(each.name) if visible else None
        cells = sheet.to_python(skip_empty_area=False) if sheet else []
        merged = list(sheet.merged_cell_ranges or ()) if sheet else []
        found.append((each.name, visible, cells, merged))
    sys.stdout.buffer.write(pickle.dumps(found))


if __name__ == "__main__":
    _main()
