"""One batch on its way to a verdict: the input and everything worked out from it."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.arrays import Bools, Floats
from metrics.outcome.decision_table import History
from metrics.outcome.distances import Reference
from metrics.outcome.measurements import Measured
from metrics.outcome.on_scale import OnScale
from metrics.outcome.rates import Alarms
from metrics.outcome.target_level import TargetLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """One batch on its way to a verdict: the input and everything worked out from it."""

    goals: pd.DataFrame
    measurements: pd.DataFrame
    measured: Measured
    against: Reference
    on_scale: OnScale
    level: TargetLevel
    alarms: Alarms
    history: History
    detectable: Floats
    assessed_on: date

    def last(self, cells: NDArray[np.generic], empty: object) -> NDArray[np.object_]:
        """Return each goal's last measurement in an array of shape (goals, measurements)."""
        count = self.measured.count
        at = np.maximum(count - 1, 0)[:, None]
        picked = np.take_along_axis(cells, at, 1)[:, 0].astype(object)
        return np.where(count > 0, picked, np.array(empty, dtype=object))

    def latest(self, cells: Floats) -> Floats:
        """Return each goal's last measurement as a number; NaN where there is none."""
        return self.last(cells, np.nan).astype(float)

    @property
    def exact(self) -> Bools:
        """Which goals are about something that is counted in full."""
        return self.goals["exact"].to_numpy(bool)
