"""How do the questions of one survey index become one number?

For combining the questions of one survey index, not areas: areas are never ranked, and no
area gets one index of everything. Rows are rounds of the survey, columns its questions.
"""

import numpy as np
import numpy.typing as npt

from metrics.arrays import Floats

# Shares closer than this differ by the rounding of their sums alone.
ROUNDING = 1e-12
# The root of a power nearer to 0 than this is all rounding: the geometric mean is used.
GEOMETRIC = 1e-8


def distance_to_target(
    values: npt.ArrayLike,
    target: npt.ArrayLike,
    rising_is_better: npt.ArrayLike = True,
    *,
    capped: bool = False,
) -> Floats:
    """Return how much of the way from the worst value to the target each value has come.

    ``values``: shape (..., round) in the unit of ``target``, which is one number per series,
    of shape (...), as is ``rising_is_better``. The worst value is the lowest of the series,
    or the highest where lower is better. 0 at the worst, 1 at the target, more beyond it
    unless ``capped``. Missing values (NaN) stay missing; all are where the worst is at the
    target.

    Raises `ValueError` where the target is worse than the worst value, or there are no values.

    Source: OECD & JRC (2008), "Handbook on constructing composite indicators", step 5.
    """
    rows = _rows(values)
    rising = np.asarray(rising_is_better, dtype=bool)[..., None]
    side = np.where(rising, 1.0, -1.0)
    worst = np.fmin.reduce(side * rows, axis=-1, keepdims=True)
    goal = side * _floats(target)[..., None]
    if np.any(goal < worst):
        raise ValueError("Every `target` must be better than the worst of its `values`.")
    way = (side * rows - worst) / _positive_or_missing(goal - worst)
    return np.asarray(np.minimum(way, 1) if capped else way)


def goalposts(
    values: npt.ArrayLike,
    low: npt.ArrayLike,
    high: npt.ArrayLike,
    rising_is_better: npt.ArrayLike = True,
    scale: float = 1.0,
) -> Floats:
    """Return values rescaled to 0 at the worse of two fixed goalposts, ``scale`` at the other.

    ``values``, ``low`` and ``high`` share a unit and broadcast, as does ``rising_is_better``.
    Values outside the goalposts are drawn in to them; missing values (NaN) stay missing.

    Raises `ValueError` where ``low`` is not below ``high``.

    Source: OECD & JRC (2008), "Handbook on constructing composite indicators", step 5; fixed
    goalposts as in UNDP, "Human development report", technical note 1.
    """
    bottom, top = _floats(low), _floats(high)
    if np.any(bottom >= top):
        raise ValueError("Every `low` must be below its `high`.")
    part = np.clip((_floats(values) - bottom) / (top - bottom), 0, 1)
    rising = np.asarray(rising_is_better, dtype=bool)
    return np.asarray(scale * np.where(rising, part, 1 - part))[()]


def min_max(values: npt.ArrayLike, low: float = 0.0, high: float = 1.0) -> Floats:
    """Return values rescaled so that the lowest is ``low`` and the highest ``high``.

    ``values``: shape (..., round), each series rescaled by itself. Missing values (NaN) stay
    missing; all are where the values are all alike.

    Raises `ValueError` where there are no values.

    Source: OECD & JRC (2008), "Handbook on constructing composite indicators", step 5.
    """
    rows = _rows(values)
    least = np.fmin.reduce(rows, axis=-1, keepdims=True)
    most = np.fmax.reduce(rows, axis=-1, keepdims=True)
    part = (rows - least) / _positive_or_missing(most - least)
    return np.asarray(low * (1 - part) + high * part)


def z_scores(values: npt.ArrayLike, mean: float = 0.0, sd: float = 1.0) -> Floats:
    """Return values moved and stretched to this mean and sample standard deviation.

    ``values``: shape (..., round), each series by itself; the divisor is n - 1. Missing
    values (NaN) stay missing; all are where fewer than two values differ.

    Raises `ValueError` where there are no values.

    Source: OECD & JRC (2008), "Handbook on constructing composite indicators", step 5.
    """
    rows = _rows(values)
    there = ~np.isnan(rows)
    n = _positive_or_missing(there.sum(axis=-1, keepdims=True))
    off = rows - np.where(there, rows, 0).sum(axis=-1, keepdims=True) / n
    squares = (np.where(there, off, 0) ** 2).sum(axis=-1, keepdims=True)
    spread = np.sqrt(squares / _positive_or_missing(n - 1))
    return np.asarray(mean + sd * off / _positive_or_missing(spread))


def generalised_mean(
    values: npt.ArrayLike,
    weights: npt.ArrayLike | None = None,
    power: float = 1.0,
    least_answered: float = 1.0,
) -> Floats:
    """Return the mean over the questions, in the unit of the values, which must be shared.

    ``values``: shape (..., question); ``weights``: one per question, equal if not given,
    their sum is free. ``power`` 1 is the arithmetic, 0 the geometric and -1 the harmonic
    mean: the lower it is the less a good answer to one question makes up for a bad one. NaN
    where less than the share ``least_answered`` of the questions has a value; otherwise the
    weights of the missing ones are shared among the rest.

    Raises `ValueError` where a value is 0 or less and ``power`` is 0 or less, where a value
    is negative and ``power`` is not 1, where a weight is negative or missing, and where
    ``least_answered`` is not in [0, 1].

    Source: G. H. Hardy, J. E. Littlewood & G. Pólya (1934), "Inequalities", ch. 2;
    OECD & JRC (2008), "Handbook on constructing composite indicators", step 6.
    """
    rows = _rows(values)
    power = 0.0 if abs(power) < GEOMETRIC else power
    if power <= 0 and np.any(rows <= 0):
        raise ValueError("Every one of `values` must be above 0 when `power` is 0 or less.")
    if power != 1 and np.any(rows < 0):
        raise ValueError("Every one of `values` must be 0 or more when `power` is not 1.")
    if not 0 <= least_answered <= 1:
        raise ValueError(f"`least_answered` is a share in [0, 1]; {least_answered} was given.")
    there = ~np.isnan(rows)
    weight = np.where(there, _weights(weights, rows.shape[-1]), 0.0)
    enough = there.mean(axis=-1) >= least_answered
    total = _positive_or_missing(np.where(enough, weight.sum(axis=-1), 0.0))
    # Where nothing was answered the weight is 0 and any value does.
    known = np.where(there, rows, 1.0)
    if power == 0:
        return np.asarray(np.exp((weight * np.log(known)).sum(axis=-1) / total))[()]
    mean = (weight * known**power).sum(axis=-1) / total
    return np.asarray(mean ** (1 / power))[()]


def outranking(values: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> Floats:
    """Return the share of the questions in which each round is above each other round.

    ``values``: shape (..., round, question), higher being better; ``weights``: one per
    question. The answer has the shape (..., round, round): row above column, a tie counting
    half; 1 is above in every question, a round against itself 0.5. Questions need no common
    unit. NaN where a question is missing (NaN) in either round.

    Raises `ValueError` where the shape has no rounds and questions, or a weight is negative
    or missing.

    Source: G. Munda & M. Nardo (2009), Appl. Econ. 41, 1513-1523.
    """
    rounds = _rows(values)
    if rounds.ndim < 2:
        raise ValueError(f"`values` must have the shape (..., round, question): {rounds.shape}")
    weight = _weights(weights, rounds.shape[-1])
    ahead = np.sign(rounds[..., :, None, :] - rounds[..., None, :, :])
    return np.asarray(((1 + ahead) / 2 * weight).sum(axis=-1) / weight.sum())


def copeland(values: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> Floats:
    """Return for each round how many more rounds it outranks than it is outranked by.

    ``values``: shape (..., round, question), higher being better; ``weights``: one per
    question. A round outranks another when it is above it in more than half of the questions
    by weight. NaN where a question is missing (NaN) in any round.

    Raises `ValueError` as `outranking` does.

    Source: A. H. Copeland (1951), "A reasonable social welfare function", University of
    Michigan seminar; in composite indicators G. Munda & M. Nardo (2009), as `outranking`.
    """
    share = outranking(values, weights)
    # A sum of weights is a hair off at times, and a tie must stay a tie.
    lead = np.where(np.abs(share - 0.5) < ROUNDING, 0.0, share - 0.5)
    return np.asarray(np.sign(lead).sum(axis=-1))


def _floats(numbers: npt.ArrayLike) -> Floats:
    return np.asarray(numbers, dtype=np.float64)


def _rows(values: npt.ArrayLike) -> Floats:
    rows = _floats(values)
    if rows.ndim == 0 or 0 in rows.shape:
        raise ValueError(f"`values` must hold at least one value, not the shape {rows.shape}.")
    return rows


def _weights(weights: npt.ArrayLike | None, questions: int) -> Floats:
    weight = np.ones(questions) if weights is None else _floats(weights)
    if weight.shape != (questions,):
        raise ValueError(f"`weights` must hold one weight for each of {questions} questions.")
    if not (np.all(weight >= 0) and weight.any()):
        raise ValueError("Every one of `weights` must be 0 or more, and not all of them 0.")
    return weight


def _positive_or_missing(numbers: npt.ArrayLike) -> Floats:
    given = _floats(numbers)
    return np.where(given > 0, given, np.nan)
