"""What goals are compared with: the named areas, weighted together."""

import duckdb
import numpy as np
import pandas as pd

from data.answers.residents import POPULATION
from data.judging import runs
from data.store.store import CURRENT
from metrics.definition.catalogue import Catalogue
from metrics.engine.sampling import standard_error

DENOMINATOR, PEOPLE, ALIKE = "denominator", "people", "alike"
"""What areas are weighted by where they are compared."""

_EMPTY = ["goal_id", "period", "comparator", "comparator_error", "spread"]


def comparators(
    cursor: duckdb.DuckDBPyConnection, catalogue: Catalogue, goals: pd.DataFrame, revision: int
) -> pd.DataFrame:
    """Return the comparators' weighted value, by goal and period.

    Columns ``comparator``, its sampling error ``comparator_error`` and ``spread``, the sum of
    the squared weights. See `parts` for how areas are weighted. A period counts only when
    every named area has a value.
    """
    nothing = pd.DataFrame(columns=_EMPTY).set_index(["goal_id", "period"])
    if not cursor.execute(_ANY, {"revision": revision}).fetchall()[0][0]:
        return nothing
    rows = parts(cursor, goals, revision)
    if rows.empty:
        return nothing
    error = _errors(catalogue, rows)
    squares = pd.DataFrame(
        {
            "goal_id": rows["goal_id"],
            "period": rows["period"],
            "comparator_error": (rows["share"] * error) ** 2,
            "spread": rows["share"] ** 2,
        }
    )[rows["complete"]]
    found = squares.groupby(["goal_id", "period"]).sum(min_count=1)
    found.insert(0, "comparator", weighted(rows))
    return found.assign(comparator_error=np.sqrt(found["comparator_error"].astype(float)))


_ANY = "SELECT EXISTS (FROM goal_comparator_as_of($revision))"


def weighted(rows: pd.DataFrame) -> pd.Series:
    """Return the weighted value in the published unit, by goal and period.

    `rows` is the answer of `parts`. Periods that lack an area are left out.
    """
    whole = rows[rows["complete"]]
    keys = [whole["goal_id"], whole["period"]]
    summed = (whole["share"] * whole["value"]).groupby(keys).sum(min_count=1)
    return summed.rename("comparator")


def parts(
    cursor: duckdb.DuckDBPyConnection, goals: pd.DataFrame, revision: int
) -> pd.DataFrame:
    """Return what each named area brings to its goal's comparator, by goal, period and area.

    One row per goal, period and named area with a final value, never the area of the goal
    itself: what was measured there, ``areas`` (how many are named), ``weight``, ``share`` (of
    the weights of its period), ``weighted_by`` and ``complete`` (every named area has a
    value). Areas weigh by their denominators in a period where all have numerator and
    denominator, otherwise by the weights that were frozen with the baseline. `goals` has
    ``goal_id`` and ``series_id``.
    """
    rows = _measured(cursor, goals, revision)
    if rows.empty:
        nothing = rows["weight"].astype(float)
        return rows.assign(weight=nothing, share=nothing, weighted_by="", complete=True)
    keys = [rows["goal_id"], rows["period"]]
    by_period = rows.groupby(["goal_id", "period"], sort=True)
    counted = by_period[["numerator", "denominator"]].transform("count")
    pooled = (counted["numerator"] == rows["areas"]) & (counted["denominator"] == rows["areas"])
    alike = (rows["weight"] == 1.0).groupby(rows["goal_id"]).transform("all").astype(bool)
    weight = rows["denominator"].where(pooled, rows["weight"]).astype(float)
    return rows.assign(
        weight=weight,
        share=weight / weight.groupby(keys).transform("sum"),
        weighted_by=np.select([pooled, ~alike], [DENOMINATOR, PEOPLE], ALIKE),
        complete=by_period["value"].transform("count") == rows["areas"],
    )


def named(
    cursor: duckdb.DuckDBPyConnection, goals: pd.DataFrame, revision: int
) -> pd.DataFrame:
    """Return the areas that goals are compared with: never the area of the goal itself.

    One row per goal and area: ``goal_id``, ``area_id``, and the frozen ``weight`` (1 where
    there is none). `goals` has ``goal_id`` and ``series_id``.
    """
    cursor.register("asked_goals", goals[["goal_id", "series_id"]])
    rows = cursor.execute(
        f"WITH {_FROZEN_GOAL} {_NAMED} ORDER BY ALL", {"revision": revision}
    ).df()
    cursor.unregister("asked_goals")
    return rows


_FROZEN_GOAL = """frozen_goal AS (
    SELECT goal_id FROM goal_as_of($revision)
    WHERE baseline_value IS NOT NULL OR baseline_class IS NOT NULL)"""
"""Weights are of the reference: a new version waits for its own."""

_NAMED = """
    SELECT a.goal_id, c.area_id,
           CASE WHEN count(f.weight) OVER of_goal = count(*) OVER of_goal THEN f.weight
                ELSE 1 END AS weight
    FROM asked_goals a JOIN series s USING (series_id)
    JOIN goal_comparator_as_of($revision) c ON c.goal_id = a.goal_id
    LEFT JOIN (comparator_weight_as_of($revision) SEMI JOIN frozen_goal USING (goal_id)) f
         ON f.goal_id = c.goal_id AND f.area_id = c.area_id
    WHERE c.area_id <> s.area_id
    WINDOW of_goal AS (PARTITION BY a.goal_id)
"""
"""Numbers of people are never weighed together with ones: all are known, or all weigh the same.
No file gives areas weights of its own, and ``goal_comparator.weight`` is empty."""

_MEASURED = f"""
    WITH {_FROZEN_GOAL},
    named AS (SELECT *, count(*) OVER (PARTITION BY goal_id) AS areas FROM ({_NAMED}))
    SELECT n.goal_id, s.indicator_id, n.area_id, s.series_id, n.weight, n.areas, o.period,
           o.period_start, o.period_end, o.value, o.numerator, o.denominator, o.n, o.low, o.high
    FROM named n JOIN asked_goals a USING (goal_id) JOIN series mine USING (series_id)
    JOIN series s ON s.area_id = n.area_id AND s.indicator_id = mine.indicator_id
         AND s.definition_version = mine.definition_version AND s.category = mine.category
    JOIN observation_as_of($revision) o ON o.series_id = s.series_id
    WHERE o.status = 'final' AND o.value IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY n.goal_id, n.area_id, o.period
                               ORDER BY s.series_id DESC) = 1
    ORDER BY n.goal_id, o.period, n.area_id
"""  # noqa: S608


def _measured(
    cursor: duckdb.DuckDBPyConnection, goals: pd.DataFrame, revision: int
) -> pd.DataFrame:
    """Return a row per goal, period and named area with a final value."""
    cursor.register("asked_goals", goals[["goal_id", "series_id"]])
    rows = cursor.execute(_MEASURED, {"revision": revision}).df()
    cursor.unregister("asked_goals")
    return rows


def _errors(catalogue: Catalogue, rows: pd.DataFrame) -> pd.Series:
    errors = pd.Series(0.0, index=rows.index)
    for indicator_id in rows["indicator_id"].unique():
        indicator, mine = catalogue[indicator_id], rows["indicator_id"] == indicator_id
        names = ["value", "numerator", "denominator", "n", "low", "high"]
        columns = {
            name: rows.loc[mine, name].to_numpy(float, na_value=np.nan) for name in names
        }
        known = standard_error(indicator.evidence, indicator.unit, **columns)
        errors[mine] = np.nan_to_num(known)
    return errors


def comparator_baseline(by_period: pd.DataFrame, goals: pd.DataFrame) -> list[float]:
    """Return the comparators' mean over each goal's baseline periods; NaN without one.

    `by_period` is the answer of `comparators`.
    """
    if by_period.empty:
        return [np.nan] * len(goals)
    pairs = goals[["goal_id", "baseline_periods"]].explode("baseline_periods").dropna()
    values = pairs.join(
        by_period["comparator"].astype(float).rename("value"),
        on=["goal_id", "baseline_periods"],
    )["value"]
    listed = pairs.groupby("goal_id", sort=False).size()
    found = runs.means(values.to_numpy(float), listed.to_numpy())
    means = pd.Series(found, index=listed.index, dtype=float)
    return [float(one) for one in goals["goal_id"].map(means)]


def comparator_spread(by_period: pd.DataFrame, goals: pd.DataFrame) -> pd.Series:
    """Return how much the comparator wavers beside one area: the sum of its squared weights."""
    if by_period.empty:
        return pd.Series(np.nan, index=goals.index)
    usual = by_period["spread"].astype(float).groupby("goal_id").median()
    return goals["goal_id"].map(usual)


def lacking_weights(cursor: duckdb.DuckDBPyConnection, goal_ids: pd.Series) -> frozenset[str]:
    """Return those of some goals that are compared with an area without a frozen weight."""
    rows = cursor.execute(
        "SELECT DISTINCT goal_id FROM goal_comparator c "
        "ANTI JOIN (FROM comparator_weight WHERE revision_to = $current) "
        "USING (goal_id, area_id) WHERE c.revision_to = $current",
        {"current": CURRENT},
    ).fetchall()
    return frozenset(str(one) for (one,) in rows) & frozenset(goal_ids)


def frozen_weights(
    cursor: duckdb.DuckDBPyConnection, goals: pd.DataFrame, revision: int
) -> pd.DataFrame:
    """Return the rows of ``comparator_weight`` that are frozen with these baselines.

    The weight of an area is its population in the last year of the baseline, or in the last
    year before it that is known; where one of them has none, all weigh the same. So are those
    of all areas of a goal, whenever they are frozen.
    """
    cursor.register("frozen_goals", goals[["goal_id", "baseline_end"]])
    rows = cursor.execute(
        """
        SELECT c.goal_id, c.area_id, arg_max(o.value, o.period_end) AS weight
        FROM goal_comparator c JOIN frozen_goals g USING (goal_id)
        LEFT JOIN series s ON s.area_id = c.area_id AND s.indicator_id = $population
             AND s.category = ''
        LEFT JOIN observation_as_of($revision) o ON o.series_id = s.series_id
             AND o.status = 'final' AND o.value IS NOT NULL
             AND o.period_end <= g.baseline_end
        WHERE c.revision_to = $current
        GROUP BY ALL ORDER BY ALL
        """,
        {"current": CURRENT, "revision": revision, "population": POPULATION},
    ).df()
    cursor.unregister("frozen_goals")
    mine = rows["weight"].groupby(rows["goal_id"])
    known = (mine.transform("count") == mine.transform("size")) & (mine.transform("sum") > 0)
    return rows.assign(weight=rows["weight"].where(known.astype(bool), 1.0).astype(float))
