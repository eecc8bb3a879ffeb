"""What the monitor shows look by look is what `screen_losses` says of the whole."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.engine.alarm import alarms
from metrics.engine.baseline import as_panel
from metrics.engine.calibration import place_of, thresholds
from metrics.engine.monitoring import Lines, limits_of, trace
from metrics.engine.residuals import Yardstick
from metrics.engine.screen import screen_losses
from metrics.engine.simulation import RATES
from metrics.engine.uncertainty import estimate_noise, series_noise
from metrics.engine.whole_rule import Rule, alarm_limits, charts_before, is_lost
from tests.metrics.engine.factories import fallen, in_groups, unchanged


def lines(residual, *, restarts=None, **terms):
    number = len(residual)
    usual = {
        "baseline": np.full(number, 8.0),
        "rho": np.zeros(number),
        "degrees_of_freedom": np.full(number, np.inf),
        "watch_rate": np.full(number, 0.005),
        "lost_rate": np.full(number, 0.001),
    }
    none = np.zeros(residual.shape, dtype=bool)
    return Lines(
        residual=residual, restarts=none if restarts is None else restarts, **usual | terms
    )


def test_the_p_value_at_the_last_look_is_that_of_the_screen():
    values = fallen(unchanged(240, 20), 14, 1.5)
    group = in_groups(240, 60)
    noise = estimate_noise(values, baseline=8, group=group)
    screen = screen_losses(values, baseline=8, worse="lower", group=group, noise=noise)
    known = series_noise(as_panel(values, 8), noise, group)
    residual = (known.mean[:, None] - values[:, 8:]) / known.sigma[:, None]
    shown = trace(
        lines(
            residual,
            baseline=known.measurements.astype(float),
            rho=known.rho,
            degrees_of_freedom=known.degrees_of_freedom,
        )
    )
    np.testing.assert_allclose(shown.p_value[:, -1], screen.p_value, atol=1e-12)


residuals_of_halves = st.integers(-6, 12).map(lambda number: number / 2)
some_residuals = st.integers(1, 40).flatmap(
    lambda long: arrays(float, (4, long), elements=residuals_of_halves)
)
some_baselines = st.sampled_from([1.0, 5.0, 8.0, np.inf])
NONE = len(RATES)
some_rates = st.sampled_from([2e-4, 1e-3, 0.03, 0.4])


def heard(residual, baseline, rate, likely=NONE):
    """Return what the screen's loop hears, at so many false alarms a measurement."""
    number = len(residual)
    none, one = np.zeros(number), np.ones(number)
    return alarms(
        as_panel(residual, 0),
        np.arange(number),
        Yardstick(one, none, one, one, none, one),
        one / baseline,
        np.zeros(number, dtype=np.int64),
        thresholds(baseline, 0.0, np.inf, measurements=residual.shape[1]),
        np.full(number, place_of(rate)),
        float(likely),
    )


def screened(residual, baseline, rate):
    """Say which rows the screen's loop alarms in."""
    return heard(residual, baseline, rate).first >= 0


def counted_as_lost(residual, baseline, rate):
    """Say which rows the whole rule counts, when everything matters and nothing confirms."""
    number = residual.shape[1]
    rule = Rule(
        baseline, 0.0, np.inf, number, rate, 0.0, confirming=1, measurements_left=number
    )
    limits = alarm_limits(rule)
    return [
        is_lost(
            path, charts_before(path, 1 / baseline, limits, 0), limits, 0.0, 0, -np.inf, 1, 1
        )
        for path in residual[:, None]
    ]


@given(some_residuals, some_baselines, some_rates)
def test_screen_monitor_and_whole_rule_alarm_at_the_same_residuals(residual, baseline, rate):
    terms = {"baseline": np.full(4, baseline), "lost_rate": np.full(4, rate)}
    shown = trace(lines(residual, **terms)).lost[:, -1]
    np.testing.assert_array_equal(shown, screened(residual, baseline, rate))
    np.testing.assert_array_equal(shown, counted_as_lost(residual, baseline, rate))


@given(some_residuals, some_baselines, some_rates, st.data())
def test_screen_and_monitor_skip_the_same_gaps(residual, baseline, rate, data):
    residual[data.draw(arrays(bool, residual.shape))] = np.nan
    terms = {"baseline": np.full(4, baseline), "lost_rate": np.full(4, rate)}
    shown = trace(lines(residual, **terms)).lost[:, -1]
    np.testing.assert_array_equal(shown, screened(residual, baseline, rate))


@given(some_residuals, some_baselines, some_rates, st.integers(0, len(RATES)))
def test_what_is_thought_likely_changes_nothing_heard(residual, baseline, rate, likely):
    usual = heard(residual, baseline, rate)
    for one, other in zip(usual, heard(residual, baseline, rate, likely), strict=True):
        np.testing.assert_array_equal(one, other)


def test_an_alarm_is_a_chart_at_its_limit_and_stays():
    given = lines(unchanged(2_000, 15, seed=8))
    shown = trace(given)
    for latched, limits in zip(
        (shown.watch, shown.lost), limits_of(given, shown.measurement), strict=True
    ):
        over = (shown.charts >= limits.reshape(shown.charts.shape)).any(axis=2)
        np.testing.assert_array_equal(np.logical_or.accumulate(over, axis=1), latched)
    assert shown.watch[shown.lost].all()


def test_a_missing_look_is_skipped_and_no_look():
    residual = fallen(unchanged(50, 10), 4, -2.0)
    gap = np.insert(residual, 5, np.nan, axis=1)
    whole, with_gap = trace(lines(residual)), trace(lines(gap))
    np.testing.assert_array_equal(np.delete(with_gap.measurement, 5, axis=1), whole.measurement)
    np.testing.assert_array_equal(np.delete(with_gap.lost, 5, axis=1), whole.lost)
    assert (with_gap.measurement[:, 5] == 0).all()


@given(st.integers(0, 9))
def test_a_restart_forgets_everything_before_it(at):
    residual = fallen(unchanged(30, 10), 2, -3.0)
    restarts = np.zeros(residual.shape, dtype=bool)
    restarts[:, at] = True
    shown, fresh = trace(lines(residual, restarts=restarts)), trace(lines(residual[:, at:]))
    np.testing.assert_array_equal(shown.measurement[:, at:], fresh.measurement)
    np.testing.assert_array_equal(shown.lost[:, at:], fresh.lost)
    np.testing.assert_allclose(shown.p_value[:, at:], fresh.p_value)


def test_nothing_to_listen_to_shows_nothing():
    shown = trace(lines(np.full((2, 4), np.nan)))
    assert not shown.watch.any()
    assert np.isnan(shown.p_value).all()
    assert trace(lines(np.zeros((0, 4)))).watch.shape == (0, 4)


def test_half_of_the_false_alarms_takes_a_higher_chart():
    residual = np.ones((1, 6))
    number = np.arange(1, 7)[None]
    _, half = limits_of(lines(residual, lost_rate=np.array([0.0005])), number)
    _, whole = limits_of(lines(residual), number)
    assert np.isinf(half[0]).all(), "nothing rare is spent at the first"
    assert (half[1:] > whole[1:]).all()


@pytest.mark.parametrize("rate", [1e-9, 0.999])
def test_rates_beyond_the_table_are_bounded(rate):
    shown = trace(lines(np.full((1, 5), 50.0), lost_rate=np.array([rate])))
    assert shown.lost.any() == (rate > 0.5)


def test_a_greater_collapse_is_rarer_also_beyond_the_rarest_rate_of_the_table():
    collapsed = np.zeros((3, 10))
    collapsed[:, -3:] = [[6.0], [8.0], [12.0]]
    shown = trace(lines(collapsed)).p_value[:, -1]
    rarest = 1 - (1 - 1e-6) ** 10
    assert rarest > shown[0] > shown[1] > shown[2] > 1e-4 * rarest
