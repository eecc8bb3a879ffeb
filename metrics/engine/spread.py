"""What a series' frozen baseline says: its level, spread and lag-1 products, compiled.

Everything here takes series abreast (`metrics.engine.abreast`). A period without a finite
value is skipped, so a series is the sequence of its actual measurements.
"""

import math
from typing import Final, NamedTuple

import numpy as np

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.abreast import (
    LANES,
    add_up,
    empty_lanes,
    middle_at,
    read_abreast,
    rise,
)
from metrics.engine.baseline import Panel, empty_row
from metrics.engine.compiled import compiled

# 1.4826 makes the median absolute deviation estimate the standard deviation of normal noise.
_MAD_TO_SD: Final = 1.4826
ROUNDING: Final = 1e-9
"""A spread below this share of the level is rounding error: it says nothing of the noise."""


class Spread(NamedTuple):
    """Per series: measurements in the baseline, their median, variance, robust sd and mean
    sampling variance."""

    measurements: Ints
    median: Floats
    variance: Floats
    robust_sd: Floats
    sampling: Floats


class Moments(NamedTuple):
    """Per series, over the clipped baseline: the plain mean, and sums of squared and of
    neighbouring residuals about the weighted one, each divided by its own standard deviation.
    """

    mean: Floats
    squares: Floats
    lagged: Floats


class _Room(NamedTuple):
    """What is worked out of each lane: total sampling variance, median, mean, squared
    distances from the mean, median distance from the median, and whether all are alike."""

    sampling: Floats
    median: Floats
    mean: Floats
    squares: Floats
    distance: Floats
    flat: Bools


@compiled
def spreads(panel: Panel) -> Spread:
    """Return the raw spread of every baseline; NaN where there are no measurements.

    Values that differ by rounding error alone are identical.
    """
    number = len(panel.values)
    count, sampling = np.zeros(number, dtype=np.int64), np.zeros(number)
    unknown = np.full((3, number), np.nan)
    spread = Spread(count, unknown[0], unknown[1], unknown[2], sampling)
    row, lanes, room = empty_row(panel), empty_lanes(panel), _empty_room()
    for first in range(0, number, LANES):
        longest = read_abreast(panel, first, row, lanes)
        _measure(lanes.value[:longest], lanes.sampling[:longest], lanes.found, room)
        for lane in range(min(number - first, LANES)):
            if lanes.found[lane]:
                _note(room, lanes.found[lane], lane, spread, first + lane)
    return spread


@compiled
def _empty_room() -> _Room:
    parts = np.zeros((5, LANES))
    flat = np.zeros(LANES, dtype=np.bool_)
    return _Room(parts[0], parts[1], parts[2], parts[3], parts[4], flat)


@compiled
def _measure(values: Floats, sampling: Floats, found: Ints, room: _Room) -> None:
    """Fill ``room``; the values are left as distances from the median."""
    add_up(sampling, found, room.sampling)
    rise(values)
    add_up(values, found, room.mean)
    for lane in range(LANES):
        if found[lane]:
            room.median[lane] = middle_at(values, found[lane], lane)
            room.mean[lane] /= found[lane]
            room.flat[lane] = _alike(values[0, lane], values[found[lane] - 1, lane])
    room.squares[:] = 0.0
    for at in range(len(values)):
        _distances(values[at], at, found, room)
    rise(values)
    for lane in range(LANES):
        if found[lane]:
            room.distance[lane] = middle_at(values, found[lane], lane)


@compiled
def _alike(least: float, most: float) -> bool:
    """Return whether numbers from ``least`` to ``most`` differ by rounding error alone."""
    return most - least <= ROUNDING * max(abs(least), abs(most))


@compiled
def _distances(values: Floats, at: int, found: Ints, room: _Room) -> None:
    """Add one measurement of each lane to its squares, and leave its distance."""
    mean, median, squares = room.mean, room.median, room.squares
    for lane in range(LANES):
        squares[lane] += (values[lane] - mean[lane]) ** 2 if at < found[lane] else 0.0
    for lane in range(LANES):
        values[lane] = abs(values[lane] - median[lane])


@compiled
def _note(room: _Room, found: int, lane: int, spread: Spread, series: int) -> None:
    """Write down what is known of the series in one lane."""
    flat = room.flat[lane]
    spread.measurements[series] = found
    spread.median[series] = room.median[lane]
    spread.sampling[series] = room.sampling[lane] / found
    if found > 1:
        spread.variance[series] = 0.0 if flat else room.squares[lane] / (found - 1)
    spread.robust_sd[series] = 0.0 if flat else _MAD_TO_SD * room.distance[lane]


class _Sums(NamedTuple):
    """What is summed up of each lane: the bounds that its values are clipped to, the variance
    between waves, sums of weights, of weighted and of plain values, the least and the most of
    them; and of residuals about the centre the squares, the lagged products and the latest."""

    low: Floats
    high: Floats
    between: Floats
    weights: Floats
    weighted: Floats
    plain: Floats
    least: Floats
    most: Floats
    centre: Floats
    squares: Floats
    lagged: Floats
    latest: Floats


@compiled
def moments(panel: Panel, median: Floats, reach: Floats, between: Floats) -> Moments:
    """Return the moments of every baseline, clipped to ``median`` plus or minus ``reach``.

    ``between`` is the variance between waves per series, added to the sampling variance
    (1 where there are no standard errors, so that the sums are in squared units).
    """
    number = len(panel.values)
    mean, squares, lagged = np.full(number, np.nan), np.zeros(number), np.zeros(number)
    row, lanes, sums = empty_row(panel), empty_lanes(panel), _empty_sums()
    for first in range(0, number, LANES):
        longest = read_abreast(panel, first, row, lanes)
        last = min(number - first, LANES)
        for lane in range(last):
            series = first + lane
            sums.low[lane] = median[series] - reach[series]
            sums.high[lane] = median[series] + reach[series]
            sums.between[lane] = between[series]
        _sum_up(lanes.value[:longest], lanes.sampling[:longest], lanes.found, sums)
        for lane in range(last):
            if lanes.found[lane]:
                mean[first + lane] = sums.plain[lane] / lanes.found[lane]
                if not _alike(sums.least[lane], sums.most[lane]):
                    squares[first + lane] = sums.squares[lane]
                    lagged[first + lane] = sums.lagged[lane]
    return Moments(mean, squares, lagged)


@compiled
def _empty_sums() -> _Sums:
    part = np.zeros((12, LANES))
    return _Sums(
        part[0],
        part[1],
        part[2],
        part[3],
        part[4],
        part[5],
        part[6],
        part[7],
        part[8],
        part[9],
        part[10],
        part[11],
    )


@compiled
def _sum_up(values: Floats, sampling: Floats, found: Ints, sums: _Sums) -> None:
    """Clip the values, and fill all sums."""
    for part in (sums.weights, sums.weighted, sums.plain, sums.squares, sums.lagged):
        part[:] = 0.0
    sums.latest[:], sums.least[:], sums.most[:] = 0.0, np.inf, -np.inf
    for at in range(len(values)):
        _add_value(values[at], sampling[at], at, found, sums)
    for lane in range(LANES):
        sums.centre[lane] = sums.weighted[lane] / sums.weights[lane]
    for at in range(len(values)):
        _add_residual(values[at], sampling[at], at, found, sums)


@compiled
def _add_value(values: Floats, sampling: Floats, at: int, found: Ints, sums: _Sums) -> None:
    """Clip one measurement of each lane and add it to the sums of values."""
    weights, weighted, plain, between = sums.weights, sums.weighted, sums.plain, sums.between
    low, high, least, most = sums.low, sums.high, sums.least, sums.most
    for lane in range(LANES):
        values[lane] = min(max(values[lane], low[lane]), high[lane])
    for lane in range(LANES):
        weight = 1.0 / (between[lane] + sampling[lane])
        weighted[lane] += weight * values[lane] if at < found[lane] else 0.0
        weights[lane] += weight if at < found[lane] else 0.0
    for lane in range(LANES):
        plain[lane] += values[lane] if at < found[lane] else 0.0
    for lane in range(LANES):
        least[lane] = min(least[lane], values[lane]) if at < found[lane] else least[lane]
        most[lane] = max(most[lane], values[lane]) if at < found[lane] else most[lane]


@compiled
def _add_residual(values: Floats, sampling: Floats, at: int, found: Ints, sums: _Sums) -> None:
    """Add one residual of each lane, and its product with the one before it."""
    centre, between, latest = sums.centre, sums.between, sums.latest
    squares, lagged = sums.squares, sums.lagged
    for lane in range(LANES):
        sd = math.sqrt(between[lane] + sampling[lane])
        values[lane] = (values[lane] - centre[lane]) / sd
    for lane in range(LANES):
        squares[lane] += values[lane] ** 2 if at < found[lane] else 0.0
    for lane in range(LANES):
        lagged[lane] += values[lane] * latest[lane] if at < found[lane] else 0.0
        latest[lane] = values[lane]
