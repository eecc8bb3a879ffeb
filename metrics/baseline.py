"""What a series' frozen baseline says: its level, spread and lag-1 products, compiled.

Everything here runs series by series over (series, period) arrays. A period without a
finite value is skipped, so a series is the sequence of its actual measurements. Optional
arrays are passed with zero rows.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# 1.4826 makes the median absolute deviation estimate the standard deviation of normal noise.
_MAD_TO_SD = 1.4826
# No measurement is this large; its square would overflow.
_LARGEST = 1e100


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


class Spread(NamedTuple):
    """Per series: measurements in the baseline, their median, variance, robust sd and mean
    sampling variance."""

    measurements: Ints
    median: Floats
    variance: Floats
    robust_sd: Floats
    sampling: Floats


class Moments(NamedTuple):
    """Per series, over the clipped baseline: weighted mean, and sums of squared and of
    neighbouring residuals, each divided by its own standard deviation."""

    mean: Floats
    squares: Floats
    lagged: Floats


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


def _seasons(season: ArrayLike | None, periods: int) -> Ints:
    if season is None:
        return np.zeros(0, dtype=np.int64)
    index = np.asarray(season)
    if index.shape != (periods,):
        raise ValueError(f"season must hold one index for each of the {periods} periods.")
    return np.unique(index, return_inverse=True)[1].astype(np.int64)


@njit(cache=True)
def measured(panel: Panel, row: int, period: int) -> float:
    """Return the value less its season, or NaN where value or standard error is missing.

    A value of 1e100 or more is missing too.
    """
    value = panel.values[row, period]
    if panel.errors.shape[0] and not math.isfinite(panel.errors[row, period]):
        return math.nan
    if not abs(value) < _LARGEST:
        return math.nan
    if panel.pattern.shape[0]:
        value -= panel.pattern[row, panel.season[period]]
    return float(value)


@njit(cache=True)
def sampling_variance(panel: Panel, row: int, period: int) -> float:
    """Return the squared standard error, 0 when none were given."""
    return panel.errors[row, period] ** 2 if panel.errors.shape[0] else 0.0


@njit(cache=True)
def _baseline_values(panel: Panel, row: int) -> Floats:
    kept = np.empty(panel.baseline[row])
    count = 0
    for period in range(panel.baseline[row]):
        value = measured(panel, row, period)
        if math.isfinite(value):
            kept[count] = value
            count += 1
    return kept[:count]


@njit(cache=True)
def _middle(ordered: Floats) -> float:
    half = len(ordered) // 2
    if len(ordered) % 2:
        return float(ordered[half])
    # Halving first keeps two huge values from overflowing.
    return float(ordered[half - 1] / 2 + ordered[half] / 2)


@njit(cache=True)
def spreads(panel: Panel) -> Spread:
    """Return the raw spread of every baseline; NaN where there are no measurements."""
    rows = panel.values.shape[0]
    count, sampling = np.zeros(rows, dtype=np.int64), np.zeros(rows)
    median, variance, robust = (
        np.full(rows, np.nan),
        np.full(rows, np.nan),
        np.full(rows, np.nan),
    )
    for row in range(rows):
        kept = np.sort(_baseline_values(panel, row))
        count[row] = len(kept)
        if len(kept):
            median[row] = _middle(kept)
            robust[row] = _MAD_TO_SD * _middle(np.sort(np.abs(kept - median[row])))
        if len(kept) > 1:
            variance[row] = np.sum((kept - kept.mean()) ** 2) / (len(kept) - 1)
        for period in range(panel.baseline[row]):
            if math.isfinite(measured(panel, row, period)):
                sampling[row] += sampling_variance(panel, row, period) / count[row]
    return Spread(count, median, variance, robust, sampling)


@njit(cache=True)
def moments(panel: Panel, median: Floats, reach: Floats, between: Floats) -> Moments:
    """Return the moments of every baseline, clipped to ``median`` plus or minus ``reach``.

    ``between`` is the variance between waves per series, added to the sampling variance
    (1 where there are no standard errors, so that the sums are in squared units).
    """
    rows = panel.values.shape[0]
    mean, squares, lagged = np.full(rows, np.nan), np.zeros(rows), np.zeros(rows)
    for row in range(rows):
        low, high = median[row] - reach[row], median[row] + reach[row]
        weights = total = 0.0
        for period in range(panel.baseline[row]):
            value = measured(panel, row, period)
            if math.isfinite(value):
                weight = 1.0 / (between[row] + sampling_variance(panel, row, period))
                total += weight * min(max(value, low), high)
                weights += weight
        if weights == 0.0:
            continue
        mean[row] = total / weights
        last = math.nan
        for period in range(panel.baseline[row]):
            value = measured(panel, row, period)
            if math.isfinite(value):
                sd = math.sqrt(between[row] + sampling_variance(panel, row, period))
                residual = (min(max(value, low), high) - mean[row]) / sd
                squares[row] += residual**2
                if math.isfinite(last):
                    lagged[row] += residual * last
                last = residual
    return Moments(mean, squares, lagged)
