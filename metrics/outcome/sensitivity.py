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
_BLIND = 2.0
"""A series must be able to show a worsening of this many times what matters."""


def detectable_worsening(goals: pd.DataFrame, measured: Measured, on_scale: OnScale) -> Floats:
    """Return the smallest lasting worsening that the whole rule sees with 80 % power.

    In the unit, per goal (see `metrics.engine.whole_rule`); for a band, the distance outside
    it. What is counted in full is seen from what matters on. NaN where no loss could be seen:
    the noise or the season is unknown, too few measurements are monitored, or none so large
    fits in.
    """
    exact = goals["exact"].to_numpy(bool)
    seen = _seen(goals, on_scale, _monitored(measured))
    answer: Floats = np.where(exact, goals["mid"].to_numpy(float), seen)
    return answer


def sees_from(
    goals: pd.DataFrame, measured: Measured, on_scale: OnScale, detectable: Floats
) -> Floats:
    """Return how many monitored measurements each goal needs to see twice what matters.

    Infinite where `detectable`, what it sees with all of its measurements, is more than that;
    0 for what is counted in full. Of more measurements the rule never sees less.
    """
    most = _BLIND * goals["mid"].to_numpy(float)
    sees, exact = detectable <= most, goals["exact"].to_numpy(bool)
    enough = np.where(sees & ~exact, _monitored(measured), 0)
    too_few = np.zeros_like(enough)
    while (enough - too_few > 1).any():
        between = (too_few + enough) // 2
        asked = np.where(enough - too_few > 1, between, 0)
        found = (asked > 0) & (_seen(goals, on_scale, asked) <= most)
        enough = np.where(found, between, enough)
        too_few = np.where((asked > 0) & ~found, between, too_few)
    return np.where(sees, enough, np.inf)


def _monitored(measured: Measured) -> Ints:
    count: Ints = (measured.monitored & ~measured.change_blocked).sum(axis=1)
    return count


def _seen(goals: pd.DataFrame, on_scale: OnScale, count: Ints) -> Floats:
    """Return what each sampled goal sees after `count` measurements; NaN for nothing."""
    mid, exact = goals["mid"].to_numpy(float), goals["exact"].to_numpy(bool)
    start, sign = _start(goals)
    smallest = _on_scale(start + sign * mid, goals) - _on_scale(goals["baseline_value"], goals)
    sigma = on_scale.noise.sigma
    with np.errstate(invalid="ignore", divide="ignore"):
        needed = np.where(_fits(start + sign * mid, goals), sign * smallest / sigma, np.nan)
    judged = on_scale.noise_known & on_scale.season_known & ~exact
    steps = _steps(goals, on_scale, np.where(judged, needed, np.nan), count)
    reached = _on_scale(goals["baseline_value"], goals) + sign * steps * sigma
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


def _steps(goals: pd.DataFrame, on_scale: OnScale, needed: Floats, count: Ints) -> Floats:
    """Return the detectable step of each goal in noise units; NaN where there is none."""
    pace = goals["looks_per_year"].to_numpy(float)
    share = np.where((goals["worse"] == "both").to_numpy(), 0.5, 1.0)
    rate, confirming = per_measurement(LOST_RATE * share, pace), confirming_measurements(pace)
    noise = on_scale.noise
    rho, freedom = rounded_noise(noise.rho, noise.degrees_of_freedom)
    steps = np.full(len(goals), np.nan)
    for goal in np.flatnonzero(np.isfinite(needed) & (count >= confirming)):
        waves = max(float(np.nan_to_num(noise.measurements[goal])), 1.0)
        step = detectable_loss(
            Rule(
                baseline=waves,
                rho=float(rho[goal]),
                degrees_of_freedom=float(freedom[goal]),
                measurements=int(count[goal]),
                rate=float(rate[goal]),
                smallest=float(needed[goal]),
                confirming=int(confirming[goal]),
            )
        )
        steps[goal] = step if np.isfinite(step) else np.nan
    return steps
