"""Boundaries as lines on a flat sheet: projected, made lighter, and whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

_SHEET = 4000
"""Units along the longer side of the sheet: whole numbers are short to send."""

_FINEST = 4
"""What is smaller than this many units, about half a pixel, is not seen."""

_SEAM = 0.0002
"""Degrees, some twenty metres: gaps as narrow as this between parts are no gaps."""

Shapes = npt.NDArray[np.object_]

Ring = tuple[list[int], list[int]]
"""The x and the y of a closed line, in units of the sheet, north up."""


@dataclass(frozen=True, slots=True)
class Outline:
    """An area on the sheet: its rings, and a place inside it where a sign can stand.

    It is `approximate` where its boundary is put together of parts that nearly cover it.
    """

    area_id: str
    rings: Sequence[Ring]
    inside: tuple[int, int]
    approximate: bool = False

    @property
    def box(self) -> tuple[int, int, int, int]:
        """West, south, east and north of its outermost points."""
        xs = [x for ring, _ in self.rings for x in ring]
        ys = [y for _, ring in self.rings for y in ring]
        return min(xs), min(ys), max(xs), max(ys)


def outlines(boundaries: pd.DataFrame) -> list[Outline]:
    """Lay boundaries out on one sheet, in the order given.

    `boundaries` has ``area_id`` and ``geojson`` in degrees, and may say of each whether it is
    ``approximate``. Lengths are right along the middle latitude and nearly so over a region (an
    equirectangular projection). Borders are made lighter once for both sides, so that
    neighbours stay neighbours, and no area is lost.
    """
    if boundaries.empty:
        return []
    shapes = _shapes(boundaries)
    lighter = lightened(_sheet_of(shapes)(shapes))
    nearly = boundaries.get("approximate", pd.Series(False, index=boundaries.index))
    return [
        Outline(str(area_id), _rings(shape), _inside(shape), bool(approximate))
        for area_id, shape, approximate in zip(
            boundaries["area_id"], lighter, nearly, strict=True
        )
    ]


def outlines_around(boundaries: pd.DataFrame, around: pd.DataFrame) -> list[Outline]:
    """Return what lies `around` boundaries on their sheet, and a little outside it."""
    if boundaries.empty or around.empty:
        return []
    shapes = _sheet_of(_shapes(boundaries))(_shapes(around))
    whole = np.array([_areal(shape) for shape in shapes], dtype=object)
    lighter = shapely.coverage_simplify(whole, 2 * _FINEST)
    near = shapely.clip_by_rect(lighter, -_SHEET, -_SHEET, 2 * _SHEET, 2 * _SHEET)
    return [
        Outline(str(area_id), _rings(shape), (0, 0))
        for area_id, shape in zip(around["area_id"], near, strict=True)
        if shapely.area(shape) > 0
    ]


def _shapes(boundaries: pd.DataFrame) -> Shapes:
    return np.asarray(shapely.from_geojson(boundaries["geojson"].to_numpy(dtype=object)))


def _sheet_of(shapes: Shapes) -> Callable[[Shapes], Shapes]:
    """Return what turns degrees into places on the sheet that holds these shapes."""
    _west, south, _east, north = shapely.total_bounds(shapes)
    narrow = float(np.cos(np.radians((south + north) / 2)))

    def flat(those: Shapes) -> Shapes:
        return np.asarray(shapely.transform(those, lambda degrees: degrees * [narrow, 1.0]))

    west, south, east, north = shapely.total_bounds(flat(shapes))
    scale = _SHEET / (max(east - west, north - south) or 1.0)
    return lambda those: np.asarray(
        shapely.transform(flat(those), lambda xy: (xy - [west, south]) * scale)
    )


def joined(geojson: Sequence[str]) -> str:
    """Return the boundary around parts that lie beside each other, as GeoJSON in degrees."""
    parts = [_areal(one) for one in shapely.from_geojson(np.array(geojson, dtype=object))]
    whole = shapely.union_all(
        [shapely.buffer(part, _SEAM, join_style="mitre") for part in parts]
    )
    return str(shapely.to_geojson(shapely.buffer(whole, -_SEAM, join_style="mitre")))


def lightened(shapes: Shapes) -> Shapes:
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
