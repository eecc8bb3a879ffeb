"""Behind others: lost only where the promise was relative."""

import pytest

from metrics.outcome.state import State
from tests.factories import a_goal, measurements, state_of, verdict


@pytest.mark.parametrize(
    ("others", "state"),
    [
        ([57.0, 57.0], State.FELL_BEHIND),
        ([56.9, 57.0], State.WATCH),
        ([57.0, 56.9], State.UNCHANGED),
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
