"""The small parts of an XLSX workbook: its sheets, styles and comments."""

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from data.intake.workbook.grid import EPOCH_1900, EPOCH_1904, Cell
from data.intake.workbook.number_formats import PLAIN, Shown, shown_by
from data.intake.workbook.packed import NotReadableError, whole


@dataclass(frozen=True, slots=True)
class Style:
    """What matters of how a cell is shown."""

    shown: Shown = PLAIN
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet of a workbook: its name, whether it is visible, and where its XML is."""

    name: str
    visible: bool
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The worksheets in order, the day that dates are counted from, and whether the values of
    formulas are `stale`: to be calculated when the workbook is opened.
    """

    sheets: tuple[Part, ...]
    epoch: date
    stale: bool


def _parsed(packed: zipfile.ZipFile, name: str) -> Element | None:
    content = whole(packed, name)
    return fromstring(content, forbid_dtd=True) if content else None


def _named(root: Element | None, name: str) -> Iterator[Element]:
    """Find elements by their local name: documents differ in their namespaces."""
    for each in root.iter() if root is not None else ():
        if isinstance(each.tag, str) and each.tag.rpartition("}")[2] == name:
            yield each


def _related(packed: zipfile.ZipFile, part: str) -> Mapping[str, tuple[str, str]]:
    """Return what a part refers to, by its id: the kind of thing, and where it is."""
    folder, name = posixpath.split(part)
    relations = _parsed(packed, f"{folder}/_rels/{name}.rels")
    return {
        each.attrib.get("Id", ""): (
            each.attrib.get("Type", "").rpartition("/")[2],
            posixpath.normpath(
                posixpath.join("/", folder, each.attrib.get("Target", ""))
            ).lstrip("/"),
        )
        for each in _named(relations, "Relationship")
    }


def workbook(packed: zipfile.ZipFile) -> Contents:
    """Return the worksheets of a workbook, and what it says of all of them.

    Raises `NotReadableError` for a packed file that is no workbook.
    """
    start = next(
        (path for kind, path in _related(packed, "").values() if kind == "officeDocument"),
        "xl/workbook.xml",
    )
    root = _parsed(packed, start)
    if root is None:
        raise NotReadableError("workbook_broken")
    related = _related(packed, start)
    sheets = []
    for each in _named(root, "sheet"):
        number = next((v for k, v in each.attrib.items() if k.endswith("}id")), "")
        kind, path = related.get(number, ("", ""))
        if kind == "worksheet" and path in packed.namelist():
            visible = each.attrib.get("state", "visible") == "visible"
            sheets.append(Part(each.attrib.get("name", ""), visible, path))
    counted = _is_set(root, "workbookPr", "date1904")
    return Contents(
        sheets=tuple(sheets),
        epoch=EPOCH_1904 if counted else EPOCH_1900,
        stale=_is_set(root, "calcPr", "fullCalcOnLoad"),
    )


def _is_set(root: Element, element: str, attribute: str) -> bool:
    found = next(_named(root, element), None)
    return found is not None and found.attrib.get(attribute, "") in {"1", "true"}


def styles(packed: zipfile.ZipFile) -> Mapping[str, Style]:
    """Return the styles that change what is read, by their number as written in a cell."""
    root = _parsed(packed, "xl/styles.xml")
    codes = dict(BUILTIN_FORMATS) | {
        int(each.attrib["numFmtId"]): each.attrib.get("formatCode", "")
        for each in _named(root, "numFmt")
    }
    fonts = [_is_struck(font) for font in _named(next(_named(root, "fonts"), None), "font")]
    found = {}
    for number, each in enumerate(_named(next(_named(root, "cellXfs"), None), "xf")):
        font = int(each.attrib.get("fontId", 0))
        style = Style(
            shown=shown_by(codes.get(int(each.attrib.get("numFmtId", 0)), "General")),
            struck=font < len(fonts) and fonts[font],
        )
        if style != Style():
            found[str(number)] = style
    return found


def _is_struck(font: Element) -> bool:
    strike = next(_named(font, "strike"), None)
    return strike is not None and strike.attrib.get("val", "1") not in {"0", "false"}


def comments(packed: zipfile.ZipFile, sheet: str) -> Mapping[Cell, str]:
    """Return the comments of a sheet by cell; of a thread, what is said in it."""
    found: dict[Cell, str] = {}
    threads: dict[Cell, str] = {}
    for kind, path in _related(packed, sheet).values():
        if kind == "comments":
            for each in _named(_parsed(packed, path), "comment"):
                said = "".join(text.text or "" for text in _named(each, "t"))
                found[_cell(each.attrib["ref"])] = " ".join(said.split())
        elif kind == "threadedComment":
            for each in _named(_parsed(packed, path), "threadedComment"):
                cell = _cell(each.attrib["ref"])
                said = " ".join("".join(t.text or "" for t in _named(each, "text")).split())
                threads[cell] = " ".join(filter(None, [threads.get(cell, ""), said]))
    return {cell: text for cell, text in {**found, **threads}.items() if text}


def _cell(reference: str) -> Cell:
    letters, row = coordinate_from_string(reference)
    return int(row), int(column_index_from_string(letters)) - 1
