"""The level of each sampled goal after each measurement, as a table in the unit."""

import numpy as np
import pandas as pd

from metrics.outcome.measurements import Measured
from metrics.outcome.on_scale import OnScale
from metrics.outcome.prepared import prepared
from metrics.outcome.target_level import TargetLevel, target_levels, values_at

COLUMNS = ("goal_id", "period", "level", "low", "high")
"""One row per goal and measurement that its level follows, by goal and oldest first."""


def levels(
    goals: pd.DataFrame, measurements: pd.DataFrame, *, noise: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the levels of `metrics.outcome.decision.Judged`, and work out nothing else of it.

    No day plays a part. The frames are those of `metrics.outcome.decide`. Raises
    `metrics.errors.FrameError`.
    """
    given = prepared(goals, measurements, noise)
    found = target_levels(given.goals, given.measured, given.on_scale)
    return level_table(given.goals, given.measurements, given.measured, given.on_scale, found)


def level_table(
    goals: pd.DataFrame,
    measurements: pd.DataFrame,
    measured: Measured,
    on_scale: OnScale,
    found: TargetLevel,
) -> pd.DataFrame:
    """Return the level after each measurement and the limits that hold it, with `COLUMNS`.

    In the unit and without season, with the probability of
    `metrics.outcome.local_level.LocalLevel.ribbon`. `measured` is packed from `measurements`.
    """
    goal, column = np.nonzero(found.judged & np.isfinite(found.level.mean))
    rows = measurements.iloc[measured.row[goal, column]]
    level, *limits = (
        values_at(goals, on_scale, shortfall)[goal, column]
        for shortfall in (found.level.mean, *found.level.ribbon)
    )
    low, high = np.sort(np.stack(limits), axis=0)
    numbers = {"level": level, "low": low, "high": high}
    return rows[["goal_id", "period"]].reset_index(drop=True).assign(**numbers)
