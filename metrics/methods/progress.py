"""Is a value on its way to its target, by the yearly growth that the target asks for?

Only the first and the last value are used, and neither's uncertainty: a noisy series can
change grade by chance. Read the grade beside the trend, which knows the noise.
"""

from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from metrics.arrays import Floats, floats

# Growth from or to nothing has no rate, so zero is read as this, in the unit of the value.
IN_PLACE_OF_ZERO = 0.001
# Grades start at these shares of the yearly growth that the target asks for...
SUBSTANTIAL, MODERATE = 0.95, 0.6
# ...or, without a target, at these rates of yearly growth.
SUBSTANTIAL_GROWTH, MODERATE_GROWTH = 0.015, 0.005
# How sharply less growth is asked for as the value comes close to its natural limit.
NEARNESS_POWER = 4.44
BEST_SCORE, WORST_SCORE = 5.0, -5.0


class Grade(StrEnum):
    """How progress is graded, best first; unknown is where a series gives no pace."""

    ACHIEVED = "achieved"
    SUBSTANTIAL = "substantial"
    MODERATE = "moderate"
    LIMITED = "limited"
    DETERIORATION = "deterioration"
    UNKNOWN = "unknown"


class Progress(NamedTuple):
    """The pace towards what is wanted, as a number, a score and a grade of one shape.

    ``pace``: with a target a share of the growth asked for, without one the growth per year
    (0.01 is one per cent); negative means away from what is wanted. ``score``: from -5 to 5.
    ``grade``: the value of a `Grade`.
    """

    pace: Floats
    score: Floats
    grade: npt.NDArray[np.str_]


def yearly_growth(base: npt.ArrayLike, current: npt.ArrayLike, years: npt.ArrayLike) -> Floats:
    """Return the compound growth per year from ``base`` to ``current``, 0.01 being 1 %.

    ``base`` and ``current`` share a unit, ``years`` lie between them. Arguments broadcast.
    A base of zero is read as 0.001. NaN where a number is missing, the sign changes, or the
    values are less than a year apart.

    Source: compound annual growth rate, as in Eurostat, "Sustainable development in the
    European Union: monitoring report".
    """
    first, last, apart = np.broadcast_arrays(floats(base), floats(current), floats(years))
    ratio = last / _no_zero(first)
    apart = np.where(apart >= 1, apart, np.nan)
    return np.asarray(np.where(ratio >= 0, ratio, np.nan) ** (1 / apart) - 1)[()]


def progress_to_target(
    base: npt.ArrayLike,
    current: npt.ArrayLike,
    target: npt.ArrayLike,
    years: npt.ArrayLike,
    target_years: npt.ArrayLike,
    rising_is_better: npt.ArrayLike = True,
) -> Progress:
    """Return the growth so far as a share of the growth that leads to the target in time.

    ``base``, ``current`` and ``target`` share a unit; ``years`` is the time from base to
    current and ``target_years`` from base to target. Arguments broadcast. A base or target
    of zero is read as 0.001. From 0.95 of the growth asked for progress is substantial, from
    0.6 moderate, from 0 limited; below it is deterioration. A target that is met is achieved
    at any pace. The pace is minus infinity where the base was at the target and left it, and
    NaN where `yearly_growth` has no rate.

    Raises `ValueError` where ``target_years`` is less than 1.

    Source: the progress measure of Open SDG (sdg-build), quantitative targets. It divides by
    the size of the growth asked for, not its sign: else two losses would make a gain.
    """
    start, now, goal, since, until, rising = np.broadcast_arrays(
        floats(base),
        floats(current),
        _no_zero(floats(target)),
        floats(years),
        floats(target_years),
        np.asarray(rising_is_better, dtype=bool),
    )
    if np.any(until < 1):
        raise ValueError("Every `target_years` must be 1 or more: the target lies ahead.")
    towards = _towards(start, rising) * yearly_growth(start, now, since)
    with np.errstate(divide="ignore", invalid="ignore"):
        pace = towards / np.abs(yearly_growth(start, goal, until))
    achieved = np.where(rising, now >= goal, now <= goal)
    # The published lines, with their four decimals; they meet near a pace of 0.6.
    line = np.where(pace >= MODERATE, 7.1429 * pace - 4.2857, 4.1667 * pace - 2.5)
    score = np.where(achieved, BEST_SCORE, np.clip(line, WORST_SCORE, BEST_SCORE))
    return Progress(pace[()], score[()], _grade(pace, SUBSTANTIAL, MODERATE, achieved))


def progress_without_target(
    base: npt.ArrayLike,
    current: npt.ArrayLike,
    years: npt.ArrayLike,
    rising_is_better: npt.ArrayLike = True,
    limit: npt.ArrayLike = np.nan,
) -> Progress:
    """Return the growth per year in the direction wanted, graded where there is no target.

    ``base`` and ``current`` share a unit, ``years`` lie between them. Arguments broadcast.
    From 1.5 % a year progress is substantial, from 0.5 % moderate, from 0 limited; below it
    is deterioration. ``limit``: a value that cannot be passed, such as 100 of a percentage;
    the closer the base is to it the less growth is asked for. NaN: no limit. The pace is NaN
    where `yearly_growth` has no rate.

    Source: the progress measure of Open SDG (sdg-build), qualitative targets.
    """
    start, now, since, rising, end = np.broadcast_arrays(
        floats(base),
        floats(current),
        floats(years),
        np.asarray(rising_is_better, dtype=bool),
        floats(limit),
    )
    pace = np.asarray(_towards(start, rising) * yearly_growth(start, now, since))
    asked = _asked_near(np.abs(start), np.abs(end))
    # At the limit nothing is asked for: to hold it is enough.
    eased = pace / np.where(asked > 0, asked, np.nan)
    score = np.select(
        [np.isnan(pace), pace < 0, asked == 0, eased >= SUBSTANTIAL_GROWTH],
        [np.nan, 125 * pace - 2.5, BEST_SCORE, 500 * eased - 5],
        np.where(eased >= MODERATE_GROWTH, 250 * eased - 1.25, 500 * eased - 2.5),
    )
    grade = _grade(pace, SUBSTANTIAL_GROWTH * asked, MODERATE_GROWTH * asked, False)
    return Progress(pace[()], np.clip(score, WORST_SCORE, BEST_SCORE)[()], grade)


def _no_zero(values: Floats) -> Floats:
    return np.where(values == 0, IN_PLACE_OF_ZERO, values)


def _towards(base: Floats, rising: npt.NDArray[np.bool_]) -> Floats:
    # Below zero a value that grows in size falls.
    return np.where(base < 0, -1.0, 1.0) * np.where(rising, 1.0, -1.0)


def _asked_near(size: Floats, limit: Floats) -> Floats:
    """Return the part of the growth thresholds that stays: 0 at the limit, 1 far from it."""
    from_limit = np.abs(size - limit) / np.where(limit > 0, limit, np.nan)
    asked = 1 - np.maximum(1 - from_limit, 0) ** NEARNESS_POWER
    return np.where(np.isnan(asked), 1.0, asked)


def _grade(
    pace: Floats, substantial: Floats | float, moderate: Floats | float, achieved: npt.ArrayLike
) -> npt.NDArray[np.str_]:
    conditions = [achieved, pace >= substantial, pace >= moderate, pace >= 0, pace < 0]
    grades = [grade.value for grade in Grade]
    found = np.select(np.broadcast_arrays(*conditions), grades[:-1], grades[-1])
    return np.asarray(found, dtype=np.str_)[()]
