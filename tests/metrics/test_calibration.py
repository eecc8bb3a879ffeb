import numpy as np
import pytest

from metrics.calibration import (
    AUTOCORRELATIONS,
    BASELINES,
    DEGREES_OF_FREEDOM,
    detectable_steps,
    table,
    thresholds,
)
from metrics.charts import CHARTS
from metrics.simulation import LOOK_KNOTS, RATES, Corner, simulate


def test_the_shipped_table_is_what_its_generator_makes():
    place = (list(BASELINES).index(8), list(AUTOCORRELATIONS).index(0.3), 6)
    assert DEGREES_OF_FREEDOM[6] == np.inf
    corner = simulate(Corner(8, 0.3, np.inf))
    # The table is stored in half precision.
    np.testing.assert_allclose(table().threshold[place], corner.threshold, rtol=2e-3, atol=2e-3)
    np.testing.assert_allclose(table().detectable[place], corner.detectable, rtol=2e-3)


def test_the_table_has_a_number_everywhere():
    corners = (len(BASELINES), len(AUTOCORRELATIONS), len(DEGREES_OF_FREEDOM))
    assert table().threshold.shape == (*corners, CHARTS, len(LOOK_KNOTS), len(RATES))
    assert np.isfinite(table().threshold).all()
    assert np.isfinite(table().detectable).all()


def test_a_threshold_never_rises_with_the_rate():
    assert (np.diff(table().threshold, axis=-1) <= 0).all()


def test_at_a_corner_the_table_itself_is_returned():
    limits = thresholds(8, 0.3, np.inf, looks=12)
    assert limits.shape == (1, CHARTS, 12, len(RATES))
    np.testing.assert_allclose(limits[0, :, 11], table().threshold[6, 2, 6, :, 8])


def test_between_corners_a_threshold_lies_between_theirs():
    low, middle, high = (thresholds(b, 0.0, np.inf, looks=12)[0, 0, 11, 5] for b in (12, 10, 8))
    assert low < middle < high


@pytest.mark.parametrize(("baseline", "rho", "freedom"), [(8, 0.0, np.inf), (5, 0.4, 12)])
def test_more_looks_at_one_rate_detect_less_change(baseline, rho, freedom):
    looks = np.array([2, 4, 8, 16, 32])
    steps = detectable_steps(baseline, rho, freedom, looks, np.full(5, 1e-3))
    assert (np.diff(steps) < 0).all()


def test_where_nothing_is_detectable_the_step_is_infinite():
    assert detectable_steps(1, 0.9, 1, 1, 1e-3)[0] == np.inf
