"""From Kolada's values in JSON, versions 2 and 3 of its API, to rows."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from data.intake.cube import Cube, along, too_many_cells
from data.intake.cube_table import table_of
from data.intake.findings import Marks
from data.intake.format import published_format
from data.intake.published_json import is_object, listing, mapping, parsed, text
from data.intake.questions import Questions
from data.intake.recognition import FORMATS, advice
from data.intake.text_table import Refusal, TextTable

_GENDERS = {"T": "totalt", "K": "kvinnor", "M": "män"}


class _Cell(NamedTuple):
    area: str
    kpi: str
    period: str
    gender: str
    value: str
    status: str


def read(content: bytes, file_name: str, questions: Questions) -> TextTable | Refusal:
    """Read one page of values; those that Kolada has deleted are left out, and said to be."""
    whole = mapping(parsed(content))
    records = [mapping(each) for each in listing(whole.get("values"))]
    if records and all("title" in each for each in records):
        return _without_values("kolada-metadata")
    parts = [(record, mapping(part)) for record, part in _parts(records)]
    if not parts:
        return _without_values("kolada")
    if not all(_is_whole(record) for record, _ in parts):
        return Refusal(code="json_broken", details={"form": FORMATS["kolada"]})
    if refused := too_many_cells([len(parts)]):
        return refused
    deleted = sum(part.get("isdeleted") is True for _, part in parts)
    numbered = [
        (number, _cell(record, part))
        for number, (record, part) in enumerate(parts, start=1)
        if part.get("isdeleted") is not True
    ]
    return table_of(_cube(numbered, _remarks(whole, deleted)), questions)


def _parts(records: list[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], Any]]:
    for record in records:
        for part in listing(record.get("values")):
            yield record, part


def _is_whole(record: Mapping[str, Any]) -> bool:
    area = text(record.get("municipality")) or text(record.get("ou"))
    return bool(area and text(record.get("kpi")) and text(record.get("period")))


def _cell(record: Mapping[str, Any], part: Mapping[str, Any]) -> _Cell:
    value, status = text(part.get("value")), text(part.get("status"))
    return _Cell(
        area=text(record.get("municipality")) or text(record.get("ou")),
        kpi=text(record.get("kpi")),
        period=text(record.get("period")),
        gender=_GENDERS.get(text(part.get("gender")), text(part.get("gender"))),
        value=value,
        status=status or ("" if value else "missing"),
    )


def _cube(numbered: list[tuple[int, _Cell]], remarks: tuple[Marks, ...]) -> Cube:
    cells = [cell for _, cell in numbered]
    made = [
        along("kommun", [each.area for each in cells], "area"),
        along("nyckeltal", [each.kpi for each in cells], "contents"),
        along("period", [each.period for each in cells], "period"),
        along("kön", [each.gender for each in cells], total="totalt"),
    ]
    return Cube(
        dimensions=tuple(dimension for dimension, _ in made),
        places=tuple(places for _, places in made),
        values=pa.array([each.value for each in cells], pa.string()),
        rows=np.array([number for number, _ in numbered], dtype=np.int64),
        flags=pa.array([each.status for each in cells], pa.string()),
        coded_contents=True,
        source="Kolada",
        remarks=remarks,
    )


def _remarks(whole: Mapping[str, Any], deleted: int) -> tuple[Marks, ...]:
    """Say what is not in this file: deleted values, and the pages after it."""
    marks = []
    if deleted:
        marks.append(Marks(code="kolada_deleted", details={"count": deleted}))
    if text(whole.get("next_url")) or text(whole.get("next_page")):
        marks.append(Marks(code="kolada_more_pages"))
    return tuple(marks)


def _without_values(form: str) -> Refusal:
    return Refusal(
        code="file_without_values", details={"form": FORMATS[form], "advice": advice(form)}
    )


def _recognises(content: bytes, file_name: str) -> bool:
    if not is_object(content) or b'"values"' not in content:
        return False
    return b'"kpi"' in content or b'"count"' in content or b'"is_divided_by_gender"' in content


FORMAT = published_format("kolada", _recognises, read)
