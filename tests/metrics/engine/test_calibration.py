import math

import numpy as np
import pytest
from scipy.stats import norm

from metrics.engine.calibration import (
    AUTOCORRELATIONS,
    BASELINES,
    DEGREES_OF_FREEDOM,
    detectable_steps,
    table,
    thresholds,
)
from metrics.engine.charts import (
    CHARTS,
    CUSUM_ALLOWANCE,
    EWMA_WEIGHT,
    SELF_STARTING_ALLOWANCE,
    softened,
)
from metrics.engine.simulation import LENGTH_KNOTS, RATES, Corner, simulate


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
    # After one look all charts rise with the residual, so the chance of an alarm is exact.
    limits = thresholds(baseline, 0.0, np.inf, measurements=1)[0, :, 0]
    sd = math.sqrt(1 + 1 / baseline)
    residual = np.linspace(0, 9, 90_001)
    seen = np.array([softened(value) for value in residual])
    charts = [EWMA_WEIGHT * seen, seen - CUSUM_ALLOWANCE, seen / sd - SELF_STARTING_ALLOWANCE]
    needed = np.min(
        [
            np.interp(limit, chart, residual, right=np.inf)
            for chart, limit in zip(charts, limits, strict=True)
        ],
        axis=0,
    )
    realised = norm.sf(needed / sd) / RATES
    simulated = slice(2, 12)
    np.testing.assert_allclose(realised[simulated], 1.0, atol=0.3)
    assert np.mean(realised[simulated]) == pytest.approx(1.0, abs=0.1)
    # Beyond what was simulated the table may be too silent, hardly too loud.
    assert (realised[:2] <= 4.0).all()


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
