"""How large a step the calibrated charts find, by adding it to simulated series."""

from typing import Final

import numpy as np

from metrics.arrays import Floats, Ints
from metrics.engine.charts import CHARTS, advanced, softened
from metrics.engine.compiled import compiled

WORSENINGS: Final = np.array(
    [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6, 8, 12, 20]
)
POWER: Final = 0.8
# Stands for no step at all; beyond every worsening above.
NEVER: Final = 40.0


def detectable_steps(
    residuals: Floats, errors: Floats, uncertainty: float, threshold: Floats, knots: Ints
) -> Floats:
    """Return the immediate step (knot, rate), in noise units, seen with 80 % power.

    ``residuals`` is (look, path), ``errors`` the ratio of true to estimated noise per
    path, ``threshold`` (chart, look, rate) and ``knots`` the looks to answer for.
    """
    power = np.array(
        [
            _power(residuals, errors * worsening, uncertainty, threshold, knots)
            for worsening in WORSENINGS
        ]
    )
    # The larger the step the likelier the alarm; ties and noise must not bend the curve.
    power = np.maximum.accumulate(power, axis=0)
    steps = np.empty(power.shape[1:])
    for place in np.ndindex(steps.shape):
        curve = np.concatenate([[0.0], power[:, *place]])
        known = np.concatenate([[0.0], WORSENINGS])
        rising = np.concatenate([[True], np.diff(curve) > 0])
        steps[place] = np.interp(POWER, curve[rising], known[rising], right=NEVER)
    return steps


@compiled
def _power(
    residuals: Floats,
    step: Floats,
    uncertainty: float,
    threshold: Floats,
    knots: Ints,
) -> Floats:
    """Return the share of paths that have alarmed at (knot, rate)."""
    looks, paths = residuals.shape
    rates = threshold.shape[2]
    counts = np.zeros((len(knots), rates))
    for path in range(paths):
        state = (0.0, 0.0, 0.0, 0.0, uncertainty)
        rate, knot = rates, 0
        for look in range(looks):
            state = advanced(state, softened(residuals[look, path] + step[path]))
            for chart in range(CHARTS):
                while rate > 0 and state[chart] >= threshold[chart, look, rate - 1]:
                    rate -= 1
            if look + 1 == knots[knot]:
                counts[knot, rate:] += 1
                knot += 1
    return np.asarray(counts / paths)
