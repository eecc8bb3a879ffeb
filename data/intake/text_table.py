"""What every format is read into: the cells of a file as text, or why it cannot be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from data.intake.findings import Marks

TITLE_ROWS = 40
"""How far down the headers may stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTable:
    """The cells of a file as text, before anybody has said what they mean.

    `cells` has one string column per header, named by its place; `rows` is the number of each
    record in a spreadsheet. Excel swallows a first line ``sep=;``, so it has no number.
    `sheet` names the sheet of a workbook, and `uncalculated` holds the (record, column) of
    formulas in it that have no value. `remarks` are said about the file as a whole, and `note`
    is what it says of its source outside the table. `identity` tells a published table from
    others with the same headers: the same for every edition of it. `geometries` has the
    GeoJSON shape of each record of a file of shapes.
    """

    headers: tuple[str, ...]
    cells: pa.Table
    rows: np.ndarray
    encoding: str = ""
    delimiter: str = ""
    header_row: int = 0
    too_long: tuple[int, ...] = ()
    sheet: str = ""
    uncalculated: tuple[tuple[int, int], ...] = ()
    remarks: tuple[Marks, ...] = ()
    note: str = ""
    identity: str = ""
    geometries: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a file cannot be read at all: a message code and what it needs to say."""

    code: str
    details: dict[str, object] = field(default_factory=dict)
