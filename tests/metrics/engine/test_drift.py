"""The drift gate: a register that goes its own way has no ordinary spread to leave."""

import numpy as np
import pytest

from metrics.engine.drift import drifts, step_ratio
from tests.metrics.engine.factories import unchanged


def test_around_a_level_five_steps_vary_as_much_as_one():
    assert step_ratio(unchanged(60, 12)) == pytest.approx(1, abs=0.1)


def test_what_walks_moves_five_times_as_far():
    assert step_ratio(np.cumsum(unchanged(60, 12), axis=1)) == pytest.approx(5, abs=0.8)


def test_what_all_areas_do_together_is_no_drift():
    walk = 5 * np.cumsum(unchanged(1, 12, seed=4), axis=1)
    assert step_ratio(unchanged(60, 12) + walk) == pytest.approx(1, abs=0.1)
    assert step_ratio(unchanged(5, 12) + walk) > 1.5


def test_too_short_or_still_cannot_be_told():
    assert np.isnan(step_ratio(unchanged(60, 5)))
    assert np.isnan(step_ratio(np.ones((20, 12))))


@pytest.mark.parametrize(
    ("rho", "ratio", "drifting"),
    [(0.6, 2.0, False), (0.61, 1.0, True), (0.0, 2.01, True), (0.0, np.nan, True)],
)
def test_the_gate_opens_beyond_its_limits_and_where_nothing_is_known(rho, ratio, drifting):
    assert drifts(rho, ratio) is drifting
