"""An area beside the others at its level: what they do, and how far they have moved."""

import numpy as np
import numpy.typing as npt

from metrics.arrays import Floats


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
