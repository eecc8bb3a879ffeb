"""Rows of a sheet's XML with nothing but values in them, found without opening each element.

Most rows of a large sheet are so: no formula, no error, nothing hidden. Whatever is written in
any other way than programs write such rows is left for the parser.
"""

import re
from array import array
from collections.abc import Collection
from typing import NamedTuple

from openpyxl.utils import column_index_from_string

_CELL = (
    rb'<c r="[A-Z]{1,3}(?P=row)"(?: s="[0-9]{1,5}")?(?: t="(?:s|n|b|str|inlineStr)")? ?'
    rb"(?:/>|>(?:<v>[^<]*+</v>"
    rb'|<is><t(?: xml:space="preserve")?>[^<]*+</t></is>)?</c>)'
)
_ROW = (
    rb'\s*+<row r="(?P<row>[0-9]{1,7})"(?: [A-Za-z0-9:]{1,30}="[^"<>]{0,60}")*+>(?:%s)*+</row>'
    % _CELL
)
_ROWS = re.compile(rb"(?:%s)++" % _ROW)
_VALUED = re.compile(rb'<c r="([A-Z]+)[0-9]+"[^>]*><[vi]')
_NUMBER = re.compile(rb'<row r="([0-9]+)"')
_ROW_START = b'<row r="'


class PlainRows(NamedTuple):
    """Some rows: how many values they hold, under which letters, and the last row numbers.

    `last` is the number of the last row and `last_valued` of the last with a value. `styled`
    are the rows that have one of the styles asked for, by letters and number of the style.
    """

    values: int
    letters: frozenset[str]
    last: int
    last_valued: int
    styled: "dict[tuple[str, str], array[int]]"


def styles_of(numbers: Collection[str]) -> re.Pattern[bytes] | None:
    """Return what finds the cells that have a value and one of some styles."""
    if not numbers:
        return None
    either = "|".join(map(re.escape, sorted(numbers))).encode()
    return re.compile(rb'<c r="([A-Z]+)([0-9]+)" s="(%s)"[^>]*><[vi]' % either)


def plain_rows(
    xml: bytes, styled: re.Pattern[bytes] | None, most_columns: int
) -> tuple[PlainRows | None, bytes]:
    """Read the plain rows that some XML begins with. Returns also what comes after them.

    None where it begins with something else, with rows that are not in order, or with a value
    beyond the columns that are read.
    """
    found = _ROWS.match(xml)
    if found is None or b' hidden="' in found.group():
        return None, xml
    rows = found.group()
    numbers = list(map(int, _NUMBER.findall(rows)))
    letters = {each.decode() for each in set(_VALUED.findall(rows))}
    far = any(column_index_from_string(each) > most_columns for each in letters)
    if far or any(map(int.__ge__, numbers, numbers[1:])):
        return None, xml
    values = rows.count(b"<v>") + rows.count(b"<is>")
    return PlainRows(
        values=values,
        letters=frozenset(letters),
        last=numbers[-1],
        last_valued=_row_before(rows, max(rows.rfind(b"<v>"), rows.rfind(b"<is>"))),
        styled=_rows_by_style(styled.findall(rows) if styled else ()),
    ), xml[found.end() :]


def _row_before(rows: bytes, end: int) -> int:
    """Return the number of the row that a place is in, 0 where there is none."""
    start = rows.rfind(_ROW_START, 0, max(end, 0)) + len(_ROW_START)
    return int(rows[start : rows.index(b'"', start)]) if end > 0 else 0


def _rows_by_style(
    cells: Collection[tuple[bytes, bytes, bytes]],
) -> "dict[tuple[str, str], array[int]]":
    found: dict[tuple[bytes, bytes], array[int]] = {}
    for letters, row, style in cells:
        found.setdefault((letters, style), array("L")).append(int(row))
    return {
        (letters.decode(), style.decode()): rows for (letters, style), rows in found.items()
    }
