"""Keeps what has been worked out for as long as nothing that it read has changed.

Nothing of Streamlit and nothing of an address: `dashboard.page.loaders` says for whom and when.
"""

import inspect
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import lru_cache
from time import monotonic
from typing import Any, TypeVar, cast
from weakref import WeakValueDictionary

from dashboard.page.handing import handing, says_the_same
from dashboard.page.heavy import HEAVY
from dashboard.page.weight import weight
from data.store.noted import note, reading

Made = TypeVar("Made")

Stamp = Callable[[frozenset[str]], Hashable]
"""What may have changed some tables last, for whoever asks: the same means unchanged."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """Something kept that an answer is made of: how to ask for it again, and what it was."""

    again: Callable[[], object]
    edition: object


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was worked out, and what it was made of.

    `read` are the tables that were read for it alone and `stamp` is theirs; `tables` are all,
    with those of what it `asked` for, and `whole` is their stamp. It is another `edition` when
    it says something else.
    """

    value: Any
    edition: object
    read: frozenset[str]
    stamp: Hashable
    asked: tuple[_Asked, ...]
    tables: frozenset[str]
    whole: Hashable
    hand: Callable[[], Any] | None
    weight: int


_Slot = tuple[tuple[int, _Kept], ...]
"""What is kept under a key, with the revision each was asked about, the latest first."""


@dataclass(frozen=True, slots=True)
class About:
    """Which revision is asked about, and which is `shown` while later ones are made ready.

    Without one, what was kept of an earlier revision is of no use to anybody.
    """

    revision: int = 0
    shown: int | None = None


_NOW = About()

_Seen = list[tuple[_Kept, Callable[[], object] | None]]

_seen: ContextVar[_Seen | None] = ContextVar("what was asked for inside", default=None)


@contextmanager
def _asking() -> Iterator[_Seen]:
    """Collect what is asked for inside, from any cache."""
    mine: _Seen = []
    token = _seen.set(mine)
    try:
        yield mine
    finally:
        _seen.reset(token)


class Cache:
    """At most so many answers, those used last, each worked out by one thread at a time.

    Together they take no more memory than so many bytes, but for the one that came last.

    An answer is valid while the tables it read have the stamp they had. Which those are is
    noted as they are read, also inside answers that came from a cache: nobody lists them. When
    they have changed, what it asked for is asked again, and where all of that says what it
    said, so does the answer: a change that is not seen in it works out nothing anew.

    Answers about a revision that is made ready are kept beside those about the one that is
    shown, and these for a while after it is shown no more: see `let_go`.
    """

    def __init__(self, most: int, *, heaviest: float = float("inf")) -> None:
        """Keep at most `most` answers, of about `heaviest` bytes."""
        self._most = most
        self._heaviest = heaviest
        self._weight = 0
        self._kept: OrderedDict[Hashable, _Slot] = OrderedDict()
        self._used: dict[Hashable, float] = {}
        self._guard = threading.Lock()
        self._busy: WeakValueDictionary[Hashable, _Turn] = WeakValueDictionary()

    def get(
        self,
        key: Hashable,
        stamp: Stamp,
        make: Callable[[], Made],
        again: Callable[[], object] | None = None,
        about: About = _NOW,
    ) -> Made:
        """Return what is kept under `key`, or what `make` returns, which is kept.

        Of many who ask at once the first works it out and the others wait. What `make` raises
        is raised to that one, and the next tries again. `make` may ask for other keys; it can
        never come to wait for itself, as long as no answer is made of itself. `again` asks for
        the same on another visit. Whoever asks about one revision waits for nobody who asks
        about another.
        """
        found = self._valid(key, stamp)
        if found is None:
            turn = self._turn((key, about.revision))  # held, or the next would get another
            outermost = _seen.get() is None
            with HEAVY.turn(kind_of(key)) if outermost else nullcontext(), turn.lock:
                found = self._valid(key, stamp) or self._renewed(key, stamp, make, about)
        if (seen := _seen.get()) is None:
            note(found.tables)
        else:
            seen.append((found, again))
        return cast("Made", found.hand() if found.hand else found.value)

    def _valid(self, key: Hashable, stamp: Stamp) -> _Kept | None:
        with self._guard:
            slot = self._kept.get(key)
            if slot is None:
                return None
            self._kept.move_to_end(key)
            self._used[key] = monotonic()
        return next((one for _at, one in slot if stamp(one.tables) == one.whole), None)

    def _renewed(
        self, key: Hashable, stamp: Stamp, make: Callable[[], Any], about: About
    ) -> _Kept:
        with self._guard:
            slot = self._kept.get(key, ())
        before = next((one for _at, one in _until(slot, about.revision) or slot), None)
        made = (before and _still(before, stamp)) or _made(before, stamp, make)
        with self._guard:
            self._put(key, _with(self._kept.get(key, ()), made, about))
            while self._is_full():
                self._forget(next(iter(self._kept)))
        return made

    def let_go(self, shown: int) -> None:
        """Forget what is kept of revisions before the one that is shown."""
        with self._guard:
            for key, slot in list(self._kept.items()):
                if len(slot) > 1:
                    self._put(key, _later(slot, shown) + _until(slot, shown)[:1])

    @property
    def weight(self) -> int:
        """About how many bytes are kept."""
        return self._weight

    def forget(self, weight: float, unused_since: float) -> None:
        """Forget about so many bytes of what was used longest ago, and not since a moment.

        The moment is of `time.monotonic`.
        """
        with self._guard:
            left = self._weight - weight
            while self._kept and self._weight > left:
                oldest = next(iter(self._kept))
                if self._used[oldest] > unused_since:
                    break
                self._forget(oldest)

    def _put(self, key: Hashable, slot: _Slot) -> None:
        self._weight += _weight(slot) - _weight(self._kept.get(key, ()))
        self._kept[key] = slot
        self._used.setdefault(key, monotonic())

    def _is_full(self) -> bool:
        heavy = self._weight > self._heaviest and len(self._kept) > 1
        return heavy or len(self._kept) > self._most

    def _forget(self, key: Hashable) -> None:
        if (gone := self._kept.pop(key, None)) is not None:
            self._weight -= _weight(gone)
            self._used.pop(key, None)

    def _turn(self, key: Hashable) -> "_Turn":
        # Whoever works or waits holds the turn; when nobody does it is gone by itself.
        with self._guard:
            turn = self._busy.get(key)
            if turn is None:
                turn = self._busy[key] = _Turn()
            return turn


def _with(slot: _Slot, made: _Kept, about: About) -> _Slot:
    """Keep an answer beside those that somebody may still be shown.

    That is what is shown and what was shown before it; of those that are made ready the latest.
    """
    if about.shown is None:
        return ((about.revision, made),)
    others = [one for one in slot if one[0] != about.revision]
    ordered = tuple(
        sorted([(about.revision, made), *others], key=lambda one: one[0], reverse=True)
    )
    return _later(ordered, about.shown) + _until(ordered, about.shown)[:2]


def _later(slot: _Slot, shown: int) -> _Slot:
    return tuple(one for one in slot if one[0] > shown)[:1]


def _until(slot: _Slot, shown: int) -> _Slot:
    return tuple(one for one in slot if one[0] <= shown)


def _weight(slot: _Slot) -> int:
    """What is kept weighs, counted once where two revisions say the same."""
    return sum({id(one.value): one.weight for _at, one in slot}.values())


def _still(before: _Kept, stamp: Stamp) -> _Kept | None:
    """Return an answer that was kept as one of now, if all it is made of says what it said."""
    if not before.asked or stamp(before.read) != before.stamp:
        return None
    with reading(), _asking() as seen:
        for nth, each in enumerate(before.asked):
            try:
                each.again()
            except Exception:  # what it raises is raised to whoever works it out
                return None
            if len(seen) != nth + 1 or seen[nth][0].edition is not each.edition:
                return None
    tables = before.read.union(*(kept.tables for kept, _again in seen))
    return replace(before, tables=tables, whole=stamp(tables))


def _made(before: _Kept | None, stamp: Stamp, make: Callable[[], Any]) -> _Kept:
    """Work an answer out. One that says what it said `before` is no other edition."""
    with reading(alone=True) as read, _asking() as seen:
        value = make()
    mine = frozenset(read)
    asked: list[_Asked] = []
    for kept, again in seen:
        if again is None:  # made for this place alone: what it is made of counts instead
            mine |= kept.read
            asked += kept.asked
        else:
            asked.append(_Asked(again, kept.edition))
    tables = mine.union(*(kept.tables for kept, _again in seen))
    weighs = weight(value)
    HEAVY.weighed(weighs)
    edition: object = object()
    if before is not None and says_the_same(before.value, value):
        value, edition = before.value, before.edition
    return _Kept(
        value=value,
        edition=edition,
        read=mine,
        stamp=stamp(mine),
        asked=tuple(asked),
        tables=tables,
        whole=stamp(tables),
        hand=handing(value),
        weight=weighs,
    )


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


def kind_of(key: Hashable) -> Hashable:
    """Return what a key has in common with the others of its function, whatever it is given."""
    call = key[-1] if isinstance(key, tuple) and key else key
    return call[:2] if isinstance(call, tuple) else call


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
