"""The only place that caches. Every key holds the store, the revision and the viewer."""

import logging
from collections.abc import Callable, Hashable
from datetime import date
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd
import streamlit as st
from plotly.graph_objects import Figure

from dashboard.installation import installation, now
from dashboard.page import controls
from data.answers import overdue as lateness
from data.answers.reader import Reader, latest_revision, revision_on
from data.answers.revisions import all_revisions
from data.store.access import EVERYONE, Viewer
from data.store.store import Store
from data.store.swedish_time import day_of, end_of_day
from metrics.definition.catalogue import Catalogue

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

Moment = tuple[tuple[str, str], ...]
"""What the address asks about when, in its own words."""

Key = tuple[str, int, str]
"""What every answer depends on: the store, the revision, and who is looking, in words."""

# Before a server runs, and in a command, answers are kept in memory: Streamlit warns of that
# once for every function below.
logging.getLogger("streamlit.runtime.caching.cache_data_api").addFilter(
    lambda record: "No runtime found" not in record.getMessage()
)


def store() -> Store:
    """Return the one open store of this process."""
    return installation().store


def catalogue() -> Catalogue:
    """Return the definitions of this installation."""
    return installation().catalogue


def viewer() -> Viewer:
    """Return who is looking: everybody, where there is no login."""
    return EVERYONE


def reader() -> Reader:
    """Return the questions, pinned to the revision of the address or to the latest."""
    return Reader(store(), viewer=viewer(), revision=pinned())


def pinned() -> int | None:
    """Return the revision the address asks for, by its number or by a day; None for now.

    Of a day it is the one that was the latest when the day ended in Sweden, 0 when there was
    none yet. A day that has not come is now.
    """
    return _pinned(controls.moment())


def _pinned(moment: Moment) -> int | None:
    if not moment:
        return None
    asked = dict(moment)
    if (number := asked.get("revision", "")).isdecimal():
        return int(number)
    day = controls.written(asked.get("datum"))
    return None if day is None or day > this_day() else revision_of(day)


def revision_of(day: date) -> int:
    """Return the revision that was the latest when a day ended in Sweden, 0 for none yet."""
    return _on(store().path, latest(), day)


def this_day() -> date:
    """Return today in Sweden, whatever the address asks for."""
    return day_of(now())


def first_day() -> date | None:
    """Return the day of the first revision; None for an empty store."""
    return _first(store().path, store().revision > 0)


def day_shown() -> date:
    """Return the day the page is about: today, the day asked for, or that of its revision."""
    number, day = controls.revision(), controls.day_asked()
    if number is None:
        return min(day, this_day()) if day else this_day()
    shown = ask(all_revisions)
    return day_of(shown["committed_at"].iloc[0]) if len(shown) else this_day()


def key() -> Key:
    """Return what every answer of this rerun depends on.

    Raises `UnknownRevisionError` when the address asks for a revision that is not there.
    """
    return _key(controls.moment())


def _key(moment: Moment) -> Key:
    here, asked = store(), _pinned(moment)
    if asked is None:
        asked = here.revision
    elif asked > here.revision:
        asked = reader().revision
    return here.path, asked, repr(viewer())


def overdue() -> pd.DataFrame:
    """See `data.answers.overdue.overdue`, on the day the page is about."""
    return _overdue(key(), day_shown(), viewer())


def ask(
    question: Callable[Concatenate[Reader, Asked], Answer],
    *given: Asked.args,
    **asked: Asked.kwargs,
) -> Answer:
    """Return the answer to a question of `data`: a function of a `Reader` and what is asked.

    Kept per revision and viewer, as the questions of `Reader` itself are.
    """
    name = f"{question.__module__}.{question.__qualname__}"
    answer: Answer = _asked(key(), name, given, asked, question)
    return answer


def figure(name: str, draw: Callable[[], Any], *about: Hashable) -> Any:
    """Return a finished figure or table, made once per revision and what it is `about`.

    The moment of the address is part of it: what is finished may hold links that repeat it.
    """
    moment = controls.moment()
    return _finished(_key(moment), name, (*about, *moment), draw)


def latest() -> int:
    """Return the number of the latest revision, whatever the address asks for."""
    return latest_revision(store())


@st.cache_data(max_entries=40, show_spinner=False)
def _on(path: str, newest: int, day: date) -> int:
    # The path and the newest revision are the key: a later one may be of the same day.
    return revision_on(store(), end_of_day(day))


@st.cache_data(max_entries=4, show_spinner=False)
def _first(path: str, begun: bool) -> date | None:
    if not begun:
        return None
    moments = Reader(store(), revision=store().revision).ask(all_revisions)["committed_at"]
    return day_of(moments.min())


@st.cache_data(max_entries=20, show_spinner=False)
def _overdue(key: Key, day: date, _who: Viewer) -> pd.DataFrame:
    return lateness.overdue(Reader(store(), viewer=_who, revision=key[1]), catalogue(), day)


@st.cache_data(max_entries=400, show_spinner=False)
def _asked(
    key: Key,
    name: str,
    given: tuple[Any, ...],
    asked: dict[str, Any],
    _question: Callable[..., Any],
) -> Any:
    # The function is not hashed: its name is in the key.
    return _question(Reader(store(), viewer=viewer(), revision=key[1]), *given, **asked)


# A resource is handed out as it is and not copied: what is finished is never changed.
@st.cache_resource(max_entries=2000, show_spinner=False)
def _finished(
    key: Key, name: str, about: tuple[Hashable, ...], _draw: Callable[[], Any]
) -> Any:
    # `_draw` is not hashed: what it depends on is named by the key, the name and `about`.
    return _checked(_draw())


def _checked(finished: Any) -> Any:
    """Check a chart once, alone or first among what belongs to it.

    Streamlit lets Plotly check every plain specification again at each rerun, which is half of
    what a page with one chart costs; a `Figure` has been checked.
    """
    if isinstance(finished, dict) and finished.keys() >= {"data", "layout"}:
        return Figure(finished)
    if isinstance(finished, tuple) and finished:
        return (_checked(finished[0]), *finished[1:])
    return finished
