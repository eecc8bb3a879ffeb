"""What asks nothing is drawn once, and then sent as it was, for as long as it is true."""

from collections import Counter
from dataclasses import fields
from datetime import UTC, datetime

import pandas as pd
import pytest
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.testing.v1 import AppTest

from dashboard.page import addressed, controls, loaders, replay, room
from dashboard.page.cache import Cache
from dashboard.page.lately import Lately
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn, unchanging
from data.answers.reader import Reader
from data.store.access import Verb, Viewer
from data.store.store import CURRENT, Store
from tests.dashboard.driving import scripted
from tests.factories import a_door, saved_row

pytestmark = pytest.mark.app

NOW = datetime(2026, 3, 1, tzinfo=UTC)
CALLS: Counter[str] = Counter()
HERE = "from tests.dashboard.page.test_replay import *\n"


def names(reader: Reader) -> pd.DataFrame:
    return reader.rows("SELECT name FROM area_as_of($revision) ORDER BY name")


@drawn
def schools(dark: bool = False) -> int:
    """A title, a column inside a column, a chart and a table, and what is returned."""
    CALLS["schools"] += 1
    found = loaders.ask(names)
    st.title(f"{len(found)} {addressed.language()} {'dark' if dark else 'light'}")
    left, right = st.columns(2)
    with left:
        spec = {"data": [{"type": "bar", "x": [1], "y": [2]}], "layout": {}}
        st.plotly_chart(spec, theme=None, key="bars")
    with right, st.expander("Samma siffror"):
        st.table(found)
    return len(found)


@finished
def about(name: str) -> str:
    """What is said of the first school, whichever it is."""
    CALLS[name] += 1
    return f"om {name}"


@drawn
def first_school() -> None:
    """Something that an answer leads to, and how much room there is."""
    with st.container():
        st.markdown(f"{about(loaders.ask(names)['name'].iloc[0])}, {room.of_visit()}")


@drawn
def asking() -> None:
    """Something that cannot be sent again, for it has an answer."""
    st.button("Spara")


@drawn
def elsewhere(place: str) -> None:
    """Something that is not drawn where it is called."""
    st.sidebar.markdown(place)


@unchanging
def name(title: str) -> None:
    """The name of a page."""
    CALLS["name"] += 1
    st.set_page_config(page_title=title)


@pytest.fixture
def store(monkeypatch):
    store = Store(":memory:")
    saved_row(store, "area", {"area_id": "a", "kind": "school", "name": "Ekbacken"})
    CALLS.clear()
    monkeypatch.setattr(loaders, "door", lambda: a_door(store))
    monkeypatch.setattr(loaders, "viewer", lambda: Viewer(areas=None))
    monkeypatch.setattr(loaders, "_who", lambda _request: Viewer(areas=None))
    monkeypatch.setattr(loaders, "_LATELY", Lately(most=300))
    monkeypatch.setattr(replay, "_DRAWN", Cache(100))
    monkeypatch.setattr(replay, "_UNCHANGING", {})
    yield store
    store.close()


def page(script: str) -> AppTest:
    """A new visitor's page."""
    return scripted(HERE + script).run()


def tree(app: AppTest) -> list[str]:
    """Every element with the place where it stands."""
    kinds = ("title", "plotly_chart", "table", "markdown")
    return [f"{kind} {app.get(kind)}" for kind in kinds]


AROUND = "st.markdown('före')\nfound = schools()\nst.markdown(f'efter {found}')"


def test_what_is_sent_again_is_what_was_drawn_and_what_follows_stands_after_it(store):
    first, again = page(AROUND), page(AROUND)
    assert tree(again) == tree(first)
    assert [one.value for one in again.markdown] == ["före", "efter 1"]
    assert CALLS["schools"] == 1


def test_nothing_of_it_is_built_again(store, monkeypatch):
    page("schools()")
    monkeypatch.setattr(DeltaGenerator, "_enqueue", lambda *_given, **_asked: 1 / 0)
    assert page("schools()").title[0].value == "1 sv light"


def test_a_commit_that_touches_what_it_read_draws_it_again_and_no_other(store):
    page("schools()")
    saved_row(store, "event", {"event_id": "e"})
    assert page("schools()").title[0].value == "1 sv light"
    assert CALLS["schools"] == 1
    saved_row(store, "area", {"area_id": "b", "kind": "school", "name": "Nybo"})
    assert page("schools()").title[0].value == "2 sv light"
    assert CALLS["schools"] == 2


def test_it_is_drawn_before_anybody_asks_as_whoever_comes_would_draw_it(store, monkeypatch):
    page(AROUND)
    saved_row(store, "area", {"area_id": "b", "kind": "school", "name": "Nybo"})
    loaders.ask_again()
    assert get_script_run_ctx(suppress_warning=True) is None, "nobody was there"
    assert CALLS["schools"] == 2
    ahead = page(AROUND)
    assert CALLS["schools"] == 2
    monkeypatch.setattr(replay, "_DRAWN", Cache(100))
    assert tree(page(AROUND)) == tree(ahead)
    assert CALLS["schools"] == 3


def test_what_its_answers_lead_to_now_is_asked_before_anybody_asks(store):
    page("first_school()")
    saved_row(store, "area", {"area_id": "b", "kind": "school", "name": "Borg"})
    loaders.ask_again()
    assert CALLS["Borg"] == 1, "though nobody had asked about it"
    assert page("first_school()").markdown[0].value == "om Borg, wide"
    assert CALLS["Borg"] == 1


def test_it_is_drawn_ahead_with_the_room_there_was(store, monkeypatch):
    narrow = (
        "from dashboard.page import this_visit\nthis_visit.kept()['kept-room'] = 'narrow'\n"
    )
    page(f"{narrow}first_school()")
    saved_row(store, "area", {"area_id": "b", "kind": "school", "name": "Borg"})
    loaders.ask_again()
    monkeypatch.setattr(DeltaGenerator, "_enqueue", lambda *_given, **_asked: 1 / 0)
    assert page(f"{narrow}first_school()").markdown[0].value == "om Borg, narrow"


def test_nobody_who_draws_ahead_is_taken_for_the_person_at_this_machine(store, monkeypatch):
    page("first_school()")
    saved_row(store, "area", {"area_id": "b", "kind": "school", "name": "Borg"})
    monkeypatch.setattr(controls.Runtime, "exists", lambda: True)
    told: list[str] = []

    def who(_name):
        with pytest.raises(RuntimeError) as refused:
            controls.arrived_with()
        told.append(str(refused.value))
        return ""

    monkeypatch.setitem(first_school.__wrapped__.__globals__, "about", who)
    loaders.ask_again()
    assert told
    assert get_script_run_ctx(suppress_warning=True) is None


@pytest.mark.parametrize(
    ("where", "what"),
    [(addressed, ("language", lambda: "en")), (loaders, ("viewer", lambda: Viewer()))],
)
def test_languages_and_readers_are_never_mixed(store, monkeypatch, where, what):
    page("schools()")
    monkeypatch.setattr(where, *what)
    page("schools()")
    assert CALLS["schools"] == 2


def test_no_scope_and_no_mask_is_shown_what_was_drawn_for_another(store, monkeypatch):
    viewers = [
        Viewer(areas=None),
        Viewer(areas=frozenset({"b"})),
        Viewer(areas=None, clearance=True),  # sees small numbers
        Viewer(areas=None, unreleased=((1, CURRENT),)),
        Viewer(areas=None, verbs=frozenset({Verb.DECIDE})),
        Viewer(areas=None, subject="anna"),
        Viewer(areas=None, early=(1,)),
    ]
    for count, viewer in enumerate(viewers, start=1):
        monkeypatch.setattr(loaders, "viewer", lambda viewer=viewer: viewer)
        for _twice in range(2):
            page("schools()")
        assert CALLS["schools"] == count, viewer
    assert {one.name for one in fields(Viewer) if not one.compare} == {"client"}


def test_themes_and_places_are_never_mixed(store):
    page("schools()")
    assert page("schools(True)").title[0].value.endswith("dark")
    assert [one.value for one in page("st.title('först')\nschools()").title][1] == "1 sv light"
    assert CALLS["schools"] == 3


@pytest.mark.parametrize(
    ("script", "said"),
    [("asking()", "button asks something"), ("elsewhere('här')", "was drawn elsewhere")],
)
def test_what_cannot_be_sent_again_is_refused_when_it_is_written(store, script, said):
    tried = f"try:\n    {script}\nexcept TypeError as error:\n    st.markdown(str(error))"
    assert said in page(tried).main.markdown[-1].value


def test_what_is_around_a_page_needs_no_store(store, monkeypatch):
    monkeypatch.setattr(loaders, "door", lambda: 1 / 0)
    page("name('Läget')"), page("name('Läget')"), page("name('Karta')")
    assert CALLS["name"] == 2
