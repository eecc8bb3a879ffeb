"""What a series' frozen baseline says: its level, spread and lag-1 products, compiled.

Everything here runs series by series over (series, period) arrays. A period without a
finite value is skipped, so a series is the sequence of its actual measurements. Optional
arrays are passed with zero rows.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from metrics.arrays import Floats, Ints
from metrics.engine.compiled import compiled

# 1.4826 makes the median absolute deviation estimate the standard deviation of normal noise.
_MAD_TO_SD = 1.4826
# No measurement is this large; its square would overflow.
LARGEST = 1e100
# A spread below this share of the level is rounding error: it says nothing of the noise.
ROUNDING = 1e-9
# So few numbers are sorted as fast as their median is sought.
_FEW = 12


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
    """Per series, over the clipped baseline: the plain mean, and sums of squared and of
    neighbouring residuals about the weighted one, each divided by its own standard deviation.
    """

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


def baselines_only(panel: Panel) -> Panel:
    """Return the panel without the periods that belong to nobody's baseline."""
    width = int(panel.baseline.max(initial=0))
    if width == panel.values.shape[1]:
        return panel
    values, errors = (np.ascontiguousarray(one[:, :width]) for one in panel[:2])
    return panel._replace(values=values, errors=errors)


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

    Like `numpy.unique` with its inverse, without sorting: for small whole numbers.
    """
    seen = np.zeros(int(key.max(initial=0)) + 1, dtype=np.bool_)
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


@compiled
def read(panel: Panel, series: int, start: int, stop: int, row: Row) -> int:
    """Fill ``row`` with the measurements from ``start`` to ``stop``; return their number.

    A value of 1e100 or more, or without its standard error, is missing.
    """
    values, errors = panel.values, panel.errors
    season, pattern = panel.season, panel.pattern
    value, sampling, when = row.value, row.sampling, row.period
    found = 0
    for period in range(start, stop):
        error = errors[series, period] if errors.shape[0] else 0.0
        if abs(values[series, period]) < LARGEST and error < LARGEST:
            value[found] = values[series, period]
            if pattern.shape[0]:
                value[found] -= pattern[series, season[period]]
            sampling[found], when[found] = error**2, period
            # An unknown pattern leaves no measurement.
            found += not math.isnan(value[found])
    return found


@compiled
def _rise(numbers: Floats) -> None:
    """Sort in place; by insertion, since baselines are short."""
    for place in range(1, len(numbers)):
        moved, free = numbers[place], place
        while free > 0 and numbers[free - 1] > moved:
            numbers[free] = numbers[free - 1]
            free -= 1
        numbers[free] = moved


@compiled
def middle(ordered: Floats) -> float:
    """Return the median of rising numbers."""
    half = len(ordered) // 2
    if len(ordered) % 2:
        return float(ordered[half])
    # Halving first keeps two huge values from overflowing.
    return float(ordered[half - 1] / 2 + ordered[half] / 2)


@compiled
def median_of(numbers: Floats) -> float:
    """Return the median of finite numbers, NaN of none; they are left in another order."""
    if not len(numbers):
        return math.nan
    half = len(numbers) // 2
    if len(numbers) <= _FEW:
        _rise(numbers)
        return middle(numbers)
    upper = _nth(numbers, half)
    if len(numbers) % 2:
        return upper
    return float(numbers[:half].max() / 2 + upper / 2)


@compiled
def _nth(numbers: Floats, place: int) -> float:
    """Return the number with ``place`` others that are no larger, which come before it then.

    Source: Hoare (1961), Communications of the ACM 4, 321, algorithm 65.
    """
    low, high = 0, len(numbers) - 1
    while low < high:
        pivot = numbers[(low + high) // 2]
        left, right = low, high
        while left <= right:
            while numbers[left] < pivot:
                left += 1
            while numbers[right] > pivot:
                right -= 1
            if left <= right:
                numbers[left], numbers[right] = numbers[right], numbers[left]
                left += 1
                right -= 1
        if place <= right:
            high = right
        elif place >= left:
            low = left
        else:
            break
    return float(numbers[place])


@compiled
def _is_flat(kept: Floats) -> bool:
    """Return whether numbers differ by no more than rounding error."""
    return bool(kept.max() - kept.min() <= ROUNDING * np.abs(kept).max())


@compiled
def spreads(panel: Panel) -> Spread:
    """Return the raw spread of every baseline; NaN where there are no measurements.

    Values that differ by rounding error alone are identical.
    """
    number = panel.values.shape[0]
    count, sampling = np.zeros(number, dtype=np.int64), np.zeros(number)
    median, variance = np.full(number, np.nan), np.full(number, np.nan)
    robust, row = np.full(number, np.nan), empty_row(panel)
    for series in range(number):
        found = read(panel, series, 0, panel.baseline[series], row)
        count[series] = found
        if found == 0:
            continue
        kept = row.value[:found]
        _rise(kept)
        median[series] = middle(kept)
        flat = _is_flat(kept)
        if flat:
            kept[:] = median[series]
        sampling[series] = row.sampling[:found].mean()
        if found > 1:
            squares = 0.0 if flat else np.sum((kept - kept.mean()) ** 2)
            variance[series] = squares / (found - 1)
        kept[:] = np.abs(kept - median[series])
        _rise(kept)
        robust[series] = _MAD_TO_SD * middle(kept)
    return Spread(count, median, variance, robust, sampling)


@compiled
def moments(panel: Panel, median: Floats, reach: Floats, between: Floats) -> Moments:
    """Return the moments of every baseline, clipped to ``median`` plus or minus ``reach``.

    ``between`` is the variance between waves per series, added to the sampling variance
    (1 where there are no standard errors, so that the sums are in squared units).
    """
    number = panel.values.shape[0]
    mean, squares, lagged = np.full(number, np.nan), np.zeros(number), np.zeros(number)
    row = empty_row(panel)
    for series in range(number):
        found = read(panel, series, 0, panel.baseline[series], row)
        low, high = median[series] - reach[series], median[series] + reach[series]
        weights = total = plain = 0.0
        for at in range(found):
            row.value[at] = min(max(row.value[at], low), high)
            weight = 1.0 / (between[series] + row.sampling[at])
            total += weight * row.value[at]
            plain += row.value[at]
            weights += weight
        if found == 0:
            continue
        mean[series] = plain / found
        centre = total / weights
        if _is_flat(row.value[:found]):
            continue
        last = 0.0
        for at in range(found):
            sd = math.sqrt(between[series] + row.sampling[at])
            residual = (row.value[at] - centre) / sd
            squares[series] += residual**2
            lagged[series] += residual * last
            last = residual
    return Moments(mean, squares, lagged)
