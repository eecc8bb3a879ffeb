"""Which areas lie beside each other: with the same parent, or a shared boundary."""

import duckdb
import numpy as np
import pandas as pd
import shapely

from data.store import ledger
from data.store.store import CURRENT

_TOLERANCE = 1e-5
"""Degrees, about a metre: boundaries closer than this are one, however each was drawn."""

_SHORTEST = 1e-4
"""Degrees, some ten metres: areas that share less than this of a boundary meet in a corner."""

BESIDE = """
SELECT mine.area_id, other.area_id AS other_area_id
FROM {areas} a JOIN area_relation mine USING (area_id) JOIN area_relation other
     ON other.other_area_id = mine.other_area_id AND other.area_id <> mine.area_id
WHERE mine.revision_to = $current AND other.revision_to = $current
  AND mine.relation = 'parent' AND other.relation = 'parent'
UNION
SELECT n.area_id, n.other_area_id FROM {areas} a JOIN area_neighbour n USING (area_id)
WHERE n.revision_to = $current
"""
"""SQL for some areas and those beside each, once each: ``area_id``, ``other_area_id``."""

BESIDE_SOME = """
SELECT mine.area_id, other.area_id AS other_area_id
FROM {areas} t JOIN area_relation other ON other.area_id = t.area_id
JOIN area_relation mine
     ON mine.other_area_id = other.other_area_id AND mine.area_id <> other.area_id
WHERE mine.revision_to = $current AND other.revision_to = $current
  AND mine.relation = 'parent' AND other.relation = 'parent'
UNION
SELECT n.area_id, n.other_area_id FROM {areas} t
JOIN area_neighbour n ON n.other_area_id = t.area_id WHERE n.revision_to = $current
"""
"""The same where the other one is among some areas: the rest is never laid out."""


def keep(cursor: duckdb.DuckDBPyConnection, revision: int) -> None:
    """Keep who shares a boundary with whom, where `revision` touched a boundary.

    A store whose boundaries came before the table has them worked out the first time.
    """
    if not _due(cursor, revision):
        return
    pairs = _sharing(cursor)
    before = cursor.execute(
        "SELECT area_id, other_area_id FROM area_neighbour WHERE revision_to = $current",
        {"current": CURRENT},
    ).df()
    ledger.close(cursor, revision, "area_neighbour", before.merge(pairs, how="left_anti"))
    ledger.write(cursor, revision, "area_neighbour", pairs)


def _due(cursor: duckdb.DuckDBPyConnection, revision: int) -> bool:
    found = cursor.execute(
        """
        SELECT count(*) FILTER (revision_from = $revision OR revision_to = $revision) > 0
               OR (count(*) FILTER (revision_to = $current) > 1
                   AND NOT EXISTS (SELECT 1 FROM area_neighbour))
        FROM area_boundary
        """,
        {"revision": revision, "current": CURRENT},
    ).fetchall()
    return bool(found[0][0])


def _sharing(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    rows = cursor.execute(
        "SELECT area_id, geo_version, geojson FROM area_boundary WHERE revision_to = $current",
        {"current": CURRENT},
    ).df()
    pairs = {
        pair
        for _version, division in rows.groupby("geo_version")
        for pair in sharing_boundary(division, division["area_id"].tolist())
    }
    return pd.DataFrame(sorted(pairs), columns=["area_id", "other_area_id"], dtype="str")


def sharing_boundary(boundaries: pd.DataFrame, area_ids: list[str]) -> list[tuple[str, str]]:
    """Return each of `area_ids` with every other area that shares a boundary with it.

    `boundaries`, one row per area of one division: ``area_id``, ``geojson`` in degrees. To
    share is to run within `_TOLERANCE` of each other for at least `_SHORTEST`. What is no
    polygon lies beside nothing.
    """
    names = boundaries["area_id"].to_numpy(object)
    shapes = shapely.from_geojson(boundaries["geojson"].to_numpy(object), on_invalid="ignore")
    asked = np.flatnonzero(np.isin(names, area_ids))
    close, other = shapely.STRtree(shapes).query(
        shapes[asked], predicate="dwithin", distance=_TOLERANCE
    )
    wider = shapely.buffer(shapes[asked], _TOLERANCE)[close]
    shared = shapely.length(shapely.intersection(wider, shapely.boundary(shapes)[other]))
    one = asked[close]
    kept = (shared >= _SHORTEST) & (one != other)
    return list(zip(names[one[kept]], names[other[kept]], strict=True))
