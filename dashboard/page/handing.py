"""Hands out what is kept so that it cannot be changed, and says whether two of it say the same.

Kept are frames, plain values, and tuples, lists, dicts and records of them.
"""

import dataclasses
from collections.abc import Callable
from copy import copy
from datetime import date
from functools import lru_cache, partial
from types import UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

import pandas as pd


def handing(value: Any) -> Callable[[], Any] | None:
    """Return how to hand out what holds frames, so that the kept ones cannot be changed.

    A frame is handed out as a shallow copy, which shares its memory: pandas copies a column
    when either of the two is written to. So is one inside tuples, lists, dicts and records,
    however deep. None for what holds no frame: it is handed out as it is, and never changed.
    """
    if isinstance(value, pd.DataFrame | pd.Series):
        return partial(value.copy, deep=False)
    if type(value) in (tuple, list):
        if all(map(_is_plain, set(map(type, value)))):
            return None
        several = [(one, handing(one)) for one in value]
        return partial(_row, type(value), several) if any(hand for _, hand in several) else None
    if type(value) is dict:
        named = {name: hand for name, one in value.items() if (hand := handing(one))}
        return partial(_mapping, value, named) if named else None
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        if _holds_no_frame(type(value)):
            return None
        fields = [field.name for field in dataclasses.fields(value)]
        named = {name: hand for name in fields if (hand := handing(getattr(value, name)))}
        return partial(_record, value, named) if named else None
    return None


@lru_cache(maxsize=256)
def _holds_no_frame(kind: type) -> bool:
    """Whether every field of a kind of record is said to be a number, a word, a day or so.

    A nation has as many records as goals: they are not searched one by one.
    """
    return all(_is_plain(hint) for hint in get_type_hints(kind).values())


def _is_plain(hint: Any) -> bool:
    if inner := get_args(hint):
        plain = isinstance(hint, UnionType) or get_origin(hint) in (tuple, frozenset)
        return plain and all(one is Ellipsis or _is_plain(one) for one in inner)
    if dataclasses.is_dataclass(hint):
        return _holds_no_frame(cast("type", hint))
    return isinstance(hint, type) and issubclass(hint, _PLAIN)


_PLAIN = (str, int, float, date, type(None))


def _row(kind: type, several: list[tuple[Any, Callable[[], Any] | None]]) -> Any:
    return kind(hand() if hand else one for one, hand in several)


def _mapping(kept: dict[Any, Any], named: dict[Any, Callable[[], Any]]) -> dict[Any, Any]:
    return {**kept, **{name: hand() for name, hand in named.items()}}


def _record(kept: Any, named: dict[str, Callable[[], Any]]) -> Any:
    copied = copy(kept)  # with what it has worked out itself: a cached property stays
    for name, hand in named.items():
        object.__setattr__(copied, name, hand())
    return copied


def says_the_same(one: Any, other: Any) -> bool:
    """Whether two answers to the same question cannot be told apart; no for what is in doubt.

    Frames must agree in every label, type and cell. A chart is never the same as another.
    """
    if type(one) is not type(other):
        return False
    if isinstance(one, pd.DataFrame | pd.Series):
        return _frames_agree(one, other)
    if isinstance(one, tuple | list):
        return len(one) == len(other) and all(map(says_the_same, one, other))
    if type(one) is dict:
        return list(one) == list(other) and all(
            says_the_same(value, other[name]) for name, value in one.items()
        )
    if dataclasses.is_dataclass(one) and not isinstance(one, type):
        return all(
            says_the_same(getattr(one, field.name), getattr(other, field.name))
            for field in dataclasses.fields(one)
        )
    return isinstance(one, (*_PLAIN, frozenset)) and bool(one == other)


def _frames_agree(one: Any, other: Any) -> bool:
    if not one.index.identical(other.index):
        return False
    if isinstance(one, pd.DataFrame) and not one.columns.identical(other.columns):
        return False
    try:
        return bool(one.equals(other))
    except (TypeError, ValueError):  # cells that are lists or arrays
        return False
