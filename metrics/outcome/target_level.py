"""Where the level of each sampled goal is, compared with its target, and what that decides.

A promise to hold has no target, and what is counted in full is decided exactly: neither is
asked here.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.arrays import Bools, Floats
from metrics.engine.scale import backward, forward
from metrics.outcome.local_level import LocalLevel, level_decisions, local_level
from metrics.outcome.measurements import Measured
from metrics.outcome.on_scale import OnScale


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLevel:
    """What the level of each goal shows after each measurement: shape (goals, measurements).

    `asked` (goals,) is whether a goal is sampled and has a target. `judged` measurements say
    something of its level: they come after the reference, on its side of every break to levels
    and in no announced dip. `level` is what is known of it, on the goal's scale; the decisions
    are those of `metrics.outcome.local_level.LevelDecision`.
    """

    asked: Bools
    judged: Bools
    level: LocalLevel
    reached: Bools
    narrowly: Bools
    never_came: Bools
    p_never: Floats


def target_levels(goals: pd.DataFrame, measured: Measured, on_scale: OnScale) -> TargetLevel:
    """Follow the level of every sampled goal that has a target, and decide what it shows.

    The variance of a measurement is its whole noise; where the variation between waves is
    unknown that of its sampling alone. Without either, or without what matters, nothing is
    known of a level.
    """
    asked = ~goals["exact"].to_numpy(bool) & (goals["form"] != "hold").to_numpy()
    judged = measured.monitored & ~measured.level_blocked & ~measured.expected_dip
    sampling = np.where(on_scale.error > 0, on_scale.error, np.nan)
    sd = np.where(np.isfinite(on_scale.sd), on_scale.sd, sampling)[:, :-1]
    shortfall = _shortfall(goals, on_scale)[:, :-1]
    smallest = _smallest(goals)
    judged &= asked[:, None] & np.isfinite(shortfall) & (sd > 0)
    # Rolling means that share their data tell together what one of them does.
    sharing = np.arange(shortfall.shape[1]) - measured.apart
    level = local_level(shortfall, sharing * sd**2, smallest, judged)
    decided = level_decisions(level, smallest)
    return TargetLevel(
        asked=asked,
        judged=judged,
        level=level,
        reached=decided.reached,
        narrowly=decided.narrowly,
        never_came=decided.never_came,
        p_never=decided.p_never,
    )


def _shortfall(goals: pd.DataFrame, on_scale: OnScale) -> Floats:
    """Return how far each measurement falls short of the target, below 0 inside a band."""
    low, high = on_scale.low[:, None], on_scale.high[:, None]
    band = (goals["worse"] == "both").to_numpy()[:, None]
    outside = np.fmax(low - on_scale.value, on_scale.value - high)
    shortfall: Floats = np.where(band, outside, on_scale.against.shortfall)
    return shortfall


def _smallest(goals: pd.DataFrame) -> Floats:
    """Return what matters on the scale, at the target; the lesser of both limits of a band."""
    mid, worse = goals["mid"].to_numpy(float), goals["worse"].to_numpy(object)
    low, high = (goals[name].to_numpy(float) for name in ("target_low", "target_high"))
    lowest, highest = np.where(np.isnan(low), high, low), np.where(np.isnan(high), low, high)
    above = _scaled(lowest, goals) - _scaled(lowest - mid, goals)
    below = _scaled(highest + mid, goals) - _scaled(highest, goals)
    return np.where(
        worse == "lower", above, np.where(worse == "higher", below, np.fmin(above, below))
    )


def _scaled(values: Floats, goals: pd.DataFrame) -> Floats:
    return forward(values, goals["scale"].to_numpy(object), goals["whole"].to_numpy(float))


def values_at(goals: pd.DataFrame, on_scale: OnScale, shortfall: Floats) -> Floats:
    """Return the value, in the unit and without season, that falls short by `shortfall`.

    That is on the scale, of shape (goals, measurements), counted on the side of a band on which
    the measurement lies; 0 gives the target.
    """
    value = on_scale.value
    worse = goals["worse"].to_numpy(object)[:, None]
    under = on_scale.low[:, None] - value > value - on_scale.high[:, None]
    downwards = np.where(worse == "both", under, worse == "lower")
    moved = np.where(downwards, -1.0, 1.0)[:, :-1] * (
        shortfall - _shortfall(goals, on_scale)[:, :-1]
    )
    return backward(
        value[:, :-1] + moved, goals["scale"].to_numpy(object), goals["whole"].to_numpy(float)
    )
