"""From an answer of PxWeb's first API in JSON, columns and data, to rows."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from data.intake.cube import Cube, Role, along, too_many_cells, with_roles
from data.intake.cube_table import table_of
from data.intake.format import published_format
from data.intake.published_json import is_object, listing, mapping, parsed, text
from data.intake.questions import Questions
from data.intake.recognition import FORMATS
from data.intake.text_table import Refusal, TextTable

_ROLES: dict[str, Role] = {"t": "period"}


def read(content: bytes, file_name: str, questions: Questions) -> TextTable | Refusal:
    """Read columns of keys and values. Every row of the data is one row per value column."""
    whole = mapping(parsed(content))
    columns = [mapping(each) for each in listing(whole.get("columns"))]
    keys = [each for each in columns if each.get("type") != "c"]
    contents = [_name(each) for each in columns if each.get("type") == "c"]
    rows = [mapping(each) for each in listing(whole.get("data"))]
    if not keys or not contents or not rows or not _whole(rows, len(keys), len(contents)):
        return Refusal(code="json_broken", details={"form": FORMATS["pxweb-json"]})
    if refused := too_many_cells([len(rows), len(contents)]):
        return refused
    made = [
        along(_name(each), texts, _ROLES.get(text(each.get("type")), ""))
        for each, texts in zip(keys, _keys(rows, len(keys)), strict=True)
    ]
    repeat = len(contents)
    measured = along("tabellinnehåll", contents * len(rows), "contents")
    return table_of(
        Cube(
            dimensions=with_roles([*(each for each, _ in made), measured[0]]),
            places=(*(np.repeat(places, repeat) for _, places in made), measured[1]),
            values=pa.array(
                [text(value) for row in rows for value in row["values"]], pa.string()
            ),
            rows=np.repeat(np.arange(1, len(rows) + 1), repeat),
            source=text(_said(whole).get("source"))[:200],
            note=_note(whole),
        ),
        questions,
    )


def _name(column: Mapping[str, Any]) -> str:
    return text(column.get("text")) or text(column.get("code"))


def _whole(rows: list[Mapping[str, Any]], keys: int, contents: int) -> bool:
    return all(
        len(listing(row.get("key"))) == keys and len(listing(row.get("values"))) == contents
        for row in rows
    )


def _keys(rows: list[Mapping[str, Any]], many: int) -> list[list[str]]:
    return [[text(row["key"][at]) for row in rows] for at in range(many)]


def _said(whole: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what newer versions of PxWeb say of the table."""
    return mapping(next(iter(listing(whole.get("metadata"))), None))


def _note(whole: Mapping[str, Any]) -> str:
    said = _said(whole)
    updated = text(said.get("updated"))[:10]
    parts = [text(said.get("label")), f"uppdaterad {updated}" if updated else ""]
    comments = [text(mapping(each).get("comment")) for each in listing(whole.get("comments"))]
    return "; ".join(filter(None, [*parts, *comments]))[:2000]


def _recognises(content: bytes, file_name: str) -> bool:
    return is_object(content) and b'"columns"' in content and b'"data"' in content


FORMAT = published_format("pxweb-json", _recognises, read)
