"""The smallest worsening a series would have shown, without which silence means nothing."""

import numpy as np
from numpy.typing import ArrayLike

from metrics.arrays import Floats
from metrics.engine.calibration import detectable_steps


def detectable_worsening(
    sigma: Floats,
    *,
    baseline: ArrayLike,
    rho: ArrayLike,
    degrees_of_freedom: ArrayLike,
    measurements: ArrayLike,
    rate: ArrayLike,
) -> Floats:
    """Return, per series, the immediate lasting step that alarms with 80 % probability.

    In the unit of ``sigma``. ``baseline`` is the number of baseline measurements (infinite
    against a fixed level), ``measurements`` how many measurements have been monitored and
    ``rate`` the false alarms per measurement. Infinite where no step is seen so surely; NaN
    without a measurement or without a noise.
    """
    settings = [
        np.asarray(column, dtype=np.float64)
        for column in np.broadcast_arrays(
            baseline, rho, degrees_of_freedom, measurements, rate, sigma
        )
    ]
    judged = (settings[3] >= 1) & (settings[5] > 0)
    worsening = np.full(judged.shape, np.nan)
    kept = [column[judged] for column in settings]
    worsening[judged] = kept.pop() * detectable_steps(*kept)
    return worsening
