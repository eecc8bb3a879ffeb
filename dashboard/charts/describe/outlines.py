"""Boundaries as lines on a flat sheet: projected, made lighter, and whole."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

_SHEET = 4000
"""Units along the longer side of the sheet: whole numbers are short to send."""

_FINEST = 4
"""What is smaller than this many units, about half a pixel, is not seen."""

Ring = tuple[list[int], list[int]]
"""The x and the y of a closed line, in units of the sheet, north up."""


@dataclass(frozen=True, slots=True)
class Outline:
    """An area on the sheet: its rings, and a place inside it where a sign can stand."""

    area_id: str
    rings: Sequence[Ring]
    inside: tuple[int, int]


def outlines(boundaries: pd.DataFrame) -> list[Outline]:
    """Lay boundaries out on one sheet, in the order given.

    `boundaries` has ``area_id`` and ``geojson`` in degrees. Lengths are right along the middle
    latitude and nearly so over a region (an equirectangular projection). Borders are made
    lighter once for both sides, so that neighbours stay neighbours, and no area is lost.
    """
    if boundaries.empty:
        return []
    flat = projected(shapely.from_geojson(boundaries["geojson"].to_numpy(dtype=object)))
    west, south, east, north = shapely.total_bounds(flat)
    scale = _SHEET / (max(east - west, north - south) or 1.0)
    sheet = shapely.transform(flat, lambda xy: (xy - [west, south]) * scale)
    lighter = lightened(sheet)
    return [
        Outline(str(area_id), _rings(shape), _inside(shape))
        for area_id, shape in zip(boundaries["area_id"], lighter, strict=True)
    ]


def projected(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Turn degrees into lengths of equal unit east and north, around the middle latitude."""
    _west, south, _east, north = shapely.total_bounds(shapes)
    narrow = float(np.cos(np.radians((south + north) / 2)))
    return np.asarray(shapely.transform(shapes, lambda degrees: degrees * [narrow, 1.0]))


def lightened(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Leave out corners that cannot be seen, the same ones on both sides of a border."""
    whole = np.array([_areal(shape) for shape in shapes], dtype=object)
    lighter = shapely.coverage_simplify(whole, _FINEST)
    gone = shapely.is_empty(lighter) | (shapely.area(lighter) == 0)
    return np.where(gone, whole, lighter)


def _areal(shape: shapely.Geometry) -> shapely.Geometry:
    """Return a shape whose rings do not cross themselves, without stray lines and points."""
    if shapely.is_valid(shape):
        return shape
    parts = shapely.get_parts(
        shapely.make_valid(shape, method="structure", keep_collapsed=False)
    )
    areal = [part for part in parts if part.geom_type in {"Polygon", "MultiPolygon"}]
    return shapely.union_all(areal) if areal else shape


def _rings(shape: shapely.Geometry) -> list[Ring]:
    """Return outer rings and holes, turned opposite ways so that a hole is left unfilled."""
    turned = shapely.orient_polygons(shape)
    rings = []
    for part in shapely.get_parts(turned):
        if part.geom_type != "Polygon":
            continue
        for line in (part.exterior, *part.interiors):
            places = np.rint(shapely.get_coordinates(line)).astype(int)
            moved = np.append(True, (np.diff(places, axis=0) != 0).any(axis=1))
            places = places[moved]
            rings.append((places[:, 0].tolist(), places[:, 1].tolist()))
    return rings


def _inside(shape: shapely.Geometry) -> tuple[int, int]:
    largest = max(shapely.get_parts(shape), key=shapely.area)
    point = shapely.point_on_surface(largest)
    return round(point.x), round(point.y)
