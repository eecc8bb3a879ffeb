"""What is asked of each series that is screened, checked and one per series."""

from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from metrics.arrays import Bools, Floats

_SIGN: Final = {"higher": 1.0, "lower": -1.0}


class Asked(NamedTuple):
    """Per series: the sign that makes worse positive, the reference and the horizon that are
    given (NaN: none), and whether its group is named."""

    sign: Floats
    reference: Floats
    horizon: Floats
    named: Bools

    def of(self, block: slice) -> "Asked":
        """Return what is asked of some of the series."""
        return Asked(
            self.sign[block], self.reference[block], self.horizon[block], self.named[block]
        )


def asked_of(
    rows: int,
    worse: ArrayLike,
    reference: ArrayLike | None,
    horizon: ArrayLike | None,
    group: ArrayLike | None,
) -> Asked:
    """Return what is asked, as `metrics.engine.screen.screen_losses` is told it.

    Raises `ValueError` where a shape does not fit, a word is unknown or a horizon is under one.
    """
    asked = Asked(
        sign=_signs(worse, rows),
        reference=_per_series(reference, rows, "reference", np.nan),
        horizon=_per_series(horizon, rows, "horizon", np.nan),
        named=np.ones(rows, bool) if group is None else ~pd.isna(np.asarray(group)),
    )
    if (asked.horizon < 1).any():
        raise ValueError("horizon must be at least one period.")
    return asked


def _signs(worse: ArrayLike, rows: int) -> Floats:
    words = np.asarray(worse)
    if words.shape not in ((), (rows,)):
        raise ValueError(f"worse must be one word or {rows} of them, one per series.")
    found, index = np.unique(words, return_inverse=True)
    unknown = [str(word) for word in found if str(word) not in _SIGN]
    if unknown:
        raise ValueError(f'worse is "lower" or "higher", not {unknown[0]!r}.')
    signs = np.array([_SIGN[str(word)] for word in found])
    return np.array(np.broadcast_to(signs[index].reshape(words.shape), rows))


def _per_series(number: ArrayLike | None, rows: int, name: str, default: float) -> Floats:
    given = np.asarray(default if number is None else number, dtype=np.float64)
    if given.shape not in ((), (rows,)):
        raise ValueError(f"{name} must be one number or {rows} of them, one per series.")
    return np.broadcast_to(given, rows)
