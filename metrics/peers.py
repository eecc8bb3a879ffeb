"""An area beside the others at its level: what they do, and whether all move together."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

FEWEST_TOGETHER = 10
"""Areas below which nothing is called a common movement."""

MOST_TOGETHER = 0.8
"""Share of the areas that must move the same way for the movement to be common."""


class CommonMovement(NamedTuple):
    """How many of the areas moved one way between two periods.

    ``areas``: with a value at both; ``moved``: those that went the way most went; ``up``:
    which way that is; ``median``: the middle change of all, in the unit of the values.
    """

    areas: int
    moved: int
    up: bool
    median: float

    @property
    def is_common(self) -> bool:
        """Whether it is so many that it is told once, and not as a local change."""
        return self.areas >= FEWEST_TOGETHER and self.moved >= MOST_TOGETHER * self.areas


def common_movement(before: npt.ArrayLike, after: npt.ArrayLike) -> CommonMovement:
    """Return how many areas moved together from one period to another.

    ``before``, ``after``: one value per area; an area without one of them (NaN) is left out.

    Raises `ValueError` where the two have different numbers of areas.
    """
    then, now = np.asarray(before, np.float64), np.asarray(after, np.float64)
    if then.shape != now.shape:
        raise ValueError(f"`before` {then.shape} and `after` {now.shape} must be as many.")
    change = (now - then)[np.isfinite(now - then)]
    rose, fell = int((change > 0).sum()), int((change < 0).sum())
    median = float(np.median(change)) if len(change) else float("nan")
    return CommonMovement(len(change), max(rose, fell), rose >= fell, median)


def mean_of_others(values: npt.ArrayLike, weights: npt.ArrayLike) -> Floats:
    """Return, for each area and period, the weighted mean of all the other areas.

    ``values``: shape (area, period); ``weights``: one per area, or one per area and period,
    such as denominators (the mean is then the pooled share). Only areas with a value and a
    weight in every period are averaged, so that the line never moves because one came or
    went. NaN where fewer than two such others are left.

    Raises `ValueError` where the shapes do not fit or a weight is negative.
    """
    series, given = np.asarray(values, np.float64), np.asarray(weights, np.float64)
    if series.ndim != 2 or given.shape not in (series.shape, series.shape[:1]):
        raise ValueError(f"`weights` {given.shape} do not fit `values` {series.shape}.")
    if np.any(given < 0):
        raise ValueError("Every weight must be 0 or more.")
    weight = np.broadcast_to(given.reshape(len(series), -1), series.shape)
    whole = (np.isfinite(series) & np.isfinite(weight)).all(axis=1, keepdims=True)
    counted = np.where(whole, weight, 0.0)
    worth = np.where(whole, weight * series, 0.0)
    others = counted.sum(axis=0) - counted
    left = whole.sum() - whole
    known = (left >= 2) & (others > 0)
    # Adding up the others anew for each area would be slow; subtracting rounds the last digit.
    mean = (worth.sum(axis=0) - worth) / np.where(known, others, 1.0)
    return np.asarray(np.where(known, mean, np.nan))


def as_far(own: float, others: npt.ArrayLike) -> tuple[int, int]:
    """Return how many of the others have changed at least as much, and how many there are.

    ``own`` and ``others``: distances or sizes of change; others without one (NaN) are left
    out. Distances between compositions are biased upward and have no honest p-value, so
    the area is placed among its like instead.
    """
    known = np.asarray(others, np.float64)
    known = known[np.isfinite(known)]
    return int((known >= own - 1e-12).sum()), len(known)
