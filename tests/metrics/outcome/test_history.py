"""What a goal was after each measurement, knowing nothing of the later ones."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.engine.noise import COLUMNS as NOISE
from metrics.outcome.decision import decide, judge
from metrics.outcome.history import COLUMNS
from tests.factories import TODAY, a_goal, known_noise, measurements, prefixes

NOTHING = pd.DataFrame(columns=list(NOISE))


def followed(values, **terms):
    goals = pd.DataFrame([a_goal(**terms)])
    found = judge(goals, measurements(values), assessed_on=TODAY, noise=NOTHING).history
    return dict(zip(found["period"], found["state"], strict=True))


def test_the_reference_has_no_state():
    assert followed([55, 56, 57])["2020"] == ""


def test_every_state_is_decided_on_what_was_known_then():
    states = followed([55, 61, 61, 50, 50])
    assert states["2022"] == "reached"
    assert states["2023"] == "watch"
    assert states["2024"] == "relapse"


@given(st.lists(st.integers(50, 65).map(float), min_size=2, max_size=8))
def test_a_later_measurement_never_changes_an_earlier_state(values):
    goals, frame = prefixes(a_goal(stale_after_days=9000), measurements(values), 2)
    then = decide(goals, frame, assessed_on=TODAY, noise=NOTHING).set_index("goal_id")["state"]
    states = followed(values)
    for at in range(1, len(values)):
        assert states[str(2020 + at)] == then[str(at + 1)]


@pytest.mark.parametrize("terms", [dict(), dict(form="hold", target_low=float("nan"))])
@given(st.lists(st.integers(50, 65).map(float), min_size=2, max_size=7))
@settings(max_examples=20)
def test_a_later_survey_never_changes_what_an_earlier_one_showed(terms, values):
    goal = a_goal(exact=False, noise_group="known", mid=3.0, **terms)
    whole = measurements([54, 56, 55, *values], first=2010, baseline=3)
    goals, frame = prefixes(goal, whole, 4)
    judged = judge(goals, frame, assessed_on=TODAY, noise=known_noise(2.0, freedom=60.0))
    states = {each: list(mine["state"]) for each, mine in judged.history.groupby("goal_id")}
    levels = {count: judged.levels[judged.levels["goal_id"] == count] for count in states}
    last = str(len(whole))
    for number in range(4, len(whole)):
        assert states[str(number)] == states[last][:number]
        known, every = (
            levels[each].drop(columns="goal_id").reset_index(drop=True)
            for each in (str(number), last)
        )
        pd.testing.assert_frame_equal(known, every.iloc[: len(known)])


def test_goals_are_followed_together_as_alone():
    two = pd.concat([measurements([55, 61, 61]), measurements([55, 50, 50], goal_id="other")])
    goals = pd.DataFrame([a_goal(), a_goal(goal_id="other")])
    together = judge(goals, two, assessed_on=TODAY, noise=NOTHING).history
    assert tuple(together.columns) == COLUMNS
    mine = together[together["goal_id"] == "other"].set_index("period")["state"]
    assert mine.to_dict() == followed([55, 50, 50])


def test_nothing_measured_is_no_history():
    goals = pd.DataFrame([a_goal()])
    nothing = measurements([55]).iloc[:0]
    assert judge(goals, nothing, assessed_on=TODAY, noise=NOTHING).history.empty
