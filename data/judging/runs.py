"""Runs of numbers and texts that lie one after the other."""

import numpy as np

from metrics.arrays import Floats


def means(numbers: Floats, lengths: np.ndarray) -> Floats:
    """Return the mean of each run, to the last digit as if it were taken alone.

    `lengths` are at least one and add up to the number of `numbers`. Runs of the same length
    are summed as rows of one table: a running sum over all of them rounds otherwise.
    """
    lengths = np.asarray(lengths, dtype=int)
    firsts = np.cumsum(lengths) - lengths
    found = np.empty(len(lengths))
    for length in np.unique(lengths):
        same = lengths == length
        found[same] = numbers[firsts[same][:, None] + np.arange(length)].mean(axis=1)
    return found


def divided(values: np.ndarray, lengths: np.ndarray) -> list[np.ndarray]:
    """Return each run by itself. `lengths` add up to the number of `values`."""
    if not len(lengths):
        return []
    return np.split(values, np.cumsum(lengths)[:-1])
