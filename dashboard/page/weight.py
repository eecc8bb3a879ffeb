"""Says about how much memory something takes, so that what is kept has an end."""

import dataclasses
from collections.abc import Collection
from typing import Any

import pandas as pd
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_SMALL = 16
"""Bytes of whatever is not asked how large it is: a number, a day, a place in a list."""

_ASKED = 1_000
"""Of a list that is longer so many are asked, and the others taken to be like them."""


def weight(value: Any) -> int:
    """Return about how many bytes a value takes: frames, messages and words, however deep."""
    if isinstance(value, pd.DataFrame | pd.Series):
        return int(pd.Series(value.memory_usage(deep=False)).sum())
    if isinstance(value, ForwardMsg):
        return int(value.ByteSize())
    if isinstance(value, str | bytes):
        return _SMALL + len(value)
    if isinstance(value, dict):
        return _several(value.keys()) + _several(value.values())
    if isinstance(value, list | tuple | set | frozenset):
        return _several(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _several([getattr(value, field.name) for field in dataclasses.fields(value)])
    return _SMALL


def _several(values: Collection[Any]) -> int:
    asked = [weight(one) for one, _ in zip(values, range(_ASKED), strict=False)]
    return _SMALL + sum(asked) * len(values) // max(1, len(asked))
