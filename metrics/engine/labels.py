"""The groups that series are pooled in, named by labels of any kind."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from metrics.arrays import Ints


def group_index(group: ArrayLike | None, rows: int) -> tuple[NDArray[Any], Ints]:
    """Return the groups' labels and each series' place among them.

    Labels may be of several types. Series with a missing label (None, NaN, `pandas.NA`) share
    a last place whose label is None. Raises `ValueError` unless there is one label per series.
    """
    if group is None:
        return np.arange(rows), np.arange(rows)
    labels = np.asarray(group)
    if labels.shape != (rows,):
        raise ValueError(f"group must hold one label for each of the {rows} series.")
    if labels.dtype != object and not pd.isna(labels).any():
        found, index = np.unique(labels, return_inverse=True)
        return found, index.astype(np.int64)
    code, kinds = pd.factorize(labels)
    order = sorted(range(len(kinds)), key=lambda at: (type(kinds[at]).__name__, str(kinds[at])))
    found = np.array([kinds[at] for at in order] + [None] * bool((code < 0).any()), object)
    index = np.where(code < 0, len(order), np.argsort(order)[code] if order else 0)
    return found, index.astype(np.int64)
