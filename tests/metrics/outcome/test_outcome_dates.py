"""Dates: what confirms, what is due, and what the calendar alone decides."""

from datetime import date, timedelta

import pandas as pd
import pytest

from metrics.outcome.decision import decide
from metrics.outcome.state import State
from tests.factories import a_goal, a_survey, at_the_border, measurements, state_of, verdict


@pytest.mark.parametrize(("days", "state"), [(179, State.WATCH), (180, State.BELOW_BASELINE)])
def test_two_measurements_confirm_each_other_half_a_year_apart(days, state):
    last = date(2026, 1, 31)
    before = last - timedelta(days=days)
    listed = ["2025-01-31", before.isoformat(), last.isoformat()]
    goal = a_goal(looks_per_year=2.0)
    assert state_of([55, 50, 50], goal=goal, periods=listed) == state


def test_every_measurement_of_the_half_year_must_agree():
    quarters = ["2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    goal = a_goal(looks_per_year=4.0)
    assert state_of([55, 55, 50, 55, 50], goal=goal, periods=quarters) == State.WATCH
    assert state_of([55, 55, 50, 50, 50], goal=goal, periods=quarters) == State.BELOW_BASELINE


def test_one_missed_year_does_not_restart_the_count():
    assert (
        state_of([55, 50, 50], goal=a_goal(), periods=["2021", "2023", "2025"])
        == State.BELOW_BASELINE
    )


def test_a_loss_is_not_confirmed_with_measurements_from_before_a_break():
    across = dict(first=2023, level_blocked=False, break_kind=["", "", "ladder"])
    broken = [False, False, True]
    goal = a_goal(baseline_value=61.0)
    found = verdict(goal, measurements([61, 61, 61], change_blocked=broken, **across))
    assert (found["state"], found["reason"]) == (State.BREAK, "ladder")


@pytest.mark.parametrize(
    ("due", "state"),
    [
        (date(2024, 1, 1), State.NEVER_CAME),
        (date(2024, 12, 31), State.NEVER_CAME),
        (date(2025, 1, 1), State.UNCHANGED),
    ],
)
def test_the_due_measurement_contains_the_due_date_or_follows_it(due, state):
    goal = a_goal(target_due=due)
    assert state_of([55, 55, 56], goal=goal, first=2022, on=date(2025, 3, 1)) == state


@pytest.mark.parametrize(
    ("value", "state"), [(58.0, State.NEVER_CAME), (58.1, State.PAST_DUE_UNCLEAR)]
)
def test_never_came_takes_a_shortfall_of_what_matters(value, state):
    goal = a_goal(target_due=date(2025, 12, 31))
    assert state_of([55, 55, value], goal=goal, first=2023) == state


def test_only_the_first_measurement_after_the_due_date_decides_that_it_never_came():
    goal = a_goal(target_due=date(2023, 12, 31))
    assert state_of([55, 59, 57, 57], goal=goal, first=2022) == State.PAST_DUE_UNCLEAR
    assert state_of([55, 57, 59, 59], goal=goal, first=2022) == State.NEVER_CAME


def test_what_never_came_and_came_later_is_regained():
    goal = a_goal(target_due=date(2023, 12, 31))
    assert state_of([55, 57, 60], goal=goal, first=2022, on=date(2025, 3, 1)) == (
        State.NEVER_CAME
    )
    found = verdict(goal, measurements([55, 57, 60, 60], first=2022))
    assert found["state"] == State.REGAINED
    assert found["was_lost"]


def test_an_exact_value_counts_once_at_its_due_date_and_twice_before_and_after():
    due = a_goal(target_due=date(2025, 12, 31))
    assert state_of([55, 55, 60], goal=due, first=2023) == State.REACHED
    after = a_goal(target_due=date(2024, 12, 31))
    assert state_of([55, 59, 60], goal=after, first=2023) == State.PAST_DUE_UNCLEAR
    survey = a_goal(exact=False, target_due=date(2025, 12, 31))
    assert a_survey(60.0, goal=survey)["state"] == State.PAST_DUE_UNCLEAR


def test_the_effect_date_ends_too_early_on_the_day_itself():
    on_the_day = a_goal(earliest_effect=date(2025, 12, 31))
    assert state_of([55, 55, 55], goal=on_the_day, first=2023) == State.UNCHANGED
    day_after = a_goal(earliest_effect=date(2026, 1, 1))
    assert state_of([55, 55, 55], goal=day_after, first=2023) == State.TOO_EARLY


def test_too_early_hides_neither_a_watch_nor_what_was_reached():
    goal = a_goal(earliest_effect=date(2028, 1, 1))
    assert state_of([55, 55, 50], goal=goal, first=2023) == State.WATCH
    assert state_of([55, 60, 60], goal=goal, first=2023) == State.REACHED
    assert state_of([55, 58, 58], goal=goal, first=2023) == State.TOO_EARLY


@at_the_border(57.0, 56.9, both=State.ON_TRACK, last=State.UNCHANGED, first=State.UNCHANGED)
def test_on_track_without_a_date_is_what_matters_gained_twice(latest, state):
    assert state_of([55, *latest], first=2023) == state


@pytest.mark.parametrize(("last", "state"), [(60.0, State.ON_TRACK), (59.8, State.UNCHANGED)])
def test_on_track_is_at_least_half_of_the_straight_path(last, state):
    # Four of eight years are used, of the 20 that were promised 10 should be there: half is 5.
    goal = a_goal(target_low=75.0, target_due=date(2029, 12, 31))
    assert state_of([55, 57, 58, 59, last], goal=goal, first=2021) == state


@pytest.mark.parametrize(("today", "state"), [(30, State.UNCHANGED), (31, State.NO_EVIDENCE)])
def test_a_value_is_stale_the_day_after_its_last_day(today, state):
    goal = a_goal(stale_after_days=30)
    found = verdict(
        goal, measurements([55, 55, 55], first=2023), on=date(2025, 12, 31) + timedelta(today)
    )
    assert found["state"] == state
    expected = pd.Timestamp(2026, 1, 31) if today == 30 else pd.NaT
    assert found["reassess_on"] is expected or found["reassess_on"] == expected


@pytest.mark.parametrize(
    ("after", "reason"), [(365, "not_moved"), (366, "not_measured_at_due")]
)
def test_a_due_date_waits_one_cycle_for_its_measurement(after, reason):
    due = date(2024, 6, 30)
    found = verdict(
        a_goal(target_due=due, stale_after_days=2000),
        measurements([55, 55], first=2022),
        on=due + timedelta(days=after),
    )
    assert found["reason"] == reason
    wait = pd.Timestamp(due) + pd.Timedelta(days=366)
    stale = pd.Timestamp(2023, 12, 31) + pd.Timedelta(days=2001)
    assert found["reassess_on"] == (wait if after == 365 else stale)


@pytest.mark.parametrize(
    ("days", "moves", "reason"),
    [
        (100, date(2026, 4, 11), "stale"),
        (10_000, date(2028, 1, 1), "not_measured_at_due"),
    ],
)
def test_the_calendar_moves_a_goal_by_what_was_known_when_it_was_set(days, moves, reason):
    goal = a_goal(target_due=date(2026, 12, 31), stale_after_days=days)
    known = measurements([55, 55], first=2024).assign(usable=[True, False])
    first, after = (verdict(goal, known, on=day) for day in (moves - timedelta(1), moves))
    assert first["reassess_on"] == pd.Timestamp(moves)
    assert [first["reason"] == reason, after["reason"] == reason] == [False, True]


def test_a_due_date_that_was_measured_sets_no_day_to_wait_for():
    goal = a_goal(target_due=date(2025, 12, 31), stale_after_days=800)
    found = verdict(goal, measurements([55, 60, 60], first=2023))
    assert found["reassess_on"] == pd.Timestamp(2025, 12, 31) + pd.Timedelta(days=801)


def test_most_of_the_straight_path_asks_for_half_of_most_of_the_way():
    # Seven of eight years are used: half of 7/8 of the 20 that were promised is 8.75.
    goal = a_goal(target_low=75.0, target_due=date(2026, 12, 31))
    climbing = [55, 57, 58, 59, 60, 61, 62]
    assert state_of([*climbing, 63.8], goal=goal, first=2018) == State.ON_TRACK
    assert state_of([*climbing, 63.7], goal=goal, first=2018) == State.UNCHANGED


def test_the_straight_path_begins_where_the_baseline_ends():
    # Three of six years are used: half of half of the 20 that were promised is 5.
    goal = a_goal(target_low=75.0, target_due=date(2028, 12, 31))
    values = [55, 55, 55, 58, 59]
    assert state_of([*values, 60.1], goal=goal, first=2020, baseline=3) == State.ON_TRACK
    assert state_of([*values, 59.9], goal=goal, first=2020, baseline=3) == State.UNCHANGED


@pytest.mark.parametrize(("after", "reason"), [(91, "not_moved"), (92, "not_measured_at_due")])
def test_a_quarterly_goal_waits_one_quarter_for_its_due_measurement(after, reason):
    found = verdict(
        a_goal(target_due=date(2024, 2, 15), stale_after_days=2000, looks_per_year=4.0),
        measurements([55, 55, 55], periods=["2023-Q2", "2023-Q3", "2023-Q4"]),
        on=date(2024, 2, 15) + timedelta(days=after),
    )
    assert found["reason"] == reason


def test_a_month_ends_within_its_year():
    months = ["2025-09", "2025-10", "2025-11"]
    found = verdict(
        a_goal(looks_per_year=12.0, stale_after_days=100),
        measurements([55, 55, 50], periods=months),
        on=date(2026, 1, 10),
    )
    assert (found["state"], found["since"]) == (State.WATCH, pd.Timestamp(2025, 11, 30))


def test_a_quarterly_series_is_confirmed_the_same_beside_a_yearly_one():
    yearly = measurements([55, 55, 55, 55], first=2022, goal_id="yearly")
    listed = ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    quarterly = measurements([55, 50, 50, 50], periods=listed, goal_id="quarterly")
    goals = [a_goal(goal_id="yearly"), a_goal(goal_id="quarterly", looks_per_year=4.0)]
    both = pd.concat([yearly, quarterly], ignore_index=True)
    found = decide(pd.DataFrame(goals), both, assessed_on=date(2026, 3, 1))
    assert list(found["goal_id"]) == ["yearly", "quarterly"]
    assert list(found["state"]) == [State.UNCHANGED, State.BELOW_BASELINE]
