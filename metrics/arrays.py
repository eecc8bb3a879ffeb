"""The arrays that the library works on, by what is in them."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


def floats(numbers: ArrayLike) -> Floats:
    """Return numbers as an array of floats, without a copy where they are one already."""
    return np.asarray(numbers, dtype=np.float64)
