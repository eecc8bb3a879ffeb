"""One batch on its way to a verdict: what was asked, and everything that was found."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.arrays import Bools, Floats
from metrics.outcome.decision_table import Course
from metrics.outcome.distances import Reference
from metrics.outcome.measurements import Looks
from metrics.outcome.on_scale import Standing
from metrics.outcome.rates import Hearing


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """One batch on its way to a verdict: what was asked, and everything the fold found."""

    goals: pd.DataFrame
    measurements: pd.DataFrame
    looks: Looks
    against: Reference
    standing: Standing
    hearing: Hearing
    course: Course
    detectable: Floats
    assessed_on: date

    def last(self, cells: NDArray[np.generic], empty: object) -> NDArray[np.object_]:
        """Pick each goal's last look from an array of shape (goals, looks)."""
        count = self.looks.count
        at = np.maximum(count - 1, 0)[:, None]
        picked = np.take_along_axis(cells, at, 1)[:, 0].astype(object)
        return np.where(count > 0, picked, np.array(empty, dtype=object))

    def latest(self, cells: Floats) -> Floats:
        """Pick each goal's last look as a number; NaN where there is none."""
        return self.last(cells, np.nan).astype(float)

    @property
    def exact(self) -> Bools:
        """Which goals are on something that is counted in full."""
        return self.goals["exact"].to_numpy(bool)
