"""Whether a register series drifts, so that its frozen mean has no ordinary spread to leave."""

import numpy as np

from metrics.arrays import Floats

MOST_RHO = 0.6
"""A pooled lag-1 autocorrelation over this is drift."""

MOST_RATIO = 2.0
"""A five-step change that varies this many times more than a one-step change is drift."""

LONG_STEP = 5
_FEWEST_AREAS = 10
_FEWEST_STEPS = 8


def step_ratio(values: Floats) -> float:
    """Return the variance of five-step changes over that of one-step changes, pooled.

    `values` is (series, period), NaN where missing. Around a level both are the same; a series
    that goes its own way moves five times as far. What ten or more areas do in common is
    subtracted first. NaN with fewer than eight five-step changes, or where nothing moves.
    """
    own = values
    if len(values) >= _FEWEST_AREAS and values.size:
        there = np.isfinite(values).any(axis=0)
        common = np.zeros(values.shape[1])
        common[there] = np.nanmedian(values[:, there], axis=0)
        own = values - common
    one, long = _squares(own, 1), _squares(own, LONG_STEP)
    if long.size < _FEWEST_STEPS or not one.mean() > 0:
        return np.nan
    return float(long.mean() / one.mean())


def _squares(values: Floats, step: int) -> Floats:
    changes = values[:, step:] - values[:, :-step]
    squares: Floats = changes[np.isfinite(changes)] ** 2
    return squares


def drifts(rho: float, ratio: float) -> bool:
    """Return whether a group drifts; one that is too short to decide counts as drifting.

    Source: the drift gate of ``docs/method.md``.
    """
    return not (rho <= MOST_RHO and ratio <= MOST_RATIO)
