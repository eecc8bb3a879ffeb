"""The state of a goal after each of its measurements."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.outcome.measurements import Measured

COLUMNS = ("goal_id", "period", "period_start", "period_end", "state")
"""One row per goal and usable measurement, by goal and oldest first."""


def state_history(
    measurements: pd.DataFrame, measured: Measured, states: NDArray[np.object_]
) -> pd.DataFrame:
    """Return the state of every goal after each of its measurements, with `COLUMNS`.

    `measured` is packed from `measurements`; `states` has shape (goals, measurements).
    ``state`` is '' while the reference was being measured. The calendar plays no part: a
    history does not say whether a value was stale on some day. It follows today's rule, with
    what each measurement could show when it came.
    """
    goal, column = np.nonzero(measured.exists)
    rows = measurements.iloc[measured.row[goal, column]]
    known = np.where(measured.in_baseline[goal, column], "", states[goal, column].astype(str))
    return rows[list(COLUMNS[:-1])].reset_index(drop=True).assign(state=known.astype(object))
