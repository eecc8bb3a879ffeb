"""From an older Excel workbook (XLS) to the same table of texts as any other file."""

from data.intake.findings import Marks
from data.intake.format import Format
from data.intake.questions import Questions
from data.intake.recognition import binary_format, named_otherwise
from data.intake.text_table import Refusal, TextTable
from data.intake.workbook.book import Book, read_safely
from data.intake.workbook.grid import Features, Grid, days_of
from data.intake.workbook.packed import NotReadableError
from data.intake.workbook.xls_cells import LockedError, sheets

_LOCKED = "EncryptedPackage".encode("utf-16-le")


def read(content: bytes, file_name: str, questions: Questions) -> TextTable | Refusal:
    """Read the visible sheet that is most like a table of ours, or say why there is none."""
    return read_safely(file_name, lambda: _book(content), questions)


def _book(content: bytes) -> Book:
    if _LOCKED in content:
        raise NotReadableError("workbook_locked")
    try:
        found = sheets(content)
    except LockedError as error:
        raise NotReadableError("workbook_locked") from error
    by_name = {each.name: each for each in found}

    def load(name: str) -> Grid:
        sheet = by_name[name]
        merged = [
            ((top + 1, left), (bottom + 1, right))
            for (top, left), (bottom, right) in sheet.merged
        ]
        features = Features(shown=days_of(sheet.cells), merged=merged)
        return Grid(name=name, cells=sheet.cells, features=features)

    return Book(
        visible=tuple(each.name for each in found if each.visible),
        hidden=tuple(each.name for each in found if not each.visible),
        load=load,
        remarks=(Marks(code="formats_not_read", details={"form": "XLS"}),),
    )


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
