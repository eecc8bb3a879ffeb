"""Asks the store for the pages: as whom, about which revision, and once for everybody.

What is asked and what is finished are kept by `dashboard.page.cache`. Nobody lists what an
answer depends on: its key is the question or function with all its arguments, who is looking,
and the moment and language of the address; and it is valid until a table that it read changes.
"""

import logging
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd

from dashboard import arrivals
from dashboard.installation import installation, now
from dashboard.page import addressed, controls, this_visit
from dashboard.page.cache import Cache, key_of, refuse_closures
from dashboard.page.checked import checked
from dashboard.page.heavy import HEAVY, ROOM
from dashboard.page.lately import Lately
from dashboard.page.shown import SHOWN, short_turns
from dashboard.page.who_asks import CLOCK, Moment, Visit
from dashboard.settings import Settings
from dashboard.text import numbers
from data.answers.reader import Reader
from data.answers.revisions import all_revisions
from data.door import Door
from data.store.access import Viewer
from data.store.noted import note
from data.store.swedish_time import day_of, end_of_day
from metrics.definition.catalogue import Catalogue

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

_ANSWERS = Cache(most=400, heaviest=200e6)
_PIECES = Cache(most=2000, heaviest=300e6)
_CACHES = {_ANSWERS, _PIECES}

_LATELY: Lately[tuple["Visit", Callable[[], object]]] = Lately(most=350)
_AT_MOST = 10.0
"""Seconds of work after something was saved."""

_LOG = logging.getLogger(__name__)


def door() -> Door:
    """Return the door to the one open store of this process."""
    return installation().door


def catalogue() -> Catalogue:
    """Return the definitions of this installation."""
    return installation().catalogue


def settings() -> Settings:
    """Return what the environment allowed when the installation was opened."""
    return installation().settings


def viewer() -> Viewer:
    """Return who is looking, as their login and roles are at this very rerun."""
    visit = _current.get()
    return _who(_request()) if visit is None else visit.viewer


def _request() -> arrivals.Request:
    headers, cookies = controls.arrived_with()
    return arrivals.Request(headers=headers, cookies=cookies, way="page")


def _who(request: arrivals.Request) -> Viewer:
    return arrivals.viewer(door(), settings(), request)


def later(made: Callable[[], Answer]) -> Callable[[], Answer]:
    """Return `made` as it can be called when nobody is there: when a file is asked for.

    It is then made for who looks now, with what they may see when it is made, about what and
    in the language that the page shows now.
    """
    request = _request()
    with _visiting() as visit:
        shown = visit

    def made_later() -> Answer:
        theirs = replace(shown.asked_now(), viewer=_who(request), repeats=True)
        with this_visit.repeated(shown.language), _visiting(theirs):
            return made()

    return made_later


def reader() -> Reader:
    """Return the questions, pinned to the revision of the address or to the latest."""
    with _visiting() as visit:
        return _reader(visit)


def reader_now() -> Reader:
    """Return the questions about the very latest, as whoever looks is now.

    A `viewer` of a page that is shown a revision before knows nothing of what later ones hide.
    """
    with _visiting() as visit:
        newest = visit.door.revision
        return visit.door.reader(_who(visit.request), newest)


def ask(
    question: Callable[Concatenate[Reader, Asked], Answer],
    *given: Asked.args,
    **asked: Asked.kwargs,
) -> Answer:
    """Return the answer to a question of `data`: a function of a `Reader` and what is asked.

    What is asked must be hashable. A frame may be changed by whoever gets it.
    """
    with _visiting() as visit:
        visit.give_way()
        key = visit.door, visit.viewer, visit.pinned, key_of(question, (None, *given), asked)

        def again() -> Answer:
            return ask(question, *given, **asked)

        _note(visit, key, again)
        answer: Answer = _ANSWERS.get(
            key,
            visit.stamp,
            lambda: question(_reader(visit), *given, **asked),
            again,
            visit.about,
        )
        return answer


@dataclass(frozen=True, slots=True)
class _InTurn:
    """Asks on a visit what its questions ask in their turn, which is kept too."""

    visit: Visit

    def ask(
        self,
        question: Callable[Concatenate[Reader, Asked], Answer],
        *given: Asked.args,
        **asked: Asked.kwargs,
    ) -> Answer:
        with _visiting(self.visit):
            return ask(question, *given, **asked)


def _reader(visit: Visit) -> Reader:
    return visit.reader().through(_InTurn(visit))


def _note(visit: Visit, key: Hashable, again: Callable[[], object]) -> None:
    """Remember what was asked about the latest revision, so that it can be asked again."""
    if visit.is_of_now:
        _LATELY.note(key, (visit, again))


def finished(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Keep what a function of a module returns: a chart, a table, a record, ready to be shown.

    Its arguments must be hashable: ids, not frames. Besides them it may ask this module, and
    read the language and moment of the visit, as links do; no other part of the address and
    nothing of the session. Raises `TypeError` for a function inside another.
    """
    refuse_closures(function)

    @wraps(function)
    def kept(*given: Asked.args, **asked: Asked.kwargs) -> Answer:
        call = (function, given, asked)
        answer: Answer = keep(
            _PIECES,
            call,
            lambda: checked(function(*given, **asked)),
            again=lambda: kept(*given, **asked),
        )
        return answer

    return kept


Call = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
"""A function with what it is given, by place and by name."""


def keep(
    cache: Cache,
    call: Call,
    make: Callable[[], Any],
    *place: Hashable,
    again: Callable[[], object] | None = None,
    ahead: Callable[[], object] | None = None,
) -> Any:
    """Return what `cache` keeps of a call on this visit, at a place, or what `make` returns.

    What can be asked for `again`, where nobody visits, is: see `ask_again`. What is worked out
    `ahead` is too, but not for what is made of it, which may stand elsewhere.
    """
    with _visiting() as visit:
        visit.give_way()
        seen_by = visit.door, visit.viewer, visit.moment, visit.language
        key = (*seen_by, place, key_of(*call))
        if (once_more := again or ahead) is not None:
            _note(visit, key, once_more)
        _CACHES.add(cache)
        return cache.get(key, visit.stamp, make, again, visit.about)


def ask_again() -> None:
    """Work out again what has been asked lately of the latest revision and has changed since.

    It is for after something was saved, before anybody asks: for no longer than `_AT_MOST`, and
    until something else is saved. What cannot be worked out any more is left to who asks. The
    revision before is shown meanwhile: see `dashboard.page.shown`.
    """
    here = door()
    newest, until = here.revision, time.thread_time() + _AT_MOST
    known = dict[Viewer, Viewer]()
    with short_turns():
        for visit, again in _LATELY.latest_first():
            if here.revision != newest or time.thread_time() > until:
                break
            _ask_again(visit, newest, again, known)
    if here.revision == newest:
        SHOWN.ready(newest)


def _ask_again(
    visit: "Visit", newest: int, again: Callable[[], object], known: dict[Viewer, Viewer]
) -> None:
    """Ask as whoever asked, as they are now: a revision may wait to be released to them."""
    shown = SHOWN.of(visit.door)
    try:
        if visit.viewer not in known:
            known[visit.viewer] = _who(visit.request)
        looking = known[visit.viewer]
        asked = replace(
            visit,
            viewer=looking,
            newest=newest,
            written=visit.door.writings,
            shown=shown,
            repeats=True,
            gives_way=newest > shown,
        )
        with this_visit.repeated(visit.language), _visiting(asked):
            again()
    except Exception:  # whoever asks for it will be told
        _LOG.exception("Something was not worked out again")


def let_go() -> None:
    """Forget what was shown before: it is for when nobody is shown it any more."""
    shown = SHOWN.of(door())
    for cache in tuple(_CACHES):
        cache.let_go(shown)


def forget(weight: int, unused_since: float) -> None:
    """Forget so many bytes of what is kept, of each cache its part: see `Cache.forget`."""
    kept = {cache: cache.weight for cache in tuple(_CACHES)}
    share = min(1.0, weight / max(1, sum(kept.values())))
    for cache, mine in kept.items():
        cache.forget(share * mine, unused_since)


ROOM.kept_by(forget)


def pinned() -> int | None:
    """Return the revision the address asks for, by its number or by a day; None for now.

    Of a day it is the one that was the latest when the day ended in Sweden, 0 when there was
    none yet. A day that has not come is now.
    """
    return _pinned(addressed.moment())


def _pinned(moment: Moment) -> int | None:
    if not moment:
        return None
    asked = dict(moment)
    if (number := numbers.whole(asked.get("revision"))) is not None:
        return number
    day = addressed.written(asked.get("datum"))
    return None if day is None or day > this_day() else revision_of(day)


def shown_revision() -> int:
    """Return the number of the revision that is shown, which is a thing of its own to say.

    Raises `UnknownRevisionError` when the address asks for a revision that is not there.
    """
    with _visiting() as visit:
        note({"revision"})
        return visit.revision


def ask_now(
    question: Callable[Concatenate[Reader, Asked], Answer],
    *given: Asked.args,
    **asked: Asked.kwargs,
) -> Answer:
    """Return the answer to a question about the latest revision, whatever the address asks."""
    with _visiting(_now()):
        return ask(question, *given, **asked)


def latest_revisions() -> pd.DataFrame:
    """See `data.answers.revisions.all_revisions`, whatever the address asks for."""
    return ask_now(all_revisions)


def latest() -> int:
    """Return the number of the latest revision, whatever the address asks for."""
    with _visiting() as visit:
        note({"revision"})
        return visit.newest


def revision_of(day: date) -> int:
    """Return the revision that was the latest when a day ended in Sweden, 0 for none yet."""
    with _visiting(_now()) as visit:
        key = (visit.door, "revision of", day)
        return _ANSWERS.get(key, visit.stamp, lambda: door().revision_on(end_of_day(day)))


def this_day() -> date:
    """Return today in Sweden, whatever the address asks for."""
    note(CLOCK)
    return day_of(now())


_current: ContextVar[Visit | None] = ContextVar("visit", default=None)


@contextmanager
def one_visit(looking: Viewer, *, writes: bool = False) -> Iterator[None]:
    """Let everything inside be asked by one viewer, about the revision that is shown now.

    That is the latest there is for a page where one `writes`. Whoever writes inside draws the
    page again, which is another visit.
    """
    visit = _arrived(looking, writes=writes)
    with SHOWN.drawing(ahead=visit.shown is not None and visit.revision > visit.shown):
        try:
            with _visiting(visit):
                yield
        finally:
            _remember_what_was_saved(visit.door)


def _visiting(visit: Visit | None = None) -> AbstractContextManager[Visit]:
    """Lend `visit`, or the one that is going on, or that of the address; it lasts inside."""
    here = visit or _current.get()
    # A page asks a hundred times inside one visit: then there is nothing to begin or to end.
    return nullcontext(here) if here and here is _current.get() else _lent(here)


@contextmanager
def _lent(visit: Visit | None) -> Iterator[Visit]:
    here = visit or _arrived(viewer())
    token = _current.set(here)
    try:
        with HEAVY.visit():
            yield here
    finally:
        _current.reset(token)


def _arrived(looking: Viewer, *, writes: bool = False) -> Visit:
    moment, here = addressed.moment(), door()
    pinned, shown = _pinned(moment), SHOWN.of(here)
    newest = here.revision if writes else _newest(here, shown, pinned or 0)
    visit = Visit(
        door=here,
        viewer=looking.at(newest) if newest < here.revision else looking,
        request=_request(),
        moment=moment,
        language=addressed.language(),
        pinned=pinned,
        newest=newest,
        written=here.writings,
        shown=SHOWN.held(here),
    )
    if visit.revision > visit.newest:
        visit.reader()  # says that there is no such revision
    return visit


def _newest(here: Door, shown: int, asked: int = 0) -> int:
    """Return what is shown as the latest: the very latest to who has saved or knows it."""
    if shown >= here.revision:
        return shown
    _remember_what_was_saved(here)
    return here.revision if max(this_visit.has_saved(), asked) > shown else shown


def _remember_what_was_saved(here: Door) -> None:
    mine = here.saved_by_this_thread
    if mine > SHOWN.of(here):
        this_visit.saved(mine)


def _now() -> Visit:
    """Return a visit of the latest revision, whatever the address asks for."""
    here, going_on, shown = door(), _current.get(), SHOWN.of(door())
    newest = going_on.newest if going_on else _newest(here, shown)
    return Visit(
        door=here,
        viewer=going_on.viewer if going_on else viewer(),
        request=going_on.request if going_on else _request(),
        moment=(),
        language="",
        pinned=None,
        newest=newest,
        written=here.writings,
        shown=SHOWN.held(here),
        gives_way=going_on is not None and going_on.gives_way,
    )
