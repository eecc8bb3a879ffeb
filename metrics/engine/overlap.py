"""Measurements that share data with those before them: rolling means.

The mean of three years that is published every year shares two thirds of its data with the one
before. Neighbours are then alike however independent the years are: the autocorrelation is at
least what the overlap alone gives.
"""

from typing import Final

import numpy as np
import pandas as pd

from metrics.arrays import Bools, Floats, Ints

# More than any published window covers at its own pace.
_LONGEST: Final = 24
_DAYS_A_YEAR: Final = 365.25
# A period this many times the usual time between measurements says itself what it covers.
_SAYS_ITSELF: Final = 1.5


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
    mine = measurements[measurements["goal_id"].isin(series["goal_id"])]
    mine = mine.sort_values(["goal_id", "period_end"], kind="stable")
    start, by_series = mine["period_start"], mine.groupby("goal_id", sort=False)
    covered = pd.Series(1, index=mine.index)
    for back in range(1, _LONGEST):
        shares = (by_series["period_end"].shift(back) >= start).to_numpy(bool)
        if not shares.any():
            break
        covered[shares] = back + 1
    most = covered.groupby(mine["goal_id"]).max().reindex(series["goal_id"]).fillna(1)
    answer = most.to_numpy(np.int64)
    if "rolling" not in series:
        return answer
    rolling = series["rolling"].to_numpy(bool)
    return np.where(rolling, np.maximum(answer, _least(series, mine)), answer)


def _least(series: pd.DataFrame, measurements: pd.DataFrame) -> Ints:
    """Return the least that a rolling mean covers: 2 unless its periods say themselves."""
    days = (measurements["period_end"] - measurements["period_start"]).dt.days + 1
    typical = days.groupby(measurements["goal_id"]).median().reindex(series["goal_id"])
    pace = series["looks_per_year"].to_numpy(float)
    return np.where(says_itself(typical.to_numpy(float), pace), 1, 2)


def least_autocorrelation(span: Ints) -> Floats:
    """Return the lag-1 autocorrelation of means over `span` independent parts."""
    return np.asarray(1.0 - 1.0 / span)
