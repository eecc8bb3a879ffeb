"""What was there when it was due, what is only preliminary, and what was known before."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from metrics.outcome.state import State
from tests.factories import a_goal, a_survey, measurements, state_of, verdict

DUE = date(2022, 12, 31)
KEPT = a_goal(form="hold", target_low=np.nan, target_due=DUE)


def test_a_promise_that_held_until_it_was_due_is_watched_when_it_slips():
    slipped = verdict(KEPT, measurements([55, 55, 55, 50], first=2020))
    assert (slipped["state"], slipped["reason"]) == (State.WATCH, "fell_after_due")


def test_a_promise_that_held_until_it_was_due_is_not_lost_afterwards_and_never_calm():
    fallen = verdict(KEPT, measurements([55, 55, 55, 50, 45, 40], first=2020))
    assert (fallen["state"], fallen["reason"]) == (State.WATCH, "fell_after_due")
    assert not fallen["was_lost"]
    back = verdict(KEPT, measurements([55, 55, 55, 50, 50, 55], first=2020))
    assert (back["state"], back["reason"]) == (State.HOLDS, "held_until_due")


def test_a_promise_that_was_lost_before_it_was_due_is_lost_after_it_too():
    lost = [55, 50, 50, 55, 50, 50]
    asked = dict(goal=KEPT, first=2019)
    assert state_of(lost[:4], on=date(2023, 3, 1), **asked) == State.BELOW_BASELINE
    assert state_of(lost, **asked) == State.BELOW_BASELINE


def test_a_promise_to_hold_never_failed_to_come_and_is_watched_until_its_fall_is_confirmed():
    values = [55, 55, 50, 50]
    assert state_of(values[:3], goal=KEPT, first=2020, on=date(2023, 3, 1)) == State.WATCH
    assert state_of(values, goal=KEPT, first=2020) == State.BELOW_BASELINE
    assert state_of([55, 55, 50, 55], goal=KEPT, first=2020) == State.PAST_DUE_UNCLEAR


def test_a_survey_that_is_at_its_level_when_due_has_held():
    survey = KEPT | {"exact": False, "mid": 3.0, "target_due": pd.Timestamp(2025, 12, 31)}
    kept = a_survey(55, 55, 51.9, 55, goal=survey, error=1.0)
    assert (kept["state"], kept["reason"]) == (State.HOLDS, "held_until_due")


def test_held_until_the_due_date_is_said_only_of_what_was_there_then():
    kept = verdict(KEPT, measurements([55, 55, 55, 55, 55], first=2020))
    assert (kept["state"], kept["reason"]) == (State.HOLDS, "held_until_due")
    survey = KEPT | {"exact": False, "mid": 3.0, "target_due": pd.Timestamp(2022, 12, 31)}
    away = a_survey(55, 51.9, 55, 55, 55, goal=survey, error=1.0)
    assert (away["state"], away["reason"]) == (State.HOLDS, "")


def test_a_target_that_was_reached_when_due_is_not_unclear_nor_on_its_way_a_year_later():
    goal = a_goal(target_due=DUE)
    found = verdict(goal, measurements([55, 58, 60, 58.5], first=2020))
    assert (found["state"], found["reason"]) == (State.UNCHANGED, "not_moved")
    assert found["was_reached"]
    assert state_of([55, 58, 59, 58.5], goal=goal, first=2020) == State.PAST_DUE_UNCLEAR


def test_a_preliminary_value_at_the_due_date_is_not_no_measurement():
    goal = a_goal(target_due=date(2024, 12, 31))
    given = measurements([55, 57, 60], first=2022, final=[True, True, False])
    found = verdict(goal, given, on=date(2026, 3, 1))
    assert (found["state"], found["reason"]) == (State.NO_EVIDENCE, "preliminary_at_due")


def test_what_was_regained_is_watched_when_a_preliminary_value_has_collapsed():
    values = [55, 50, 50, 56, 56, 40]
    final = [True] * 5 + [False]
    assert state_of(values, final=final) == State.WATCH
    assert state_of([*values[:-1], 56], final=final) == State.REGAINED


def test_without_a_measurement_that_judges_there_is_no_evidence_and_a_last_value():
    found = verdict(a_goal(), measurements([55, 56], first=2024).assign(usable=False))
    assert (found["state"], found["reason"]) == (State.NO_EVIDENCE, "not_measured_since")
    assert (found["last_period"], found["value"]) == ("2025", 56.0)


def test_a_value_that_was_known_before_is_still_the_last_that_is_known():
    given = measurements([55, 58, 70], first=2023)
    given["usable"] = [True, False, False]
    found = verdict(a_goal(), given)
    assert (found["state"], found["value"]) == (State.CANNOT_TELL, 70.0)


@pytest.mark.parametrize("moved", [-6.0, 6.0])
def test_what_is_to_be_kept_and_is_worse_both_ways_is_lost_either_way(moved):
    kept = {"form": "hold", "worse": "both", "target_low": np.nan, "mid": 2.0}
    exact, gone = a_goal(**kept), [55, 55 + moved, 55 + moved]
    assert state_of(gone, goal=exact, first=2023) == State.BELOW_BASELINE
    assert state_of([55, 55 + moved / 6, 55], goal=exact, first=2023) == State.HOLDS
    survey = a_goal(exact=False, **kept)
    lost = a_survey(55 + moved, 55 + moved, 55 + moved, 55 + moved, goal=survey)
    assert lost["state"] == State.BELOW_BASELINE
