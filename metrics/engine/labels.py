"""The groups that series are pooled in, named by labels of any kind."""

from collections.abc import Iterator
from itertools import pairwise
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
        return _numbered(labels)
    code, kinds = pd.factorize(labels)
    order = sorted(range(len(kinds)), key=lambda at: (type(kinds[at]).__name__, str(kinds[at])))
    found = np.array([kinds[at] for at in order] + [None] * bool((code < 0).any()), object)
    index = np.where(code < 0, len(order), np.argsort(order)[code] if order else 0)
    return found, index.astype(np.int64)


def _numbered(labels: NDArray[Any]) -> tuple[NDArray[Any], Ints]:
    """Return the distinct labels, rising, and the place of each, unsorted where they rise."""
    begins = np.ones(len(labels), dtype=np.bool_)
    if len(labels) and labels.dtype.kind in "iu" and (labels[1:] >= labels[:-1]).all():
        begins[1:] = labels[1:] != labels[:-1]
        return labels[begins], np.cumsum(begins) - 1
    found, index = np.unique(labels, return_inverse=True)
    return found, index.astype(np.int64)


def whole_groups(index: Ints, groups: int, rows: int) -> Iterator[tuple[slice, Ints | slice]]:
    """Yield blocks of some ``rows`` series in which no group is divided: the groups, and the
    series of them, in their order."""
    begins = np.append(0, np.cumsum(np.bincount(index, minlength=groups)))
    full = np.searchsorted(begins[1:], np.arange(rows, len(index), rows)) + 1
    cuts = [0, *np.unique(full[full < groups]), groups]
    rising = bool((index[1:] >= index[:-1]).all())
    order = None if rising else np.argsort(index, kind="stable")
    for first, stop in pairwise(cuts):
        mine = slice(begins[first], begins[stop])
        yield slice(first, stop), mine if order is None else order[mine]
