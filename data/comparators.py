"""What goals are compared with: the named areas, weighted together."""

import duckdb
import numpy as np
import pandas as pd

from data.store import CURRENT


def comparators(cursor: duckdb.DuckDBPyConnection, goals: pd.DataFrame) -> pd.DataFrame:
    """Return the comparators' weighted value, by goal and period, as column ``comparator``.

    Numerators and denominators are pooled where every area has them; otherwise the areas'
    values are weighted. A period counts only when every named area has a value.
    """
    cursor.register("asked_goals", goals[["goal_id", "series_id"]])
    rows = cursor.execute(
        """
        WITH named AS (
            SELECT a.goal_id, s.* EXCLUDE (series_id, area_id, geo_version), c.area_id,
                   coalesce(c.weight, 1) AS weight,
                   count(*) OVER (PARTITION BY a.goal_id) AS areas
            FROM asked_goals a JOIN series s USING (series_id)
            JOIN goal_comparator c ON c.goal_id = a.goal_id AND c.revision_to = $current
            WHERE c.area_id <> s.area_id)
        SELECT n.goal_id, o.period,
               CASE WHEN count(o.numerator) = count(*) AND count(o.denominator) = count(*)
                         AND any_value(n.areas) = count(*) AND sum(o.value) > 0
                    THEN sum(o.numerator) / sum(o.denominator)
                         * sum(o.value * o.denominator) / sum(o.numerator)
                    WHEN any_value(n.areas) = count(o.value)
                    THEN sum(o.value * n.weight) / sum(n.weight) END AS comparator
        FROM named n
        JOIN series s ON s.area_id = n.area_id AND s.indicator_id = n.indicator_id
             AND s.definition_version = n.definition_version AND s.category = n.category
        JOIN observation o ON o.series_id = s.series_id AND o.revision_to = $current
             AND o.status = 'final'
        GROUP BY n.goal_id, o.period
        """,
        {"current": CURRENT},
    ).df()
    cursor.unregister("asked_goals")
    return rows.set_index(["goal_id", "period"])


def comparator_baseline(
    cursor: duckdb.DuckDBPyConnection, goals: pd.DataFrame, periods: pd.Series
) -> list[float]:
    """Return the comparators' mean over each goal's baseline `periods`; NaN without one."""
    by_goal = comparators(cursor, goals)["comparator"].to_dict()
    baselines = []
    for goal_id, listed in zip(goals["goal_id"], periods, strict=True):
        values = [by_goal.get((goal_id, period), np.nan) for period in listed]
        baselines.append(float(np.mean(values)) if values else np.nan)
    return baselines
