"""The areas there are by number, in the order of their names, and which lie beside which."""

from typing import NamedTuple

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from data.judging import neighbours, runs
from data.store.store import CURRENT
from metrics.arrays import Ints


class Areas(NamedTuple):
    """The areas there are, in the order of their names.

    `level` tells apart the kinds of area, invented and real; -1 where it is not known.
    """

    ids: pd.Index
    names: np.ndarray
    level: Ints

    def numbered(self, which: Ints) -> pa.Table:
        """Return ``area_id`` and ``number`` of some of them, to be asked about."""
        ids = pa.array(self.ids, type=pa.string()).take(pa.array(which))
        return pa.table({"area_id": ids, "number": which.astype(np.int32)})


def every_area(cursor: duckdb.DuckDBPyConnection) -> Areas:
    """Return the areas there are."""
    rows = cursor.sql(_AREAS, params={"current": CURRENT}).to_arrow_table()
    return Areas(
        ids=pd.Index(rows["area_id"].to_pandas()),
        names=rows["name"].to_numpy(),
        level=rows["level"].to_numpy().astype(int),
    )


_AREAS = """
SELECT area_id, name, CASE WHEN kind IS NULL OR invented IS NULL THEN -1
                           ELSE dense_rank() OVER (ORDER BY kind, invented) END AS level
FROM area WHERE revision_to = $current ORDER BY name COLLATE sv, area_id
"""


class Beside(NamedTuple):
    """The areas beside each area, by number: `other`, from `first`, as many as `length`."""

    first: Ints
    length: Ints
    other: Ints

    def of(self, area: Ints) -> tuple[Ints, Ints]:
        """Return the areas beside each of some, and by which of the asked each is."""
        place, which = runs.spread(self.first[area], self.length[area])
        return self.other[place], which


def beside(cursor: duckdb.DuckDBPyConnection, areas: Areas, mine: Ints) -> Beside:
    """Return the areas of the same level that lie beside some areas, by their names."""
    cursor.register("known_areas", areas.numbered(np.arange(len(areas.ids))))
    cursor.register("asked_areas", areas.numbered(np.unique(mine)))
    rows = cursor.sql(_BESIDE, params={"current": CURRENT}).to_arrow_table()
    cursor.unregister("known_areas")
    cursor.unregister("asked_areas")
    one, other = (rows[name].to_numpy().astype(int) for name in ("one", "other"))
    alike = (areas.level[one] == areas.level[other]) & (areas.level[one] >= 0)
    one, other = one[alike], other[alike]
    order = np.lexsort((other, one))
    length = np.bincount(one, minlength=len(areas.ids))
    return Beside(first=np.cumsum(length) - length, length=length, other=other[order])


_BESIDE = f"""
SELECT mine.number AS one, other.number AS other
FROM ({neighbours.BESIDE.format(areas="asked_areas")}) b
JOIN asked_areas mine USING (area_id) JOIN known_areas other ON other.area_id = b.other_area_id
"""  # noqa: S608
