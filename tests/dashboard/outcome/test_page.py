"""The page of a goal in every state, drawn by the whole app."""

import pytest

from dashboard.text import states
from metrics.outcome.state import State
from tests.dashboard.driving import everything, shown, words
from tests.training import intended

pytestmark = pytest.mark.app

ONE_OF_EACH = {
    State(state): goal
    for goal, state in reversed(intended("training_states.csv", "goal_id").items())
}
CENTRUM = "ovning.mal.try14.centrum"
POLICE = "mal.goteborg.sarskilt-utsatt-2025.bergsjon"


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("state", ONE_OF_EACH, ids=str)
def test_every_state_has_a_page_that_says_it(app, state, language):
    said = everything(shown(app, "outcome", mal=ONE_OF_EACH[state], sprak=language))
    assert states.word(state, language) in said
    for stray in ("nan", "None", "NaT"):
        assert stray not in said.replace(",", " ").split()


def test_the_other_readings_say_that_they_are_not_the_alarm(app):
    said = everything(shown(app, "outcome", mal=CENTRUM))
    assert "Läshjälp, inte larmet" in said
    assert "NHS, variation" in said
    assert "Fingertips, trend" in said


def test_the_other_readings_leave_classes_alone(app):
    assert "Andra sätt att läsa serien" not in everything(shown(app, "outcome", mal=POLICE))


def test_comparators_are_told_beside_what_they_are_compared_with(app):
    said = everything(shown(app, "outcome", mal="ovning.mal.try14.norra"))
    assert "Jämförelseområden" in said
    assert "sedan utgångsläget" in said


def test_an_event_says_who_laid_it_in(app):
    said = everything(shown(app, "outcome", mal=CENTRUM))
    assert "Torget öppnar" in said
    assert "Inlagt av övningsledare." in said
    assert "Fritidsgården tappar" not in said


def test_every_table_can_be_taken_along_in_two_ways(app):
    labels = [one.label for one in shown(app, "outcome", mal=CENTRUM).get("download_button")]
    assert {"Ladda ner CSV", "Ladda ner XLSX"} <= set(labels)


def test_a_series_without_a_goal_is_shown_and_not_judged(app):
    said = everything(shown(app, "outcome", serie="1"))
    assert "utan mål" in said
    assert "Innan vi säger förlust" not in said


def test_what_would_have_been_seen_is_drawn_by_the_year_it_began(app):
    page = shown(app, "outcome", mal="ovning.mal.try03.centrum")
    (alt,) = [
        chart.proto.alt
        for chart in page.get("plotly_chart")
        if chart.proto.alt.startswith("Minsta fall vi oftast hade sett")
    ]
    assert "2018: 3\u00a0indexenheter" in alt
    assert alt.endswith("2025: inget hade synts.")
    assert "Tom ram: inget hade synts." in words(page)
    assert "2018" in everything(page)


def test_what_is_counted_in_full_has_no_such_drawing(app):
    page = shown(app, "outcome", mal="ovning.mal.bos03.centrum")
    assert "efter året då" not in words(page)
