"""Runs of numbers and texts that lie one after the other."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from metrics.arrays import Floats, Ints


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


def spread(firsts: Ints, lengths: Ints) -> tuple[Ints, Ints]:
    """Return the places in runs that begin at `firsts`, one run after the other, and of each
    the number of its run."""
    which = np.repeat(np.arange(len(lengths)), lengths)
    before = np.cumsum(lengths) - lengths
    return (firsts - before)[which] + np.arange(len(which)), which


def texts(names: Sequence[str], at: Ints) -> ExtensionArray:
    """Return the name at each place, counted from the end where it is below zero."""
    return pd.array(list(names), dtype="str").take(at)
