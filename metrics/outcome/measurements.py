"""Packs the measurements of many goals into arrays, with one row per goal."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.overlap import says_itself
from metrics.outcome.rows import Rows, flags, gathered
from metrics.outcome.terms import Terms

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

    `exists` are the cells that hold a measurement, `monitored` those after the last one of the
    reference: only they are judged. `apart` is the column of the latest earlier measurement
    that shares no data with each, -1 where there is none: the one before it, unless
    measurements are rolling means.
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

    exists: Bools
    monitored: Bools


def pack(rows: Rows, terms: Terms) -> Measured:
    """Pack the usable measurements in the order of the goals."""
    usable = _in_order(rows)
    goal = rows.series[usable]
    count = np.bincount(goal, minlength=terms.number)
    column = np.arange(len(goal)) - (np.cumsum(count) - count)[goal]
    row = np.full((terms.number, int(column.max(initial=0)) + 1), -1, dtype=np.int64)
    row[goal, column] = usable
    start, end = (
        np.append(days, np.datetime64("NaT", "D"))[row] for days in (rows.start, rows.end)
    )
    change_blocked, in_baseline = (
        flags(one, row) for one in (rows.change_blocked, rows.in_baseline)
    )
    apart, columns = _apart(start, end, terms), np.arange(row.shape[1])
    exists = columns < count[:, None]
    last = np.where(in_baseline, columns, -1).max(axis=1)
    return Measured(
        count=count,
        value=gathered(rows.value, row),
        standard_error=gathered(rows.standard_error, row),
        comparator=gathered(rows.comparator, row),
        start=start,
        end=end,
        row=row,
        in_baseline=in_baseline,
        expected_dip=flags(rows.expected_dip, row),
        change_blocked=change_blocked,
        level_blocked=flags(rows.level_blocked, row),
        apart=apart,
        confirming_from=_confirming_from(end, exists, change_blocked, apart, terms),
        exists=exists,
        monitored=exists & (columns > last[:, None]),
    )


def _in_order(rows: Rows) -> Ints:
    """Return the usable measurements; of those that end together the first begins first."""
    usable = np.flatnonzero(rows.usable)
    goal, start, end = rows.series[usable], rows.start[usable], rows.end[usable]
    together = (goal[1:] == goal[:-1]) & (end[1:] == end[:-1])
    if (together & (start[1:] < start[:-1])).any():
        usable = usable[np.lexsort((start, end, goal))]
    return usable


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


def _apart(start: NDArray[np.datetime64], end: NDArray[np.datetime64], terms: Terms) -> Ints:
    """Return the column of the latest earlier measurement that shares no data, or -1.

    A rolling mean whose period does not say what it covers shares data with the one before it.
    """
    days = (end - start).astype("timedelta64[D]").astype(float) + 1
    pace = terms.looks_per_year[:, None]
    silent = terms.rolling[:, None] & ~says_itself(days, pace)
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
    exists: Bools,
    change_blocked: Bools,
    apart: Ints,
    terms: Terms,
) -> Ints:
    """Return the column of the first measurement that confirms each one, or -1."""
    goal_count, width = end.shape
    answer = np.full((goal_count, width), -1, dtype=np.int64)
    longest_gap = 365.25 / terms.looks_per_year * _GAP_IN_CYCLES
    days = end.astype("int64").astype(float)
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
