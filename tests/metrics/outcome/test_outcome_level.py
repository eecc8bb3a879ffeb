"""A sample's level decides whether its target was reached, how surely, or never came."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.outcome.decision import judge
from metrics.outcome.state import State
from tests.factories import a_goal, known_noise, measurements

DUE = date(2025, 12, 31)
BAND = dict(form="band", worse="both", target_low=60.0, target_high=70.0)


def course(*latest, sigma=1.0, first=None, columns=None, on=date(2026, 3, 1), **terms):
    """Return what is judged of a mean that wavers by `sigma`, after eight references of 55."""
    goal = a_goal(exact=False, noise_group="known", **terms)
    waves = 8 + len(latest)
    frame = measurements(
        [*[55.0] * 8, *latest], first=first or 2026 - waves, baseline=8, **(columns or {})
    )
    return judge(pd.DataFrame([goal]), frame, assessed_on=on, noise=known_noise(sigma))


def found(*latest, **terms):
    return course(*latest, **terms).verdicts.iloc[0]


@pytest.mark.parametrize(("over", "narrowly"), [(1.1, True), (1.2, False)])
def test_reached_is_narrow_where_the_level_may_be_short_by_more_than_chance(over, narrowly):
    # Two measurements of spread 1 leave the level a spread of .71: 1.645 * .71 is 1.17.
    reached = found(60 + over, 60 + over)
    assert (reached["state"], reached["narrowly"]) == (State.REACHED, narrowly)


@pytest.mark.parametrize("error", [np.nan, 0.01, 2.0])
def test_narrow_is_by_the_variation_between_waves_whatever_the_margin(error):
    reached = found(60.1, 60.1, mid=5.0, sigma=1.5, columns=dict(standard_error=error))
    assert (reached["state"], reached["narrowly"]) == (State.REACHED, True)


def test_the_level_of_many_years_is_surer_than_the_latest_two():
    assert found(60.8, 60.8)["narrowly"]
    assert not found(*[60.8] * 8)["narrowly"]


def test_a_level_near_its_target_is_reached_though_one_measurement_is_under_it():
    assert found(61, 60, 59.5, 61, 60, 59.8)["state"] == State.REACHED


def test_a_target_that_was_reached_long_ago_is_not_reached_after_a_fall():
    assert found(*[62] * 6, 56, 56, target_due=DUE)["state"] != State.REACHED


def test_only_what_is_known_when_it_is_due_says_that_a_target_never_came():
    due = dict(target_due=date(2023, 12, 31), first=2015)
    assert found(55, **due)["state"] == State.NEVER_CAME
    unclear = found(58.5, 55, 55, **due)
    assert unclear["state"] == State.PAST_DUE_UNCLEAR
    assert found(55, 58.5, 58.5, **due)["state"] == State.NEVER_CAME


def test_a_due_date_in_an_announced_dip_is_decided_by_the_next_measurement():
    due = dict(target_due=date(2023, 12, 31), first=2014)
    dip = dict(expected_dip=[False] * 9 + [True] + [False])
    early = dict(expected_dip=[False] * 9 + [True])
    assert found(57, 50, columns=early, **due)["state"] == State.PAST_DUE_UNCLEAR
    assert found(57, 50, 57, columns=dip, **due)["state"] == State.NEVER_CAME


def test_what_never_came_is_regained_on_the_evidence_that_reaches_a_target():
    due = dict(target_due=date(2023, 12, 31))
    assert found(57, 60.1, 60.1)["state"] != State.REACHED
    assert found(57, 60.1, 60.1, **due)["state"] == State.NEVER_CAME
    assert found(55, 60.1, 60.1)["state"] == State.REACHED
    assert found(55, 60.1, 60.1, **due)["state"] == State.REGAINED


def test_what_never_came_is_sized_by_its_level_and_has_a_p_value_of_its_own():
    missed = found(55, target_due=DUE)
    assert missed["size"] == pytest.approx(5.0)
    assert missed["size_low"] == pytest.approx(5.0 - 1.96 * 1.0, abs=0.2)
    barely = found(57.8, target_due=DUE)
    assert barely["state"] == State.NEVER_CAME
    # Against the baseline too: twice the chance of 2.2 standard deviations.
    assert barely["p_loss"] == pytest.approx(2 * 0.0139, rel=0.1)
    assert missed["p_loss"] < barely["p_loss"]


def test_a_level_that_is_not_due_is_not_tested():
    assert found(57.8)["p_loss"] == found(57.8)["p_baseline"] == 1.0


def test_a_sampled_promise_to_hold_is_lost_against_its_baseline_alone():
    held = dict(form="hold", target_low=np.nan, target_due=DUE)
    assert found(55, 55, 52.9, **held)["state"] == State.PAST_DUE_UNCLEAR
    assert found(51, 51, 51, **held)["state"] == State.BELOW_BASELINE


def test_a_band_is_reached_from_either_side_and_missed_on_either():
    assert found(62, 62, **BAND)["state"] == State.REACHED
    assert found(68, 68, **BAND)["state"] == State.REACHED
    assert found(56, target_due=DUE, **BAND)["state"] == State.NEVER_CAME
    assert found(74, target_due=DUE, **BAND)["state"] == State.NEVER_CAME


def test_a_goal_at_most_may_have_its_bound_on_either_end():
    for bounds in (dict(target_low=50.0), dict(target_low=np.nan, target_high=50.0)):
        above = dict(form="at_most", worse="higher", **bounds)
        assert found(49, 49, **above)["state"] == State.REACHED
        assert found(55, target_due=DUE, **above)["state"] == State.NEVER_CAME
    below = dict(worse="lower", target_low=np.nan, target_high=60.0)
    assert found(61, 61, **below)["state"] == State.REACHED


FLAGS = ("in_baseline", "level_blocked", "change_blocked", "expected_dip", "final")


@given(
    st.lists(
        st.tuples(st.floats(50, 70), *[st.booleans() for _ in FLAGS]), min_size=1, max_size=9
    ),
    st.sampled_from([dict(), BAND, dict(form="hold", target_low=np.nan)]),
    st.booleans(),
)
@settings(max_examples=60)
def test_nothing_is_reached_without_a_measurement_after_the_baseline(rows, terms, exact):
    columns = {name: [row[place + 1] for row in rows] for place, name in enumerate(FLAGS)}
    frame = measurements([row[0] for row in rows], first=2025 - len(rows), **columns)
    goal = a_goal(exact=exact, noise_group="known", target_due=DUE, **terms)
    judged = judge(
        pd.DataFrame([goal]),
        frame,
        assessed_on=date(2026, 3, 1),
        noise=known_noise(1.0, freedom=60.0),
    )
    inside = frame["in_baseline"] & frame["usable"]
    last = frame.index[inside].max() if inside.any() else -1
    monitored = frame["usable"] & (frame.index > last)
    counted = monitored & ~frame["level_blocked"]
    if counted.sum() < (1 if exact else 2):
        verdict = judged.verdicts.iloc[0]
        assert not verdict["was_reached"]
        assert verdict["state"] not in {State.REACHED, State.HOLDS}


def test_a_promise_holds_since_it_could_have_shown_a_loss_whenever_it_is_asked():
    goal = a_goal(
        exact=False,
        noise_group="known",
        form="hold",
        target_low=np.nan,
        mid=2.5,
    )
    said = {}
    for years in range(2, 9):
        frame = measurements([54, 56, 55, 54, 56, *[55] * years], first=2013, baseline=5)
        now = judge(
            pd.DataFrame([goal]),
            frame,
            assessed_on=date(2018 + years, 3, 1),
            noise=known_noise(2.0),
        )
        last = now.verdicts.iloc[0]
        said[2017 + years] = (last["state"], pd.Timestamp(last["since"]).year)
        if last["state"] == State.HOLDS:
            assert last["detectable"] <= 2 * 2.5
    first = min(year for year, (state, _) in said.items() if state == State.HOLDS)
    assert first > 2019
    assert {year for year, (state, _) in said.items() if state == State.CANNOT_TELL} == {
        year for year in said if year < first
    }
    assert {since for state, since in said.values() if state == State.HOLDS} == {first}
