"""The measurements of a batch as plain arrays: goal by goal, oldest first."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.series import Days, Observed, columns_of_observed, days, in_order, places


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows(Observed):
    """The columns of `metrics.outcome.frames.MEASUREMENTS`, one entry per measurement.

    `fine` is what has no trouble. What is only told, and never judged by, stays in the frame
    that was `given`, whose rows come in this `order`.
    """

    comparator: Floats
    comparator_error: Floats
    usable: Bools
    fine: Bools
    final: Bools
    expected_dip: Bools
    change_blocked: Bools
    level_blocked: Bools
    given: pd.DataFrame
    order: Ints

    def told(self, name: str, at: Ints) -> Any:
        """Return what a column of the frame says of the measurements `at`, as it says it."""
        return self.given[name].array.take(self.order[at])


_FLAGS = ("usable", "final", "expected_dip", "change_blocked", "level_blocked")


def rows_of(measurements: pd.DataFrame, goal_id: pd.Series) -> Rows:
    """Return checked measurements, with their optional columns, of the goals so named."""
    owner = places(measurements["goal_id"], goal_id)
    order = in_order(owner, days(measurements["period_end"]))
    return Rows(
        **columns_of_observed(measurements, owner, order),
        comparator=measurements["comparator"].to_numpy(float)[order],
        comparator_error=measurements["comparator_error"].to_numpy(float)[order],
        **{name: measurements[name].to_numpy(bool)[order] for name in _FLAGS},
        fine=(measurements["trouble"] == "").to_numpy(bool)[order],
        given=measurements,
        order=order,
    )


def gathered(cells: Floats, row: Ints) -> Floats:
    """Return the cell of each row, NaN at -1."""
    return np.append(cells, np.nan)[row]


def gathered_days(cells: Days, row: Ints) -> Days:
    """Return the day of each row, NaT at -1."""
    found: Days = np.append(cells, np.datetime64("NaT", "D"))[row]
    return found


def flags(cells: Bools, row: Ints) -> Bools:
    """Return the flag of each row, False at -1."""
    found: Bools = np.append(cells, False)[row]
    return found


def as_read(names: NDArray[np.object_], at: Ints) -> Any:
    """Return the name at each place, as a frame reads texts: each of them once.

    Nothing is read of no name.
    """
    return pd.Series(names).array.take(at) if len(at) else names[at]
