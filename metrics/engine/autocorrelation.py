"""The autocorrelation of measurements, from baselines too short to show it one by one.

The lag-1 ratio of a short series is biased towards minus one over its length. All areas
of a group are pooled, and the pooled ratio is inverted through its exact expectation for
the baseline length at hand (quadratic forms of a stationary first-order process; Anderson
1971, The Statistical Analysis of Time Series, ch. 8).
"""

from functools import cache
from typing import Final

import numpy as np

from metrics.arrays import Floats, Ints
from metrics.engine.baseline import distinct

# What is likely before any data: real register and survey series lie mostly here.
PRIOR_MEAN: Final = 0.3
PRIOR_SD: Final = 0.3
GRID: Final = np.linspace(-0.4, 0.96, 69)
# Where the calibration ends. Estimates may fall below zero: erring upwards only costs power.
LEAST: Final = -0.14
MOST: Final = 0.9
# Posterior standard deviations added where the data say nothing.
CAUTION: Final = 1.0
# Beyond this length the moments per measurement no longer change.
LONGEST: Final = 60


def _correlation(length: int, rho: float) -> Floats:
    place = np.arange(length)
    return np.asarray(rho ** np.abs(place[:, None] - place), dtype=np.float64)


def _residual_maker(length: int, columns: int) -> Floats:
    """Return the matrix that removes the mean and ``columns - 1`` seasonal contrasts."""
    design = (np.arange(length)[:, None] % columns == np.arange(columns)).astype(np.float64)
    return np.asarray(np.eye(length) - design @ np.linalg.pinv(design))


@cache
def baseline_moments(length: int, rho: float, columns: int = 1) -> tuple[float, float]:
    """Return (expected sum of squared residuals, its degrees of freedom) for unit noise.

    ``columns`` parameters are fitted (1: the mean; seasons: one mean each). The degrees
    of freedom match the variance (Satterthwaite 1946); both are ``length - columns``
    without autocorrelation, and 0 when nothing is left over.
    """
    if length <= columns:
        return 0.0, 0.0
    if length > LONGEST:
        total, freedom = baseline_moments(LONGEST, rho, columns)
        stretch = (length - columns) / (LONGEST - columns)
        return total * stretch, freedom * stretch
    form = _residual_maker(length, columns) @ _correlation(length, rho)
    total = float(np.trace(form))
    return total, total**2 / float(np.sum(form * form.T))


@cache
def _ratio_moments(length: int, columns: int) -> Floats:
    """Return, over `GRID`: expected lag-1 sum, expected square sum, variance of the ratio's
    numerator about its expectation."""
    if length <= columns + 1:
        return np.zeros((3, len(GRID)))
    if length > LONGEST:
        return _ratio_moments(LONGEST, columns) * (length - columns) / (LONGEST - columns)
    maker = _residual_maker(length, columns)
    shift = (np.eye(length, k=1) + np.eye(length, k=-1)) / 2
    lagged = maker @ shift @ maker
    moments = []
    for rho in GRID:
        correlation = _correlation(length, rho)
        top, bottom = np.trace(lagged @ correlation), np.trace(maker @ correlation)
        form = (lagged - top / bottom * maker) @ correlation
        moments.append((top, bottom, 2 * np.sum(form * form.T)))
    return np.array(moments).T


def pooled_rho(
    lagged: Floats, squares: Floats, lengths: Ints, group: Ints, groups: int, columns: Ints
) -> Floats:
    """Return one cautious lag-1 autocorrelation per group, from `LEAST` to `MOST`.

    Per series: the sum of products of neighbouring residuals, the sum of squares (both
    divided by the series' own noise), the baseline length and the group's index; per
    group the number of fitted ``columns``. The posterior mean under the prior,
    plus a caution of up to one posterior standard deviation: believing in too little
    autocorrelation costs false alarms, too much only some power. The caution fades as the
    group learns.
    """
    top = np.bincount(group, lagged, groups)
    bottom = np.bincount(group, squares, groups)
    ratio = np.divide(top, bottom, out=np.zeros(groups), where=bottom > 0)
    expected = _expected(lengths, group, groups, columns)
    rho = _posterior(np.where(bottom > 0, ratio, np.nan), expected)
    return np.asarray(np.clip(rho, LEAST, MOST))


def _expected(lengths: Ints, group: Ints, groups: int, columns: Ints) -> Floats:
    """Return moments (3, group, grid) summed over the series of each group."""
    most = int(columns.max(initial=1)) + 1
    kinds, kind = distinct(lengths * most + columns[group])
    counts = np.bincount(group * len(kinds) + kind, minlength=groups * len(kinds))
    moments = np.array([_ratio_moments(int(k // most), int(k % most)) for k in kinds])
    moments = moments.reshape(-1, 3, len(GRID))
    summed = np.einsum(
        "gk,kmr->mgr", counts.reshape(groups, len(kinds)).astype(np.float64), moments
    )
    return np.asarray(summed)


def _posterior(ratio: Floats, expected: Floats) -> Floats:
    """Return the cautious posterior mean; that of the prior where there is no ratio."""
    top, bottom, variance = expected
    known = np.isfinite(ratio) & (bottom > 0).all(axis=1)
    log_density = -0.5 * ((GRID - PRIOR_MEAN) / PRIOR_SD) ** 2 * np.ones((len(ratio), 1))
    spread = variance[known] / bottom[known] ** 2
    off = ratio[known, None] - top[known] / bottom[known]
    log_density[known] -= 0.5 * (off**2 / spread + np.log(spread))
    weight = np.exp(log_density - log_density.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    # Summed by row: a matrix product rounds by how many groups there are.
    mean = (weight * GRID).sum(axis=1)
    sd = np.sqrt(np.maximum((weight * GRID**2).sum(axis=1) - mean**2, 0.0))
    return np.asarray(mean + CAUTION * sd**2 / PRIOR_SD)
