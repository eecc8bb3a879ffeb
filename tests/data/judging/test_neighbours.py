"""Areas lie beside each other where they share a boundary, however each was drawn."""

import json
from collections import defaultdict
from importlib import resources
from itertools import combinations

import pandas as pd
import pytest
import shapely

from data.judging.neighbours import sharing_boundary

SAMPLE = resources.files("data") / "sample"
DIVISIONS = sorted(one.name for one in SAMPLE.iterdir() if one.name.endswith(".geojson"))

DRAWN_APART = {
    ("regso.1480.bergsjon-nordvastra", "regso.1480.eriksbo"),
    ("regso.1480.bergsjon-nordvastra", "regso.1480.linnarhult-gunnilse"),
    ("regso.1480.eriksbo", "regso.1480.kortedala-nordvastra"),
    ("regso.1480.hjallbo-ostra", "regso.1480.kortedala-nordvastra"),
    ("regso.1480.rodbo-save", "regso.1482.kungalv-centrala"),
    ("regso.1480.torpa", "regso.1480.utby"),
}
"""Neighbours along 50 to 280 metres whose boundaries have no corners in common."""


def shipped(name: str) -> pd.DataFrame:
    features = json.loads((SAMPLE / name).read_text("utf-8"))["features"]
    return pd.DataFrame(
        {
            "area_id": [one["properties"]["area_id"] for one in features],
            "geojson": [json.dumps(one["geometry"]) for one in features],
        }
    )


def drawn(**shapes: shapely.Geometry) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "area_id": list(shapes),
            "geojson": [shapely.to_geojson(one) for one in shapes.values()],
        }
    )


def beside(boundaries: pd.DataFrame) -> set[tuple[str, str]]:
    pairs = sharing_boundary(boundaries, boundaries["area_id"].tolist())
    assert len(pairs) == len(set(pairs)), "a pair is named once"
    assert {(other, one) for one, other in pairs} == set(pairs), "both ways"
    return {(one, other) for one, other in pairs if one < other}


def sharing_two_corners(boundaries: pd.DataFrame) -> set[tuple[str, str]]:
    """The pairs that have two corners in common, to some ten metres."""
    owners = defaultdict(set)
    shapes = shapely.from_geojson(boundaries["geojson"].to_numpy(object))
    for area_id, shape in zip(boundaries["area_id"], shapes, strict=True):
        for corner in shapely.get_coordinates(shape).round(4):
            owners[tuple(corner)].add(area_id)
    shared = defaultdict(int)
    for areas in owners.values():
        for pair in combinations(sorted(areas), 2):
            shared[pair] += 1
    return {pair for pair, corners in shared.items() if corners >= 2}


@pytest.mark.parametrize("division", DIVISIONS)
def test_shipped_areas_with_common_corners_are_neighbours_and_so_are_those_drawn_apart(
    division,
):
    boundaries = shipped(division)
    mine = {pair for pair in DRAWN_APART if set(pair) <= set(boundaries["area_id"])}
    assert beside(boundaries) == sharing_two_corners(boundaries) | mine


def test_areas_that_meet_in_a_corner_are_no_neighbours():
    four = drawn(
        a=shapely.box(12, 57, 12.1, 57.1),
        b=shapely.box(12.1, 57, 12.2, 57.1),
        c=shapely.box(12.1, 57.1, 12.2, 57.2),
    )
    assert beside(four) == {("a", "b"), ("b", "c")}


def test_a_boundary_drawn_half_a_metre_off_and_with_other_corners_is_shared():
    left = shapely.box(12, 57, 12.1, 57.1)
    right = shapely.segmentize(shapely.box(12.100005, 57.02, 12.2, 57.08), 0.007)
    far = shapely.box(12.2001, 57, 12.3, 57.1)
    assert beside(drawn(left=left, right=right, far=far)) == {("left", "right")}


def test_an_area_in_the_hole_of_another_lies_beside_it():
    inner = shapely.box(12.04, 57.04, 12.06, 57.06)
    outer = shapely.box(12, 57, 12.1, 57.1).difference(inner)
    assert beside(drawn(inner=inner, outer=outer)) == {("inner", "outer")}


def test_what_is_no_polygon_lies_beside_nothing():
    boundaries = drawn(a=shapely.box(12, 57, 12.1, 57.1), b=shapely.box(12.1, 57, 12.2, 57.1))
    unclosed = json.dumps(
        {"type": "Polygon", "coordinates": [[[12, 57], [12.1, 57], [12, 58]]]}
    )
    boundaries.loc[2] = ["c", unclosed]
    assert beside(boundaries) == {("a", "b")}


def test_only_the_areas_asked_for_come_first():
    boundaries = drawn(a=shapely.box(12, 57, 12.1, 57.1), b=shapely.box(12.1, 57, 12.2, 57.1))
    assert sharing_boundary(boundaries, ["b"]) == [("b", "a")]
    assert sharing_boundary(boundaries, []) == []
