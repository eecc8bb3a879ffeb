"""From an older Excel workbook (XLS) to the same table of texts as any other file."""

from array import array
from datetime import date

from data.intake.format import Format
from data.intake.questions import Questions
from data.intake.recognition import binary_format, named_otherwise
from data.intake.text_table import Refusal, TextTable
from data.intake.workbook.book import Book, read_safely
from data.intake.workbook.grid import EPOCH_1900, EPOCH_1904, Features, Grid
from data.intake.workbook.number_formats import PLAIN, Shown, shown_by
from data.intake.workbook.packed import NotReadableError
from data.intake.workbook.xls_cells import LockedError, XlsSheet, workbook

_LOCKED = "EncryptedPackage".encode("utf-16-le")


def read(content: bytes, file_name: str, questions: Questions) -> TextTable | Refusal:
    """Read the visible sheet that is most like a table of ours, or say why there is none."""
    return read_safely(file_name, lambda: _book(content), questions)


def _book(content: bytes) -> Book:
    if _LOCKED in content:
        raise NotReadableError("workbook_locked")
    try:
        book = workbook(content)
    except LockedError as error:
        raise NotReadableError("workbook_locked") from error
    by_name = {each.name: each for each in book.sheets}
    return Book(
        visible=tuple(each.name for each in book.sheets if each.visible),
        hidden=tuple(each.name for each in book.sheets if not each.visible),
        load=lambda name: _grid(by_name[name], EPOCH_1904 if book.from_1904 else EPOCH_1900),
    )


def _grid(sheet: XlsSheet, epoch: date) -> Grid:
    shown: dict[tuple[int, Shown], array[int]] = {}
    for (place, code), rows in sheet.formats.items():
        if (how := shown_by(code)) != PLAIN:
            shown.setdefault((place, how), array("L")).extend(rows)
    features = Features(
        shown=shown,
        struck=sheet.struck,
        errors=sheet.errors,
        comments=sheet.comments,
        merged=sheet.merged,
        hidden_rows=sheet.hidden_rows,
        hidden_columns=sheet.hidden_columns,
    )
    return Grid(name=sheet.name, cells=sheet.cells, features=features, epoch=epoch)


def _recognises(content: bytes, file_name: str) -> bool:
    """A newer workbook with a password is packed as an older one, whatever it is named."""
    if binary_format(content) != "xls":
        return False
    return _LOCKED in content or not named_otherwise(file_name, "xls")


FORMAT = Format(
    name="xls",
    recognises=_recognises,
    read=read,
)
