"""The breaks of series: where nothing is compared across."""

from typing import Any

import duckdb
import numpy as np
import pandas as pd

from data.judging.facts import Facts
from data.judging.runs import texts
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


def crossed(
    cursor: duckdb.DuckDBPyConnection, goals: pd.DataFrame, revision: int
) -> pd.DataFrame:
    """Return the breaks that goals lie before: of their series, later than the reference.

    One row per goal and break, the earliest first: ``place`` (of the goal),
    ``first_period_start``, ``break_id``, ``break_kind``, ``change_blocked``,
    ``level_blocked``.
    """
    asked = goals[["series_id", "baseline_end"]].assign(place=np.arange(len(goals)))
    cursor.register("asked_goals", asked)
    found = cursor.execute(_CROSSED, {"revision": revision}).df()
    cursor.unregister("asked_goals")
    return found


def marked(crossed: pd.DataFrame, facts: Facts) -> dict[str, Any]:
    """Mark the measurements that lie on the other side of a break from the reference.

    ``change_blocked``, ``level_blocked``, and the last such break as ``break_id`` and
    ``break_kind``, or ''.
    """
    number = len(facts.rows)
    row, which = _beyond(crossed, facts)
    last = np.full(number, -1)
    last[row] = which  # The later break comes after the earlier one, and stands.
    columns: dict[str, Any] = {
        name: _flagged(crossed[name], row, which, number) for name in _BLOCKS
    }
    for name in ("break_id", "break_kind"):
        columns[name] = texts([*crossed[name], ""], last)
    return columns


_BLOCKS = ("change_blocked", "level_blocked")


def _beyond(crossed: pd.DataFrame, facts: Facts) -> tuple[Ints, Ints]:
    """Return each row that ended when a break of its goal had come, and the break's place."""
    row, which = facts.rows_of(crossed["place"].to_numpy(int))
    period_end = facts.rows["period_end"].to_numpy()
    ended = period_end[row] >= crossed["first_period_start"].to_numpy()[which]
    return row[ended], which[ended]


def _flagged(blocks: pd.Series, row: Ints, which: Ints, number: int) -> Bools:
    found = np.zeros(number, dtype=np.bool_)
    found[row[blocks.to_numpy(bool)[which]]] = True
    return found


def last(cursor: duckdb.DuckDBPyConnection, rows: pd.DataFrame, revision: int) -> pd.Series:
    """Return the start of the last break that each measurement's series had by its ``until``.

    `rows` as those of `facts.read`, with ``until``; NaT where there was none.
    """
    series = rows.drop_duplicates("goal_id")[["goal_id", "series_id", "until"]]
    cursor.register("asked_series", series)
    found = cursor.execute(_LAST, {"revision": revision}).df()
    cursor.unregister("asked_series")
    broken_on = dict(zip(found["goal_id"], found["broken_on"], strict=True))
    return pd.to_datetime(rows["goal_id"].map(broken_on))


def between(crossed: pd.DataFrame, until: np.ndarray) -> dict[int, tuple[str, ...]]:
    """Return the breaks of each goal between its reference and the day `until`, by its place.

    A goal without any is left out.
    """
    mine = crossed["first_period_start"].to_numpy() <= until[crossed["place"].to_numpy(int)]
    found: dict[int, set[str]] = {}
    for place, name in crossed.loc[mine, ["place", "break_id"]].itertuples(index=False):
        found.setdefault(int(place), set()).add(str(name))
    return {place: tuple(sorted(names)) for place, names in found.items()}
