"""The three control charts that listen for a loss, one look at a time.

A residual is in units of the series' noise, and *higher is worse*. All functions here
are compiled, take plain numbers and are shared by the monitor and by the simulation
that calibrates it, so that what is calibrated is what runs.
"""

import math
from typing import Final

from metrics.engine.compiled import compiled

# Exponentially weighted moving average (Roberts 1959): early warning of a clear loss.
EWMA_WEIGHT: Final = 0.2
# Cumulative sums (Page 1954): half the shift they are quickest for, in noise units.
CUSUM_ALLOWANCE: Final = 0.5
# The self-starting one (Hawkins 1987) compares with all history, for small late losses.
SELF_STARTING_ALLOWANCE: Final = 0.25
# How the false alarms are shared: half to the average, a quarter to each cumulative sum.
SHARES: Final = (0.5, 0.25, 0.25)
CHARTS: Final = len(SHARES)
# A residual counts in full up to here, and only by its logarithm beyond.
FULL_WEIGHT: Final = 2.0
_BEYOND: Final = 0.25

State = tuple[float, float, float, float, float]


@compiled
def softened(residual: float) -> float:
    """Return the residual with all beyond two noise units growing only as a logarithm.

    One wild measurement then hardly raises an alarm alone, yet a larger loss is always a
    larger residual: a hard clip would give tied p-values. The slope is continuous.
    """
    beyond = abs(residual) - FULL_WEIGHT
    if beyond <= 0.0:
        return residual
    return math.copysign(FULL_WEIGHT + _BEYOND * math.log1p(beyond / _BEYOND), residual)


@compiled
def advanced(state: State, residual: float) -> State:
    """Return the charts after one more look.

    ``state`` is (ewma, cusum, self-starting cusum, mean of the history, variance of that
    mean); the last starts at one over the baseline's length, or 0 against a fixed level.
    """
    ewma, cusum, self_starting, mean, uncertainty = state
    innovation = (residual - mean) / math.sqrt(1.0 + uncertainty)
    uncertainty = uncertainty / (1.0 + uncertainty)
    return (
        ewma + EWMA_WEIGHT * (residual - ewma),
        max(0.0, cusum + residual - CUSUM_ALLOWANCE),
        max(0.0, self_starting + innovation - SELF_STARTING_ALLOWANCE),
        mean + (residual - mean) * uncertainty,
        uncertainty,
    )
