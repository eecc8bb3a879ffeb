"""How sure are we of one number? Intervals for shares, rates and means."""

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from metrics import special
from metrics.arrays import Floats, floats

# Below this many events Byar's approximation is too rough and the exact limits are used.
SMALLEST_BYAR_COUNT = 10


class Interval(NamedTuple):
    """An estimate with its confidence limits, all in the unit of the estimate.

    The three parts have one shape: arrays for array input, single numbers for scalars.
    """

    value: Floats
    low: Floats
    high: Floats


def wilson(
    cases: npt.ArrayLike, population: npt.ArrayLike, confidence: float = 0.95
) -> Interval:
    """Return the share ``cases / population`` with its Wilson score interval.

    Shares are fractions in [0, 1]. The arguments broadcast against each other; ``cases`` may
    be fractional (weighted counts). Where either is missing (NaN) or the population is zero
    there is no share, and all three parts are NaN.

    Raises `ValueError` where ``cases`` is negative or larger than ``population``, and where
    ``confidence`` is not between 0 and 1.

    Source: E. B. Wilson (1927), "Probable inference, the law of succession, and statistical
    inference", JASA 22, 209-212.
    """
    cases, population = np.broadcast_arrays(floats(cases), floats(population))
    if np.any((cases < 0) | (cases > population)):
        raise ValueError("Every `cases` must lie between 0 and its `population`.")
    n = _positive_or_missing(population)
    z = _z(_tail(confidence))
    share = cases / n
    centre = share + z**2 / (2 * n)
    spread = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    scale = 1 + z**2 / n
    low, high = (centre - spread) / scale, (centre + spread) / scale
    return _ordered(share, np.maximum(low, 0), np.minimum(high, 1))


def byar(
    count: npt.ArrayLike,
    denominator: npt.ArrayLike,
    confidence: float = 0.95,
    per: float = 100_000,
    *,
    exact_below: float = SMALLEST_BYAR_COUNT,
) -> Interval:
    """Return the rate ``per * count / denominator`` with Byar's limits.

    Counts under ``exact_below`` get the exact Poisson limits instead, as the English public
    health indicators do; ``exact_below=0`` gives Byar's approximation throughout. The unit is
    events per ``per`` units of the denominator. Arguments broadcast. Where either is missing
    (NaN) or the denominator is zero there is no rate, and all three parts are NaN.

    Raises `ValueError` where a count or a denominator is negative, and where ``confidence``
    is not between 0 and 1.

    Source: N. E. Breslow & N. E. Day (1987), "Statistical methods in cancer research" II,
    IARC 82, p. 69; the rule for small counts: APHO (2008), Technical briefing 3.
    """
    count, denominator = np.broadcast_arrays(floats(count), floats(denominator))
    if np.any(count < 0) or np.any(denominator < 0):
        raise ValueError("Every `count` and every `denominator` must be 0 or more.")
    tail = _tail(confidence)
    exact = count < exact_below
    # The exact limits are slow to find: asked for only where they are used.
    few = np.where(exact, count, np.nan)
    low = np.where(exact, _exact_low(few, tail), _byar_limit(count, -1, tail))
    above = special.gammainccinv(few + 1, tail)
    high = np.where(exact, above, _byar_limit(count + 1, 1, tail))
    unit = per / _positive_or_missing(denominator)
    return _ordered(count * unit, low * unit, high * unit)


def mean_interval(
    mean: npt.ArrayLike, sd: npt.ArrayLike, n: npt.ArrayLike, confidence: float = 0.95
) -> Interval:
    """Return a mean with its Student t interval, in the unit of the mean.

    ``sd`` is the sample standard deviation (divisor n - 1), ``n`` the number of answers.
    Arguments broadcast. Fewer than two answers say nothing about the spread: the mean stays,
    its limits are NaN.

    Raises `ValueError` where ``sd`` or ``n`` is negative, and where ``confidence`` is not
    between 0 and 1.

    Source: Student (1908), "The probable error of a mean", Biometrika 6, 1-25.
    """
    mean, sd, n = np.broadcast_arrays(floats(mean), floats(sd), floats(n))
    if np.any(sd < 0) or np.any(n < 0):
        raise ValueError("Every `sd` and every `n` must be 0 or more.")
    answers = np.where(n >= 2, n, np.nan)
    margin = special.stdtrit(answers - 1, 1 - _tail(confidence)) * sd / np.sqrt(answers)
    return Interval(mean[()], (mean - margin)[()], (mean + margin)[()])


def margin_interval(value: npt.ArrayLike, margin: npt.ArrayLike) -> Interval:
    """Return a value with the margin of error that its publisher gives, as they give it.

    ``margin`` is half the width of the published interval, in the unit of the value; the
    confidence is the publisher's. Arguments broadcast; a missing margin gives missing limits.

    Raises `ValueError` where a margin is negative.
    """
    value, margin = np.broadcast_arrays(floats(value), floats(margin))
    if np.any(margin < 0):
        raise ValueError("Every `margin` must be 0 or more: give half the interval's width.")
    return Interval(value[()], (value - margin)[()], (value + margin)[()])


def _positive_or_missing(denominator: Floats) -> Floats:
    return np.where(denominator > 0, denominator, np.nan)


def _tail(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"`confidence` is a fraction such as 0.95; {confidence} was given.")
    return (1 - confidence) / 2


def _z(tail: float) -> float:
    """Return the normal deviate with so much above it; SciPy need not be loaded for one."""
    return NormalDist().inv_cdf(1 - tail)


def _exact_low(count: Floats, tail: float) -> Floats:
    # The inverse gamma has no value at shape 0; a count of nothing has the lower limit 0.
    shape = np.where(count > 0, count, np.nan)
    return np.where(count == 0, 0.0, special.gammaincinv(shape, tail))


def _byar_limit(events: Floats, side: int, tail: float) -> Floats:
    # At zero events the cube would be of an infinite number; the lower limit there is 0.
    safe = np.where(events > 0, events, np.nan)
    z = _z(tail)
    limit = safe * (1 - 1 / (9 * safe) + side * z / (3 * np.sqrt(safe))) ** 3
    return np.where(events == 0, 0.0, np.maximum(limit, 0.0))


def _ordered(value: Floats, low: Floats, high: Floats) -> Interval:
    # At 0 and at 1 rounding can put a limit a hair on the wrong side of the value.
    return Interval(
        np.asarray(value)[()], np.minimum(low, value)[()], np.maximum(high, value)[()]
    )
