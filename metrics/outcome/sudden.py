"""A fall so large that nothing calm may be said of it, whatever the charts say.

The charts soften a wild measurement and cap what the two latest can say. This asks the two
latest residuals themselves, each capped so that one wild measurement cannot do it alone.
"""

from typing import NamedTuple

import numpy as np

from metrics.arrays import Bools, Floats
from metrics.outcome.distances import Reference
from metrics.outcome.measurements import Measured, before, twice
from metrics.outcome.on_scale import OnScale
from metrics.outcome.terms import Terms

CERTAIN = 4.0
"""Standard deviations of the mean of two residuals, at which nothing calm is said."""

_MOST = 5.0
"""One residual counts up to this many standard deviations of that mean."""

_FEWEST_AREAS = 5
"""In a smaller group the noise is too poorly known to ask this."""


class Sudden(NamedTuple):
    """Which measurements are worse by what matters twice, and far beyond chance.

    Shape (goals, measurements): against the baseline, and against the target.
    """

    below: Bools
    short: Bools


def sudden_falls(
    terms: Terms,
    measured: Measured,
    *,
    against: Reference,
    on_scale: OnScale,
) -> Sudden:
    """Return the sudden falls of sampled goals; `against` is in the unit."""
    asked = ~terms.exact & (on_scale.areas >= _FEWEST_AREAS)
    mid = terms.mid[:, None]
    confirms = measured.monitored & ~measured.change_blocked & ~measured.expected_dip
    waves = np.maximum(np.nan_to_num(on_scale.noise.measurements), 1.0)
    moved = np.abs(on_scale.value - on_scale.level[:, None])
    band = terms.both[:, None]
    fallen = np.where(band, moved, on_scale.against.worsening)

    def found(distance: Floats, worsening: Floats, baseline: Floats) -> Bools:
        far = _surprise(distance, measured, on_scale, baseline) >= CERTAIN
        sure: Bools = far & asked[:, None] & twice((worsening >= mid) & confirms, measured)
        return sure

    return Sudden(
        below=found(fallen, against.worsening, waves),
        short=found(on_scale.against.shortfall, against.shortfall, np.full(len(waves), np.inf)),
    )


def _surprise(
    distance: Floats, measured: Measured, on_scale: OnScale, baseline: Floats
) -> Floats:
    """Return the capped mean of each residual and the one before it, in its standard deviation.

    The variance of that mean is that of two measurements with the group's autocorrelation, and
    of the mean of a reference of `baseline` measurements.
    """
    rho = on_scale.noise.rho
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.sqrt((1 + rho) / 2 + (1 + rho) / ((1 - rho) * baseline))[:, None]
        residual = np.where(on_scale.judged, distance / on_scale.sd, np.nan)[:, :-1]
        capped = np.minimum(residual, _MOST * spread)
        surprise: Floats = (capped + before(capped, measured)) / 2 / spread
    return surprise
