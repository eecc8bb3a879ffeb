"""What the XML of a sheet says that the values of its cells do not, in one pass."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from xml.parsers import expat

from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries

from data.intake.workbook.grid import Cell, Features
from data.intake.workbook.number_formats import PLAIN
from data.intake.workbook.packed import NotReadableError
from data.intake.workbook.plain_rows import PlainRows, plain_rows, styles_of
from data.intake.workbook.styles import Style

MOST_COLUMNS = 1_000
MOST_CELLS = 5_000_000
"""A sheet whose values span more cells than this must have values in a fair part of them."""

_SPARSE = 8
_BEGINS, _ENDS = b"<sheetData>", b"</row>"
_LONGEST_ROW = 2_000_000
_MOST_RANGES = 200_000
_YES = {"1", "true"}


class Scan:
    """Follows the elements of a sheet as they open; texts only where they are wanted.

    `styles` are those that matter, by number as written in a cell. A workbook that asks to be
    calculated anew (`stale`) was written by a program that put 0 in place of every result.
    """

    def __init__(self, styles: Mapping[str, Style], *, stale: bool = False) -> None:
        self.styles = styles
        self.stale = stale
        self.features = Features()
        self.found: dict[tuple[str, Style], array[int]] = {}
        self.columns: dict[str, int] = {}
        self.row, self.digits, self.ref = 0, 1, ""
        self.style: Style | None = None
        self.type = ""
        self.formula: list[str] | None = None
        self.error: list[str] | None = None
        self.valued = False
        self.values = self.last_row = 0
        self.in_rows = False
        self.rest = b""
        self.styled = styles_of(styles)
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._root
        self.parser.StartDoctypeDeclHandler = _refused

    def through(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Give the chunks of a sheet's XML on, and remember what matters in them.

        Raises `NotReadableError` for a value beyond the columns that are read or far outside
        the table, `expat.ExpatError` for broken XML.
        """
        for chunk in chunks:
            self._read(chunk)
            yield chunk
        self.parser.Parse(self.rest, True)
        self._finish()

    def _read(self, chunk: bytes) -> None:
        """Follow a chunk: rows of nothing but values at once, anything else by the parser."""
        xml, self.rest = self.rest + chunk, b""
        if not self.in_rows:
            begun = xml.find(_BEGINS) + len(_BEGINS)
            self.parser.Parse(xml[:begun] if begun >= len(_BEGINS) else xml)
            xml = xml[begun:] if begun >= len(_BEGINS) else b""
        if self.in_rows and "0" not in self.styles:
            end = xml.rfind(_ENDS) + len(_ENDS)
            rows, xml = (xml[:end], xml[end:]) if end >= len(_ENDS) else (b"", xml)
            plain, rows = plain_rows(rows, self.styled, MOST_COLUMNS)
            if plain is not None:
                self._passed(plain)
            self.parser.Parse(rows)
            if len(xml) < _LONGEST_ROW:
                self.rest, xml = xml, b""
        self.parser.Parse(xml)

    def _passed(self, plain: PlainRows) -> None:
        """Remember what plain rows hold."""
        self._close()
        self.row, self.ref = plain.last, ""
        self.digits = len(str(plain.last))
        self.values += plain.values
        self.last_row = max(self.last_row, plain.last_valued)
        for letters in plain.letters - self.columns.keys():
            self.columns[letters] = self._place(letters)
        for (letters, number), rows in plain.styled.items():
            key = letters, self.styles[number]
            self.found.setdefault(key, array("L")).extend(rows)

    def _root(self, name: str, attributes: Mapping[str, str]) -> None:
        prefix = f"{name.rpartition(':')[0]}:" if ":" in name else ""
        self.names = {
            f"{prefix}{known}": act
            for known, act in (
                ("f", self._opens_formula),
                ("row", self._opens_row),
                ("col", self._opens_column),
                ("mergeCell", self._opens_range),
                ("mergeCells", self._opens_ranges),
                ("sheetData", self._opens_rows),
            )
        }
        self.cell, self.value, self.inline = (f"{prefix}{each}" for each in ("c", "v", "is"))
        self.parser.StartElementHandler = self._opens

    def _opens(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == self.cell:
            if self.formula is not None or self.error is not None:
                self._close()
            self.ref = attributes.get("r") or self._following()
            self.style = self.styles.get(attributes.get("s", "0"))
            self.type = attributes.get("t", "")
        elif name == self.value or name == self.inline:
            self._opens_value()
        elif act := self.names.get(name):
            act(attributes)

    def _opens_value(self) -> None:
        letters = self.ref[: -self.digits]
        if letters not in self.columns:
            self.columns[letters] = self._place(letters)
        self.values += 1
        self.last_row = max(self.last_row, self.row)
        if self.style is not None:
            self.found.setdefault((letters, self.style), array("L")).append(self.row)
        if self.type == "e":
            self.error = []
            self.parser.CharacterDataHandler = self.error.append
        elif self.formula is not None:
            self.valued = self.type == "str"
            self.parser.CharacterDataHandler = self._has_value

    def _place(self, letters: str) -> int:
        place = int(column_index_from_string(letters)) - 1
        if place >= MOST_COLUMNS:
            raise NotReadableError("too_many_columns", cell=self.ref, most=MOST_COLUMNS)
        return place

    def _has_value(self, text: str) -> None:
        placeholder = self.stale and text.strip() == "0"
        self.valued = self.valued or bool(text.strip() and not placeholder)

    def _following(self) -> str:
        """Name the cell after the last: a cell may leave its name out."""
        letters = self.ref[: -self.digits]
        place = int(column_index_from_string(letters)) if letters else 0
        return f"{get_column_letter(place + 1)}{self.row}"

    def _opens_formula(self, attributes: Mapping[str, str]) -> None:
        self.formula, self.valued = [], False
        self.parser.CharacterDataHandler = self.formula.append

    def _opens_row(self, attributes: Mapping[str, str]) -> None:
        self._close()
        self.row = int(attributes.get("r") or self.row + 1)
        self.digits, self.ref = len(str(self.row)), ""
        if attributes.get("hidden") in _YES:
            self.features.hidden_rows.add(self.row)

    def _opens_column(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("hidden") in _YES:
            last = min(int(attributes["max"]), MOST_COLUMNS)
            self.features.hidden_columns.update(range(int(attributes["min"]) - 1, last))

    def _opens_rows(self, attributes: Mapping[str, str]) -> None:
        self.in_rows = self.cell == "c"

    def _opens_ranges(self, attributes: Mapping[str, str]) -> None:
        self._close()

    def _opens_range(self, attributes: Mapping[str, str]) -> None:
        left, top, right, bottom = map(int, range_boundaries(attributes["ref"]))
        if len(self.features.merged) < _MOST_RANGES:
            self.features.merged.append(((top, left - 1), (bottom, right - 1)))

    def _close(self) -> None:
        """Remember of the cell before that it has an error, or a formula without a value."""
        if self.error is not None:
            self.features.errors[self._here()] = "".join(self.error).strip() or "#?"
        elif self.formula is not None and not self.valued:
            text = "".join(self.formula).strip().removeprefix("=")
            self.features.uncalculated[self._here()] = f"={text}"
        self.formula = self.error = None
        self.parser.CharacterDataHandler = None

    def _here(self) -> Cell:
        letters = self.ref[: -self.digits]
        place = self.columns.get(letters)
        if place is None:
            place = self.columns[letters] = self._place(letters)
        return self.row, place

    def _finish(self) -> None:
        """Refuse what lies far apart, and gather the styled cells by column."""
        self._close()
        compact(self.values, self.last_row, max(self.columns.values(), default=0) + 1)
        for (letters, style), rows in self.found.items():
            place = self.columns[letters]
            if style.shown != PLAIN:
                self.features.shown.setdefault((place, style.shown), array("L")).extend(rows)
            if style.struck:
                self.features.struck.update((row, place) for row in rows)


def compact(values: int, rows: int, columns: int) -> None:
    """Raise `NotReadableError` when `values` lie far apart with empty cells between."""
    if rows * columns > max(MOST_CELLS, _SPARSE * values):
        raise NotReadableError("workbook_sparse", cell=f"{get_column_letter(columns)}{rows}")


def _refused(*_: object) -> None:
    raise NotReadableError("workbook_broken")
