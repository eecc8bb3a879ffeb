"""Runs the charts over each series' monitored measurements, compiled."""

import math
from typing import NamedTuple

import numpy as np

from metrics.arrays import Floats, Ints
from metrics.engine.baseline import Panel, Row, empty_row, read
from metrics.engine.charts import CHARTS, advanced, softened
from metrics.engine.compiled import compiled

# A monitored measurement may be more precise than the baseline's, but the error of the
# baseline mean stays: precision beyond this share of the usual sd is not counted.
_LEAST_SD = 0.9


class Yardstick(NamedTuple):
    """Per series: what its measurements are held against.

    ``sign`` turns worse into positive, ``level`` is the reference, ``sigma`` the usual
    standard deviation; a measurement with standard error e has the variance ``ratio *
    (between + e**2)``, at least ``e**2``, times ``inflation``.
    """

    sign: Floats
    level: Floats
    sigma: Floats
    ratio: Floats
    between: Floats
    inflation: Floats


class Heard(NamedTuple):
    """Per series: the rarest rate that would have alarmed, as a place among the rates, and
    the period of the first alarm at the rate asked for (-1: none)."""

    place: Floats
    first_alarm: Ints


@compiled
def looks(panel: Panel) -> Ints:
    """Return the number of monitored measurements of each series."""
    number, periods = panel.values.shape
    count, row = np.empty(number, dtype=np.int64), empty_row(panel)
    for series in range(number):
        count[series] = read(panel, series, panel.baseline[series], periods, row)
    return count


@compiled
def residuals(panel: Panel, series: int, yardstick: Yardstick, row: Row) -> int:
    """Fill ``row`` with the monitored measurements of one series; return their number.

    ``row.value`` becomes the worsening in noise units and ``row.sampling`` the noise
    relative to the usual.
    """
    found = read(panel, series, panel.baseline[series], panel.values.shape[1], row)
    value, sampling = row.value, row.sampling
    sigma, level = yardstick.sigma[series], yardstick.level[series]
    sign, ratio = yardstick.sign[series], yardstick.ratio[series]
    between, inflation = yardstick.between[series], yardstick.inflation[series]
    if not panel.errors.shape[0]:
        sampling[:found] = 1.0
        value[:found] = (value[:found] - level) * (sign / sigma)
        return found
    for look in range(found):
        variance = max(ratio * (between + sampling[look]), sampling[look])
        sd = max(math.sqrt(variance * inflation), _LEAST_SD * sigma)
        value[look] = sign * (value[look] - level) / sd
        sampling[look] = sd / sigma
    return found


@compiled
def listen(
    panel: Panel,
    chosen: Ints,
    yardstick: Yardstick,
    uncertainty: Floats,
    setting: Ints,
    threshold: Floats,
    asked: Floats,
) -> Heard:
    """Run the charts over the series ``chosen``.

    ``uncertainty`` is the relative variance of the reference, ``setting`` the row of
    ``threshold`` (setting, chart, look, rate) that calibrates the series, ``asked`` the
    place of the promised rate among the rates; the last three go along with ``chosen``.
    """
    rates, last = threshold.shape[3], threshold.shape[2] - 1
    place, first = np.full(len(chosen), float(rates)), np.full(len(chosen), -1)
    row = empty_row(panel)
    value, when = row.value, row.period
    for number in range(len(chosen)):
        found = residuals(panel, chosen[number], yardstick, row)
        limits = threshold[setting[number]]
        state = (0.0, 0.0, 0.0, 0.0, uncertainty[number])
        lowest, rate = float(rates), rates - 1
        for look in range(found):
            state = advanced(state, softened(value[look]))
            limit = min(look, last)
            for chart in range(CHARTS):
                if state[chart] >= limits[chart, limit, rate]:
                    lowest = _lower_place(lowest, rate, state[chart], limits[chart, limit])
                    rate = min(math.ceil(lowest), rates - 1)
            if first[number] < 0 and lowest <= asked[number]:
                first[number] = when[look]
        place[number] = lowest
    return Heard(place, first)


@compiled
def _lower_place(place: float, rate: int, value: float, limits: Floats) -> float:
    """Return the lower of ``place`` and the place at which ``value`` meets its limit.

    ``rate``, the next above ``place``, is passed. Limits fall with the rate; between two
    rates the limit is a straight line.
    """
    while rate > 0 and value >= limits[rate - 1]:
        rate -= 1
    if rate == 0:
        return 0.0
    above = limits[rate - 1] - limits[rate]
    return min(place, float(rate - (value - limits[rate]) / above))
