"""When a decided loss began and how large it is, with honest intervals.

Only after the decision. The most likely onset and size overstate a loss that was picked
because it alarmed, so all onsets, a step and a ramp, and several prior sizes are weighed
by how well they explain the measurements (Hoeting et al. 1999, "Bayesian model averaging",
Statistical Science 14, 382-417).
"""

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from metrics.baseline import Panel, Row, empty_row
from metrics.compiled import compiled
from metrics.listening import Yardstick, residuals

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Half-normal prior sizes, in noise units: from hardly anything to unmistakable.
PRIOR_SIZES: Final = (0.7, 2.0, 8.0)
_TAIL: Final = 0.025
_LOG_ROOT_TAU: Final = 0.5 * math.log(2 * math.pi)
_HALVINGS: Final = 16
# Explanations with less weight than this do not move the interval.
_NEGLIGIBLE: Final = 2e-3


class Change(NamedTuple):
    """Per series: the onset as a period with its 95 % range, and the worsening reached at
    the last measurement with its 95 % interval, in the indicator's unit."""

    onset: Ints
    onset_low: Ints
    onset_high: Ints
    size: Floats
    size_low: Floats
    size_high: Floats


class _Explanations(NamedTuple):
    """Each a truncated normal size: its weight, centre and standard deviation; per onset,
    shape and prior size."""

    weight: Floats
    centre: Floats
    spread: Floats


@compiled
def changes(
    panel: Panel, chosen: Ints, yardstick: Yardstick, uncertainty: Floats, rho: Floats
) -> Change:
    """Return onset and size of the change in each of the series ``chosen``.

    ``uncertainty`` is the relative variance of the reference (0 for a fixed level) and
    ``rho`` the autocorrelation, both along with ``chosen``.
    """
    onset = np.empty((3, len(chosen)), dtype=np.int64)
    size = np.empty((3, len(chosen)))
    row = empty_row(panel)
    for number in range(len(chosen)):
        looks = residuals(panel, chosen[number], yardstick, row)
        drift = uncertainty[number] * (1 + rho[number]) / (1 - rho[number])
        found = _explanations(row, looks, rho[number], drift)
        sigma = yardstick.sigma[chosen[number]]
        by_onset = found.weight.sum(axis=2).sum(axis=1)
        size[0, number] = sigma * _mean(found)
        for side, chance in enumerate((0.5, _TAIL, 1 - _TAIL)):
            onset[side, number] = row.period[_first_beyond(by_onset, chance)]
            if side:
                size[side, number] = sigma * _quantile(found, chance)
    return Change(onset[0], onset[1], onset[2], size[0], size[1], size[2])


@compiled
def _explanations(seen: Row, looks: int, rho: float, drift: float) -> _Explanations:
    shape = (looks, 2, len(PRIOR_SIZES))
    weight, centre, spread = np.empty(shape), np.empty(shape), np.empty(shape)
    for onset in range(looks):
        for ramp in range(2):
            precision, pull = _evidence(seen, looks, onset, ramp == 1, rho, drift)
            for index, prior in enumerate(PRIOR_SIZES):
                total = precision + 1 / prior**2
                sd = 1 / math.sqrt(total)
                place = pull * sd
                weight[onset, ramp, index] = (
                    math.log(sd / prior) + 0.5 * place**2 + _log_normal_share(place)
                )
                centre[onset, ramp, index], spread[onset, ramp, index] = place * sd, sd
    weight = np.exp(weight - weight.max())
    return _Explanations(weight / weight.sum(), centre, spread)


@compiled
def _evidence(
    seen: Row, looks: int, onset: int, ramp: bool, rho: float, drift: float
) -> tuple[float, float]:
    """Return precision and pull of the size: the log likelihood is ``pull * size -
    precision * size**2 / 2`` after whitening and after averaging over the reference."""
    values, noise = seen.value, seen.sampling
    sharp = 1 / math.sqrt(1 - rho**2)
    shapes = both = levels = pulled = level_pulled = 0.0
    last_shape = last_level = last_value = 0.0
    for look in range(looks):
        level = 1 / noise[look]
        reached = 0.0
        if look >= onset:
            reached = (look - onset + 1) / (looks - onset) if ramp else 1.0
        keep, scale = (0.0, 1.0) if look == 0 else (rho, sharp)
        shape, value = reached * level, values[look]
        new_shape = (shape - keep * last_shape) * scale
        new_level = (level - keep * last_level) * scale
        new_value = (value - keep * last_value) * scale
        last_shape, last_level, last_value = shape, level, value
        shapes += new_shape**2
        both += new_shape * new_level
        levels += new_level**2
        pulled += new_shape * new_value
        level_pulled += new_level * new_value
    if drift == 0.0:
        return shapes, pulled
    levels += 1 / drift
    return shapes - both**2 / levels, pulled - both * level_pulled / levels


@compiled
def _normal_share(place: float) -> float:
    return 0.5 * math.erfc(-place / math.sqrt(2.0))


@compiled
def _log_normal_share(place: float) -> float:
    # Far in the tail the share underflows; Mills' ratio takes over.
    if place > -30.0:
        return math.log(_normal_share(place))
    return -0.5 * place**2 - math.log(-place) - _LOG_ROOT_TAU


@compiled
def _mean(found: _Explanations) -> float:
    total = 0.0
    for index in np.ndindex(found.weight.shape):
        if found.weight[index] > _NEGLIGIBLE:
            centre, spread = float(found.centre[index]), float(found.spread[index])
            place = centre / spread
            hazard = math.exp(-0.5 * place**2 - _LOG_ROOT_TAU - _log_normal_share(place))
            total += float(found.weight[index]) * (centre + spread * hazard)
    return total


@compiled
def _quantile(found: _Explanations, chance: float) -> float:
    """Return the size that the explanations together put ``chance`` below."""
    kept = 0
    above, centre = np.empty(found.weight.size), np.empty(found.weight.size)
    spread, high = np.empty(found.weight.size), 0.0
    for index in np.ndindex(found.weight.shape):
        share = _normal_share(float(found.centre[index] / found.spread[index]))
        if found.weight[index] > _NEGLIGIBLE and share > 0.0:
            # A normal cut off at zero: its weight per unit of the uncut one.
            above[kept], centre[kept] = found.weight[index] / share, found.centre[index]
            spread[kept] = found.spread[index]
            high = max(high, max(centre[kept], 0.0) + 6 * spread[kept])
            kept += 1
    low, beyond = 0.0, (1 - chance) * _weight_above(0.0, above[:kept], centre, spread)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _weight_above(middle, above[:kept], centre, spread) > beyond:
            low = middle
        else:
            high = middle
    return (low + high) / 2


@compiled
def _weight_above(size: float, weight: Floats, centre: Floats, spread: Floats) -> float:
    total = 0.0
    for part in range(len(weight)):
        total += weight[part] * _normal_share((centre[part] - size) / spread[part])
    return total


@compiled
def _first_beyond(weight: Floats, chance: float) -> int:
    total = 0.0
    for place in range(len(weight)):
        total += weight[place]
        if total >= chance:
            return place
    return len(weight) - 1
