"""The smallest series that make a point about the engine."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def unchanged(
    series: int, periods: int, *, seed: int = 1, rho: float = 0.0, heavy: bool = False
) -> Floats:
    """Return (series, period) noise with mean 0 and standard deviation 1."""
    draws = np.random.default_rng(seed)
    shape = (series, periods)
    noise = draws.standard_t(3, shape) / np.sqrt(3) if heavy else draws.standard_normal(shape)
    for period in range(1, periods):
        noise[:, period] *= np.sqrt(1 - rho**2)
        noise[:, period] += rho * noise[:, period - 1]
    return noise


def in_groups(series: int, size: int) -> NDArray[np.int64]:
    """Return labels that put each ``size`` neighbours together."""
    return np.arange(series) // size


def fallen(values: Floats, start: int, size: float) -> Floats:
    """Return the values, lower by ``size`` from column ``start`` on."""
    lower = values.copy()
    lower[:, start:] -= size
    return lower
