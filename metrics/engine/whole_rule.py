"""How large a loss must be for the whole rule to see it: alarm, size and confirmation.

The charts alone find steps that are smaller than what matters, or only once. The answer is
the lasting step that becomes *lost* with 80 % probability in the measurements monitored so
far, found by simulation: seeded, with the same draws for every series. A step that began late
has fewer measurements left to be seen in, and must be larger.
"""

import math
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, NamedTuple

import numpy as np

from metrics.arrays import Floats, Ints
from metrics.definition import special
from metrics.engine.alarm import over
from metrics.engine.answers import Answers
from metrics.engine.calibration import limits_at, place_of, thresholds
from metrics.engine.charts import PARTS, nearly_updated, started, updated
from metrics.engine.compiled import compiled, inlined
from metrics.engine.simulation import LONGEST, LONGEST_BASELINE

POWER: Final = 0.8
# Where a step is seen this often from one onset, it is not asked about from earlier ones.
_EASILY: Final = 0.9
LARGEST: Final = 16.0
"""In noise units; a series that needs more than this sees nothing."""
# Steps are tried at so many places, evenly from 0 to the largest.
_PLACES: Final = 1024
SEED: Final = 20260402
PATHS: Final = 2_000
# What matters is rounded to some two percent, so that series share their answers.
_FINE: Final = 40.0
# Questions that share their paths are mostly asked one after the other; so many are kept, with
# room for measurements to the next whole number of these.
_LATELY: Final = 16
_AT_A_TIME: Final = 40
# Much more than all digits that are lost on the way, and much less than chance.
_UNSURE: Final = 1e-9
_UNKNOWN: Final = -1


class Rule(NamedTuple):
    """One way to be judged: how the alarm is calibrated, and what confirms it.

    `baseline` measurements (infinite against a fixed level), autocorrelation, degrees of
    freedom of the noise, `measurements` monitored, false loss alarms per measurement (`rate`),
    what matters in noise units, how many consecutive measurements confirm, and how many of the
    measurements lie after the loss began: all of them, or the last `measurements_left`.
    """

    baseline: float
    rho: float
    degrees_of_freedom: float
    measurements: int
    rate: float
    smallest: float
    confirming: int
    measurements_left: int


ANSWERS: Final = Answers[Rule]()
"""At which place the step of each rule is seen: the same in every process."""


def detectable_loss(rule: Rule) -> float:
    """Return the step, in noise units, that is seen with 80 % power; infinite when none is.

    It is seen so if it began with `measurements_left` to go or was there from the first, and
    hardly less often if it began in between: with fewer left it is larger, but for some
    hundredths. Infinite with fewer than what confirms.
    """
    if not rule.measurements_left >= rule.confirming or not np.isfinite(rule.smallest):
        return np.inf
    fine = np.round(np.log(max(rule.smallest, 1e-3)) * _FINE) / _FINE
    counted = min(rule.measurements, LONGEST)
    left = min(rule.measurements_left, counted)
    smallest = float(np.exp(fine))
    asked = rule._replace(measurements=counted, measurements_left=left, smallest=smallest)
    # Where the reference is of few measurements and many have come since, what is there from
    # the first may be harder to see: the self-starting chart takes some of it for history.
    place = max(
        ANSWERS.of(each, _found) for each in {asked, asked._replace(measurements_left=counted)}
    )
    return np.inf if place > _PLACES else (place - 0.5) * LARGEST / _PLACES


def found_before(rule: Rule) -> None:
    """Find what `detectable_loss` answers, before anybody asks."""
    ANSWERS.found(rule, _found)


@cache
def _found(rule: Rule) -> int:
    """Return the first place whose step is seen; one past the last where none is."""
    limits, place = alarm_limits(rule), 0
    if rule.measurements_left < rule.measurements and rule.smallest > 0:
        # What the alarm alone needs is shared by all sizes that matter, and is often most.
        place = _found(rule._replace(smallest=0.0))
    place = _first_seen(rule, limits, place)
    # A loss that began earlier is easier to see, but for the self-starting chart, which takes
    # some of it for history.
    for left in range(rule.measurements_left + 1, rule.measurements + 1):
        earlier = rule._replace(measurements_left=left)
        if _seen(earlier, limits, place, _EASILY):
            break
        place = _first_seen(earlier, limits, place)
    return place


def _first_seen(rule: Rule, limits: Floats, least: int) -> int:
    """Return the first place from `least` on whose step is seen from one onset."""
    if _seen(rule, limits, least, POWER):
        return least
    rest = range(least + 1, _PLACES + 1)
    after = bisect_left(rest, True, key=lambda place: _seen(rule, limits, place, POWER))
    return least + 1 + after


def alarm_limits(rule: Rule) -> Floats:
    """Return the limits (chart, measurement, 1) at the rule's one rate of false alarms."""
    return _limits(rule._replace(smallest=0.0, confirming=0, measurements_left=0))


@cache
def _limits(rule: Rule) -> Floats:
    threshold = thresholds(
        rule.baseline, rule.rho, rule.degrees_of_freedom, measurements=rule.measurements
    )
    one, every = np.zeros(1, dtype=np.int64), np.arange(1, rule.measurements + 1)[None]
    limits = limits_at(threshold, one, every, np.atleast_1d(place_of(rule.rate)))
    return np.ascontiguousarray(limits[0].T[:, :, None])


@dataclass(slots=True)
class _Known:
    """Of which sizes that matter a step is known to be seen, and of which not."""

    seen_to: float = -math.inf
    unseen_from: float = math.inf


@cache
def _known(rule: Rule, place: int, power: float) -> _Known:
    """Return what is known of a step, whatever size matters; the rule is asked without."""
    return _Known()


def _seen(rule: Rule, limits: Floats, place: int, power: float) -> bool:
    """Say whether a step is seen with a power: simulated where no other size has answered.

    The larger the size that matters, the fewer of the same paths confirm it.
    """
    known = _known(rule._replace(smallest=0.0), place, power)
    if rule.smallest <= known.seen_to:
        return True
    if rule.smallest >= known.unseen_from:
        return False
    seen = _simulated(rule, limits, place, power)
    if seen:
        known.seen_to = max(known.seen_to, rule.smallest)
    else:
        known.unseen_from = min(known.unseen_from, rule.smallest)
    return seen


def _simulated(rule: Rule, limits: Floats, place: int, power: float) -> bool:
    onset = rule.measurements - rule.measurements_left
    return is_lost(
        _noise_of(rule),
        _before(rule._replace(smallest=0.0, confirming=0)),
        limits,
        place * LARGEST / _PLACES,
        onset,
        rule.smallest,
        rule.confirming,
        math.ceil(power * PATHS),
    )


def _noise_of(rule: Rule) -> Floats:
    whole = -(-rule.measurements // _AT_A_TIME) * _AT_A_TIME
    return _noise(rule.baseline, rule.rho, rule.degrees_of_freedom, whole)


@lru_cache(_LATELY)
def _noise(baseline: float, rho: float, degrees_of_freedom: float, measurements: int) -> Floats:
    """Return so many measurements of series in which nothing happens: see `undisturbed`."""
    length, _uncertainty = reference_of(baseline)
    errors = noise_errors(degrees_of_freedom)
    return undisturbed(standard_draws(), errors, length, measurements, rho)


@lru_cache(_LATELY)
def _before(rule: Rule) -> "Before":
    """Return how the charts stand when a loss begins; the rule is asked without what matters.

    Every step and size that is tried after that onset begins there.
    """
    return charts_before(
        _noise_of(rule),
        reference_of(rule.baseline)[1],
        alarm_limits(rule),
        rule.measurements - rule.measurements_left,
    )


def reference_of(baseline: float) -> tuple[int, float]:
    """Return how many measurements are drawn for a baseline, and its mean's variance."""
    if np.isinf(baseline):
        return 0, 0.0
    return min(round(baseline), LONGEST_BASELINE), 1.0 / baseline


@cache
def standard_draws() -> Floats:
    """Return the standard normal draws (path, measurement) that all series share."""
    draws = np.random.default_rng(SEED)
    return draws.standard_normal((PATHS, LONGEST_BASELINE + LONGEST))


@cache
def noise_errors(degrees_of_freedom: float) -> Floats:
    """Return one ratio of true to estimated noise per path."""
    if np.isinf(degrees_of_freedom):
        return np.ones(PATHS)
    chance = (np.arange(PATHS) + 0.5) / PATHS
    ratio = np.sqrt(degrees_of_freedom / special.chdtri(degrees_of_freedom, chance))
    return np.asarray(np.random.default_rng(SEED + 1).permutation(ratio))


class Before(NamedTuple):
    """How paths stand before the measurement that a loss begins with: their charts (path,
    part), and the measurement at which each has alarmed by then (-1: none)."""

    charts: Floats
    alarm: Ints


@compiled
def undisturbed(
    draws: Floats, errors: Floats, length: int, measurements: int, rho: float
) -> Floats:
    """Return paths (path, measurement) as worsening since `length` baseline measurements.

    In units of the noise as it is estimated: ``errors`` are its ratios to the true one.
    """
    found = np.empty((len(draws), measurements))
    fresh = np.sqrt(1 - rho**2)
    for path in range(len(draws)):
        wave, reference = draws[path, 0], 0.0
        for period in range(length):
            wave = rho * wave + fresh * draws[path, period] if period else wave
            reference += wave / length
        for measurement in range(measurements):
            if length or measurement:
                wave = rho * wave + fresh * draws[path, length + measurement]
            found[path, measurement] = errors[path] * (wave - reference)
    return found


@compiled
def charts_before(noise: Floats, uncertainty: float, limits: Floats, onset: int) -> Before:
    """Follow paths of `undisturbed` up to the monitored measurement `onset`, from 0."""
    charts, alarm = np.empty((len(noise), PARTS)), np.full(len(noise), -1)
    for path in range(len(noise)):
        state = started(uncertainty)
        for measurement in range(onset):
            state = updated(state, noise[path, measurement])
            if alarm[path] < 0 and over(state, limits, measurement, 0):
                alarm[path] = measurement
        for part in range(PARTS):
            charts[path, part] = state[part]
    return Before(charts, alarm)


@compiled
def is_lost(
    noise: Floats,
    before: Before,
    limits: Floats,
    step: float,
    onset: int,
    smallest: float,
    confirming: int,
    enough: int,
) -> bool:
    """Say whether as many as `enough` of the paths are lost at some measurement.

    They are those of `undisturbed`, worse by `step` from the monitored measurement `onset` on,
    counted from 0, and stand as they do `before` it.

    Logarithms take most of the time, and only a chart that all but meets its limit needs their
    last digits: a path with such a chart is followed once more.
    """
    sooner, later, lost = limits - _UNSURE, limits + _UNSURE, 0
    for path in range(len(noise)):
        given = noise[path], before.charts[path], before.alarm[path], step
        found = _followed(*given, sooner, later, onset, smallest, confirming, True)
        if found == _UNKNOWN:
            found = _followed(*given, limits, limits, onset, smallest, confirming, False)
        lost += found
        if lost >= enough or path + 1 - lost > len(noise) - enough:
            break
    return lost >= enough


@inlined
def _followed(
    noise: Floats,
    stood: Floats,
    alarm: int,
    step: float,
    sooner: Floats,
    later: Floats,
    onset: int,
    smallest: float,
    confirming: int,
    nearly: bool,
) -> int:
    """Return 1 for a path that is lost, 0 for one that is not, and `_UNKNOWN` for one whose
    charts come between the two limits first.
    """
    run, first = 0, onset
    if alarm >= 0:
        first = 0  # it may be confirmed before the loss begins
    else:
        while run < onset and noise[onset - 1 - run] >= smallest:
            run += 1
    charts = (stood[0], stood[1], stood[2], stood[3], stood[4], stood[5], stood[6])
    alarmed = False
    for measurement in range(first, later.shape[1]):
        worsening = noise[measurement]
        if measurement >= onset:
            worsening += step
            if not alarmed:
                charts = (
                    nearly_updated(charts, worsening) if nearly else updated(charts, worsening)
                )
                alarmed = over(charts, later, measurement, 0)
                if not alarmed and over(charts, sooner, measurement, 0):
                    return _UNKNOWN
        alarmed |= measurement == alarm
        run = run + 1 if worsening >= smallest else 0
        if alarmed and run >= confirming:
            return 1
    return 0
