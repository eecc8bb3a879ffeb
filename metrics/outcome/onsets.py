"""What would have been seen of a worsening, by the measurement it began with, as a table."""

import math

import numpy as np
import pandas as pd

from metrics.arrays import Bools, Ints
from metrics.engine.compiled import of_few
from metrics.outcome.measurements import Measured
from metrics.outcome.prepared import prepared
from metrics.outcome.sensitivity import rules_of, worsening_by_onset

COLUMNS = ("goal_id", "period", "detectable")
"""One row per goal and monitored measurement, oldest first; of many not all: see `MOST`.

``detectable`` is the smallest lasting worsening, in the unit, that the whole rule would have
shown with 80 % power if it had begun with that measurement; NaN where none would have shown.
"""

MOST = 60
"""So many onsets of a goal are told. Each is simulated, and bars nearer than that are no bars.

Where there are more, the first of each year is told, and of more years every so many-th.
"""


def seen_by_onset(
    goals: pd.DataFrame, measurements: pd.DataFrame, *, noise: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return how small a worsening each goal would have shown by when it began: `COLUMNS`.

    The frames are those of `metrics.outcome.decide`, and the noise and the rule are the same
    as decide there. Raises `metrics.errors.FrameError`.
    """
    given = of_few(lambda: prepared(goals, measurements, noise), len(measurements))
    rules = rules_of(given.terms, given.measured, given.on_scale)
    judged = given.measured.monitored & ~given.measured.change_blocked
    goal, column = np.nonzero(judged)
    number = (judged.cumsum(axis=1) - 1)[goal, column]
    told = _told(goal, _years(given.measured)[goal, column])
    asked = np.zeros((given.terms.number, int(rules.count.max(initial=0))), dtype=np.bool_)
    asked[goal[told], number[told]] = True
    sizes = worsening_by_onset(given.terms, given.on_scale, rules, asked)
    goal, column, number = goal[told], column[told], number[told]
    row = given.measured.row[goal, column]
    return pd.DataFrame(
        {
            "goal_id": given.terms.goal_id.to_numpy(object)[goal],
            "period": np.asarray(given.rows.told("period", row), dtype=object),
            "detectable": sizes[goal, number],
        },
        columns=list(COLUMNS),
    )


def _years(measured: Measured) -> Ints:
    """Return the year that the middle of each measurement is in."""
    middle = measured.start + (measured.end - measured.start) // 2
    years: Ints = middle.astype("datetime64[Y]").astype(np.int64)
    return years


def _told(goal: Ints, year: Ints) -> Bools:
    """Return which of the onsets of each goal are told: see `MOST`."""
    told = np.ones(len(goal), dtype=np.bool_)
    for many in np.flatnonzero(np.bincount(goal) > MOST):
        mine = np.flatnonzero(goal == many)
        _each, first = np.unique(year[mine], return_index=True)
        # Counted from the last: what is latest is read first.
        told[mine] = False
        every = math.ceil(len(first) / MOST)
        told[mine[first[::-1][::every]]] = True
    return told
