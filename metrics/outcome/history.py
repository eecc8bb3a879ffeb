"""What a goal was after each of its measurements, as the fold over them went."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.outcome.measurements import Looks

COLUMNS = ("goal_id", "period", "period_start", "period_end", "state")
"""One row per goal and usable measurement, by goal and oldest first."""


def told(measurements: pd.DataFrame, looks: Looks, states: NDArray[np.object_]) -> pd.DataFrame:
    """Return the state of every goal after each of its looks: the columns of `COLUMNS`.

    `measurements` is what `looks` were packed from, and `states` of shape (goals, looks).
    ``state`` is '' while the reference was being measured. The calendar is not asked: whether a
    value was stale on some day is not part of a course. What is held against the course of a
    goal is today's rule, with what the whole series can show.
    """
    goal, look = np.nonzero(looks.exists)
    rows = measurements.iloc[looks.row[goal, look]]
    known = np.where(looks.in_baseline[goal, look], "", states[goal, look].astype(str))
    return rows[list(COLUMNS[:-1])].reset_index(drop=True).assign(state=known.astype(object))
