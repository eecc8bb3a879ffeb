"""Is the line going up or down? Two familiar trend rules, shown as reading aids.

Neither is the alarm: the first knows sampling error only, so big denominators make any
change significant; the second assumes that neighbouring years are unrelated.
"""

from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from metrics import special
from metrics.arrays import Floats

Flags = npt.NDArray[np.bool_]
Words = npt.NDArray[np.str_]

POINTS = 5
# The 99.8 % point of chi-squared with one degree of freedom.
SIGNIFICANT = 9.54953570608324
# A 95 % interval is this many standard errors wide.
WIDTH_OF_95 = 3.92
# How many pairs of periods are held in memory at once.
_PAIRS_AT_ONCE = 4_000_000

_TIME = np.arange(1.0, POINTS + 1)


class Trend(StrEnum):
    """The words of the two rules: the first four of `recent_trend`, "no trend" of the other."""

    INCREASING = "increasing"
    DECREASING = "decreasing"
    NO_CHANGE = "no_change"
    CANNOT_BE_CALCULATED = "cannot_be_calculated"
    NO_TREND = "no trend"


class RecentTrend(NamedTuple):
    """Direction (a word of `Trend`) and chi-squared, one of each per series."""

    direction: Words
    chi_squared: Floats


class MannKendall(NamedTuple):
    """Trend (a word of `Trend`), two-sided p, the S statistic and Sen's slope per period."""

    trend: Words
    p: Floats
    s: Floats
    sen_slope: Floats


def recent_trend(numerators: npt.ArrayLike, denominators: npt.ArrayLike) -> RecentTrend:
    """Return the Fingertips recent trend of shares over their last five periods.

    Shape (period,) or (series, period), oldest first, numbers of people; the periods are
    neither overlapping nor broken. The direction is "cannot_be_calculated", and chi-squared
    0 as its owners print it, where there are fewer than five periods, where one of the five
    is missing, and where nobody or everybody counts in one of them.

    Raises `ValueError` where a lone series has a numerator that is negative or larger than
    its denominator; one such series of several cannot be calculated, and the others are.

    Source: Public Health England, Fingertips, "Recent trends in indicators"; the test is
    P. Armitage (1955), Biometrics 11, 375-386, without continuity correction.
    """
    cases, people = np.broadcast_arrays(
        np.asarray(numerators, dtype=np.float64), np.asarray(denominators, dtype=np.float64)
    )
    if cases.ndim == 1 and np.any((cases < 0) | (cases > people)):
        raise ValueError("Every numerator must lie between 0 and its denominator.")
    if cases.shape[-1] < POINTS:
        return _no_recent_trend(cases.shape[:-1])
    possible = ~((cases < 0) | (cases > people)).any(axis=-1)
    cases, people = cases[..., -POINTS:], people[..., -POINTS:]
    known = np.asarray(((cases > 0) & (cases < people) & (people < np.inf)).all(axis=-1))
    known &= possible
    # One of two is used where the rule has no answer; the answer is blanked below.
    cases = np.where(known[..., None], cases, 1.0)
    people = np.where(known[..., None], people, 2.0)
    slope, variance = _armitage(cases, people)
    log_odds = special.logit(cases / people)
    steady = _steady(log_odds, np.ones_like(log_odds), slope)
    return _recent_trend(slope, slope**2 / variance, steady, known)


def recent_value_trend(
    values: npt.ArrayLike, low: npt.ArrayLike, high: npt.ArrayLike
) -> RecentTrend:
    """Return the Fingertips recent trend of rates or means with published 95 % limits.

    Shape (period,) or (series, period), oldest first, in the unit of the values. The
    direction is "cannot_be_calculated" with fewer than five values, "no_change" where one of
    the five has no limits or limits of no width; chi-squared is then 0.

    Raises `ValueError` where an upper limit of a lone series is below its lower limit; one
    such series of several cannot be calculated, and the others are.

    Source: Public Health England, Fingertips, "Recent trends in indicators": regression
    weighted by the inverse of the squared standard error.
    """
    value, below, above = np.broadcast_arrays(
        *(np.asarray(part, dtype=np.float64) for part in (values, low, high))
    )
    possible = ~(above < below).any(axis=-1)
    if value.ndim == 1 and not possible.all():
        raise ValueError("Every upper limit must be at least its lower limit.")
    if value.shape[-1] < POINTS:
        return _no_recent_trend(value.shape[:-1])
    value = value[..., -POINTS:]
    width = (above - below)[..., -POINTS:]
    known = np.isfinite(value).all(axis=-1) & possible
    weighed = known & (width > 0).all(axis=-1)
    value = np.where(weighed[..., None], value, 0.0)
    weight = (WIDTH_OF_95 / np.where(weighed[..., None], width, 1.0)) ** 2
    slope, information = _slope(value, weight, _TIME)
    return _recent_trend(
        slope, slope**2 * information, _steady(value, weight, slope) & weighed, known
    )


def mann_kendall(values: npt.ArrayLike, alpha: float = 0.05) -> MannKendall:
    """Return the Mann-Kendall test of a monotone trend, and Sen's slope.

    Shape (period,) or (series, period), equally spaced, oldest first. Missing periods
    (NaN, infinite) drop out of the test and keep their place in time for the slope. The
    normal approximation allows for ties; a series that never changes has p = 1, one with
    fewer than two values also has no slope (NaN).

    Raises `ValueError` where ``values`` has more than two dimensions.

    Source: H. B. Mann (1945), Econometrica 13, 245-259; M. G. Kendall (1975), "Rank
    correlation methods"; P. K. Sen (1968), JASA 63, 1379-1389.
    """
    series = np.asarray(values, dtype=np.float64)
    if series.ndim not in (1, 2):
        raise ValueError(f"`values` must be (period,) or (series, period), not {series.shape}.")
    rows = np.atleast_2d(np.where(np.isfinite(series), series, np.nan))
    batch = max(1, _PAIRS_AT_ONCE // max(1, rows.shape[1] ** 2))
    parts = [_ranked(rows[i : i + batch]) for i in range(0, max(1, len(rows)), batch)]
    s, variance, slope = np.concatenate(parts, axis=1)
    # Continuity correction: S moves in steps of two.
    z = np.sign(s) * np.maximum(np.abs(s) - 1, 0) / np.sqrt(np.where(variance > 0, variance, 1))
    p = 2 * special.ndtr(-np.abs(z))
    found = np.where(s > 0, Trend.INCREASING.value, Trend.DECREASING.value)
    trend = np.where(p < alpha, found, Trend.NO_TREND.value)
    lone = 0 if series.ndim == 1 else slice(None)
    return MannKendall(trend[lone], p[lone], s[lone], slope[lone])


def _armitage(cases: Floats, people: Floats) -> tuple[Floats, Floats]:
    """Return the Cochran-Armitage statistic and its variance."""
    total = people.sum(axis=-1)
    share = cases.sum(axis=-1) / total
    statistic = ((cases - people * share[..., None]) * _TIME).sum(axis=-1)
    spread = (people * _TIME**2).sum(axis=-1) - (people * _TIME).sum(axis=-1) ** 2 / total
    return statistic, share * (1 - share) * spread


def _slope(value: Floats, weight: Floats, time: Floats) -> tuple[Floats, Floats]:
    """Return the weighted slope over time and its information (1 / variance)."""
    centred = time - ((weight * time).sum(axis=-1) / weight.sum(axis=-1))[..., None]
    information = (weight * centred**2).sum(axis=-1)
    return (weight * centred * value).sum(axis=-1) / information, information


def _steady(value: Floats, weight: Floats, slope: Floats) -> Flags:
    """Return whether no single period turns the slope around."""
    without = [
        _slope(*(np.delete(part, left_out, axis=-1) for part in (value, weight, _TIME)))[0]
        for left_out in range(POINTS)
    ]
    # A level rest must count as level: rounding leaves it a hair up or down.
    level = 1e-12 * np.abs(value).max(axis=-1)
    turns = np.where(np.abs(without) <= level, 0.0, np.sign(without))
    return np.asarray((turns == np.sign(slope)).all(axis=0))


def _recent_trend(slope: Floats, chi: Floats, steady: Flags, known: Flags) -> RecentTrend:
    turned = np.where(slope > 0, Trend.INCREASING.value, Trend.DECREASING.value)
    direction = np.where(steady & (chi > SIGNIFICANT), turned, Trend.NO_CHANGE.value)
    direction = np.where(known, direction, Trend.CANNOT_BE_CALCULATED.value)
    return RecentTrend(direction[()], np.where(known, chi, 0.0)[()])


def _no_recent_trend(shape: tuple[int, ...]) -> RecentTrend:
    words = np.full(shape, Trend.CANNOT_BE_CALCULATED.value)
    return RecentTrend(words[()], np.zeros(shape)[()])


def _ranked(rows: Floats) -> Floats:
    """Return S, its variance and Sen's slope for each row."""
    earlier, later = np.triu_indices(rows.shape[1], k=1)
    steps = rows[:, later] - rows[:, earlier]
    s = np.nansum(np.sign(steps), axis=1)
    n = np.isfinite(rows).sum(axis=1)
    # Each value of a tie of t carries 1/t of the tie's correction t(t-1)(2t+5).
    ties = (rows[:, :, None] == rows[:, None, :]).sum(axis=2)
    tied = np.where(ties > 0, (ties - 1) * (2 * ties + 5), 0).sum(axis=1)
    slope = np.full(len(rows), np.nan)
    slope[n > 1] = np.nanmedian(steps[n > 1] / (later - earlier), axis=1)
    return np.array([s, (n * (n - 1) * (2 * n + 5) - tied) / 18, slope])
