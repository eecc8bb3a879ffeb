"""Measurements that share data with those before them: rolling means.

The mean of three years that is published every year shares two thirds of its data with the one
before. Neighbours are then alike however independent the years are: the autocorrelation is at
least what the overlap alone gives.
"""

from typing import Final

import numpy as np

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.autocorrelation import PRIOR_MEAN
from metrics.engine.pooling import group_median
from metrics.engine.series import Observed, Series

# More than any published window covers at its own pace.
_LONGEST: Final = 24
_DAYS_A_YEAR: Final = 365.25
# A period this many times the usual time between measurements says itself what it covers.
_SAYS_ITSELF: Final = 1.5

# How the parts of a rolling mean hang together: half of what is likely of measurements that do
# not overlap. Noise is measured as if the overlap faded evenly, which overstates it a little;
# together the two keep false alarms at what is asked for, with parts up to .3.
_PARTS: Final = PRIOR_MEAN / 2


def says_itself(days: Floats, measurements_per_year: Floats) -> Bools:
    """Say which periods, of so many days, are longer than the pace they are published at."""
    says: Bools = days * measurements_per_year > _SAYS_ITSELF * _DAYS_A_YEAR
    return says


def spans(series: Series, observed: Observed) -> Ints:
    """Return how many measurements each series' window covers: 1 where none overlap.

    A rolling mean whose periods do not say what they cover shares data with the one before it
    at least.
    """
    owner, start, end = observed.series, observed.start, observed.end
    answer = np.ones(series.number, dtype=np.int64)
    for back in range(1, min(_LONGEST, len(owner))):
        shares = (owner[back:] == owner[:-back]) & (end[:-back] >= start[back:])
        if not shares.any():
            break
        answer[owner[back:][shares]] = back + 1
    if not series.rolling.any():
        return answer
    least = np.where(series.rolling, _least(series, observed), 1)
    return np.asarray(np.maximum(answer, least), dtype=np.int64)


def _least(series: Series, observed: Observed) -> Ints:
    """Return the least that a rolling mean covers: 2 unless its periods say themselves."""
    days = (observed.end - observed.start).astype(np.float64) + 1
    typical = group_median(days, observed.series, series.number)
    return np.where(says_itself(typical, series.looks_per_year), 1, 2)


def overlap_autocorrelation(span: Ints) -> Floats:
    """Return the lag-1 autocorrelation of means over `span` parts; 0 where nothing overlaps.

    The parts themselves hang together somewhat.
    """
    kinds, kind = np.unique(span, return_inverse=True)
    return np.asarray([_of_means(int(one)) for one in kinds], dtype=float)[kind]


def _of_means(span: int) -> float:
    if span < 2:
        return 0.0
    part = np.arange(span)
    apart = part[:, None] - part
    shared: Floats = _PARTS ** np.abs(apart - 1.0)
    return float(shared.sum() / (_PARTS ** np.abs(apart)).sum())
