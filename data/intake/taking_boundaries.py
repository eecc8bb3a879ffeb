"""Takes GeoJSON: the boundary of each area in one boundary version."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data.access import Viewer
from data.intake import known
from data.intake.findings import Marks, mark
from data.intake.known import Areas
from data.intake.reading import Refusal
from data.intake.registry import laid_beside
from data.intake.sheet import Sheet
from data.intake.taken import Taken, stopped_rows
from data.intake.values import coded
from data.store import Store

COLUMNS = ("area_id", "geo_version", "source", "licence")
_SHAPES = ("Polygon", "MultiPolygon")


def boundary_sheet(text: str) -> tuple[Sheet, list[dict[str, Any]]] | Refusal:
    """Read the features of GeoJSON: a sheet of their properties, and their geometries.

    The row of a feature is its number in the file, from 1.
    """
    parsed = json.loads(text)
    features = parsed.get("features") if isinstance(parsed, dict) else None
    if not isinstance(features, list) or not all(isinstance(f, dict) for f in features):
        return Refusal(code="geojson_without_features")
    properties = [_object(feature, "properties") for feature in features]
    if not any("area_id" in each for each in properties):
        return Refusal(code="geojson_without_areas")
    columns = {
        name: coded(pa.array([_text(each.get(name)) for each in properties], pa.string()))
        for name in COLUMNS
    }
    rows = np.arange(1, len(features) + 1)
    sheet = Sheet(
        kind="boundaries",
        columns=columns,
        given={name: name for name in COLUMNS},
        rows=rows,
        records=rows - 1,
    )
    return sheet, [_object(feature, "geometry") for feature in features]


def _object(feature: dict[str, Any], name: str) -> dict[str, Any]:
    value = feature.get(name)
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return "" if value is None else str(value).encode("utf-8", "replace").decode()


def take_boundaries(
    sheet: Sheet, geometries: list[dict[str, Any]], store: Store, viewer: Viewer
) -> Taken:
    """Check every boundary, and lay those that can be saved beside the store."""
    areas = known.areas(store, viewer)
    marks = list(_checks(sheet, geometries, areas, viewer))
    keep = ~stopped_rows(marks, len(sheet))
    texts = {name: sheet.column(name).strings[keep] for name in COLUMNS}
    geojson = [
        json.dumps(geometry, separators=(",", ":"))
        for geometry, kept in zip(geometries, keep, strict=True)
        if kept
    ]
    frame = pd.DataFrame({**texts, "geojson": geojson}, dtype="str")
    names = [areas.by_id[each].name for each in frame["area_id"]]
    described = frame[["area_id"]].assign(
        what=pd.Series(names, dtype="str") + " " + frame["geo_version"], area_name=names
    )
    frames = {"area_boundary": frame}
    return laid_beside(store, "area_boundary", frames, described, marks=marks, rows=len(sheet))


def _checks(
    sheet: Sheet, geometries: list[dict[str, Any]], areas: Areas, viewer: Viewer
) -> Iterator[Marks]:
    area_ids = sheet.column("area_id")
    unknown = area_ids.each(lambda text: text not in areas.by_id, bool)
    yield from mark("cell_empty", "area_id", ~area_ids.filled)
    yield from mark("area_unknown_here", "area_id", unknown & area_ids.filled, like="")
    shapeless = [
        geometry.get("type") not in _SHAPES or not _is_ring_list(geometry.get("coordinates"))
        for geometry in geometries
    ]
    yield from mark("not_a_polygon", "geometry", np.array(shapeless, dtype=bool))
    keys = pd.Series(area_ids.strings) + "|" + pd.Series(sheet.column("geo_version").strings)
    first = keys.map(dict(zip(keys[::-1], sheet.rows[::-1], strict=True)))
    yield from mark(
        "boundary_twice", "area_id", keys.duplicated().to_numpy(), first=first.to_numpy()
    )
    if viewer.areas is not None:
        outside = area_ids.each(lambda text: text not in (viewer.areas or ()), bool)
        yield from mark("area_not_yours", "area_id", outside)


def _is_ring_list(coordinates: object) -> bool:
    return isinstance(coordinates, list) and bool(coordinates)
