"""From an Excel workbook to the same table of texts as any other file.

Nothing in a workbook is run: cells are read as they were last calculated, and a formula that
never was is said to be so. A workbook is a packed file: what is read is a copy whose sizes
were counted while it was unpacked.
"""

import zipfile

import python_calamine as calamine

from data.intake.format import Format
from data.intake.questions import Questions
from data.intake.recognition import binary_format, named_otherwise
from data.intake.text_table import Refusal, TextTable
from data.intake.workbook.book import Book, read_safely
from data.intake.workbook.grid import Grid
from data.intake.workbook.packed import chunks, copied, opened
from data.intake.workbook.sheet_xml import Scan
from data.intake.workbook.styles import comments, styles, workbook


def read(content: bytes, file_name: str, questions: Questions) -> TextTable | Refusal:
    """Read the visible sheet that is most like a table of ours, or say why there is none."""
    return read_safely(file_name, lambda: _book(content), questions)


def _book(content: bytes) -> Book:
    with opened(content) as packed:
        contents = workbook(packed)
        sheets = contents.sheets
        shown = styles(packed)
        scans = {
            each.path: Scan(shown, stale=contents.stale) for each in sheets if each.visible
        }
        parts = {path: scan.through(chunks(packed, path)) for path, scan in scans.items()}
        hidden = {each.path for each in sheets if not each.visible}
        copy = copied(packed, parts, _not_needed(packed) | hidden)
        for path, scan in scans.items():
            scan.features.comments = comments(packed, path)
    read = calamine.CalamineWorkbook.from_filelike(copy)
    features = {each.name: scans[each.path].features for each in sheets if each.visible}

    def load(name: str) -> Grid:
        cells = read.get_sheet_by_name(name).to_python(skip_empty_area=False)
        return Grid(name=name, cells=cells, features=features[name], epoch=contents.epoch)

    return Book(
        visible=tuple(each.name for each in sheets if each.visible),
        hidden=tuple(each.name for each in sheets if not each.visible),
        load=load,
    )


def _not_needed(packed: zipfile.ZipFile) -> set[str]:
    """Name the parts that hold no cells: drawings, pivot tables, themes and properties."""
    apart = ("xl/drawings/", "xl/charts/", "xl/pivot", "xl/theme/", "docProps/", "customXml/")
    return {name for name in packed.namelist() if name.startswith(apart)}


def _recognises(content: bytes, file_name: str) -> bool:
    """A workbook named as a text is refused as text, with what it is and what to do."""
    return binary_format(content) == "xlsx" and not named_otherwise(file_name, "xlsx")


FORMAT = Format(
    name="xlsx",
    recognises=_recognises,
    read=read,
)
