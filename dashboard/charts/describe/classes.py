"""Few classes with readable limits, for values that are to be told apart on a map."""

import math
from collections.abc import Sequence

import numpy as np

from dashboard.text import numbers
from dashboard.text.language import translator

_ENOUGH_FOR = ((25, 5), (12, 4), (0, 3))
"""From how many values there are so many classes."""


def class_limits(values: Sequence[float], decimals: int) -> list[float]:
    """Return the inner limits of 1 to 5 classes that hold about as many values each.

    A class begins with its lower limit. Limits are round numbers, never finer than
    `decimals`, and every class between the lowest and the highest value can be met.
    """
    known = np.asarray([value for value in values if math.isfinite(value)], dtype=float)
    if not len(known):
        return []
    wanted = next(count for least, count in _ENOUGH_FOR if len(known) >= least)
    lowest, highest = float(known.min()), float(known.max())
    exact = np.quantile(known, [place / wanted for place in range(1, wanted)])
    step = _step((highest - lowest) / wanted / 3, decimals)
    rounded = {round(math.floor(limit / step + 0.5) * step, 6) for limit in exact}
    return sorted(limit for limit in rounded if lowest < limit <= highest)


def class_of(value: float, limits: Sequence[float]) -> int:
    """Return the number of the class a value belongs to, 0 for the lowest."""
    return int(np.searchsorted(np.asarray(limits), value, side="right"))


def class_names(limits: Sequence[float], unit: str, language: str) -> list[str]:
    """Write the classes, lowest first: ``under 20 %``, ``20–40 %``, ``40 % eller mer``."""
    _ = translator(language)
    if not limits:
        return [_("alla värden")]
    digits = _digits(limits)
    written = [numbers.measured(limit, unit, digits, language) for limit in limits]
    between = [
        f"{numbers.number(low, digits, language)}{numbers.DASH}{high}"
        for low, high in zip(limits[:-1], written[1:], strict=True)
    ]
    return [
        _("under {limit}").format(limit=written[0]),
        *between,
        _("{limit} eller mer").format(limit=written[-1]),
    ]


def _step(rough: float, decimals: int) -> float:
    """Return the largest of 1, 2, 5, 10 ... that is no larger than `rough`, or the finest."""
    finest = 10.0**-decimals
    if rough <= finest:
        return finest
    power = 10.0 ** math.floor(math.log10(rough))
    return max(times * power for times in (1, 2, 5) if times * power <= rough * 1.0001)


def _digits(limits: Sequence[float]) -> int:
    for digits in range(6):
        if all(abs(limit - round(limit, digits)) < 1e-9 for limit in limits):
            return digits
    return 6
