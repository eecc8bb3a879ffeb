"""How other areas moved in the time that a goal is judged over: peers and neighbours."""

from collections import defaultdict

import duckdb
import numpy as np
import pandas as pd
import shapely

from data.store.store import CURRENT

_TOLERANCE = 1e-5
"""Degrees, about a metre: boundaries closer than this are one, however each was drawn."""

_SHORTEST = 1e-4
"""Degrees, some ten metres: areas that share less than this of a boundary meet in a corner."""


def moves(
    cursor: duckdb.DuckDBPyConnection, goals: pd.DataFrame, last: pd.Series
) -> pd.DataFrame:
    """Return how areas of the same kind have moved on each goal's indicator meanwhile.

    One row per goal and other area that was measured in all of the goal's reference periods
    and in its last period: ``goal_id``, ``area_id``, ``name``, ``worsened`` (from the mean of
    the reference, positive is worse for a goal with one worse side, in the unit).
    """
    asked = goals.assign(last_period=last.to_numpy(object))
    asked = asked[asked["last_period"].notna() & (asked["worse"] != "both")]
    columns = ["goal_id", "series_id", "worse", "baseline_periods", "last_period"]
    asked = asked[columns].assign(
        baseline_periods=pd.Series(
            [[str(one) for one in listed] for listed in asked["baseline_periods"]],
            index=asked.index,
            dtype=object,
        )
    )
    if asked.empty:
        return pd.DataFrame(columns=["goal_id", "area_id", "name", "worsened"])
    cursor.register("asked_goals", asked)
    rows = cursor.execute(
        """
        SELECT a.goal_id, s.area_id, any_value(place.name) AS name,
               any_value(CASE a.worse WHEN 'lower' THEN -1 ELSE 1 END)
               * (avg(o.value) FILTER (o.period = a.last_period)
                  - avg(o.value) FILTER (o.period <> a.last_period)) AS worsened
        FROM asked_goals a JOIN series mine USING (series_id)
        JOIN area own ON own.area_id = mine.area_id AND own.revision_to = $current
        JOIN series s ON s.indicator_id = mine.indicator_id AND s.category = mine.category
             AND s.definition_version = mine.definition_version AND s.area_id <> mine.area_id
        JOIN area place ON place.area_id = s.area_id AND place.revision_to = $current
             AND place.kind = own.kind AND place.invented = own.invented
        JOIN observation o ON o.series_id = s.series_id AND o.revision_to = $current
             AND o.status = 'final' AND o.value IS NOT NULL
             AND (o.period = a.last_period OR list_contains(a.baseline_periods, o.period))
        GROUP BY a.goal_id, s.area_id, s.series_id, a.baseline_periods, a.last_period
        HAVING count(*) = len(a.baseline_periods) + 1
        ORDER BY a.goal_id, name COLLATE sv, s.area_id
        """,
        {"current": CURRENT},
    ).df()
    cursor.unregister("asked_goals")
    return rows.drop_duplicates(["goal_id", "area_id"])


def peers(
    cursor: duckdb.DuckDBPyConnection, goals: pd.DataFrame, verdicts: pd.DataFrame
) -> dict[str, pd.Series]:
    """Return "k of J comparable areas changed as much", for what is counted in full."""
    shown = goals[goals["counted"].to_numpy(bool)]
    own = verdicts["worsening"].to_numpy(float)
    others = moves(cursor, shown, verdicts.loc[shown.index, "last_period"])
    worse = others["worsened"].astype(float) >= others["goal_id"].map(
        pd.Series(own, index=goals["goal_id"])
    ).astype(float)
    compared = others.groupby("goal_id").size()
    changed = worse.groupby(others["goal_id"]).sum()
    moved = own > 0
    return {
        name: goals["goal_id"].map(found).where(moved).astype("Int64")
        for name, found in (("peers_changed", changed), ("peers_compared", compared))
    }


def neighbours(cursor: duckdb.DuckDBPyConnection, area_ids: list[str]) -> dict[str, set[str]]:
    """Return the areas beside each area: with a shared boundary, or the same parent."""
    rows = cursor.execute(
        """
        SELECT mine.area_id, other.area_id AS other_id
        FROM area_relation mine JOIN area_relation other
             ON other.other_area_id = mine.other_area_id AND other.area_id <> mine.area_id
        WHERE mine.revision_to = $current AND other.revision_to = $current
          AND mine.relation = 'parent' AND other.relation = 'parent'
          AND list_contains($areas, mine.area_id)
        """,
        {"current": CURRENT, "areas": area_ids},
    ).fetchall()
    beside: dict[str, set[str]] = defaultdict(set)
    for area_id, other in [*rows, *_touching(cursor, area_ids)]:
        beside[area_id].add(other)
    return beside


def _touching(cursor: duckdb.DuckDBPyConnection, area_ids: list[str]) -> list[tuple[str, str]]:
    """Return each of the areas with those that share a boundary with it in some division."""
    rows = cursor.execute(
        """
        SELECT area_id, geo_version, geojson FROM area_boundary
        WHERE revision_to = $current AND geo_version IN (
            SELECT geo_version FROM area_boundary
            WHERE revision_to = $current AND list_contains($areas, area_id))
        """,
        {"current": CURRENT, "areas": area_ids},
    ).df()
    divisions = [division for _, division in rows.groupby("geo_version")]
    return [pair for each in divisions for pair in sharing_boundary(each, area_ids)]


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


def worsened_beside(
    cursor: duckdb.DuckDBPyConnection, goals: pd.DataFrame, verdicts: pd.DataFrame
) -> dict[str, tuple[int, list[str]]]:
    """Return, by goal, how many neighbours were measured and which worsened by the MID."""
    others = moves(cursor, goals, verdicts["last_period"])
    beside = neighbours(cursor, sorted(set(goals["area_id"])))
    area_of = goals.set_index("goal_id")["area_id"]
    mine = [
        area_id in beside.get(area_of[goal_id], set())
        for goal_id, area_id in zip(others["goal_id"], others["area_id"], strict=True)
    ]
    close = others[np.array(mine, dtype=bool)]
    mid = close["goal_id"].map(goals.set_index("goal_id")["mid"]).astype(float)
    worse = close[close["worsened"].astype(float) >= mid]
    names = worse.groupby("goal_id")["name"].apply(list).to_dict()
    counts = close.groupby("goal_id").size().to_dict()
    return {str(goal_id): (int(n), names.get(goal_id, [])) for goal_id, n in counts.items()}
