"""The alarm loop: update the charts, compare them with their limits, keep the rarest alarm.

Screen, monitor and power take this one step per measurement. The whole rule, which has one
rate and no place to keep, updates the same charts and asks the same `over`.

Limits are arrays (chart, measurement, rate): they depend on the number of measurements since
the start, stay after the last of them, and never rise with the rate. What is kept is the
*place* of the rarest rate that has alarmed: a number along the axis of rates, between two
rates where the limits' straight line says so, and the number of rates while none has. Beyond
the limit of the rarest rate the same line goes straight on, to places below 0.
"""

import math
from typing import NamedTuple

import numpy as np

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.baseline import Panel, empty_row
from metrics.engine.charts import CHARTS, State, started, updated
from metrics.engine.compiled import compiled, inlined
from metrics.engine.residuals import Yardstick, residuals


class Monitor(NamedTuple):
    """One line under watch: its charts, the place of the rarest rate that has alarmed (it
    only falls, so an alarm stays), and the number of measurements since the start."""

    charts: State
    place: float
    measurements: int


@inlined
def begun(uncertainty: float, limits: Floats) -> Monitor:
    """Return a monitor before its first measurement, at the start and at every restart.

    ``uncertainty`` is the relative variance of the reference (0 for a fixed level).
    """
    return Monitor(started(uncertainty), float(limits.shape[2]), 0)


@inlined
def measured(monitor: Monitor, residual: float, limits: Floats) -> Monitor:
    """Return the monitor after one more measurement, higher is worse."""
    charts = updated(monitor.charts, residual)
    at = min(monitor.measurements, limits.shape[1] - 1)
    place, last = monitor.place, limits.shape[2] - 1
    rate = max(min(math.ceil(place), last), 0)
    if over(charts, limits, at, rate):
        place = _rarest(charts, limits, at, place)
    return Monitor(charts, place, monitor.measurements + 1)


@inlined
def over(charts: State, limits: Floats, at: int, rate: int) -> bool:
    """Say whether a chart is at or over its limit, at one measurement (from 0) and rate."""
    alarm = False
    for chart in range(CHARTS):
        alarm |= charts[chart] >= limits[chart, at, rate]
    return alarm


@compiled
def _rarest(charts: State, limits: Floats, at: int, place: float) -> float:
    """Return the lower of ``place`` and the lowest at which a chart meets its limit."""
    last = limits.shape[2] - 1
    for chart in range(CHARTS):
        rate = max(min(math.ceil(place), last), 0)
        if charts[chart] >= limits[chart, at, rate]:
            place = _rarer(place, rate, charts[chart], limits[chart, at])
    return place


@compiled
def _rarer(place: float, rate: int, value: float, limits: Floats) -> float:
    """Return the lower of ``place`` and the place at which ``value`` meets its limit.

    The limit of ``rate``, the next at or above ``place``, is met.
    """
    while rate > 0 and value >= limits[rate - 1]:
        rate -= 1
    nearest = max(rate, 1)
    above = limits[nearest - 1] - limits[nearest]
    beyond = (value - limits[rate]) / above if above > 0 else 0.0
    return min(place, float(rate - beyond))


class Alarms(NamedTuple):
    """Per series: the place of the rarest rate that would have alarmed, and the period of the
    first alarm at the rate asked for (-1: none)."""

    place: Floats
    first: Ints


@compiled
def alarms(
    panel: Panel,
    chosen: Ints,
    yardstick: Yardstick,
    uncertainty: Floats,
    setting: Ints,
    threshold: Floats,
    asked: Floats,
) -> Alarms:
    """Monitor the series ``chosen`` over all their measurements after the baseline.

    ``uncertainty`` is the relative variance of the reference, ``setting`` the row of
    ``threshold`` (setting, chart, measurement, rate) that calibrates the series, ``asked``
    the place of the promised rate among the rates; the last three go along with ``chosen``.
    """
    place, first = np.empty(len(chosen)), np.full(len(chosen), -1)
    row = empty_row(panel)
    for number in range(len(chosen)):
        found = residuals(panel, chosen[number], yardstick, row)
        limits = threshold[setting[number]]
        monitor = begun(uncertainty[number], limits)
        for measurement in range(found):
            monitor = measured(monitor, row.value[measurement], limits)
            if first[number] < 0 and monitor.place <= asked[number]:
                first[number] = row.period[measurement]
        place[number] = monitor.place
    return Alarms(place, first)


class Trail(NamedTuple):
    """What a monitor showed after every column: measurements since the start or the latest
    restart (0: none in this column), charts (line, column, chart) and place (NaN before the
    first measurement)."""

    measurement: Ints
    charts: Floats
    place: Floats


@compiled
def trail(
    residual: Floats, restarts: Bools, uncertainty: Floats, setting: Ints, threshold: Floats
) -> Trail:
    """Monitor lines of residuals (line, column), NaN where nothing is measured, and keep all.

    With ``restarts`` a monitor begins anew before that column.
    """
    lines, columns = residual.shape
    count = np.zeros((lines, columns), dtype=np.int64)
    charts = np.full((lines, columns, CHARTS), np.nan)
    place = np.full((lines, columns), np.nan)
    for line in range(lines):
        limits = threshold[setting[line]]
        monitor = begun(uncertainty[line], limits)
        for column in range(columns):
            if restarts[line, column]:
                monitor = begun(uncertainty[line], limits)
            if np.isfinite(residual[line, column]):
                monitor = measured(monitor, residual[line, column], limits)
                count[line, column] = monitor.measurements
                for chart in range(CHARTS):
                    charts[line, column, chart] = monitor.charts[chart]
            if monitor.measurements:
                place[line, column] = monitor.place
    return Trail(count, charts, place)
