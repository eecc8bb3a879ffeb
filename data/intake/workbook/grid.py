"""A sheet as it is: its cells, and what is not in the cells."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from data.intake.workbook.number_formats import Shown

Cell = tuple[int, int]
"""A row, numbered as in the spreadsheet, and the place of a column, from 0."""

EPOCH_1900 = date(1899, 12, 30)
EPOCH_1904 = date(1904, 1, 1)


@dataclass(slots=True, kw_only=True)
class Features:
    """What a sheet says beside its cells.

    `shown` has the rows of every column, by its place, that are shown in some way; `merged`
    the ranges, as first and last cell; `errors` the error value of a cell and `uncalculated`
    its formula, where there is no value.
    """

    shown: "dict[tuple[int, Shown], array[int]]" = field(default_factory=dict)
    struck: set[Cell] = field(default_factory=set)
    errors: dict[Cell, str] = field(default_factory=dict)
    uncalculated: dict[Cell, str] = field(default_factory=dict)
    comments: Mapping[Cell, str] = field(default_factory=dict)
    merged: list[tuple[Cell, Cell]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class Grid:
    """The cells of a sheet, row by row from its first, and what is said beside them.

    `epoch` is the day that dates are counted from.
    """

    name: str
    cells: Sequence[Sequence[object]]
    features: Features = field(default_factory=Features)
    epoch: date = EPOCH_1900
