"""The edges of the decision table: on a border, one step short of it, once and twice."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from metrics.evidence import (
    Noise,
    detectable_worsening,
    listen,
    look_spread,
    per_look,
    wave_noise,
)
from metrics.outcome import State, decide
from metrics.period import LOOKS_PER_YEAR
from tests.factories import a_goal, measurements, verdict

WAVES = [54, 56, 55, 54, 56, 55, 54, 56]
"""Eight baseline waves of a survey around 55."""


def state_of(values, *, goal=None, on=date(2026, 3, 1), **columns):
    return verdict(goal or a_goal(), measurements(values, **columns), on=on)["state"]


def a_survey(*latest, goal=None, error=0.8, **columns):
    """Return the verdict of a survey share: eight baseline waves, then the latest ones."""
    waves = len(WAVES) + len(latest)
    frame = measurements(
        [*WAVES, *latest], first=2026 - waves, baseline=8, standard_error=error, **columns
    )
    return verdict(goal or a_goal(exact=False), frame)


def noise(sigma, *, between=0.0, freedom=np.inf):
    return Noise(
        sigma=np.array([sigma]),
        between=np.array([between]),
        degrees_of_freedom=np.array([freedom]),
    )


# Sizes: what matters counts from its own border.


@pytest.mark.parametrize(
    ("latest", "state"),
    [
        ([53.0, 53.0], State.BELOW_BASELINE),
        ([53.1, 53.0], State.WATCH),
        ([53.0, 53.1], State.HOLDS),
        ([53.1, 53.1], State.HOLDS),
    ],
)
def test_what_matters_is_lost_from_exactly_what_matters_on(latest, state):
    assert state_of([55, *latest], first=2023) == state


@pytest.mark.parametrize(
    ("back", "state"),
    [
        ([55.0, 55.0], State.REGAINED),
        ([54.9, 55.0], State.BELOW_BASELINE),
        ([55.0, 54.9], State.BELOW_BASELINE),
    ],
)
def test_regained_is_all_the_way_back_twice(back, state):
    assert state_of([55, 50, 50, *back], first=2021) == state


def test_regained_lasts_while_it_stays_back_and_is_forgotten_as_a_state_after():
    assert state_of([55, 50, 50, 56, 56, 55], first=2020) == State.REGAINED
    found = verdict(a_goal(), measurements([55, 50, 50, 56, 56, 54.5], first=2020))
    assert found["state"] == State.HOLDS
    assert found["was_lost"]


def test_a_relapse_is_regained_at_the_target_and_not_at_the_baseline():
    assert state_of([55, 61, 61, 57, 57, 59, 59], first=2019) == State.RELAPSE
    assert state_of([55, 61, 61, 57, 57, 60, 60], first=2019) == State.REGAINED


@pytest.mark.parametrize(
    ("latest", "state"),
    [
        ([60.0, 60.0], State.REACHED),
        ([59.9, 60.0], State.ON_TRACK),
        ([60.0, 59.9], State.ON_TRACK),
    ],
)
def test_the_target_is_reached_at_the_target_itself(latest, state):
    assert state_of([55, *latest], first=2023) == state


@pytest.mark.parametrize(
    ("latest", "state"),
    [
        ([58.0, 58.0], State.RELAPSE),
        ([58.1, 58.0], State.WATCH),
        ([58.0, 58.1], State.ON_TRACK),
    ],
)
def test_a_relapse_is_counted_from_the_target(latest, state):
    assert state_of([55, 60, 60, *latest], first=2021) == state


def test_before_it_is_reached_a_shortfall_is_neither_a_relapse_nor_a_watch():
    found = verdict(a_goal(), measurements([55, 61, 56, 56], first=2022))
    assert found["state"] == State.HOLDS
    assert not found["was_reached"]
    assert not found["watch"]


def test_what_was_lost_against_the_baseline_can_be_reached_and_then_relapse():
    values = [55, 50, 50, 56, 56, 61, 61, 57, 57]
    assert state_of(values[:7], first=2019) == State.REGAINED
    assert state_of(values, first=2017) == State.RELAPSE


def test_at_most_is_judged_upside_down():
    goal = a_goal(form="at_most", worse="higher", target_low=np.nan, target_high=50.0)
    assert state_of([55, 50, 50], goal=goal, first=2023) == State.REACHED
    assert state_of([55, 57, 57], goal=goal, first=2023) == State.BELOW_BASELINE


@pytest.mark.parametrize(
    ("value", "state"),
    [
        (30.0, State.REACHED),
        (40.0, State.REACHED),
        (29.9, State.HOLDS),
        (40.1, State.HOLDS),
        (28.1, State.HOLDS),
        (28.0, State.BELOW_BASELINE),
        (41.9, State.HOLDS),
        (42.0, State.BELOW_BASELINE),
    ],
)
def test_a_band_is_kept_on_its_edges_and_lost_by_what_matters_outside(value, state):
    band = a_goal(
        form="band", worse="both", target_low=30.0, target_high=40.0, baseline_value=35.0
    )
    assert state_of([35, value, value], goal=band, first=2023) == state


def test_a_band_that_began_outside_is_lost_by_distance_and_not_by_value():
    band = a_goal(
        form="band", worse="both", target_low=30.0, target_high=40.0, baseline_value=45.0
    )
    found = verdict(band, measurements([45, 25, 25], first=2023))
    assert (found["state"], found["worsening"]) == (State.HOLDS, 0)
    assert state_of([45, 40, 40], goal=band, first=2023) == State.REACHED


def test_a_promise_to_hold_is_broken_from_exactly_what_matters_on():
    hold = a_goal(form="hold", target_low=np.nan)
    assert state_of([55, 53.1, 53.1], goal=hold, first=2023) == State.REACHED
    assert state_of([55, 53.0, 53.0], goal=hold, first=2023) == State.BELOW_BASELINE


# Dates: what confirms, what is due, and what the calendar alone decides.


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
        (date(2025, 1, 1), State.HOLDS),
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
    assert state_of([55, 55, 55], goal=on_the_day, first=2023) == State.HOLDS
    day_after = a_goal(earliest_effect=date(2026, 1, 1))
    assert state_of([55, 55, 55], goal=day_after, first=2023) == State.TOO_EARLY


def test_too_early_hides_neither_a_watch_nor_what_was_reached():
    goal = a_goal(earliest_effect=date(2028, 1, 1))
    assert state_of([55, 55, 50], goal=goal, first=2023) == State.WATCH
    assert state_of([55, 60, 60], goal=goal, first=2023) == State.REACHED
    assert state_of([55, 58, 58], goal=goal, first=2023) == State.TOO_EARLY


@pytest.mark.parametrize(
    ("latest", "state"),
    [
        ([57.0, 57.0], State.ON_TRACK),
        ([56.9, 57.0], State.HOLDS),
        ([57.0, 56.9], State.HOLDS),
    ],
)
def test_on_track_without_a_date_is_what_matters_gained_twice(latest, state):
    assert state_of([55, *latest], first=2023) == state


@pytest.mark.parametrize(("last", "state"), [(60.0, State.ON_TRACK), (59.8, State.HOLDS)])
def test_on_track_is_at_least_half_of_the_straight_path(last, state):
    # Four of eight years are used, of the 20 that were promised 10 should be there: half is 5.
    goal = a_goal(target_low=75.0, target_due=date(2029, 12, 31))
    assert state_of([55, 57, 58, 59, last], goal=goal, first=2021) == state


@pytest.mark.parametrize(("today", "state"), [(30, State.HOLDS), (31, State.NO_EVIDENCE)])
def test_a_value_is_stale_the_day_after_its_last_day(today, state):
    goal = a_goal(stale_after_days=30)
    found = verdict(
        goal, measurements([55, 55, 55], first=2023), on=date(2025, 12, 31) + timedelta(today)
    )
    assert found["state"] == state
    expected = pd.Timestamp(2026, 1, 31) if today == 30 else pd.NaT
    assert found["reassess_on"] is expected or found["reassess_on"] == expected


@pytest.mark.parametrize(("after", "reason"), [(365, ""), (366, "not_measured_at_due")])
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


def test_a_due_date_that_was_measured_sets_no_day_to_wait_for():
    goal = a_goal(target_due=date(2025, 12, 31), stale_after_days=800)
    found = verdict(goal, measurements([55, 60, 60], first=2023))
    assert found["reassess_on"] == pd.Timestamp(2025, 12, 31) + pd.Timedelta(days=801)


def test_most_of_the_straight_path_asks_for_half_of_most_of_the_way():
    # Seven of eight years are used: half of 7/8 of the 20 that were promised is 8.75.
    goal = a_goal(target_low=75.0, target_due=date(2026, 12, 31))
    climbing = [55, 57, 58, 59, 60, 61, 62]
    assert state_of([*climbing, 63.8], goal=goal, first=2018) == State.ON_TRACK
    assert state_of([*climbing, 63.7], goal=goal, first=2018) == State.HOLDS


def test_the_straight_path_begins_where_the_baseline_ends():
    # Three of six years are used: half of half of the 20 that were promised is 5.
    goal = a_goal(target_low=75.0, target_due=date(2028, 12, 31))
    values = [55, 55, 55, 58, 59]
    assert state_of([*values, 60.1], goal=goal, first=2020, baseline=3) == State.ON_TRACK
    assert state_of([*values, 59.9], goal=goal, first=2020, baseline=3) == State.HOLDS


@pytest.mark.parametrize(("after", "reason"), [(91, ""), (92, "not_measured_at_due")])
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
    assert list(found["state"]) == [State.HOLDS, State.BELOW_BASELINE]


# Behind others: lost only where the promise was relative.


@pytest.mark.parametrize(
    ("others", "state"),
    [
        ([57.0, 57.0], State.FELL_BEHIND),
        ([56.9, 57.0], State.WATCH),
        ([57.0, 56.9], State.HOLDS),
    ],
)
def test_behind_counts_from_exactly_what_matters(others, state):
    goal = a_goal(comparator_use="promise", comparator_baseline=55.0)
    assert state_of([55, 55, 55], goal=goal, first=2023, comparator=[55.0, *others]) == state


def test_falling_behind_is_made_good_by_catching_up_and_not_by_the_baseline():
    goal = a_goal(comparator_use="promise", comparator_baseline=55.0)
    lost = [55, 55, 55]
    others = [55.0, 58.0, 58.0]
    still = state_of([*lost, 56, 56], goal=goal, first=2021, comparator=[*others, 58.0, 58.0])
    caught_up = state_of(
        [*lost, 55, 55], goal=goal, first=2021, comparator=[*others, 55.0, 55.0]
    )
    assert (still, caught_up) == (State.FELL_BEHIND, State.REGAINED)


def test_a_fall_that_all_share_is_below_the_baseline_and_not_behind():
    goal = a_goal(comparator_use="promise", comparator_baseline=55.0)
    together = [55.0, 50.0, 50.0]
    assert (
        state_of([55, 50, 50], goal=goal, first=2023, comparator=together)
        == State.BELOW_BASELINE
    )


def test_keeping_up_with_others_is_no_way_back_from_anywhere():
    goal = a_goal(comparator_use="promise", comparator_baseline=55.0)
    level = [55.0, 55.0, 55.0]
    found = verdict(goal, measurements([55, 55, 55], first=2023, comparator=level))
    assert (found["state"], found["was_lost"]) == (State.HOLDS, False)


def test_a_watch_behind_others_ends_when_the_area_keeps_up():
    goal = a_goal(comparator_use="watch", comparator_baseline=55.0)
    others = [55.0, 58.0, 58.0, 56.0]
    assert state_of([55, 55, 55], goal=goal, first=2023, comparator=others[:3]) == State.WATCH
    assert state_of([55, 55, 55, 55], goal=goal, first=2022, comparator=others) == State.HOLDS


def test_others_that_nobody_asked_about_change_nothing():
    goal = a_goal(comparator_baseline=55.0)
    assert state_of([55, 55, 55], goal=goal, first=2023, comparator=[55, 70, 70]) == State.HOLDS


# Certainty: a survey needs more than the size.


def test_a_survey_far_down_once_is_a_watch():
    found = a_survey(55, 48)
    assert (found["state"], found["reason"]) == (State.WATCH, "alarm")


def test_a_survey_down_within_its_noise_is_no_loss():
    # Two points are what matters, but a wave may be two points off by chance alone.
    assert a_survey(53, 53, error=3.0)["state"] == State.CANNOT_TELL


@pytest.mark.parametrize(("value", "state"), [(57.0, "on_track"), (56.7, "watch")])
def test_a_survey_that_was_reached_is_watched_when_chance_does_not_explain_it(value, state):
    # t(7) at 0.005 is 3.50; with a spread of .926 the watch begins 3.24 below the target.
    assert a_survey(63, 63, value)["state"] == state


def test_a_survey_up_within_its_noise_is_not_on_track():
    assert a_survey(57, 57, error=3.0)["state"] == State.CANNOT_TELL
    assert a_survey(57.5, 57.5, error=0.8)["state"] == State.ON_TRACK


@pytest.mark.parametrize(("gain", "state"), [(1.62, "on_track"), (1.61, "cannot_tell")])
def test_a_gain_of_a_survey_is_beyond_chance_at_95_percent_one_sided(gain, state):
    # Eight waves with 6 in squares over 7, and a baseline of eight: 1.645 spreads are 1.615.
    found = a_survey(55 + gain, 55 + gain, goal=a_goal(exact=False, mid=1.5))
    assert found["state"] == state


@pytest.mark.parametrize(("mid", "state"), [(2.76, "cannot_tell"), (2.77, "holds")])
def test_a_survey_that_sees_only_more_than_twice_what_matters_cannot_tell(mid, state):
    # t(7) at 0.001 is 4.785; with .84 for the power and spreads of .982 that is 5.52.
    found = a_survey(55, 55, goal=a_goal(exact=False, mid=mid))
    assert found["detectable"] == pytest.approx(5.524, abs=1e-3)
    assert found["state"] == state


@pytest.mark.parametrize(("short", "state"), [(1.8, "past_due_unclear"), (1.83, "never_came")])
def test_a_survey_misses_its_due_date_beyond_95_percent_between_waves_included(short, state):
    # Waves vary by 6/7 in squares, .64 of it sampling: 1.96 of the whole spread is 1.81.
    goal = a_goal(exact=False, target_due=date(2025, 12, 31), mid=1.0)
    assert a_survey(60 - short, goal=goal)["state"] == state


def test_an_exact_value_is_never_narrowly_reached():
    assert not verdict(a_goal(), measurements([55, 60, 60], first=2023))["narrowly"]
    assert not a_survey(64, 64)["narrowly"]


@pytest.mark.parametrize(("over", "narrowly"), [(1.95, True), (1.97, False)])
def test_reached_is_narrow_within_the_95_percent_interval(over, narrowly):
    found = a_survey(60 + over, 60 + over, error=1.0)
    assert (found["state"], found["narrowly"]) == (State.REACHED, narrowly)


def test_one_measurement_after_the_baseline_is_too_few_and_two_are_enough():
    blunt = a_goal(exact=False, mid=4.0)
    assert a_survey(55, goal=blunt)["reason"] == "few_measurements"
    assert a_survey(55, 55, goal=blunt)["state"] == State.HOLDS


def test_an_exact_count_needs_two_measurements_in_all():
    found = verdict(a_goal(), measurements([55], first=2025))
    assert (found["state"], found["reason"]) == (State.CANNOT_TELL, "few_measurements")
    assert state_of([55, 55], first=2024) == State.HOLDS


def test_the_noise_of_waves_is_borrowed_within_a_group_only():
    near, lone = a_goal(goal_id="near", exact=False), a_goal(goal_id="lone", exact=False)
    full = measurements([*WAVES, 55, 55], first=2016, baseline=8, goal_id="near")
    short = measurements([55, 55, 55], first=2023, baseline=1, goal_id="lone")
    both = pd.concat([full, short], ignore_index=True)

    def detectable(lone_group):
        goals = pd.DataFrame([near, lone | {"group": lone_group}])
        return decide(goals, both, assessed_on=date(2026, 3, 1))["detectable"].iloc[1]

    assert np.isfinite(detectable("share"))
    assert np.isnan(detectable("another"))


def test_a_survey_is_judged_the_same_beside_a_longer_series():
    long, short = a_goal(goal_id="long"), a_goal(goal_id="short", group="another", exact=False)
    years = measurements([55] * 20, first=2006, goal_id="long")
    waves = measurements(
        [54, 56, 55, 51, 50], first=2021, baseline=3, standard_error=0.8, goal_id="short"
    )
    both = pd.concat([years, waves], ignore_index=True)
    goals = pd.DataFrame([long, short])
    beside = decide(goals, both, assessed_on=date(2026, 3, 1)).iloc[1]
    pd.testing.assert_series_equal(beside, verdict(short, waves), check_names=False)


def test_twelve_monthly_looks_give_back_the_yearly_rate():
    monthly = per_look(0.005, np.array([12.0]))
    assert 1 - (1 - monthly[0]) ** 12 == pytest.approx(0.005)
    assert per_look(0.001, np.array([1.0]))[0] == pytest.approx(0.001)


def test_a_year_has_the_looks_of_its_frequency():
    named = {str(frequency): looks for frequency, looks in LOOKS_PER_YEAR.items()}
    assert named == {
        "week": 52,
        "month": 12,
        "quarter": 4,
        "term": 3,
        "half_year": 2,
        "school_year": 1,
        "year": 1,
        "two_years": 1 / 2,
        "four_years": 1 / 4,
    }


def test_a_reference_of_few_waves_is_itself_uncertain():
    known = noise(2.0)
    assert look_spread(known, None)[0] == 2.0
    assert look_spread(known, np.array([1]))[0] == pytest.approx(2 * np.sqrt(2))
    assert look_spread(known, np.array([4]))[0] == pytest.approx(2 * np.sqrt(1.25))


def test_the_spread_of_waves_is_divided_by_what_they_are_free_to_vary():
    found = wave_noise(
        np.array([[1.0, 3.0, 99.0], [5.0, 9.0, 99.0]]),
        np.array([[0.0, 0.0, 50.0], [0.0, 0.0, 50.0]]),
        np.array([[True, True, False], [True, True, False]]),
        np.array(["one", "one"], dtype=object),
    )
    # Squares 2 and 8 around their own means, one degree of freedom each.
    assert found.sigma.tolist() == pytest.approx([np.sqrt(5), np.sqrt(5)])
    assert found.between.tolist() == pytest.approx([np.sqrt(5), np.sqrt(5)])
    assert found.degrees_of_freedom.tolist() == [2, 2]


def test_what_sampling_explains_is_not_between_waves_and_never_below_it():
    waves = np.array([[1.0, 3.0]])
    inside = np.array([[True, True]])
    group = np.array(["one"], dtype=object)
    part = wave_noise(waves, np.array([[1.0, 1.0]]), inside, group)
    assert (part.sigma[0], part.between[0]) == pytest.approx((np.sqrt(2), 1))
    whole = wave_noise(waves, np.array([[3.0, 3.0]]), inside, group)
    assert (whole.sigma[0], whole.between[0]) == pytest.approx((3, 0))


def test_one_wave_knows_no_spread():
    found = wave_noise(
        np.array([[1.0]]),
        np.array([[1.0]]),
        np.array([[True]]),
        np.array(["one"], dtype=object),
    )
    assert np.isnan(found.sigma[0])
    assert found.degrees_of_freedom[0] == 0


@pytest.mark.parametrize(
    ("worsening", "watch", "lost"),
    [(2.57, False, False), (2.58, True, False), (3.09, True, False), (3.10, True, True)],
)
def test_a_yearly_look_warns_at_one_in_200_and_alarms_at_one_in_1000(worsening, watch, lost):
    heard = listen(
        np.array([[worsening]]), noise(1.0), baseline_waves=None, looks_per_year=np.array([1.0])
    )
    assert (heard.watch[0, 0], heard.lost[0, 0]) == (watch, lost)


def test_few_waves_need_a_larger_fall_to_alarm():
    given = dict(baseline_waves=None, looks_per_year=np.array([1.0]))
    assert not listen(np.array([[6.0]]), noise(1.0, freedom=3), **given).lost[0, 0]
    assert listen(np.array([[10.3]]), noise(1.0, freedom=3), **given).lost[0, 0]
    assert not listen(np.array([[10.1]]), noise(1.0, freedom=3), **given).lost[0, 0]
    unknown = listen(np.array([[99.0]]), noise(np.nan, freedom=0), **given)
    assert np.isnan(unknown.p_value[0, 0])
    assert not unknown.watch[0, 0]


def test_without_noise_any_worsening_is_certain_and_none_is_not():
    heard = listen(
        np.array([[1e-9, 0.0, -1.0]]),
        noise(0.0),
        baseline_waves=None,
        looks_per_year=np.array([1.0]),
    )
    assert heard.lost.tolist() == [[True, False, False]]


def test_what_can_be_seen_is_the_larger_of_its_size_and_its_alarm():
    given = dict(baseline_waves=np.array([10**9]), looks_per_year=np.array([1.0]))
    by_alarm = detectable_worsening(noise(1.0), np.array([0.5]), **given)
    by_size = detectable_worsening(noise(1.0), np.array([5.0]), **given)
    assert by_alarm[0] == pytest.approx(3.0902 + 0.84, abs=1e-3)
    assert by_size[0] == pytest.approx(5 + 1.25, abs=1e-3)


# What else is told.


def test_evidence_is_graded_by_what_it_carries():
    grade = {
        name: verdict(a_goal(), measurements(values, first=2026 - len(values)))[
            "evidence_grade"
        ]
        for name, values in {
            "nothing": [],
            "holds": [55, 55, 55],
            "watch": [55, 55, 50],
            "lost": [55, 50, 50],
            "reached": [55, 60, 60],
        }.items()
    }
    assert grade == {"nothing": 0, "holds": 1, "watch": 2, "lost": 3, "reached": 3}


def test_the_last_look_is_told_with_its_class_and_its_limits():
    told = dict(class_code=["a", "b", "c"], low=[1.0, 2.0, 3.0], high=[7.0, 8.0, 9.0])
    found = verdict(a_goal(), measurements([55, 55, 56], first=2023, **told))
    assert (found["last_period"], found["value"], found["worsening"]) == ("2025", 56, -1)
    assert (found["class_code"], found["low"], found["high"]) == ("c", 3.0, 9.0)
    nothing = verdict(a_goal(), measurements([]))
    assert nothing["last_period"] is None
    assert not nothing[["was_reached", "was_lost", "watch"]].any()


def test_since_when_is_the_end_of_the_first_look_of_the_unbroken_run():
    found = verdict(a_goal(), measurements([55, 60, 60, 59, 60, 60, 61], first=2019))
    assert found["state"] == State.REACHED
    assert found["since"] == pd.Timestamp(2024, 12, 31)


def test_a_state_that_began_today_is_dated_today():
    found = verdict(a_goal(), measurements([55, 55, 50], first=2023))
    assert (found["state"], found["since"]) == (State.WATCH, pd.Timestamp(2025, 12, 31))
    first = verdict(a_goal(), measurements([55], first=2025))
    assert first["since"] == pd.Timestamp(2025, 12, 31)
    assert pd.isna(verdict(a_goal(), measurements([]))["since"])


def test_a_loss_in_an_exact_count_has_a_size_without_a_margin():
    found = verdict(a_goal(), measurements([55, 53, 54.5, 51, 49], first=2021))
    assert found["onset"] == pd.Timestamp(2024, 1, 1)
    assert (found["size_low"], found["size"], found["size_high"]) == (5, 5, 5)
    calm = verdict(a_goal(), measurements([55, 55, 51], first=2023))
    assert np.isnan(calm["size"])
    assert pd.isna(calm["onset"])


def test_a_loss_in_the_first_values_after_a_reference_from_elsewhere_is_dated_there():
    found = verdict(a_goal(), measurements([51, 50], first=2024, baseline=0))
    assert (found["state"], found["size"]) == (State.BELOW_BASELINE, 4.5)
    assert found["onset"] == pd.Timestamp(2024, 1, 1)


def test_the_size_of_a_relapse_is_counted_from_the_target():
    found = verdict(a_goal(), measurements([55, 61, 61, 57, 56], first=2021))
    assert (found["onset"], found["size"]) == (pd.Timestamp(2024, 1, 1), 3.5)


def test_the_size_of_falling_behind_is_counted_from_the_others():
    goal = a_goal(comparator_use="promise", comparator_baseline=55.0)
    found = verdict(goal, measurements([55, 55, 55], first=2023, comparator=[55.0, 58.0, 60.0]))
    assert (found["onset"], found["size"]) == (pd.Timestamp(2024, 1, 1), 4)


def test_the_size_of_what_never_came_is_what_was_missing_when_it_was_due():
    goal = a_goal(target_due=date(2025, 12, 31))
    found = verdict(goal, measurements([60, 57, 56], first=2023))
    assert (found["state"], found["size"]) == (State.NEVER_CAME, 4.0)


def test_the_margin_of_a_survey_loss_shrinks_with_the_looks_it_lasts():
    short, long = a_survey(48, 48), a_survey(48, 48, 48, 48, 48, 48, 48, 48)
    width = short["size_high"] - short["size_low"]
    assert long["size_high"] - long["size_low"] == pytest.approx(width / 2)
    # Eight waves around their mean: 6 in squares over 7, and two looks below.
    assert width == pytest.approx(2 * 1.96 * np.sqrt(6 / 7) / np.sqrt(2), rel=1e-4)


@pytest.mark.parametrize(
    ("told", "above"),
    [
        (0.001, 0.005),
        (0.005, 0.01),
        (0.01, 0.05),
        (0.05, 0.1),
        (0.1, 0.2),
        (0.2, 0.5),
        (0.5, 1.0),
    ],
)
def test_a_p_value_is_told_as_the_class_it_does_not_exceed(told, above):
    spread = np.sqrt(6 / 7 * (1 + 1 / 8))

    def p_told(p_value):
        return a_survey(55 - spread * stats.t.isf(p_value, 7))["p_baseline"]

    assert (p_told(0.99 * told), p_told(1.01 * told)) == (told, above)


def test_p_values_are_told_in_classes_and_only_where_chance_plays():
    assert a_survey(48, 48)["p_baseline"] == 0.001
    assert a_survey(55, 55)["p_baseline"] == 0.5
    assert a_survey(70, 70)["p_baseline"] == 1.0
    assert np.isnan(verdict(a_goal(), measurements([55, 50, 50], first=2023))["p_baseline"])


# Preliminary values, dips and indicators that only warn.


@pytest.mark.parametrize(("value", "state"), [(53.0, State.WATCH), (53.1, State.HOLDS)])
def test_a_preliminary_value_warns_from_exactly_what_matters(value, state):
    found = verdict(
        a_goal(), measurements([55, 55, 55, value], first=2022, final=[True] * 3 + [False])
    )
    assert found["state"] == state
    assert found["last_period"] == "2024"
    if state == State.WATCH:
        assert found["since"] == pd.Timestamp(2025, 1, 1)


def test_a_preliminary_value_across_a_break_warns_of_nothing():
    frame = measurements(
        [55, 55, 55, 40],
        first=2022,
        final=[True, True, True, False],
        change_blocked=[False, False, False, True],
    )
    assert verdict(a_goal(), frame)["state"] == State.HOLDS


def test_a_preliminary_survey_value_within_its_noise_warns_of_nothing():
    def told(value):
        return a_survey(55, 55, value, final=[True] * 10 + [False])["state"]

    # The limit is 2.58 spreads of .98 each.
    assert told(52.5) == State.CANNOT_TELL
    assert told(52.4) == State.WATCH


def test_a_preliminary_value_takes_no_loss_away():
    frame = measurements([55, 50, 50, 40], first=2022, final=[True] * 3 + [False])
    assert verdict(a_goal(), frame)["state"] == State.BELOW_BASELINE


def test_an_announced_dip_leaves_an_earlier_loss_standing():
    dipped = [False, False, False, True]
    values = [55, 50, 50, 45]
    assert state_of(values, first=2022, expected_dip=dipped) == State.BELOW_BASELINE


def test_an_indicator_that_only_warns_never_relapses_either():
    goal = a_goal(at_most_watch=True)
    assert state_of([55, 60, 60, 56, 56], goal=goal, first=2021) == State.WATCH


def test_an_indicator_of_what_is_done_is_at_most_watched_behind_others():
    goal = a_goal(at_most_watch=True, comparator_use="promise", comparator_baseline=55.0)
    found = verdict(goal, measurements([55, 55, 55], first=2023, comparator=[55.0, 58.0, 58.0]))
    assert (found["state"], found["reason"]) == (State.WATCH, "behind")
