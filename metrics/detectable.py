"""The smallest worsening a series would have shown, without which silence means nothing."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.calibration import detectable_steps

Floats = NDArray[np.float64]


def detectable_worsening(
    sigma: Floats,
    *,
    baseline: ArrayLike,
    rho: ArrayLike,
    degrees_of_freedom: ArrayLike,
    looks: ArrayLike,
    rate: ArrayLike,
) -> Floats:
    """Return, per series, the immediate lasting step that alarms with 80 % probability.

    In the unit of ``sigma``. ``baseline`` is the number of baseline measurements (infinite
    against a fixed level), ``looks`` how many measurements have been monitored and
    ``rate`` the false alarms per look. Infinite where no step is seen so surely; NaN
    without a look or without a noise.
    """
    columns = np.broadcast_arrays(sigma, baseline, rho, degrees_of_freedom, looks, rate)
    rows = np.stack([np.asarray(column, dtype=np.float64) for column in columns[1:]])
    worsening = np.full(len(columns[0]), np.nan)
    judged = (rows[3] >= 1) & np.isfinite(columns[0]) & (columns[0] > 0)
    if judged.any():
        settings, place = np.unique(rows[:, judged], axis=1, return_inverse=True)
        steps = detectable_steps(*settings)
        worsening[judged] = columns[0][judged] * steps[place.ravel()]
    return worsening
