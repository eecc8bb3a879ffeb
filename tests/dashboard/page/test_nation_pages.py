"""What a page sends of a nation: a part that can be read, whoever asks for what.

The nation has sixty areas, and what is too much is less here than it is outside.
"""

import json
from datetime import UTC, datetime

import pytest

from dashboard.overview import pages
from dashboard.page import search
from dashboard.series import picking
from dashboard.settings import generated_definitions
from data.door import Door
from data.sample import generated, nation
from metrics.definition.catalogue import load_catalogue
from tests.dashboard.driving import app_of, field, installed, shown, specs, words

pytestmark = pytest.mark.app

AREAS, A_FEW = 60, 30
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    store = tmp_path_factory.mktemp("nation") / "store.duckdb"
    folder = generated_definitions(store)
    generated.write_definitions(folder, 2)
    door = Door.open(store)
    catalogue = load_catalogue([folder])
    nation.build(door, door.who(), catalogue, NOW, areas=AREAS, periods=7)
    door.close()
    return store


@pytest.fixture
def app(place, monkeypatch):
    monkeypatch.setattr(search, "MOST", A_FEW)
    monkeypatch.setattr(picking, "MOST_AT_ONCE", A_FEW)
    with installed(place, monkeypatch):
        yield app_of()


def offered(page, label):
    return next((list(one.options) for one in page.selectbox if one.label == label), [])


def test_laget_shows_a_page_of_areas_with_what_is_lost_first(app):
    shown(app, data="ovning")
    (first,) = app.table[-1:]
    assert len(first.value) == pages.ON_A_PAGE
    assert "av 60 områden är något förlorat. De står först" in words(app)
    assert ":red[▼" in str(first.value.iloc[0].tolist())
    shown(app, sida="3")
    (last,) = app.table[-1:]
    assert len(last.value) == AREAS - 2 * pages.ON_A_PAGE
    assert not set(last.value.index) & set(first.value.index)
    assert ":red[▼" not in str(last.value.to_numpy().tolist())
    shown(app, sida="99")
    assert list(app.table[-1].value.index) == list(first.value.index), "there is no such page"


def test_an_area_among_thousands_is_found_by_a_part_of_its_name(app):
    shown(app, "area", data="ovning")
    assert all(len(one.options) <= A_FEW for one in app.selectbox), "not all areas are sent"
    (box,) = [one for one in app.text_input if one.label.startswith("Sök bland")]
    box.set_value("område 41").run()
    assert offered(app, "Träffar") == ["Påhittat område 41 (DeSO)"]
    field(app, "Träffar").select("pahittad.omrade-00041").run()
    assert app.query_params["omrade"] == "pahittad.omrade-00041"


def test_a_map_of_very_many_areas_is_of_a_part_of_them(app):
    shown(app, "map", data="ovning")
    (drawn,) = specs(app)
    assert 0 < len(json.dumps(drawn)) < 40_000
    assert len(app.selectbox) >= 3
    (inside,) = [one for one in app.selectbox if one.label.startswith("Inom")]
    assert inside.label == "Inom: 60 är för många på en gång"
    assert inside.value is not None
    shapes = {str(one) for trace in drawn["data"] for one in trace.get("customdata", [])}
    assert 0 < len(shapes) <= A_FEW


def test_the_goals_to_choose_among_come_by_page(app):
    shown(app, "outcome", data="ovning")
    assert len(app.table[0].value) == 60
    shown(app, sida="2")
    assert len(app.table[0].value) == 2 * AREAS - 60


def test_a_form_offers_the_areas_that_hold_what_is_written_above_it(app):
    shown(app, "by_hand", vad="events", data="ovning")
    options = [name for one in [*app.selectbox, *app.multiselect] for name in one.options]
    assert not [name for name in options if "Påhittat område" in name], "not all are sent"
    (asked,) = [one for one in app.text_input if one.placeholder == "Skriv en del av namnet"]
    asked.set_value("område 41").run()
    (found,) = [one for one in [*app.selectbox, *app.multiselect] if one.label == "Träffar"]
    assert found.options == ["Påhittat område 41 (DeSO)"]
