"""The variance between waves, beyond what sampling errors explain.

Solved as Paule and Mandel (1982, J. Res. NBS 87, 377-385) do, pooled over a group and
with wild areas capped; then the mean of its normal approximation cut off at zero, so that
it shrinks but is never zero: real waves differ by more than their sampling.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from metrics import special
from metrics.arrays import Floats, Ints
from metrics.engine.spread import Spread

_HALVINGS: Final = 40


class Waves(NamedTuple):
    """Per group: the variance between waves, and the degrees of freedom of the sum of it
    and the sampling variance."""

    between: Floats
    degrees_of_freedom: Floats


def variance_between(
    relative: Callable[[Floats], Floats],
    spread: Spread,
    freedom: Floats,
    group: Ints,
    groups: int,
) -> Waves:
    """Return the variance between waves of every group.

    ``relative`` gives, for a variance between waves per group, each series' squared
    residuals relative to what is expected: 1 on average at the right variance.
    """
    # Three standard deviations of the relative spread: one wild area must not decide.
    cap = 1 + 3 * np.sqrt(2 / np.maximum(freedom, 1))
    total = np.asarray(np.bincount(group, freedom, groups), dtype=np.float64)

    def excess(between: Floats) -> Floats:
        part = np.minimum(relative(between), cap) * freedom
        return np.bincount(group, part, groups) / np.maximum(total, 1e-9) - 1

    low = np.zeros(groups)
    high = np.zeros(groups)
    np.maximum.at(high, group, np.nan_to_num(spread.variance))
    at_zero = excess(low)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        more = excess(middle) > 0
        low, high = np.where(more, middle, low), np.where(more, high, middle)
    level = _harmonic(spread, low, group, groups)
    # Where the sampling errors explain too much already, the estimate is negative.
    estimate = np.where(at_zero < 0, level * at_zero, (low + high) / 2)
    return _cut_at_zero(estimate, level, total)


def _harmonic(spread: Spread, between: Floats, group: Ints, groups: int) -> Floats:
    variance = between[group] + spread.sampling
    known = (spread.measurements > 1) & (variance > 0)
    inverse = np.bincount(group[known], 1 / variance[known], groups)
    areas = np.bincount(group[known], minlength=groups).astype(np.float64)
    return np.divide(areas, inverse, out=np.zeros(groups), where=inverse > 0)


def _cut_at_zero(estimate: Floats, level: Floats, total: Floats) -> Waves:
    known = (level > 0) & (total > 0)
    spread = np.where(known, level, 1.0) * np.sqrt(2 / np.where(known, total, 1.0))
    # Bounded: sampling errors may be nothing beside the spread, or the spread beside them.
    place = np.clip(estimate / spread, -1e3, 1e3)
    hazard = np.exp(-0.5 * place**2 - 0.5 * np.log(2 * np.pi) - special.log_ndtr(place))
    mean = spread * (place + hazard)
    variance = spread**2 * np.maximum(1 - hazard * (place + hazard), 1e-6)
    # The level was worked out at a variance of at least zero; the sum moves with the mean.
    whole = np.maximum(level - np.maximum(estimate, 0.0), 0.0) + mean
    freedom = 2 * whole**2 / variance
    return Waves(np.where(known, mean, np.nan), np.where(known, freedom, 0.0))
