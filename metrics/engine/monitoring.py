"""What the monitor shows at every measurement: residual, charts, limits and alarms.

A line is one series held against one reference, turned so that higher is worse. This is the
engine of `metrics.engine.screen` measurement by measurement: the same step
(`metrics.engine.alarm`) and the same thresholds, which depend on the number of measurements
since the reference and never on where the file ends. An alarm stays until the monitor restarts.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.alarm import Trail, trail
from metrics.engine.calibration import limits_at, p_value, place_of, rounded_noise, thresholds
from metrics.engine.simulation import LONGEST, RATES

# Bounds the memory for charts and limits.
_CHUNK = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Lines to be monitored; arrays of shape (line, column) or (line,).

    `residual` is the worsening in noise units, NaN where nothing is measured; with `restarts`
    the monitor begins anew before that column. `baseline` is the number of measurements the
    reference rests on (infinite: a fixed level), `rho` and `degrees_of_freedom` those of the
    noise. `watch_rate` and `lost_rate` are false alarms per measurement.
    """

    residual: Floats
    restarts: Bools
    baseline: Floats
    rho: Floats
    degrees_of_freedom: Floats
    watch_rate: Floats
    lost_rate: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What the monitor showed, shape (line, column); charts and limits (line, column, chart).

    `measurement` counts since the reference or the latest restart, 0 where there is none;
    `charts` are in the order of `metrics.engine.charts.CHART_NAMES`, and an alarm is a chart at
    or over its limit. `watch` and `lost` are latched: true from the alarm until the monitor
    restarts. `p_value` is the false-alarm probability, over the measurements so far, at which
    the line would just have alarmed.
    """

    measurement: Ints
    residual: Floats
    charts: Floats
    watch_limits: Floats
    lost_limits: Floats
    watch: Bools
    lost: Bools
    p_value: Floats


def trace(lines: Lines) -> Trace:
    """Run the charts over every line.

    Source: see `metrics.engine.screen.screen_losses`, which answers for a whole horizon what
    this answers measurement by measurement; its p-value at the last one is the same.
    """
    watch, lost = place_of(lines.watch_rate), place_of(lines.lost_rate)
    parts = []
    for start in range(0, max(len(lines.residual), 1), _CHUNK):
        rows = slice(start, start + _CHUNK)
        parts.append(_traced(lines, rows, watch[rows], lost[rows]))
    shown = _Part(*(np.concatenate(part) for part in zip(*parts, strict=True)))
    begun = np.isfinite(shown.place)
    place = np.where(begun, shown.place, np.inf)
    known = np.where(begun, shown.place, float(len(RATES)))
    seen = shown.measurement > 0
    return Trace(
        measurement=shown.measurement,
        residual=lines.residual,
        charts=shown.charts,
        watch_limits=shown.watch_limits,
        lost_limits=shown.lost_limits,
        watch=place <= watch[:, None],
        lost=place <= lost[:, None],
        p_value=np.where(seen, p_value(known, shown.measurement), np.nan),
    )


class _Part(NamedTuple):
    """What `trail` says of some lines, and their limits (NaN where nothing is measured)."""

    measurement: Ints
    charts: Floats
    place: Floats
    watch_limits: Floats
    lost_limits: Floats


def _traced(lines: Lines, rows: slice, watch: Floats, lost: Floats) -> _Part:
    threshold, setting = _thresholds(lines, rows)
    found: Trail = trail(
        np.ascontiguousarray(lines.residual[rows]),
        np.ascontiguousarray(lines.restarts[rows]),
        1.0 / lines.baseline[rows],
        setting,
        threshold,
    )
    count = found.measurement
    watch_limits, lost_limits = (
        np.where((count > 0)[:, :, None], limits_at(threshold, setting, count, place), np.nan)
        for place in (watch, lost)
    )
    return _Part(*found, watch_limits, lost_limits)


def _thresholds(lines: Lines, rows: slice) -> tuple[Floats, Ints]:
    """Return thresholds (setting, chart, measurement, rate) and the setting of each line."""
    rho, freedom = rounded_noise(lines.rho[rows], lines.degrees_of_freedom[rows])
    key = np.stack([1.0 / lines.baseline[rows], rho, 1.0 / freedom], axis=1)
    kinds, setting = np.unique(key, axis=0, return_inverse=True)
    with np.errstate(divide="ignore"):
        baseline, freedom = 1.0 / kinds[:, 0], 1.0 / kinds[:, 2]
    most = max(min(lines.residual.shape[1], LONGEST), 1)
    return thresholds(baseline, kinds[:, 1], freedom, measurements=most), setting.ravel()
