"""Where a place is, as people say it: a point, a drawn line, or a file with an outline."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import shapely

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_LATITUDES, _LONGITUDES = (54.0, 70.0), (9.0, 26.0)
"""Sweden lies within these degrees."""

_AREAL = {"Polygon", "MultiPolygon"}


class Where(NamedTuple):
    """A GeoJSON geometry in degrees, or '' and the `code` of what is wrong with it."""

    geometry: str = ""
    code: str = ""


def point_at(text: str) -> Where:
    """Read latitude and longitude as maps write them: ``57.8903, 11.6457``, in any order."""
    numbers = [float(each.replace(",", ".")) for each in _NUMBER.findall(_apart(text))]
    if len(numbers) != 2:
        return Where(code="point_unclear")
    latitude, longitude = numbers
    if _within(longitude, _LATITUDES) and _within(latitude, _LONGITUDES):
        latitude, longitude = longitude, latitude
    return _checked(shapely.Point(longitude, latitude))


def _apart(text: str) -> str:
    """Write a comma between two numbers as a space, and one within a number as it is."""
    if "." in text:
        return text.replace(",", " ")
    return re.sub(r",\s", " ", text)


def drawn(xs: Sequence[float], ys: Sequence[float]) -> Where:
    """Close a line that somebody drew around a place, in degrees east and north."""
    if len(xs) < 3:
        return Where(code="outline_open")
    return _checked(shapely.Polygon(zip(xs, ys, strict=True)))


def outline_in(content: bytes) -> Where:
    """Read the outline in a GeoJSON file: all its polygons as one."""
    try:
        said = json.loads(content.decode("utf-8-sig"))
        geometries = list(_geometries(said))
        shapes = [shapely.from_geojson(json.dumps(each)) for each in geometries]
    except (ValueError, TypeError, RecursionError, shapely.errors.GEOSException):
        return Where(code="outline_unreadable")
    areal = [shape for shape in shapes if shape.geom_type in _AREAL and not shape.is_empty]
    if not areal:
        return Where(code="outline_no_area" if shapes else "outline_unreadable")
    return _checked(shapely.union_all([shapely.make_valid(shape) for shape in areal]))


def union_of(geometries: Iterable[str]) -> str:
    """Return areas as one GeoJSON geometry, '' where there are none."""
    shapes = [shapely.make_valid(shapely.from_geojson(each)) for each in geometries]
    return _checked(shapely.union_all(shapes)).geometry if shapes else ""


def _geometries(said: object) -> Iterable[object]:
    if not isinstance(said, dict):
        return
    if isinstance(features := said.get("features"), list):
        for feature in features:
            yield from _geometries(feature)
    elif isinstance(said.get("geometry"), dict):
        yield said["geometry"]
    elif "coordinates" in said:
        yield said


def _checked(shape: shapely.Geometry) -> Where:
    """Keep what encloses something, or is a point, within Sweden; to a decimetre."""
    if shape.geom_type != "Point":
        parts = [
            part
            for part in shapely.get_parts(shapely.make_valid(shape))
            if part.geom_type in _AREAL
        ]
        shape = shapely.union_all(parts)
        if not parts or shape.area == 0:
            return Where(code="outline_no_area")
    west, south, east, north = shape.bounds
    if max(map(abs, (west, south, east, north))) > 360:
        return Where(code="not_degrees")
    if not all(_within(one, _LONGITUDES) for one in (west, east)) or not all(
        _within(one, _LATITUDES) for one in (south, north)
    ):
        return Where(code="outside_sweden")
    return Where(shapely.to_geojson(shapely.set_precision(shape, 1e-6)))


def _within(number: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= number <= limits[1]
