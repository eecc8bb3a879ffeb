"""What a goal was after each measurement, knowing nothing of the later ones."""

import pandas as pd

from metrics.course import COLUMNS, course
from metrics.noise import COLUMNS as NOISE
from metrics.outcome import decide
from tests.factories import TODAY, a_goal, measurements

NOTHING = pd.DataFrame(columns=list(NOISE))


def followed(values, **terms):
    measured = measurements(values)
    found = course(pd.DataFrame([a_goal(**terms)]), measured, noise=NOTHING)
    return dict(zip(found["period"], found["state"], strict=True)), measured


def test_the_reference_has_no_state():
    states, _ = followed([55, 56, 57])
    assert states["2020"] == ""


def test_every_state_is_decided_on_what_was_known_then():
    states, _ = followed([55, 61, 61, 50, 50])
    assert states["2022"] == "reached"
    assert states["2023"] == "watch"
    assert states["2024"] == "relapse"


def test_the_last_state_is_the_verdict():
    states, measured = followed([55, 61, 61, 50, 50])
    verdict = decide(pd.DataFrame([a_goal()]), measured, assessed_on=TODAY, noise=NOTHING).iloc[
        0
    ]
    assert states["2024"] == verdict["state"]


def test_goals_are_followed_together_as_alone():
    two = pd.concat([measurements([55, 61, 61]), measurements([55, 50, 50], goal_id="other")])
    goals = pd.DataFrame([a_goal(), a_goal(goal_id="other")])
    together = course(goals, two, noise=NOTHING)
    alone = course(goals.iloc[1:], two[two["goal_id"] == "other"], noise=NOTHING)
    assert tuple(together.columns) == COLUMNS
    mine = together[together["goal_id"] == "other"]["state"]
    assert mine.tolist() == alone["state"].tolist()


def test_nothing_measured_is_no_course():
    found = course(pd.DataFrame([a_goal()]), measurements([55]).iloc[:0], noise=NOTHING)
    assert found.empty
