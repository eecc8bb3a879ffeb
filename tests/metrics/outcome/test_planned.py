"""A plan says when a fall would be found: by the rule that judges, and as often as it does."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.engine.whole_rule import Rule, detectable_loss
from metrics.outcome.decision import judge
from metrics.outcome.planned import Choices, Yardstick, foreseen, yardstick, year_measured
from metrics.outcome.state import LOST_STATES, State
from tests.metrics.engine.factories import unchanged
from tests.metrics.outcome.test_outcome_promises import PACES, TODAY, frozen, portfolio

SURVEY = Yardstick(
    scale="arcsine",
    whole=100.0,
    downwards=True,
    both=False,
    exact=False,
    baseline=58.0,
    level=float(np.arcsin(np.sqrt(0.58))),
    waves=8.0,
    rho=0.0,
    degrees_of_freedom=60.0,
    between=0.01**2,
    ratio=1.0,
    sampling=1 / (4 * 400),
    inflation=1.0,
    looks_per_year=1.0,
    confirming=2,
    unknown="",
)
FIVE = Choices(mid=5.0, looks_per_year=1.0)


def when(number):
    return np.inf if number is None else number


def planned(measure=SURVEY, **chosen):
    return foreseen(measure, replace(FIVE, **chosen))


measures = st.builds(
    lambda waves, between, answers: replace(
        SURVEY, waves=float(waves), between=between**2, sampling=1 / (4 * answers)
    ),
    st.integers(2, 20),
    st.floats(0.001, 0.05),
    st.sampled_from([60, 150, 400, 1_000]),
)


@settings(max_examples=12, deadline=None)
@given(measures, st.floats(1.0, 20.0), st.sampled_from([1.0, 4.0, 0.5]))
def test_a_larger_fall_is_never_found_later_and_more_measurements_never_find_less(
    measure, mid, pace
):
    found = planned(measure, mid=mid, looks_per_year=pace)
    for smallest in (found.smallest_watch, found.smallest_lost):
        known = smallest[np.isfinite(smallest)]
        assert (np.diff(known) <= 0).all()
        assert not np.isfinite(smallest[: len(smallest) - len(known)]).any()
    assert (found.smallest_watch <= found.smallest_lost + 1e-9).all()


@settings(max_examples=12, deadline=None)
@given(measures, st.floats(2.0, 15.0))
def test_more_answers_and_an_area_beside_are_never_found_later(measure, mid):
    """Within one measurement: two thousand draws leave each share to within .02."""
    few = planned(measure, mid=mid, answers=0.5)
    now, many = planned(measure, mid=mid), planned(measure, mid=mid, answers=2.0)
    together = planned(measure, mid=mid, beside=1.0)
    for name in ("watch", "lost"):
        fewer, as_now, more, both = (
            when(getattr(each, name)) for each in (few, now, many, together)
        )
        assert as_now <= fewer + 1
        assert max(more, both) <= as_now + 1


@settings(max_examples=12, deadline=None)
@given(measures, st.floats(0.5, 20.0), st.sampled_from([1.0, 4.0, 0.5]))
def test_false_alarms_stay_within_what_the_method_promises(measure, mid, pace):
    found = planned(measure, mid=mid, looks_per_year=pace)
    assert found.false_lost <= 0.01 + 0.008
    assert found.false_watch <= 0.05 + 0.015
    assert found.false_lost <= found.false_watch


def test_the_smallest_loss_is_the_one_that_a_verdict_prints():
    plain = replace(SURVEY, scale="plain", baseline=58.0, level=58.0, between=4.0, sampling=0.0)
    found = planned(plain, mid=3.0)
    for number in (2, 3, 5, 10):
        rule = Rule(8.0, 0.0, 60.0, number, 0.001, 1.5, 2, number)
        seen = 2.0 * detectable_loss(rule)
        assert found.smallest_lost[number - 1] == pytest.approx(seen, abs=0.12)


@pytest.mark.parametrize(("pace", "mid"), [("yearly", 1.3), ("quarterly", 1.0)])
def test_what_is_foreseen_is_found_when_such_series_are_judged(pace, mid):
    """Of 600 judged series, as many as foreseen have been found: within .06, three errors."""
    pace = PACES[pace]
    values = unchanged(600, pace.baseline + pace.monitored, seed=17)
    chosen = Choices(mid=mid, looks_per_year=pace.measurements_per_year)
    goals, frame = portfolio(values, pace, mid=mid)
    table = frozen(goals, frame)
    measure = yardstick(goals.iloc[[0]], frame[frame["goal_id"] == goals["goal_id"][0]], table)
    measure = replace(measure, baseline=0.0, level=0.0, ratio=1.0, between=1.0)
    plan = foreseen(measure, chosen)
    for states, fall, first in (
        ({*LOST_STATES, State.WATCH}, mid, plan.watch),
        (LOST_STATES, 2 * mid, plan.lost),
    ):
        worse = values.copy()
        worse[:, pace.baseline :] -= fall
        goals, frame = portfolio(worse, pace, mid=mid)
        history = judge(goals, frame, assessed_on=TODAY, noise=table).history
        number = history.groupby("goal_id").cumcount() - pace.baseline + 1
        found = history["state"].isin([str(state) for state in states])
        by = [
            found[number.between(1, at)].groupby(history["goal_id"]).any().mean()
            for at in (first, first - 1)
        ]
        assert by[0] >= 0.8 - 0.06
        assert not by[1] >= 0.8 + 0.06


def test_what_is_counted_in_full_is_seen_at_once_and_certain_when_it_is_seen_again():
    found = planned(replace(SURVEY, scale="plain", exact=True), mid=5.0)
    assert (found.watch, found.lost) == (1, 2)
    assert found.false_watch is None


def test_nothing_is_foreseen_where_the_noise_is_unknown():
    assert planned(replace(SURVEY, unknown="noise")) is None


def test_a_fall_that_does_not_fit_on_its_scale_is_never_found():
    found = planned(replace(SURVEY, baseline=3.0, level=float(np.arcsin(np.sqrt(0.03)))))
    assert found.watch is None
    assert found.lost is None
    assert not np.isfinite(found.smallest_lost[0])


@pytest.mark.parametrize(
    ("last", "pace", "number", "year"),
    [
        (date(2025, 12, 31), 1.0, 1, 2026),
        (date(2025, 12, 31), 1.0, 5, 2030),
        (date(2025, 12, 31), 0.5, 2, 2029),
        (date(2025, 12, 31), 4.0, 5, 2027),
        (date(2026, 9, 30), 4.0, 1, 2026),
        (date(2021, 12, 31), 1.0, 1, 2026),
    ],
)
def test_the_first_measurement_is_the_next_that_has_not_ended(last, pace, number, year):
    assert year_measured(last, pace, number, date(2026, 11, 22)) == year
