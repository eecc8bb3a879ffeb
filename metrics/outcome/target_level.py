"""Where the level of each sampled goal is, compared with its target, and what that decides.

A promise to hold has no target, and what is counted in full is decided exactly: neither is
asked here.
"""

from dataclasses import dataclass

import numpy as np

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.scale import backward
from metrics.outcome.local_level import LocalLevel, level_decisions, local_level
from metrics.outcome.measurements import Measured
from metrics.outcome.on_scale import OnScale
from metrics.outcome.terms import Terms


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


def target_levels(terms: Terms, measured: Measured, on_scale: OnScale) -> TargetLevel:
    """Follow the level of every sampled goal that has a target, and decide what it shows.

    The variance of a measurement is its whole noise; where the variation between waves is
    unknown that of its sampling alone. Without either, or without what matters, nothing is
    known of a level.
    """
    asked = ~terms.exact & ~terms.holds
    judged = measured.monitored & ~measured.level_blocked & ~measured.expected_dip
    sampling = np.where(on_scale.error > 0, on_scale.error, np.nan)
    sd = np.where(np.isfinite(on_scale.sd), on_scale.sd, sampling)[:, :-1]
    shortfall = _shortfall(terms, on_scale)[:, :-1]
    smallest = _smallest(terms)
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


def _shortfall(terms: Terms, on_scale: OnScale) -> Floats:
    """Return how far each measurement falls short of the target, below 0 inside a band."""
    if not terms.both.any():
        return on_scale.against.shortfall
    low, high = on_scale.low[:, None], on_scale.high[:, None]
    outside = np.fmax(low - on_scale.value, on_scale.value - high)
    shortfall: Floats = np.where(terms.both[:, None], outside, on_scale.against.shortfall)
    return shortfall


def _smallest(terms: Terms) -> Floats:
    """Return what matters on the scale, at the target; the lesser of both limits of a band."""
    low, high, mid = terms.target_low, terms.target_high, terms.mid
    lowest, highest = np.where(np.isnan(low), high, low), np.where(np.isnan(high), low, high)
    above = terms.on_scale(lowest) - terms.on_scale(lowest - mid)
    below = terms.on_scale(highest + mid) - terms.on_scale(highest)
    one_side = np.where(terms.downwards, above, below)
    return np.where(terms.both, np.fmin(above, below), one_side)


def values_at(
    terms: Terms, on_scale: OnScale, shortfall: Floats, goal: Ints, column: Ints
) -> Floats:
    """Return the values, in the unit and without season, that fall short by so much.

    Each of `shortfall` is on the scale, of the measurement in a column of a goal, and counted
    on the side of a band on which that measurement lies; 0 gives the target.
    """
    value = on_scale.value[goal, column]
    under = on_scale.low[goal] - value > value - on_scale.high[goal]
    downwards = np.where(terms.both[goal], under, terms.downwards[goal])
    measured = _shortfall(terms, on_scale)[goal, column]
    moved = value + np.where(downwards, -1.0, 1.0) * (shortfall - measured)
    return backward(moved, terms.scale[goal], terms.whole[goal])
