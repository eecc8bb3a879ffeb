"""Series side by side as the compiled loops read them, and how one is read.

A period without a finite value is skipped, so a series is the sequence of its actual
measurements. Optional arrays are passed with zero rows.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from metrics.arrays import Floats, Ints
from metrics.engine.compiled import compiled, inlined

# No measurement is this large; its square would overflow.
LARGEST = 1e100
# Keys that lie so thinly are sorted rather than sought among all there could be.
_SPARSE = 8


class Panel(NamedTuple):
    """Series side by side: what the compiled functions read.

    ``values`` and ``errors`` (sampling standard errors, or no rows) are (series, period);
    ``baseline`` is the number of frozen columns per series; ``season`` one index per
    period; ``pattern`` (series, season) what the season adds, or no rows.
    """

    values: Floats
    errors: Floats
    baseline: Ints
    season: Ints
    pattern: Floats


def as_panel(
    values: ArrayLike,
    baseline: ArrayLike,
    standard_error: ArrayLike | None = None,
    season: ArrayLike | None = None,
) -> Panel:
    """Return the arguments as a panel without a seasonal pattern.

    Raises `ValueError` where shapes do not fit, a baseline is outside the periods or a
    standard error is negative.
    """
    series = _writeable(values)
    if series.ndim != 2:
        raise ValueError(f"values must be (series, period), not {series.ndim}-dimensional.")
    rows, periods = series.shape
    errors = np.zeros((0, 0))
    if standard_error is not None:
        errors = _writeable(standard_error)
        if errors.shape != series.shape:
            raise ValueError(f"standard_error is {errors.shape}, values {series.shape}.")
        if errors.size and np.fmin.reduce(errors, axis=None) < 0:
            raise ValueError("A standard error is negative.")
    return Panel(
        series,
        errors,
        _baselines(baseline, rows, periods),
        _seasons(season, periods),
        np.zeros((0, 0)),
    )


def baselines_only(panel: Panel) -> Panel:
    """Return the panel without the periods that belong to nobody's baseline."""
    width = int(panel.baseline.max(initial=0))
    if width == panel.values.shape[1]:
        return panel
    values, errors = (np.ascontiguousarray(one[:, :width]) for one in panel[:2])
    return panel._replace(values=values, errors=errors)


def some_rows(panel: Panel, rows: Ints | slice) -> Panel:
    """Return the panel of some of its series, which has no seasonal pattern yet."""
    errors = panel.errors[rows] if len(panel.errors) else panel.errors
    return panel._replace(
        values=panel.values[rows], errors=errors, baseline=panel.baseline[rows]
    )


def _writeable(numbers: ArrayLike) -> Floats:
    # Compiled code is compiled once more for arrays that may not be written to.
    array = np.ascontiguousarray(numbers, dtype=np.float64)
    return array if array.flags.writeable else array.copy()


def _baselines(baseline: ArrayLike, rows: int, periods: int) -> Ints:
    lengths = np.asarray(baseline)
    if lengths.shape not in ((), (rows,)) or not np.issubdtype(lengths.dtype, np.integer):
        raise ValueError(f"baseline must be a whole number or {rows} of them, one per series.")
    if lengths.size and (lengths.min() < 0 or lengths.max() > periods):
        raise ValueError(f"A baseline must lie within the {periods} periods given.")
    return np.array(np.broadcast_to(lengths, rows), dtype=np.int64)


def distinct(key: Ints) -> tuple[Ints, Ints]:
    """Return the distinct keys, rising, and the place of each key among them.

    Like `numpy.unique` with its inverse, without sorting where they are many and small.
    """
    most = int(key.max(initial=0))
    if most > _SPARSE * len(key):
        kinds, place = np.unique(key, return_inverse=True)
        return kinds, place.astype(np.int64)
    seen = np.zeros(most + 1, dtype=np.bool_)
    seen[key] = True
    return np.flatnonzero(seen), (np.cumsum(seen) - 1)[key]


def _seasons(season: ArrayLike | None, periods: int) -> Ints:
    if season is None:
        return np.zeros(0, dtype=np.int64)
    index = np.asarray(season)
    if index.shape != (periods,):
        raise ValueError(f"season must hold one index for each of the {periods} periods.")
    return np.unique(index, return_inverse=True)[1].astype(np.int64)


class Row(NamedTuple):
    """Room for the measurements of one series: value less its season, sampling variance and
    period. Reused from series to series."""

    value: Floats
    sampling: Floats
    period: Ints


@compiled
def empty_row(panel: Panel) -> Row:
    """Return room for one series of the panel."""
    periods = panel.values.shape[1]
    return Row(np.empty(periods), np.empty(periods), np.empty(periods, dtype=np.int64))


@inlined
def read(panel: Panel, series: int, start: int, stop: int, row: Row) -> int:
    """Fill ``row`` with the measurements from ``start`` to ``stop``; return their number.

    A value of 1e100 or more, or without its standard error, is missing.
    """
    values, errors = panel.values, panel.errors
    season, pattern = panel.season, panel.pattern
    sampled, seasonal = errors.shape[0] > 0, pattern.shape[0] > 0
    found = 0
    for period in range(start, stop):
        number = values[series, period]
        error = errors[series, period] if sampled else 0.0
        known = abs(number) < LARGEST and error < LARGEST
        if seasonal:
            number -= pattern[series, season[period]]
        row.value[found], row.sampling[found], row.period[found] = number, error**2, period
        # An unknown pattern leaves no measurement.
        found += known and not math.isnan(number)
    return found
