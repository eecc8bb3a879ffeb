"""Would it have happened anyway? The area's change beside the change of others.

`difference_in_change` is the everyday measure. `synthetic_control` and
`synthetic_difference` are for the study of one event, such as an investment: they build the
comparator out of the areas that moved like this one before it.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from metrics.arrays import Floats

# As its authors set them: rounds of fitting before small weights are dropped and after it,
# the improvement (in parts of the noise) below which fitting stops, and the smallest weight
# that is kept (as a part of the largest).
FIRST_ROUNDS, ALL_ROUNDS = 100, 10_000
SMALLEST_STEP = 1e-5
SMALLEST_WEIGHT = 1 / 4
# A trace of ridge makes the weights unique where the data alone do not.
TRACE = 1e-6


class DifferenceInChange(NamedTuple):
    """The area's change, the comparator's, and what is left; all in the unit of the values."""

    difference: Floats
    change: Floats
    comparator_change: Floats


class Synthetic(NamedTuple):
    """A comparator put together from other areas.

    ``effect``: mean difference after the event, in the unit of the values; ``counterfactual``:
    one value per period, what the area would have shown; ``area_weights``: one per
    comparator, sum 1; ``period_weights``: one per period before the event, sum 1 (0 where the
    method has none).
    """

    effect: float
    counterfactual: Floats
    area_weights: Floats
    period_weights: Floats


def difference_in_change(
    area: npt.ArrayLike,
    comparators: npt.ArrayLike,
    *,
    baseline: int,
    weights: npt.ArrayLike | None = None,
) -> DifferenceInChange:
    """Return an area's change since the baseline minus the weighted change of comparators.

    ``area``: shape (..., period), oldest first; ``comparators``: shape (area, period), the
    named areas without this one; ``weights``: one per comparator, such as its population at
    baseline (equal by default). Change is the mean after minus the mean of the first
    ``baseline`` periods. Missing periods (NaN) drop out of the means; a comparator without
    a measurement on either side drops out whole, so that nobody enters half-way.

    Raises `ValueError` where the periods do not match, ``baseline`` leaves no period on one
    side, or a weight is negative.

    Source: O. Ashenfelter & D. Card (1985), Rev. Econ. Stat. 67, 648-660.
    """
    series, others = np.asarray(area, np.float64), np.asarray(comparators, np.float64)
    _check(series, others, baseline)
    weight = np.ones(len(others)) if weights is None else np.asarray(weights, np.float64)
    if weight.shape != (len(others),) or np.any(~(weight >= 0)):
        raise ValueError(f"`weights` must hold {len(others)} numbers of 0 or more.")
    change, moved = _change(series, baseline), _change(others, baseline)
    used = np.isfinite(moved) & (weight > 0)
    total = weight[used].sum()
    elsewhere = np.asarray(weight[used] @ moved[used] / total if total > 0 else np.nan)
    return DifferenceInChange((change - elsewhere)[()], change[()], elsewhere[()])


def synthetic_control(
    area: npt.ArrayLike, comparators: npt.ArrayLike, *, baseline: int
) -> Synthetic:
    """Return the synthetic control of an area: a weighted mean of others that fits its past.

    ``area``: shape (period,), or (area, period) for several struck at once; ``comparators``:
    shape (area, period), untouched by the event; the event follows the first ``baseline``
    periods. Only past values of the outcome itself are fitted.

    Raises `ValueError` where a value is missing, the periods do not match, there are fewer
    than two comparators or periods before, or no period after.

    Source: A. Abadie, A. Diamond & J. Hainmueller (2010), JASA 105, 493-505.
    """
    struck, others = _panel(area, comparators, baseline)
    noise = _noise(others[:, :baseline])
    mean = struck.mean(axis=0)
    weights = _weights(others[:, :baseline].T, mean[:baseline], TRACE * noise, noise)
    counterfactual = weights @ others
    effect = float((mean - counterfactual)[baseline:].mean())
    return Synthetic(effect, counterfactual, weights, np.zeros(baseline))


def synthetic_difference(
    area: npt.ArrayLike, comparators: npt.ArrayLike, *, baseline: int
) -> Synthetic:
    """Return the synthetic difference-in-differences of an area.

    As `synthetic_control`, but the comparator need only run parallel to the area, and the
    periods before the event that resemble those after it count more. The weights are found
    as the authors find them, early stopping included: their figures depend on it.

    Raises `ValueError` as `synthetic_control` does.

    Source: D. Arkhangelsky, S. Athey, D. A. Hirshberg, G. W. Imbens & S. Wager (2021), Am.
    Econ. Rev. 111, 4088-4118; Frank-Wolfe steps: M. Jaggi (2013), ICML, 427-435.
    """
    struck, others = _panel(area, comparators, baseline)
    before, after = others[:, :baseline], others[:, baseline:].mean(axis=1)
    mean, noise = struck.mean(axis=0), _noise(before)
    ridge = (len(struck) * (others.shape[1] - baseline)) ** 0.25 * noise
    past = _centred(before.T), _centred(mean[:baseline])
    areas = _weights(*past, ridge, noise)
    periods = _weights(_centred(before), _centred(after), TRACE * noise, noise)
    parallel = areas @ others
    counterfactual = parallel + periods @ (mean - parallel)[:baseline]
    effect = float((mean - counterfactual)[baseline:].mean())
    return Synthetic(effect, counterfactual, areas, periods)


def _check(series: Floats, others: Floats, baseline: int) -> None:
    if others.ndim != 2 or series.ndim == 0 or series.shape[-1] != others.shape[1]:
        raise ValueError(
            f"`area` {series.shape} and `comparators` {others.shape} must have the shapes"
            f" (..., period) and (area, period), with the same periods."
        )
    if not 0 < baseline < others.shape[1]:
        raise ValueError(f"`baseline` must be from 1 to {others.shape[1] - 1}, not {baseline}.")


def _panel(
    area: npt.ArrayLike, comparators: npt.ArrayLike, baseline: int
) -> tuple[Floats, Floats]:
    struck = np.atleast_2d(np.asarray(area, np.float64))
    others = np.asarray(comparators, np.float64)
    _check(struck, others, baseline)
    if not (np.isfinite(struck).all() and np.isfinite(others).all()):
        raise ValueError("Every value must be known: leave out areas or periods with gaps.")
    if len(others) < 2 or baseline < 2:
        raise ValueError(
            "At least two comparators and two periods before the event are needed."
        )
    return struck, others


def _change(series: Floats, baseline: int) -> Floats:
    return _known_mean(series[..., baseline:]) - _known_mean(series[..., :baseline])


def _known_mean(values: Floats) -> Floats:
    known = np.isfinite(values)
    number = known.sum(axis=-1)
    total = np.where(known, values, 0.0).sum(axis=-1)
    return np.asarray(total / np.where(number > 0, number, np.nan))


def _noise(before: Floats) -> float:
    """Return the standard deviation of one-period changes, 1 where nothing ever moves."""
    return float(np.diff(before, axis=1).std(ddof=1)) or 1.0


def _centred(values: Floats) -> Floats:
    return np.asarray(values - values.mean(axis=0))


def _weights(columns: Floats, goal: Floats, ridge: float, noise: float) -> Floats:
    """Return weights of sum 1 that bring the columns near the goal, small ones dropped."""
    start = np.full(columns.shape[1], 1 / columns.shape[1])
    first = _frank_wolfe(columns, goal, ridge, noise, start, FIRST_ROUNDS)
    kept = np.where(first <= first.max() * SMALLEST_WEIGHT, 0.0, first)
    return _frank_wolfe(columns, goal, ridge, noise, kept / kept.sum(), ALL_ROUNDS)


def _frank_wolfe(
    columns: Floats, goal: Floats, ridge: float, noise: float, weights: Floats, rounds: int
) -> Floats:
    penalty, last = len(goal) * ridge**2, np.inf
    for _ in range(rounds):
        residual = columns @ weights - goal
        slope = residual @ columns + penalty * weights
        best = int(slope.argmin())
        step = -weights
        step[best] += 1
        moved = columns @ step
        curvature = moved @ moved + penalty * (step @ step)
        if curvature > 0:
            weights = weights + np.clip(-(slope @ step) / curvature, 0, 1) * step
        residual = columns @ weights - goal
        loss = float(ridge**2 * (weights @ weights) + residual @ residual / len(goal))
        if last - loss <= (SMALLEST_STEP * noise) ** 2:
            break
        last = loss
    return weights
