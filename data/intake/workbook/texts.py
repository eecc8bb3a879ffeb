"""Writes the cells of a sheet as texts, each as the person sees it in kind."""

import math
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from openpyxl.utils.datetime import from_excel

from data.intake.workbook.grid import Cell, Grid
from data.intake.workbook.number_formats import Shown

_MOST_NUMBERS = 100_000
_EARLIEST_YEAR, _LATEST_YEAR = 1900, 2100


@dataclass(slots=True, kw_only=True)
class Texts:
    """A sheet as rows of texts, and what was not quite a text.

    `days` are the rows of date cells shown to the day, and `coarse` of those shown as a year
    or a month, by column; `years` are dates whose number is a year: 2026 shown as a date is
    1905-07-18. `zeros` are the cells whose zero is shown without a digit, and `unseen` those
    whose value is not shown. `negatives` are those above zero that are shown with a minus, and
    `scaled` those shown in thousands or millions, with what is shown of each.
    """

    rows: list[list[str]]
    days: "dict[int, array[int]]" = field(default_factory=dict)
    coarse: "dict[tuple[int, str], array[int]]" = field(default_factory=dict)
    years: dict[Cell, str] = field(default_factory=dict)
    zeros: list[Cell] = field(default_factory=list)
    unseen: list[Cell] = field(default_factory=list)
    negatives: dict[Cell, str] = field(default_factory=dict)
    scaled: dict[Cell, str] = field(default_factory=dict)


def written(grid: Grid) -> Texts:
    """Write every cell of a sheet."""
    numbers = _Numbers()
    made = Texts(rows=[_texts(row, numbers) for row in grid.cells])
    for (place, shown), rows in grid.features.shown.items():
        for number in rows:
            if number <= len(grid.cells) and place < len(grid.cells[number - 1]):
                _shown(made, grid, (number, place), shown)
    special = {**grid.features.uncalculated, **grid.features.errors}
    for (number, place), text in special.items():
        _put(made.rows, number, place, text)
    return made


class _Numbers(dict[float, str]):
    """The numbers of a sheet as texts, each written once: most stand in many cells."""

    def __missing__(self, number: float) -> str:
        if len(self) >= _MOST_NUMBERS:
            self.clear()
        text = self[number] = _number(number)
        return text


def _texts(row: Sequence[object], numbers: _Numbers) -> list[str]:
    return [
        value.strip()
        if type(value) is str
        else numbers[value]
        if type(value) is float
        else _WRITERS[type(value)](value)
        for value in row
    ]


def _put(rows: list[list[str]], number: int, place: int, text: str) -> None:
    """Write a cell that the values do not reach to."""
    while len(rows) < number:
        rows.append([])
    row = rows[number - 1]
    row.extend([""] * (place + 1 - len(row)))
    row[place] = text


def _shown(made: Texts, grid: Grid, cell: Cell, shown: Shown) -> None:
    number, place = cell
    value = grid.cells[number - 1][place]
    if shown.kind == "unseen" and value not in {"", None}:
        made.unseen.append(cell)
    if isinstance(value, (bool, str)):
        return
    if shown.kind == "zero_as_text" and value == 0:
        made.zeros.append(cell)
    if not shown.is_date:
        if isinstance(value, (int, float)):
            made.rows[number - 1][place] = _as_shown(value, shown)
            _as_another(made, cell, value, shown)
        return
    moment = _date(value, grid.epoch)
    if moment is None:
        return
    made.rows[number - 1][place] = _date_text(moment, shown.kind)
    year = (moment - grid.epoch).days if not isinstance(moment, datetime) else 0
    if _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        made.years[cell] = str(year)
    elif shown.kind in {"year", "month"}:
        made.coarse.setdefault((place, shown.kind), array("L")).append(number)
    elif not isinstance(moment, datetime):
        made.days.setdefault(place, array("L")).append(number)


def _as_another(made: Texts, cell: Cell, value: float, shown: Shown) -> None:
    """Remember a cell that is shown as another number than it holds."""
    if shown.kind == "scaled" and value:
        made.scaled[cell] = _number(value / 1000**shown.width)
    if shown.negative and value > 0:
        text = made.rows[cell[0] - 1][cell[1]]
        made.negatives[cell] = f"-{text}"


def _date(value: object, epoch: date) -> date | None:
    """Return the day of a cell, or the moment when it has an hour; None for a mere time."""
    if isinstance(value, (int, float)):
        try:
            value = from_excel(value, epoch=datetime(epoch.year, epoch.month, epoch.day))  # noqa: DTZ001 - a sheet knows no time zones
        except (ValueError, OverflowError):
            return None
    if isinstance(value, datetime):
        return value.date() if value.time() == time(0) else value
    return value if isinstance(value, date) else None


def _date_text(moment: date, precision: str) -> str:
    if precision == "year":
        return f"{moment.year:04d}"
    if precision == "month":
        return f"{moment.year:04d}-{moment.month:02d}"
    return moment.isoformat(" ") if isinstance(moment, datetime) else moment.isoformat()


def _as_shown(value: float, shown: Shown) -> str:
    if shown.kind == "percent":
        return f"{_number(value * 100)} %"
    if shown.kind == "percent_sign":
        return f"{_number(value)} %"
    if shown.kind == "padded" and value >= 0 and float(value).is_integer():
        return f"{int(value):0{shown.width}d}"
    return " ".join(filter(None, [shown.before, _number(value), shown.after]))


def _number(value: object) -> str:
    """Write a number with the fifteen digits that a spreadsheet keeps."""
    number = float(value)  # type: ignore[arg-type]
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return f"{number:.15g}" if math.isfinite(number) else ""


def _moment(value: object) -> str:
    assert isinstance(value, datetime)
    return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ")


_WRITERS: Mapping[type, Callable[[object], str]] = {
    float: _number,
    int: _number,
    bool: lambda value: "ja" if value else "nej",
    datetime: _moment,
    date: str,
    time: str,
    timedelta: str,
}
"""How a value of each type is written."""
