"""How large a loss must be for the whole rule to see it: alarm, size and confirmation.

The charts alone find steps that are smaller than what matters, or only once. The answer is
the immediate lasting step that becomes *lost* with 80 % probability in the measurements
monitored so far, found by simulation: seeded, with the same draws for every series.
"""

from functools import cache
from typing import Final, NamedTuple

import numpy as np
from scipy.special import chdtri

from metrics.arrays import Floats
from metrics.engine.alarm import over
from metrics.engine.calibration import limits_at, place_of, thresholds
from metrics.engine.charts import started, updated
from metrics.engine.compiled import compiled
from metrics.engine.simulation import LONGEST, LONGEST_BASELINE

POWER: Final = 0.8
LARGEST: Final = 16.0
"""In noise units; a series that needs more than this sees nothing."""
SEED: Final = 20260402
PATHS: Final = 2_000
_HALVINGS: Final = 10
# What matters is rounded to some two percent, so that series share their answers.
_FINE: Final = 40.0


class Rule(NamedTuple):
    """One way to be judged: how the alarm is calibrated, and what confirms it.

    `baseline` measurements (infinite against a fixed level), autocorrelation, degrees of
    freedom of the noise, `measurements` monitored, false loss alarms per measurement (`rate`),
    what matters in noise units, and how many consecutive measurements confirm.
    """

    baseline: float
    rho: float
    degrees_of_freedom: float
    measurements: int
    rate: float
    smallest: float
    confirming: int


def detectable_loss(rule: Rule) -> float:
    """Return the step, in noise units, that is seen with 80 % power; infinite when none is."""
    if not rule.measurements >= rule.confirming or not np.isfinite(rule.smallest):
        return np.inf
    fine = np.round(np.log(max(rule.smallest, 1e-3)) * _FINE) / _FINE
    counted = min(rule.measurements, LONGEST)
    return _found(rule._replace(measurements=counted, smallest=float(np.exp(fine))))


@cache
def _found(rule: Rule) -> float:
    limits = alarm_limits(rule)
    low, high = 0.0, LARGEST
    if _power(rule, limits, high) < POWER:
        return np.inf
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _power(rule, limits, middle) < POWER:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def alarm_limits(rule: Rule) -> Floats:
    """Return the limits (chart, measurement, 1) at the rule's one rate of false alarms."""
    threshold = thresholds(
        rule.baseline, rule.rho, rule.degrees_of_freedom, measurements=rule.measurements
    )
    one, every = np.zeros(1, dtype=np.int64), np.arange(1, rule.measurements + 1)[None]
    limits = limits_at(threshold, one, every, np.atleast_1d(place_of(rule.rate)))
    return np.ascontiguousarray(limits[0].T[:, :, None])


def _power(rule: Rule, limits: Floats, step: float) -> float:
    uncertainty = 0.0 if np.isinf(rule.baseline) else 1.0 / rule.baseline
    length = 0 if np.isinf(rule.baseline) else min(round(rule.baseline), LONGEST_BASELINE)
    lost = lost_share(
        _draws(),
        _errors(rule.degrees_of_freedom),
        length,
        rule.rho,
        uncertainty,
        limits,
        step,
        rule.smallest,
        rule.confirming,
    )
    return float(lost)


@cache
def _draws() -> Floats:
    draws = np.random.default_rng(SEED)
    return draws.standard_normal((PATHS, LONGEST_BASELINE + LONGEST))


@cache
def _errors(degrees_of_freedom: float) -> Floats:
    """Return one ratio of true to estimated noise per path."""
    if np.isinf(degrees_of_freedom):
        return np.ones(PATHS)
    chance = (np.arange(PATHS) + 0.5) / PATHS
    ratio = np.sqrt(degrees_of_freedom / chdtri(degrees_of_freedom, chance))
    return np.asarray(np.random.default_rng(SEED + 1).permutation(ratio))


@compiled
def lost_share(
    draws: Floats,
    errors: Floats,
    length: int,
    rho: float,
    uncertainty: float,
    limits: Floats,
    step: float,
    smallest: float,
    confirming: int,
) -> float:
    """Return the share of the paths that are lost at some measurement."""
    measurements, lost = limits.shape[1], 0
    fresh = np.sqrt(1 - rho**2)
    for path in range(len(draws)):
        wave, reference = draws[path, 0], 0.0
        for period in range(length):
            wave = rho * wave + fresh * draws[path, period] if period else wave
            reference += wave / length
        charts, alarmed, run = started(uncertainty), False, 0
        for measurement in range(measurements):
            if length or measurement:
                wave = rho * wave + fresh * draws[path, length + measurement]
            worsening = errors[path] * (wave - reference) + step
            charts = updated(charts, worsening)
            alarmed |= over(charts, limits, measurement, 0)
            run = run + 1 if worsening >= smallest else 0
            if alarmed and run >= confirming:
                lost += 1
                break
    return lost / len(draws)
