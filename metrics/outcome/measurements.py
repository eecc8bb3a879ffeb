"""Packs the measurements of many goals into arrays, with one row per goal."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.overlap import says_itself

CONFIRMING_DAYS = 180
"""A confirmation covers all measurements of half a year, so that one bad quarter is not two."""

_GAP_IN_CYCLES = 2.5
"""A gap of more than two publication cycles restarts the count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Final, usable measurements, oldest first, left-aligned: shape (goals, measurements).

    Each period counts once, at its final value. Missing and preliminary values, inferred
    classes and values on too few answers are left out. Cells past a goal's last measurement
    are NaN, NaT or False; `count` is how many each goal has. There is always one column.

    `apart` is the column of the latest earlier measurement that shares no data with each, -1
    where there is none: the one before it, unless measurements are rolling means.
    """

    count: Ints
    value: Floats
    standard_error: Floats
    comparator: Floats
    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    row: Ints
    in_baseline: Bools
    expected_dip: Bools
    change_blocked: Bools
    level_blocked: Bools
    apart: Ints
    confirming_from: Ints

    @property
    def exists(self) -> Bools:
        """Which cells hold a measurement."""
        return np.arange(self.value.shape[1]) < self.count[:, None]

    @property
    def monitored(self) -> Bools:
        """Which measurements come after the last one of the reference; only they are judged."""
        columns = np.arange(self.value.shape[1])
        last = np.where(self.in_baseline, columns, -1).max(axis=1)
        after: Bools = self.exists & (columns > last[:, None])
        return after


def pack(measurements: pd.DataFrame, goals: pd.DataFrame) -> Measured:
    """Pack `measurements` (see `metrics.decide`) in the order of `goals`."""
    usable = measurements[measurements["usable"].to_numpy(bool)]
    usable = usable.sort_values(["goal_id", "period_end", "period_start"], kind="stable")
    goal_row = pd.Index(goals["goal_id"]).get_indexer(usable["goal_id"])
    column = usable.groupby("goal_id", sort=False).cumcount().to_numpy()
    shape = (len(goals), int(column.max(initial=0)) + 1)

    def packed(name: str, empty: object, dtype: str) -> Any:
        cells = np.full(shape, empty, dtype=dtype)
        cells[goal_row, column] = usable[name].to_numpy(dtype=dtype)
        return cells

    rows = np.full(shape, -1, dtype=np.int64)
    rows[goal_row, column] = usable.index.to_numpy()
    end = packed("period_end", "NaT", "datetime64[D]")
    count = np.bincount(goal_row, minlength=len(goals))
    start = packed("period_start", "NaT", "datetime64[D]")
    change_blocked = packed("change_blocked", False, "bool")
    apart = _apart(start, end, goals)
    return Measured(
        count=count,
        value=packed("value", np.nan, "float64"),
        standard_error=packed("standard_error", np.nan, "float64"),
        comparator=packed("comparator", np.nan, "float64"),
        start=start,
        end=end,
        row=rows,
        in_baseline=packed("in_baseline", False, "bool"),
        expected_dip=packed("expected_dip", False, "bool"),
        change_blocked=change_blocked,
        level_blocked=packed("level_blocked", False, "bool"),
        apart=apart,
        confirming_from=_confirming_from(end, count, change_blocked, apart, goals),
    )


def before(cells: Floats, measured: Measured) -> Floats:
    """Return the cell (goals, measurements) of the measurement before each: see `apart`."""
    found = np.take_along_axis(cells, np.maximum(measured.apart, 0), 1)
    return np.where(measured.apart >= 0, found, np.nan)


def twice(condition: Bools, measured: Measured) -> Bools:
    """Return whether `condition` holds at each measurement and at all that confirm it.

    Those are the ones before it, back to the latest that is at least half a year older and
    shares no data with it, without a long gap and on the same side of every break.
    """
    held = np.cumsum(condition & measured.exists, axis=1)
    first = measured.confirming_from
    before = np.where(first > 0, np.take_along_axis(held, np.maximum(first - 1, 0), 1), 0)
    needed = np.arange(condition.shape[1]) - first + 1
    answer: Bools = (first >= 0) & (held - before == needed)
    return answer


def _apart(
    start: NDArray[np.datetime64], end: NDArray[np.datetime64], goals: pd.DataFrame
) -> Ints:
    """Return the column of the latest earlier measurement that shares no data, or -1.

    A rolling mean whose period does not say what it covers shares data with the one before it.
    """
    days = (end - start).astype("timedelta64[D]").astype(float) + 1
    pace = goals["looks_per_year"].to_numpy(float)[:, None]
    silent = goals["rolling"].to_numpy(bool)[:, None] & ~says_itself(days, pace)
    answer = np.full(end.shape, -1, dtype=np.int64)
    for column in range(1, end.shape[1]):
        for earlier in range(column - 1, -1, -1):
            free = (answer[:, column] < 0) & (end[:, earlier] < start[:, column])
            free &= ~silent[:, column] | (earlier < column - 1)
            answer[free, column] = earlier
            if not ((answer[:, column] < 0) & ~np.isnat(start[:, column])).any():
                break
    return answer


def _confirming_from(
    end: NDArray[np.datetime64],
    count: Ints,
    change_blocked: Bools,
    apart: Ints,
    goals: pd.DataFrame,
) -> Ints:
    """Return the column of the first measurement that confirms each one, or -1."""
    goal_count, width = end.shape
    answer = np.full((goal_count, width), -1, dtype=np.int64)
    longest_gap = 365.25 / goals["looks_per_year"].to_numpy(float) * _GAP_IN_CYCLES
    days = end.astype("int64").astype(float)
    exists = np.arange(width) < count[:, None]
    for column in range(1, width):
        unbroken = exists[:, column].copy()
        found = np.full(goal_count, -1)
        for earlier in range(column - 1, -1, -1):
            unbroken &= days[:, earlier + 1] - days[:, earlier] <= longest_gap
            unbroken &= change_blocked[:, earlier] == change_blocked[:, column]
            far_enough = days[:, column] - days[:, earlier] >= CONFIRMING_DAYS
            far_enough &= earlier <= apart[:, column]
            found = np.where(unbroken & far_enough & (found < 0), earlier, found)
            if not (unbroken & (found < 0)).any():
                break
        answer[:, column] = found
    return answer
