"""The state of a goal after each of its measurements."""

import numpy as np
import pandas as pd

from metrics.arrays import Ints
from metrics.outcome.measurements import Measured
from metrics.outcome.rows import Rows, as_read
from metrics.outcome.state import STATES

COLUMNS = ("goal_id", "period", "period_start", "period_end", "state")
"""One row per goal and usable measurement, by goal and oldest first."""


def state_history(rows: Rows, measured: Measured, states: Ints) -> pd.DataFrame:
    """Return the state of every goal after each of its measurements, with `COLUMNS`.

    `measured` is packed from `rows`; `states` (goals, measurements) are places among
    `metrics.outcome.state.STATES`. ``state`` is '' while the reference was being measured. The
    calendar plays no part: a history does not say whether a value was stale on some day. It
    follows today's rule, with what each measurement could show when it came.
    """
    goal, column = np.nonzero(measured.exists)
    row, before = measured.row[goal, column], measured.in_baseline[goal, column]
    place = np.where(before, len(STATES), states[goal, column])
    names = np.array([*(str(one) for one in STATES), ""], dtype=object)
    told = {name: rows.told(name, row) for name in COLUMNS[:-1]}
    return pd.DataFrame({**told, "state": as_read(names, place)})
