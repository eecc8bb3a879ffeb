"""A target that is not met is not kept: unchanged, and why; a promise to hold is kept."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.outcome.counts import counted
from metrics.outcome.decision import judge
from metrics.outcome.state import Group, State, group_of
from tests.benchmarks.states import of_what_matters
from tests.factories import TODAY, a_goal, known_noise, measurements, state_of, verdict

HOLD = a_goal(form="hold", target_low=np.nan)
KEPT = {State.HOLDS, State.REACHED, State.ON_TRACK}


@pytest.mark.parametrize(
    ("latest", "reason"),
    [
        ([55.0, 55.5], "not_moved"),
        ([54.0, 53.5], "not_moved"),
        ([55.0, 60.0], "once_at_target"),
    ],
)
def test_a_target_that_is_not_met_is_unchanged_and_says_why(latest, reason):
    found = verdict(a_goal(), measurements([55.0, *latest], first=2023))
    assert (found["state"], found["reason"]) == (State.UNCHANGED, reason)


def test_what_rises_too_slowly_is_unchanged_and_says_so():
    slow = a_goal(target_low=80.0, target_due=pd.Timestamp(2026, 12, 31))
    found = verdict(slow, measurements([55, 55, 58, 58], first=2022, baseline=2))
    assert (found["state"], found["reason"]) == (State.UNCHANGED, "too_slow")


def test_a_promise_to_hold_is_never_unchanged():
    assert state_of([55, 55, 55], goal=HOLD, first=2023) == State.HOLDS


def test_a_promise_to_hold_that_was_kept_until_its_day_says_so():
    due = HOLD | {"target_due": pd.Timestamp(2024, 12, 31)}
    kept = verdict(due, measurements([55, 55, 55], first=2023))
    assert (kept["state"], kept["reason"]) == (State.HOLDS, "held_until_due")
    later = HOLD | {"target_due": pd.Timestamp(2030, 12, 31)}
    assert verdict(later, measurements([55, 55, 55], first=2023))["reason"] == ""


def test_unchanged_is_a_count_of_its_own():
    assert group_of(State.UNCHANGED) is Group.UNCHANGED
    counts = counted([State.UNCHANGED, State.HOLDS, State.REGAINED])
    assert (counts.unchanged, counts.holds, counts.judged) == (1, 2, 3)


@given(st.lists(st.floats(40, 59.9), min_size=2, max_size=8))
def test_a_target_that_was_never_met_is_never_said_to_be_kept(values):
    far = a_goal(target_due=pd.NaT)
    found = verdict(
        far, measurements([55.0, *values], first=2025 - len(values)), on=date(2026, 3, 1)
    )
    assert found["state"] not in KEPT - {State.ON_TRACK}


@given(st.lists(st.floats(40, 70), min_size=2, max_size=8))
def test_a_promise_to_hold_is_never_called_unchanged_whatever_comes(values):
    found = verdict(HOLD, measurements([55.0, *values], first=2025 - len(values)))
    assert found["state"] != State.UNCHANGED


@pytest.mark.parametrize(
    ("latest", "state"),
    [
        # What matters is 4: never so twice, but over half of it on average of three.
        ([50, 51.5, 50, 51.5, 50, 51.5], State.WATCH),
        ([50, 51.5, 50, 51.5, 50, 51.5, 54, 54], State.UNCHANGED),
        ([55, 55, 55, 15, 52], State.WATCH),
        ([55, 55, 55, 15, 55], State.UNCHANGED),
        ([53, 53, 53, 53, 53, 53], State.UNCHANGED),
    ],
)
def test_a_sample_with_an_early_alarm_is_watched_by_its_three_latest(latest, state):
    goal = a_goal(exact=False, noise_group="known", mid=4.0, target_low=80.0)
    values = [55.0] * 5 + latest
    frame = measurements(values, first=2026 - len(values), baseline=5)
    found = judge(pd.DataFrame([goal]), frame, assessed_on=TODAY, noise=known_noise(2.0))
    assert found.verdicts["state"].tolist() == [state]
    if state is State.WATCH:
        assert found.verdicts["reason"].tolist() == ["alarm"]


def test_what_is_counted_in_full_is_watched_by_its_latest_alone():
    values = [55.0, 50, 51.5, 50, 51.5]
    assert state_of(values, goal=a_goal(mid=4.0), first=2021) == State.UNCHANGED


def test_a_loss_of_what_matters_is_seldom_called_unchanged():
    shares = of_what_matters(8, 200, series=900, seed=9)
    # .27 with a baseline of eight, .40 with five.
    assert shares["unchanged"] <= 0.35
