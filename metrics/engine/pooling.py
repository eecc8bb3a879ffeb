"""The noise of each area, borrowed in part from the areas beside it.

Robust empirical Bayes: the areas' variances scatter around a common one as scaled inverse
chi-squares (Smyth 2004, "Linear models and empirical Bayes methods", SAGMB 3:3), and a
small share of them may be anything larger (in the spirit of Phipson et al. 2016, "Robust
hyperparameter estimation protects against hypervariable genes", AoAS 10:946). The common
spread is averaged over instead of estimated: groups of five areas cannot estimate it.
"""

from typing import Final, NamedTuple

import numpy as np

from metrics import special
from metrics.arrays import Floats, Ints
from metrics.engine.baseline import distinct
from metrics.engine.compiled import compiled
from metrics.engine.medians import median_of

# Fewer areas than this share one plain variance.
FEWEST: Final = 4
# Considered degrees of freedom of the scatter between areas; the last means "all alike".
CANDIDATES: Final = np.array([2.0, 4.0, 8.0, 16.0, 40.0, 1e4])
# Areas of one indicator, kind and size class are mostly alike; a little data overrules this.
PRIOR: Final = np.array([0.02, 0.04, 0.06, 0.08, 0.1, 0.7])
WILD_SHARE: Final = 0.02
# A wild area's variance is anything from 1 to exp(8) times the common one.
_WILD_DENSITY: Final = 1 / 8
_ROUNDS: Final = 2
# A variance of exactly 0 (ties) is read as this share of the common one.
_SMALLEST_RATIO: Final = 1e-3
_TINY: Final = 1e-300
# Degrees of freedom are distinguished to this fraction.
_FINE: Final = 1000


class Pool(NamedTuple):
    """Per group: the common variance and how firmly the areas' variances follow it."""

    variance: Floats
    scatter: Floats
    degrees_of_freedom: Floats
    areas: Ints


class Shrunk(NamedTuple):
    """Per series: its variance and the degrees of freedom behind it (0 when unknown)."""

    variance: Floats
    degrees_of_freedom: Floats


@compiled
def group_median(value: Floats, group: Ints, groups: int) -> Floats:
    """Return the median of the finite values per group, NaN where there are none."""
    known = np.isfinite(value)
    ends = np.cumsum(np.bincount(group[known], minlength=groups))
    ordered, free = np.empty(known.sum()), ends.copy()
    for place in range(len(value)):
        if known[place]:
            free[group[place]] -= 1
            ordered[free[group[place]]] = value[place]
    median = np.full(groups, np.nan)
    for number in range(groups):
        start = free[number]
        if start < ends[number]:
            median[number] = median_of(ordered[start : ends[number]])
    return median


def median_variance(variance: Floats, freedom: Floats, group: Ints, groups: int) -> Floats:
    """Return the median variance per group, each first freed of its chi-square skewness."""
    levelled = np.full(len(variance), np.nan)
    some = freedom > 0
    # The median of a chi-square per degree of freedom (Wilson and Hilferty 1931).
    levelled[some] = variance[some] / (1 - 2 / (9 * freedom[some])) ** 3
    return group_median(levelled, group, groups)


def pooled(
    variance: Floats, freedom: Floats, group: Ints, groups: int, common: Floats | None = None
) -> Pool:
    """Return the pool of every group from its areas' variances.

    ``common`` fixes the groups' common variance (1 for variances relative to a stated one)
    instead of estimating it.
    """
    known = freedom > 0
    areas = np.bincount(group[known], minlength=groups)
    total = np.bincount(group, freedom, groups)
    plain = np.divide(
        np.bincount(group[known], (variance * freedom)[known], groups),
        total,
        out=np.full(groups, np.nan),
        where=total > 0,
    )
    scatter = np.full(groups, np.inf)
    level = plain if common is None else common.copy()
    many = areas >= FEWEST
    if many.any():
        chosen = known & many[group]
        kept = _Areas(variance[chosen], freedom[chosen], group[chosen], groups)
        fitted, spread = _fitted(kept, common)
        level, scatter = np.where(many, fitted, level), np.where(many, spread, scatter)
    return Pool(level, scatter, np.asarray(total, dtype=np.float64), areas.astype(np.int64))


class _Areas(NamedTuple):
    """The areas with a baseline, and the number of groups they fall into."""

    variance: Floats
    freedom: Floats
    group: Ints
    groups: int

    def sums(self, value: Floats) -> Floats:
        """Return the sum per group."""
        return np.asarray(np.bincount(self.group, value, self.groups))

    def mean_variance(self, weight: Floats, otherwise: Floats) -> Floats:
        """Return the weighted mean variance per group where it is positive."""
        top, bottom = self.sums(weight * self.variance), self.sums(weight)
        positive = (bottom > 0) & (top > 0)
        return np.asarray(np.divide(top, bottom, out=otherwise.copy(), where=positive))


def _fitted(areas: _Areas, common: Floats | None) -> tuple[Floats, Floats]:
    """Return common variance and scatter per group, averaged over the candidates."""
    start = median_variance(*areas)
    # Where more than half of the areas show no spread at all, the mean still does.
    start = np.where(
        start > 0, start, areas.mean_variance(areas.freedom, np.zeros(areas.groups))
    )
    levels, likelihoods = [], []
    for scatter in CANDIDATES:
        level = start if common is None else common
        for _ in range(_ROUNDS if common is None else 0):
            level = _next_level(areas, level, scatter)
        density = _mixed_density(_ratio(areas, level), areas.freedom, scatter)
        levels.append(level)
        likelihoods.append(areas.sums(np.log(density)))
    weight = PRIOR[:, None] * np.exp(np.array(likelihoods) - np.max(likelihoods, axis=0))
    weight /= weight.sum(axis=0)
    spread = 1 / (weight / CANDIDATES[:, None]).sum(axis=0)
    level = np.exp((weight * np.log(np.maximum(levels, _TINY))).sum(axis=0))
    if common is None:
        # Above the centre of the scatter: where noise comes in bursts, a quiet baseline is
        # luck and the bursts will come.
        astray = wild(_ratio(areas, level), areas.freedom, spread[areas.group])
        level = areas.mean_variance((1 - astray) * areas.freedom, level)
    return np.where(start > 0, level, 0.0), spread


def _next_level(areas: _Areas, level: Floats, scatter: float) -> Floats:
    """Return one step towards the most likely common variance."""
    ratio, freedom = _ratio(areas, level), areas.freedom
    weight = (1 - wild(ratio, freedom, scatter)) * freedom
    weight *= (scatter + freedom) / (scatter + freedom * ratio)
    return areas.mean_variance(weight, level)


def _ratio(areas: _Areas, level: Floats) -> Floats:
    common = level[areas.group]
    return np.divide(areas.variance, common, out=np.ones_like(common), where=common > 0)


def _log_density(ratio: Floats, freedom: Floats, scatter: Floats | float) -> Floats:
    """Return the log density of the logarithm of an F-distributed ratio."""
    half, other = freedom / 2, np.asarray(scatter) / 2
    share = np.maximum(ratio, _SMALLEST_RATIO) * (freedom / scatter)
    # The beta function, once per distinct pair: baselines come in few lengths.
    kinds, kind = distinct(np.round(freedom * _FINE).astype(np.int64))
    if other.ndim:
        log_beta = special.betaln(half, other)
    else:
        log_beta = special.betaln(np.maximum(kinds, 1) / (2 * _FINE), other)[kind]
    return np.asarray(half * np.log(share) - (half + other) * np.log1p(share) - log_beta)


def _mixed_density(ratio: Floats, freedom: Floats, scatter: Floats | float) -> Floats:
    regular = np.exp(_log_density(ratio, freedom, scatter))
    return np.asarray((1 - WILD_SHARE) * regular + WILD_SHARE * _WILD_DENSITY * (ratio > 1))


def wild(ratio: Floats, freedom: Floats, scatter: Floats | float) -> Floats:
    """Return the probability that an area with this variance ratio follows no group."""
    astray, chance = np.flatnonzero(ratio > 1), np.zeros(len(ratio))
    spread = scatter[astray] if isinstance(scatter, np.ndarray) else scatter
    density = _mixed_density(ratio[astray], freedom[astray], spread)
    chance[astray] = WILD_SHARE * _WILD_DENSITY / density
    return chance


def shrunk(variance: Floats, freedom: Floats, pool: Pool, group: Ints) -> Shrunk:
    """Return each series' variance, drawn towards its group's as far as the group allows.

    A group of fewer than `FEWEST` areas lends every member its plain variance. A series
    alone is a group of one: its own variance.
    """
    level, scatter = pool.variance[group], np.minimum(pool.scatter[group], CANDIDATES[-1])
    total = pool.degrees_of_freedom[group]
    own = (pool.areas[group] >= FEWEST) & (freedom > 0) & (level > 0)
    result, behind = level.copy(), total.copy()
    ratio, kept = (variance / np.where(level > 0, level, 1.0))[own], freedom[own]
    joined = scatter[own] + kept
    drawn = (scatter[own] + kept * ratio) / joined
    astray = wild(ratio, kept, scatter[own])
    result[own] *= (1 - astray) * drawn + astray * ratio
    # Never more degrees of freedom than all areas together have seen.
    behind[own] = 1 / ((1 - astray) / np.minimum(joined, total[own]) + astray / kept)
    return Shrunk(result, behind)
