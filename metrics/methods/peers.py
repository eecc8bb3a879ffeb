"""An area beside the others at its level: what they do, and how far they have moved."""

import numpy as np
import numpy.typing as npt

from metrics.arrays import Bools, Floats

AT_EACH_END = 3
"""Measurements whose mean is where a series began, and where it is now."""

FEWEST_MEASURED = 4
"""A series with fewer measurements than this has not moved anywhere yet."""


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


def moved_apart(values: npt.ArrayLike, others: npt.ArrayLike) -> Floats:
    """Return how far each area has moved beside what it is compared with, in spreads.

    ``values`` and ``others``, the comparator of each area: shape (area, period), oldest first,
    NaN where nothing is known. A movement is the mean of the last three known measurements
    minus the mean of the first three; the comparator's is taken over the same periods and
    subtracted. The unit is the spread between the areas where they began (1.4826 times the
    median absolute deviation), so that indicators in different units can be set side by side.
    Three and three overlap in short series, which makes their movements smaller. NaN where
    fewer than four periods are known, where the last is not, and where areas do not differ.

    Raises `ValueError` where the two have different shapes.
    """
    series, beside = np.asarray(values, np.float64), np.asarray(others, np.float64)
    if series.ndim != 2 or series.shape != beside.shape:
        raise ValueError(f"`others` {beside.shape} do not fit `values` {series.shape}.")
    known = np.isfinite(series) & np.isfinite(beside)
    enough = known.sum(axis=1) >= FEWEST_MEASURED
    if not enough.any():
        return np.full(len(series), np.nan)
    enough &= known[:, known.any(axis=0)][:, -1]
    first = known & (np.cumsum(known, axis=1) <= AT_EACH_END)
    last = known & (np.cumsum(known[:, ::-1], axis=1)[:, ::-1] <= AT_EACH_END)
    began = _mean_over(series, first)
    apart = _mean_over(series - beside, last) - _mean_over(series - beside, first)
    there = began[enough]
    spread = 1.4826 * np.median(np.abs(there - np.median(there))) if len(there) else 0.0
    moved = apart / spread if spread > 0 else np.full(len(series), np.nan)
    return np.asarray(np.where(enough, moved, np.nan))


def _mean_over(values: Floats, chosen: Bools) -> Floats:
    """Return the mean of the chosen values of each row; NaN where none is."""
    counted = chosen.sum(axis=1)
    total = np.where(chosen, values, 0.0).sum(axis=1)
    return np.asarray(np.where(counted > 0, total / np.maximum(counted, 1), np.nan))
