"""Jämför, Karta and Befolkning, driven as a reader does."""

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.area import background
from dashboard.compare import compared
from data.store.store import Store
from tests.dashboard.driving import app_of, installed, shown, specs, words

pytestmark = pytest.mark.app

STRAY = ("nan", "NaT", "2023.0", "2025.0")
EKBACKEN = "ovning.ekbacken.centrum"


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    path = tmp_path / "empty.duckdb"
    Store(path).close()
    with installed(path, monkeypatch):
        yield app_of()


def title(app: AppTest) -> str:
    """The finding as it is read, without the strokes that keep it from being Markdown."""
    return str(app.title[0].value).replace("\\", "")


def alts(app: AppTest) -> list[str]:
    return [chart.proto.alt for chart in app.get("plotly_chart")]


def panels(app: AppTest) -> list[str]:
    """The names of the areas that are compared, in the order they stand."""
    return [str(one.value).split("]")[0].lstrip("[") for one in app.subheader]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("data", ["verkliga", "ovning"])
@pytest.mark.parametrize("page", ["compare", "map", "population"])
def test_every_page_draws_itself_without_a_click(app, page, data, language):
    shown(app, page, data=data, sprak=language)
    assert app.title[0].value
    for stray in STRAY:
        assert stray not in words(app).split()


@pytest.mark.parametrize("page", ["compare", "map", "population"])
def test_an_empty_store_asks_for_data_and_does_not_break(empty, page):
    shown(empty, page)
    assert empty.title[0].value


@pytest.mark.parametrize("page", ["compare", "map", "population"])
def test_a_revision_before_the_figures_is_shown_as_it_was(app, page):
    shown(app, page, revision="2")
    assert "Så här såg det ut efter inläsning 2" in app.info[0].value
    assert app.get("plotly_chart") == []


@pytest.mark.parametrize("page", ["compare", "map", "population"])
def test_an_unknown_area_is_said_to_be_unknown(app, page):
    shown(app, page, omrade="finns.inte")
    assert "finns" in app.info[0].value
    assert app.title[0].value


@pytest.mark.parametrize("page", ["compare", "map"])
def test_unknown_ids_fall_back_to_what_there_is(app, page):
    shown(app, page, indikator="<b>", niva="mars", inom="ingenstans", sida="99", period="1066")
    assert app.title[0].value


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("compare", {"indikator": "MIX01"}),
        ("map", {"indikator": "MIX01"}),
        ("population", {"omrade": EKBACKEN}),
    ],
)
def test_no_authority_is_named_as_the_source_of_invented_figures(app, page, query):
    said = words(shown(app, page, data="ovning", **query))
    assert "Källa: påhittade siffror." in said
    assert "Källa: SCB" not in said


# Jämför


def test_the_police_areas_are_compared_against_their_own_goals(app):
    shown(app, "compare", indikator="TRY08")
    assert title(app) == (
        "Polisens områdesklass: alla sju mål går att bedöma. Fyra är förlorade."
    )
    assert len(specs(app)) == 10
    assert "▼\u00a0**Uteblev**" in words(app)
    assert "Ny skala" in words(app)


def test_areas_stand_in_alphabetical_order_and_never_by_value(app):
    shown(app, "compare", indikator="SKO01", niva="municipality")
    names = panels(app)
    assert names[:3] == ["Ale", "Alingsås", "Borås"]
    assert len(names) == 12
    shown(app, "compare", indikator="SKO01", niva="municipality", sida="3")
    assert panels(app)[-1] == "Örebro"


@pytest.mark.parametrize(("periods", "size"), [(4, 12), (24, 12), (25, 9), (60, 6), (300, 3)])
def test_the_longer_series_are_the_fewer_stand_on_a_page(periods, size):
    areas = pd.DataFrame({"area_id": list("abcdefghijklmn")})
    divided = compared.pages(areas, periods)
    assert len(divided["1"]) == size
    assert [one for ids in divided.values() for one in ids] == list(areas["area_id"])


def test_the_fall_of_2023_is_told_once_and_is_nobodys_loss(app):
    shown(app, "compare", indikator="MIX07")
    said = words(app)
    assert said.count("Rörelsen är gemensam") == 1
    assert "304 av 316" in said
    assert "Förlorat" not in said
    assert "▼" not in said


def test_every_panel_of_a_page_has_one_scale_and_an_alt_text(app):
    shown(app, "compare", indikator="MIX01", niva="regso", inom="kommun.1480.goteborg")
    ranges = {json.dumps(spec["layout"]["yaxis"]["range"]) for spec in specs(app)}
    assert len(ranges) == 1
    assert all(alt.endswith(".") and "Jämförelsen är" in alt for alt in alts(app))


def test_what_is_preliminary_says_so_and_is_compared_as_of_the_last_settled_period(app):
    shown(app, "compare", indikator="TRY13")
    (row, *_rest) = app.table[-1].value.to_dict("records")
    assert row["Senast"].endswith(" (andra kvartalet 2026, preliminärt)")
    assert row["Jämförelse"].endswith(" (fjärde kvartalet 2025)")


def test_a_link_with_an_area_opens_on_its_page(app):
    shown(app, "compare", indikator="MIX01", omrade="regso.1480.gardsten-nordostra")
    assert "Gårdsten nordöstra" in panels(app)


def test_real_and_invented_areas_are_never_compared_with_each_other(app):
    shown(app, "compare", data="ovning", indikator="MIX01")
    assert all("påhittat" in name for name in panels(app))
    assert "Påhittade siffror" in words(app)
    shown(app, "compare", data="verkliga", indikator="MIX01", niva="municipality")
    assert not any("påhittat" in name for name in panels(app))


def test_a_goal_is_compared_with_the_areas_it_names(app):
    shown(app, "compare", data="ovning", indikator="TRY14")
    assert "områdena som målet namnger" in words(app)


def test_the_table_begins_after_the_last_cut(app):
    shown(app, "compare", indikator="SKO01", niva="municipality")
    assert all("(2012)" in first for first in app.table[0].value["Först"])


def test_each_panel_leads_to_why_and_to_its_area(app):
    shown(app, "compare", data="ovning", indikator="MIX01")
    assert "(/utfall?mal=ovning.mal.mix01.centrum)" in app.subheader[0].value
    assert f"(/omrade?omrade={EKBACKEN})" in words(app)


# Karta


def test_the_map_says_between_what_half_of_the_areas_lie_and_names_no_top(app):
    shown(app, "map", indikator="MIX01", niva="regso")
    assert title(app) == (
        "I hälften av 316\u00a0RegSO är andelen hyresrätter 13–61\u00a0procent (2023)"
    )


def test_boundary_version_source_licence_and_day_are_printed(app):
    said = words(shown(app, "map", indikator="MIX01", niva="regso"))
    assert "RegSO\u00a02025" in said
    assert "MIT" in said
    assert "inlästa 22 november 2026" in said
    assert "Värdena är räknade i RegSO\u00a02020" in said


def test_areas_without_a_boundary_are_listed_and_not_dropped(app):
    shown(app, "map", indikator="MIX01", niva="regso")
    listed = app.dataframe[0].value
    assert len(listed) == 316
    assert (listed["På kartan"] == "nej, gräns saknas").sum() == 19
    assert "19 av 316 områden har ingen gräns" in words(app)


def test_a_level_without_any_boundary_is_a_list(app):
    shown(app, "map", indikator="SKO02", niva="school")
    assert "Ingen gräns är inlagd" in words(app)
    assert len(app.dataframe[0].value) == 451


def test_police_areas_are_drawn_of_their_parts_and_those_without_stand_in_a_list(app):
    shown(app, "map", indikator="TRY08", niva="police_area", omrade="polis.1480.gardsten")
    (spec,) = specs(app)
    dashed = [one for one in spec["data"] if one.get("line", {}).get("dash")]
    assert sum(one["x"].count(None) + 1 for one in dashed) >= 8
    said = words(app)
    assert "Streckad gräns är ungefärlig" in said
    drawn, without = (list(one.value["Område"]) for one in app.table)
    assert (len(drawn), len(without)) == (8, 2)
    assert "Rannebergen" in without[1]
    assert "Gårdsten nordöstra" in said
    labels = [link.proto.label for link in app.get("page_link")]
    assert "Öppna Gårdsten" in labels


def test_a_level_without_values_is_hatched(app):
    shown(app, "map", indikator="MIX01", niva="city_area")
    assert app.title[0].value == "Andelen hyresrätter har inget värde för stadsområden"
    assert "saknar värde" in alts(app)[0]


def test_the_states_of_the_training_area_are_words_on_the_map(app):
    shown(app, "map", data="ovning", indikator="BOS03")
    (spec,) = specs(app)
    written = " ".join(label["text"] for label in spec["layout"]["annotations"])
    assert "▼\u00a0Under utgångsläget" in written
    assert "▲\u00a0Återvunnet" in written
    assert "utan mål" in written


def test_an_area_chosen_in_the_list_shows_its_value_and_the_way_to_why(app):
    shown(app, "map", data="ovning", indikator="BOS03", omrade="ovning.ekbacken.ang")
    card = next(one.value for one in app.header if one.value.startswith("Ekbacken äng"))
    assert "**Under utgångsläget**" in card


def test_the_page_of_areas_without_one_is_the_map_and_says_which_it_does_not_know(app):
    shown(app, "area", omrade="finns.inte")
    assert "finns.inte" in app.info[0].value.replace("\\", "")
    assert title(app).startswith("Polisens områdesklass")
    shown(app, "area", omrade="polis.1480.gardsten")
    assert title(app).startswith("Gårdsten")


def test_the_rest_of_an_area_unfolds_beside_its_own_and_not_beneath_its_municipality(
    app, monkeypatch
):
    monkeypatch.setattr(background, "others", lambda *_asked: st.markdown("Visa resten"))
    said = words(shown(app, "area", omrade="regso.1480.gardsten-nordostra"))
    assert 0 < said.index("Visa resten") < said.index("Ett kommunvärde säger inget")


# Befolkning


def test_gardsten_is_told_from_its_two_parts(app):
    shown(app, "population", omrade="polis.1480.gardsten")
    assert title(app) == (
        "Gårdsten: 702 fler bor här än 2020, nästan samma blandning av bostäder som 2020"
    )
    said = words(app)
    assert "Hopräknat från delarna" in said
    assert "inom delarna" in said
    assert "Bakgrund, bedöms aldrig" in said


def test_a_change_of_character_is_placed_among_its_like(app):
    shown(app, "population", omrade="regso.1480.gardsten-nordostra")
    assert "av 315 jämförbara områden (RegSO)" in words(app)


def test_what_nobody_has_uploaded_is_said(app):
    shown(app, "population", omrade=EKBACKEN)
    assert "Inte inläst för området: upplåtelseform, inkomst" in words(app)
    assert "Påhittade siffror" in words(app)


def test_no_state_is_ever_shown_of_who_lives_somewhere(app):
    for area_id in (EKBACKEN, "kommun.1407.ockero", "regso.1480.gardsten-nordostra"):
        said = words(shown(app, "population", omrade=area_id))
        assert not [glyph for glyph in "▼◇●▲◐" if glyph in said]


def test_the_municipality_beside_an_area_says_that_it_is_one(app):
    shown(app, "population", omrade="regso.1480.gardsten-nordostra")
    assert any("Göteborg 2023, kommun, inte område" in alt for alt in alts(app))
