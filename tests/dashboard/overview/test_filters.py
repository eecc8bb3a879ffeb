"""Läget shows what the link asks for, and says that it is a part."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.overview import filters
from tests.dashboard.driving import shown, words

pytestmark = pytest.mark.app


def labels(app: AppTest) -> list[str]:
    return [group.label for group in app.button_group]


def counts(app: AppTest) -> list[str]:
    return [metric.value for metric in app.metric]


def test_the_counts_follow_the_filter_and_the_page_says_that_it_is_a_part(app):
    shown(app, data="ovning", tema="safety")
    assert "Visar 9 av 28 mål: tema Trygghet." in words(app)
    assert sum(int(count) for count in counts(app)) == 9
    assert list(app.table[-2].value.columns) == ["Trygghet", "Löften"]


def test_several_filters_narrow_together_and_several_of_one_kind_widen(app):
    shown(app, data="ovning", tema="safety,service", lage="lost")
    assert "tema Trygghet eller Service; läge förlorade." in words(app)
    assert counts(app) == ["0", "4", "0", "0", "0"]


def test_a_place_holds_everything_inside_it(app):
    shown(app, inom="kommun.1407.ockero")
    assert "Visar 1 av 12 mål: inom Öckerö." in words(app)
    assert counts(app)[0] == "1"


def test_a_kind_of_area_can_be_chosen(app):
    shown(app, slag="municipality")
    assert "Visar 1 av 12 mål: områden av slaget kommun." in words(app)


def test_what_changed_is_told_of_the_goals_that_are_shown(app):
    shown(app, data="ovning", tema="safety", lage="lost")
    assert "Ett mål har bytt läge" in words(app)


def test_an_unfiltered_page_says_nothing_of_filters_and_draws_no_control(app):
    shown(app)
    assert "Visar" not in words(app)
    assert "Tema" not in labels(app)
    assert not app.toggle[0].value


def test_a_link_with_a_filter_opens_the_controls_with_what_it_asks_for(app):
    shown(app, data="ovning", tema="safety")
    assert app.toggle[0].value
    (themes,) = [one for one in app.button_group if one.label == "Tema"]
    assert themes.value == ["safety"]


def test_what_is_chosen_is_written_in_the_address(app):
    shown(app, data="ovning")
    app.toggle[0].set_value(True).run()
    (themes,) = [one for one in app.button_group if one.label == "Tema"]
    themes.set_value(["service"]).run()
    assert app.query_params["tema"] == "service"
    assert "tema Service" in words(app)
    (everything,) = [one for one in app.button if one.label == "Visa alla mål"]
    everything.click().run()
    assert "tema" not in app.query_params
    assert "Visar" not in words(app)


def test_a_filter_that_is_not_there_is_told_and_not_used(app):
    shown(app, tema="skräp")
    assert "Länkens urval skräp finns inte här" in app.info[0].value
    assert sum(int(count) for count in counts(app)) == 12


def test_a_choice_that_leaves_nothing_is_a_sentence(app):
    shown(app, slag="municipality", lage="lost")
    assert app.title[0].value == "Inget mål passar urvalet"
    assert counts(app)[1:] == ["–", "–", "–", "–"]


def test_since_a_day_is_told_as_a_day(app):
    shown(app, data="ovning", sedan="2026-11-22")
    assert "Sedan den 22 november 2026" in words(app)
    assert "Inget mål har bytt läge" in words(app)


def test_since_before_the_beginning_everything_is_new(app):
    shown(app, data="ovning", sedan="2020-01-01")
    assert "28 nya mål" in words(app)


def test_a_day_chosen_to_compare_with_lives_in_the_address(app):
    shown(app, data="ovning")
    app.toggle[0].set_value(True).run()
    (day,) = [one for one in app.date_input if "ändrats" in one.label]
    day.set_value(pd.Timestamp("2026-11-22").date()).run()
    assert app.query_params["sedan"] == "2026-11-22"
    assert "Sedan den 22 november 2026" in words(app)


@pytest.mark.parametrize("since", ["skräp", "9999"])
def test_a_comparison_that_is_not_there_is_told_and_not_used(app, since):
    shown(app, data="ovning", sedan=since)
    assert f"Länkens jämförelse {since} finns inte här" in words(app)
    assert "Tio mål har bytt läge" in words(app)


def test_filters_speak_english_when_asked(app):
    shown(app, data="ovning", tema="safety", sprak="en")
    assert "Showing 9 of 28 goals: theme Safety." in words(app)


def test_an_area_is_inside_its_municipality_and_all_its_parents():
    areas = pd.DataFrame(
        {
            "area_id": ["region", "kommun", "del", "ring"],
            "kind": ["region", "municipality", "regso", "regso"],
            "municipality_id": ["", "kommun", "kommun", ""],
            "parent_id": ["", "region", "kommun", "ring"],
        }
    )
    where = filters.places(areas)
    assert where["del"].inside == {"del", "kommun", "region"}
    assert where["ring"].inside == {"ring"}
