"""The decision table, row by row, on the smallest series that show each row."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.outcome.decision import decide
from metrics.outcome.state import LOST_STATES, State
from tests.factories import CLASS, a_goal, measurements, state_of, verdict


def test_a_context_indicator_is_background():
    assert state_of([55, 40, 40], goal=a_goal(assessable=False)) == State.BACKGROUND


def test_a_share_that_has_fallen_below_its_baseline_twice_is_lost():
    found = verdict(a_goal(), measurements([55, 55, 52, 51], first=2022))
    assert found["state"] == State.BELOW_BASELINE
    assert found["since"] == pd.Timestamp(2025, 12, 31)
    assert found["onset"] == pd.Timestamp(2024, 1, 1)
    assert found["size"] == pytest.approx(4), "as it is said and drawn: from 55 to 51"
    assert found["was_lost"]


def test_once_below_is_a_watch_and_not_a_loss():
    assert state_of([55, 55, 55, 51], first=2022) == State.WATCH


def test_a_fall_smaller_than_what_matters_is_no_loss():
    found = verdict(a_goal(), measurements([55, 55, 53.5, 53.5], first=2022))
    assert found["state"] == State.UNCHANGED
    assert found["detectable"] == 2.0


def test_what_was_reached_and_fell_back_is_a_relapse():
    found = verdict(a_goal(), measurements([55, 61, 62, 57, 52], first=2021))
    assert found["state"] == State.RELAPSE
    assert found["was_reached"]
    assert not found["also_below_baseline"]


def test_a_relapse_says_when_it_is_also_below_the_baseline():
    found = verdict(a_goal(), measurements([55, 61, 62, 52, 51], first=2021))
    assert found["state"] == State.RELAPSE
    assert found["also_below_baseline"]


def test_a_loss_stays_until_it_is_confirmed_back():
    assert state_of([55, 51, 51, 54], first=2022) == State.BELOW_BASELINE
    assert state_of([55, 51, 51, 56], first=2022) == State.BELOW_BASELINE
    assert state_of([55, 51, 51, 56, 56], first=2021) == State.REGAINED


def test_a_regained_value_can_be_lost_again():
    assert state_of([55, 51, 51, 56, 56, 51, 51], first=2019) == State.BELOW_BASELINE


def test_the_measurement_at_the_due_date_decides_whether_the_goal_never_came():
    goal = a_goal(target_due=date(2024, 12, 31))
    assert state_of([55, 55, 57], goal=goal, first=2022) == State.NEVER_CAME
    assert state_of([55, 55, 60], goal=goal, first=2022) == State.REACHED
    assert state_of([55, 55, 59], goal=goal, first=2022) == State.PAST_DUE_UNCLEAR


def test_a_survey_whose_interval_holds_the_target_at_the_due_date_is_unclear():
    goal = a_goal(exact=False, target_due=date(2025, 12, 31), baseline_value=55.0)
    values = [54, 56, 55, 54, 56, 55, 54, 56, 57.5]
    few = measurements(values, first=2017, baseline=8, standard_error=3.0)
    many = measurements(values, first=2017, baseline=8, standard_error=0.5)
    assert verdict(goal, few)["state"] == State.PAST_DUE_UNCLEAR
    assert verdict(goal, many)["state"] == State.NEVER_CAME


def test_a_due_date_that_nobody_measured_after_has_no_evidence():
    goal = a_goal(target_due=date(2024, 6, 30), stale_after_days=2000)
    found = verdict(goal, measurements([55, 55], first=2022))
    assert found["state"] == State.NO_EVIDENCE
    assert found["reason"] == "not_measured_at_due"


def test_a_class_at_its_due_date_counts_once_even_across_a_new_scale():
    due = date(2025, 12, 31)
    goal = a_goal(**CLASS, baseline_value=3.0, target_due=due, looks_per_year=0.5)
    listed = ["2019", "2021", "2023", "2025"]
    new_scale = dict(
        periods=listed,
        change_blocked=[False, False, False, True],
        break_kind=["", "", "", "ladder"],
        break_id=["", "", "", "scale"],
    )
    still = verdict(goal, measurements([3, 3, 3, 3], **new_scale))
    left = verdict(goal, measurements([3, 3, 1, 1], **new_scale))
    assert (still["state"], still["break_id"]) == (State.NEVER_CAME, "scale")
    assert (left["state"], left["break_id"]) == (State.REACHED, "scale")


def test_no_change_is_judged_across_a_break():
    found = verdict(
        a_goal(),
        measurements(
            [55, 55, 20, 20],
            first=2022,
            change_blocked=[False, False, True, True],
            level_blocked=[False, False, True, True],
            break_kind=["", "", "question", "question"],
        ),
    )
    assert found["state"] == State.BREAK
    assert found["reason"] == "question"


def test_a_newer_definition_breaks_the_series():
    found = verdict(a_goal(redefined=True), measurements([55, 40, 40], first=2023))
    assert (found["state"], found["reason"]) == (State.BREAK, "definition")


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"trouble": ["", "", "few_answers"]}, "few_answers"),
        ({"trouble": ["", "", "hidden"]}, "hidden"),
        ({"trouble": ["", "", "inferred_class"]}, "inferred_class"),
        ({"first": 2018}, "stale"),
    ],
)
def test_a_last_value_that_cannot_be_judged_is_no_evidence(columns, reason):
    found = verdict(a_goal(), measurements([55, 40, 40], **({"first": 2023} | columns)))
    assert (found["state"], found["reason"]) == (State.NO_EVIDENCE, reason)


def test_a_missing_last_value_is_no_evidence_and_never_success():
    found = verdict(a_goal(), measurements([55, 61, np.nan], first=2023))
    assert (found["state"], found["reason"]) == (State.NO_EVIDENCE, "missing")


def test_a_direction_that_nobody_confirmed_is_never_assessed():
    found = verdict(a_goal(confirmed=False), measurements([55, 40, 40], first=2023))
    assert (found["state"], found["reason"]) == (State.NO_EVIDENCE, "direction_unconfirmed")


def test_a_goal_without_measurements_has_no_evidence():
    found = verdict(a_goal(), measurements([]))
    assert (found["state"], found["reason"]) == (State.NO_EVIDENCE, "no_observation")
    assert np.isnan(found["value"])


def test_reached_takes_two_measurements_in_a_row():
    assert state_of([55, 57, 61], first=2023) != State.REACHED
    assert state_of([55, 61, 61], first=2023) == State.REACHED


def test_reached_is_narrow_when_the_interval_crosses_the_target():
    goal = a_goal(exact=False)
    values = [54, 56, 55, 54, 56, 55, 54, 56, 60.5, 60.5]
    found = verdict(goal, measurements(values, first=2016, baseline=8, standard_error=1.0))
    assert found["state"] == State.REACHED
    assert found["narrowly"]


def test_before_the_effect_date_it_is_too_early_but_a_loss_still_shows():
    goal = a_goal(earliest_effect=date(2028, 1, 1))
    assert state_of([55, 55, 55], goal=goal, first=2023) == State.TOO_EARLY
    assert state_of([55, 50, 50], goal=goal, first=2023) == State.BELOW_BASELINE


def test_on_track_is_half_the_straight_path_and_what_matters_twice():
    goal = a_goal(target_due=date(2030, 12, 31), target_low=75.0)
    assert state_of([55, 58, 60], goal=goal, first=2023) == State.ON_TRACK
    late = a_goal(target_due=date(2026, 12, 31), target_low=75.0)
    assert state_of([55, 57.5, 58], goal=late, first=2023) == State.UNCHANGED


def test_a_promise_relative_to_others_is_lost_when_the_area_falls_behind():
    goal = a_goal(comparator_use="promise", comparator_baseline=55.0, baseline_value=55.0)
    falling = dict(first=2022, comparator=[55.0, 57.0, 59.0, 60.0])
    found = verdict(goal, measurements([55, 55, 55, 55], **falling))
    assert found["state"] == State.FELL_BEHIND
    watched = a_goal(comparator_use="watch", comparator_baseline=55.0)
    found = verdict(watched, measurements([55, 55, 55, 55], **falling))
    assert (found["state"], found["reason"]) == (State.WATCH, "behind")


def test_a_survey_with_few_waves_cannot_tell():
    goal = a_goal(exact=False)
    found = verdict(goal, measurements([54, 56, 55], first=2023, baseline=2, standard_error=2))
    assert (found["state"], found["reason"]) == (State.CANNOT_TELL, "few_measurements")


def test_a_blunt_survey_says_that_it_would_not_have_seen_a_loss():
    goal = a_goal(exact=False, target_low=90.0)
    values = [50, 60, 52, 58, 50, 60, 52, 58, 55, 56]
    found = verdict(goal, measurements(values, first=2016, baseline=8, standard_error=4.0))
    assert (found["state"], found["reason"]) == (State.CANNOT_TELL, "insensitive")
    assert found["detectable"] > 4.0


def test_a_survey_that_falls_far_beyond_its_noise_is_lost():
    goal = a_goal(exact=False)
    values = [54, 56, 55, 54, 56, 55, 54, 56, 48, 47]
    found = verdict(goal, measurements(values, first=2016, baseline=8, standard_error=0.8))
    assert found["state"] == State.BELOW_BASELINE
    assert found["size"] == pytest.approx(found["worsening"])
    assert found["size_low"] < found["size"] < found["size_high"]
    assert found["p_baseline"] <= 0.001


def test_a_process_indicator_is_at_most_watched():
    assert state_of([55, 40, 40], goal=a_goal(at_most_watch=True), first=2023) == State.WATCH


def test_an_announced_dip_is_at_most_watched():
    found = verdict(
        a_goal(), measurements([55, 45, 45], first=2023, expected_dip=[False, True, True])
    )
    assert (found["state"], found["reason"]) == (State.WATCH, "expected_dip")


def test_a_preliminary_value_can_warn_but_never_confirm():
    found = verdict(
        a_goal(), measurements([55, 55, 45, 44], first=2022, final=[True, True, False, False])
    )
    assert (found["state"], found["reason"]) == (State.WATCH, "preliminary")


def test_a_band_is_missed_on_either_side():
    band = a_goal(
        form="band", worse="both", target_low=30.0, target_high=40.0, baseline_value=35
    )
    assert state_of([35, 35, 36], goal=band, first=2023) == State.REACHED
    assert state_of([35, 45, 45], goal=band, first=2023) == State.BELOW_BASELINE
    assert state_of([35, 25, 25], goal=band, first=2023) == State.BELOW_BASELINE


def test_a_promise_to_hold_is_kept_until_it_slips_by_what_matters():
    hold = a_goal(form="hold", target_low=np.nan)
    assert state_of([55, 54, 54], goal=hold, first=2023) == State.HOLDS
    assert state_of([55, 52, 52], goal=hold, first=2023) == State.BELOW_BASELINE


def test_quarters_need_half_a_year_to_confirm():
    goal = a_goal(looks_per_year=4.0)
    periods = ["2024-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    quarters = ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    assert state_of([55, 55, 50, 50], goal=goal, periods=quarters) == State.WATCH
    assert state_of([55, 50, 50, 50], goal=goal, periods=quarters) == State.BELOW_BASELINE
    assert state_of([55, 50, 50, 50], goal=goal, periods=periods) == State.BELOW_BASELINE


def test_a_long_gap_restarts_the_count():
    goal = a_goal(stale_after_days=5000)
    gap = ["2018", "2019", "2025"]
    assert state_of([55, 50, 50], goal=goal, periods=gap) == State.WATCH


def test_without_a_smallest_difference_nothing_is_lost():
    found = verdict(a_goal(mid=np.nan), measurements([55, 20, 20], first=2023))
    assert found["state"] == State.CANNOT_TELL


def test_the_day_the_calendar_changes_the_verdict_is_known():
    found = verdict(a_goal(stale_after_days=800), measurements([55, 55, 55], first=2023))
    assert found["reassess_on"] == pd.Timestamp(2025, 12, 31) + pd.Timedelta(days=801)


exact_series = st.lists(
    st.floats(0, 100, allow_nan=False).map(lambda value: round(value, 1)),
    min_size=2,
    max_size=8,
)


@given(exact_series)
def test_turning_the_scale_upside_down_turns_no_verdict(values):
    down = a_goal(baseline_value=values[0])
    up = a_goal(
        baseline_value=-values[0],
        worse="higher",
        form="at_most",
        target_low=np.nan,
        target_high=-60.0,
    )
    first = 2027 - len(values)
    assert state_of(values, goal=down, first=first) == state_of(
        [-value for value in values], goal=up, first=first
    )


@given(exact_series, st.floats(0.5, 40))
def test_a_worse_last_value_never_gives_a_better_state(values, worse):
    order = list(State)
    goal = a_goal(baseline_value=values[0])
    first = 2027 - len(values)
    before = state_of(values, goal=goal, first=first)
    after = state_of([*values[:-1], values[-1] - worse], goal=goal, first=first)
    good = {State.REGAINED, State.REACHED, State.ON_TRACK}
    assert not (before in LOST_STATES and after in good)
    assert not (before is State.UNCHANGED and after in good), order


@given(st.lists(exact_series, min_size=2, max_size=5))
def test_a_goal_is_judged_the_same_alone_and_in_company(many):
    goals = [a_goal(goal_id=f"g{i}", baseline_value=v[0]) for i, v in enumerate(many)]
    frames = [measurements(v, goal_id=f"g{i}", first=2018) for i, v in enumerate(many)]
    together = decide(
        pd.DataFrame(goals), pd.concat(frames, ignore_index=True), assessed_on=date(2026, 3, 1)
    )
    alone = [verdict(goal, frame)["state"] for goal, frame in zip(goals, frames, strict=True)]
    assert list(together["state"]) == alone


def test_a_worse_loss_that_comes_later_takes_over():
    behind = a_goal(comparator_use="promise", comparator_baseline=55.0)
    comparator = [55.0, 58.0, 58.0, 58.0, 58.0]
    found = verdict(
        behind, measurements([55, 55, 55, 50, 50], first=2021, comparator=comparator)
    )
    assert found["state"] == State.BELOW_BASELINE
    due = a_goal(target_due=date(2023, 12, 31))
    assert state_of([55, 57, 50, 50], goal=due, first=2022) == State.BELOW_BASELINE


def test_an_area_that_falls_with_its_comparator_is_not_regained():
    goal = a_goal(comparator_use="promise", comparator_baseline=55.0)
    comparator = [55.0, 58.0, 58.0, 50.0, 50.0]
    found = verdict(goal, measurements([55, 55, 55, 50, 50], first=2021, comparator=comparator))
    assert found["state"] == State.BELOW_BASELINE


def test_what_came_late_is_not_lost_again_by_one_small_dip():
    goal = a_goal(target_due=date(2022, 12, 31))
    assert state_of([55, 57, 60, 60], goal=goal, first=2022) == State.REGAINED
    assert state_of([55, 57, 60, 60, 59.5], goal=goal, first=2021) != State.NEVER_CAME


def test_a_process_goal_that_missed_its_date_is_unclear_and_not_lost():
    goal = a_goal(at_most_watch=True, target_due=date(2025, 12, 31))
    assert state_of([55, 55, 55], goal=goal, first=2023) == State.PAST_DUE_UNCLEAR


def test_a_loss_on_its_way_back_keeps_its_date_and_size():
    found = verdict(a_goal(), measurements([55, 51, 51, 54], first=2022))
    assert (found["state"], found["size"]) == (State.BELOW_BASELINE, 4.0)
    assert found["onset"] == pd.Timestamp(2023, 1, 1)


def test_what_never_came_is_sized_where_it_was_due():
    goal = a_goal(target_due=date(2024, 12, 31))
    found = verdict(goal, measurements([55, 55, 57, 58], first=2022))
    assert (found["state"], found["size"]) == (State.NEVER_CAME, 3.0)
    assert pd.isna(found["onset"])
