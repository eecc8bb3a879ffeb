"""The comparator that is drawn, handed on and answered is the one that judged the goal."""

from io import BytesIO

import pandas as pd
import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from dashboard.charts.describe.chart import Role
from dashboard.charts.powerpoint.native_data import lines_of
from dashboard.charts.theme import COMPARATOR_DASH
from dashboard.doors import api
from dashboard.export import pptx
from dashboard.export.decks import story
from dashboard.installation import Installation
from dashboard.outcome import reading_aids
from dashboard.settings import Settings
from dashboard.text import sentences
from data.answers.followed import Gatherer
from data.answers.goals import all_goals
from data.answers.headline_goals import Chosen
from data.judging import compared, monitoring
from data.store.store import Store
from tests.asgi import Client
from tests.dashboard.driving import shown, specs, words
from tests.dashboard.export.exporting import a_deck
from tests.data import compared_city
from tests.factories import a_door, a_reader


@pytest.fixture(scope="module")
def compared_goals(sample: Store) -> list[str]:
    """Every goal of the shipped data that names areas to be compared with."""
    named = a_reader(sample).rows(
        "SELECT DISTINCT goal_id FROM goal_comparator_as_of($revision)"
    )
    assert len(named)
    return [str(one) for one in named["goal_id"]]


def judged(gathered: Gatherer, goal_id: str) -> dict[str, float]:
    """What the judge was given, by period."""
    given = gathered.ask(monitoring.inputs, gathered.catalogue, goal_id=goal_id)
    assert given is not None
    line = given.measurements.set_index("period")["comparator"].dropna()
    return {str(period): value for period, value in line.items()}


def as_sent(gathered: Gatherer, goal_id: str) -> list[object]:
    """The same as a chart says it, with the decimals that can be seen."""
    return [pytest.approx(value, abs=0.005) for value in judged(gathered, goal_id).values()]


def drawn(app: AppTest, page: str, **query: str) -> list[list[float]]:
    """The comparator's values in every chart of a page."""
    return [
        trace["y"]
        for spec in specs(shown(app, page, **query))
        for trace in spec["data"]
        if trace.get("line", {}).get("dash") == COMPARATOR_DASH
    ]


@pytest.mark.app
def test_the_chart_of_a_goal_draws_what_judged_it(app, gathered, compared_goals):
    for goal_id in compared_goals:
        assert drawn(app, "outcome", mal=goal_id) == [as_sent(gathered, goal_id)]


@pytest.mark.app
def test_a_panel_of_the_comparison_draws_what_judged_its_goal(app, gathered, compared_goals):
    for goal_id in compared_goals:
        goal = gathered.goal(goal_id)
        panels = drawn(app, "compare", data="ovning", indikator=goal.indicator.id)
        assert as_sent(gathered, goal_id) in panels


def test_the_description_and_the_slide_hold_what_judged_it(gathered, compared_goals):
    for goal_id in compared_goals:
        slides = story.of_goal(gathered, goal_id, "sv")
        (line,) = slides[0].chart.of(Role.COMPARATOR)
        expected = judged(gathered, goal_id)
        assert {dot.period: dot.y for dot in line.dots} == expected
        saved = Presentation(BytesIO(pptx.write(a_deck(slides))))
        (native,) = [one.chart for one in saved.slides[0].shapes if one.has_chart]
        series = native.plots[0].series[lines_of(slides[0].chart).index(line)]
        assert [y for y in tuple(series.values) if y is not None] == list(expected.values())


def test_the_api_answers_what_judged_it(sample, gathered, compared_goals, tmp_path):
    rows = assessments(sample, gathered, tmp_path)
    answered = {row["goal_id"]: row["comparator"] for row in rows}
    assert {goal_id for goal_id, line in answered.items() if line} == set(compared_goals)
    for goal_id in compared_goals:
        periods = answered[goal_id]["periods"]
        assert {one["period"]: one["value"] for one in periods} == judged(gathered, goal_id)
        assert {one["known"] for one in periods} == {len(answered[goal_id]["areas"])}


def _fell_behind(gathered: Gatherer) -> pd.DataFrame:
    goals = gathered.ask(all_goals)
    return goals[goals["state"] == "fell_behind"]


def test_every_sentence_says_the_difference_that_decided(gathered, compared_goals):
    lost = _fell_behind(gathered)
    assert len(lost)
    for goal_id in lost["goal_id"]:
        one = gathered.goal(goal_id)
        behind = sentences.difference(one.goal.verdict.behind, one.indicator, "sv")
        assert f"{behind} sämre" in sentences.verdict(one.goal, one.indicator, "sv")
        assert behind in sentences.headline_loss(one.goal, one.indicator, "sv")
        aid = reading_aids.compared(
            one.observations, compared.of_followed(gathered, one), one.goal, one.indicator, "sv"
        )
        assert aid is not None
        said = float(aid.word.split()[0].replace("−", "-").replace(",", "."))
        assert abs(said) == pytest.approx(one.goal.verdict.behind, abs=0.05)


@pytest.mark.app
@pytest.mark.usefixtures("drawn_anew")
def test_one_goal_says_the_same_number_everywhere(app, sample, gathered, tmp_path, monkeypatch):
    lost = _fell_behind(gathered)["goal_id"].tolist()
    assert lost
    answers = {row["goal_id"]: row for row in assessments(sample, gathered, tmp_path)}
    for goal_id in lost:
        one = gathered.goal(goal_id)
        monkeypatch.setattr(Chosen, "biggest_losses", lambda _, goal=one.goal: [goal])
        overview = shown(app, data="ovning")
        said = sentences.difference(answers[goal_id]["size"], one.indicator, "sv")
        assert f"halkar efter jämförelseområdena med {said}" in words(overview)
        assert as_sent(gathered, goal_id) in drawn(app, "", data="ovning")
        assert f"{said} sämre" in words(shown(app, "outcome", mal=goal_id))
        (slide,) = story.of_goal(gathered, goal_id, "sv")
        assert f"{said} sämre" in slide.said
        assert f"{said} sämre" in answers[goal_id]["sentence_sv"]
        assert answers[goal_id]["size"] == answers[goal_id]["behind"]


def assessments(sample, gathered, tmp_path):
    """The verdicts as the API answers them."""
    here = Installation(
        door=a_door(sample),
        catalogue=gathered.catalogue,
        settings=Settings(store=tmp_path / "unused"),
    )
    return Client(api.create(lambda: here)).get("/assessments").json()["rows"]


def test_a_goal_without_named_areas_has_no_line(gathered, compared_goals):
    every = gathered.ask(all_goals)
    alone = every[~every["goal_id"].isin(compared_goals)]["goal_id"].iloc[0]
    line = compared.of_followed(gathered, gathered.goal(alone))
    assert isinstance(line, pd.DataFrame)
    assert line.empty


@pytest.fixture
def small(tmp_path, catalogue):
    store = compared_city.built(tmp_path / "city.duckdb", catalogue)
    yield store
    store.close()


def line_of(store, catalogue) -> dict[str, float]:
    """The comparator of the only goal, as the charts are given it."""
    gathered = Gatherer(a_reader(store), catalogue)
    line = compared.of_followed(gathered, gathered.goal("mal"))
    return line.set_index("period")["value"].dropna().to_dict()


def test_areas_that_weigh_unequally_are_drawn_so(small, catalogue):
    compared_city.populated(small, catalogue, 3000, 1000)
    compared_city.promised(small, catalogue)
    assert line_of(small, catalogue)["2019"] == pytest.approx(50)


def test_a_preliminary_value_is_not_drawn(small, catalogue):
    compared_city.promised(small, catalogue)
    compared_city.measured(small, catalogue, [2020], status="preliminary")
    assert max(line_of(small, catalogue)) == "2019"


def test_the_area_itself_is_not_drawn_in_its_own_comparator(small, catalogue):
    compared_city.measured(small, catalogue, [2019], areas=(90, 40, 80))
    compared_city.promised(small, catalogue)
    compared_city.also_compared_with_itself(small)
    assert line_of(small, catalogue)["2019"] == pytest.approx(60)


def test_a_share_from_0_to_1_is_drawn_as_one_where_a_count_is_nothing(small, catalogue):
    compared_city.shares(small, catalogue)
    compared_city.promised(small, catalogue, "MIX02", target=0.9)
    assert line_of(small, catalogue)["2014"] == pytest.approx(0.3)
