"""Which of many p-values may be called discoveries together."""

import numpy as np
from numpy.typing import ArrayLike


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
