"""What many areas did together: reported once, as such, and never as many losses."""

from typing import NamedTuple

import numpy as np

from metrics.arrays import Bools, Floats
from metrics.engine.screen import screen_losses
from metrics.outcome.rates import LOST_RATE, per_measurement

FEWEST_AREAS = 10
"""A movement of fewer areas than this is not called common."""

MOST_OF_THEM = 0.8
"""Share of the areas that must have moved the same way, by what matters.

Of ten areas that move by chance alone, two thirds go the same way every third time, and four
fifths every ninth.
"""


class Step(NamedTuple):
    """What the areas did from one period to the next: how many there are, and their median.

    `fell` and `rose` count those that moved by at least what matters; `direction` is "fell" or
    "rose" where most of them did, else "".
    """

    areas: int
    fell: int
    rose: int
    median: float
    direction: str


def step(before: Floats, after: Floats, smallest: float) -> Step:
    """Return how areas moved between two periods; NaN where an area was not measured.

    `smallest` is what matters, in the unit; where it is 0 or unknown any movement counts.

    Raises `ValueError` where the two have different numbers of areas.
    """
    if before.shape != after.shape:
        raise ValueError(f"`before` {before.shape} and `after` {after.shape} must be as many.")
    moved = (after - before)[np.isfinite(before) & np.isfinite(after)]
    least = float(np.nan_to_num(smallest))
    fell = int(((moved <= -least) & (moved < 0)).sum())
    rose = int(((moved >= least) & (moved > 0)).sum())
    enough = len(moved) >= FEWEST_AREAS
    direction = ""
    if enough and max(fell, rose) >= MOST_OF_THEM * len(moved):
        direction = "fell" if fell >= rose else "rose"
    median = float(np.median(moved)) if len(moved) else np.nan
    return Step(len(moved), fell, rose, median, direction)


class Together(NamedTuple):
    """What all areas have done since the reference: the common worsening per area and period.

    `latest` is the median worsening of the *other* areas in the last period, by area, NaN with
    fewer than ten of them; `alarms` whether the median of all alarmed as a series of its own,
    and was worse by what matters in its two latest measurements.
    """

    latest: Floats
    alarms: bool


def together(
    worsening: Floats, *, baseline: int, smallest: float, measurements_per_year: float
) -> Together:
    """Return the common part of areas' worsening (area, period), 0 on average in the baseline.

    The first `baseline` periods are the reference. The median of all areas is monitored as one
    series, with the noise that is estimated from itself.
    """
    periods = worsening.shape[1]
    common = medians_of_others(worsening[:, -1:])[:, 0]
    city = _medians(worsening)
    monitored = periods - baseline
    if monitored < 2 or not np.isfinite(city[-2:]).all() or baseline < 2:
        return Together(common, False)
    rate = float(per_measurement(LOST_RATE, np.array([measurements_per_year]))[0])
    found = screen_losses(
        city[None, :],
        baseline=baseline,
        worse="higher",
        false_alarm=1 - (1 - rate) ** monitored,
    )
    passed = bool((city[-2:] >= smallest).all()) if np.isfinite(smallest) else False
    return Together(common, bool(found.alarm[0]) and passed)


def has_worsened(latest: Floats, smallest: float) -> bool:
    """Say whether the median of all areas is worse by what matters in the `latest` period.

    Where it is not, nothing alarms, whatever came before.
    """
    return bool(_medians(latest[:, None])[0] >= smallest)


def _medians(worsening: Floats) -> Floats:
    enough = np.isfinite(worsening).sum(axis=0) >= FEWEST_AREAS
    medians = np.full(worsening.shape[1], np.nan)
    if enough.any():
        medians[enough] = np.nanmedian(worsening[:, enough], axis=0)
    return medians


def medians_of_others(worsening: Floats) -> Floats:
    """Return, by area and period, the median of all areas but itself: one sort per period."""
    areas = len(worsening)
    known = np.isfinite(worsening)
    order = np.argsort(np.where(known, worsening, np.inf), axis=0, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(areas)[:, None], axis=0)
    ordered = np.take_along_axis(worsening, order, axis=0)
    others = known.sum(axis=0) - known
    # Those after the area itself have moved one place down.
    itself = np.where(known, ranks, areas)
    middle = np.zeros_like(worsening)
    for place in ((others - 1) // 2, others // 2):
        at = np.clip(place + (place >= itself), 0, areas - 1)
        middle += np.take_along_axis(ordered, at, axis=0) / 2
    return np.where(others >= FEWEST_AREAS, middle, np.nan)


def follows(own: Floats, common: Floats, smallest: Floats) -> Bools:
    """Return which areas follow the others, and by themselves worsen less than matters."""
    answer: Bools = (common >= smallest) & (own - common < smallest)
    return answer
