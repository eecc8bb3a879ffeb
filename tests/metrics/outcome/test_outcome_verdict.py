"""What else a verdict says, and what only warns."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from metrics.outcome.state import State
from tests.factories import a_goal, a_survey, measurements, state_of, verdict


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


def test_the_last_measurement_is_reported_with_its_class_and_its_limits():
    given = dict(class_code=["a", "b", "c"], low=[1.0, 2.0, 3.0], high=[7.0, 8.0, 9.0])
    found = verdict(a_goal(), measurements([55, 55, 56], first=2023, **given))
    assert (found["last_period"], found["value"], found["worsening"]) == ("2025", 56, -1)
    assert (found["class_code"], found["low"], found["high"]) == ("c", 3.0, 9.0)
    nothing = verdict(a_goal(), measurements([]))
    assert nothing["last_period"] is None
    assert not nothing[["was_reached", "was_lost", "watch"]].any()


def test_since_when_is_the_end_of_the_first_measurement_of_the_unbroken_run():
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
    assert (found["size_low"], found["size"], found["size_high"]) == (6, 6, 6)
    calm = verdict(a_goal(), measurements([55, 55, 51], first=2023))
    assert np.isnan(calm["size"])
    assert pd.isna(calm["onset"])


def test_a_loss_in_the_first_values_after_a_reference_from_elsewhere_is_dated_there():
    found = verdict(a_goal(), measurements([51, 50], first=2024, baseline=0))
    assert (found["state"], found["size"]) == (State.BELOW_BASELINE, 5.0)
    assert found["onset"] == pd.Timestamp(2024, 1, 1)


def test_the_size_of_a_relapse_is_counted_from_the_target():
    found = verdict(a_goal(), measurements([55, 61, 61, 57, 56], first=2021))
    assert (found["onset"], found["size"]) == (pd.Timestamp(2024, 1, 1), 4.0)


def test_the_size_of_falling_behind_is_counted_from_the_others():
    goal = a_goal(comparator_use="promise", comparator_baseline=55.0)
    found = verdict(goal, measurements([55, 55, 55], first=2023, comparator=[55.0, 58.0, 60.0]))
    assert (found["onset"], found["size"]) == (pd.Timestamp(2024, 1, 1), 5)


def test_the_size_of_what_never_came_is_what_was_missing_when_it_was_due():
    goal = a_goal(target_due=date(2025, 12, 31))
    found = verdict(goal, measurements([60, 57, 56], first=2023))
    assert (found["state"], found["size"]) == (State.NEVER_CAME, 4.0)


def test_the_size_of_a_survey_loss_has_an_interval_that_shrinks_with_its_measurements():
    short, long = a_survey(48, 48, 48), a_survey(*[48] * 10)
    for found in (short, long):
        assert found["size_low"] < found["size"] < found["size_high"]
        assert found["onset_low"] <= found["onset"] <= found["onset_high"]
    narrow, wide = (one["size_high"] - one["size_low"] for one in (long, short))
    assert narrow < wide
    assert long["size"] == pytest.approx(7, abs=0.7)


def test_p_values_are_reported_in_classes_and_only_where_chance_plays():
    assert a_survey(48, 48, 48)["p_baseline"] == 0.001
    assert a_survey(55, 55)["p_baseline"] >= 0.5
    assert a_survey(70, 70)["p_baseline"] == 1.0
    assert np.isnan(verdict(a_goal(), measurements([55, 50, 50], first=2023))["p_baseline"])


# Preliminary values, dips and indicators that only warn.


@pytest.mark.parametrize(("value", "state"), [(53.0, State.WATCH), (53.1, State.UNCHANGED)])
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
    assert verdict(a_goal(), frame)["state"] == State.UNCHANGED


def test_a_preliminary_survey_value_within_its_noise_warns_of_nothing():
    def state(value):
        return a_survey(55, 55, value, final=[True] * 10 + [False])["state"]

    assert state(53.5) == State.UNCHANGED
    assert state(40.0) == State.UNCHANGED, "one wild value hardly alarms alone"


def test_a_preliminary_value_takes_no_loss_away():
    frame = measurements([55, 50, 50, 40], first=2022, final=[True] * 3 + [False])
    assert verdict(a_goal(), frame)["state"] == State.BELOW_BASELINE


def test_an_announced_dip_leaves_an_earlier_loss_as_it_was():
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


def test_the_last_measurement_at_which_a_goal_was_met_is_kept():
    services = a_goal(target_low=6.0, baseline_value=np.nan, mid=1.0, group="count")
    there = verdict(services, measurements([6, 6, 6, 6, 5], first=2021, baseline=0))
    assert (there["met_period"], there["met_value"]) == ("2024", 6.0)
    never = verdict(services, measurements([0, 0, 0], first=2023, baseline=0))
    assert (never["met_period"], np.isnan(never["met_value"])) == (None, True)


def test_a_promise_to_hold_is_met_while_less_than_what_matters_is_lost():
    held = a_goal(form="hold", target_low=np.nan, baseline_value=75.0, mid=2.0)
    found = verdict(held, measurements([75, 74, 73.5, 73, 72], first=2021))
    assert (found["met_period"], found["met_value"]) == ("2023", 73.5)


def test_one_value_of_chance_is_no_proof_that_something_was_there():
    found = a_survey(61.0, 55.0, 55.0)
    assert found["met_period"] is None


def test_a_watch_says_whether_it_is_for_the_baseline_the_target_or_the_others():
    beside = {"comparator_use": "watch", "comparator_baseline": 50.0}
    goal = a_goal(baseline_value=50.0, **beside)

    def reason(*latest: float, others: float) -> tuple[str, str]:
        values = [50, 62, 62, *latest]
        line = [50.0, *[others] * (len(values) - 1)]
        found = verdict(goal, measurements(values, first=2026 - len(values), comparator=line))
        return found["state"], found["reason"]

    assert reason(57, others=50.0) == (State.WATCH, "short_of_target")
    assert reason(47, others=50.0) == (State.WATCH, "alarm")
    assert reason(62, others=65.0) == (State.WATCH, "behind")
