"""Simulates series in which nothing happens, to find where the charts should alarm.

One `Corner` is a baseline length, an autocorrelation and the degrees of freedom of the
noise. For each corner the thresholds hold, at every measurement, the same chance of a false
alarm among the series that have not alarmed yet (a constant conditional rate: Margavio
et al. 1995; Hawkins and Olwell 1998). A threshold then depends on the number of measurements
since the reference and never on where the file ends. Seeded; no clock.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from metrics import special
from metrics.arrays import Bools, Floats, Ints
from metrics.engine.charts import CHARTS, FLOORS, SHARES, started, update_all
from metrics.engine.compiled import compiled
from metrics.engine.power import detectable_steps

SEED: Final = 20260401
PATHS: Final = 160_000
# Common rates need few paths, and every path is ranked for them.
COMMON_PATHS: Final = 20_000
LONGEST: Final = 120
LONGEST_BASELINE: Final = 40
# False alarms per measurement. The rarest two are extrapolated from the rest.
RATES: Final = np.array(
    [
        *[1e-6, 1e-5, 1e-4, 2e-4, 4e-4, 8e-4, 1.6e-3, 3.2e-3, 6.4e-3],
        *[0.0125, 0.025, 0.05, 0.1, 0.2, 0.35, 0.55, 0.8, 0.98],
    ]
)
EXTRAPOLATED: Final = 2
RARE: Final = 9
# Rates up to this spend nothing at the first measurement and double at the second. A loss needs
# two measurements anyway, and at the first, where every chart is the same residual, came half
# of the false alarms of heavy tails.
SAVED_RATE: Final = 0.0025
SILENT: Final = 1e4
"""In the table, the threshold of a chart that cannot alarm: beyond what any chart reaches, and
finite so that it can be stored and interpolated."""
# The rates below 1.6e-3 stop few paths at a look: a curve through these smooths them. It is
# kept to the tail, for the residuals' bend at two noise units would tilt a longer one.
_TAIL: Final = slice(EXTRAPOLATED, 8)
_FITTED: Final = slice(EXTRAPOLATED, 6)
LENGTH_KNOTS: Final = np.array(
    [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 22, 28, 35, 45, 60, 85, 120]
)
POWER_PATHS: Final = 4_000


class Corner(NamedTuple):
    """One place in the table."""

    baseline: float
    rho: float
    degrees_of_freedom: float


@dataclass(frozen=True)
class CornerTable:
    """Thresholds (chart, length knot, rate) and detectable steps (length knot, rate)."""

    threshold: Floats
    detectable: Floats


@cache
def innovations() -> NDArray[np.float32]:
    """Return the standard normal draws (period, path) that all corners share.

    Common draws make the table smooth from one corner to the next.
    """
    draws = np.random.default_rng(SEED)
    return draws.standard_normal((LONGEST_BASELINE + LONGEST, PATHS), dtype=np.float32)


@cache
def noise_errors(degrees_of_freedom: float) -> Floats:
    """Return one ratio of true to estimated noise per path."""
    if math.isinf(degrees_of_freedom):
        return np.ones(PATHS)
    chance = np.random.default_rng(SEED + 1).random(PATHS)
    return np.asarray(np.sqrt(degrees_of_freedom / special.chdtri(degrees_of_freedom, chance)))


def simulate(corner: Corner) -> CornerTable:
    """Return the thresholds and detectable steps of one corner of the table."""
    residuals, uncertainty = standard_residuals(corner)
    exact = sequential_thresholds(residuals, uncertainty)
    threshold = smoothed(exact)
    detectable = detectable_steps(
        residuals[:, :POWER_PATHS].astype(np.float64),
        noise_errors(corner.degrees_of_freedom)[:POWER_PATHS],
        uncertainty,
        between_knots(threshold, np.arange(1, LONGEST + 1)),
        LENGTH_KNOTS,
    )
    return CornerTable(threshold, detectable)


def standard_residuals(corner: Corner) -> tuple[NDArray[np.float32], float]:
    """Return residuals (measurement, path) of unchanged series, and their mean's variance."""
    draws = innovations()
    length = 0 if math.isinf(corner.baseline) else int(corner.baseline)
    start = LONGEST_BASELINE - length
    series = draws[start:].copy()
    for period in range(1, len(series)):
        series[period] *= math.sqrt(1 - corner.rho**2)
        series[period] += corner.rho * series[period - 1]
    reference = series[:length].mean(axis=0) if length else 0.0
    errors = noise_errors(corner.degrees_of_freedom).astype(np.float32)
    return np.asarray((series[length:] - reference) * errors), 1.0 / corner.baseline


def sequential_thresholds(residuals: NDArray[np.float32], uncertainty: float) -> Floats:
    """Return thresholds (chart, measurement, rate) with a constant conditional rate."""
    number, paths = residuals.shape
    state = np.repeat(np.array(started(uncertainty))[:, None], paths, axis=1)
    common = np.full(COMMON_PATHS, len(RATES) - RARE, dtype=np.int64)
    rare = np.full(paths, RARE, dtype=np.int64)
    threshold = np.full((CHARTS, number, len(RATES)), np.nan)
    for step in range(number):
        update_all(state, residuals[step])
        chances = spent(step + 1)
        threshold[:, step, RARE:] = _step_thresholds(
            state[:CHARTS, :COMMON_PATHS], common, chances[RARE:], np.full(CHARTS, -np.inf)
        )
        # Only the highest hundredths can matter for a rare alarm.
        floor = threshold[:, step, RARE + 1]
        threshold[:, step, :RARE] = _step_thresholds(
            state[:CHARTS], rare, chances[:RARE], floor
        )
    return threshold


def spent(measurement: int) -> Floats:
    """Return, per rate, the chance of a false alarm at one measurement, counted from 1."""
    times = {1: 0.0, 2: 2.0}.get(measurement, 1.0)
    return np.where(RATES <= SAVED_RATE, times * RATES, RATES)


def _step_thresholds(charts: Floats, alarmed: Ints, chances: Floats, floor: Floats) -> Floats:
    """Return thresholds (chart, rate) of one measurement and note who alarms in ``alarmed``.

    ``alarmed`` holds, per path, the lowest rate (as an index) at which it has alarmed;
    ``chances`` the share of those left that is to alarm now at each rate.
    """
    ranking = _ranked(charts, floor, alarmed > 0)
    surviving = len(alarmed) - np.cumsum(np.bincount(alarmed, minlength=len(chances) + 1))
    score = np.full(len(alarmed), np.inf)
    threshold = np.empty((CHARTS, len(chances)))
    for rate, chance in enumerate(chances):
        quota = round(chance * surviving[rate])
        threshold[:, rate] = _rate_thresholds(charts, ranking, alarmed, rate, quota, score)
    # A threshold never rises with the rate: what alarms at 1 % also alarms at 5 %.
    threshold = np.minimum.accumulate(np.minimum(threshold, SILENT), axis=1)
    _note_alarms(charts, ranking, threshold, alarmed)
    return threshold


def _ranked(charts: Floats, floor: Floats, left: Bools) -> Ints:
    """Return, per chart, the paths left above its floor from the highest down, then -1."""
    floor = np.maximum(floor, FLOORS)
    above = [
        np.flatnonzero((chart > lowest) & left)
        for chart, lowest in zip(charts, floor, strict=True)
    ]
    ranking = np.full((CHARTS, max(map(len, above))), -1)
    for chart, paths in enumerate(above):
        ranking[chart, : len(paths)] = paths[np.argsort(-charts[chart, paths])]
    return ranking


@compiled
def _rate_thresholds(
    charts: Floats,
    ranking: Ints,
    alarmed: Ints,
    rate: int,
    quota: int,
    score: Floats,
) -> Floats:
    """Return one threshold per chart that together stop ``quota`` surviving paths.

    A path's score is the least joint number of alarms, over its charts, at which that
    chart's share would reach it; the charts alarm together up to the quota-th score.
    """
    if quota == 0:
        return np.full(CHARTS, np.inf)
    seen = []
    for chart in range(CHARTS):
        rank = 0
        for path in ranking[chart]:
            if path < 0:
                break
            if alarmed[path] > rate:
                rank += 1
                # The average, which has no floor, alone fills the quota with scores up to here.
                if rank * SHARES[0] > quota * SHARES[chart]:
                    break
                if score[path] == np.inf:
                    seen.append(path)
                score[path] = min(score[path], rank / SHARES[chart])
    limit = np.inf
    if len(seen) >= quota:
        limit = np.sort(np.array([score[path] for path in seen]))[quota - 1]
    for path in seen:
        score[path] = np.inf
    threshold = np.empty(CHARTS)
    for chart in range(CHARTS):
        threshold[chart] = _value_below_rank(
            charts[chart], ranking[chart], alarmed, rate, SHARES[chart] * limit
        )
    return threshold


@compiled
def _value_below_rank(
    chart: Floats,
    ranking: Ints,
    alarmed: Ints,
    rate: int,
    rank: float,
) -> float:
    """Return the value halfway between the survivor at ``rank`` and the next."""
    passed = 0
    value = np.inf
    for path in ranking:
        if path < 0:
            break
        if alarmed[path] > rate:
            passed += 1
            if passed > rank:
                following = float(chart[path])
                return following if value == np.inf else (value + following) / 2
            value = float(chart[path])
    return value


@compiled
def _note_alarms(charts: Floats, ranking: Ints, threshold: Floats, alarmed: Ints) -> None:
    for chart in range(CHARTS):
        for path in ranking[chart]:
            if path < 0:
                break
            while (
                alarmed[path] > 0 and charts[chart, path] >= threshold[chart, alarmed[path] - 1]
            ):
                alarmed[path] -= 1


def smoothed(exact: Floats) -> Floats:
    """Return thresholds (chart, knot, rate): averaged over neighbours, tails fitted."""
    threshold = np.empty((CHARTS, len(LENGTH_KNOTS), len(RATES)))
    for knot, step in enumerate(LENGTH_KNOTS):
        near = slice(math.ceil(step / 1.15) - 1, math.floor(step * 1.15))
        threshold[:, knot] = exact[:, near].mean(axis=1)
    return np.minimum.accumulate(_with_fitted_tail(threshold), axis=2)


def _with_fitted_tail(threshold: Floats) -> Floats:
    """Replace the rare rates by a parabola in the logarithm of the chance, and extend it.

    Not at the first measurement, where nothing rare can alarm.
    """
    for knot, measurement in enumerate(LENGTH_KNOTS[1:], start=1):
        logs = np.log(spent(measurement))
        weights = np.sqrt(RATES[_TAIL])
        for row in threshold[:, knot]:
            parabola = np.polynomial.Polynomial.fit(logs[_TAIL], row[_TAIL], 2, w=weights)
            row[_FITTED] = parabola(logs[_FITTED])
            # Straight on from the rarest simulated rate, never downwards.
            slope = min(0.0, parabola.deriv()(logs[EXTRAPOLATED]))
            row[:EXTRAPOLATED] = row[EXTRAPOLATED] + slope * (
                logs[:EXTRAPOLATED] - logs[EXTRAPOLATED]
            )
    return threshold


def between_knots(knots: Floats, number: Ints) -> Floats:
    """Interpolate over the logarithm of the measurement (second axis from the end).

    After the last knot the thresholds stay: the chance of a false alarm only falls there.
    """
    place = np.interp(np.log(number), np.log(LENGTH_KNOTS), np.arange(len(LENGTH_KNOTS)))
    low = np.minimum(place.astype(np.int64), len(LENGTH_KNOTS) - 2)
    share = (place - low)[:, None]
    return np.asarray(knots[..., low, :] * (1 - share) + knots[..., low + 1, :] * share)
