"""From JSON-stat 2.0 to rows."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from data.intake.cube import Cube, Dimension, Role, all_places, too_many_cells, with_roles
from data.intake.cube_table import table_of
from data.intake.cube_words import role_of
from data.intake.format import published_format
from data.intake.published_json import is_object, listing, mapping, parsed, text, whole_number
from data.intake.questions import Questions
from data.intake.recognition import FORMATS, advice
from data.intake.text_table import Refusal, TextTable

_ROLES: dict[str, Role] = {"time": "period", "geo": "area", "metric": "contents"}
_CLASS = re.compile(rb'"class"\s*:\s*"(dataset|collection)"')


def read(content: bytes, file_name: str, questions: Questions) -> TextTable | Refusal:
    """Read a dataset, or a collection that holds a single one."""
    dataset = _dataset(mapping(parsed(content)))
    dimensions = _dimensions(dataset)
    if dimensions is None:
        return Refusal(code="json_broken", details={"form": FORMATS["json-stat"]})
    sizes = [len(each.texts) for each in dimensions]
    if refused := too_many_cells(sizes):
        return refused
    if not dataset.get("value"):
        form = "json-stat-metadata"
        return Refusal(
            code="file_without_values", details={"form": FORMATS[form], "advice": advice(form)}
        )
    places = all_places(sizes)
    cells = _cells(dataset["value"], len(places[0]))
    flags = _cells(dataset.get("status") or {}, len(places[0]))
    if cells is None or flags is None:
        return Refusal(code="json_broken", details={"form": FORMATS["json-stat"]})
    return table_of(
        Cube(
            dimensions=dimensions,
            places=places,
            values=pa.array([each or "" for each in cells], pa.string()),
            rows=np.arange(1, len(cells) + 1),
            flags=_flags(cells, flags),
            contents=text(dataset.get("label"))[:200],
            source=_source(dataset),
            note=_note(dataset),
            units=_units(dataset),
        ),
        questions,
    )


def _dataset(whole: Mapping[str, Any]) -> Mapping[str, Any]:
    items = listing(mapping(whole.get("link")).get("item"))
    if whole.get("class") == "collection" and len(items) == 1:
        return mapping(items[0])
    return whole


def _dimensions(dataset: Mapping[str, Any]) -> tuple[Dimension, ...] | None:
    """Return the dimensions in order, None where the file does not hold together."""
    names = [text(each) for each in listing(dataset.get("id"))]
    sizes = [whole_number(each) for each in listing(dataset.get("size"))]
    described = mapping(dataset.get("dimension"))
    if not names or len(names) != len(sizes):
        return None
    roles = {
        text(name): role
        for key, role in _ROLES.items()
        for name in listing(mapping(dataset.get("role")).get(key))
    }
    found = []
    for name, size in zip(names, sizes, strict=True):
        made = _dimension(name, mapping(described.get(name)), roles.get(name, ""))
        if not made.texts or len(made.texts) != size:
            return None
        found.append(made)
    return with_roles(found)


def _dimension(name: str, described: Mapping[str, Any], role: Role) -> Dimension:
    category = mapping(described.get("category"))
    codes = _codes(category)
    labels = mapping(category.get("label"))
    texts = tuple(text(labels.get(code)) or code for code in codes)
    whole = text(mapping(described.get("extension")).get("eliminationValueCode"))
    return Dimension(
        name=text(described.get("label")) or name,
        texts=codes if role == "period" else texts,
        codes=codes,
        role=role or role_of(name),
        total=dict(zip(codes, texts, strict=True)).get(whole, ""),
    )


def _codes(category: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the codes in order: listed, or with their places, or the only one there is."""
    index = category.get("index")
    if isinstance(index, dict):
        placed = {code: whole_number(place) for code, place in index.items()}
        if any(place is None for place in placed.values()):
            return ()
        return tuple(text(code) for code in sorted(index, key=lambda code: placed[code] or 0))
    listed = listing(index) or list(mapping(category.get("label")))[:1]
    return tuple(map(text, listed))


def _cells(written: object, many: int) -> list[str | None] | None:
    """Return one text per cell from a list, from places with values, or from one for all."""
    if isinstance(written, list):
        if len(written) != many:
            return None
        return [None if each is None else text(each) for each in written]
    if isinstance(written, str):
        return [written] * many
    cells: list[str | None] = [None] * many
    for place, value in mapping(written).items():
        at = whole_number(place)
        if at is None or at >= many:
            return None
        cells[at] = None if value is None else text(value)
    return cells


def _flags(cells: list[str | None], flags: list[str | None]) -> pa.Array | None:
    """Return the status of each cell, ``missing`` for those without value and status."""
    if all(cells) and not any(flags):
        return None
    return pa.array(
        [flag or ("" if cell else "missing") for cell, flag in zip(cells, flags, strict=True)],
        pa.string(),
    )


def _units(dataset: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the unit of each of the contents, by what it is called."""
    found = {}
    for described in mapping(dataset.get("dimension")).values():
        category = mapping(mapping(described).get("category"))
        labels = mapping(category.get("label"))
        for code, unit in mapping(category.get("unit")).items():
            found[text(labels.get(code)) or str(code)] = text(mapping(unit).get("base"))
    return found


def _source(dataset: Mapping[str, Any]) -> str:
    """Name the publisher and the table: the same for every edition of it."""
    px = mapping(mapping(dataset.get("extension")).get("px"))
    table = text(px.get("tableid")) or text(px.get("matrix"))
    return " ".join(filter(None, [text(dataset.get("source")), table]))[:200]


def _note(dataset: Mapping[str, Any]) -> str:
    updated = text(dataset.get("updated"))[:10]
    parts = [
        text(dataset.get("label")),
        f"uppdaterad {updated}" if updated else "",
        *map(text, listing(dataset.get("note"))),
    ]
    return "; ".join(filter(None, parts))[:2000]


def _recognises(content: bytes, file_name: str) -> bool:
    if not is_object(content):
        return False
    return _CLASS.search(content) is not None or (
        b'"dimension"' in content and b'"size"' in content
    )


FORMAT = published_format("json-stat", _recognises, read)
