import math

import numpy as np
import pytest
from scipy.stats import norm

from metrics.engine.calibration import (
    AUTOCORRELATIONS,
    BASELINES,
    DEGREES_OF_FREEDOM,
    detectable_steps,
    limits_at,
    table,
    thresholds,
)
from metrics.engine.charts import (
    CHARTS,
    CUSUM_ALLOWANCE,
    EWMA_WEIGHT,
    FULL_WEIGHT,
    SELF_STARTING_ALLOWANCE,
    softened,
    started,
    update_all,
)
from metrics.engine.simulation import (
    LENGTH_KNOTS,
    RATES,
    SAVED_RATE,
    Corner,
    simulate,
    spent,
)


def test_the_shipped_table_is_what_its_generator_makes():
    place = (list(BASELINES).index(8), list(AUTOCORRELATIONS).index(0.3), 6)
    assert DEGREES_OF_FREEDOM[6] == np.inf
    corner = simulate(Corner(8, 0.3, np.inf))
    # The table is stored in half precision.
    np.testing.assert_allclose(table().threshold[place], corner.threshold, rtol=2e-3, atol=2e-3)
    np.testing.assert_allclose(table().detectable[place], corner.detectable, rtol=2e-3)


def test_the_table_has_a_number_everywhere():
    corners = (len(BASELINES), len(AUTOCORRELATIONS), len(DEGREES_OF_FREEDOM))
    assert table().threshold.shape == (*corners, CHARTS, len(LENGTH_KNOTS), len(RATES))
    assert np.isfinite(table().threshold).all()
    assert np.isfinite(table().detectable).all()


def test_a_threshold_never_rises_with_the_rate():
    assert (np.diff(table().threshold, axis=-1) <= 0).all()


def test_at_a_corner_the_table_itself_is_returned():
    limits = thresholds(8, 0.3, np.inf, measurements=12)
    assert limits.shape == (1, CHARTS, 12, len(RATES))
    np.testing.assert_allclose(limits[0, :, 11], table().threshold[6, 3, 6, :, 8])


@pytest.mark.parametrize("baseline", [2, 5, 8, 20, np.inf])
def test_the_first_look_alarms_by_chance_as_rarely_as_the_table_says(baseline):
    # After one look all charts but the pair rise with the residual: the chance is exact.
    limits = thresholds(baseline, 0.0, np.inf, measurements=1)[0, :3, 0]
    sd = math.sqrt(1 + 1 / baseline)
    residual = np.linspace(0, 9, 90_001)
    seen = np.array([softened(value, FULL_WEIGHT) for value in residual])
    charts = [EWMA_WEIGHT * seen, seen - CUSUM_ALLOWANCE, seen / sd - SELF_STARTING_ALLOWANCE]
    needed = np.min(
        [
            np.interp(limit, chart, residual, right=np.inf)
            for chart, limit in zip(charts, limits, strict=True)
        ],
        axis=0,
    )
    realised = norm.sf(needed / sd) / RATES
    saved = RATES <= SAVED_RATE
    assert (realised[saved] == 0).all()
    simulated = ~saved & (RATES <= 0.1)
    np.testing.assert_allclose(realised[simulated], 1.0, atol=0.3)
    assert np.mean(realised[simulated]) == pytest.approx(1.0, abs=0.1)


def test_what_is_saved_at_the_first_measurement_is_spent_at_the_second():
    saved = RATES <= SAVED_RATE
    np.testing.assert_array_equal(spent(1) + spent(2), 2 * RATES)
    assert (spent(1)[saved] == 0).all()
    assert (spent(1)[~saved] > 0).all()
    np.testing.assert_array_equal(spent(3), RATES)


@pytest.mark.parametrize("baseline", [2, 8, np.inf])
def test_the_second_measurement_alarms_twice_as_often_at_a_saved_rate(baseline):
    draws = np.random.default_rng(3)
    limits = thresholds(baseline, 0.0, np.inf, measurements=2)[0, :, 1]
    reference = draws.standard_normal(400_000) / math.sqrt(baseline)
    state = np.repeat(np.array(started(1 / baseline))[:, None], len(reference), axis=1)
    for _ in range(2):
        worsening = draws.standard_normal(len(reference)) - reference
        update_all(state, worsening.astype(np.float32))
    for place in np.flatnonzero((RATES >= 2e-4) & (RATES <= SAVED_RATE)):
        alarms = (state[:CHARTS] >= limits[:, place][:, None]).any(axis=0)
        assert alarms.mean() / RATES[place] == pytest.approx(2.0, rel=0.25)


def test_between_a_rate_that_is_saved_and_one_that_is_not_no_limit_is_half_a_number():
    threshold = thresholds(8, 0.0, np.inf, measurements=2)
    setting, measurement = np.zeros(len(RATES), dtype=np.int64), np.array([[1, 2]])
    for place in (np.arange(len(RATES)) + share for share in (0.0, 0.01, 0.99)):
        limits = limits_at(threshold, setting, measurement, place)
        assert not np.isnan(limits).any()
        assert np.isfinite(limits[:, 1]).all()
        np.testing.assert_array_equal(
            np.isinf(limits[:, 0, :3]).all(axis=1), place < np.sum(RATES <= SAVED_RATE)
        )
        assert np.isinf(limits[:, 0, 3]).all()


def test_at_a_saved_rate_the_first_measurement_detects_nothing():
    for rate, measurements in ((SAVED_RATE, 1), (0.003, 1), (1e-5, 1)):
        assert detectable_steps(8, 0.0, np.inf, measurements, rate)[0] == np.inf
    assert detectable_steps(8, 0.0, np.inf, 2, SAVED_RATE)[0] < 4
    assert detectable_steps(8, 0.0, np.inf, 1, 0.01)[0] < 4


def test_between_corners_a_threshold_lies_between_theirs():
    low, middle, high = (
        thresholds(b, 0.0, np.inf, measurements=12)[0, 0, 11, 5] for b in (12, 10, 8)
    )
    assert low < middle < high


@pytest.mark.parametrize(("baseline", "rho", "freedom"), [(8, 0.0, np.inf), (5, 0.4, 12)])
def test_more_looks_at_one_rate_detect_less_change(baseline, rho, freedom):
    length = np.array([2, 4, 8, 16, 32])
    steps = detectable_steps(baseline, rho, freedom, length, np.full(5, 1e-3))
    assert (np.diff(steps) < 0).all()


def test_where_nothing_is_detectable_the_step_is_infinite():
    assert detectable_steps(1, 0.9, 1, 1, 1e-3)[0] == np.inf
