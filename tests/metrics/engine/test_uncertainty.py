import numpy as np
import pytest

from metrics.engine.autocorrelation import baseline_moments
from metrics.engine.uncertainty import estimate_noise
from tests.metrics.engine.factories import in_groups, unchanged


def test_a_group_of_many_areas_knows_its_noise():
    noise = estimate_noise(5 * unchanged(300, 8), baseline=8, group=np.zeros(300))
    assert noise.sigma[0] == pytest.approx(5, rel=0.06)
    assert noise.rho[0] < 0.15
    assert noise.degrees_of_freedom[0] > 1500


@pytest.mark.parametrize("baseline", [5, 8, 20])
@pytest.mark.parametrize("rho", [0.3, 0.6])
def test_autocorrelation_is_found_through_the_bias_of_short_baselines(baseline, rho):
    values = unchanged(2000, baseline, rho=rho)
    noise = estimate_noise(values, baseline=baseline, group=np.zeros(2000))
    assert noise.rho[0] == pytest.approx(rho, abs=0.05)
    assert noise.sigma[0] == pytest.approx(1, rel=0.06)


def test_without_data_the_autocorrelation_is_the_prior_one_and_a_caution():
    noise = estimate_noise(np.full((1, 6), np.nan), baseline=6)
    assert 0.3 < noise.rho[0] < 0.6
    assert np.isnan(noise.sigma[0])


def test_only_the_baseline_is_looked_at():
    values = unchanged(20, 16)
    later = values.copy()
    later[:, 8:] *= 100
    first = estimate_noise(values, baseline=8, group=np.zeros(20))
    second = estimate_noise(later, baseline=8, group=np.zeros(20))
    np.testing.assert_array_equal(first.sigma, second.sigma)
    np.testing.assert_array_equal(first.rho, second.rho)


def test_a_group_knows_the_same_to_the_last_digit_whoever_is_estimated_with_it():
    values, group = unchanged(120, 8, seed=5), in_groups(120, 8)
    together = estimate_noise(values, baseline=6, group=group)
    alone = [
        estimate_noise(values[group == one], baseline=6, group=group[group == one])
        for one in range(15)
    ]
    for name in ("between", "scatter", "degrees_of_freedom", "rho"):
        assert getattr(together, name).tolist() == [getattr(one, name)[0] for one in alone]


def test_fewer_than_four_areas_share_one_plain_variance():
    values = unchanged(3, 10)
    noise = estimate_noise(values, baseline=10, group=np.zeros(3))
    assert noise.areas[0] == 3
    assert np.isinf(noise.scatter[0])
    assert noise.degrees_of_freedom[0] < 27


def test_one_wild_area_does_not_decide_the_noise_of_its_group():
    values = unchanged(20, 8)
    values[0] *= 100
    noise = estimate_noise(values, baseline=8, group=np.zeros(20))
    assert noise.sigma[0] == pytest.approx(1, rel=0.25)


def test_areas_that_differ_are_seen_to_differ():
    draws = np.random.default_rng(3)
    sigma = np.sqrt(1 / (draws.chisquare(6, 400) / 6))
    alike = estimate_noise(unchanged(400, 8), baseline=8, group=np.zeros(400))
    differ = estimate_noise(unchanged(400, 8) * sigma[:, None], baseline=8, group=np.zeros(400))
    assert differ.scatter[0] == pytest.approx(6, abs=4)
    assert alike.scatter[0] > 60


@pytest.mark.parametrize("between", [0.5, 1.0, 2.0])
def test_the_variance_between_waves_is_what_sampling_does_not_explain(between):
    values = unchanged(400, 8) * np.hypot(1.0, between)
    noise = estimate_noise(
        values, baseline=8, group=np.zeros(400), standard_error=np.ones((400, 8))
    )
    assert noise.sigma[0] == pytest.approx(between, rel=0.12)


def test_the_variance_between_waves_is_never_zero():
    values = unchanged(10, 6) * 0.01
    noise = estimate_noise(
        values, baseline=6, group=in_groups(10, 5), standard_error=np.ones((10, 6))
    )
    assert (noise.between > 0).all()


def test_the_common_season_is_learnt_from_all_areas():
    quarter = np.tile(np.arange(4), 3)
    values = unchanged(100, 12) + np.array([2.0, 0.0, -1.0, -1.0])[quarter]
    values += np.arange(100)[:, None]
    noise = estimate_noise(values, baseline=12, group=np.zeros(100), season=quarter)
    np.testing.assert_allclose(noise.seasons.pattern[0], [2, 0, -1, -1], atol=0.25)
    assert noise.sigma[0] == pytest.approx(1, rel=0.08)


def test_independent_noise_has_the_textbook_degrees_of_freedom():
    assert baseline_moments(8, 0.0) == pytest.approx((7, 7))
    assert baseline_moments(12, 0.0, 4) == pytest.approx((8, 8))
    assert baseline_moments(1, 0.3) == (0.0, 0.0)
    total, freedom = baseline_moments(8, 0.5)
    assert total < 7
    assert freedom < 7
