"""Packs the measurements of many goals into arrays: a row per goal and a column per look."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.arrays import Bools, Floats, Ints

CONFIRMING_DAYS = 180
"""What holds twice holds in all looks of half a year, so that one bad quarter is not two."""

_GAP_IN_CYCLES = 2.5
"""A gap of more than two publication cycles restarts the count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """Final, usable measurements, oldest first, left-aligned: shape (goals, looks).

    A look is spent once per period, at its final value. Missing and preliminary values,
    inferred classes and values on too few answers are not looks. Columns past a goal's last
    look are NaN, NaT or False; `count` says how many each goal has. There is always a column.
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
    confirming_from: Ints

    @property
    def exists(self) -> Bools:
        """Which cells hold a look."""
        return np.arange(self.value.shape[1]) < self.count[:, None]

    @property
    def monitored(self) -> Bools:
        """Which looks come after the reference; between its measurements nothing is judged."""
        columns = np.arange(self.value.shape[1])
        last = np.where(self.in_baseline, columns, -1).max(axis=1)
        after: Bools = self.exists & (columns > last[:, None])
        return after


def pack(measurements: pd.DataFrame, goals: pd.DataFrame) -> Looks:
    """Pack `measurements` (see `metrics.outcome.decide`) in the order of `goals`."""
    usable = measurements[measurements["usable"].to_numpy(bool)]
    usable = usable.sort_values(["goal_id", "period_end", "period_start"], kind="stable")
    goal_row = pd.Index(goals["goal_id"]).get_indexer(usable["goal_id"])
    look = usable.groupby("goal_id", sort=False).cumcount().to_numpy()
    shape = (len(goals), int(look.max(initial=0)) + 1)

    def laid_out(column: str, empty: object, dtype: str) -> Any:
        cells = np.full(shape, empty, dtype=dtype)
        cells[goal_row, look] = usable[column].to_numpy(dtype=dtype)
        return cells

    rows = np.full(shape, -1, dtype=np.int64)
    rows[goal_row, look] = usable.index.to_numpy()
    end = laid_out("period_end", "NaT", "datetime64[D]")
    count = np.bincount(goal_row, minlength=len(goals))
    change_blocked = laid_out("change_blocked", False, "bool")
    return Looks(
        count=count,
        value=laid_out("value", np.nan, "float64"),
        standard_error=laid_out("standard_error", np.nan, "float64"),
        comparator=laid_out("comparator", np.nan, "float64"),
        start=laid_out("period_start", "NaT", "datetime64[D]"),
        end=end,
        row=rows,
        in_baseline=laid_out("in_baseline", False, "bool"),
        expected_dip=laid_out("expected_dip", False, "bool"),
        change_blocked=change_blocked,
        level_blocked=laid_out("level_blocked", False, "bool"),
        confirming_from=_confirming_from(end, count, change_blocked, goals),
    )


def twice(condition: Bools, looks: Looks) -> Bools:
    """Say of each look whether `condition` holds in it and in all looks that confirm it.

    That is the look itself and those before it back to the first one half a year earlier,
    without a long gap and on the same side of every break.
    """
    held = np.cumsum(condition & looks.exists, axis=1)
    first = looks.confirming_from
    before = np.where(first > 0, np.take_along_axis(held, np.maximum(first - 1, 0), 1), 0)
    needed = np.arange(condition.shape[1]) - first + 1
    answer: Bools = (first >= 0) & (held - before == needed)
    return answer


def _confirming_from(
    end: NDArray[np.datetime64], count: Ints, change_blocked: Bools, goals: pd.DataFrame
) -> Ints:
    """Find for each look the look half a year earlier that confirms it, or -1."""
    goal_count, look_count = end.shape
    answer = np.full((goal_count, look_count), -1, dtype=np.int64)
    longest_gap = 365.25 / goals["looks_per_year"].to_numpy(float) * _GAP_IN_CYCLES
    days = end.astype("int64").astype(float)
    exists = np.arange(look_count) < count[:, None]
    for look in range(1, look_count):
        unbroken = exists[:, look].copy()
        found = np.full(goal_count, -1)
        for earlier in range(look - 1, -1, -1):
            unbroken &= days[:, earlier + 1] - days[:, earlier] <= longest_gap
            unbroken &= change_blocked[:, earlier] == change_blocked[:, look]
            far_enough = days[:, look] - days[:, earlier] >= CONFIRMING_DAYS
            found = np.where(unbroken & far_enough & (found < 0), earlier, found)
            if not (unbroken & (found < 0)).any():
                break
        answer[:, look] = found
    return answer
