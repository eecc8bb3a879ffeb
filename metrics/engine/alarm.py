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
from metrics.engine.abreast import LANES
from metrics.engine.baseline import Panel, Row, empty_row
from metrics.engine.charts import (
    CHARTS,
    FULL_WEIGHT,
    PAIR_FULL_WEIGHT,
    PARTS,
    State,
    advance_abreast,
    softened,
    start_abreast,
    started,
    state_of,
    updated,
)
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
    place = heard(charts, limits, monitor.measurements, monitor.place)
    return Monitor(charts, place, monitor.measurements + 1)


@inlined
def heard(charts: State, limits: Floats, before: int, place: float) -> float:
    """Return the place of the rarest rate, after charts with ``before`` measurements."""
    at = min(before, limits.shape[1] - 1)
    rate = max(min(math.ceil(place), limits.shape[2] - 1), 0)
    if not over(charts, limits, at, rate):
        return place
    while rate > 0 and over(charts, limits, at, rate - 1):
        rate -= 1
    for chart in range(CHARTS):
        place = min(place, _met(charts[chart], limits[chart, at], rate))
    return place


@inlined
def _met(value: float, limits: Floats, rate: int) -> float:
    """Return the place at which ``value`` meets its limit; none unless it does at ``rate``.

    ``rate`` is the rarest that any chart meets.
    """
    nearest = max(rate, 1)
    above = limits[nearest - 1] - limits[nearest]
    beyond = (value - limits[rate]) / above if above > 0 else 0.0
    return float(rate - beyond) if value >= limits[rate] else math.inf


@inlined
def over(charts: State, limits: Floats, at: int, rate: int) -> bool:
    """Say whether a chart is at or over its limit, at one measurement (from 0) and rate."""
    alarm = False
    for chart in range(CHARTS):
        alarm |= charts[chart] >= limits[chart, at, rate]
    return alarm


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
    likely: float,
) -> Alarms:
    """Monitor the series ``chosen`` over all their measurements after the baseline.

    ``uncertainty`` is the relative variance of the reference, ``setting`` the row of
    ``threshold`` (setting, chart, measurement, rate) that calibrates the series, ``asked``
    the place of the promised rate among the rates; these go along with ``chosen``. ``likely``
    is a place that nearly every series comes below: what is not below it needs no place of its
    own. Those that stay above it are monitored again, alone.
    """
    place, first = np.empty(len(chosen)), np.full(len(chosen), -1)
    row, watch = empty_row(panel), _empty_watch(panel)
    for start in range(0, len(chosen), LANES):
        block = slice(start, start + LANES)
        # An alarm at the place asked for must be below where one begins.
        place[block] = np.maximum(np.floor(asked[block]) + 1, likely)
        most = _read(panel, chosen[block], yardstick, row, watch)
        for lane in range(len(place[block])):
            start_abreast(watch.states, lane, uncertainty[start + lane])
        _hear(watch, most, setting[block], threshold, asked[block], place[block], first[block])
    for number in range(len(chosen)):
        if place[number] >= likely:
            limits = threshold[setting[number]]
            place[number], first[number] = _alone(
                panel,
                chosen[number],
                yardstick,
                uncertainty[number],
                limits,
                asked[number],
                row,
            )
        elif first[number] >= 0:
            residuals(panel, chosen[number], yardstick, row)
            first[number] = row.period[first[number]]
    return Alarms(place, first)


@compiled
def _alone(
    panel: Panel,
    series: int,
    yardstick: Yardstick,
    uncertainty: float,
    limits: Floats,
    asked: float,
    row: Row,
) -> tuple[float, int]:
    """Return place and period of the first alarm of one series."""
    monitor, first = begun(uncertainty, limits), -1
    for measurement in range(residuals(panel, series, yardstick, row)):
        monitor = measured(monitor, row.value[measurement], limits)
        if first < 0 and monitor.place <= asked:
            first = row.period[measurement]
    return monitor.place, first


class _Watch(NamedTuple):
    """Room for `LANES` series under watch: their residuals as the charts and as the pair count
    them (measurement, lane), how many each has, and the states of the charts."""

    residual: Floats
    latest: Floats
    found: Ints
    states: Floats


@compiled
def _hear(
    watch: _Watch,
    longest: int,
    setting: Ints,
    threshold: Floats,
    asked: Floats,
    place: Floats,
    first: Ints,
) -> None:
    """Lower the places of all lanes, and fill ``first`` with measurements that alarm."""
    for at in range(longest):
        advance_abreast(watch.states, watch.residual[at], watch.latest[at])
        for lane in range(len(place)):
            if at < watch.found[lane]:
                charts, limits = state_of(watch.states, lane), threshold[setting[lane]]
                place[lane] = heard(charts, limits, at, place[lane])
                if first[lane] < 0 and place[lane] <= asked[lane]:
                    first[lane] = at


@compiled
def _empty_watch(panel: Panel) -> _Watch:
    shape = panel.values.shape[1], LANES
    found = np.zeros(LANES, dtype=np.int64)
    return _Watch(np.zeros(shape), np.zeros(shape), found, np.zeros(PARTS * LANES))


@compiled
def _read(panel: Panel, chosen: Ints, yardstick: Yardstick, row: Row, watch: _Watch) -> int:
    """Fill the lanes with the residuals of the series ``chosen``; return the most of any."""
    longest = 0
    for lane in range(len(chosen)):
        found = residuals(panel, chosen[lane], yardstick, row)
        for at in range(found):
            watch.residual[at, lane] = softened(row.value[at], FULL_WEIGHT)
            watch.latest[at, lane] = softened(row.value[at], PAIR_FULL_WEIGHT)
        watch.found[lane] = found
        longest = max(longest, found)
    return longest


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
