"""The smallest worsening each goal would have shown: what the absence of an alarm is worth."""

import numpy as np
import pandas as pd

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.calibration import rounded_noise
from metrics.engine.scale import Scale, backward, forward
from metrics.engine.whole_rule import Rule, detectable_loss
from metrics.outcome.measurements import CONFIRMING_DAYS, Measured
from metrics.outcome.on_scale import OnScale
from metrics.outcome.rates import LOST_RATE, per_measurement

_DAYS_A_YEAR = 365.25
_LATE_YEARS = 2
MUST_SHOW = 2.0
"""A series must be able to show a worsening of this many times what matters."""
_FINE = 40.0
"""What matters is rounded to steps of 2.5 %, one by this many."""


def detectable_worsening(goals: pd.DataFrame, measured: Measured, on_scale: OnScale) -> Floats:
    """Return the smallest lasting worsening that the whole rule sees with 80 % power.

    In the unit, per goal (see `metrics.engine.whole_rule`); for a band, the distance outside
    it. What is counted in full is seen from what matters on. NaN where no loss could be seen:
    the noise or the season is unknown, too few measurements are monitored, or none so large
    fits in.
    """
    count = _monitored(measured)
    rules, needed = how_judged(goals, measured, on_scale), _needed(goals, on_scale)
    seen = _in_unit(goals, on_scale, _steps(rules, count, count, needed))
    exact, mid = goals["exact"].to_numpy(bool), goals["mid"].to_numpy(float)
    return np.where(exact, mid, seen)


def late_worsening(
    goals: pd.DataFrame, measured: Measured, on_scale: OnScale, asked: Bools
) -> Floats:
    """Return the smallest lasting worsening that is seen if it began late, of goals `asked`.

    As `detectable_worsening`, but of a worsening that began so that only the measurements of
    the last two years lie after it, or the last that confirm where those are more: never
    smaller than from the first measurement. NaN where none would have been seen, and for the
    goals that are not asked about.
    """
    rules, count = how_judged(goals, measured, on_scale), _monitored(measured)
    least = rules[:, -1].astype(np.int64)
    left = np.minimum(np.maximum(_late(goals, measured), least), count)
    needed = np.where(asked, _needed(goals, on_scale), np.nan)
    seen = _in_unit(goals, on_scale, _steps(rules, count, left, needed))
    counted = asked & goals["exact"].to_numpy(bool)
    return np.where(counted, goals["mid"].to_numpy(float), seen)


def worsening_by_onset(goals: pd.DataFrame, measured: Measured, on_scale: OnScale) -> Floats:
    """Return the smallest lasting worsening that is seen by when it began.

    Shape (goals, monitored measurements), in the unit: cell j is of a worsening that is there
    from monitored measurement j on. It never falls from one to the next. NaN where none would
    be seen, and after the last measurement of a goal; what is counted in full is always seen.
    """
    rules, count = how_judged(goals, measured, on_scale), _monitored(measured)
    needed, exact = _needed(goals, on_scale), goals["exact"].to_numpy(bool)
    seen = np.full((len(goals), int(count.max(initial=0))), np.nan)
    for first in range(seen.shape[1]):
        left = np.maximum(count - first, 0)
        found = _in_unit(goals, on_scale, _steps(rules, count, left, needed))
        counted = exact & (left > 0)
        seen[:, first] = np.where(counted, goals["mid"].to_numpy(float), found)
    return seen


def _late(goals: pd.DataFrame, measured: Measured) -> Ints:
    """Return how many of the monitored measurements are of the last two years.

    To the nearest: measurements of whole years need not end on the same day.
    """
    judged = measured.monitored & ~measured.change_blocked
    ends = np.where(judged, measured.end, np.datetime64("NaT", "D"))
    age = (np.fmax.reduce(ends, axis=1)[:, None] - ends) / np.timedelta64(1, "D")
    between = _DAYS_A_YEAR / goals["looks_per_year"].to_numpy(float)[:, None]
    count: Ints = (age < _LATE_YEARS * _DAYS_A_YEAR - between / 2).sum(axis=1)
    return count


def sees_from(
    goals: pd.DataFrame, measured: Measured, on_scale: OnScale, detectable: Floats
) -> Floats:
    """Return how many monitored measurements each goal needs to see twice what matters.

    Infinite where `detectable`, what it sees with all of its measurements, is more than that;
    0 for what is counted in full. Of more measurements the rule never sees less.
    """
    most = MUST_SHOW * goals["mid"].to_numpy(float)
    sees, exact = detectable <= most, goals["exact"].to_numpy(bool)
    rules, needed = how_judged(goals, measured, on_scale), _needed(goals, on_scale)
    enough = np.where(sees & ~exact, _monitored(measured), 0)
    too_few = np.minimum(enough, 1)
    while (unknown := enough - too_few > 1).any():
        # Few are often enough, and are sooner tried.
        between = too_few + np.maximum((enough - too_few) // 3, 1)
        asked = np.where(unknown, needed, np.nan)
        found = _sees(goals, on_scale, rules, between, asked, most)
        enough = np.where(unknown & found, between, enough)
        too_few = np.where(unknown & ~found, between, too_few)
    return np.where(sees, enough, np.inf)


def _sees(
    goals: pd.DataFrame,
    on_scale: OnScale,
    rules: Floats,
    count: Ints,
    needed: Floats,
    most: Floats,
) -> Bools:
    """Return which goals see a worsening of `most` after `count` measurements.

    The smaller what matters is, the smaller a step is seen. One answer to the largest of those
    judged by the same rule therefore often answers for all, and so does one to the smallest.
    """
    alike = pd.Series(needed).groupby([*rules.T, count])
    seen, unseen = np.zeros(len(goals), dtype=np.bool_), np.isnan(needed)
    for bound in (alike.transform("max").to_numpy(), alike.transform("min").to_numpy(), needed):
        asked = np.where(seen | unseen, np.nan, bound)
        within = _in_unit(goals, on_scale, _steps(rules, count, count, asked)) <= most
        seen |= within & (asked >= needed)
        unseen |= ~within & (asked <= needed)
    return seen


def _monitored(measured: Measured) -> Ints:
    count: Ints = (measured.monitored & ~measured.change_blocked).sum(axis=1)
    return count


def _needed(goals: pd.DataFrame, on_scale: OnScale) -> Floats:
    """Return what matters in noise units; NaN where no loss of a sample can be seen.

    Rounded as `detectable_loss` does, so that goals that share an answer ask once.
    """
    mid = goals["mid"].to_numpy(float)
    start, sign = _start(goals)
    smallest = _on_scale(start + sign * mid, goals) - _on_scale(goals["baseline_value"], goals)
    judged = on_scale.noise_known & on_scale.season_known & ~goals["exact"].to_numpy(bool)
    judged &= _fits(start + sign * mid, goals)
    with np.errstate(invalid="ignore", divide="ignore"):
        needed = np.where(judged, sign * smallest / on_scale.noise.sigma, np.nan)
    rounded: Floats = np.exp(np.round(np.log(np.maximum(needed, 1e-3)) * _FINE) / _FINE)
    return rounded


def _in_unit(goals: pd.DataFrame, on_scale: OnScale, steps: Floats) -> Floats:
    """Return steps in noise units as a worsening in the unit; NaN where none so large fits."""
    start, sign = _start(goals)
    reached = _on_scale(goals["baseline_value"], goals) + sign * steps * on_scale.noise.sigma
    seen = sign * (_unit(reached, goals) - start)
    possible = np.isclose(_on_scale(_unit(reached, goals), goals), reached)
    return np.where(possible, seen, np.nan)


def _start(goals: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return where a worsening is counted from, and its direction; a band's nearer limit."""
    baseline = goals["baseline_value"].to_numpy(float)
    worse = goals["worse"].to_numpy(object)
    low, high = (goals[name].to_numpy(float) for name in ("target_low", "target_high"))
    downwards = np.where(worse == "both", baseline - low < high - baseline, worse == "lower")
    edge = np.where(downwards, np.fmin(low, baseline), np.fmax(high, baseline))
    return np.where(worse == "both", edge, baseline), np.where(downwards, -1.0, 1.0)


def _on_scale(values: Floats | pd.Series, goals: pd.DataFrame) -> Floats:
    given = np.asarray(values, dtype=float)
    return forward(given, goals["scale"].to_numpy(object), goals["whole"].to_numpy(float))


def _unit(turned: Floats, goals: pd.DataFrame) -> Floats:
    return backward(turned, goals["scale"].to_numpy(object), goals["whole"].to_numpy(float))


def _fits(values: Floats, goals: pd.DataFrame) -> Bools:
    """Return whether a value can occur on its scale."""
    scale, whole = goals["scale"].to_numpy(object), goals["whole"].to_numpy(float)
    bent = scale != Scale.PLAIN
    inside = (values >= 0) & ((scale != Scale.ARCSINE) | (values <= whole))
    fits: Bools = ~bent | inside
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


def how_judged(goals: pd.DataFrame, measured: Measured, on_scale: OnScale) -> Floats:
    """Return how each goal is judged, by the fields of `Rule` but for the measurements and
    `smallest`: shape (goals, 5).
    """
    pace = goals["looks_per_year"].to_numpy(float)
    share = np.where((goals["worse"] == "both").to_numpy(), 0.5, 1.0)
    noise = on_scale.noise
    rho, freedom = rounded_noise(noise.rho, noise.degrees_of_freedom)
    waves = np.maximum(np.nan_to_num(noise.measurements), 1.0)
    rate = per_measurement(LOST_RATE * share, pace)
    # Rolling means confirm each other once they share no data.
    confirming = np.maximum(confirming_measurements(pace), _to_the_next_apart(measured))
    return np.stack([waves, rho, freedom, rate, confirming.astype(float)], axis=1)


def _steps(rules: Floats, count: Ints, left: Ints, needed: Floats) -> Floats:
    """Return the detectable step of each goal in noise units; NaN where there is none.

    It begins so that `left` of the `count` measurements lie after it.
    """
    asked = np.flatnonzero(np.isfinite(needed) & (left >= rules[:, -1]))
    given = np.column_stack([rules, count, left, needed])[asked]
    different, goal = np.unique(given, axis=0, return_inverse=True)
    found = np.array([_step(*rule) for rule in different.tolist()], dtype=float)
    steps = np.full(len(needed), np.nan)
    steps[asked] = np.where(np.isfinite(found), found, np.nan)[goal.ravel()]
    return steps


def _step(
    baseline: float,
    rho: float,
    degrees_of_freedom: float,
    rate: float,
    confirming: float,
    measurements: float,
    measurements_left: float,
    smallest: float,
) -> float:
    return detectable_loss(
        Rule(
            baseline=baseline,
            rho=rho,
            degrees_of_freedom=degrees_of_freedom,
            measurements=int(measurements),
            rate=rate,
            smallest=smallest,
            confirming=int(confirming),
            measurements_left=int(measurements_left),
        )
    )
