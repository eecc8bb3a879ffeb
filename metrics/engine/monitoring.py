"""What the monitor shows at every look of many lines: residual, charts, limits and alarms.

A line is one series held against one reference, turned so that higher is worse. This is the
engine of `metrics.engine.screen` look by look: the same charts and the same thresholds, which
depend on the number of looks since the reference and never on where the file ends. An alarm
stays until the monitor restarts.
"""

from dataclasses import dataclass

import numpy as np

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.calibration import thresholds
from metrics.engine.charts import CHARTS, advanced, softened
from metrics.engine.compiled import compiled
from metrics.engine.simulation import LOOKS, RATES

CHART_NAMES = ("ewma", "cusum", "self_starting")
# Settings are rounded so that many lines share a row of thresholds.
_RHO_STEP = 0.02
_FREEDOM_STEP = 0.01
_CHUNK = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Lines to be monitored; arrays of shape (line, look) or (line,).

    `residual` is the worsening in noise units, NaN where there is no look; with `restarts`
    the monitor begins anew before that look. `baseline` is the number of measurements the
    reference rests on (infinite: a fixed level), `rho` and `degrees_of_freedom` those of the
    noise. `watch_rate` and `lost_rate` are false alarms per look.
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
    """What the monitor showed, shape (line, look); charts and limits (line, look, chart).

    `look` counts the looks since the reference or the latest restart, 0 where there is none;
    `charts` are in the order of `CHART_NAMES`, and an alarm is a chart at or over its limit.
    `watch` and `lost` are latched: true from the alarm until the monitor restarts. `p_value`
    is the false-alarm probability, over the looks so far, at which the line would just have
    alarmed.
    """

    look: Ints
    residual: Floats
    charts: Floats
    watch_limits: Floats
    lost_limits: Floats
    watch: Bools
    lost: Bools
    p_value: Floats


def trace(lines: Lines) -> Trace:
    """Run the three charts over every line.

    Source: see `metrics.engine.screen.screen_losses`, which answers for a whole horizon what
    this answers look by look; its p-value at the last look is the same.
    """
    watch, lost = _asked(lines.watch_rate), _asked(lines.lost_rate)
    parts = []
    for start in range(0, max(len(lines.residual), 1), _CHUNK):
        rows = slice(start, start + _CHUNK)
        parts.append(_traced(lines, rows, watch[rows], lost[rows]))
    look, charts, place, watch_limits, lost_limits = (
        np.concatenate(part) for part in zip(*parts, strict=True)
    )
    seen = look > 0
    latched = np.where(np.isnan(place), np.inf, place)
    return Trace(
        look=look,
        residual=lines.residual,
        charts=charts,
        watch_limits=watch_limits,
        lost_limits=lost_limits,
        watch=latched <= watch[:, None],
        lost=latched <= lost[:, None],
        p_value=np.where(seen, _p_value(place, look), np.nan),
    )


def _asked(rate: Floats) -> Floats:
    """Return the place of each rate among the simulated ones; -1 where it is rarer than all."""
    place: Floats = np.interp(np.log(rate), np.log(RATES), np.arange(len(RATES)), left=-1.0)
    return place


def _p_value(place: Floats, look: Ints) -> Floats:
    known = np.where(np.isnan(place), float(len(RATES)), place)
    log_rate = np.interp(known, np.arange(len(RATES) + 1), [*np.log(RATES), 0.0])
    with np.errstate(divide="ignore", invalid="ignore"):  # A rate of 1 is a p-value of 1.
        p_value: Floats = -np.expm1(look * np.log1p(-np.exp(log_rate)))
    return p_value


def _traced(
    lines: Lines, rows: slice, watch: Floats, lost: Floats
) -> tuple[Ints, Floats, Floats, Floats, Floats]:
    table, setting = _thresholds(lines, rows)
    uncertainty = 1.0 / lines.baseline[rows]
    look, charts, place = _follow(
        np.ascontiguousarray(lines.residual[rows]),
        np.ascontiguousarray(lines.restarts[rows]),
        uncertainty,
        setting,
        table,
    )
    at = np.clip(look - 1, 0, table.shape[2] - 1)
    limits = [_limits(table, setting, at, look, asked) for asked in (watch, lost)]
    return look, charts, place, limits[0], limits[1]


def _thresholds(lines: Lines, rows: slice) -> tuple[Floats, Ints]:
    """Return thresholds (setting, chart, look, rate) and the setting of each line."""
    rho, freedom = rounded_noise(lines.rho[rows], lines.degrees_of_freedom[rows])
    key = np.stack([1.0 / lines.baseline[rows], rho, 1.0 / freedom], axis=1)
    kinds, setting = np.unique(key, axis=0, return_inverse=True)
    with np.errstate(divide="ignore"):
        length, freedom = 1.0 / kinds[:, 0], 1.0 / kinds[:, 2]
    looks = min(lines.residual.shape[1], LOOKS)
    return thresholds(length, kinds[:, 1], freedom, looks=max(looks, 1)), setting.ravel()


def rounded_noise(rho: Floats, degrees_of_freedom: Floats) -> tuple[Floats, Floats]:
    """Return autocorrelation and degrees of freedom in the steps they are calibrated at."""
    known = np.maximum(np.nan_to_num(degrees_of_freedom, nan=1.0, posinf=np.inf), 1.0)
    share = np.round(1 / known / _FREEDOM_STEP) * _FREEDOM_STEP
    with np.errstate(divide="ignore"):
        return np.round(np.nan_to_num(rho) / _RHO_STEP) * _RHO_STEP, 1.0 / share


def _limits(table: Floats, setting: Ints, at: Ints, look: Ints, asked: Floats) -> Floats:
    """Return the limit (line, look, chart) at the place `asked` among the rates."""
    low = np.clip(asked.astype(np.int64), 0, table.shape[3] - 2)
    share = np.clip(asked - low, 0.0, 1.0)[:, None, None]
    rows, rates = setting[:, None], low[:, None]
    below = np.moveaxis(table[rows, :, at, rates], -1, 2)
    above = np.moveaxis(table[rows, :, at, rates + 1], -1, 2)
    limits = below * (1 - share) + above * share
    limits = np.where((asked < 0)[:, None, None], np.inf, limits)
    return np.where((look > 0)[:, :, None], limits, np.nan)


@compiled
def _follow(
    residual: Floats, restarts: Bools, uncertainty: Floats, setting: Ints, threshold: Floats
) -> tuple[Ints, Floats, Floats]:
    """Return looks, charts and the rarest place alarmed at since the restart, per look."""
    lines, looks = residual.shape
    rates, last = threshold.shape[3], threshold.shape[2] - 1
    count = np.zeros((lines, looks), dtype=np.int64)
    charts = np.full((lines, looks, CHARTS), np.nan)
    place = np.full((lines, looks), np.nan)
    for line in range(lines):
        limits = threshold[setting[line]]
        state = (0.0, 0.0, 0.0, 0.0, uncertainty[line])
        lowest, seen = float(rates), 0
        for look in range(looks):
            if restarts[line, look]:
                state = (0.0, 0.0, 0.0, 0.0, uncertainty[line])
                lowest, seen = float(rates), 0
            if np.isfinite(residual[line, look]):
                state = advanced(state, softened(residual[line, look]))
                seen += 1
                count[line, look] = seen
                for chart in range(CHARTS):
                    charts[line, look, chart] = state[chart]
                    limit = limits[chart, min(seen - 1, last)]
                    lowest = min(lowest, _place(state[chart], limit))
            if seen:
                place[line, look] = lowest
    return count, charts, place


@compiled
def _place(value: float, limits: Floats) -> float:
    """Return the rarest place among the rates whose limit `value` meets; one past the last
    where it meets none. Between two rates the limit is a straight line."""
    rates = len(limits)
    if not value >= limits[rates - 1]:
        return float(rates)
    rate = rates - 1
    while rate > 0 and value >= limits[rate - 1]:
        rate -= 1
    if rate == 0:
        return 0.0
    return float(rate - (value - limits[rate]) / (limits[rate - 1] - limits[rate]))
