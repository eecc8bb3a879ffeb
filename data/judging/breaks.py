"""The breaks of series: where nothing is compared across."""

import duckdb
import pandas as pd

from data.store.store import CURRENT

OF_SERIES = """b.indicator_id = s.indicator_id
     AND coalesce(b.definition_version, s.definition_version) = s.definition_version
     AND coalesce(b.area_id, '') IN ('', s.area_id)
     AND coalesce(b.category, '') IN ('', s.category)"""
"""Whether a break `b` is one of the series `s`: a break names what it is about, or all."""

_BLOCKED = (
    """
SELECT r.goal_id, r.period, bool_or(b.blocks_change) AS change_blocked,
       bool_or(b.blocks_level) AS level_blocked,
       arg_max(b.break_id, b.first_period_start) AS break_id,
       arg_max(b.kind, b.first_period_start) AS break_kind
FROM asked_rows r
JOIN asked_goals a USING (goal_id) JOIN series s USING (series_id)
JOIN series_break_as_of($revision) b ON """
    + OF_SERIES
    + """
WHERE a.baseline_end < b.first_period_start AND b.first_period_start <= r.period_end
GROUP BY ALL
"""
)

_LAST = (
    """
SELECT a.goal_id, max(b.first_period_start) AS broken_on
FROM asked_series a JOIN series s USING (series_id)
JOIN series_break_as_of($revision) b ON """
    + OF_SERIES
    + """
WHERE b.blocks_change AND b.first_period_start <= a.until GROUP BY ALL
"""
)

_BETWEEN = (
    """
SELECT a.goal_id, list(DISTINCT b.break_id ORDER BY b.break_id) AS breaks
FROM asked_goals a JOIN series s USING (series_id)
JOIN observation_as_of($revision) o ON o.series_id = s.series_id
     AND o.period = a.last_period
JOIN series_break b ON b.revision_to = $current AND """
    + OF_SERIES
    + """
WHERE a.baseline_end < b.first_period_start AND b.first_period_start <= o.period_end
GROUP BY ALL
"""
)


def marked(
    cursor: duckdb.DuckDBPyConnection, goals: pd.DataFrame, rows: pd.DataFrame, revision: int
) -> pd.DataFrame:
    """Mark the measurements that lie on the other side of a break from the reference.

    `goals` and `rows` as in `data.judging.evidence`. Returns `rows` with ``change_blocked``,
    ``level_blocked``, and the last such break as ``break_id`` and ``break_kind``, or ''.
    """
    cursor.register("asked_goals", goals[["goal_id", "series_id", "baseline_end"]])
    cursor.register("asked_rows", rows[["goal_id", "period", "period_end"]])
    blocked = cursor.execute(_BLOCKED, {"revision": revision}).df()
    cursor.unregister("asked_goals")
    cursor.unregister("asked_rows")
    joined = rows.join(blocked.set_index(["goal_id", "period"]), on=["goal_id", "period"])
    flags = joined[["change_blocked", "level_blocked"]].astype("boolean").fillna(False)
    return joined.assign(
        change_blocked=flags["change_blocked"].astype(bool),
        level_blocked=flags["level_blocked"].astype(bool),
        break_id=joined["break_id"].astype(object).fillna(""),
        break_kind=joined["break_kind"].astype(object).fillna(""),
    )


def last(cursor: duckdb.DuckDBPyConnection, rows: pd.DataFrame, revision: int) -> pd.Series:
    """Return the start of the last break that each measurement's series had by its ``until``.

    `rows` as `evidence.facts` gives them, with ``until``; NaT where there was none.
    """
    series = rows.drop_duplicates("goal_id")[["goal_id", "series_id", "until"]]
    cursor.register("asked_series", series)
    found = cursor.execute(_LAST, {"revision": revision}).df()
    cursor.unregister("asked_series")
    broken_on = dict(zip(found["goal_id"], found["broken_on"], strict=True))
    return pd.to_datetime(rows["goal_id"].map(broken_on))


def between(
    cursor: duckdb.DuckDBPyConnection,
    goals: pd.DataFrame,
    verdicts: pd.DataFrame,
    revision: int,
) -> dict[str, list[str]]:
    """Return the breaks of each goal's series between its reference and its last period."""
    asked = goals[["goal_id", "series_id", "baseline_end"]].assign(
        last_period=verdicts["last_period"].to_numpy(object)
    )
    cursor.register("asked_goals", asked)
    rows = cursor.execute(_BETWEEN, {"current": CURRENT, "revision": revision}).fetchall()
    cursor.unregister("asked_goals")
    return {str(goal_id): [str(one) for one in listed] for goal_id, listed in rows}
