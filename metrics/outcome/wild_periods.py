"""Wild periods that a goal's whole group shares, in its baseline and in its comparator's."""

from typing import NamedTuple

import numpy as np

from metrics.arrays import Bools, Floats, Ints


class Shared(NamedTuple):
    """What wild periods did to each cell of the baselines (goals, measurements + 1), on the
    scale, 0 elsewhere: to the goals themselves, and to their comparators."""

    own: Floats
    compared: Floats


def shared(own: Floats, compared: Floats) -> Shared:
    """Say where comparators had the wild periods of the group, `own`: where they are calmer
    without. `compared` are the comparators on the scale."""
    wild = own != 0.0
    usual = _row_mean(np.where(wild, np.nan, compared))
    off = np.where(wild, compared - usual[:, None], np.nan)
    with np.errstate(invalid="ignore"):
        calmer: Bools = _row_mean((off - own) ** 2) < _row_mean(off**2)
    return Shared(own, np.where(calmer[:, None], own, 0.0))


def drag(cells: Floats, compared: Floats, baseline: Ints) -> Floats:
    """Return what the wild `cells` add to the mean of each comparator's baseline.

    `baseline` is how many of the first columns hold it.
    """
    first = np.arange(cells.shape[1]) < baseline[:, None]
    return np.nan_to_num(_row_mean(np.where(first & np.isfinite(compared), cells, np.nan)))


def _row_mean(cells: Floats) -> Floats:
    """Return the mean of the finite cells of each row, NaN without any."""
    known = np.isfinite(cells)
    count = known.sum(axis=1)
    total = np.where(known, cells, 0.0).sum(axis=1)
    mean: Floats = np.full(len(cells), np.nan)
    np.divide(total, count, out=mean, where=count > 0)
    return mean
