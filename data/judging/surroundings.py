"""How other areas moved in the time that a goal is judged over: peers and neighbours.

Goals of one indicator and kind of area that are judged over the same periods are judged on the
same terms. How the areas moved is worked out once for all of them.
"""

from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd

from data.judging import neighbours
from data.store.store import CURRENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """How the areas around some goals moved while each goal is judged.

    `goals`, one row per goal: ``goal_id``, ``area_id`` and the number of its ``terms``.
    `moves`, one row per terms and area of the goals' kind that was measured in all of the
    reference periods and in the last one: ``terms``, ``area_id``, ``name``, ``worsened`` (from
    the mean of the reference, positive is worse, in the unit).
    """

    goals: pd.DataFrame
    moves: pd.DataFrame


def surroundings(
    cursor: duckdb.DuckDBPyConnection, goals: pd.DataFrame, last: pd.Series, revision: int
) -> Surroundings:
    """Return how the areas around the goals have moved until their `last` periods.

    A goal without a last period, or that is worse both ways, has no terms and no row. What is
    sampled has no place among its peers: of the areas around it the neighbours are enough.
    """
    asked = goals[["goal_id", "series_id", "worse", "baseline_periods", "counted"]]
    asked = asked.assign(last_period=last.to_numpy(object))
    asked = asked[asked["last_period"].notna() & (asked["worse"] != "both")]
    # As text: lists of texts are slow to register, and the terms are told apart by all of them.
    named = ["\x1f".join(map(str, each)) for each in asked["baseline_periods"]]
    cursor.register("asked_goals", asked.assign(baseline_periods=pd.Series(named, asked.index)))
    cursor.execute(_TERMS, {"current": CURRENT})
    cursor.unregister("asked_goals")
    moves = cursor.execute(_MOVES, {"current": CURRENT, "revision": revision}).df()
    found = cursor.execute("SELECT goal_id, area_id, terms FROM asked_terms").df()
    cursor.execute("DROP TABLE asked_terms")
    return Surroundings(goals=found, moves=moves)


_TERMS = """
CREATE OR REPLACE TEMP TABLE asked_terms AS
SELECT a.goal_id, mine.area_id, mine.indicator_id, mine.category, mine.definition_version,
       own.kind, own.invented, a.worse, a.last_period, a.counted,
       string_split(nullif(a.baseline_periods, ''), chr(31)) AS baseline_periods,
       dense_rank() OVER (ORDER BY mine.indicator_id, mine.category, mine.definition_version,
                          own.kind, own.invented, a.worse, a.last_period,
                          a.baseline_periods, a.counted) AS terms
FROM asked_goals a JOIN series mine USING (series_id)
JOIN area own ON own.area_id = mine.area_id AND own.revision_to = $current
"""

_MOVES = f"""
WITH beside AS MATERIALIZED ({neighbours.BESIDE}),
terms AS MATERIALIZED (SELECT DISTINCT * EXCLUDE (goal_id, area_id) FROM asked_terms),
wanted AS MATERIALIZED (
    SELECT terms, last_period AS period FROM terms
    UNION SELECT terms, unnest(baseline_periods) FROM terms),
series_of AS MATERIALIZED (
    SELECT t.terms, s.series_id, s.area_id, place.name
    FROM terms t JOIN series s USING (indicator_id, category, definition_version)
    JOIN area place ON place.area_id = s.area_id AND place.revision_to = $current
         AND place.kind = t.kind AND place.invented = t.invented
    WHERE t.counted OR (t.terms, s.area_id) IN (
        SELECT (a.terms, b.other_area_id) FROM asked_terms a JOIN beside b USING (area_id))),
measured AS MATERIALIZED (
    SELECT o.series_id, o.period, o.period_end, o.value
    FROM observation_as_of($revision) o
    WHERE o.status = 'final' AND o.value IS NOT NULL
      AND o.series_id IN (SELECT series_id FROM series_of)
      AND o.period IN (SELECT period FROM wanted)),
moved AS (
    SELECT t.terms, s.area_id, s.series_id, any_value(s.name) AS name,
           any_value(CASE t.worse WHEN 'lower' THEN -1 ELSE 1 END)
           * (avg(o.value) FILTER (o.period = t.last_period)
              - avg(o.value ORDER BY o.period_end) FILTER (o.period <> t.last_period))
           AS worsened
    FROM measured o JOIN series_of s USING (series_id) JOIN terms t USING (terms)
    JOIN wanted w ON w.terms = s.terms AND w.period = o.period
    GROUP BY t.terms, s.area_id, s.series_id, t.baseline_periods, t.last_period
    HAVING count(*) = coalesce(len(t.baseline_periods), 0) + 1)
SELECT terms, area_id, name, worsened FROM moved
QUALIFY row_number() OVER (PARTITION BY terms, area_id ORDER BY series_id) = 1
ORDER BY terms, worsened
"""  # noqa: S608


def peers(
    around: Surroundings, goals: pd.DataFrame, verdicts: pd.DataFrame
) -> dict[str, pd.Series]:
    """Return "k of J comparable areas changed as much", for what is counted in full."""
    shown = goals["counted"].to_numpy(bool)
    own = pd.Series(verdicts["worsening"].to_numpy(float), index=goals["goal_id"])
    asked = around.goals[around.goals["goal_id"].isin(goals.loc[shown, "goal_id"])]
    changed, compared = _ranked(asked, around.moves, asked["goal_id"].map(own))
    known = compared > 0
    moved = (own > 0).to_numpy()
    return {
        name: goals["goal_id"]
        .map(pd.Series(found[known], index=asked.loc[known, "goal_id"], dtype=float))
        .where(moved)
        .astype("Int64")
        for name, found in (("peers_changed", changed), ("peers_compared", compared))
    }


def _ranked(
    asked: pd.DataFrame, moves: pd.DataFrame, least: pd.Series
) -> tuple[np.ndarray, np.ndarray]:
    """Count, by goal, the other areas on its terms that worsened by at least `least`, and all.

    `moves` are ordered within their terms: each count is a place in that order.
    """
    terms, worsened = moves["terms"].to_numpy(), moves["worsened"].to_numpy(float)
    limits, mine = least.to_numpy(float), asked["terms"].to_numpy()
    changed, compared = np.zeros(len(asked), int), np.zeros(len(asked), int)
    first, end = (np.searchsorted(terms, mine, side) for side in ("left", "right"))
    order = np.argsort(mine, kind="stable")
    for some in np.split(order, np.flatnonzero(np.diff(mine[order])) + 1):
        if len(some):
            values = np.sort(worsened[first[some[0]] : end[some[0]]])
            number = np.isfinite(values).sum()
            changed[some] = number - np.searchsorted(values[:number], limits[some])
            compared[some] = len(values)
    itself = asked[["terms", "area_id"]].merge(moves, how="left", on=["terms", "area_id"])
    counted = itself["name"].notna().to_numpy()
    with np.errstate(invalid="ignore"):
        as_much = itself["worsened"].to_numpy(float) >= limits
    changed = np.where(np.isfinite(limits), changed, 0)
    return changed - (counted & as_much), compared - counted


def worsened_beside(
    cursor: duckdb.DuckDBPyConnection, around: Surroundings, goals: pd.DataFrame
) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Return, by goal, how many neighbours were measured and which worsened by the MID."""
    if around.moves.empty:
        return {}
    asked = around.goals.merge(goals[["goal_id", "mid"]], on="goal_id")
    cursor.register("asked_goals", asked)
    cursor.register("asked_moves", around.moves)
    rows = cursor.execute(
        f"""
        WITH beside AS MATERIALIZED ({neighbours.BESIDE}),
        pairs AS MATERIALIZED (
            SELECT a.goal_id, a.terms, a.mid, b.other_area_id AS area_id
            FROM asked_goals a JOIN beside b USING (area_id))
        SELECT p.goal_id, count(*) AS compared,
               coalesce(list(m.name ORDER BY m.name COLLATE sv, m.area_id)
                        FILTER (m.worsened >= p.mid), []) AS worsened
        FROM pairs p JOIN asked_moves m USING (terms, area_id)
        GROUP BY p.goal_id
        """,  # noqa: S608
        {"current": CURRENT},
    ).fetchall()
    cursor.unregister("asked_goals")
    cursor.unregister("asked_moves")
    return {str(goal_id): (int(number), tuple(names)) for goal_id, number, names in rows}
