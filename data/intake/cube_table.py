"""From a published table to rows: which dimension is area, period, indicator and category."""

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.intake.cube import MOST_DIVISIONS, Cube, Dimension, Role, too_many_dimensions
from data.intake.cube_words import flag, is_total
from data.intake.findings import Both
from data.intake.questions import Questions
from data.intake.text_table import Refusal, TextTable
from data.intake.unit_words import scale_of

ALL = "all"
"""The answer that every contents is read."""

JOINED = "joined"
"""The answer that the category is made of every division together."""

_FEW_CONTENTS = 5
_MOST_CHOICES = 300
_MOST_CONTENTS = 100
_LONGEST_CELL = 32_767
_LONGEST_NOTE = 500
_CODE_FIRST = re.compile(r"(\d{2}|\d{4}|\d{4}[A-Z]\d{4}|\d{4}R\d{3}) +(\S.*)")


def table_of(cube: Cube, questions: Questions) -> TextTable | Refusal:
    """Make one row of each cell, asking which contents and which division are meant.

    A division with a single value goes to the source, one with several is the category.
    """
    if refused := _refused(cube):
        return refused
    keep, several = _wanted_contents(cube, questions), _divisions(cube, more_than_one=True)
    category, chosen = _category(cube, several, questions)
    at = np.flatnonzero(keep & chosen)
    if (many := _contents_read(cube, at)) > _MOST_CONTENTS:
        details: dict[str, object] = {"many": many, "most": _MOST_CONTENTS}
        return Refusal(code="cube_too_many_contents", details=details)
    columns = _columns(cube, category, at)
    return TextTable(
        headers=tuple(columns),
        cells=pa.table({str(n): each for n, each in enumerate(columns.values())}),
        rows=cube.rows[at],
        remarks=cube.remarks,
        note=cube.note,
        identity=_identity(cube),
    )


def _refused(cube: Cube) -> Refusal | None:
    names = ", ".join(each.name for each in cube.dimensions)[:200]
    longest = max((len(text) for each in cube.dimensions for text in each.texts), default=0)
    if longest > _LONGEST_CELL or (pc.max(pc.utf8_length(cube.values)).as_py() or 0) > 200:
        return Refusal(code="cube_cell_too_long")
    if len(_divisions(cube, more_than_one=True)) > MOST_DIVISIONS:
        return too_many_dimensions(len(cube.dimensions))
    if cube.place_of("area") is None:
        return Refusal(code="cube_without_area", details={"names": names})
    if cube.place_of("period") is None:
        return Refusal(code="cube_without_period", details={"names": names})
    return None


def _divisions(cube: Cube, *, more_than_one: bool) -> list[int]:
    return [
        at
        for at, each in enumerate(cube.dimensions)
        if not each.role and (len(each.texts) > 1) == more_than_one
    ]


def _wanted_contents(cube: Cube, questions: Questions) -> np.ndarray:
    """Ask which of many contents are meant; few are read, each to be asked about by itself."""
    everything = np.ones(len(cube.rows), dtype=bool)
    at = cube.place_of("contents")
    if at is None or len(cube.dimensions[at].texts) <= _FEW_CONTENTS or cube.coded_contents:
        return everything
    contents = cube.dimensions[at]
    answer = questions.ask(
        "contents",
        contents.name,
        count=len(contents.texts),
        example=contents.texts[0],
        choices={ALL: Both("Alla", "All of them"), **_choices(contents)},
    )
    return everything if answer == ALL else _where(cube, at, answer or contents.texts[0])


def _contents_read(cube: Cube, at: np.ndarray) -> int:
    place = cube.place_of("contents")
    return 1 if place is None else len(np.unique(cube.places[place][at]))


def _category(
    cube: Cube, several: Sequence[int], questions: Questions
) -> tuple[list[int], np.ndarray]:
    """Say which divisions make the category, and which cells are meant of the others."""
    everything = np.ones(len(cube.rows), dtype=bool)
    if len(several) < 2:
        return list(several), everything
    by_name = {cube.dimensions[at].name: at for at in several}
    answer = questions.ask(
        "category_dimension",
        ", ".join(by_name),
        suggested=_likely_category([cube.dimensions[at] for at in several]),
        count=len(several),
        example=", ".join(cube.dimensions[at].texts[0] for at in several),
        choices={
            JOINED: Both("Alla tillsammans", "All of them together"),
            **{name: Both(name, name) for name in by_name},
        },
    )
    if answer == JOINED:
        return list(several), everything
    for at in several:
        if at != by_name[answer]:
            everything &= _one_value(cube, at, questions)
    return [by_name[answer]], everything


def _likely_category(divisions: Sequence[Dimension]) -> str:
    """Suggest the only division without a total; all of them where more have none."""
    whole = [each.name for each in divisions if not total_of(each)]
    if len(whole) > 1 or any(len(each.texts) > _MOST_CHOICES for each in divisions):
        return JOINED
    return whole[0] if whole else divisions[0].name


def total_of(dimension: Dimension) -> str:
    """Return the text of the value that is all the others together, ``""`` for none."""
    if dimension.total:
        return dimension.total
    return next((text for text in dimension.texts if is_total(text)), "")


def _one_value(cube: Cube, at: int, questions: Questions) -> np.ndarray:
    """Ask which one value of a division that is not the category is meant."""
    division = cube.dimensions[at]
    answer = questions.ask(
        "dimension_value",
        division.name,
        suggested=total_of(division)[:200] or None,
        count=len(division.texts),
        example=division.texts[0],
        choices=_choices(division),
    )
    return _where(cube, at, answer or division.texts[0])


def _choices(dimension: Dimension) -> dict[str, Both]:
    first = dict.fromkeys([total_of(dimension), *dimension.texts[:_MOST_CHOICES]])
    return {text[:200]: Both(text[:200], text[:200]) for text in first if text}


def _where(cube: Cube, at: int, text: str) -> np.ndarray:
    meant = np.array([each[:200] == text[:200] for each in cube.dimensions[at].texts])
    return np.asarray(meant[cube.places[at]])


def _columns(cube: Cube, category: Sequence[int], at: np.ndarray) -> dict[str, pa.Array]:
    columns = {
        "area_id": _of_role(cube, "area", at),
        "indicator_id": _of_role(cube, "contents", at),
        "period": _of_role(cube, "period", at),
        **_valued(cube, at),
    }
    if category:
        columns["category"] = _categories(cube, category, at)
    if units := _units(cube, at):
        columns["unit"] = units
    columns["source"] = _always(_source(cube), len(at))
    return columns


def area_texts(areas: Dimension) -> tuple[str, ...]:
    """Return the codes of areas, else their texts; of ``1480 Göteborg`` only the code."""
    if areas.codes:
        return areas.codes
    split = [_CODE_FIRST.fullmatch(text) for text in areas.texts]
    codes = [each.group(1) for each in split if each]
    return tuple(codes) if len(codes) == len(split) else areas.texts


def _of_role(cube: Cube, role: Role, at: np.ndarray) -> pa.Array:
    """Return the texts of the dimension with a role, or what the whole table measures."""
    place = cube.place_of(role)
    if place is None:
        return _always(cube.contents or cube.source or "värde", len(at))
    dimension = cube.dimensions[place]
    texts = area_texts(dimension) if role == "area" else dimension.texts
    return _texts(texts, cube.places[place][at])


def _valued(cube: Cube, at: np.ndarray) -> dict[str, pa.Array]:
    """Return values, with the marks that flags say, and the status and notes of flags."""
    values = cube.values.take(pa.array(at))
    if cube.flags is None:
        return {"value": values}
    coded = cube.flags.take(pa.array(at)).dictionary_encode()
    meant = [flag(text) for text in coded.dictionary.to_pylist()]
    places = coded.indices.to_numpy(zero_copy_only=False)
    marks = _texts([each.mark for each in meant], places)
    empty = pc.equal(pc.utf8_trim_whitespace(values), "")
    columns = {"value": pc.if_else(empty, marks, values)}
    if any(each.status for each in meant):
        columns["status"] = _texts([each.status for each in meant], places)
    if any(each.note for each in meant):
        columns["note"] = _texts([each.note for each in meant], places)
    return columns


def _units(cube: Cube, at: np.ndarray) -> pa.Array | None:
    """Return the unit of every cell where some are in thousands or the like, else None."""
    if cube.cell_units is not None:
        return cube.cell_units.take(pa.array(at))
    place = cube.place_of("contents")
    contents = ("",) if place is None else cube.dimensions[place].texts
    all_of = cube.units.get("", "")
    units = [cube.units.get(text, all_of) for text in contents]
    if all(scale_of(unit) is None for unit in units):
        return None
    scaled = ["" if scale_of(unit) is None else unit for unit in units]
    return (
        _always(scaled[0], len(at)) if place is None else _texts(scaled, cube.places[place][at])
    )


def _categories(cube: Cube, category: Sequence[int], at: np.ndarray) -> pa.Array:
    """Return the texts of the category, ``""`` for what the file itself calls the total."""
    columns = []
    for place in category:
        division = cube.dimensions[place]
        texts = ["" if text == division.total else text for text in division.texts]
        columns.append(_texts(texts, cube.places[place][at]))
    joined = columns[0]
    for column in columns[1:]:
        between = pc.if_else(pc.or_(pc.equal(joined, ""), pc.equal(column, "")), "", ", ")
        joined = pc.binary_join_element_wise(joined, between, column, "")
    return joined


def _source(cube: Cube) -> str:
    """Say who published the table, and the single values of what it is not divided by."""
    single = [cube.dimensions[at] for at in _divisions(cube, more_than_one=False)]
    said = [f"{each.name}: {''.join(each.texts).strip()}" for each in single if each.texts]
    return "; ".join(filter(None, [cube.source, *said]))[:_LONGEST_NOTE]


def _identity(cube: Cube) -> str:
    """Say which table it is: who published it, and what it is divided by."""
    names = [each.name for each in cube.dimensions if each.role in {"area", ""}]
    return "; ".join(filter(None, [_source(cube), f"efter {', '.join(names)}"]))


def _texts(texts: Sequence[str], places: np.ndarray) -> pa.Array:
    return pa.array(list(texts), pa.string()).take(pa.array(places))


def _always(text: str, many: int) -> pa.Array:
    return pa.repeat(pa.scalar(text, pa.string()), many)
