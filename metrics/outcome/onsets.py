"""What would have been seen of a worsening, by the measurement it began with, as a table."""

import numpy as np
import pandas as pd

from metrics.outcome.prepared import prepared
from metrics.outcome.sensitivity import worsening_by_onset

COLUMNS = ("goal_id", "period", "detectable")
"""One row per goal and monitored measurement, oldest first.

``detectable`` is the smallest lasting worsening, in the unit, that the whole rule would have
shown with 80 % power if it had begun with that measurement; NaN where none would have shown.
"""


def seen_by_onset(
    goals: pd.DataFrame, measurements: pd.DataFrame, *, noise: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return how small a worsening each goal would have shown by when it began: `COLUMNS`.

    The frames are those of `metrics.outcome.decide`, and the noise and the rule are the same
    as decide there. Raises `metrics.errors.FrameError`.
    """
    given = prepared(goals, measurements, noise)
    sizes = worsening_by_onset(given.goals, given.measured, given.on_scale)
    judged = given.measured.monitored & ~given.measured.change_blocked
    goal, column = np.nonzero(judged)
    number = (judged.cumsum(axis=1) - 1)[goal, column]
    row = given.measured.row[goal, column]
    return pd.DataFrame(
        {
            "goal_id": given.goals["goal_id"].to_numpy(object)[goal],
            "period": given.measurements["period"].to_numpy(object)[row],
            "detectable": sizes[goal, number],
        },
        columns=list(COLUMNS),
    )
