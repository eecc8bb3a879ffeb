"""What the monitor shows at every measurement: residual, charts, limits and alarms.

A line is one series held against one reference, turned so that higher is worse. This is the
engine of `metrics.engine.screen` measurement by measurement: the same step
(`metrics.engine.alarm`) and the same thresholds, which depend on the number of measurements
since the reference and never on where the file ends. An alarm stays until the monitor restarts.
"""

from dataclasses import dataclass

import numpy as np

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.alarm import Trail, trail
from metrics.engine.calibration import (
    limits_at,
    noise_at,
    noise_steps,
    p_value,
    place_of,
    thresholds,
)
from metrics.engine.simulation import LONGEST, RATES

# Bounds the memory for limits.
_CHUNK = 4_000
# More than there are steps of autocorrelation or of degrees of freedom.
_STEPS = 256


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
    """What the monitor showed, shape (line, column); charts (line, column, chart).

    `measurement` counts since the reference or the latest restart, 0 where there is none;
    `charts` are in the order of `metrics.engine.charts.CHART_NAMES`, and an alarm is a chart at
    or over its limit (`limits_of`). `watch` and `lost` are latched: true from the alarm until
    the monitor restarts. `p_value` is the false-alarm probability, over the measurements so
    far, at which the line would just have alarmed.
    """

    measurement: Ints
    charts: Floats
    watch: Bools
    lost: Bools
    p_value: Floats


def trace(lines: Lines) -> Trace:
    """Run the charts over every line.

    Source: see `metrics.engine.screen.screen_losses`, which answers for a whole horizon what
    this answers measurement by measurement; its p-value at the last one is the same.
    """
    parts = []
    for rows in _chunks(lines):
        threshold, setting = _thresholds(lines, rows)
        found: Trail = trail(
            np.ascontiguousarray(lines.residual[rows]),
            np.ascontiguousarray(lines.restarts[rows]),
            1.0 / lines.baseline[rows],
            setting,
            threshold,
        )
        parts.append(found)
    shown = Trail(*(np.concatenate(part) for part in zip(*parts, strict=True)))
    begun, seen = np.isfinite(shown.place), shown.measurement > 0
    place = np.where(begun, shown.place, np.inf)
    rarity = np.full(seen.shape, np.nan)
    known = np.where(begun, shown.place, float(len(RATES)))
    rarity[seen] = p_value(known[seen], shown.measurement[seen])
    return Trace(
        measurement=shown.measurement,
        charts=shown.charts,
        watch=place <= place_of(lines.watch_rate)[:, None],
        lost=place <= place_of(lines.lost_rate)[:, None],
        p_value=rarity,
    )


def limits_of(lines: Lines, measurement: Ints) -> tuple[Floats, Floats]:
    """Return the limits of an early and of a loss alarm at every measurement: (number, chart).

    `measurement` (line, column) is that of the lines' `Trace`; the measurements are in its
    order, line by line.
    """
    watch, lost = place_of(lines.watch_rate), place_of(lines.lost_rate)
    parts = []
    for rows in _chunks(lines):
        threshold, setting = _thresholds(lines, rows)
        line, column = np.nonzero(measurement[rows])
        number = measurement[rows][line, column][:, None]
        parts.append(
            [
                limits_at(threshold, setting[line], number, place[rows][line])[:, 0]
                for place in (watch, lost)
            ]
        )
    early, late = (np.concatenate(part) for part in zip(*parts, strict=True))
    return early, late


def _chunks(lines: Lines) -> list[slice]:
    """Return the lines some at a time: at least once, also where there are none."""
    number = max(len(lines.residual), 1)
    return [slice(start, start + _CHUNK) for start in range(0, number, _CHUNK)]


def _thresholds(lines: Lines, rows: slice) -> tuple[Floats, Ints]:
    """Return thresholds (setting, chart, measurement, rate) and the setting of each line."""
    rho, freedom = noise_steps(lines.rho[rows], lines.degrees_of_freedom[rows])
    lengths, length = np.unique(lines.baseline[rows], return_inverse=True)
    # One number for each setting: the steps of the noise are fewer than this, in size.
    kinds, setting = np.unique((length * _STEPS + rho) * _STEPS + freedom, return_inverse=True)
    example = np.zeros(len(kinds), dtype=np.int64)
    example[setting] = np.arange(len(setting))
    baseline, noise = lengths[length[example]], noise_at(rho[example], freedom[example])
    most = max(min(lines.residual.shape[1], LONGEST), 1)
    return thresholds(baseline, *noise, measurements=most), setting
