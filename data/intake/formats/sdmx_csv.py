"""From SDMX-CSV, versions 1 and 2, to rows."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from data.intake.cube import Cube, Dimension, along, too_many_cells, with_roles
from data.intake.cube_table import table_of
from data.intake.format import published_format
from data.intake.published_csv import Published, head_of, published
from data.intake.questions import Questions
from data.intake.text_table import Refusal, TextTable

_FIRST = re.compile(r"(STRUCTURE(\[.{1,3}\])?|DATAFLOW)(:.*)?")
_ABOUT_THE_FILE = {"STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "DATAFLOW", "ACTION"}
_BESIDE = {
    *("SERIES_KEY", "OBS_KEY", "OBS_VALUE", "OBS_STATUS", "OBS_FLAG", "CONF_STATUS"),
    *("UNIT_MULT", "DECIMALS", "TIME_FORMAT", "LAST UPDATE", "UPDATED", "COLLECTION", "FREQ"),
    *("COMMENT", "COMMENT_OBS", "OBS_COMMENT", "COMMENT_TS", "TITLE", "PRE_BREAK_VALUE"),
}
"""Columns that say something of a value, and divide nothing. The period says how often."""


_POWERS = {"": "", "0": "", "3": "tusental", "6": "miljoner", "9": "miljarder"}
"""The unit that a value is in by its power of ten, in the words that are asked about."""


class _Column(NamedTuple):
    """A column by its id, with its label, where it is, and where its texts are (-1: in it)."""

    id: str
    label: str
    at: int
    texts_at: int = -1


def read(content: bytes, file_name: str, questions: Questions) -> TextTable | Refusal:
    """Read each record as one row. Records that say only what to delete are refused."""
    table = published(content, 0)
    if isinstance(table, Refusal):
        return table
    columns = _columns(table.header)
    by_id = {each.id: each for each in columns}
    if "OBS_VALUE" not in by_id or not table.body:
        return Refusal(code="sdmx_without_value")
    if "ACTION" in by_id and "D" in {each.upper() for each in _codes(table, by_id["ACTION"])}:
        return Refusal(code="sdmx_deletes")
    if unusual := sorted({*_powers(table, by_id)} - _POWERS.keys()):
        return Refusal(code="sdmx_scaled", details={"powers": ", ".join(unusual)[:40]})
    if refused := too_many_cells([len(table.body)]):
        return refused
    return table_of(_cube(table, columns, by_id), questions)


def _columns(header: Sequence[str]) -> list[_Column]:
    """Read ids and labels: ``SEX: Sex``, or the label in a column of its own after each."""
    found = [_column(text, at) for at, text in enumerate(header)]
    if not any(each.id == "STRUCTURE_NAME" for each in found):
        return found
    first = [each for each in found if each.id in _ABOUT_THE_FILE]
    rest = found[len(first) :]
    return first + [
        _Column(each.id, name.id, each.at, name.at)
        for each, name in zip(rest[::2], rest[1::2], strict=False)
    ]


def _column(text: str, at: int) -> _Column:
    written, _, label = text.partition(":")
    return _Column(re.sub(r"\[.*?\]", "", written).strip(), label.strip(), at)


def _codes(table: Published, column: _Column) -> list[str]:
    cells = table.column(column.at)
    return [cell.partition(": ")[0] for cell in cells] if column.label else cells


def _cube(table: Published, columns: Sequence[_Column], by_id: dict[str, _Column]) -> Cube:
    made = [_along(table, each) for each in columns if _divides(each, columns)]
    values = ["" if value == "NaN" else value for value in _codes(table, by_id["OBS_VALUE"])]
    flow = by_id.get("STRUCTURE_ID") or by_id.get("DATAFLOW")
    named = table.column(by_id["STRUCTURE_NAME"].at) if "STRUCTURE_NAME" in by_id else []
    structure = (named or (table.column(flow.at) if flow else [""]))[0]
    return Cube(
        dimensions=with_roles([each for each, _ in made]),
        places=tuple(places for _, places in made),
        values=pa.array(values, pa.string()),
        rows=np.array(table.rows, dtype=np.int64),
        flags=pa.array(_flags(table, by_id, values), pa.string()),
        contents=structure[:200],
        source=f"SDMX: {structure}"[:200],
        cell_units=_cell_units(table, by_id),
    )


def _divides(column: _Column, columns: Sequence[_Column]) -> bool:
    """Whether a column is a dimension: those after the value are not, where time is before."""
    if column.id in _ABOUT_THE_FILE or column.id in _BESIDE:
        return False
    places = {each.id: each.at for each in columns}
    value = places["OBS_VALUE"]
    return column.at < value or places.get("TIME_PERIOD", value + 1) > value


def _along(table: Published, column: _Column) -> tuple[Dimension, np.ndarray]:
    """Make a dimension of a column, with the labels of its codes as texts."""
    cells = table.column(column.at)
    labels = table.column(column.texts_at) if column.texts_at >= 0 else []
    if column.id == "TIME_PERIOD":
        codes = [_period(each) for each in _codes(table, column)]
        return along(column.id, codes, "period")
    made, places = along(column.id, _codes(table, column))
    firsts = np.unique(places, return_index=True)[1].tolist()
    texts = [
        (labels[at] if labels else cells[at].partition(": ")[2]) or code
        for at, code in zip(firsts, made.texts, strict=True)
    ]
    return Dimension(name=column.id, texts=tuple(texts), codes=made.texts), places


def _period(text: str) -> str:
    """Write SDMX months and years of reporting as everybody does."""
    return re.sub(r"-M(\d\d)$", r"-\1", re.sub(r"-A1$", "", text.partition(": ")[0]))


def _flags(table: Published, by_id: dict[str, _Column], values: Sequence[str]) -> list[str]:
    column = by_id.get("OBS_STATUS") or by_id.get("OBS_FLAG")
    said = _codes(table, column) if column else [""] * len(values)
    return [
        flag or ("" if value else "missing") for flag, value in zip(said, values, strict=True)
    ]


def _cell_units(table: Published, by_id: dict[str, _Column]) -> pa.Array | None:
    """Return what each value is given in, which nobody sees in it; None for ones."""
    units = [_POWERS[power] for power in _powers(table, by_id)]
    return pa.array(units, pa.string()) if any(units) else None


def _powers(table: Published, by_id: dict[str, _Column]) -> list[str]:
    if "UNIT_MULT" not in by_id:
        return []
    return [power.strip() for power in _codes(table, by_id["UNIT_MULT"])]


def _recognises(content: bytes, file_name: str) -> bool:
    first = next(iter(head_of(content)), [])
    ids = {_column(cell, 0).id for cell in first}
    if not first or not _FIRST.fullmatch(first[0].strip()):
        return False
    return "STRUCTURE_ID" in ids or any(each.startswith("OBS_VALUE") for each in ids)


FORMAT = published_format("sdmx-csv", _recognises, read)
