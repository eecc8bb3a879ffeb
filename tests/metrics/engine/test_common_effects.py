"""A wild year that a whole group shares is taken out of its baselines, and nothing else is."""

import numpy as np
import pytest

from metrics.engine.screen import screen_losses
from metrics.engine.uncertainty import estimate_noise
from tests.metrics.engine.factories import fallen, in_groups, unchanged

SERIES = 6_000
SIXTY = in_groups(SERIES, 60)


def city(size=60, *, wild=0.0, years=(2,), baseline=5, periods=13, seed=3):
    """Return series in groups of `size` whose baselines share a year lower by `wild`."""
    values = unchanged(SERIES, periods, seed=seed)
    values[:, list(years)] -= wild
    return values, in_groups(SERIES, size)


def alarms(values, group, *, loss=0.0, worse="lower", baseline=5):
    lost = fallen(values, baseline, loss)
    screen = screen_losses(lost, baseline=baseline, worse=worse, group=group, false_alarm=0.05)
    return screen.alarm.mean()


def effects(values, *, baseline=8, group=None, **terms):
    group = np.zeros(len(values)) if group is None else group
    return estimate_noise(values, baseline=baseline, group=group, **terms).common


@pytest.mark.parametrize("baseline", [5, 8])
def test_a_common_wild_year_leaves_the_noise_as_it_is(baseline):
    values, group = city(wild=4.0, baseline=baseline)
    noise = estimate_noise(values, baseline=baseline, group=group)
    assert noise.sigma.mean() == pytest.approx(1, rel=0.05)
    assert noise.rho.mean() < 0.1
    assert np.median(noise.common[:, 2]) == pytest.approx(-4, abs=0.1)


def test_a_loss_of_two_sigma_is_found_in_spite_of_a_common_wild_year():
    values, group = city(wild=4.0)
    assert alarms(values, group, loss=2.0) >= 0.90
    assert alarms(values, group) <= 0.055
    assert alarms(values, group, worse="higher") <= 0.06


def test_a_loss_that_all_share_after_the_baseline_is_no_wild_year():
    values, group = city(wild=4.0)
    assert alarms(values, group, loss=1.5) >= 0.68


def test_without_a_wild_year_next_to_nothing_is_taken_out():
    values, group = city()
    noise = estimate_noise(values, baseline=5, group=group)
    assert (noise.common != 0).mean() < 0.01
    assert noise.sigma.mean() == pytest.approx(1, rel=0.02)


def test_two_wild_years_of_five_are_taken_out_too():
    values, group = city(wild=4.0, years=(1, 2))
    noise = estimate_noise(values, baseline=5, group=group)
    assert noise.sigma.mean() == pytest.approx(1, rel=0.06)


def test_fewer_than_ten_areas_cannot_say_that_a_year_was_wild():
    values = unchanged(10, 8)
    values[:, 2] -= 6
    assert effects(values).any()
    assert not effects(values[:9]).any()


def test_a_common_trend_is_not_a_wild_year():
    rising = unchanged(60, 8) + 0.5 * np.arange(8)
    assert not effects(rising).any()


def test_which_of_two_years_was_wild_cannot_be_said():
    values = unchanged(60, 8)
    values[:, 0] -= 6
    assert not effects(values, baseline=2).any()


def test_only_what_is_in_the_baselines_is_taken_out():
    values = unchanged(60, 12)
    values[:, 9] -= 6
    assert not effects(values, baseline=8).any()


def test_areas_far_apart_and_gaps_do_not_hide_a_wild_year():
    values = unchanged(60, 8) + 50 * np.arange(60)[:, None]
    values[:, 5] -= 4
    values[np.random.default_rng(1).random(values.shape) < 0.2] = np.nan
    found = effects(values)[0]
    assert list(np.flatnonzero(found)) == [5]
    assert found[5] == pytest.approx(-4, abs=0.6)


def test_a_wild_quarter_is_not_mistaken_for_the_season():
    quarter = np.tile(np.arange(4), 4)
    values = unchanged(100, 16) + np.array([3.0, 0.0, -1.0, -2.0])[quarter]
    values[:, 5] -= 4
    noise = estimate_noise(values, baseline=16, group=np.zeros(100), season=quarter)
    assert list(np.flatnonzero(noise.common[0])) == [5]
    assert noise.common[0, 5] == pytest.approx(-4, abs=0.5)
    np.testing.assert_allclose(noise.seasons.pattern[0], [3, 0, -1, -2], atol=0.3)
    assert noise.sigma[0] == pytest.approx(1, rel=0.08)


def test_a_season_of_two_years_says_nothing_of_wild_quarters():
    quarter = np.tile(np.arange(4), 2)
    values = unchanged(100, 8)
    values[:, 5] -= 6
    assert not effects(values, season=quarter).any()


def test_a_frozen_model_takes_the_same_out_of_one_series_alone():
    values = unchanged(60, 16)
    values[:, 2] -= 5
    lost = fallen(values, 8, 2.0)
    noise = estimate_noise(lost, baseline=8, group=np.zeros(60))
    terms = dict(baseline=8, worse="lower")
    together = screen_losses(lost, group=np.zeros(60), noise=noise, **terms)
    alone = screen_losses(lost[7:8], group=[0.0], noise=noise, **terms)
    assert alone.p_value[0] == together.p_value[7]
    assert alone.size[0] == together.size[7]
