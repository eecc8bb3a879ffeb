"""Which of many p-values may be called discoveries together."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from metrics.arrays import Floats

TAIL_POWER: Final = 0.85
"""The power that makes the p-values of a loss those of noise with heavier tails."""


def discovery_threshold(p_values: ArrayLike, rate: float = 0.10) -> float:
    """Return the largest p-value that is a discovery; 0 when none is.

    Of those at or below it, on average at most the share ``rate`` are false. NaN, for a series
    that was not judged, is left out.

    Raises `ValueError` unless 0 < ``rate`` < 1 and every p-value lies in [0, 1].

    Source: Benjamini and Hochberg (1995), "Controlling the false discovery rate", JRSS B
    57, 289-300.
    """
    if not 0 < rate < 1:
        raise ValueError(f"rate must lie between 0 and 1, not {rate}.")
    family = np.asarray(p_values, dtype=np.float64).ravel()
    family = np.sort(family[~np.isnan(family)])
    if family.size and (family[0] < 0 or family[-1] > 1):
        raise ValueError("A p-value lies outside 0 to 1.")
    allowed = rate * np.arange(1, family.size + 1) / max(family.size, 1)
    passing = family[family <= allowed]
    return float(passing[-1]) if passing.size else 0.0


def heavier_tailed(p_values: ArrayLike) -> Floats:
    """Return p-values as they are where small ones are commoner than they say; NaN stays.

    The limits of the charts are those of normal noise. Where single values are wild (Student's
    t with three degrees of freedom) a p-value of one in ten thousand comes by chance two or
    three times as often. If a p-value is at most x by chance in at most x to the power of
    `TAIL_POWER`, then that power of it is a p-value again. One that is larger than before is
    never discovered more easily, and the order of all stays.

    Source: Efron (2004), "Large-scale simultaneous hypothesis testing: the choice of a null
    hypothesis", JASA 99, 96-104, on nulls that are wider than the theory's.
    """
    heavier: Floats = np.asarray(p_values, dtype=np.float64) ** TAIL_POWER
    return heavier


def agenda_threshold(p_values: ArrayLike, rate: float = 0.10) -> float:
    """Return the largest p-value of a loss that may be on the agenda; 0 when none may.

    As `discovery_threshold`, of p-values that allow for noise with wild single values.
    """
    family = np.asarray(p_values, dtype=np.float64).ravel()
    heavier = heavier_tailed(family)
    listed = family[heavier <= discovery_threshold(heavier, rate)]
    return float(listed.max(initial=0.0))
