"""What the XML of an OpenDocument spreadsheet says that the values of its cells do not."""

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from openpyxl.utils import get_column_letter

from data.intake.workbook.grid import Features
from data.intake.workbook.number_formats import PLAIN, Shown, signs_beside
from data.intake.workbook.packed import NotReadableError
from data.intake.workbook.sheet_xml import MOST_CELLS, MOST_COLUMNS, compact

_HIDDEN = {"collapse", "filter"}
_SIGNS = frozenset("-\u2212\u2013(")
_NUMBER = re.compile(r"([^\d(\u2212-]*?)\s*[-\u2212(]?\d[\d\s.,]*?\)?\s*([^\d]*)")
_LONGEST_NUMBER = 60
_PARTS = re.compile(r"\d+|[^\W\d_]+")
"""The parts of a date as it is shown: a year alone, with a month, or more."""


@dataclass(slots=True, kw_only=True)
class OdsSheet:
    """A sheet by name, with its features; `row` and `place` count while it is read."""

    name: str
    hidden: bool
    features: Features = field(default_factory=Features)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    row: int = 0
    rows: int = 1
    place: int = 0
    column: int = 0
    values: int = 0
    width: int = 0
    last_row: int = 0


class OdsScan:
    """Follows the elements of ``content.xml``; cells and rows may stand for many at once."""

    def __init__(self) -> None:
        self.sheets: list[OdsSheet] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.cell: Mapping[str, str] = {}
        self.texts: list[str] = []
        self.said: list[str] = []
        self.in_comment = False
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._opens
        self.parser.EndElementHandler = self._closes
        self.parser.CharacterDataHandler = self._texts_of
        self.parser.StartDoctypeDeclHandler = _refused

    def through(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Give the chunks on, and remember what matters in them.

        Raises `NotReadableError` for what repeats too often or lies too far away,
        `expat.ExpatError` for broken XML.
        """
        for chunk in chunks:
            self.parser.Parse(chunk)
            yield chunk
        self.parser.Parse(b"", True)
        for sheet in self.sheets:
            sheet.features.comments = sheet.comments
            compact(sheet.values, sheet.last_row, sheet.width)

    def _opens(self, name: str, attributes: Mapping[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "style":
            self.style = attributes.get("style:name", "")
        elif kind == "table-properties" and attributes.get("table:display") == "false":
            self.hidden_styles.add(self.style)
        elif name == "table:table":
            hidden = attributes.get("table:style-name", "") in self.hidden_styles
            self.sheets.append(OdsSheet(name=attributes.get("table:name", ""), hidden=hidden))
        elif name == "table:table-column":
            self._opens_column(attributes)
        elif name == "table:table-row":
            self._opens_row(attributes)
        elif name in {"table:table-cell", "table:covered-table-cell"}:
            self.cell, self.texts, self.said = attributes, [], []
        elif name == "office:annotation":
            self.in_comment = True

    def _opens_column(self, attributes: Mapping[str, str]) -> None:
        sheet = self.sheets[-1]
        count = int(attributes.get("table:number-columns-repeated", 1))
        if attributes.get("table:visibility") in _HIDDEN:
            last = min(sheet.column + count, MOST_COLUMNS)
            sheet.features.hidden_columns.update(range(sheet.column, last))
        sheet.column += count

    def _opens_row(self, attributes: Mapping[str, str]) -> None:
        sheet = self.sheets[-1]
        sheet.row += sheet.rows if sheet.row else 1
        sheet.rows = int(attributes.get("table:number-rows-repeated", 1))
        sheet.place = 0
        if attributes.get("table:visibility") in _HIDDEN and sheet.rows < MOST_CELLS:
            sheet.features.hidden_rows.update(range(sheet.row, sheet.row + sheet.rows))

    def _texts_of(self, text: str) -> None:
        (self.said if self.in_comment else self.texts).append(text)

    def _closes(self, name: str) -> None:
        if name == "office:annotation":
            self.in_comment = False
        elif name in {"table:table-cell", "table:covered-table-cell"} and self.sheets:
            self._closes_cell(self.sheets[-1])

    def _closes_cell(self, sheet: OdsSheet) -> None:
        cell, text = self.cell, "".join(self.texts).strip()
        repeated = int(cell.get("table:number-columns-repeated", 1))
        kind = cell.get("office:value-type", "")
        if kind or text:
            self._has_value(sheet, repeated)
            at = [
                (row, sheet.place + each)
                for row in self._rows(sheet)
                for each in range(repeated)
            ]
            if shown := _shown(cell, kind, text):
                for row, place in at:
                    sheet.features.shown.setdefault((place, shown), array("L")).append(row)
            if cell.get("calcext:value-type") == "error":
                sheet.features.errors.update(dict.fromkeys(at, text or "#?"))
        elif cell.get("table:formula"):
            formula = cell["table:formula"].partition(":")[2] or cell["table:formula"]
            sheet.features.uncalculated[sheet.row, sheet.place] = formula
        if said := " ".join("".join(self.said).split()):
            sheet.comments[sheet.row, sheet.place] = said
        self._spans(sheet, cell)
        sheet.place += repeated
        self.cell = {}

    def _rows(self, sheet: OdsSheet) -> range:
        return range(sheet.row, sheet.row + sheet.rows)

    def _has_value(self, sheet: OdsSheet, repeated: int) -> None:
        last = sheet.place + repeated
        if last > MOST_COLUMNS:
            reference = f"{get_column_letter(min(last, 16_384))}{sheet.row}"
            raise NotReadableError("too_many_columns", cell=reference, most=MOST_COLUMNS)
        sheet.values += repeated * sheet.rows
        if sheet.values > MOST_CELLS:
            raise NotReadableError("workbook_sparse", cell=f"A{sheet.row + sheet.rows - 1}")
        sheet.width = max(sheet.width, last)
        sheet.last_row = sheet.row + sheet.rows - 1

    def _spans(self, sheet: OdsSheet, cell: Mapping[str, str]) -> None:
        columns = int(cell.get("table:number-columns-spanned", 1))
        rows = int(cell.get("table:number-rows-spanned", 1))
        if columns > 1 or rows > 1:
            last = (sheet.row + rows - 1, sheet.place + columns - 1)
            sheet.features.merged.append(((sheet.row, sheet.place), last))


def _shown(cell: Mapping[str, str], kind: str, text: str) -> Shown | None:
    """Say how a cell is shown, by its text beside its value; None where it is as it is held."""
    if kind == "date":
        parts = len(_PARTS.findall(text))
        return Shown({1: "year", 2: "month"}.get(parts, "day"))
    if kind not in {"float", "currency", "percentage"}:
        return None
    value = cell.get("office:value", "")
    negative = text[:1] in _SIGNS and not value.startswith("-")
    if kind == "percentage":
        return Shown("percent", negative=negative)
    if text and not any(map(str.isdigit, text)):
        return Shown("zero_as_text")
    written = _NUMBER.fullmatch(text) if len(text) <= _LONGEST_NUMBER else None
    before, after = signs_beside(*written.groups()) if written else ("", "")
    shown = Shown(negative=negative and bool(text), before=before, after=after)
    return shown if shown != PLAIN else None


def _refused(*_: object) -> None:
    raise NotReadableError("workbook_broken")
