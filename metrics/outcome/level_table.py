"""The level of each sampled goal after each measurement, as a table in the unit."""

import numpy as np
import pandas as pd

from metrics.engine.compiled import of_few
from metrics.outcome.measurements import Measured
from metrics.outcome.on_scale import OnScale
from metrics.outcome.prepared import prepared
from metrics.outcome.rows import Rows
from metrics.outcome.target_level import TargetLevel, target_levels, values_at
from metrics.outcome.terms import Terms

COLUMNS = ("goal_id", "period", "level", "low", "high")
"""One row per goal and measurement that its level follows, by goal and oldest first."""


def levels(
    goals: pd.DataFrame, measurements: pd.DataFrame, *, noise: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the levels of `metrics.outcome.decision.Judged`, and work out nothing else of it.

    No day plays a part. The frames are those of `metrics.outcome.decide`. Raises
    `metrics.errors.FrameError`.
    """

    def find() -> pd.DataFrame:
        given = prepared(goals, measurements, noise)
        found = target_levels(given.terms, given.measured, given.on_scale)
        return level_table(given.terms, given.rows, given.measured, given.on_scale, found)

    return of_few(find, len(measurements))


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
