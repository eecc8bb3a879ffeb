"""Series and their measurements as plain arrays: what noise is estimated from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.arrays import Bools, Floats, Ints

Days = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """How series are measured and monitored, one entry each.

    `scale` and `whole` are those of `metrics.engine.scale`; `seasonal` says whether a season is
    to be taken out, `rolling` whether each measurement is a rolling mean.
    """

    noise_group: NDArray[np.object_]
    scale: NDArray[np.object_]
    whole: Floats
    looks_per_year: Floats
    seasonal: Bools
    rolling: Bools

    @property
    def number(self) -> int:
        """How many series there are."""
        return len(self.whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """Measurements of series, one entry each: series by series, oldest first.

    `series` is the place of the series that each belongs to.
    """

    series: Ints
    start: Days
    end: Days
    value: Floats
    standard_error: Floats
    in_baseline: Bools


def as_arrays(series: pd.DataFrame, measurements: pd.DataFrame) -> tuple[Series, Observed]:
    """Return frames as `metrics.engine.noise.freeze` takes them, as plain arrays."""
    owner = places(measurements["goal_id"], series["goal_id"])
    order = in_order(owner, days(measurements["period_end"]))
    return Series(**columns_of_series(series)), Observed(
        **columns_of_observed(measurements, owner, order)
    )


def columns_of_series(series: pd.DataFrame) -> dict[str, Any]:
    """Return the arrays of `Series`, from a frame that may lack ``rolling``."""
    rolling = series["rolling"].to_numpy(bool) if "rolling" in series else None
    return {
        "noise_group": series["noise_group"].to_numpy(object),
        "scale": series["scale"].to_numpy(object),
        "whole": series["whole"].to_numpy(float),
        "looks_per_year": series["looks_per_year"].to_numpy(float),
        "seasonal": series["seasonal"].to_numpy(bool),
        "rolling": np.zeros(len(series), dtype=np.bool_) if rolling is None else rolling,
    }


def columns_of_observed(measurements: pd.DataFrame, owner: Ints, order: Ints) -> dict[str, Any]:
    """Return the arrays of `Observed`: the rows of a frame in `order`, each one's `owner`."""
    return {
        "series": owner[order],
        "start": days(measurements["period_start"])[order],
        "end": days(measurements["period_end"])[order],
        "value": measurements["value"].to_numpy(float)[order],
        "standard_error": measurements["standard_error"].to_numpy(float)[order],
        "in_baseline": measurements["in_baseline"].to_numpy(bool)[order],
    }


def places(names: pd.Series, among: pd.Series) -> Ints:
    """Return the place of each name among others, which are all different; -1 of a stranger."""
    code, kinds = pd.factorize(names)
    place = pd.Index(among).get_indexer(pd.Index(kinds))
    # A missing name has the code -1: the last of these.
    return np.append(place, -1)[code]


def days(cells: pd.Series) -> Days:
    """Return the days of a column."""
    found: Days = cells.to_numpy("datetime64[D]")
    return found


def in_order(owner: Ints, end: Days) -> Ints:
    """Return the order by owner and day of what has an owner; what is in order stays so."""
    same = owner[1:] == owner[:-1]
    rising = (owner[1:] > owner[:-1]) | (same & (end[1:] >= end[:-1]))
    if rising.all() and (owner[:1] >= 0).all():
        return np.arange(len(owner))
    order = np.lexsort((end, owner))
    return order[owner[order] >= 0]


def alike(series: Series) -> Iterator[Ints]:
    """Yield the places of series that have one pace, and all have a season or none: by pace."""
    _, pace = np.unique(series.looks_per_year, return_inverse=True)
    kind = 2 * pace + series.seasonal
    for one in np.unique(kind):
        yield np.flatnonzero(kind == one)


def season_of(start: pd.Series | Days, measurements_per_year: Floats) -> Ints:
    """Return the season of each measurement, 0 for the first of the year; 0 when yearly."""
    day = np.asarray(start, dtype="datetime64[D]")
    year, month = day.astype("datetime64[Y]"), day.astype("datetime64[M]")
    share = (day - year.astype("datetime64[D]")).astype(np.int64) / 366.0
    by_month = (month - year.astype("datetime64[M]")).astype(np.int64) / 12.0
    part = np.where(measurements_per_year > 12, share, by_month)
    season = np.floor(part * np.maximum(measurements_per_year, 1.0) + 1e-9)
    return np.asarray(season, dtype=np.int64)
