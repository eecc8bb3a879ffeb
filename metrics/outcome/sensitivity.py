"""The smallest worsening each goal would have shown: what the absence of an alarm is worth."""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.baseline import distinct
from metrics.engine.calibration import rounded_noise
from metrics.engine.scale import Scale
from metrics.engine.whole_rule import Rule, detectable_loss
from metrics.outcome.measurements import CONFIRMING_DAYS, Measured
from metrics.outcome.on_scale import OnScale
from metrics.outcome.rates import LOST_RATE, per_measurement
from metrics.outcome.terms import Terms

_DAYS_A_YEAR = 365.25
_LATE_YEARS = 2
MUST_SHOW = 2.0
"""A series must be able to show a worsening of this many times what matters."""
_FINE = 40.0
"""What matters is rounded to steps of 2.5 %, one by this many."""
_SIZES = (64, 8, 1)
"""Steps of what matters that are tried, the coarse ones first."""
_TRIED = np.array([2, 3, 4, 6, 9, 13, 19, 28, 42, 63, 94, 141, 211, 316, 474, 711, 10**9])
"""Numbers of measurements that are tried one after the other, until one is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How each goal is judged: what `metrics.engine.whole_rule` is asked.

    `different` are the ways to be judged, a row each of the fields of `Rule` but for the
    measurements and `smallest`; `rule` (goals,) is the row of each goal, and `confirming` how
    many measurements confirm there. `count` is how many are monitored. `step` is what matters
    in noise units, as the step it is rounded to (`_FINE`): goals that share an answer then ask
    once. `judged` is where a loss of a sample could be seen at all.
    """

    different: Floats
    rule: Ints
    confirming: Ints
    count: Ints
    step: Ints
    judged: Bools


def rules_of(terms: Terms, measured: Measured, on_scale: OnScale) -> Rules:
    """Return how each goal is judged."""
    judging = how_judged(terms, measured, on_scale)
    example, rule = _alike(*judging.T)
    different = judging[example]
    needed = _needed(terms, on_scale)
    judged = np.isfinite(needed)
    step = np.round(np.log(np.maximum(np.where(judged, needed, 1.0), 1e-3)) * _FINE)
    return Rules(
        different=different,
        rule=rule,
        confirming=different[rule, -1].astype(np.int64),
        count=(measured.monitored & ~measured.change_blocked).sum(axis=1),
        step=step.astype(np.int64),
        judged=judged,
    )


def detectable_worsening(terms: Terms, on_scale: OnScale, rules: Rules) -> Floats:
    """Return the smallest lasting worsening that the whole rule sees with 80 % power.

    In the unit, per goal (see `metrics.engine.whole_rule`); for a band, the distance outside
    it. What is counted in full is seen from what matters on. NaN where no loss could be seen:
    the noise or the season is unknown, too few measurements are monitored, or none so large
    fits in.
    """
    steps = _steps(rules, rules.count, rules.count, rules.judged)
    return np.where(terms.exact, terms.mid, _in_unit(terms, on_scale, steps))


def late_worsening(
    terms: Terms, measured: Measured, on_scale: OnScale, rules: Rules, asked: Bools
) -> Floats:
    """Return the smallest lasting worsening that is seen if it began late, of goals `asked`.

    As `detectable_worsening`, but of a worsening that began so that only the measurements of
    the last two years lie after it, or the last that confirm where those are more: never
    smaller than from the first measurement. NaN where none would have been seen, and for the
    goals that are not asked about.
    """
    late = np.maximum(_late(terms, measured), rules.confirming)
    left = np.minimum(late, rules.count)
    steps = _steps(rules, rules.count, left, asked & rules.judged)
    return np.where(asked & terms.exact, terms.mid, _in_unit(terms, on_scale, steps))


def worsening_by_onset(terms: Terms, on_scale: OnScale, rules: Rules, asked: Bools) -> Floats:
    """Return the smallest lasting worsening that is seen by when it began.

    Shape (goals, monitored measurements), in the unit: cell j is of a worsening that is there
    from monitored measurement j on. It is never smaller than that of the first, and falls from
    one to the next by hundredths at most: see `metrics.engine.whole_rule.detectable_loss`. NaN
    where none would be seen, after the last measurement of a goal, and in cells that are not
    `asked` about; what is counted in full is always seen.
    """
    count = rules.count
    seen = np.full(asked.shape, np.nan)
    for first in np.flatnonzero(asked.any(axis=0)):
        left, told = np.maximum(count - first, 0), asked[:, first]
        steps = _steps(rules, count, left, rules.judged & told)
        found = _in_unit(terms, on_scale, steps)
        seen[:, first] = np.where(terms.exact & told & (left > 0), terms.mid, found)
    return seen


def _late(terms: Terms, measured: Measured) -> Ints:
    """Return how many of the monitored measurements are of the last two years.

    To the nearest: measurements of whole years need not end on the same day.
    """
    judged = measured.monitored & ~measured.change_blocked
    ends = np.where(judged, measured.end, np.datetime64("NaT", "D"))
    age = (np.fmax.reduce(ends, axis=1)[:, None] - ends) / np.timedelta64(1, "D")
    between = _DAYS_A_YEAR / terms.looks_per_year[:, None]
    count: Ints = (age < _LATE_YEARS * _DAYS_A_YEAR - between / 2).sum(axis=1)
    return count


def sees_from(terms: Terms, on_scale: OnScale, rules: Rules, detectable: Floats) -> Floats:
    """Return how many monitored measurements each goal needs to see twice what matters.

    Infinite where `detectable`, what it sees with all of its measurements, is more than that;
    0 for what is counted in full. Of more measurements the rule never sees less.

    What is tried for a goal is the same whoever is asked about beside it, and nearly the same
    when it has been measured once more: the answers are mostly there then.
    """
    sees = detectable <= MUST_SHOW * terms.mid
    enough = np.where(sees & ~terms.exact, rules.count, 0)
    too_few = np.minimum(enough, 1)
    while (unknown := enough - too_few > 1).any():
        between = _between(too_few, enough)
        found = _sees(terms, on_scale, rules, between, unknown & rules.judged)
        enough = np.where(unknown & found, between, enough)
        too_few = np.where(unknown & ~found, between, too_few)
    return np.where(sees, enough, np.inf)


def _between(too_few: Ints, enough: Ints) -> Ints:
    """Return which number is tried between two: few are often enough, and are sooner tried."""
    first = _TRIED[np.searchsorted(_TRIED, too_few, side="right")]
    tried: Ints = np.where(first < enough, first, (too_few + enough) // 2)
    return tried


def _sees(terms: Terms, on_scale: OnScale, rules: Rules, count: Ints, asked: Bools) -> Bools:
    """Return which of the goals `asked` see twice what matters after `count` measurements.

    The smaller what matters is, the smaller a step is seen. What is asked of the next larger
    of few sizes therefore often answers for a goal, and so does the next smaller.
    """
    seen, open_ = np.zeros(len(asked), dtype=np.bool_), asked.copy()
    for size in _SIZES:
        below = rules.step // size * size
        for bound in (below, np.where(below < rules.step, below + size, below)):
            steps = _steps(replace(rules, step=bound), count, count, open_)
            within = open_ & (_in_unit(terms, on_scale, steps) <= MUST_SHOW * terms.mid)
            seen |= within & (bound >= rules.step)
            open_ &= ~seen & (within | (bound > rules.step))
        if not open_.any():
            break
    return seen


def _needed(terms: Terms, on_scale: OnScale) -> Floats:
    """Return what matters in noise units; NaN where no loss of a sample can be seen."""
    start, sign = _start(terms)
    worse = start + sign * terms.mid
    smallest = terms.on_scale(worse) - terms.on_scale(terms.baseline_value)
    judged = on_scale.noise_known & on_scale.season_known & ~terms.exact
    judged &= _fits(worse, terms)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(judged, sign * smallest / on_scale.noise.sigma, np.nan)


def _in_unit(terms: Terms, on_scale: OnScale, steps: Floats) -> Floats:
    """Return steps in noise units as a worsening in the unit; NaN where none so large fits."""
    start, sign = _start(terms)
    reached = terms.on_scale(terms.baseline_value) + sign * steps * on_scale.noise.sigma
    unit = terms.in_unit(reached)
    possible = np.isclose(terms.on_scale(unit), reached)
    return np.where(possible, sign * (unit - start), np.nan)


def _start(terms: Terms) -> tuple[Floats, Floats]:
    """Return where a worsening is counted from, and its direction; a band's nearer limit."""
    baseline, low, high = terms.baseline_value, terms.target_low, terms.target_high
    downwards = np.where(terms.both, baseline - low < high - baseline, terms.downwards)
    edge = np.where(downwards, np.fmin(low, baseline), np.fmax(high, baseline))
    return np.where(terms.both, edge, baseline), np.where(downwards, -1.0, 1.0)


def _fits(values: Floats, terms: Terms) -> Bools:
    """Return whether a value can occur on its scale."""
    plain, share = terms.scale == Scale.PLAIN, terms.scale == Scale.ARCSINE
    fits: Bools = plain | ((values >= 0) & (~share | (values <= terms.whole)))
    return fits


def confirming_measurements(measurements_per_year: Floats) -> Ints:
    """Return how many consecutive measurements span half a year; at least two."""
    between = _DAYS_A_YEAR / measurements_per_year
    spans = np.ceil((CONFIRMING_DAYS - 0.02 * between) / between).astype(np.int64)
    return np.maximum(spans, 1) + 1


def _to_the_next_apart(measured: Measured) -> Ints:
    """Return how many measurements reach from each to the next one that shares no data."""
    columns = np.arange(measured.apart.shape[1])
    reach = np.where(measured.apart >= 0, columns - measured.apart + 1, 0)
    most: Ints = reach.max(axis=1)
    return most


def how_judged(terms: Terms, measured: Measured, on_scale: OnScale) -> Floats:
    """Return how each goal is judged, by the fields of `Rule` but for the measurements and
    `smallest`: shape (goals, 5).
    """
    pace = terms.looks_per_year
    share = np.where(terms.both, 0.5, 1.0)
    noise = on_scale.noise
    rho, freedom = rounded_noise(noise.rho, noise.degrees_of_freedom)
    waves = np.maximum(np.nan_to_num(noise.measurements), 1.0)
    rate = per_measurement(LOST_RATE * share, pace)
    # Rolling means confirm each other once they share no data.
    confirming = np.maximum(confirming_measurements(pace), _to_the_next_apart(measured))
    return np.stack([waves, rho, freedom, rate, confirming.astype(float)], axis=1)


def _steps(rules: Rules, count: Ints, left: Ints, asked: Bools) -> Floats:
    """Return the detectable step of each goal in noise units; NaN where there is none.

    It begins so that `left` of the `count` measurements lie after it. What is not `asked` has
    none.
    """
    goal = np.flatnonzero(asked & (left >= rules.confirming))
    given = rules.rule[goal], count[goal], left[goal], rules.step[goal]
    example, place = _alike(*given)
    found = [
        _step(rules.different[rule].tolist(), measurements, after, step)
        for rule, measurements, after, step in zip(
            *(one[example].tolist() for one in given), strict=True
        )
    ]
    steps = np.full(len(asked), np.nan)
    known = np.array(found, dtype=float)
    steps[goal] = np.where(np.isfinite(known), known, np.nan)[place]
    return steps


def _alike(*parts: NDArray[Any]) -> tuple[Ints, Ints]:
    """Return an example of each distinct row of several columns, and the place of each row."""
    key = np.zeros(len(parts[0]), dtype=np.int64)
    for part in parts:
        kinds, code = np.unique(part, return_inverse=True)
        key = key * len(kinds) + code
    kinds, place = distinct(key)
    example = np.zeros(len(kinds), dtype=np.int64)
    example[place] = np.arange(len(place))
    return example, place


def _step(rule: list[float], measurements: int, left: int, step: int) -> float:
    baseline, rho, degrees_of_freedom, rate, confirming = rule
    return detectable_loss(
        Rule(
            baseline=baseline,
            rho=rho,
            degrees_of_freedom=degrees_of_freedom,
            measurements=measurements,
            rate=rate,
            smallest=math.exp(step / _FINE),
            confirming=int(confirming),
            measurements_left=left,
        )
    )
