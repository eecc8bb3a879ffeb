"""The parts of Läget and what every page shares, on the shipped store and on tiny tables."""

import pandas as pd
import pytest

from dashboard.overview import followed, since
from dashboard.page import cards
from dashboard.text.headline import added
from dashboard.text.themes import theme_name
from metrics.definition.indicator import Theme
from metrics.errors import PeriodError
from metrics.outcome.counts import Counts
from metrics.outcome.state import State
from tests.dashboard.driving import checked, shown, words

pytestmark = pytest.mark.app


def compared(before: list[str | None], after: list[str]) -> since.Changes:
    rows = pd.DataFrame({"before": before, "after": after})
    was = rows["before"].notna()
    then = since.Then(revision=1, heading="", short="")
    return since.Changes(since=then, moved=rows[was], new=rows[~was])


def test_goals_that_are_new_are_never_said_to_stand_as_before(app):
    before_the_goals = "20"
    shown(app, data="ovning", sedan=before_the_goals)
    assert "28 nya mål" in words(app)
    assert "samma läge" not in words(app)


def test_the_latest_year_of_the_training_area_has_changed_ten_goals(app):
    shown(app, data="ovning")
    assert "Tio mål har bytt läge" in words(app)
    assert "18 mål har samma läge som då." in words(app)


def test_the_counts_then_leave_out_what_is_new_and_move_back_what_moved():
    now = [State.RELAPSE, State.HOLDS, State.WATCH]
    then = since.counts_then(now, compared(["watch", None], ["relapse", "holds"]))
    assert then == Counts(unknown=0, lost=0, watch=2, unchanged=0, holds=0)


def test_when_every_goal_is_new_there_is_nothing_to_count_then():
    assert since.counts_then([State.HOLDS], compared([None], ["holds"])) is None


@pytest.mark.parametrize(
    ("number", "language", "words"),
    [(1, "sv", "Ett nytt mål"), (28, "sv", "28 nya mål"), (2, "en", "Two new goals")],
)
def test_new_goals_are_counted_in_words(number, language, words):
    assert added(number, language) == words


def test_the_class_table_says_once_where_the_scale_is_new(app):
    columns = list(shown(app, tema="safety").table[1].value.columns)
    assert columns == ["2015", "2017", "2019", "2021", "2023", "‖\u00a02025, ny skala", "Läge"]


def test_an_inferred_class_has_a_star_and_the_worst_is_bold(app):
    table = shown(app, tema="safety").table[1].value
    (bergsjon,) = [row for name, row in table.iterrows() if "Bergsjön" in name]
    assert bergsjon["2017"] == "**särskilt utsatt**\\*"
    assert bergsjon["2019"] == "**särskilt utsatt**"


def test_all_equally_lost_areas_have_a_way_to_why(app):
    every = [link.proto.label for link in shown(app, tema="safety").get("page_link")]
    labels = [label for label in every if label.startswith("Varför")]
    assert [f"Varför {area}?" for area in (
        "Bergsjön", "Hammarkullen", "Hjällbo", "Lövgärdet"
    )] == labels  # fmt: skip


@pytest.mark.parametrize(
    ("period", "year"), [("2014-Q1", "2014"), ("2009/10", "2009/10"), ("2020", "2020")]
)
def test_what_is_followed_is_told_in_years(period, year):
    assert followed._year(period) == year


def test_an_earlier_state_has_a_way_back_to_now(app):
    shown(app, revision="17", data="verkliga")
    (back,) = [link for link in app.get("page_link") if "nu" in link.proto.label]
    assert "revision" not in back.proto.query_string
    assert "data=verkliga" in back.proto.query_string


@pytest.mark.parametrize("key", ["data", "vy", "sprak"])
def test_an_address_that_means_nothing_falls_back(app, key):
    shown(app, **{key: "skräp"})
    assert app.query_params[key] != ["skräp"]


@pytest.mark.usefixtures("drawn_anew")
@pytest.mark.parametrize("unforeseen", [RuntimeError, PeriodError])
def test_what_nobody_foresaw_is_a_sentence_with_a_number_and_goes_to_the_log(
    app, monkeypatch, caplog, unforeseen
):
    def fails(*_) -> None:
        raise unforeseen("secret path")

    monkeypatch.setattr(since, "counts_then", fails)
    checked(app.run())
    (error,) = app.error
    assert "Något gick fel hos oss" in error.value
    assert "secret path" not in error.value
    assert error.value.rstrip(".").split()[-1] in caplog.text


@pytest.mark.usefixtures("drawn_anew")
def test_the_language_switch_is_there_even_when_the_page_fails(app, monkeypatch):
    monkeypatch.setattr(since, "counts_then", lambda *_: 1 / 0)
    checked(app.run())
    assert any("English" in group.options for group in app.button_group)


def test_the_catalogue_stands_in_the_order_of_the_themes(app):
    shown(app)
    app.switch_page("views/catalogue.py").run()
    headers = [header.value for header in app.header]
    assert headers == [name for theme in Theme if (name := theme_name(theme, "sv")) in headers]
    assert len(headers) >= 5


def test_a_file_to_download_opens_in_a_swedish_excel_and_runs_nothing():
    rows = pd.DataFrame({"Område": ["=cmd|calc"], "Värde": [57.5]})
    text = cards.as_csv(rows, "sv", invented=True).decode("utf-8")
    assert text.startswith("\ufeffOmråde;Värde;Obs")
    assert "'=cmd|calc;57,5;påhittade siffror" in text


def test_somebody_elses_text_is_harmless_in_markdown():
    assert cards.escape("[x](javascript:1) *a*") == r"\[x\]\(javascript\:1\) \*a\*"
