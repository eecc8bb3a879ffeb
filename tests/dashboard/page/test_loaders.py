"""Pages get what they ask for once, as whom they are, about the moment they ask about."""

import ast
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plotly.graph_objects import Figure

import dashboard
from dashboard.page import addressed, controls, loaders, who_asks
from dashboard.page.lately import Lately
from dashboard.page.loaders import finished
from data.answers.reader import Reader
from data.store import ledger
from data.store.access import Viewer
from data.store.errors import UnknownRevisionError
from data.store.store import Store
from tests.factories import a_door, writing

NOW = datetime(2026, 3, 1, tzinfo=UTC)
CALLS: list[object] = []


def names(reader: Reader, *, kind: str = "school") -> pd.DataFrame:
    """The visible areas of a kind."""
    CALLS.append(kind)
    sql = "SELECT area_id, name FROM area_as_of($revision) WHERE kind = $kind ORDER BY name"
    return reader.visible(sql, kind=kind)


def events(reader: Reader) -> pd.DataFrame:
    """Every event."""
    return reader.rows("SELECT event_id FROM event_as_of($revision)")


def how_many(reader: Reader) -> int:
    """How many areas there are, asked of another question."""
    CALLS.append("how many")
    return len(reader.ask(names))


@finished
def piece(kind: str = "school") -> str:
    """Words that say everything they depend on."""
    CALLS.append("piece")
    found = ", ".join(loaders.ask(names, kind=kind)["name"])
    return f"{found} {addressed.language()} {addressed.moment()}"


@finished
def direct() -> int:
    """A piece that asks a question of its own beside one that is kept."""
    CALLS.append("direct")
    loaders.ask(events)
    return len(names(loaders.reader()))


@finished
def counted() -> int:
    """A piece that reads another table."""
    CALLS.append("counted")
    return len(loaders.ask(events))


@finished
def dated() -> date:
    """A piece that reads the clock."""
    CALLS.append("dated")
    return loaders.this_day()


@finished
def charts() -> tuple[object, ...]:
    """Two charts and a word."""
    spec = {"data": [], "layout": {}}
    return spec, (spec, "words")


class Visit:
    """Who visits, and what the address says."""

    def __init__(self):
        self.viewer = Viewer(areas=None)
        self.language = "sv"
        self.moment = ()
        self.now = NOW


@pytest.fixture
def store():
    store = Store(":memory:")
    save(store, "area", {"area_id": "a", "kind": "school", "name": "Ekbacken"})
    yield store
    store.close()


@pytest.fixture
def visit(store, monkeypatch):
    visit = Visit()
    CALLS.clear()
    monkeypatch.setattr(loaders, "_LATELY", Lately(most=300))
    monkeypatch.setattr(loaders, "door", lambda: a_door(store))
    monkeypatch.setattr(loaders, "viewer", lambda: visit.viewer)
    monkeypatch.setattr(loaders, "_who", lambda _request: visit.viewer)
    monkeypatch.setattr(loaders, "now", lambda: visit.now)
    monkeypatch.setattr(who_asks, "now", lambda: visit.now)
    monkeypatch.setattr(addressed, "language", lambda: visit.language)
    monkeypatch.setattr(addressed, "moment", lambda: visit.moment)
    return visit


def save(store: Store, table: str, row: dict[str, object]) -> int:
    with writing(store) as cursor:
        revision = ledger.open_revision(cursor, "import", actor="test", now=NOW)
        ledger.write(cursor, revision, table, pd.DataFrame([row]))
    return revision


def test_a_commit_that_touches_nothing_read_empties_nothing(store, visit):
    first = piece()
    save(store, "event", {"event_id": "e"})
    assert piece() == first
    assert CALLS == ["piece", "school"]


def test_a_commit_that_touches_what_was_read_is_seen(store, visit):
    assert piece().startswith("Ekbacken")
    save(store, "area", {"area_id": "a", "kind": "school", "name": "Nybo"})
    assert piece().startswith("Nybo")
    assert CALLS == ["piece", "school", "school", "piece"]


def test_a_commit_that_changes_nothing_that_is_seen_works_out_nothing_made_of_it(store, visit):
    first = piece()
    save(store, "area", {"area_id": "b", "kind": "centre", "name": "Nybo"})
    assert piece() == first
    assert CALLS == ["piece", "school", "school"], "the table is asked, and says what it said"
    save(store, "area", {"area_id": "c", "kind": "school", "name": "Lid"})
    assert piece().startswith("Ekbacken, Lid")


def test_a_piece_that_reads_the_store_itself_is_worked_out_when_the_table_changes(store, visit):
    assert direct() == 1
    save(store, "area", {"area_id": "b", "kind": "centre", "name": "Nybo"})
    assert direct() == 1
    assert CALLS == ["direct", "school"] * 2


def test_what_a_question_asks_is_kept_as_what_anybody_asks(store, visit):
    assert loaders.ask(how_many) == 1
    assert len(loaders.ask(names)) == 1
    assert CALLS == ["how many", "school"]
    save(store, "area", {"area_id": "b", "kind": "centre", "name": "Nybo"})
    assert loaders.ask(how_many) == 1
    assert CALLS == ["how many", "school", "school"], "what it asks says what it said"


def test_what_a_question_asks_is_about_the_moment_it_is_asked_about(store, visit):
    visit.moment = (("revision", "1"),)
    with loaders.one_visit(visit.viewer):
        then = loaders.reader()
    visit.moment = ()
    save(store, "area", {"area_id": "b", "kind": "school", "name": "Nybo"})
    assert loaders.ask(how_many) == 2
    assert how_many(then) == 1, "though others ask about now"


def test_only_what_read_the_touched_table_is_worked_out_again(store, visit):
    piece(), counted()
    save(store, "event", {"event_id": "e"})
    assert counted() == 1
    piece()
    assert CALLS == ["piece", "school", "counted", "counted"]


def test_what_was_asked_lately_is_worked_out_before_anybody_asks(store, visit):
    piece(), counted()
    save(store, "area", {"area_id": "a", "kind": "school", "name": "Nybo"})
    CALLS.clear()
    loaders.ask_again()
    assert sorted(CALLS) == ["piece", "school"], "only what has changed"
    assert piece().startswith("Nybo")
    assert sorted(CALLS) == ["piece", "school"]


def test_what_fails_when_it_is_asked_again_hinders_nothing_else(
    store, visit, monkeypatch, caplog
):
    piece(), counted()
    save(store, "area", {"area_id": "a", "kind": "school", "name": "Nybo"})
    save(store, "event", {"event_id": "e"})
    CALLS.clear()
    with monkeypatch.context() as patch:
        patch.setattr(loaders, "checked", lambda done: 1 / (done != 1) and done)
        loaders.ask_again()
    assert "ZeroDivisionError" in caplog.text
    assert {"piece", "counted"} <= set(CALLS)
    assert counted() == 1


def test_a_pinned_moment_and_now_each_see_their_own(store, visit):
    save(store, "area", {"area_id": "a", "kind": "school", "name": "Nybo"})
    assert piece().startswith("Nybo")
    visit.moment = (("revision", "1"),)
    assert piece().startswith("Ekbacken")
    visit.moment = ()
    assert piece().startswith("Nybo")
    assert CALLS == ["piece", "school"] * 2


def test_a_pinned_moment_is_not_emptied_by_what_comes_later(store, visit):
    visit.moment = (("revision", "1"),)
    piece()
    save(store, "area", {"area_id": "a", "kind": "school", "name": "Nybo"})
    assert piece().startswith("Ekbacken")
    assert CALLS == ["piece", "school"]


def test_a_revision_to_come_is_refused(visit):
    visit.moment = (("revision", "9"),)
    with pytest.raises(UnknownRevisionError):
        piece()


def test_what_reads_the_clock_is_new_each_day(visit):
    assert dated() == date(2026, 3, 1)
    assert dated() == date(2026, 3, 1)
    visit.now = datetime(2026, 3, 2, tzinfo=UTC)
    assert dated() == date(2026, 3, 2)
    assert CALLS == ["dated"] * 2


def test_one_store_never_answers_for_another(visit, monkeypatch):
    piece()
    other = Store(":memory:")
    save(other, "area", {"area_id": "b", "kind": "school", "name": "Annanstans"})
    monkeypatch.setattr(loaders, "door", lambda: a_door(other))
    assert piece().startswith("Annanstans")
    other.close()


def test_charts_are_checked_once_also_inside_tuples(visit):
    first, (second, words) = charts()
    assert isinstance(first, Figure)
    assert isinstance(second, Figure)
    assert words == "words"
    assert charts()[0] is first


def test_an_answer_may_be_changed_by_whoever_gets_it(visit):
    answer = loaders.ask(names)
    answer["name"] = "something else"
    assert list(loaders.ask(names)["name"]) == ["Ekbacken"]
    assert CALLS == ["school"]


VISITS = st.fixed_dictionaries(
    {
        "viewer": st.sampled_from(
            [Viewer(areas=None), Viewer(areas=frozenset({"a"})), Viewer(areas=frozenset({"b"}))]
        ),
        "language": st.sampled_from(["sv", "en"]),
        "moment": st.sampled_from([(), (("revision", "1"),), (("revision", "2"),)]),
        "kind": st.sampled_from(["school", "region"]),
    }
)


@given(st.lists(VISITS, min_size=1, max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nobody_gets_what_was_finished_for_somebody_else(store, visit, visits):
    if store.revision < 2:
        save(store, "area", {"area_id": "b", "kind": "school", "name": "Nybo"})
    for one in visits:
        visit.viewer, visit.language = one["viewer"], one["language"]
        visit.moment = one["moment"]
        later = one["moment"] != (("revision", "1"),)
        there = {"a": "Ekbacken", **({"b": "Nybo"} if later else {})}
        seen = one["viewer"].sees(there) if one["kind"] == "school" else []
        expected = ", ".join(there[area] for area in seen)
        assert piece(one["kind"]) == f"{expected} {one['language']} {one['moment']}"


def test_a_viewer_who_differs_in_anything_is_another(store, visit):
    piece()
    visit.viewer = replace(visit.viewer, organisation_id="bolaget")
    piece()
    assert CALLS == ["piece", "school"] * 2


def test_a_file_is_made_for_who_saw_the_page_and_about_what_it_showed(store, monkeypatch):
    through_a_proxy = {"host": "localhost", "x-forwarded-for": "10.0.0.1"}
    monkeypatch.setattr(loaders, "door", lambda: a_door(store))
    monkeypatch.setattr(controls, "arrived_with", lambda: (through_a_proxy, {}))
    monkeypatch.setattr(addressed, "moment", lambda: (("revision", "1"),))
    made = loaders.later(lambda: (loaders.viewer().clearance, loaders.shown_revision()))
    save(store, "event", {"event_id": "e"})
    # As it is where Streamlit makes the file: in a thread where nobody visits.
    monkeypatch.setattr(controls, "arrived_with", lambda: ({}, {}))
    monkeypatch.setattr(addressed, "moment", lambda: ())
    assert made() == (False, 1)
    assert loaders.viewer().clearance


def test_every_file_that_a_page_offers_is_made_that_way():
    offered = [
        (file.name, ast.unparse(data))
        for file in Path(dashboard.__file__).parent.rglob("*.py")
        if file.name != "widgets.py"  # it draws what it is handed by the others
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("download_button")
        for data in [
            *call.args[1:2],
            *(one.value for one in call.keywords if one.arg == "data"),
        ]
    ]
    assert len(offered) >= 5
    assert not [one for one in offered if not one[1].startswith("loaders.later(")]


def test_nobody_is_asked_for_where_nobody_visits(monkeypatch):
    monkeypatch.setattr(controls.Runtime, "exists", lambda: True)
    with pytest.raises(RuntimeError, match="Nobody is here"):
        controls.arrived_with()


def test_a_revision_of_thousands_of_figures_is_none_there_is(store, visit):
    visit.moment = (("revision", "9" * 5_000),)
    with pytest.raises(UnknownRevisionError):
        piece()
