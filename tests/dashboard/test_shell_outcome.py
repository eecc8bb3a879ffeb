"""The page of a goal in every state, drawn by the whole app."""

import csv
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import data
from dashboard.text import states
from metrics.outcome import State

pytestmark = pytest.mark.app

SAMPLE = Path(data.__file__).parent / "sample"
EXPECTED = {
    row["goal_id"]: State(row["state"])
    for row in csv.DictReader((SAMPLE / "training_states.csv").read_text("utf-8").splitlines())
}
ONE_OF_EACH = {state: goal for goal, state in reversed(EXPECTED.items())}
CENTRUM = "ovning.mal.try14.centrum"
POLICE = "mal.goteborg.sarskilt-utsatt-2025.bergsjon"


def shown(app: AppTest, page: str, **query: str) -> AppTest:
    app.run()
    app.switch_page(f"views/{page}.py")
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    assert not app.error, [error.value for error in app.error]
    return app


def words(app: AppTest) -> str:
    kinds = ("title", "header", "subheader", "markdown", "caption")
    said = [str(element.value) for kind in kinds for element in app.get(kind)]
    return "\n".join(said + [table.value.to_csv() for table in app.table])


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("state", ONE_OF_EACH, ids=str)
def test_every_state_has_a_page_that_says_it(app, state, language):
    said = words(shown(app, "outcome", mal=ONE_OF_EACH[state], sprak=language))
    assert states.word(state, language) in said
    for stray in ("nan", "None", "NaT"):
        assert stray not in said.replace(",", " ").split()


def test_the_other_readings_say_that_they_are_not_the_alarm(app):
    said = words(shown(app, "outcome", mal=CENTRUM))
    assert "Läshjälp, inte larmet" in said
    assert "NHS, variation" in said
    assert "Fingertips, trend" in said


def test_the_other_readings_leave_classes_alone(app):
    assert "det här är klasser" in words(shown(app, "outcome", mal=POLICE))


def test_comparators_are_told_beside_what_they_are_compared_with(app):
    said = words(shown(app, "outcome", mal="ovning.mal.try14.norra"))
    assert "Jämförelseområden" in said
    assert "sedan utgångsläget" in said


def test_an_event_says_who_laid_it_in(app):
    said = words(shown(app, "outcome", mal=CENTRUM))
    assert "Torget öppnar" in said
    assert "Inlagt av övningsledare." in said
    assert "Fritidsgården tappar" not in said


def test_every_table_can_be_taken_along_in_two_ways(app):
    labels = [one.label for one in shown(app, "outcome", mal=CENTRUM).get("download_button")]
    assert {"Ladda ner CSV", "Ladda ner XLSX"} <= set(labels)


def test_a_series_without_a_goal_is_shown_and_not_judged(app):
    said = words(shown(app, "outcome", serie="1"))
    assert "utan mål" in said
    assert "Innan vi säger förlust" not in said
