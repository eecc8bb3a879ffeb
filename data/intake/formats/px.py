"""From a PX file, the format of PC-Axis and PxWeb, to rows."""

import re
from collections.abc import Mapping, Sequence
from math import prod

import numpy as np
import pyarrow as pa

from data.intake.cube import (
    Cube,
    Dimension,
    Role,
    all_places,
    too_many_cells,
    with_roles,
)
from data.intake.cube_table import table_of
from data.intake.format import published_format
from data.intake.px_statements import Statements, statements
from data.intake.questions import Questions
from data.intake.recognition import text_format
from data.intake.text_table import Refusal, TextTable

_KEYED = re.compile(r'((?:"[^"]*+"\s*,\s*)++)([^\n]*+)')
_SYMBOLS = {"." * many: f"DATASYMBOL{many}" for many in range(1, 7)}
_SYMBOLS |= {"." * 7: "DATASYMBOLSUM", "-": "DATASYMBOLNIL"}
_PERIOD_LETTER = {"H": "H", "Q": "K", "M": "M", "W": "W"}


def read(content: bytes, file_name: str, questions: Questions) -> TextTable | Refusal:
    """Read a PX file, in Swedish where it has several languages."""
    said = statements(content)
    if isinstance(said, Refusal):
        return said
    dimensions = _dimensions(said)
    if isinstance(dimensions, Refusal):
        return dimensions
    sizes = [len(each.texts) for each in dimensions]
    if refused := too_many_cells(sizes):
        return refused
    cells = _cells(said, dimensions)
    if isinstance(cells, Refusal):
        return cells
    made = Cube(
        dimensions=dimensions,
        places=all_places(sizes),
        values=_with_symbols(said, cells),
        rows=np.arange(1, len(cells) + 1),
        flags=_flags(said, sizes),
        contents=said.text("CONTENTS"),
        source=_source(said),
        note=_note(said),
        units=_units(said),
    )
    return table_of(made, questions)


def _dimensions(said: Statements) -> tuple[Dimension, ...] | Refusal:
    """Return the dimensions in the order of the cells: those of the stub, then the heading."""
    own = [*said.texts("STUB"), *said.texts("HEADING")]
    names = [
        *said.texts("STUB", language=said.language),
        *said.texts("HEADING", language=said.language),
    ]
    if len(names) != len(own):
        names = own
    made = [_dimension(said, each, name) for each, name in zip(own, names, strict=True)]
    odd = [each.name for each in made if not each.texts or _codes_do_not_fit(each)]
    if not made or odd:
        return Refusal(code="px_values_missing", details={"name": ", ".join(odd)[:100]})
    return with_roles(made)


def _codes_do_not_fit(dimension: Dimension) -> bool:
    return bool(dimension.codes) and len(dimension.codes) != len(dimension.texts)


def _dimension(said: Statements, own: str, name: str) -> Dimension:
    codes = said.texts("CODES", own)
    own_texts = said.texts("VALUES", own) or codes
    texts = said.texts("VALUES", name, language=said.language)
    if len(texts) != len(own_texts):
        texts = own_texts
    scale, points = said.time_texts(own)
    if scale and len(points) == len(texts):
        texts = tuple(_period(scale, point) for point in points)
    total = dict(zip(own_texts, texts, strict=True)).get(
        "".join(said.texts("ELIMINATION", own)), ""
    )
    role = "period" if scale else _role(said, own)
    return Dimension(name=name, texts=texts, codes=codes, role=role, total=total)


def _role(said: Statements, own: str) -> Role:
    """Say what the file itself says a dimension is of."""
    if "".join(said.texts("CONTVARIABLE")) == own:
        return "contents"
    kind = "".join(said.texts("VARIABLE-TYPE", own)).upper()[:1]
    if kind == "T" or "".join(said.texts("VARIABLECODE", own)).upper() in {"TIME", "TID"}:
        return "period"
    return "area" if kind == "G" or said.texts("MAP", own) else ""


def _period(scale: str, point: str) -> str:
    """Write a point in time as everybody does: 20062 on the scale of quarters is 2006K2."""
    letter = _PERIOD_LETTER.get(scale, "")
    digits = re.fullmatch(r"(\d{4})(\d{1,2})", point)
    return f"{digits[1]}{letter}{digits[2]}" if letter and digits else point


def _cells(said: Statements, dimensions: Sequence[Dimension]) -> list[str] | Refusal:
    """Split the data into cells, as many as the dimensions make."""
    data, end, _ = said.data.rpartition(";")
    if not end:
        data = said.data
    if keyed := [each for each in dimensions if ("KEYS", "", (each.name,)) in said.written]:
        return _keyed_cells(said, data, dimensions, keyed)
    expected = prod(len(each.texts) for each in dimensions)
    cells = _tokens(data, expected)
    if len(cells) != expected:
        return Refusal(
            code="px_cells_do_not_fit",
            details={"expected": expected, "cells": min(len(cells), expected + 1)},
        )
    return cells


def _tokens(data: str, most: int) -> list[str]:
    """Split at blanks, commas and quotation marks; what is left after `most` is one more."""
    return data.translate({ord('"'): " ", ord(","): " "}).split(None, most)


def _keyed_cells(
    said: Statements,
    data: str,
    dimensions: Sequence[Dimension],
    keyed: Sequence[Dimension],
) -> list[str] | Refusal:
    """Place lines that begin with their keys; those that are not there are empty cells."""
    width = prod(len(each.texts) for each in dimensions[len(keyed) :])
    known = [_keys(said, each) for each in keyed]
    without_keys = _KEYED.sub("", data).strip()
    if without_keys or list(keyed) != list(dimensions[: len(keyed)]):
        shown = without_keys[:40] or keyed[0].name[:100]
        return Refusal(code="px_keys_do_not_fit", details={"key": shown})
    sizes = [len(each.texts) for each in keyed]
    lines: list[list[str] | None] = [None] * prod(sizes)
    for found in _KEYED.finditer(data):
        keys = [each.strip() for each in re.findall(r'"([^"]*)"', found[1])]
        cells = _tokens(found[2], width)
        fits = len(keys) == len(keyed) and all(k in w for k, w in zip(keys, known, strict=True))
        if not fits or len(cells) != width:
            return Refusal(code="px_keys_do_not_fit", details={"key": ", ".join(keys)[:100]})
        at = np.ravel_multi_index([w[k] for k, w in zip(keys, known, strict=True)], sizes)
        lines[int(at)] = cells
    return [cell for line in lines for cell in (line or ["-"] * width)]


def _keys(said: Statements, dimension: Dimension) -> dict[str, int]:
    by_code = "CODES" in said.written["KEYS", "", (dimension.name,)]
    texts = dimension.codes if by_code else said.texts("VALUES", dimension.name)
    return {text: at for at, text in enumerate(texts or dimension.texts)}


def _with_symbols(said: Statements, cells: Sequence[str]) -> pa.Array:
    """Replace dots by the symbol that the file says they are shown as."""
    coded = pa.array(cells, pa.string()).dictionary_encode()
    texts = [
        (said.text(_SYMBOLS[text]) if text in _SYMBOLS else "") or text
        for text in coded.dictionary.to_pylist()
    ]
    return pa.array(texts, pa.string()).take(coded.indices)


def _flags(said: Statements, sizes: Sequence[int]) -> pa.Array | None:
    """Return the signs that the file sets on cells, such as ``p``; None without any."""
    signs = [key for key in said.written if key[0] == "DATANOTECELL" and not key[1]]
    if not signs:
        return None
    own = [*said.texts("STUB"), *said.texts("HEADING")]
    values = [said.texts("VALUES", name) or said.texts("CODES", name) for name in own]
    flags = np.full(sizes, "", dtype=object)
    for _, _, about in signs:
        known = len(about) == len(own) and all(
            text == "*" or text in texts for text, texts in zip(about, values, strict=True)
        )
        if known:
            where = tuple(
                slice(None) if text == "*" else texts.index(text)
                for text, texts in zip(about, values, strict=True)
            )
            flags[where] = said.text("DATANOTECELL", *about)
    return pa.array(flags.ravel(), pa.string())


def _units(said: Statements) -> Mapping[str, str]:
    """Return the unit of each of the contents; under ``""`` that of all."""
    of_each = {
        about[0]: said.text("UNITS", *about)
        for name, _, about in said.written
        if name == "UNITS" and len(about) == 1
    }
    return {"": said.first("UNITS"), **of_each}


def _source(said: Statements) -> str:
    """Name the publisher and the table: the same for every edition of it."""
    return " ".join(filter(None, [said.text("SOURCE"), said.text("MATRIX")]))[:200]


def _note(said: Statements) -> str:
    updated = said.first("LAST-UPDATED")
    day = re.match(r"(\d{4})(\d\d)(\d\d)", updated)
    unit = said.first("UNITS")
    parts = [
        said.text("TITLE"),
        f"enhet: {unit}" if unit else "",
        f"uppdaterad {'-'.join(day.groups())}" if day else "",
        said.text("NOTEX"),
        said.text("NOTE"),
    ]
    return "; ".join(filter(None, parts))[:2000]


FORMAT = published_format(
    "px",
    lambda content, file_name: (
        text_format(content[:5000].decode("latin-1").removeprefix("ï»¿")) == "px"
    ),
    read,
)
