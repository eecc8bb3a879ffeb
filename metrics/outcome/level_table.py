"""The level of each sampled goal after each measurement, as a table in the unit."""

import numpy as np
import pandas as pd

from metrics.outcome.measurements import Measured
from metrics.outcome.on_scale import OnScale
from metrics.outcome.rows import Rows
from metrics.outcome.target_level import TargetLevel, values_at
from metrics.outcome.terms import Terms

COLUMNS = ("goal_id", "period", "level", "low", "high")
"""One row per goal and measurement that its level follows, by goal and oldest first."""


def level_table(
    terms: Terms, rows: Rows, measured: Measured, on_scale: OnScale, found: TargetLevel
) -> pd.DataFrame:
    """Return the level after each measurement and the limits that hold it, with `COLUMNS`.

    In the unit and without season, with the probability of
    `metrics.outcome.local_level.LocalLevel.ribbon`. `measured` is packed from `rows`.
    """
    goal, column = np.nonzero(found.judged & np.isfinite(found.level.mean))
    level, *limits = (
        values_at(terms, on_scale, shortfall[goal, column], goal, column)
        for shortfall in (found.level.mean, *found.level.ribbon)
    )
    low, high = np.sort(np.stack(limits), axis=0)
    row = measured.row[goal, column]
    return pd.DataFrame(
        {
            "goal_id": rows.told("goal_id", row),
            "period": rows.told("period", row),
            "level": level,
            "low": low,
            "high": high,
        }
    )
