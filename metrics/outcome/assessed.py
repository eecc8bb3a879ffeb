"""One batch on its way to a verdict: the input and everything worked out from it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from metrics.arrays import Bools, Floats
from metrics.outcome.decision_table import History
from metrics.outcome.distances import Reference
from metrics.outcome.measurements import Measured
from metrics.outcome.on_scale import OnScale
from metrics.outcome.rates import Alarms
from metrics.outcome.rows import Rows
from metrics.outcome.sensitivity import Rules
from metrics.outcome.target_level import TargetLevel
from metrics.outcome.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """One batch on its way to a verdict: the input and everything worked out from it."""

    terms: Terms
    rows: Rows
    measured: Measured
    against: Reference
    on_scale: OnScale
    level: TargetLevel
    alarms: Alarms
    history: History
    rules: Rules
    detectable: Floats
    assessed_on: date

    def last(self, cells: NDArray[Any], empty: Any) -> NDArray[Any]:
        """Return each goal's last measurement in an array of shape (goals, measurements)."""
        count = self.measured.count
        picked = np.take_along_axis(cells, np.maximum(count - 1, 0)[:, None], 1)[:, 0]
        return np.where(count > 0, picked, empty)

    def last_is(self, cells: Bools) -> Bools:
        """Return whether each goal's last measurement is so; False where there is none."""
        found: Bools = self.last(cells, False)
        return found

    def latest(self, cells: Floats) -> Floats:
        """Return each goal's last measurement as a number; NaN where there is none."""
        found: Floats = self.last(cells, np.nan)
        return found

    @property
    def exact(self) -> Bools:
        """Which goals are about something that is counted in full."""
        return self.terms.exact
