"""A collapse in the two latest measurements is never called calm, whatever the charts say."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.outcome.decision import judge
from metrics.outcome.state import LOST_STATES, State
from tests.factories import a_goal, known_noise, measurements
from tests.metrics.outcome.test_outcome_promises import collapsed

TODAY = date(2026, 3, 1)
CALM = {State.UNCHANGED, State.HOLDS, State.REACHED, State.ON_TRACK}


def ended(*latest, areas=60, quiet=10, sigma=2.0, rho=0.0, freedom=np.inf, **terms):
    """Return the verdict after a baseline of five at 55, quiet years and the latest."""
    terms = {"mid": 2 * sigma, "target_low": 80.0} | terms
    goal = a_goal(exact=False, noise_group="known", **terms)
    values = [55.0] * (5 + quiet) + list(latest)
    frame = measurements(values, first=2026 - len(values), baseline=5)
    noise = known_noise(sigma, rho=rho, freedom=freedom).assign(areas=areas)
    return judge(pd.DataFrame([goal]), frame, assessed_on=TODAY, noise=noise).verdicts.iloc[0]


@pytest.mark.parametrize("sigmas", [4, 5, 10, 20])
def test_two_collapsed_measurements_are_at_least_a_watch(sigmas):
    found = ended(*[55 - 2 * sigmas] * 2)
    assert found["state"] in {State.WATCH, *LOST_STATES}
    if found["state"] == State.WATCH:
        assert found["reason"] == "sudden"


def test_one_collapsed_measurement_is_no_sudden_fall():
    assert ended(15, 55)["state"] == State.UNCHANGED
    assert ended(15, 53)["state"] == State.UNCHANGED
    assert ended(15, 51)["reason"] != "sudden"
    assert ended(55, 15)["state"] == State.UNCHANGED


def test_one_collapsed_measurement_is_never_said_to_be_what_it_usually_varies():
    assert ended(55, 15)["reason"] == "worse_once"
    wavering = {"mid": 2.0}
    assert ended(55, 52.5, **wavering)["reason"] == "below_without_alarm"
    held = ended(55, 15, form="hold", target_low=np.nan)
    assert (held["state"], held["reason"]) == (State.HOLDS, "worse_once")


def test_one_collapsed_preliminary_value_is_told_though_nothing_warns():
    goal = a_goal(exact=False, noise_group="known", form="hold", target_low=np.nan, mid=4.0)
    frame = measurements([55.0] * 10 + [35.0], first=2015, baseline=5)
    frame = frame.assign(final=[True] * 10 + [False], usable=[True] * 10 + [False])
    given = dict(assessed_on=TODAY, noise=known_noise(2.0))
    found = judge(pd.DataFrame([goal]), frame, **given).verdicts.iloc[0]
    assert (found["state"], found["reason"]) == (State.HOLDS, "worse_preliminary")
    reached = pd.DataFrame([goal | {"form": "at_least", "target_low": 55.0}])
    found = judge(reached, frame, **given).verdicts.iloc[0]
    assert (found["state"], found["reason"]) == (State.REACHED, "worse_preliminary")
    frame.loc[10, "value"] = 50.5
    found = judge(pd.DataFrame([goal]), frame, **given).verdicts.iloc[0]
    assert found["reason"] == "worse_preliminary"
    frame.loc[10, "value"] = 52.0
    assert judge(pd.DataFrame([goal]), frame, **given).verdicts.iloc[0]["reason"] == ""


@pytest.mark.parametrize("latest", [(51, 51), (51, 51, 51)])
def test_what_is_worse_in_a_row_is_not_said_to_lack_a_second_measurement(latest):
    found = ended(*latest, mid=2.0)
    assert (found["state"], found["reason"]) == (State.UNCHANGED, "worse_twice")
    held = ended(*latest, mid=2.0, form="hold", target_low=np.nan)
    assert (held["state"], held["reason"]) == (State.HOLDS, "worse_twice")
    assert ended(51, 55, 51, mid=2.0)["reason"] == "worse_once"


def test_in_a_small_group_the_noise_is_too_poorly_known():
    assert ended(48, 48, areas=4, freedom=6)["reason"] != "sudden"
    assert ended(48, 48, areas=5, freedom=6)["reason"] == "sudden"


def test_a_fall_that_inertia_explains_is_no_sudden_fall():
    assert ended(48, 48, rho=0.6, freedom=6)["reason"] != "sudden"


def test_a_promise_to_hold_and_a_band_collapse_too():
    for terms in (
        {"form": "hold", "target_low": np.nan},
        {"form": "band", "worse": "both", "target_low": 52.0, "target_high": 58.0},
    ):
        assert ended(45, 45, **terms)["state"] == State.BELOW_BASELINE
        assert ended(48, 48, freedom=6, mid=2.0, **terms)["reason"] == "sudden"


def test_what_was_reached_and_collapses_to_its_baseline_is_at_least_a_watch():
    found = ended(*[64.0] * 10, 55, 55, quiet=0, sigma=1.0, target_low=64.0)
    assert found["state"] in {State.WATCH, State.RELAPSE}


@pytest.mark.parametrize("baseline", [3, 5, 8])
def test_a_survey_that_collapses_after_fifteen_years_never_holds(baseline):
    goals, frame = collapsed(baseline, 180, seed=23)
    states = judge(goals, frame, assessed_on=TODAY).verdicts["state"]
    assert not set(states) & CALM
    assert states.isin(LOST_STATES).mean() >= 0.95


falls = st.lists(st.sampled_from([55.0, 53.0, 51.0, 48.0, 47.0, 40.0, 20.0]), max_size=6)
forms = st.sampled_from(
    [
        dict(),
        dict(target_low=40.0),
        dict(form="hold", target_low=np.nan),
        dict(target_due=date(2035, 12, 31), target_low=46.0),
    ]
)


@given(falls, forms, st.sampled_from([3, 8]), st.sampled_from([1.0, 4.0]))
@settings(max_examples=60, deadline=None)
def test_nothing_calm_is_said_of_two_bad_measurements_far_beyond_chance(
    latest, terms, quiet, mid
):
    found = ended(*latest, quiet=quiet, mid=mid, **terms)
    values = np.array([55.0] * quiet + latest)[-2:]
    spread = np.sqrt(1 / 2 + 1 / 5)
    residual = np.minimum((55.0 - values) / 2.0, 5 * spread)
    if (55.0 - values >= mid).all() and residual.mean() / spread >= 4.0:
        assert found["state"] not in CALM
