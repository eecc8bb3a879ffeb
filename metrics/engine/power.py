"""How large a step the calibrated charts find, by adding it to simulated series."""

import math
from typing import Final

import numpy as np

from metrics.arrays import Floats, Ints
from metrics.engine.alarm import begun, measured
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

    ``residuals`` is (measurement, path), ``errors`` the ratio of true to estimated noise per
    path, ``threshold`` (chart, measurement, rate) and ``knots`` the numbers of measurements
    to answer for.
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
    measurements, paths = residuals.shape
    counts = np.zeros((len(knots), threshold.shape[2]))
    for path in range(paths):
        monitor, knot = begun(uncertainty, threshold), 0
        for measurement in range(measurements):
            worsening = residuals[measurement, path] + step[path]
            monitor = measured(monitor, worsening, threshold)
            if monitor.measurements == knots[knot]:
                counts[knot, max(math.ceil(monitor.place), 0) :] += 1
                knot += 1
            if monitor.place <= 0.0:
                # It has alarmed at every rate, and an alarm stays.
                counts[knot:] += 1
                break
    return np.asarray(counts / paths)
