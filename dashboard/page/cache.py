"""Keeps what has been worked out for as long as nothing that it read has changed.

Nothing of Streamlit and nothing of an address: `dashboard.page.loaders` says for whom and when.
"""

import dataclasses
import inspect
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from types import UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints
from weakref import WeakValueDictionary

import pandas as pd

from dashboard.page.weight import weight
from data.store.touched import note, reading

Made = TypeVar("Made")

Stamp = Callable[[frozenset[str]], Hashable]
"""What may have changed some tables last, for whoever asks: the same means unchanged."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was worked out, the tables it read and their stamp, and how it is handed out."""

    value: Any
    tables: frozenset[str]
    stamp: Hashable
    hand: Callable[[], Any] | None
    weight: int


class Cache:
    """At most so many answers, those used last, each worked out by one thread at a time.

    Together they take no more memory than so many bytes, but for the one that came last.

    An answer is valid while the tables it read have the stamp they had. Which those are is
    noted as they are read, also inside answers that came from a cache: nobody lists them.
    """

    def __init__(self, most: int, *, heaviest: float = float("inf")) -> None:
        """Keep at most `most` answers, of about `heaviest` bytes."""
        self._most = most
        self._heaviest = heaviest
        self._weight = 0
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._guard = threading.Lock()
        self._busy: WeakValueDictionary[Hashable, _Turn] = WeakValueDictionary()

    def get(self, key: Hashable, stamp: Stamp, make: Callable[[], Made]) -> Made:
        """Return what is kept under `key`, or what `make` returns, which is kept.

        Of many who ask at once the first works it out and the others wait. What `make` raises
        is raised to that one, and the next tries again. `make` may ask for other keys; it can
        never come to wait for itself, as long as no answer is made of itself.
        """
        found = self._valid(key, stamp)
        if found is None:
            turn = self._turn(key)  # held by name, or the next who asks would get another
            with turn.lock:
                found = self._valid(key, stamp) or self._make(key, stamp, make)
        note(found.tables)
        return cast("Made", found.hand() if found.hand else found.value)

    def _valid(self, key: Hashable, stamp: Stamp) -> _Kept | None:
        with self._guard:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
        return found if found is not None and stamp(found.tables) == found.stamp else None

    def _make(self, key: Hashable, stamp: Stamp, make: Callable[[], Any]) -> _Kept:
        with reading() as read:
            value = make()
        tables = frozenset(read)
        made = _Kept(value, tables, stamp(tables), _handing(value), weight(value))
        with self._guard:
            self._forget(key)
            self._kept[key] = made
            self._weight += made.weight
            while self._is_full():
                self._forget(next(iter(self._kept)))
        return made

    def _is_full(self) -> bool:
        heavy = self._weight > self._heaviest and len(self._kept) > 1
        return heavy or len(self._kept) > self._most

    def _forget(self, key: Hashable) -> None:
        if (gone := self._kept.pop(key, None)) is not None:
            self._weight -= gone.weight

    def _turn(self, key: Hashable) -> "_Turn":
        # Whoever works or waits holds the turn; when nobody does it is gone by itself.
        with self._guard:
            turn = self._busy.get(key)
            if turn is None:
                turn = self._busy[key] = _Turn()
            return turn


class _Turn:
    """Whose turn it is to work something out."""

    __slots__ = ("__weakref__", "lock")

    def __init__(self) -> None:
        self.lock = threading.RLock()


def key_of(function: Callable[..., Any], given: tuple[Any, ...], asked: Any) -> Hashable:
    """Return what tells a call from every other: the function, and every argument it gets.

    However an argument is given, by place, by name or by default, it is the same; 1, 1.0 and
    True are not. Raises `TypeError` for an argument that cannot be part of a key.
    """
    arguments = tuple((name, _typed(value)) for name, value in _named(function, given, asked))
    key = (function.__module__, function.__qualname__, arguments)
    hash(key)
    return key


def refuse_closures(function: Callable[..., Any]) -> None:
    """Raise `TypeError` for a function inside another: what it closes over is in no key."""
    if "<" in function.__qualname__:
        raise TypeError(f"{function.__qualname__} must stand in a module, not in a function.")


def _named(
    function: Callable[..., Any], given: tuple[Any, ...], asked: dict[str, Any]
) -> Iterable[tuple[str, Any]]:
    """Name every argument of a call, in the order of the function."""
    names = _names(function)
    if names is not None and len(given) + len(asked) == len(names):
        rest = names[len(given) :]
        if not rest or asked.keys() == set(rest):  # all are there: the common call, in short
            return zip(names, (*given, *(asked[name] for name in rest)), strict=True)
    bound = _signature(function).bind(*given, **asked)
    bound.apply_defaults()
    return bound.arguments.items()


@lru_cache(maxsize=1024)
def _names(function: Callable[..., Any]) -> tuple[str, ...] | None:
    """Return the parameters of a function; None where their number is not fixed."""
    found = _signature(function).parameters.values()
    fixed = all(one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY) for one in found)
    return tuple(one.name for one in found) if fixed else None


@lru_cache(maxsize=1024)
def _signature(function: Callable[..., Any]) -> inspect.Signature:
    return inspect.signature(function)


def _typed(value: Any) -> Hashable:
    if isinstance(value, tuple):
        return type(value), tuple(_typed(one) for one in value)
    if isinstance(value, frozenset):
        return type(value), frozenset(_typed(one) for one in value)
    return type(value), cast("Hashable", value)


def _handing(value: Any) -> Callable[[], Any] | None:
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
        several = [(one, _handing(one)) for one in value]
        return partial(_row, type(value), several) if any(hand for _, hand in several) else None
    if type(value) is dict:
        named = {name: hand for name, one in value.items() if (hand := _handing(one))}
        return partial(_mapping, value, named) if named else None
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        if _holds_no_frame(type(value)):
            return None
        fields = [field.name for field in dataclasses.fields(value)]
        named = {name: hand for name in fields if (hand := _handing(getattr(value, name)))}
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
