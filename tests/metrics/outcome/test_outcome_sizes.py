"""Sizes on the border: what matters counts from its own edge."""

import numpy as np
import pytest

from metrics.outcome.state import State
from tests.factories import a_goal, at_the_border, measurements, state_of, verdict


@at_the_border(53.0, 53.1, both=State.BELOW_BASELINE, last=State.WATCH, first=State.UNCHANGED)
def test_what_matters_is_lost_from_exactly_what_matters_on(latest, state):
    assert state_of([55, *latest], first=2023) == state


def test_less_than_what_matters_is_not_lost_however_often():
    assert state_of([55, 53.1, 53.1], first=2023) == State.UNCHANGED


@at_the_border(
    55.0, 54.9, both=State.REGAINED, last=State.BELOW_BASELINE, first=State.BELOW_BASELINE
)
def test_regained_is_all_the_way_back_twice(latest, state):
    assert state_of([55, 50, 50, *latest], first=2021) == state


def test_regained_lasts_while_it_stays_back_and_is_forgotten_as_a_state_after():
    assert state_of([55, 50, 50, 56, 56, 55], first=2020) == State.REGAINED
    found = verdict(a_goal(), measurements([55, 50, 50, 56, 56, 54.5], first=2020))
    assert found["state"] == State.UNCHANGED
    assert found["was_lost"]


def test_a_relapse_is_regained_at_the_target_and_not_at_the_baseline():
    assert state_of([55, 61, 61, 57, 57, 59, 59], first=2019) == State.RELAPSE
    assert state_of([55, 61, 61, 57, 57, 60, 60], first=2019) == State.REGAINED


@at_the_border(60.0, 59.9, both=State.REACHED, last=State.ON_TRACK, first=State.ON_TRACK)
def test_the_target_is_reached_at_the_target_itself(latest, state):
    assert state_of([55, *latest], first=2023) == state


@at_the_border(58.0, 58.1, both=State.RELAPSE, last=State.WATCH, first=State.ON_TRACK)
def test_a_relapse_is_counted_from_the_target(latest, state):
    assert state_of([55, 60, 60, *latest], first=2021) == state


def test_before_it_is_reached_a_shortfall_is_neither_a_relapse_nor_a_watch():
    found = verdict(a_goal(), measurements([55, 61, 56, 56], first=2022))
    assert found["state"] == State.UNCHANGED
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
        (29.9, State.UNCHANGED),
        (40.1, State.UNCHANGED),
        (28.1, State.UNCHANGED),
        (28.0, State.BELOW_BASELINE),
        (41.9, State.UNCHANGED),
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
    assert (found["state"], found["worsening"]) == (State.UNCHANGED, 0)
    assert state_of([45, 40, 40], goal=band, first=2023) == State.REACHED


def test_a_promise_to_hold_is_broken_from_exactly_what_matters_on():
    hold = a_goal(form="hold", target_low=np.nan)
    assert state_of([55, 53.1, 53.1], goal=hold, first=2023) == State.HOLDS
    assert state_of([55, 53.0, 53.0], goal=hold, first=2023) == State.BELOW_BASELINE
