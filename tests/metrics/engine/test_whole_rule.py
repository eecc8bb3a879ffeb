"""What the whole rule sees of a loss, by how many measurements lie after it began."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.engine import whole_rule
from metrics.engine.alarm import over
from metrics.engine.charts import CHARTS, started, updated
from metrics.engine.whole_rule import LARGEST, Rule, detectable_loss

YEARLY = Rule(
    baseline=8,
    rho=0.0,
    degrees_of_freedom=np.inf,
    measurements=12,
    rate=1e-3,
    smallest=1.0,
    confirming=2,
    measurements_left=12,
)

rules = st.builds(
    Rule,
    baseline=st.sampled_from([3, 5, 8, 12, np.inf]),
    rho=st.sampled_from([0.0, 0.3]),
    degrees_of_freedom=st.sampled_from([6.0, 60.0, np.inf]),
    measurements=st.integers(2, 14),
    rate=st.sampled_from([1e-3, 5e-4]),
    smallest=st.floats(0.05, 6.0),
    confirming=st.integers(2, 3),
    measurements_left=st.just(0),
)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(rules)
def test_with_fewer_measurements_left_no_smaller_loss_is_seen(rule):
    left = range(rule.measurements, 0, -1)
    seen = [detectable_loss(rule._replace(measurements_left=number)) for number in left]
    assert all(more <= fewer for more, fewer in pairwise(seen))


def test_a_loss_that_began_late_is_never_smaller_than_one_from_the_first_measurement():
    few = YEARLY._replace(
        baseline=2.0, degrees_of_freedom=30.0, measurements=20, rate=0.0025, smallest=0.5
    )
    whole = detectable_loss(few._replace(measurements_left=20))
    assert detectable_loss(few._replace(measurements_left=8)) >= whole


@pytest.mark.parametrize("confirming", [2, 3, 4])
def test_fewer_measurements_than_confirm_show_nothing(confirming):
    rule = YEARLY._replace(confirming=confirming)
    assert detectable_loss(rule._replace(measurements_left=confirming - 1)) == np.inf
    assert detectable_loss(rule._replace(measurements_left=confirming)) < LARGEST


def test_a_loss_of_the_last_two_must_be_twice_as_large_as_one_from_the_first():
    late = YEARLY._replace(measurements_left=2)
    assert detectable_loss(YEARLY) == pytest.approx(1.6, abs=0.1)
    assert detectable_loss(late) == pytest.approx(3.5, abs=0.1)


def test_what_matters_much_needs_as_much_more_in_the_last_two():
    late = YEARLY._replace(measurements_left=2)
    seen = [detectable_loss(late._replace(smallest=size)) for size in (0.5, 1.0, 4.0, 6.0)]
    assert seen[0] == seen[1], "the alarm alone needs more"
    assert seen[3] - seen[2] == pytest.approx(2.0, abs=0.15)
    assert detectable_loss(late._replace(smallest=20.0)) == np.inf


def test_what_other_sizes_answered_is_simulated_less_and_says_the_same(monkeypatch):
    sizes = list(np.geomspace(0.3, 5.0, 15))
    simulate, asked = whole_rule._simulated, []

    def counted(*given):
        asked.append(given)
        return simulate(*given)

    def each(forgetting):
        asked.clear()
        _forget()
        for size in sizes:
            if forgetting:
                _forget()
            yield detectable_loss(YEARLY._replace(measurements_left=3, smallest=size))

    monkeypatch.setattr(whole_rule, "_simulated", counted)
    alone, apart = list(each(forgetting=True)), len(asked)
    together, shared = list(each(forgetting=False)), len(asked)
    assert together == alone
    assert shared < 0.8 * apart


def _forget():
    whole_rule._found.cache_clear()
    whole_rule._known.cache_clear()


def lost_alone(path, uncertainty, limits, step, onset, smallest, confirming):
    """Say whether one path is lost, followed from its first measurement to its last digit."""
    charts, alarmed, run = started(uncertainty), False, 0
    for measurement, undisturbed in enumerate(path):
        worsening = undisturbed + (step if measurement >= onset else 0.0)
        charts = updated(charts, worsening)
        alarmed |= over(charts, limits, measurement, 0)
        run = run + 1 if worsening >= smallest else 0
        if alarmed and run >= confirming:
            return True
    return False


@pytest.mark.parametrize("onset", [0, 5, 9])
@pytest.mark.parametrize("smallest", [-2.0, 0.5])
def test_a_loss_is_seen_as_if_each_path_were_followed_alone_from_its_beginning(onset, smallest):
    rule = YEARLY._replace(rate=0.05)
    limits, confirming = whole_rule.alarm_limits(rule), rule.confirming
    noise = np.random.default_rng(onset).normal(0, 1.0, (60, rule.measurements))
    before = whole_rule.charts_before(noise, 1 / rule.baseline, limits, onset)
    alone = [
        lost_alone(path, 1 / rule.baseline, limits, 0.2, onset, smallest, confirming)
        for path in noise
    ]
    assert 0 < sum(alone) < len(noise)
    for number in (sum(alone), sum(alone) + 1):
        found = whole_rule.is_lost(
            noise, before, limits, 0.2, onset, smallest, confirming, number
        )
        assert found == (number <= sum(alone))


def test_a_chart_that_meets_its_limit_exactly_alarms_also_where_digits_were_left_out():
    residual, onset = 7.3, 0
    charts = updated(started(0.125), residual)
    for chart in range(CHARTS - 1):  # the pair has no value yet
        for moved, alarms in ((0.0, True), (1e-14, False)):
            limits = np.full((CHARTS, 1, 1), np.inf)
            limits[chart] = charts[chart] + moved
            path = np.array([[0.0]])
            before = whole_rule.charts_before(path, 0.125, limits, onset)
            found = whole_rule.is_lost(path, before, limits, residual, onset, 0.0, 1, 1)
            assert found == alarms
