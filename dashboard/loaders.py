"""The only place that caches. Every key holds the store, the revision and the viewer."""

from collections.abc import Callable, Hashable
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import controls
from dashboard.installation import installation
from data.access import EVERYONE, Viewer
from data.reader import Reader, latest_revision
from data.store import Store
from metrics.catalogue import Catalogue

Asked = tuple[tuple[str, Any], ...]

Key = tuple[str, int, str]
"""What every answer depends on: the store, the revision, and who is looking, in words."""


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
    return Reader(store(), viewer=viewer(), revision=controls.revision())


def key() -> Key:
    """Return what every answer of this rerun depends on.

    Raises `UnknownRevisionError` when the address asks for a revision that is not there.
    """
    asked = controls.revision()
    pinned = latest() if asked is None else reader().revision
    return store().path, pinned, repr(viewer())


def goals() -> pd.DataFrame:
    """See `Reader.goals`."""
    return _answer("goals", ())


def areas() -> pd.DataFrame:
    """See `Reader.areas`."""
    return _answer("areas", ())


def series(*, area_id: str | None = None, indicator_id: str | None = None) -> pd.DataFrame:
    """See `Reader.series`."""
    return _answer("series", (("area_id", area_id), ("indicator_id", indicator_id)))


def observations(series_ids: tuple[int, ...]) -> pd.DataFrame:
    """See `Reader.observations`."""
    return _answer("observations", (("series_ids", series_ids),))


def relations(area_id: str) -> pd.DataFrame:
    """See `Reader.relations`."""
    return _answer("relations", (("area_id", area_id),))


def breaks() -> pd.DataFrame:
    """See `Reader.breaks`."""
    return _answer("breaks", ())


def events(area_id: str) -> pd.DataFrame:
    """See `Reader.events`."""
    return _answer("events", (("area_id", area_id),))


def comparators(goal_id: str) -> pd.DataFrame:
    """See `Reader.comparators`."""
    return _answer("comparators", (("goal_id", goal_id),))


def earlier_values(series_id: int) -> pd.DataFrame:
    """See `Reader.earlier_values`."""
    return _answer("earlier_values", (("series_id", series_id),))


def verdicts_since(revision: int) -> pd.DataFrame:
    """See `Reader.verdicts_since`."""
    return _answer("verdicts_since", (("earlier", revision),))


def revisions() -> pd.DataFrame:
    """See `Reader.revisions`."""
    return _answer("revisions", ())


def runs() -> pd.DataFrame:
    """See `Reader.runs`."""
    return _answer("runs", ())


def ask(question: Callable[..., pd.DataFrame], **asked: Hashable) -> pd.DataFrame:
    """Return the answer to a question of `data`: a function of a `Reader` and what is asked.

    Kept per revision and viewer, as the questions of `Reader` itself are.
    """
    return _asked(key(), f"{question.__module__}.{question.__qualname__}", asked, question)


def _answer(question: str, asked: Asked) -> pd.DataFrame:
    return _answered(key(), question, asked, viewer())


def figure(name: str, draw: Callable[[], Any], *about: Hashable) -> Any:
    """Return a finished figure or table, made once per revision and what it is `about`."""
    return _finished(key(), name, about, draw)


def latest() -> int:
    """Return the number of the latest revision, whatever the address asks for."""
    return latest_revision(store())


@st.cache_data(max_entries=400, show_spinner=False)
def _answered(key: Key, question: str, asked: Asked, _who: Viewer) -> pd.DataFrame:
    # `_who` is not hashed: the key says who in words, which is cheaper.
    pinned = Reader(store(), viewer=_who, revision=key[1])
    answer: pd.DataFrame = getattr(pinned, question)(**dict(asked))
    return answer


@st.cache_data(max_entries=400, show_spinner=False)
def _asked(
    key: Key, name: str, asked: dict[str, Any], _question: Callable[..., pd.DataFrame]
) -> pd.DataFrame:
    # The function is not hashed: its name is in the key.
    return _question(Reader(store(), viewer=viewer(), revision=key[1]), **asked)


# A resource is handed out as it is and not copied: what is finished is never changed.
@st.cache_resource(max_entries=400, show_spinner=False)
def _finished(
    key: Key, name: str, about: tuple[Hashable, ...], _draw: Callable[[], Any]
) -> Any:
    # `_draw` is not hashed: what it depends on is named by the key, the name and `about`.
    return _draw()
