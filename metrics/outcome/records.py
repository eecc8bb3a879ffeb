"""Records of arrays with a row per goal: some of the goals, and put back or put together."""

from dataclasses import fields
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from metrics.arrays import Ints

Record = TypeVar("Record")


def some(record: Record, goals: Ints) -> Record:
    """Return what a record of arrays, and of other records, says of some of the goals."""
    found: Any
    if isinstance(record, np.ndarray):
        found = record[goals]
    elif isinstance(record, pd.Series):
        found = record.iloc[goals].reset_index(drop=True)
    elif isinstance(record, tuple):
        found = type(record)(*(some(part, goals) for part in record))
    else:
        found = type(record)(**{name: some(part, goals) for name, part in _parts(record)})
    answer: Record = found
    return answer


def joined(first: Record, second: Record) -> Record:
    """Return two records of arrays as one, the rows of the second after those of the first."""
    found: Any
    if isinstance(first, np.ndarray):
        found = np.concatenate([first, second])
    else:
        pairs = zip(_parts(first), _parts(second), strict=True)
        found = type(first)(**{name: joined(one, other) for (name, one), (_, other) in pairs})
    answer: Record = found
    return answer


def put(record: Record, goals: Ints, part: Record) -> None:
    """Put what was worked out of some goals in their places in the record of all."""
    if isinstance(record, np.ndarray):
        record[goals] = part
        return
    for (_, mine), (_, new) in zip(_parts(record), _parts(part), strict=True):
        put(mine, goals, new)


def _parts(record: Any) -> list[tuple[str, Any]]:
    return [(field.name, getattr(record, field.name)) for field in fields(record)]
