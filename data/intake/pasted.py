"""Values pasted from a spreadsheet: which cell of each line is the period, and which the value.

What a cell means is not decided here: the cells go on as a file of observations, and are read
as those of every other file.
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from data.intake.categories import is_total
from data.intake.columns import canonical, likely, plain
from data.intake.period_cells import period_cell

MOST_LINES = 20_000
"""More lines than this are a file, and belong on the upload page."""

MOST_COLUMNS = 2_000
"""And so are more columns, of periods side by side."""

_SEVERAL = 2
_LONGEST = 3
"""A period is written with at most so many words: ``kvartal 1 2020``."""

_THOUSANDS = re.compile(r"([+-]?\d{1,3}(?:[ \N{NO-BREAK SPACE}]\d{3})+(?:[.,]\d+)?|\S+)")
_LETTER = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"[+-]?[\d \N{NO-BREAK SPACE}.,]*\d[\d.,]*\s*%?")
_COLON = re.compile(r"^(\S+):\s+")
_COMMA = re.compile(r"^[^\s,]+,|,\s")
_POINT_THEN_COMMA = re.compile(r"\d\.(?!\d{3},)\d+,")
_WHOLE = re.compile(r"\d[\d \N{NO-BREAK SPACE}]*")
_ANSWERS = ("svar", "antal_svar", "bas", "antal_svarande", "respondenter", "answers", "n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """The cells of each line that has any: its number from 1, period, value and answers.

    `several` are the columns any of which may hold the values, where nothing says which does:
    then nothing is read.
    """

    lines: tuple[int, ...] = ()
    periods: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    too_many: bool = False
    several: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.lines)


def pasted(text: str) -> Pasted:
    """Divide pasted text into cells: by tab, semicolon, ``|``, comma or spaces.

    The line above the values says which column is which, a total before its parts; without one
    the first column of periods is the period, the next of numbers the value, and the one after
    it, if whole, the number of answers. Two lines with the periods side by side are turned.
    """
    numbered = [
        (number, line.strip("\r\n "))
        for number, line in enumerate(text.replace("\ufeff", "").splitlines(), start=1)
        if line.strip()
    ]
    too_many = len(numbered) > MOST_LINES
    numbered = numbered[:MOST_LINES]
    cells = _cells([line for _number, line in numbered])
    if not cells:
        return Pasted()
    if max(map(len, cells)) > MOST_COLUMNS:
        return Pasted(too_many=True)
    rows = _upright(cells)
    numbers = [number for number, _line in numbered]
    if len(rows) != len(numbers):
        numbers = list(range(1, len(rows) + 1))
    above = _headings(rows)
    headers = rows[above - 1] if above else []
    rows, numbers = rows[above:], numbers[above:]
    period, value, answers, several = _columns(headers, rows)
    if several:
        return Pasted(several=several)
    return Pasted(
        lines=tuple(numbers),
        periods=tuple(_at(row, period) for row in rows),
        values=tuple(_at(row, value) for row in rows),
        answers=tuple(_at(row, answers) for row in rows),
        too_many=too_many,
    )


def _headings(rows: Sequence[Sequence[str]]) -> int:
    """Return how many lines stand above the values: titles, and last the headers.

    They have neither a period nor a number in any cell: a line that has is never passed over,
    so that a value is read or refused but not lost. Where all lines are such, none is above.
    """
    for place, row in enumerate(rows):
        if any(_is_period(cell) or _NUMBER.fullmatch(cell) for cell in row):
            return place
    return 0


def _at(row: Sequence[str], place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""


def _cells(lines: Sequence[str]) -> list[list[str]]:
    """Divide every line by what divides most of them."""
    for sign in ("\t", ";", "|"):
        if sum(sign in line for line in lines) * 2 >= len(lines) > 0:
            return [
                [cell.strip().strip('"') for cell in line.split(sign)]
                if sign in line
                else _spaced(line)
                for line in lines
            ]
    if lines and all(line.startswith('"') for line in lines):
        return [[cell.strip() for cell in row] for row in csv.reader(lines)]
    if lines and all(map(_COMMA.search, lines)):
        return [_by_commas(line) for line in lines]
    return [_spaced(line) for line in lines]


def _by_commas(line: str) -> list[str]:
    """Divide a line by the commas that are no decimal sign.

    A comma and a space always divide, and every comma does where a point is the decimal sign;
    otherwise the one after the first cell does, or the one before a period that comes last.
    """
    if len(apart := re.split(r",\s+", line)) > 1:
        return apart
    if _POINT_THEN_COMMA.search(line):
        return line.split(",")
    first, rest = line.split(",", 1)
    before, last = line.rsplit(",", 1)
    return [before, last] if _is_period(last) and not _is_period(first) else [first, rest]


def _spaced(line: str) -> list[str]:
    """Divide a line by spaces, where neither a period nor a thousands sign is divided."""
    if len(wide := re.split(r"\s{2,}", line)) > 1:
        return wide
    line = _COLON.sub(r"\1 ", " ".join(line.split()))
    words = line.split(" ")
    whole = [" ".join(words[:first]) for first in range(min(_LONGEST, len(words)), 1, -1)]
    period = next((one for one in whole if _LETTER.search(one) and _is_period(one)), words[0])
    return [period, *_THOUSANDS.findall(line[len(period) :].strip())]


def _is_period(cell: str) -> bool:
    read = period_cell(cell)
    return read.period is not None or bool(read.meanings)


def _upright(rows: list[list[str]]) -> list[list[str]]:
    """Turn rows whose periods stand side by side; the first cells may be headings."""
    if not rows or len(rows) > _SEVERAL + 1:
        return rows
    periods = sum(_is_period(cell) for cell in rows[0])
    if periods < _SEVERAL or periods < len(rows[0]) - 1 or _reads_down(rows):
        return rows
    most = max(map(len, rows))
    filled = [[*row, *[""] * (most - len(row))] for row in rows]
    return [list(column) for column in zip(*filled, strict=True)]


def _reads_down(rows: Sequence[Sequence[str]]) -> bool:
    """Whether short lines all begin with a period: a value of 2010 is no year then."""
    return len(rows) > 1 and all(len(row) == _SEVERAL and _is_period(row[0]) for row in rows)


class _Places(NamedTuple):
    """Where the period, the value and the answers are; and what else may be the value."""

    period: int
    value: int | None
    answers: int | None
    several: tuple[str, ...]


def _columns(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> _Places:
    named = _named(headers)
    width = max(map(len, rows))
    some = rows[:200]
    counts = [sum(_is_period(_at(row, place)) for row in some) for place in range(width)]
    period = named.get("period", counts.index(max(counts)) if max(counts, default=0) else 0)
    taken = {period, named.get("n")}
    free = [place for place in range(width) if place not in taken]
    numbers = [
        place for place in free if any(_NUMBER.fullmatch(_at(row, place)) for row in some)
    ]
    value = named.get("value", next(iter(numbers or free), None))
    after = [place for place in numbers if value is not None and place > value]
    answers = named.get("n")
    if answers is None and not headers and after and _whole(some, after[0]):
        answers = after[0]
    rest = [] if "value" in named else [one for one in numbers if one not in {value, answers}]
    either = sorted({*rest, value}) if rest and value is not None else []
    return _Places(period, value, answers, tuple(_called(headers, one) for one in either))


def _called(headers: Sequence[str], place: int) -> str:
    return _at(headers, place) or str(place + 1)


def _named(headers: Sequence[str]) -> dict[str, int]:
    """Return the columns that their headers name, as in any file or as offices often do."""
    if not headers:
        return {}
    found: dict[str, int] = {}
    for place, name in enumerate(canonical("observations", headers)):
        if name in {"period", "value", "n"}:
            found.setdefault(name, place)
    for place, header in enumerate(map(plain, headers)):
        if header in _ANSWERS:
            found.setdefault("n", place)
        elif header in likely("observations").get("value", ()):
            found.setdefault("value", place)
    whole = [place for place, header in enumerate(headers) if header and is_total(header)]
    if whole and "value" not in found:
        found["value"] = whole[0]
    return found


def _whole(rows: Sequence[Sequence[str]], place: int) -> bool:
    cells = [cell for row in rows if (cell := _at(row, place))]
    return bool(cells) and all(_WHOLE.fullmatch(cell) for cell in cells)
