"""When a decided loss began and how large it is, with honest intervals.

Only after the decision. The most likely onset and size overstate a loss that was picked
because it alarmed, so all onsets, a step and a ramp, and several prior sizes are weighed
by how well they explain the measurements (Hoeting et al. 1999, "Bayesian model averaging",
Statistical Science 14, 382-417), and a size that would seldom have alarmed counts for more
(Xiao and Boehnke 2009, "Quantifying and correcting for the winner's curse", Genetic
Epidemiology 33, 453-462). The whole of that correction shrinks twice, since the prior
shrinks too; its square root erred least over steps, late steps and ramps of 1 to 2.5 noise
units.
"""

import math
from functools import cache
from typing import Final, NamedTuple

import numpy as np

from metrics import special
from metrics.arrays import Floats, Ints
from metrics.engine.baseline import Panel, Row, empty_row
from metrics.engine.compiled import compiled
from metrics.engine.residuals import Yardstick, residuals

# Prior sizes in noise units, from hardly anything to unmistakable: two half-normal ones, and
# one with the tail of a Cauchy, for no loss is too large.
PRIOR_SIZES: Final = (0.7, 2.0, 8.0)
_TAIL: Final = 0.025
# Sizes are weighed on a grid of so many cells.
_CELLS: Final = 80
# Explanations whose best size is this much less likely (in logarithms) than the best of all
# do not move the interval, nor do sizes this many deviations away.
_NEGLIGIBLE: Final = 9.0
_FARTHEST: Final = 5.0


# A normal quantile that no probability of a false alarm needs to exceed.
_SURPRISED: Final = 8.0
# Powers in which the normal share is written, in intervals of one over so much.
_POWERS: Final = 8
_FINE: Final = 32


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
    """What each onset, as a step and then as a ramp, says of the size: the log likelihood
    is ``pull * size - precision * size**2 / 2``."""

    precision: Floats
    pull: Floats


def changes(
    panel: Panel,
    chosen: Ints,
    yardstick: Yardstick,
    uncertainty: Floats,
    rho: Floats,
    surprise: Floats,
) -> Change:
    """Return onset and size of the change in each of the series ``chosen``.

    ``uncertainty`` is the relative variance of the reference (0 for a fixed level), ``rho``
    the autocorrelation and ``surprise`` the normal quantile of the probability that the
    series would have alarmed if nothing had happened; all along with ``chosen``.
    """
    return Change(*_changes(panel, chosen, yardstick, uncertainty, rho, surprise, _seldom()))


@compiled
def _changes(
    panel: Panel,
    chosen: Ints,
    yardstick: Yardstick,
    uncertainty: Floats,
    rho: Floats,
    surprise: Floats,
    seldom: Floats,
) -> Change:
    onset = np.empty((3, len(chosen)), dtype=np.int64)
    size = np.empty((3, len(chosen)))
    row = empty_row(panel)
    for number in range(len(chosen)):
        count = residuals(panel, chosen[number], yardstick, row)
        drift = uncertainty[number] * (1 + rho[number]) / (1 - rho[number])
        found = _explanations(row, count, rho[number], drift)
        low, high, best = _range(found)
        by_onset, by_size = _weights(found, low, high, best, surprise[number], seldom)
        cell = (high - low) / _CELLS
        sigma = yardstick.sigma[chosen[number]]
        middles = low + cell * (np.arange(_CELLS) + 0.5)
        size[0, number] = sigma * np.sum(by_size * middles)
        for side, chance in enumerate((0.5, _TAIL, 1 - _TAIL)):
            onset[side, number] = row.period[_first_beyond(by_onset, chance)]
            if side:
                size[side, number] = sigma * (low + cell * _quantile(by_size, chance))
    return Change(onset[0], onset[1], onset[2], size[0], size[1], size[2])


def surprise(rate: Floats, number: Ints) -> Floats:
    """Return how rare an alarm at ``rate`` per measurement is within ``number`` measurements
    when nothing happens, as a normal quantile."""
    by_chance = -np.expm1(number * np.log1p(-rate))
    return np.asarray(np.minimum(-special.ndtri(by_chance), _SURPRISED))


class _Whitened(NamedTuple):
    """A series freed of its autocorrelation: level and value of each measurement, the scale and
    what is kept of the one before, and how unsure the reference leaves the level."""

    level: Floats
    value: Floats
    keep: float
    scale: float
    levels: float
    level_pulled: float
    sure: bool


@compiled
def _explanations(seen: Row, count: int, rho: float, drift: float) -> _Explanations:
    precision, pull = np.empty(2 * count), np.empty(2 * count)
    white = _whitened(seen, count, rho, drift)
    for place in range(2 * count):
        precision[place], pull[place] = _evidence(
            seen, white, count, place // 2, place % 2 == 1
        )
    return _Explanations(precision, pull)


@compiled
def _whitened(seen: Row, count: int, rho: float, drift: float) -> _Whitened:
    """Return what all explanations of a series share."""
    level, value = np.empty(count), np.empty(count)
    sharp = 1 / math.sqrt(1 - rho**2)
    levels = level_pulled = last_level = last_value = 0.0
    for at in range(count):
        keep, scale = (0.0, 1.0) if at == 0 else (rho, sharp)
        level[at] = (1 / seen.sampling[at] - keep * last_level) * scale
        value[at] = (seen.value[at] - keep * last_value) * scale
        last_level, last_value = 1 / seen.sampling[at], seen.value[at]
        levels += level[at] ** 2
        level_pulled += level[at] * value[at]
    sure = drift == 0.0
    if not sure:
        levels += 1 / drift
    return _Whitened(level, value, rho, sharp, levels, level_pulled, sure)


@compiled
def _best(precision: float, pull: float) -> float:
    """Return the log likelihood at the likeliest size that is no improvement."""
    return max(pull, 0.0) ** 2 / (2 * precision)


@compiled
def _range(found: _Explanations) -> tuple[float, float, float]:
    """Return the lowest and highest size worth weighing, and the best log likelihood."""
    best, low, high = 0.0, np.inf, 0.0
    for place in range(len(found.pull)):
        best = max(best, _best(found.precision[place], found.pull[place]))
    for place in range(len(found.pull)):
        precision, pull = found.precision[place], found.pull[place]
        if _best(precision, pull) > best - _NEGLIGIBLE:
            reach = _FARTHEST / math.sqrt(precision)
            low = min(low, pull / precision - reach)
            high = max(high, pull / precision + reach)
    return max(low, 0.0), high, best


@compiled
def _weights(
    found: _Explanations,
    low: float,
    high: float,
    best: float,
    surprise: float,
    seldom: Floats,
) -> tuple[Floats, Floats]:
    """Return the weight of each onset and of each cell of sizes, both summing to one."""
    by_onset, by_size = np.zeros(len(found.pull) // 2), np.zeros(_CELLS)
    cell, prior = (high - low) / _CELLS, np.empty(_CELLS)
    for place in range(_CELLS):
        prior[place] = _prior(low + cell * (place + 0.5))
    for explanation in range(len(found.pull)):
        precision, pull = found.precision[explanation], found.pull[explanation]
        if _best(precision, pull) <= best - _NEGLIGIBLE:
            continue
        sharp, centre = math.sqrt(precision), pull / precision
        peak = 0.5 * pull * centre - best
        for place in range(_CELLS):
            size = low + cell * (place + 0.5)
            likelihood = math.exp(peak - 0.5 * (sharp * (size - centre)) ** 2)
            weight = likelihood * prior[place] * _how_seldom(sharp * size - surprise, seldom)
            by_onset[explanation // 2] += weight
            by_size[place] += weight
    return by_onset / by_onset.sum(), by_size / by_size.sum()


@compiled
def _prior(size: float) -> float:
    slight, clear, large = PRIOR_SIZES
    return (
        math.exp(-0.5 * (size / slight) ** 2) / slight
        + math.exp(-0.5 * (size / clear) ** 2) / clear
        + 1 / (1 + (size / large) ** 2) / large
    )


@compiled
def _quantile(weight: Floats, chance: float) -> float:
    """Return the place, in cells, that has the share ``chance`` of the weight below it."""
    place = _first_beyond(weight, chance)
    return place + 1 - float((weight[: place + 1].sum() - chance) / weight[place])


@compiled
def _evidence(
    seen: Row, white: _Whitened, count: int, onset: int, ramp: bool
) -> tuple[float, float]:
    """Return precision and pull of the size, after whitening and after averaging over the
    reference. Before the onset there is none of it."""
    shapes = both = pulled = last_shape = 0.0
    for at in range(onset, count):
        reached = (at - onset + 1) / (count - onset) if ramp else 1.0
        keep, scale = (0.0, 1.0) if at == 0 else (white.keep, white.scale)
        shape = reached * (1 / seen.sampling[at])
        new_shape = (shape - keep * last_shape) * scale
        last_shape = shape
        shapes += new_shape**2
        both += new_shape * white.level[at]
        pulled += new_shape * white.value[at]
    if white.sure:
        return shapes, pulled
    return (
        shapes - both**2 / white.levels,
        pulled - both * white.level_pulled / white.levels,
    )


@cache
def _seldom() -> Floats:
    """Return the coefficients of `_how_seldom` in each of its intervals, rising powers."""
    nodes = np.polynomial.chebyshev.chebpts1(_POWERS)
    middle = -_SURPRISED + (np.arange(round(2 * _SURPRISED * _FINE) + _FINE) + 0.5) / _FINE
    exact = 1 / np.sqrt(special.ndtr(middle[:, None] + nodes / (2 * _FINE)))
    powers = np.vander(nodes, _POWERS, increasing=True)
    return np.ascontiguousarray(np.linalg.solve(powers, exact.T).T)


@compiled
def _how_seldom(place: float, seldom: Floats) -> float:
    """Return one over the root of the normal share below ``place``, within 1e-13 of it.

    ``seldom`` are the coefficients of `_seldom`.

    The share is asked for thousands of times for every series that has alarmed, and its own
    function took most of their time.
    """
    along = (place + _SURPRISED) * _FINE
    if not along < len(seldom):
        return 1.0
    interval = max(int(along), 0)
    at, total = 2.0 * (along - interval) - 1.0, 0.0
    for power in range(_POWERS - 1, -1, -1):
        total = total * at + seldom[interval, power]
    return total


@compiled
def _first_beyond(weight: Floats, chance: float) -> int:
    total = 0.0
    for place in range(len(weight)):
        total += weight[place]
        if total >= chance:
            return place
    return len(weight) - 1
