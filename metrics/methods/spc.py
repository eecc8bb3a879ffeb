"""The NHS "plot the dots" chart: a familiar reading aid, never the alarm."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from metrics.arrays import Floats

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Words = npt.NDArray[np.str_]

# 3 / 1.128 and 3.267 are the XmR constants for ranges of two neighbours.
LIMIT_SCALE = 2.66
NEAR_LIMIT_SCALE = LIMIT_SCALE * 2 / 3
LARGEST_ORDINARY_RANGE = 3.267
RUN = 7
# Limits from fewer points move a good deal with every new one.
SETTLED_LENGTH = 13

_IMPROVEMENT = {"increase": 1, "higher": 1, "decrease": -1, "lower": -1, "neutral": 0}


class SpecialCause(StrEnum):
    """The strongest rule that a point breaks."""

    NONE = "common_cause"
    ABOVE_LIMIT = "above_upper_limit"
    BELOW_LIMIT = "below_lower_limit"
    RISING = "seven_rising"
    FALLING = "seven_falling"
    NEAR_UPPER = "two_in_three_above_mean"
    NEAR_LOWER = "two_in_three_below_mean"
    ABOVE_MEAN = "seven_above_mean"
    BELOW_MEAN = "seven_below_mean"


class Variation(StrEnum):
    """What a special cause means for the people concerned."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT = "special_cause_improvement"
    CONCERN = "special_cause_concern"
    NEUTRAL = "special_cause_neutral"
    MISSING = "missing"


class Assurance(StrEnum):
    """Whether the process, left as it is, will keep meeting its target."""

    PASS = "consistent_pass"
    FAIL = "consistent_fail"
    HIT_OR_MISS = "inconsistent"


@dataclass(frozen=True, slots=True, kw_only=True)
class XmrChart:
    """An XmR chart: one entry per point in every array, in the unit of the values.

    ``special_cause`` and ``variation`` hold the words of `SpecialCause` and `Variation`;
    ``provisional`` marks the points whose limits rest on fewer than 13 points.
    ``latest`` is the variation of the last measured point, ``assurance`` that of the last
    segment, or None without a target or a direction.
    """

    values: Floats
    mean: Floats
    lower: Floats
    upper: Floats
    near_lower: Floats
    near_upper: Floats
    special_cause: Words
    variation: Words
    provisional: Flags
    latest: Variation
    assurance: Assurance | None


def spc_xmr(
    values: npt.ArrayLike,
    *,
    improvement: str,
    target: float | None = None,
    baseline: int | None = None,
    rebase: Sequence[int] = (),
    screen_outliers: bool = True,
    lowest: float = -np.inf,
    highest: float = np.inf,
) -> XmrChart:
    """Return the NHS XmR chart of one series.

    ``values``: one number per period, oldest first; a missing period (NaN) is passed over as
    if it were not there. ``improvement``: "increase" (or "higher"), "decrease" (or "lower"),
    "neutral". ``target``: in the unit of the values. ``baseline``: how many points of each
    segment fix its limits, all of them by default. ``rebase``: positions in ``values`` where
    a new segment, with limits of its own, begins. ``screen_outliers``: leave extreme moving
    ranges out of the limits, as the R package does and the Excel tool does not. ``lowest``
    and ``highest``: what the values can be at all, 0 and 100 for shares in percent; no limit
    lies beyond.

    Where screening would leave only ranges of zero, the ordinary variation is unknown: there
    are no limits (NaN), and every point is a common cause.

    Raises `ValueError` if ``values`` is not one series, if ``improvement`` is another word,
    if ``baseline`` is below 2, if a rebase lies outside the series, or if ``lowest`` is not
    below ``highest``.

    Source: NHS England, "Making data count"; the rules as in NHSRplotthedots 0.2.2.
    """
    series = np.asarray(values, dtype=np.float64)
    direction = _checked(series, improvement, baseline)
    if not lowest < highest:
        raise ValueError(f"`lowest` must be below `highest`; got {lowest} and {highest}.")
    limits = np.full((3, series.size), np.nan)
    signs = np.zeros(series.size, dtype=np.int64)
    causes = np.full(series.size, SpecialCause.NONE.value, dtype="<U32")
    for segment in _segments(series.size, rebase):
        measured = segment[np.isfinite(series[segment])]
        fixing = measured[:baseline]
        limits[:, segment] = _limits(series[fixing], screen_outliers)[:, None]
        limits[2, segment] = fixing.size
        causes[measured], signs[measured] = _judged(series[measured], limits[:2, measured])
    possible = (lowest, highest)
    return _chart(series, limits, causes, signs, direction, target, possible)


def seven_on_one_side(side: npt.ArrayLike) -> Integers:
    """Return 1 where a point is at least the seventh in a row on its side, else 0.

    ``side``: -1, 0 or 1 per point; 0 (exactly on the mean) breaks the run.
    """
    sums = _sums(np.asarray(side, dtype=np.int64), RUN)
    full: Integers = (np.abs(sums) == RUN).astype(np.int64)
    return full


def seven_in_a_trend(values: npt.ArrayLike) -> Integers:
    """Return 1 or -1 where a point ends seven strictly rising or falling ones, else 0."""
    series = np.asarray(values, dtype=np.float64)
    steps = np.sign(np.diff(series, prepend=series[:1])).astype(np.int64)
    sums = _sums(steps, RUN - 1)
    return np.asarray(np.where(np.abs(sums) == RUN - 1, np.sign(sums), 0))


def part_of_seven(ends: npt.ArrayLike) -> Integers:
    """Return, for each point, the sign of the first seven that it is part of, else 0.

    ``ends``: not 0 where a seven ends. A point where two patterns meet belongs to the
    earlier one.
    """
    marks = np.sign(np.asarray(ends, dtype=np.int64))
    windows = _windows(np.concatenate([marks, np.zeros(RUN - 1, dtype=np.int64)]), RUN)
    first = np.argmax(windows != 0, axis=1)
    part: Integers = windows[np.arange(marks.size), first]
    return part


def two_in_three(near: npt.ArrayLike, side: npt.ArrayLike) -> Flags:
    """Return True for near-limit points with another one in three on the same side.

    ``near``: whether a point lies between a near limit and the limit itself.
    """
    close = np.asarray(near, dtype=np.int64)
    sides = np.asarray(side, dtype=np.int64)
    hits = (_sums(close, 3) >= 2) & (np.abs(_sums(sides, 3)) == 3)
    # A window is known by its last point; a point may be first, second or last in one.
    ahead = np.concatenate([hits, [False, False]])
    flagged = close.astype(np.bool_) & _windows(ahead, 3).any(axis=1)
    return np.asarray(flagged)


def _checked(series: Floats, improvement: str, baseline: int | None) -> int:
    if series.ndim != 1:
        raise ValueError(f"`values` must be one series; it has {series.ndim} dimensions.")
    if improvement not in _IMPROVEMENT:
        known = ", ".join(_IMPROVEMENT)
        raise ValueError(f"`improvement` must be one of {known}; {improvement!r} was given.")
    if baseline is not None and baseline < 2:
        raise ValueError("`baseline` must be at least 2: one point has no moving range.")
    return _IMPROVEMENT[improvement]


def _segments(length: int, rebase: Sequence[int]) -> list[Integers]:
    starts = sorted(set(rebase))
    if any(not 0 <= start < length for start in starts):
        raise ValueError(f"`rebase` holds positions from 0 to {length - 1}; got {starts}.")
    return [part for part in np.split(np.arange(length), starts) if part.size]


def _limits(fixing: Floats, screen_outliers: bool) -> Floats:
    """Return mean, mean moving range and number of the points that fix the limits."""
    if fixing.size == 0:
        return np.array([np.nan, np.nan, 0.0])
    if fixing.size == 1:
        return np.array([fixing[0], np.nan, 1.0])
    ranges = np.abs(np.diff(fixing))
    if screen_outliers and ranges.any():
        ranges = ranges[ranges < LARGEST_ORDINARY_RANGE * ranges.mean()]
        if not ranges.any():
            return np.array([fixing.mean(), np.nan, float(fixing.size)])
    return np.array([fixing.mean(), ranges.mean(), float(fixing.size)])


def _judged(series: Floats, limits: Floats) -> tuple[Words, Integers]:
    """Return the special cause of each measured point of a segment, and its sign."""
    if not np.isfinite(limits[1]).all():
        nothing = np.zeros(series.size, dtype=np.int64)
        return np.full(series.size, SpecialCause.NONE.value, dtype="<U32"), nothing
    # Points on a line must count as on it: rounding puts them a hair to one side.
    hair = 1e-12 * np.maximum(np.abs(series), np.abs(limits[0]))
    distance = series - limits[0]
    side = np.where(np.abs(distance) > hair, np.sign(distance), 0).astype(np.int64)
    outside = np.abs(distance) > LIMIT_SCALE * limits[1] + hair
    near = ~outside & (np.abs(distance) > NEAR_LIMIT_SCALE * limits[1] + hair)
    rules = [
        (np.where(outside, side, 0), SpecialCause.ABOVE_LIMIT, SpecialCause.BELOW_LIMIT),
        (part_of_seven(seven_in_a_trend(series)), SpecialCause.RISING, SpecialCause.FALLING),
        (
            np.where(two_in_three(near, side), side, 0),
            SpecialCause.NEAR_UPPER,
            SpecialCause.NEAR_LOWER,
        ),
        (
            part_of_seven(seven_on_one_side(side)) * side,
            SpecialCause.ABOVE_MEAN,
            SpecialCause.BELOW_MEAN,
        ),
    ]
    causes = np.full(series.size, SpecialCause.NONE.value, dtype="<U32")
    signs = np.zeros(series.size, dtype=np.int64)
    for broken, above, below in reversed(rules):
        causes[broken > 0], causes[broken < 0] = above.value, below.value
        signs = np.where(broken != 0, broken, signs)
    return causes, signs


def _chart(
    series: Floats,
    limits: Floats,
    causes: Words,
    signs: Integers,
    direction: int,
    target: float | None,
    possible: tuple[float, float],
) -> XmrChart:
    mean, moving_range, fixing = limits
    near = NEAR_LIMIT_SCALE * moving_range
    lower, near_lower, near_upper, upper = np.clip(
        mean + np.array([-LIMIT_SCALE * moving_range, -near, near, LIMIT_SCALE * moving_range]),
        *possible,
    )
    variation = _variation(series, signs, direction)
    measured = variation[np.isfinite(series)]
    return XmrChart(
        values=series,
        mean=mean,
        lower=lower,
        upper=upper,
        near_lower=near_lower,
        near_upper=near_upper,
        special_cause=causes,
        variation=variation,
        provisional=fixing < SETTLED_LENGTH,
        latest=Variation(measured[-1]) if measured.size else Variation.MISSING,
        assurance=_assurance(lower, upper, direction, target),
    )


def _variation(series: Floats, signs: Integers, direction: int) -> Words:
    meaning = np.select(
        [~np.isfinite(series), signs == 0, signs * direction > 0, signs * direction < 0],
        [Variation.MISSING, Variation.COMMON_CAUSE, Variation.IMPROVEMENT, Variation.CONCERN],
        Variation.NEUTRAL,
    )
    return meaning.astype("<U32")


def _assurance(
    lower: Floats, upper: Floats, direction: int, target: float | None
) -> Assurance | None:
    if target is None or direction == 0 or not lower.size:
        return None
    low, high = lower[-1], upper[-1]
    if not np.isfinite([low, high, target]).all():
        return None
    if low <= target <= high:
        return Assurance.HIT_OR_MISS
    above = 1 if low > target else -1
    return Assurance.PASS if above == direction else Assurance.FAIL


def _windows(marks: npt.NDArray[np.generic], width: int) -> Integers:
    if marks.size < width:  # only an empty series is narrower than its own padding
        return np.empty((0, width), dtype=np.int64)
    return np.lib.stride_tricks.sliding_window_view(marks, width).astype(np.int64)


def _sums(marks: Integers, width: int) -> Integers:
    """Return the sum over each point and the ones before it, ``width`` in all."""
    padded = np.concatenate([np.zeros(width - 1, dtype=np.int64), marks])
    sums: Integers = _windows(padded, width).sum(axis=1)
    return sums
