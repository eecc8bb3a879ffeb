"""Distances from the frozen references, turned so that more is worse."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.arrays import Bools, Floats
from metrics.outcome.measurements import Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """How bad each measurement is, shape (goals, measurements); NaN where it is unknown.

    `badness` is the value turned so that more is worse (distance outside a band), `worsening`
    its distance from the baseline, `shortfall` from the target (at most 0 is reached), and
    `behind` how much more than the comparator it has worsened. `to_gain` (goals) is how far
    the target lay from the baseline. All are in the unit, or on the scale, of the values.
    """

    badness: Floats
    worsening: Floats
    shortfall: Floats
    behind: Floats
    reached: Bools
    to_gain: Floats


def against(goals: pd.DataFrame, measured: Measured) -> Reference:
    """Return the distance of every measurement of `goals` from its references."""
    baseline = badness(goals["baseline_value"].to_numpy(float)[:, None], goals)
    bad = badness(measured.value, goals)
    worsening = bad - baseline
    holds = (goals["form"] == "hold").to_numpy()[:, None]
    target = np.where(holds, baseline, _target(goals)[:, None])
    shortfall = bad - target
    mid = goals["mid"].to_numpy(float)[:, None]
    # A promise to hold is kept until the value has worsened by what matters.
    reached = np.where(holds, shortfall < mid, shortfall <= 0)
    comparator = badness(measured.comparator, goals)
    comparator_start = badness(goals["comparator_baseline"].to_numpy(float)[:, None], goals)
    return Reference(
        badness=bad,
        worsening=worsening,
        shortfall=shortfall,
        behind=worsening - (comparator - comparator_start),
        reached=reached & np.isfinite(shortfall),
        to_gain=(baseline - target)[:, 0],
    )


def starts_outside(goals: pd.DataFrame) -> Bools:
    """Return which goals have a target at least what matters away from their baseline.

    Only there can something be gained and lost again; any other goal is monitored as a promise
    to hold.
    """
    baseline = badness(goals["baseline_value"].to_numpy(float)[:, None], goals)[:, 0]
    to_gain = baseline - _target(goals)
    far = to_gain >= goals["mid"].to_numpy(float) * (1.0 - 1e-9)
    outside: Bools = far & (goals["form"] != "hold").to_numpy()
    return outside


def badness(values: Floats, goals: pd.DataFrame) -> Floats:
    """Turn values of shape (goals, anything) so that more is worse."""
    worse = goals["worse"].to_numpy(object)[:, None]
    low = goals["target_low"].to_numpy(float)[:, None]
    high = goals["target_high"].to_numpy(float)[:, None]
    outside = np.fmax(np.fmax(low - values, values - high), 0.0)
    outside = np.where(np.isnan(values), np.nan, outside)
    turned: Floats = np.where(
        worse == "lower", -values, np.where(worse == "higher", values, outside)
    )
    return turned


def _target(goals: pd.DataFrame) -> Floats:
    """Return the badness at which the goal is just reached."""
    worse = goals["worse"].to_numpy(object)
    low = goals["target_low"].to_numpy(float)
    high = goals["target_high"].to_numpy(float)
    answer: Floats = np.where(
        worse == "lower",
        -np.where(np.isnan(low), high, low),
        np.where(worse == "higher", np.where(np.isnan(high), low, high), 0.0),
    )
    return answer
