"""What has gained something is on its way to the target while it moves towards it."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from metrics.outcome.decision import judge
from metrics.outcome.state import State
from tests.factories import TODAY, a_goal, known_noise, measurements

BAND = dict(form="band", worse="both", target_low=40.0, target_high=60.0, baseline_value=70.0)


def judged(*values, exact=True, baseline=1, **terms):
    goal = a_goal(exact=exact, noise_group="known", **{"target_low": 75.0} | terms)
    frame = measurements(values, first=2026 - len(values), baseline=baseline)
    noise = known_noise(2.0)
    return judge(pd.DataFrame([goal]), frame, assessed_on=TODAY, noise=noise).verdicts.iloc[0]


def test_what_rises_is_on_track_and_what_has_slipped_back_is_not():
    assert judged(55, 60, 64, 68)["state"] == State.ON_TRACK
    back = judged(55, 72, 73, 60, 59)
    assert (back["state"], back["reason"]) == (State.UNCHANGED, "fallen_back")
    assert judged(55, 72, 73, 72, 60)["state"] == State.ON_TRACK, "once is not twice"
    assert judged(55, 72, 60, 61)["state"] == State.ON_TRACK, "one good year was no level"


@pytest.mark.parametrize(
    ("latest", "state"), [((60, 59), State.UNCHANGED), ((69, 70), State.ON_TRACK)]
)
def test_a_sample_has_slipped_back_when_it_is_beyond_chance(latest, state):
    values = [55, 54, 56, 55, 55, 72, 73, 72, 73, *latest]
    found = judged(*values, exact=False, baseline=5, mid=3.0)
    assert found["state"] == state


def test_what_has_passed_its_band_is_not_on_its_way_there():
    assert judged(70, 66, 65, **BAND)["state"] == State.ON_TRACK
    past = judged(70, 62, 50, 37, 36, **BAND)
    assert (past["state"], past["reason"]) == (State.UNCHANGED, "past_target")
    below = judged(30, 38, 50, 63, 64, **BAND | {"baseline_value": 30.0})
    assert below["reason"] == "past_target"


def test_a_share_that_slips_back_upwards_has_slipped_back_too():
    terms = dict(worse="higher", form="at_most", target_low=np.nan, target_high=30.0)
    assert judged(55, 35, 34, 48, 49, **terms)["reason"] == "fallen_back"


def test_what_came_after_its_day_is_not_said_to_be_back():
    due = dict(target_low=60.0, target_due=date(2022, 12, 31))
    late = judged(55, 56, 56, 61, 62, **due)
    assert (late["state"], late["reason"]) == (State.REGAINED, "came_late")
    back = judged(55, 61, 62, 61, 50, 50, 61, 62, **due | {"target_due": date(2020, 12, 31)})
    assert (back["state"], back["reason"]) == (State.REGAINED, "")
