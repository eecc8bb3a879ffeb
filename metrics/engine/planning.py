"""When a series that is planned would be found to have fallen, by simulating the whole rule.

One planned series, many falls at once: each falls and stays down from its first monitored
measurement. The charts, limits, sizes and confirmations are those that judge; the draws are
those of `metrics.engine.whole_rule`, so that one answer never contradicts the other.
"""

import math
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from metrics.arrays import Floats, Ints
from metrics.engine.alarm import over
from metrics.engine.charts import started, updated
from metrics.engine.compiled import compiled
from metrics.engine.whole_rule import (
    PATHS,
    POWER,
    Rule,
    alarm_limits,
    noise_errors,
    reference_of,
    standard_draws,
)

LATELY: Final = 3
"""So many of the latest measurements are worse by over half of what matters in a warning."""

_KEPT_ANSWERS: Final = 256


class Design(NamedTuple):
    """How a series is to be measured and judged.

    `rule` is how a loss is found among all of its measurements, `watch_rate` the false warnings
    per measurement. `spread` is the standard deviation of a monitored measurement and
    `reference_spread` that of a baseline one. All sizes, also of the rule, are in units of what
    a monitored measurement is divided by.
    """

    rule: Rule
    watch_rate: float
    spread: float
    reference_spread: float


class Found(NamedTuple):
    """The shares of series that have been warned of, and lost, by fall and measurement.

    Shape (falls, measurements); neither ever falls with the size or with time.
    """

    watch: Floats
    lost: Floats


@lru_cache(_KEPT_ANSWERS)
def found_by(design: Design, falls: tuple[float, ...]) -> Found:
    """Return how often falls, from small to large, have been found after each measurement.

    A fall of 0 says how often nothing is taken for something. Deterministic: the draws are
    seeded and shared by all designs.
    """
    rule = design.rule
    length, uncertainty = reference_of(rule.baseline)
    counts = _first_found(
        standard_draws(),
        noise_errors(rule.degrees_of_freedom),
        length,
        uncertainty,
        alarm_limits(rule._replace(rate=design.watch_rate)),
        alarm_limits(rule),
        np.array(falls),
        rule.rho,
        rule.smallest,
        design.spread,
        design.reference_spread,
        rule.confirming,
    )
    # The larger the fall the likelier it is found; chance in the draws must not bend that.
    shares = np.maximum.accumulate(counts.cumsum(axis=2) / PATHS, axis=1)
    return Found(watch=shares[0], lost=shares[1])


@compiled
def _first_found(
    draws: Floats,
    errors: Floats,
    length: int,
    uncertainty: float,
    watch_limits: Floats,
    lost_limits: Floats,
    falls: Floats,
    rho: float,
    smallest: float,
    spread: float,
    reference_spread: float,
    confirming: int,
) -> Ints:
    """Count paths by where they are first warned of, and lost: (2, falls, measurements)."""
    measurements = lost_limits.shape[1]
    counts = np.zeros((2, len(falls), measurements), dtype=np.int64)
    noise, worst = np.empty(measurements), np.empty(LATELY)
    fresh = np.sqrt(1 - rho**2)
    for path in range(len(draws)):
        wave, reference = draws[path, 0], 0.0
        for period in range(length):
            wave = rho * wave + fresh * draws[path, period] if period else wave
            reference += wave * reference_spread / length
        for measurement in range(measurements):
            if length or measurement:
                wave = rho * wave + fresh * draws[path, length + measurement]
            noise[measurement] = errors[path] * (wave * spread - reference)
        for fall in range(len(falls)):
            charts, run = started(uncertainty), 0
            warned, alarmed, seen = False, False, False
            for measurement in range(measurements):
                worsening = noise[measurement] + falls[fall]
                charts = updated(charts, worsening)
                warned |= over(charts, watch_limits, measurement, 0)
                alarmed |= over(charts, lost_limits, measurement, 0)
                run = run + 1 if worsening >= smallest else 0
                worst[measurement % LATELY] = min(worsening, smallest)
                lately = measurement >= LATELY - 1 and worst.mean() > smallest / 2
                lost = alarmed and run >= confirming
                if not seen and (lost or (warned and (run > 0 or lately))):
                    counts[0, fall, measurement] += 1
                    seen = True
                if lost:
                    counts[1, fall, measurement] += 1
                    break
    return counts


def first_in_four_of_five(share: Floats, power: float = POWER) -> int | None:
    """Return the number of the first measurement, from 1, by which a share is found."""
    reached = np.flatnonzero(share >= power)
    return int(reached[0]) + 1 if len(reached) else None


def smallest_found(shares: Floats, falls: Floats, power: float = POWER) -> Floats:
    """Return, per measurement, the smallest fall that is found in `power` of the series.

    `shares` is (falls, measurements) for `falls` from small to large; infinite where the
    largest is not found so often.
    """
    smallest = np.full(shares.shape[1], math.inf)
    for measurement, share in enumerate(shares.T):
        rising = np.concatenate([[True], np.diff(share) > 0])
        if share[-1] >= power:
            smallest[measurement] = np.interp(power, share[rising], falls[rising])
    return np.minimum.accumulate(smallest)
