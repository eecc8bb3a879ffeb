"""Of many goals, or of long series, an area shows some at once; the rest unfolds."""

from dataclasses import replace

import pandas as pd
import pytest
import streamlit as st

from dashboard.area import background, course, goals
from dashboard.page import controls
from metrics.outcome.state import State
from tests.dashboard.area.test_course import one
from tests.dashboard.driving import lent, shown, words

CENTRUM = "ovning.ekbacken.centrum"


def of_length(measurements: int, state: State = State.HOLDS):
    whole = one()
    verdict = replace(whole.verdict, state=state)
    goal = replace(whole.goal, verdict=verdict)
    rows = pd.DataFrame({"period": [str(year) for year in range(measurements)]})
    return replace(whole, key=goal, goal=goal, observations=rows)


@pytest.mark.parametrize(
    ("number", "measurements", "at_once"),
    [(7, 18, 7), (60, 18, 10), (60, 40, 6), (60, 300, 4), (3, 300, 3), (0, 0, 0)],
)
def test_as_many_goals_are_drawn_as_have_the_measurements_of_few(number, measurements, at_once):
    assert goals.shown_of([of_length(measurements)] * number) == at_once


def test_where_goals_are_folded_away_what_is_lost_comes_first():
    states = [State.HOLDS, State.WATCH, State.HOLDS, State.BELOW_BASELINE]
    mine = [of_length(5, state) for state in states]
    ordered = [each.verdict.state for each in goals.in_order(mine, 2)]
    assert ordered == [State.BELOW_BASELINE, State.WATCH, State.HOLDS, State.HOLDS]
    assert goals.in_order(mine, 4) == mine


@pytest.mark.app
def test_the_goals_of_a_place_unfold_part_by_part(app, drawn_anew, monkeypatch):
    everything_at_once = shown(app, "area", omrade=CENTRUM)
    charts = len(everything_at_once.get("plotly_chart"))
    monkeypatch.setattr(goals, "_counted", goals._counted.__wrapped__)
    monkeypatch.setattr(goals, "_MOST", 2)
    monkeypatch.setattr(goals, "_FEWEST", 2)
    monkeypatch.setattr(goals, "_IN_A_PART", 3)
    page = shown(app, "area", omrade=CENTRUM)
    parts = [each.label for each in page.expander if each.label.startswith("Visa mål")]
    assert parts[0].startswith("Visa mål 3–5 av")
    assert len(page.get("plotly_chart")) < charts
    monkeypatch.setattr(controls, "unfolded", lambda *_said, **_key: (st.container(), True))
    assert len(shown(app, "area", omrade=CENTRUM).get("plotly_chart")) == charts


@pytest.mark.app
def test_of_many_goals_the_axis_shows_some_and_the_table_unfolds(app, drawn_anew, monkeypatch):
    monkeypatch.setattr(course, "_more", course._more.__wrapped__)
    monkeypatch.setattr(course, "_MOST_ROWS", 2)
    page = shown(app, "area", omrade=CENTRUM)
    assert "2 av 7 mål, det förlorade först." in words(page)
    assert "Samma tidsaxel som tabell: 5 mål till" in [each.label for each in page.expander]
    assert rows_of_the_axis(page) == [2]
    monkeypatch.setattr(controls, "unfolded", lambda *_said, **_key: (st.container(), True))
    assert sorted(rows_of_the_axis(shown(app, "area", omrade=CENTRUM))) == [2, 5]


def rows_of_the_axis(page):
    return [len(each.value) for each in page.table if "Läge nu" in each.value.columns]


def test_thirty_measures_without_a_goal_are_shown_and_the_rest_unfolds(sample, monkeypatch):
    lent(sample, monkeypatch)
    place, labels = "kommun.1480.goteborg", []
    whole = background._said.__wrapped__(place, 0, "sv")
    monkeypatch.setattr(background, "_MOST", 2)

    def folded(label, *, key):
        labels.append(label)
        return None, False

    monkeypatch.setattr(controls, "unfolded", folded)
    background.others(place, "sv")
    assert labels == [f"Visa {len(whole) - 2} mått till"]
    at_once, rest = (background._said.__wrapped__(place, first, "sv") for first in (0, 2))
    assert (len(at_once), [*at_once, *rest]) == (2, whole)
