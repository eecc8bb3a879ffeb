"""What goals are compared with: the named areas, weighted together."""

import duckdb
import numpy as np
import pandas as pd

from data.store import CURRENT
from metrics.catalogue import Catalogue
from metrics.sampling import standard_error

POPULATION = "BEF01"
"""The indicator whose total is the weight of an area that has no denominators."""

_EMPTY = ["goal_id", "period", "comparator", "comparator_error", "spread"]


def comparators(
    cursor: duckdb.DuckDBPyConnection, catalogue: Catalogue, goals: pd.DataFrame, revision: int
) -> pd.DataFrame:
    """Return the comparators' weighted value, by goal and period.

    Columns ``comparator``, its sampling error ``comparator_error`` and ``spread``, the sum of
    the squared weights. Numerators and denominators are pooled where every area has them;
    otherwise the areas' values are weighted by the weights that were frozen with the baseline.
    A period counts only when every named area has a value.
    """
    rows = _rows(cursor, goals, revision)
    if rows.empty:
        return pd.DataFrame(columns=_EMPTY).set_index(["goal_id", "period"])
    rows = rows.assign(error=_errors(catalogue, rows))
    by_period = rows.groupby(["goal_id", "period"], sort=True)
    pooled = by_period[["numerator", "denominator"]].transform("count")
    whole = (pooled["numerator"] == rows["areas"]) & (pooled["denominator"] == rows["areas"])
    weight = rows["denominator"].where(whole, rows["weight"]).astype(float)
    there = by_period["value"].transform("count") == rows["areas"]
    share = weight / weight.groupby([rows["goal_id"], rows["period"]]).transform("sum")
    parts = pd.DataFrame(
        {
            "goal_id": rows["goal_id"],
            "period": rows["period"],
            "comparator": share * rows["value"],
            "comparator_error": (share * rows["error"]) ** 2,
            "spread": share**2,
        }
    )[there]
    found = parts.groupby(["goal_id", "period"]).sum(min_count=1)
    return found.assign(comparator_error=np.sqrt(found["comparator_error"].astype(float)))


def _rows(
    cursor: duckdb.DuckDBPyConnection, goals: pd.DataFrame, revision: int
) -> pd.DataFrame:
    """Return a row per goal, period and named area with a value: never the area itself."""
    cursor.register("asked_goals", goals[["goal_id", "series_id"]])
    rows = cursor.execute(
        """
        WITH named AS (
            SELECT a.goal_id, s.* EXCLUDE (series_id, area_id, geo_version), c.area_id,
                   coalesce(c.weight, f.weight, 1) AS weight,
                   count(*) OVER (PARTITION BY a.goal_id) AS areas
            FROM asked_goals a JOIN series s USING (series_id)
            JOIN goal_comparator_as_of($revision) c ON c.goal_id = a.goal_id
            LEFT JOIN comparator_weight_as_of($revision) f
                 ON f.goal_id = c.goal_id AND f.area_id = c.area_id
            WHERE c.area_id <> s.area_id)
        SELECT n.goal_id, n.indicator_id, n.area_id, n.weight, n.areas, o.period, o.value,
               o.numerator, o.denominator, o.n, o.low, o.high
        FROM named n
        JOIN series s ON s.area_id = n.area_id AND s.indicator_id = n.indicator_id
             AND s.definition_version = n.definition_version AND s.category = n.category
        JOIN observation_as_of($revision) o ON o.series_id = s.series_id
        WHERE o.status = 'final' AND o.value IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY n.goal_id, n.area_id, o.period
                                   ORDER BY s.series_id DESC) = 1
        ORDER BY n.goal_id, o.period, n.area_id
        """,
        {"revision": revision},
    ).df()
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
    by_goal = by_period["comparator"].to_dict()
    baselines = []
    for goal_id, listed in zip(goals["goal_id"], goals["baseline_periods"], strict=True):
        values = [by_goal.get((goal_id, period), np.nan) for period in listed]
        baselines.append(float(np.mean(values)) if values else np.nan)
    return baselines


def comparator_spread(by_period: pd.DataFrame, goals: pd.DataFrame) -> pd.Series:
    """Return how much the comparator wavers beside one area: the sum of its squared weights."""
    usual = by_period["spread"].astype(float).groupby("goal_id").median()
    return goals["goal_id"].map(usual)


def frozen_weights(cursor: duckdb.DuckDBPyConnection, goals: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``comparator_weight`` that are frozen with these baselines.

    The weight of an area is its population in the last year of the baseline, or in the last
    year before it that is known; where one of them has none, all weigh the same.
    """
    cursor.register("frozen_goals", goals[["goal_id", "baseline_end"]])
    rows = cursor.execute(
        """
        SELECT c.goal_id, c.area_id, arg_max(o.value, o.period_end) AS weight
        FROM goal_comparator c JOIN frozen_goals g USING (goal_id)
        LEFT JOIN series s ON s.area_id = c.area_id AND s.indicator_id = $population
             AND s.category = ''
        LEFT JOIN observation o ON o.series_id = s.series_id AND o.revision_to = $current
             AND o.status = 'final' AND o.value IS NOT NULL
             AND o.period_end <= g.baseline_end
        WHERE c.revision_to = $current AND c.weight IS NULL
        GROUP BY ALL ORDER BY ALL
        """,
        {"current": CURRENT, "population": POPULATION},
    ).df()
    cursor.unregister("frozen_goals")
    known = rows.groupby("goal_id")["weight"].transform(lambda weights: weights.notna().all())
    return rows.assign(weight=rows["weight"].where(known.astype(bool), 1.0).astype(float))
