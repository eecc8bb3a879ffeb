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

Key = tuple[str, int, Viewer]


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
    """Return what every answer of this rerun depends on."""
    return store().path, reader().revision, viewer()


def goals() -> pd.DataFrame:
    """See `Reader.goals`."""
    return _answer(key(), "goals", ())


def areas() -> pd.DataFrame:
    """See `Reader.areas`."""
    return _answer(key(), "areas", ())


def series(*, area_id: str | None = None, indicator_id: str | None = None) -> pd.DataFrame:
    """See `Reader.series`."""
    return _answer(key(), "series", (("area_id", area_id), ("indicator_id", indicator_id)))


def observations(series_ids: tuple[int, ...]) -> pd.DataFrame:
    """See `Reader.observations`."""
    return _answer(key(), "observations", (("series_ids", series_ids),))


def relations(area_id: str) -> pd.DataFrame:
    """See `Reader.relations`."""
    return _answer(key(), "relations", (("area_id", area_id),))


def breaks() -> pd.DataFrame:
    """See `Reader.breaks`."""
    return _answer(key(), "breaks", ())


def events(area_id: str) -> pd.DataFrame:
    """See `Reader.events`."""
    return _answer(key(), "events", (("area_id", area_id),))


def comparators(goal_id: str) -> pd.DataFrame:
    """See `Reader.comparators`."""
    return _answer(key(), "comparators", (("goal_id", goal_id),))


def earlier_values(series_id: int) -> pd.DataFrame:
    """See `Reader.earlier_values`."""
    return _answer(key(), "earlier_values", (("series_id", series_id),))


def verdicts_since(revision: int) -> pd.DataFrame:
    """See `Reader.verdicts_since`."""
    return _answer(key(), "verdicts_since", (("earlier", revision),))


def revisions() -> pd.DataFrame:
    """See `Reader.revisions`."""
    return _answer(key(), "revisions", ())


def runs() -> pd.DataFrame:
    """See `Reader.runs`."""
    return _answer(key(), "runs", ())


def figure(name: str, draw: Callable[[], Any], *about: Hashable) -> Any:
    """Return a finished figure or table, made once per revision and what it is `about`."""
    return _finished(key(), name, about, draw)


def latest() -> int:
    """Return the number of the latest revision, whatever the address asks for."""
    return latest_revision(store())


@st.cache_data(max_entries=400, show_spinner=False)
def _answer(key: Key, question: str, asked: tuple[tuple[str, Any], ...]) -> pd.DataFrame:
    _path, revision, who = key
    pinned = Reader(store(), viewer=who, revision=revision)
    answer: pd.DataFrame = getattr(pinned, question)(**dict(asked))
    return answer


@st.cache_data(max_entries=400, show_spinner=False)
def _finished(
    key: Key, name: str, about: tuple[Hashable, ...], _draw: Callable[[], Any]
) -> Any:
    # `_draw` is not hashed: what it depends on is named by the key, the name and `about`.
    return _draw()
