"""What the monitor shows look by look is what `screen_losses` says of the whole."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.engine.baseline import as_panel
from metrics.engine.monitoring import Lines, trace
from metrics.engine.screen import screen_losses
from metrics.engine.uncertainty import estimate_noise, series_noise
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


def test_an_alarm_is_a_chart_at_its_limit_and_stays():
    shown = trace(lines(unchanged(2_000, 15, seed=8)))
    for latched, limits in ((shown.watch, shown.watch_limits), (shown.lost, shown.lost_limits)):
        over = (shown.charts >= limits).any(axis=2)
        np.testing.assert_array_equal(np.logical_or.accumulate(over, axis=1), latched)
    assert shown.watch[shown.lost].all()


def test_a_missing_look_is_skipped_and_no_look():
    residual = fallen(unchanged(50, 10), 4, -2.0)
    gap = np.insert(residual, 5, np.nan, axis=1)
    whole, with_gap = trace(lines(residual)), trace(lines(gap))
    np.testing.assert_array_equal(np.delete(with_gap.look, 5, axis=1), whole.look)
    np.testing.assert_array_equal(np.delete(with_gap.lost, 5, axis=1), whole.lost)
    assert (with_gap.look[:, 5] == 0).all()


@given(st.integers(0, 9))
def test_a_restart_forgets_everything_before_it(at):
    residual = fallen(unchanged(30, 10), 2, -3.0)
    restarts = np.zeros(residual.shape, dtype=bool)
    restarts[:, at] = True
    shown, fresh = trace(lines(residual, restarts=restarts)), trace(lines(residual[:, at:]))
    np.testing.assert_array_equal(shown.look[:, at:], fresh.look)
    np.testing.assert_array_equal(shown.lost[:, at:], fresh.lost)
    np.testing.assert_allclose(shown.p_value[:, at:], fresh.p_value)


def test_nothing_to_listen_to_shows_nothing():
    shown = trace(lines(np.full((2, 4), np.nan)))
    assert not shown.watch.any()
    assert np.isnan(shown.p_value).all()
    assert trace(lines(np.zeros((0, 4)))).watch.shape == (0, 4)


def test_half_of_the_false_alarms_takes_a_higher_chart():
    residual = np.ones((1, 6))
    half = trace(lines(residual, lost_rate=np.array([0.0005])))
    assert (half.lost_limits > trace(lines(residual)).lost_limits).all()


@pytest.mark.parametrize("rate", [1e-9, 0.999])
def test_rates_beyond_the_table_are_bounded(rate):
    shown = trace(lines(np.full((1, 5), 50.0), lost_rate=np.array([rate])))
    assert shown.lost.any() == (rate > 0.5)
