"""Behind others: lost only where the promise was relative."""

import numpy as np
import pandas as pd

from metrics.outcome.decision import judge
from metrics.outcome.state import State
from tests.factories import (
    TODAY,
    a_goal,
    at_the_border,
    known_noise,
    measurements,
    state_of,
    verdict,
)


@at_the_border(57.0, 56.9, both=State.FELL_BEHIND, last=State.WATCH, first=State.UNCHANGED)
def test_behind_counts_from_exactly_what_matters(latest, state):
    goal = a_goal(comparator_use="promise", comparator_baseline=55.0)
    assert state_of([55, 55, 55], goal=goal, first=2023, comparator=[55.0, *latest]) == state


def test_what_fell_behind_is_as_large_as_the_difference_at_the_last_measurement():
    goal = a_goal(comparator_use="promise", comparator_baseline=55.0)
    others = [55.0, 57.0, 59.0, 62.0]
    counted = verdict(goal, measurements([55, 55, 55, 55], first=2022, comparator=others))
    assert (counted["state"], counted["size"], counted["behind"]) == ("fell_behind", 7.0, 7.0)
    assert counted["size_low"] <= 7 <= counted["size_high"]


def test_the_interval_of_what_fell_behind_is_read_where_the_area_is():
    """Others rise from 60 to 95 percent: 35 points, however far that is on the scale."""
    goal = a_goal(
        exact=False, noise_group="known", comparator_use="promise", comparator_baseline=60.0,
        baseline_value=60.0, target_low=75.0, mid=5.0, scale="arcsine", whole=100.0,
    )  # fmt: skip
    others = [60.0] * 8 + [66.0, 75.0, 87.0, 95.0, 95.0, 95.0]
    frame = measurements([60.0] * 14, first=2012, baseline=8, comparator=others)
    noise = known_noise(0.03).assign(scale="arcsine")
    found = judge(
        pd.DataFrame([goal]), frame.assign(standard_error=0.8), assessed_on=TODAY, noise=noise
    ).verdicts.iloc[0]
    assert (found["state"], found["size"]) == (State.FELL_BEHIND, found["behind"])
    assert found["size_low"] <= 35 <= found["size_high"] < 40


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
    assert (found["state"], found["was_lost"]) == (State.UNCHANGED, False)


def test_a_watch_behind_others_ends_when_the_area_keeps_up():
    goal = a_goal(comparator_use="watch", comparator_baseline=55.0)
    others = [55.0, 58.0, 58.0, 56.0]
    assert state_of([55, 55, 55], goal=goal, first=2023, comparator=others[:3]) == State.WATCH
    assert (
        state_of([55, 55, 55, 55], goal=goal, first=2022, comparator=others) == State.UNCHANGED
    )


def test_others_that_nobody_asked_about_change_nothing():
    goal = a_goal(comparator_baseline=55.0)
    assert (
        state_of([55, 55, 55], goal=goal, first=2023, comparator=[55, 70, 70])
        == State.UNCHANGED
    )


def test_a_comparator_twice_as_noisy_falls_behind_hardly_more_often_than_promised():
    goals, years, baseline = 2000, 15, 5
    draws = np.random.default_rng(3).standard_normal((2, goals, years))
    own, others = 55 + draws[0], 55 + 2 * draws[1]
    names = [f"goal {number:04d}" for number in range(goals)]
    one = measurements([55.0] * years, first=2011, baseline=baseline)
    frame = pd.concat([one] * goals, ignore_index=True).assign(
        goal_id=np.repeat(names, years), value=own.ravel(), comparator=others.ravel()
    )
    common = {"exact": False, "noise_group": "known", "target_low": 90.0, "mid": 0.01}
    common |= {"comparator_use": "promise", "comparator_spread": 1.0}
    terms = pd.DataFrame([a_goal(goal_id=name, **common) for name in names]).assign(
        baseline_value=own[:, :baseline].mean(axis=1),
        comparator_baseline=others[:, :baseline].mean(axis=1),
    )
    found = judge(terms, frame, assessed_on=TODAY, noise=known_noise(1.0, freedom=300))
    beside = found.readings[found.readings["reference"] == "comparator"]
    # One in a hundred in ten years is promised, and kept where the spread is known; the area
    # and its comparator assumed alike, it is up to two.
    assert beside.groupby("goal_id")["lost"].any().mean() < 0.0155
