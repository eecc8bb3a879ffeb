"""Where a goal's level is after each measurement, compared with its target.

A single measurement of a sample says little of the level, and a mean of several hides a recent
change. The level is therefore followed by a filter: it drifts a little between measurements,
and now and then it jumps. This is the local level model (Harvey 1989, Forecasting, Structural
Time Series Models and the Kalman Filter) with one hypothesis for every measurement at which
the latest jump may have come, weighed by how well each foresaw what followed, as in the
run lengths of Adams and MacKay (2007, arXiv:0710.3742). The limits of the decisions are set by
simulation (tests/benchmarks/levels.py): seldom wrong where nothing changes, and seldom
confident of a level that changed within a year.
"""

import math
from typing import Final, NamedTuple

import numpy as np

from metrics.arrays import Bools, Floats
from metrics.engine.compiled import compiled

DRIFT: Final = 0.04
"""The variance of the level's drift between two measurements, by the variance of one."""
JUMP_CHANCE: Final = 0.1
"""How often the level jumps between two measurements."""
_JUMP: Final = 2.0
"""The standard deviation of a jump, by what matters."""

# Never came: so small a chance of being at the target, and short of it by this much of what
# matters, without a recent improvement.
_CHANCE_OF_NEVER: Final = 0.015
_SHORT: Final = 0.5
_BETTER: Final = -1.0
_BETTER_TWICE: Final = -1.2

# Reached: at the target but for this much of what matters, surely within what matters of it,
# without a recent worsening. Narrowly: not even that sure to be at the target itself.
_AT_TARGET: Final = 0.125
_SURE: Final = 0.95
_WORSE: Final = 1.1
_WORSE_TWICE: Final = 1.6

_Z80: Final = 1.281552
_PARTS: Final = 8


class LocalLevel(NamedTuple):
    """What is known of the level after each measurement, all of shape (goals, measurements).

    `mean` is how far the level falls short of the target (higher is worse), `sd` its standard
    deviation. `chance_met` is the probability that the level is at the target or better,
    `chance_near` that it is at most what matters short of it. `latest` is the shortfall of the
    latest measurement and `pair` the mean of the two latest; `latest_surprise` and
    `pair_surprise` are how much worse they are than the measurements before them foresaw, in
    standard deviations. What leaves a measurement out repeats the cell before it; NaN where
    there are too few measurements.
    """

    mean: Floats
    sd: Floats
    chance_met: Floats
    chance_near: Floats
    latest: Floats
    pair: Floats
    latest_surprise: Floats
    pair_surprise: Floats

    @property
    def ribbon(self) -> tuple[Floats, Floats]:
        """The limits that hold a level that drifts and jumps as assumed with 80 % probability.

        Lower shortfall first. A level that did not change for years lies within them oftener,
        one that has just jumped by twice what matters in half of the cases.
        """
        half = _Z80 * self.sd
        return self.mean - half, self.mean + half


class LevelDecision(NamedTuple):
    """What the level shows after each measurement, all of shape (goals, measurements).

    `reached`: at the target; `narrowly`: reached, but not surely the target itself;
    `never_came`: surely not at the target, by what is worth mentioning. Neither is unclear.
    `p_never` is the p-value of `never_came`: 1 where its other conditions fail, NaN where
    nothing is known of the level.
    """

    reached: Bools
    narrowly: Bools
    never_came: Bools
    p_never: Floats


def local_level(
    shortfall: Floats,
    variance: Floats,
    smallest: Floats,
    judged: Bools,
    *,
    drift: float = DRIFT,
    jump_chance: float = JUMP_CHANCE,
) -> LocalLevel:
    """Follow the level of every goal through its measurements, oldest first.

    `shortfall` (goals, measurements) is how far each falls short of the target, higher is
    worse, and `variance` its whole variance: sampling and variation between waves. `smallest`
    (goals,) is what matters, on the same scale. Only `judged` cells with a shortfall and a
    positive variance count; no cell depends on a later one.
    """
    usable = np.isfinite(shortfall) & np.isfinite(variance) & (variance > 0)
    usable &= judged & (np.isfinite(smallest) & (smallest > 0))[:, None]
    found = np.full((*shortfall.shape, _PARTS), np.nan)
    _follow_all(
        np.where(usable, shortfall, np.nan), variance, smallest, drift, jump_chance, found
    )
    return LocalLevel(*np.moveaxis(found, -1, 0))


def level_decisions(level: LocalLevel, smallest: Floats) -> LevelDecision:
    """Decide what each level shows; `smallest` (goals,) is what matters, as in `local_level`.

    A target is reached by two measurements at the least; one can show that it never came.
    """
    matters = smallest[:, None]
    with np.errstate(invalid="ignore"):
        improves = (level.latest_surprise < _BETTER) | (level.pair_surprise < _BETTER_TWICE)
        worsens = (level.latest_surprise > _WORSE) & (level.latest > 0)
        worsens |= (level.pair_surprise > _WORSE_TWICE) & (level.pair > 0)
        short = np.minimum(level.mean, level.latest) >= _SHORT * matters
        there = (level.mean <= _AT_TARGET * matters) & (level.latest <= matters)
        twice = np.isfinite(level.pair)
        reached = twice & there & (level.chance_near >= _SURE) & ~worsens
        p_never = np.where(short & ~improves, level.chance_met, 1.0)
        return LevelDecision(
            reached=reached,
            narrowly=reached & (level.chance_met < _SURE),
            never_came=p_never <= _CHANCE_OF_NEVER,
            p_never=np.where(np.isnan(level.mean), np.nan, p_never),
        )


@compiled
def _follow_all(
    shortfall: Floats,
    variance: Floats,
    smallest: Floats,
    drift: float,
    jump_chance: float,
    found: Floats,
) -> None:
    for goal in range(len(shortfall)):
        _follow(
            shortfall[goal], variance[goal], smallest[goal], drift, jump_chance, found[goal]
        )


@compiled
def _follow(
    shortfall: Floats,
    variance: Floats,
    smallest: float,
    drift: float,
    jump_chance: float,
    found: Floats,
) -> None:
    """Fill `found` (measurement, part) for one goal, parts in the order of `LocalLevel`."""
    # The mean, the variance and the log probability of each hypothesis.
    hypotheses = np.zeros((3, len(shortfall)))
    count, before, earlier = 0, -1, -1
    for now in range(len(shortfall)):
        if math.isnan(shortfall[now]):
            if now > 0:
                found[now] = found[now - 1]
            continue
        drifted = drift * variance[now]
        if count == 0:
            hypotheses[0, 0], hypotheses[1, 0], count = shortfall[now], variance[now], 1
        else:
            _surprised(shortfall, variance, drift, found, earlier, before, now)
            matched, spread = found[before, 0], found[before, 1] ** 2 + drifted
            hypotheses[1, :count] += drifted
            if jump_chance > 0.0:
                hypotheses[2, :count] += math.log1p(-jump_chance)
                hypotheses[0, count] = matched
                hypotheses[1, count] = spread + (_JUMP * smallest) ** 2
                hypotheses[2, count] = math.log(jump_chance)
                count += 1
            _weighed(hypotheses[:, :count], shortfall[now], variance[now])
        _summed(hypotheses[:, :count], smallest, found[now])
        found[now, 4] = shortfall[now]
        earlier, before = before, now


@compiled
def _surprised(
    shortfall: Floats,
    variance: Floats,
    drift: float,
    found: Floats,
    earlier: int,
    before: int,
    now: int,
) -> None:
    """Compare the latest measurement, and the two latest, with the level before them."""
    drifted = drift * variance[now]
    expected = math.sqrt(found[before, 1] ** 2 + drifted + variance[now])
    found[now, 6] = (shortfall[now] - found[before, 0]) / expected
    pair = 0.5 * (shortfall[before] + shortfall[now])
    found[now, 5] = pair
    if earlier >= 0:
        wandered = drift * variance[before] + 0.25 * drifted
        noise = 0.25 * (variance[before] + variance[now])
        expected = math.sqrt(found[earlier, 1] ** 2 + wandered + noise)
        found[now, 7] = (pair - found[earlier, 0]) / expected


@compiled
def _weighed(hypotheses: Floats, shortfall: float, variance: float) -> None:
    """Update every hypothesis by one measurement, and weigh it by what it had foreseen."""
    best, total = -math.inf, 0.0
    for place in range(hypotheses.shape[1]):
        expected = hypotheses[1, place] + variance
        missed = shortfall - hypotheses[0, place]
        gain = hypotheses[1, place] / expected
        hypotheses[0, place] += gain * missed
        hypotheses[1, place] *= 1.0 - gain
        hypotheses[2, place] -= 0.5 * (missed**2 / expected + math.log(expected))
        best = max(best, hypotheses[2, place])
    for place in range(hypotheses.shape[1]):
        total += math.exp(hypotheses[2, place] - best)
    hypotheses[2] -= best + math.log(total)


@compiled
def _summed(hypotheses: Floats, smallest: float, found: Floats) -> None:
    """Put the mean, the standard deviation and the chances of the whole mixture in `found`."""
    mean, square, met, near = 0.0, 0.0, 0.0, 0.0
    for place in range(hypotheses.shape[1]):
        weight = math.exp(hypotheses[2, place])
        mean += weight * hypotheses[0, place]
        spread = math.sqrt(2.0 * hypotheses[1, place])
        met += weight * 0.5 * math.erfc(hypotheses[0, place] / spread)
        near += weight * 0.5 * math.erfc((hypotheses[0, place] - smallest) / spread)
    for place in range(hypotheses.shape[1]):
        distance = hypotheses[0, place] - mean
        square += math.exp(hypotheses[2, place]) * (hypotheses[1, place] + distance**2)
    found[0], found[1], found[2], found[3] = mean, math.sqrt(square), met, near
