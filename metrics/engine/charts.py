"""The control charts that watch for a loss, one measurement at a time.

A residual is in units of the series' noise, and *higher is worse*. All functions here
are compiled and shared by the monitors and by the simulation that calibrates them, so that
what is calibrated is what runs. Which charts there are, what they remember and how they
start is said here and nowhere else; `metrics.engine.alarm` compares them with their limits.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from metrics.arrays import Floats
from metrics.engine.abreast import LANES
from metrics.engine.compiled import compiled

CHART_NAMES: Final = ("ewma", "cusum", "self_starting", "pair")
"""The charts, in the order of every axis and state that has one place per chart."""

# Exponentially weighted moving average (Roberts 1959): early warning of a clear loss.
EWMA_WEIGHT: Final = 0.2
# Cumulative sums (Page 1954): half the shift they are quickest for, in noise units.
CUSUM_ALLOWANCE: Final = 0.5
# The self-starting one (Hawkins 1987) compares with all history, for small late losses.
SELF_STARTING_ALLOWANCE: Final = 0.25
# How the false alarms are shared: half of what the pair leaves to the average, a quarter to
# each cumulative sum.
SHARES: Final = (0.425, 0.2125, 0.2125, 0.15)
# A chart alarms only above this: a cumulative sum at 0 holds no evidence.
FLOORS: Final = (-math.inf, 0.0, 0.0, -math.inf)
CHARTS: Final = len(CHART_NAMES)
# A residual counts in full up to here, and only by its logarithm beyond.
FULL_WEIGHT: Final = 2.0
# In the sum of the latest two, which is there for a sudden and large loss, it counts further.
PAIR_FULL_WEIGHT: Final = 3.0
_BEYOND: Final = 0.25

PARTS: Final = CHARTS + 3
"""How many numbers the state of the charts is."""

State = tuple[float, float, float, float, float, float, float]
"""The value of each chart, in their order, and then what they remember: the mean of the
history, the variance of that mean, and the latest residual as the pair counts it. The pair
and the latest are NaN until there are two and one."""


@compiled
def started(uncertainty: float) -> State:
    """Return the charts before the first measurement.

    ``uncertainty`` is the relative variance of the reference: one over the length of the
    baseline, or 0 against a fixed level.
    """
    return (0.0, 0.0, 0.0, math.nan, 0.0, uncertainty, math.nan)


@compiled
def updated(state: State, residual: float) -> State:
    """Return the charts after one more measurement."""
    return advanced(
        state, softened(residual, FULL_WEIGHT), softened(residual, PAIR_FULL_WEIGHT)
    )


@compiled
def softened(residual: float, full_weight: float) -> float:
    """Return the residual with all beyond ``full_weight`` growing only as a logarithm.

    One wild measurement then hardly raises an alarm alone, yet a larger loss is always a
    larger residual: a hard clip would give tied p-values. The slope is continuous.
    """
    beyond = abs(residual) - full_weight
    if beyond <= 0.0:
        return residual
    return math.copysign(full_weight + _BEYOND * math.log1p(beyond / _BEYOND), residual)


@compiled
def nearly_updated(state: State, residual: float) -> State:
    """Return what `updated` does but for the last digits, in a third of the time."""
    return advanced(
        state,
        _nearly_softened(residual, FULL_WEIGHT),
        _nearly_softened(residual, PAIR_FULL_WEIGHT),
    )


@compiled
def _nearly_softened(residual: float, full_weight: float) -> float:
    # The logarithm of one more than a number takes much longer than a logarithm.
    beyond = abs(residual) - full_weight
    if beyond <= 0.0:
        return residual
    return math.copysign(full_weight + _BEYOND * math.log(1.0 + beyond / _BEYOND), residual)


@compiled
def advanced(state: State, residual: float, latest: float) -> State:
    """Return the charts after a residual, and what the pair counts it as (``latest``)."""
    ewma, cusum, self_starting, _, mean, uncertainty, before = state
    innovation = (residual - mean) / math.sqrt(1.0 + uncertainty)
    uncertainty = uncertainty / (1.0 + uncertainty)
    return (
        ewma + EWMA_WEIGHT * (residual - ewma),
        max(0.0, cusum + residual - CUSUM_ALLOWANCE),
        max(0.0, self_starting + innovation - SELF_STARTING_ALLOWANCE),
        before + latest,
        mean + (residual - mean) * uncertainty,
        uncertainty,
        latest,
    )


@compiled
def start_abreast(states: Floats, lane: int, uncertainty: float) -> None:
    """Let the charts of a lane stand before their first measurement."""
    state = started(uncertainty)
    for part in range(PARTS):
        states[part * LANES + lane] = state[part]


@compiled
def state_of(states: Floats, lane: int) -> State:
    """Return the charts of one lane."""
    return (
        states[lane],
        states[LANES + lane],
        states[2 * LANES + lane],
        states[3 * LANES + lane],
        states[4 * LANES + lane],
        states[5 * LANES + lane],
        states[6 * LANES + lane],
    )


@compiled
def advance_abreast(states: Floats, residual: Floats, latest: Floats) -> None:
    """Advance the charts of all lanes in place by one measurement of each.

    ``states`` is one flat array, part of the state by part: only then can the compiler see
    that no lane is another's, and take several at a time.
    """
    for lane in range(LANES):
        state = advanced(state_of(states, lane), residual[lane], latest[lane])
        states[lane] = state[0]
        states[LANES + lane] = state[1]
        states[2 * LANES + lane] = state[2]
        states[3 * LANES + lane] = state[3]
        states[4 * LANES + lane] = state[4]
        states[5 * LANES + lane] = state[5]
        states[6 * LANES + lane] = state[6]


@compiled
def update_all(states: Floats, residuals: NDArray[np.float32]) -> None:
    """Update many states, shape (part, path), in place by one measurement of each path."""
    for path in range(len(residuals)):
        state = (
            states[0, path],
            states[1, path],
            states[2, path],
            states[3, path],
            states[4, path],
            states[5, path],
            states[6, path],
        )
        state = updated(state, np.float64(residuals[path]))
        for part in range(len(state)):
            states[part, path] = state[part]
