"""Measurements that share data with those before them: rolling means.

The mean of three years that is published every year shares two thirds of its data with the one
before. Neighbours are then alike however independent the years are: the autocorrelation is at
least what the overlap alone gives.
"""

from typing import Final

import numpy as np
import pandas as pd

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.autocorrelation import PRIOR_MEAN

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


def spans(series: pd.DataFrame, measurements: pd.DataFrame) -> Ints:
    """Return how many measurements each series' window covers: 1 where none overlap.

    `series`: ``goal_id``, ``looks_per_year`` and, where it is known, ``rolling``;
    `measurements`: ``goal_id``, ``period_start``, ``period_end``. A rolling mean whose periods
    do not say what they cover shares data with the one before it at least.
    """
    owner = pd.Index(series["goal_id"]).get_indexer(measurements["goal_id"])
    start, end = (measurements[name].to_numpy() for name in ("period_start", "period_end"))
    order = np.lexsort((end, owner))
    order = order[owner[order] >= 0]
    owner, start, end = owner[order], start[order], end[order]
    answer = np.ones(len(series), dtype=np.int64)
    for back in range(1, min(_LONGEST, len(order))):
        shares = (owner[back:] == owner[:-back]) & (end[:-back] >= start[back:])
        if not shares.any():
            break
        answer[owner[back:][shares]] = back + 1
    rolling = series["rolling"].to_numpy(bool) if "rolling" in series else np.zeros(1, bool)
    if not rolling.any():
        return answer
    least = np.where(rolling, _least(series, measurements), 1)
    return np.asarray(np.maximum(answer, least), dtype=np.int64)


def _least(series: pd.DataFrame, measurements: pd.DataFrame) -> Ints:
    """Return the least that a rolling mean covers: 2 unless its periods say themselves."""
    days = (measurements["period_end"] - measurements["period_start"]).dt.days + 1
    typical = days.groupby(measurements["goal_id"]).median().reindex(series["goal_id"])
    pace = np.asarray(series["looks_per_year"], dtype=float)
    return np.where(says_itself(np.asarray(typical, dtype=float), pace), 1, 2)


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
