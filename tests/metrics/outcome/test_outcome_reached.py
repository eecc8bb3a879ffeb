"""What may be said to be reached, and what can be lost again: never on the baseline's word."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from metrics.outcome.decision import decide
from metrics.outcome.state import State
from tests.factories import a_goal, known_noise, measurements, verdict

HOLD = dict(form="hold", target_low=np.nan)


def few_answers(*latest):
    """Return the verdict of a promise to hold 75, on 40 answers a year."""
    goal = a_goal(exact=False, baseline_value=75.0, mid=5.0, scale="arcsine", **HOLD)
    values = [76, 74, *latest]
    frame = measurements(
        values, first=2026 - len(values), baseline=2, standard_error=6.8, answers=40.0
    )
    return verdict(goal, frame)


def test_a_promise_to_hold_is_not_reached_by_its_own_baseline():
    found = few_answers()
    assert (found["state"], found["reason"]) == (State.CANNOT_TELL, "few_measurements")
    assert not found["was_reached"]


def test_a_promise_to_hold_that_would_not_have_shown_a_loss_cannot_tell():
    found = few_answers(73, 76)
    assert (found["state"], found["reason"]) == (State.CANNOT_TELL, "insensitive")
    assert not found["was_reached"]


def test_a_promise_to_hold_that_is_due_still_says_why_it_cannot_tell():
    goal = a_goal(exact=False, mid=1.0, target_due=date(2025, 12, 31), **HOLD)
    frame = measurements([50, 60, 55, 55], first=2022, baseline=2, standard_error=6.0)
    assert verdict(goal, frame)["state"] == State.CANNOT_TELL


@pytest.mark.parametrize(
    ("terms", "kept"),
    [(HOLD, State.HOLDS), (dict(target_low=75.0), State.REACHED)],
    ids=["hold", "at least"],
)
def test_what_is_counted_in_full_is_not_reached_by_its_own_baseline(terms, kept):
    goal = a_goal(baseline_value=75.0, mid=5.0, **terms)
    found = verdict(goal, measurements([76, 74], first=2024, baseline=2))
    assert (found["state"], found["reason"]) == (State.CANNOT_TELL, "few_measurements")
    later = measurements([76, 74, 76, 77], first=2022, baseline=2)
    assert verdict(goal, later)["state"] == kept


def test_one_measurement_after_a_baseline_at_the_target_is_not_reached_twice():
    goal = a_goal(baseline_value=61.0)
    assert verdict(goal, measurements([61, 61], first=2024))["state"] == State.UNCHANGED


def test_a_promise_to_hold_has_no_level_of_its_own_beyond_a_break():
    values = [71, 70.5, 71.5, 71, 70, 71, 64, 64, 63.5]
    after = [False] * 6 + [True] * 3
    goal = a_goal(
        exact=False,
        noise_group="known",
        baseline_value=71.0,
        target_due=date(2025, 12, 31),
        **HOLD,
    )
    frame = measurements(
        values,
        first=2017,
        baseline=4,
        change_blocked=after,
        break_id=["" if one is False else "asked" for one in after],
        break_kind=["" if one is False else "question" for one in after],
    )
    for level in (64.0, 71.0):
        frame.loc[6:, "value"] = level
        found = decide(
            pd.DataFrame([goal]), frame, assessed_on=date(2026, 3, 1), noise=known_noise(1.0)
        ).iloc[0]
        assert (found["state"], found["reason"]) == (State.BREAK, "question")
