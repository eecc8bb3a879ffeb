"""Measurements on the time line of a chart: its lines, and what is written on its axes."""

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Protocol

from metrics.methods.timeline import (
    Cut,
    Point,
    amount,
    breaks_in,
    cuts,
    day,
    decimal_year,
    moment,
    points,
    position,
    word,
)

__all__ = [
    "Cut",
    "Placed",
    "Point",
    "amount",
    "breaks_in",
    "cuts",
    "day",
    "decimal_year",
    "moment",
    "points",
    "position",
    "reach",
    "segments",
    "usual_step",
    "value_ticks",
    "word",
    "year_ticks",
    "year_ticks_between",
]


class Placed(Protocol):
    """Anything that stands somewhere on the time line."""

    @property
    def x(self) -> float:
        """The year, with decimals."""
        ...

    @property
    def period(self) -> str:
        """What was measured, as it is written in a file."""
        ...


def reach(placed: Sequence[Placed]) -> tuple[float, float]:
    """Return the years a chart of these measurements reaches over, with a little air."""
    xs = [point.x for point in placed] or [2020.0, 2021.0]
    pad = max((xs[-1] - xs[0]) * 0.025, 0.2)
    return xs[0] - pad, xs[-1] + pad


def segments(placed: Sequence[Point], where: Sequence[Cut]) -> list[list[Point]]:
    """Split the points at the cuts, oldest segment first."""
    edges = [-math.inf, *(cut.x for cut in where), math.inf]
    return [
        [point for point in placed if low < point.x <= high] for low, high in pairwise(edges)
    ]


def usual_step(placed: Sequence[Placed]) -> float:
    """Return the usual distance between two measurements, in years."""
    distances = [
        later.x - earlier.x for earlier, later in pairwise(placed) if later.x > earlier.x
    ]
    return median(distances) if distances else 1.0


def year_ticks(
    placed: Sequence[Placed], reach: tuple[float, float], most: int = 6
) -> list[int]:
    """Return at most `most` years: those measured, or evenly spaced back from the last."""
    measured = sorted({math.floor(point.x) for point in placed})
    inside = [year for year in measured if reach[0] <= year <= reach[1]]
    if len(inside) <= most:
        return _apart(inside, (reach[1] - reach[0]) / 12)
    for step in (1, 2, 3, 4, 5, 10, 20, 50):
        if (inside[-1] - inside[0]) // step + 1 <= most:
            return list(range(inside[-1], inside[0] - 1, -step))[::-1]
    return inside[-1:]


def year_ticks_between(reach: tuple[float, float], most: int = 6) -> list[int]:
    """Return at most `most` evenly spaced whole years inside a reach, counted from the last."""
    first, last = math.ceil(reach[0]), math.floor(reach[1])
    step = next(
        one
        for one in (1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000)
        if (last - first) / one < most
    )
    return list(range(last, first - 1, -step))[::-1]


def _apart(years: list[int], least: float) -> list[int]:
    """Leave out years too near the next one to be written side by side; the last one stays."""
    kept = years[-1:]
    for year in reversed(years[:-1]):
        if kept[0] - year >= least:
            kept.insert(0, year)
    return kept


def value_ticks(low: float, high: float, decimals: int, most: int = 6) -> list[float]:
    """Return round values between `low` and `high`, never finer than `decimals` digits."""
    rough = max((high - low) / most, 10.0**-decimals)
    power = 10 ** math.floor(math.log10(rough))
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= rough * 0.999)
    count = math.floor(high / step + 1e-9) - math.ceil(low / step - 1e-9) + 1
    first = math.ceil(low / step - 1e-9)
    return [round((first + place) * step, 6) for place in range(max(count, 0))]
