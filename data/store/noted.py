"""What is read while something is worked out: noted by table, or by what of a table it is.

It is collected as it is read, so that nobody has to list it and nothing can be left out.
`data.store.touched` says which revisions touched what.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from types import MappingProxyType

MEASURED = ("observation",)
"""Tables whose rows are of a series, and so of its indicator and of its area."""

JUDGED = ("assessment", "monitor_reading", "shown_assessment", "shown_reading")
"""Tables whose rows are of a goal."""

_MOST_NAMED = 100
"""Who asks for more parts of a table than this is said to read all of it."""

EVERY = "*"
"""Which part of a table stands for all of a kind."""

_Narrowed = Mapping[str, frozenset[str]]
"""What is noted in the place of some tables."""

_read: ContextVar[set[str] | None] = ContextVar("what is read", default=None)
_WHOLE: _Narrowed = MappingProxyType({})
_narrowed: ContextVar[_Narrowed] = ContextVar("parts of tables that are read", default=_WHOLE)


@contextmanager
def reading(*, alone: bool = False) -> Iterator[set[str]]:
    """Collect what this thread reads inside, also for a `reading` around it.

    `alone` it is not read for what is around: it says itself what it is made of. What is said
    around of parts of tables is not said of what is read inside.
    """
    mine: set[str] = set()
    around = _read.get()
    token, narrowed = _read.set(mine), _narrowed.set(_WHOLE)
    try:
        yield mine
    finally:
        _narrowed.reset(narrowed)
        _read.reset(token)
        if around is not None and not alone:
            around |= mine


def note(tables: Iterable[str]) -> None:
    """Count as read what an answer read that was kept since it was worked out."""
    if (mine := _read.get()) is not None:
        mine.update(tables)


def as_read(tables: frozenset[str]) -> frozenset[str]:
    """Return what SQL reads that names some tables, by what has been said of them."""
    narrowed = _narrowed.get()
    if narrowed.keys().isdisjoint(tables):
        return tables
    return frozenset().union(*(narrowed.get(one, frozenset({one})) for one in tables))


def part(table: str, kind: str, one: object) -> str:
    """Name what is of one series, indicator, area or goal in a table, or of `EVERY` one."""
    return f"{table}/{kind}/{one}"


def of_indicators(indicator_ids: Iterable[str]) -> AbstractContextManager[None]:
    """Say that what is read inside of measurements is those of some indicators alone.

    A revision that measured others leaves it as it is. Whoever says so asks with these ids.
    """
    return _saying(MEASURED, "indicator", indicator_ids)


def of_areas(area_ids: Iterable[str]) -> AbstractContextManager[None]:
    """Say as `of_indicators` does that the measurements are those of some areas alone."""
    return _saying(MEASURED, "area", area_ids)


def of_series(series_ids: Iterable[int]) -> AbstractContextManager[None]:
    """Say as `of_indicators` does that the measurements are those of some series alone."""
    return _saying(MEASURED, "series", series_ids)


def of_goals(goal_ids: Iterable[str]) -> AbstractContextManager[None]:
    """Say that what is read inside of verdicts and readings is of some goals alone."""
    return _saying(JUDGED, "goal", goal_ids)


def of_what_brought_it() -> AbstractContextManager[None]:
    """Say that revisions are read inside only as what brought or replaced rows.

    Such a one is there before its rows and never changes: what it says is no news.
    """
    return _narrowing({"revision": frozenset()})


def of_all() -> AbstractContextManager[None]:
    """Say that what is read inside may be of anything, whatever has been said around."""
    return _narrowing({one: frozenset({one}) for one in (*MEASURED, *JUDGED, "revision")})


def _saying(
    tables: Iterable[str], kind: str, ids: Iterable[object]
) -> AbstractContextManager[None]:
    asked = tuple(ids)
    if len(asked) > _MOST_NAMED:
        return of_all()
    return _narrowing(
        {one: frozenset(part(one, kind, each) for each in asked) for one in tables}
    )


@contextmanager
def _narrowing(narrowed: _Narrowed) -> Iterator[None]:
    token = _narrowed.set({**_narrowed.get(), **narrowed})
    try:
        yield
    finally:
        _narrowed.reset(token)
