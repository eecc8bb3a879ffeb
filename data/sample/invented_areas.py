"""The areas of an invented nation: leaves, what they lie in, and simple boundaries."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import shapely

VERSION = "pahittad-deso"
"""The division that the leaves, and what is measured in them, belong to."""

_LEVELS = (("deso", 6160), ("regso", 3363), ("municipality", 290), ("region", 21))
"""How many areas of each kind there are in a whole nation, the smallest first."""

_NAMES = {
    "deso": ("omrade", "Påhittat område"),
    "regso": ("stadsdel", "Påhittad stadsdel"),
    "municipality": ("kommun", "Påhittad kommun"),
    "region": ("region", "Påhittad region"),
}

_SIDE, _WEST, _SOUTH = 0.02, 12.0, 56.0
"""Degrees: how large a leaf is drawn, and where the nation begins."""


class Nation(NamedTuple):
    """Areas and relations as the store has them, and per kind which area each leaf lies in."""

    areas: pd.DataFrame
    relations: pd.DataFrame
    places: dict[str, np.ndarray]


def area_ids(areas: int, kind: str = "deso") -> list[str]:
    """Name the invented areas of a kind, of which there are so many."""
    return [f"pahittad.{_NAMES[kind][0]}-{number:05d}" for number in range(1, areas + 1)]


def counts(leaves: int) -> dict[str, int]:
    """Return how many areas of each kind there are with so many leaves, as in a nation."""
    whole = _LEVELS[0][1]
    return {kind: max(1, -(-number * leaves // whole)) for kind, number in _LEVELS}


def areas_above(leaves: int) -> Nation:
    """Return the leaves and all that they lie in. Neighbours among the leaves lie together."""
    numbers = counts(leaves)
    places = {kind: np.arange(leaves) * one // leaves for kind, one in numbers.items()}
    frames, relations = [], []
    kinds = list(numbers)
    municipality = np.array(area_ids(numbers["municipality"], "municipality"), dtype=object)
    for kind, over in zip(kinds, [*kinds[1:], None], strict=True):
        ids = np.array(area_ids(numbers[kind], kind), dtype=object)
        first = np.searchsorted(places[kind], np.arange(numbers[kind]))
        frame = pd.DataFrame({"area_id": ids, "kind": kind})
        frame["name"] = [f"{_NAMES[kind][1]} {one}" for one in range(1, len(ids) + 1)]
        inside = "" if kind == "region" else municipality[places["municipality"][first]]
        frames.append(frame.assign(municipality_id=inside))
        if over is not None:
            above = np.array(area_ids(numbers[over], over), dtype=object)
            pairs = {"area_id": ids, "other_area_id": above[places[over][first]]}
            relations.append(pd.DataFrame(pairs))
    return Nation(
        areas=pd.concat(frames, ignore_index=True).assign(
            name_en="", invented=True, owner_organisation_id="", note=""
        ),
        relations=pd.concat(relations, ignore_index=True).assign(
            relation="parent", geo_version="", basis=""
        ),
        places=places,
    )


def boundaries(nation: Nation) -> pd.DataFrame:
    """Draw the leaves as squares, row by row there and back, and the others around theirs."""
    leaves = len(nation.places["deso"])
    across = int(np.ceil(np.sqrt(leaves)))
    row, column = np.divmod(np.arange(leaves), across)
    column = np.where(row % 2 == 0, column, across - 1 - column)
    west, south = _WEST + _SIDE * column, _SOUTH + _SIDE * row / 2
    squares = shapely.set_precision(
        shapely.box(west, south, west + _SIDE, south + _SIDE / 2), 1e-6
    )
    return pd.concat([_drawn(kind, squares, nation) for kind in _NAMES], ignore_index=True)


def _drawn(kind: str, squares: np.ndarray, nation: Nation) -> pd.DataFrame:
    place = nation.places[kind]
    firsts = np.searchsorted(place, np.arange(place[-1] + 1))
    shapes = [shapely.unary_union(some) for some in np.split(squares, firsts[1:])]
    return pd.DataFrame(
        {
            "area_id": area_ids(len(shapes), kind),
            "geo_version": f"pahittad-{kind}",
            "geojson": shapely.to_geojson(np.array(shapes, dtype=object)),
            "licence": "",
        }
    )
