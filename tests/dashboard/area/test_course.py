"""The states of an area's goals become stretches of time, cut where a series is."""

import pandas as pd

from dashboard.area import course
from data.answers.followed import Followed
from metrics.definition.period import parse_period
from metrics.outcome.state import State
from tests.dashboard.charts.figure_tables import (
    SAFETY,
    events,
    goal,
    safe_evenings,
    series_break,
)

BREAK = series_break("TRY14", "2022", "question")


def judged(states: dict[str, str], goal_id: str = "g") -> pd.DataFrame:
    read = [parse_period(period) for period in states]
    return pd.DataFrame(
        {
            "goal_id": goal_id,
            "period": list(states),
            "period_start": [pd.Timestamp(one.start) for one in read],
            "period_end": [pd.Timestamp(one.end) for one in read],
            "state": list(states.values()),
        }
    )


def one(breaks: pd.DataFrame | None = None) -> Followed:
    return Followed(
        key=goal(),
        goal=goal(),
        indicator=SAFETY,
        observations=safe_evenings(),
        breaks=pd.DataFrame() if breaks is None else breaks,
        events=pd.DataFrame(),
    )


def spans(states, breaks=None):
    (row,) = course.arranged([one(breaks)], judged(states), "sv")
    return row


def test_the_same_state_is_one_stretch():
    row = spans({"2016": "", "2017": "", "2018": "holds", "2019": "holds", "2020": "watch"})
    assert [(span.state, span.first, span.last) for span in row.spans] == [
        (None, "2016", "2017"),
        (State.HOLDS, "2018", "2019"),
        (State.WATCH, "2020", "2020"),
    ]
    assert row.name == "Trygg på kvällen"


def test_a_state_lasts_until_the_next_measurement():
    row = spans({"2016": "holds", "2019": "watch"})
    assert row.spans[0].end == row.spans[1].start


def test_no_state_lasts_over_a_cut():
    row = spans({"2019": "holds", "2024": "break"}, BREAK)
    assert row.spans[0].end < row.cuts[0].x < row.spans[1].start


def test_a_cut_before_anything_was_judged_is_left_out():
    assert spans({"2023": "holds", "2024": "holds"}, BREAK).cuts == []


def test_a_goal_that_was_never_measured_has_an_empty_row():
    (row,) = course.arranged([one()], judged({"2020": "holds"}, goal_id="other"), "sv")
    assert list(row.spans) == []


def test_the_heading_counts_in_words():
    rows = [spans({"2019": "holds", "2024": "break"}, BREAK)]
    parts = events(("2019-05-11", "Torget öppnar")).assign(number=1)
    said = course.finding(rows, parts, "sv")
    assert said == "Ett mål sedan 2019, en bruten serie, en händelse"


def test_few_events_have_titles_and_many_have_numbers():
    few = events(("2019-05-11", "Torget öppnar")).assign(number=1)
    assert course.marks(few) == [(2019.356, "Torget öppnar")]
    days = [(f"20{at}-01-01", "Något") for at in range(10, 15)]
    many = events(*days).assign(number=range(1, 6))
    assert [label for _, label in course.marks(many)] == ["1", "2", "3", "4", "5"]


def test_the_table_says_the_same_newest_first():
    row = spans({"2018": "holds", "2019": "watch"})
    table = course.as_table([row], [one()], "sv")
    assert table.iloc[0].tolist()[-1] == "Bevaka 2019, Håller 2018"
