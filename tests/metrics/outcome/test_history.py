"""What a goal was after each measurement, knowing nothing of the later ones."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from metrics.engine.noise import COLUMNS as NOISE
from metrics.outcome.decision import decide, judge
from metrics.outcome.history import COLUMNS
from tests.factories import TODAY, a_goal, measurements

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
    goals, measured = pd.DataFrame([a_goal(stale_after_days=9000)]), measurements(values)
    states = followed(values)
    for at in range(1, len(values)):
        then = decide(goals, measured.iloc[: at + 1], assessed_on=TODAY, noise=NOTHING)
        assert states[str(2020 + at)] == then["state"].iloc[0]


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
