"""The breaks of series: where nothing is compared across."""

import duckdb
import numpy as np
import pandas as pd

from data.judging import runs
from data.judging.runs import texts
from data.store.store import CURRENT
from metrics.arrays import Bools, Ints

OF_SERIES = """b.indicator_id = s.indicator_id
     AND coalesce(b.definition_version, s.definition_version) = s.definition_version
     AND coalesce(b.area_id, '') IN ('', s.area_id)
     AND coalesce(b.category, '') IN ('', s.category)"""
"""Whether a break `b` is one of the series `s`: a break names what it is about, or all."""

_CROSSED = (
    """
SELECT a.place, b.first_period_start, b.break_id, b.kind AS break_kind,
       coalesce(b.blocks_change, false) AS change_blocked,
       coalesce(b.blocks_level, false) AS level_blocked
FROM asked_goals a JOIN series s USING (series_id)
JOIN series_break_as_of($revision) b ON """
    + OF_SERIES
    + """
WHERE a.baseline_end < b.first_period_start
ORDER BY b.first_period_start, b.break_id DESC, a.place
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
    cursor: duckdb.DuckDBPyConnection,
    goals: pd.DataFrame,
    rows: pd.DataFrame,
    owner: Ints,
    revision: int,
) -> pd.DataFrame:
    """Mark the measurements that lie on the other side of a break from the reference.

    `goals` and `rows` as in `data.judging.evidence`; `owner` is the place of the goal of each
    row, and rises. Returns `rows` with ``change_blocked``, ``level_blocked``, and the last such
    break as ``break_id`` and ``break_kind``, or ''.
    """
    asked = goals[["series_id", "baseline_end"]].assign(place=np.arange(len(goals)))
    cursor.register("asked_goals", asked)
    crossed = cursor.execute(_CROSSED, {"revision": revision}).df()
    cursor.unregister("asked_goals")
    row, which = _beyond(crossed, owner, rows["period_end"].to_numpy())
    last = np.full(len(rows), -1)
    last[row] = which  # The later break comes after the earlier one, and stands.
    return rows.assign(
        **{name: _flagged(crossed[name], row, which, len(rows)) for name in _BLOCKS},
        **{name: texts([*crossed[name], ""], last) for name in ("break_id", "break_kind")},
    )


_BLOCKS = ("change_blocked", "level_blocked")


def _beyond(crossed: pd.DataFrame, owner: Ints, period_end: np.ndarray) -> tuple[Ints, Ints]:
    """Return each row that ended when a break of its goal had come, and the break's place."""
    place = crossed["place"].to_numpy(int)
    first, end = (np.searchsorted(owner, place, side) for side in ("left", "right"))
    row, which = runs.spread(first, end - first)
    ended = period_end[row] >= crossed["first_period_start"].to_numpy()[which]
    return row[ended], which[ended]


def _flagged(blocks: pd.Series, row: Ints, which: Ints, number: int) -> Bools:
    found = np.zeros(number, dtype=np.bool_)
    found[row[blocks.to_numpy(bool)[which]]] = True
    return found


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
