"""What would have been seen of a worsening, by the measurement it began with, as a table."""

import numpy as np
import pandas as pd

from metrics.engine.compiled import of_few
from metrics.outcome.prepared import prepared
from metrics.outcome.sensitivity import rules_of, worsening_by_onset

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
    given = of_few(lambda: prepared(goals, measurements, noise), len(measurements))
    rules = rules_of(given.terms, given.measured, given.on_scale)
    sizes = worsening_by_onset(given.terms, given.on_scale, rules)
    judged = given.measured.monitored & ~given.measured.change_blocked
    goal, column = np.nonzero(judged)
    number = (judged.cumsum(axis=1) - 1)[goal, column]
    row = given.measured.row[goal, column]
    return pd.DataFrame(
        {
            "goal_id": given.terms.goal_id.to_numpy(object)[goal],
            "period": np.asarray(given.rows.told("period", row), dtype=object),
            "detectable": sizes[goal, number],
        },
        columns=list(COLUMNS),
    )
