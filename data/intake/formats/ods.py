"""From an OpenDocument spreadsheet to the same table of texts as any other file."""

import python_calamine as calamine

from data.intake.format import Format
from data.intake.questions import Questions
from data.intake.recognition import binary_format, named_otherwise
from data.intake.text_table import Refusal, TextTable
from data.intake.workbook.book import Book, read_safely
from data.intake.workbook.grid import Grid
from data.intake.workbook.ods_xml import OdsScan
from data.intake.workbook.packed import NotReadableError, chunks, copied, opened


def read(content: bytes, file_name: str, questions: Questions) -> TextTable | Refusal:
    """Read the visible sheet that is most like a table of ours, or say why there is none."""
    return read_safely(file_name, lambda: _book(content), questions)


def _book(content: bytes) -> Book:
    scan = OdsScan()
    with opened(content) as packed:
        manifest = b"".join(chunks(packed, "META-INF/manifest.xml"))
        if b"encryption-data" in manifest:
            raise NotReadableError("workbook_locked")
        kept = {"content.xml", "META-INF/manifest.xml"}
        left = set(packed.namelist()) - kept
        parts = {"content.xml": scan.through(chunks(packed, "content.xml"))}
        copy = copied(packed, parts, left, mimetype=packed.read("mimetype")[:200])
    read = calamine.CalamineWorkbook.from_filelike(copy)
    features = {sheet.name: sheet.features for sheet in scan.sheets}

    def load(name: str) -> Grid:
        cells = read.get_sheet_by_name(name).to_python(skip_empty_area=False)
        return Grid(name=name, cells=cells, features=features[name])

    return Book(
        visible=tuple(each.name for each in scan.sheets if not each.hidden),
        hidden=tuple(each.name for each in scan.sheets if each.hidden),
        load=load,
    )


def _recognises(content: bytes, file_name: str) -> bool:
    return binary_format(content) == "ods" and not named_otherwise(file_name, "ods")


FORMAT = Format(
    name="ods",
    recognises=_recognises,
    read=read,
)
