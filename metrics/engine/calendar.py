"""Series side by side on the calendar, each on its scale."""

from typing import NamedTuple

import numpy as np

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.baseline import Panel, as_panel, distinct
from metrics.engine.pooling import group_median
from metrics.engine.scale import error_on_scale, forward
from metrics.engine.series import Days, Observed, Series, season_of


class Batch(NamedTuple):
    """Some series side by side on the calendar: a panel, the last day of each of its columns,
    the measurements in it, and the place (row, column) of each of those."""

    panel: Panel
    days: Days
    chosen: Ints
    place: tuple[Ints, Ints]


def calendar(series: Series, observed: Observed, mine: Ints, kept: Bools) -> Batch:
    """Lay the `kept` measurements of the series `mine` out by calendar, on their scale.

    All of these have one pace, and a season or none. Columns are the distinct last days, and
    the frozen reference ends with each series' last measurement in it.
    """
    rows = np.full(series.number, -1)
    rows[mine] = np.arange(len(mine))
    chosen = np.flatnonzero(kept & (rows[observed.series] >= 0))
    owner = observed.series[chosen]
    row = rows[owner]
    days, column = _columns(observed.end[chosen])
    place = row, column
    values, errors = (np.full((len(mine), len(days)), np.nan) for _ in range(2))
    values[place], errors[place] = observed.value[chosen], observed.standard_error[chosen]
    scale, whole = series.scale[mine], series.whole[mine]
    errors = error_on_scale(values, errors, scale, whole)
    errors[place] = typical_error(errors[place], row, len(mine))
    inside = observed.in_baseline[chosen]
    reference = np.zeros(len(mine), dtype=np.int64)
    np.maximum.at(reference, row[inside], column[inside] + 1)
    season = None
    if series.seasonal[mine[0]]:
        season = np.zeros(len(days), dtype=np.int64)
        season[column] = season_of(observed.start[chosen], series.looks_per_year[owner])
    values = forward(values, scale, whole)
    return Batch(as_panel(values, reference, errors, season), days, chosen, place)


def typical_error(errors: Floats, owner: Ints, series: int) -> Floats:
    """Return standard errors, an unknown one as that of a typical measurement of its series."""
    known = np.isfinite(errors)
    if known.all():
        return errors
    typical = np.nan_to_num(group_median(errors, owner, series))
    return np.where(known, errors, typical[owner])


def _columns(ends: Days) -> tuple[Days, Ints]:
    """Return the distinct days, rising, and the place of each among them."""
    if not len(ends):
        return ends, np.zeros(0, dtype=np.int64)
    first = ends.min()
    number, column = distinct((ends - first).astype(np.int64))
    return first + number.astype("timedelta64[D]"), column
