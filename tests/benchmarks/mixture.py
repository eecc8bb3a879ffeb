"""The Shiryaev-Roberts mixture: a bound on what can be found by asking at every look.

It weighs the likelihood of a lasting loss of any of several sizes, begun at any look, against
that of no loss, averaged over what the baseline's mean may be (Shiryaev 1963, Roberts 1966).
Its limits come from series that did not change, of the very noise it is tried on, and it knows
their standard deviation: it knows more than any monitor may.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SIZES: Final = np.array([0.8, 1.25, 2.0, 3.0, 4.5, 7.0])
"""The losses considered, in sigma."""
ERRORS: Final = np.linspace(-2.1, 2.1, 7)
"""The errors considered of the baseline's mean, in its standard deviations."""
# How likely a loss of each size begins at the first look, and at any other.
_AT_FIRST: Final = 12 * np.array([0.35, 0.35, 0.2, 0.1, 0.0, 0.0])
_LATER: Final = np.full(len(SIZES), 1 / len(SIZES))
# A residual counts in full up to here, or as far as the one before it went; then by its log.
_FULL_WEIGHT: Final = 2.25
_BEYOND: Final = 0.25


def mixture(residuals: Floats, baseline: int) -> Floats:
    """Return the log statistic at every look of (series, look), higher is worse, noise 1."""
    error = ERRORS / np.sqrt(baseline)
    no_loss = np.tile(np.exp(-(ERRORS**2) / 2), (len(residuals), 1))
    no_loss /= no_loss.sum(axis=1, keepdims=True)
    loss = np.zeros((*no_loss.shape, len(SIZES)))
    statistic, before = np.empty(residuals.shape), np.zeros(len(residuals))
    for look, latest in enumerate(residuals.T):
        value = softened(latest, np.maximum(_FULL_WEIGHT, before))[:, None] - error
        begins = _LATER if look else _AT_FIRST
        loss = (loss + no_loss[:, :, None] * begins) * _density(value[:, :, None] - SIZES)
        no_loss = no_loss * _density(value)
        total = no_loss.sum(axis=1)
        no_loss, loss = no_loss / total[:, None], loss / total[:, None, None]
        statistic[:, look], before = np.log(loss.sum(axis=(1, 2))), latest
    return statistic


def softened(residuals: Floats, full_weight: Floats) -> Floats:
    """Return residuals that beyond their full weight grow by their logarithm only."""
    beyond = np.maximum(np.abs(residuals) - full_weight, 0.0)
    inside = np.minimum(np.abs(residuals), full_weight)
    return np.sign(residuals) * (inside + _BEYOND * np.log1p(beyond / _BEYOND))


def _density(value: Floats) -> Floats:
    return np.exp(-(value**2) / 2)


def limits(unchanged: Floats, false_alarms: float) -> Floats:
    """Return the limit of every look, from the statistic of unchanged series.

    The rate is the same at every look, among the series that have not alarmed yet.
    """
    looks, quiet = unchanged.shape[1], np.ones(len(unchanged), dtype=bool)
    rate = 1 - (1 - false_alarms) ** (1 / looks)
    limit = np.empty(looks)
    for look in range(looks):
        limit[look] = np.quantile(unchanged[quiet, look], 1 - rate)
        quiet &= unchanged[:, look] <= limit[look]
    return limit


def first_over(statistic: Floats, limit: Floats) -> Ints:
    """Return the first look at which the statistic is over its limit, -1 where none is."""
    over = statistic > limit
    return np.where(over.any(axis=1), over.argmax(axis=1), -1)
