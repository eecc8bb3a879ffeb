"""Medians of numbers in any order, sought and not sorted out, compiled."""

import math
from typing import Final

from metrics.arrays import Floats
from metrics.engine.compiled import compiled

# So few numbers are sorted as fast as their median is sought.
_FEW: Final = 12


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
def _rise(numbers: Floats) -> None:
    """Sort in place; by insertion, since they are few."""
    for place in range(1, len(numbers)):
        moved, free = numbers[place], place
        while free > 0 and numbers[free - 1] > moved:
            numbers[free] = numbers[free - 1]
            free -= 1
        numbers[free] = moved


@compiled
def _nth(numbers: Floats, place: int) -> float:
    """Return the number with ``place`` others that are no larger, which come before it then.

    Source: Hoare (1961), Communications of the ACM 4, 321, algorithm 65.
    """
    low, high = 0, len(numbers) - 1
    while low < high:
        pivot = numbers[(low + high) // 2]
        above = _divided(numbers, low, high, pivot, False)
        if place < above:
            high = above - 1
            continue
        # Many may be alike: those go to their place together.
        low = _divided(numbers, above, high, pivot, True)
        if place < low:
            return float(pivot)
    return float(numbers[place])


@compiled
def _divided(numbers: Floats, low: int, high: int, pivot: float, with_equal: bool) -> int:
    """Move what is under ``pivot`` before the rest; return where the rest begins.

    Every number is moved, whichever side it is for: a processor guesses a side wrong half of
    the time, and waits. ``with_equal`` takes those that equal the pivot to be under it.
    """
    free = low
    for place in range(low, high + 1):
        number = numbers[place]
        numbers[place] = numbers[free]
        numbers[free] = number
        free += number < pivot or (with_equal and number == pivot)
    return free
