"""A file of boundaries: the shape of each area in one boundary version."""

import json
from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.intake import known
from data.intake.compare import compared
from data.intake.fields import twice
from data.intake.findings import Marks, mark
from data.intake.kind import Basis, declared
from data.intake.known import Areas
from data.intake.prepared import Prepared, stopped_rows
from data.intake.sheet import Sheet
from data.store.access import Viewer

_COLUMNS = ("area_id", "geo_version", "source", "licence")
_SHAPES = ("Polygon", "MultiPolygon", "Point")
"""What an area may be drawn as; a point says where it is, and is on no map of shapes."""


def read_sheet(sheet: Sheet, basis: Basis) -> Prepared:
    """Check every boundary, and prepare the rows that can be saved."""
    areas = known.areas(basis.reader)
    marks = list(_checks(sheet, areas, basis.reader.viewer))
    keep = ~stopped_rows(marks, len(sheet))
    texts = {name: sheet.column(name).strings[keep] for name in _COLUMNS}
    geojson = [
        json.dumps(geometry, separators=(",", ":"))
        for geometry, kept in zip(sheet.geometries, keep, strict=True)
        if kept
    ]
    frame = pd.DataFrame({**texts, "geojson": geojson}, dtype="str")
    names = [areas.by_id[each].name for each in frame["area_id"]]
    described = frame[["area_id"]].assign(
        what=pd.Series(names, dtype="str") + " " + frame["geo_version"], area_name=names
    )
    frames = {"area_boundary": frame}
    return compared(
        basis.reader, "area_boundary", frames, described, marks=marks, rows=len(sheet)
    )


def _checks(sheet: Sheet, areas: Areas, viewer: Viewer) -> Iterator[Marks]:
    area_ids = sheet.column("area_id")
    unknown = area_ids.each(lambda text: text not in areas.by_id, bool)
    yield from mark("cell_empty", "area_id", ~area_ids.filled)
    yield from mark("area_unknown_here", "area_id", unknown & area_ids.filled, like="")
    shapeless = [
        geometry.get("type") not in _SHAPES or not _is_ring_list(geometry.get("coordinates"))
        for geometry in sheet.geometries
    ]
    yield from mark("not_a_polygon", "geometry", np.array(shapeless, dtype=bool))
    keys = pd.Series(area_ids.strings) + "|" + pd.Series(sheet.column("geo_version").strings)
    yield from twice("boundary_twice", "area_id", keys, sheet)
    if viewer.areas is not None:
        outside = area_ids.each(lambda text: text not in (viewer.areas or ()), bool)
        yield from mark("area_not_yours", "area_id", outside)


def _is_ring_list(coordinates: object) -> bool:
    return isinstance(coordinates, list) and bool(coordinates)


KIND = declared("boundaries", read_sheet)
