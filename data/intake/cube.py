"""What a published table of statistics is: cells along dimensions, in any format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import prod
from typing import Literal

import numpy as np
import pyarrow as pa

from data.intake.cube_words import role_of
from data.intake.findings import Marks
from data.intake.text_table import Refusal

MOST_CELLS = 5_000_000
"""More cells than every table of one indicator for every area and month in the country."""

MOST_DIVISIONS = 4
"""Divisions with several values, beside area, period and contents."""

_MOST_DIMENSIONS = 30

Role = Literal["area", "period", "contents", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One way a table is divided: the texts of its values in order, and their codes if any.

    `role` says what the dimension is of, ``""`` for a division like age or sex; `total` is the
    text of the value that the file itself says is all the others together.
    """

    name: str
    texts: tuple[str, ...]
    codes: tuple[str, ...] = ()
    role: Role = ""
    total: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cube:
    """The cells of a published table, and what the file says of it as a whole.

    `places` has one array per dimension: for each cell the place of its value in it. `values`
    are the cells as text, `flags` (as many, or none) what the publisher says of each, and
    `rows` their numbers in the file. `contents` is what is measured when no dimension says it;
    with `coded_contents` every one is a code that means the same in every file. `units` says in
    which unit each of the contents is, under ``""`` for all that it does not name;
    `cell_units`, where the file says it of each cell, stands above it.
    """

    dimensions: tuple[Dimension, ...]
    places: tuple[np.ndarray, ...]
    values: pa.Array
    rows: np.ndarray
    flags: pa.Array | None = None
    contents: str = ""
    coded_contents: bool = False
    source: str = ""
    note: str = ""
    remarks: tuple[Marks, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    cell_units: pa.Array | None = None

    def place_of(self, role: Role) -> int | None:
        """Return the place of the first dimension with a role, None when no one has it."""
        return next((at for at, each in enumerate(self.dimensions) if each.role == role), None)


def too_many_dimensions(many: int) -> Refusal:
    """Say that a table has more divisions than anybody can choose between."""
    details: dict[str, object] = {"many": many, "most": MOST_DIVISIONS}
    return Refusal(code="cube_too_many_dimensions", details=details)


def too_many_cells(sizes: Sequence[int]) -> Refusal | None:
    """Refuse a table with more cells than can be read, before anything is made of them."""
    if len(sizes) > _MOST_DIMENSIONS:
        return too_many_dimensions(len(sizes))
    cells = prod(sizes)
    if cells <= MOST_CELLS:
        return None
    shown = cells if cells < 10**15 else 10**15
    return Refusal(code="cube_too_large", details={"cells": shown, "most": MOST_CELLS})


def all_places(sizes: Sequence[int]) -> tuple[np.ndarray, ...]:
    """Return the places of every cell of a whole table, the last dimension fastest."""
    return tuple(
        each.astype(np.int32) for each in np.unravel_index(np.arange(prod(sizes)), sizes)
    )


def with_roles(dimensions: Sequence[Dimension]) -> tuple[Dimension, ...]:
    """Give every role to one dimension: the first that has it, else the first named so."""
    roles: list[Role] = [each.role for each in dimensions]
    roles = [role if role not in roles[:at] else "" for at, role in enumerate(roles)]
    for at, each in enumerate(dimensions):
        named = role_of(each.name)
        if not roles[at] and named not in roles:
            roles[at] = named
    return tuple(replace(each, role=role) for each, role in zip(dimensions, roles, strict=True))


def along(
    name: str, texts: Sequence[str], role: Role = "", *, total: str = ""
) -> tuple[Dimension, np.ndarray]:
    """Make a dimension of a column of texts: its distinct values, and the place of each."""
    coded = pa.array(texts, pa.string()).dictionary_encode()
    values = tuple(coded.dictionary.to_pylist())
    places = coded.indices.to_numpy(zero_copy_only=False).astype(np.int32)
    return Dimension(name=name, texts=values, role=role, total=total), places
