"""Runs the charts over each series' monitored measurements, compiled."""

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from metrics.baseline import Panel, measured, sampling_variance
from metrics.charts import CHARTS, advanced, softened

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

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


class Residuals(NamedTuple):
    """The monitored measurements of one series: worsening in noise units, their noise
    relative to the usual, and their period."""

    worsening: Floats
    noise: Floats
    period: Ints


class Heard(NamedTuple):
    """Per series: the rarest rate that would have alarmed, as a place among the rates, and
    the period of the first alarm at the rate asked for (-1: none)."""

    place: Floats
    first_alarm: Ints


@njit(cache=True)
def looks(panel: Panel) -> Ints:
    """Return the number of monitored measurements of each series."""
    rows, periods = panel.values.shape
    count = np.zeros(rows, dtype=np.int64)
    for row in range(rows):
        for period in range(panel.baseline[row], periods):
            if math.isfinite(measured(panel, row, period)):
                count[row] += 1
    return count


@njit(cache=True)
def residuals(panel: Panel, row: int, yardstick: Yardstick) -> Residuals:
    """Return the monitored measurements of one series as residuals."""
    start, periods = panel.baseline[row], panel.values.shape[1]
    worsening, noise = np.empty(periods - start), np.empty(periods - start)
    when = np.empty(periods - start, dtype=np.int64)
    sigma = yardstick.sigma[row]
    count = 0
    for period in range(start, periods):
        value = measured(panel, row, period)
        if math.isfinite(value):
            sampling = sampling_variance(panel, row, period)
            variance = yardstick.ratio[row] * (yardstick.between[row] + sampling)
            sd = math.sqrt(max(variance, sampling) * yardstick.inflation[row])
            sd = max(sd, _LEAST_SD * sigma)
            worsening[count] = yardstick.sign[row] * (value - yardstick.level[row]) / sd
            noise[count] = sd / sigma
            when[count] = period
            count += 1
    return Residuals(worsening[:count], noise[:count], when[:count])


@njit(cache=True)
def listen(
    panel: Panel,
    rows: Ints,
    yardstick: Yardstick,
    uncertainty: Floats,
    setting: Ints,
    threshold: Floats,
    asked: Floats,
) -> Heard:
    """Run the charts over the series ``rows``.

    ``uncertainty`` is the relative variance of the reference, ``setting`` the row of
    ``threshold`` (setting, chart, look, rate) that calibrates the series, ``asked`` the
    place of the promised rate among the rates; the last three go along with ``rows``.
    """
    place = np.full(len(rows), float(threshold.shape[3]))
    first = np.full(len(rows), -1)
    for number in range(len(rows)):
        heard = residuals(panel, rows[number], yardstick)
        limits = threshold[setting[number]]
        state = (0.0, 0.0, 0.0, 0.0, uncertainty[number])
        for look in range(len(heard.worsening)):
            state = advanced(state, softened(heard.worsening[look]))
            row = min(look, limits.shape[1] - 1)
            for chart in range(CHARTS):
                place[number] = _lower_place(place[number], state[chart], limits[chart, row])
            if first[number] < 0 and place[number] <= asked[number]:
                first[number] = heard.period[look]
    return Heard(place, first)


@njit(cache=True)
def _lower_place(place: float, value: float, limits: Floats) -> float:
    """Return the lower of ``place`` and the place at which ``value`` meets its limit.

    Limits fall with the rate; between two rates the limit is a straight line.
    """
    rate = min(math.ceil(place), len(limits) - 1)
    if value < limits[rate]:
        return place
    while rate > 0 and value >= limits[rate - 1]:
        rate -= 1
    if rate == 0:
        return 0.0
    above = limits[rate - 1] - limits[rate]
    return min(place, float(rate - (value - limits[rate]) / above))
