"""The promises about false alarms and power, at a size that fits an ordinary test run.

`tests/benchmarks/detection.py` measures the same at full size.
"""

import numpy as np
import pytest
from scipy.stats import kstest

from metrics.engine.screen import screen_losses
from metrics.outcome.discovery import discovery_threshold
from tests.metrics.engine.factories import fallen, in_groups, unchanged

SERIES = 12_000


def null_p_values(size, baseline, horizon, **kind):
    values = unchanged(SERIES, baseline + horizon, seed=17, **kind)
    group = None if size == 1 else in_groups(SERIES, size)
    return screen_losses(values, baseline=baseline, worse="lower", group=group).p_value


@pytest.mark.parametrize(("baseline", "horizon"), [(8, 12), (5, 8), (20, 30)])
def test_p_values_are_uniform_when_nothing_happens_and_the_noise_is_known(baseline, horizon):
    # The noise of 12,000 areas is as good as known; their autocorrelation is 0.
    p_values = null_p_values(SERIES, baseline, horizon)
    assert kstest(p_values, "uniform").statistic < 0.03


@pytest.mark.parametrize("size", [1, 5, 20, 60, 300])
@pytest.mark.parametrize("kind", [{}, {"rho": 0.3}, {"heavy": True}], ids=str)
def test_false_alarms_keep_the_promise(size, kind):
    p_values = null_p_values(size, 8, 12, **kind)
    # 1.2 times nominal, and three standard errors of so few series.
    assert (p_values <= 0.05).mean() <= 0.060 + 0.007
    assert (p_values <= 0.01).mean() <= 0.012 + 0.003
    if size >= 60:
        assert (p_values <= 0.05).mean() >= 0.030 - 0.005
        assert (p_values <= 0.01).mean() >= 0.006 - 0.002


POWER = [
    # step or ramp, reference within the horizon and within four, at 5 % and at 1 %
    ("step", 1.0, 0, (0.65, 0.27), (0.41, 0.12)),
    ("step", 1.5, 0, (0.91, 0.57), (0.80, 0.35)),
    ("step", 1.5, 6, (0.66, 0.40), (0.36, 0.16)),
    ("ramp", 0.15, 0, (0.72, 0.06), (0.46, 0.02)),
    ("ramp", 0.3, 0, (1.00, 0.16), (0.99, 0.06)),
]


@pytest.mark.parametrize(("shape", "size", "start", "at_five", "at_one"), POWER)
def test_losses_are_found_nearly_as_well_as_with_known_noise(
    shape, size, start, at_five, at_one
):
    since = np.maximum(np.arange(12) - start + 1, 0)
    values = unchanged(SERIES, 20, seed=18)
    values[:, 8:] -= size * (since if shape == "ramp" else since > 0)
    goals = [(0.05, at_five, 0.90, 0.05), (0.01, at_one, 0.85, 0.07)]
    for false_alarm, reference, share, within in goals:
        screen = screen_losses(
            values,
            baseline=8,
            worse="lower",
            group=in_groups(SERIES, 60),
            false_alarm=false_alarm,
        )
        soon = (screen.first_alarm >= 8 + start) & (screen.first_alarm < 12 + start)
        for found, known in zip((screen.alarm.mean(), soon.mean()), reference, strict=True):
            # Two standard errors of so few series.
            assert found >= min(share * known, known - within) - 0.012


def test_one_wild_area_neither_alarms_nor_silences_the_others():
    values = unchanged(SERIES, 20, seed=19)
    calm = screen_losses(values, baseline=8, worse="lower", group=in_groups(SERIES, 20))
    values[::20] *= 10
    screen = screen_losses(values, baseline=8, worse="lower", group=in_groups(SERIES, 20))
    wild = np.arange(SERIES) % 20 == 0
    assert (screen.p_value[wild] <= 0.05).mean() <= 0.07
    assert screen.sigma[wild].mean() > 5
    assert screen.sigma[~wild].mean() == pytest.approx(calm.sigma[~wild].mean(), rel=0.05)


def test_areas_of_unequal_noise_share_what_they_have_in_common():
    draws = np.random.default_rng(20)
    sigma = np.sqrt(1 / (draws.chisquare(10, SERIES) / 10))
    values = unchanged(SERIES, 20, seed=20) * sigma[:, None]
    screen = screen_losses(values, baseline=8, worse="lower", group=in_groups(SERIES, 60))
    assert (screen.p_value <= 0.05).mean() <= 0.065
    assert (screen.p_value <= 0.01).mean() <= 0.015


def test_standard_errors_keep_the_promise():
    draws = np.random.default_rng(21)
    error = draws.choice([0.5, 1.0, 2.0], SERIES)[:, None] * np.ones(20)
    values = unchanged(SERIES, 20, seed=21) * np.hypot(error, 0.5)
    screen = screen_losses(
        values, baseline=8, worse="lower", standard_error=error, group=in_groups(SERIES, 60)
    )
    assert 0.02 <= (screen.p_value <= 0.05).mean() <= 0.067
    assert (screen.p_value <= 0.01).mean() <= 0.015


@pytest.mark.parametrize("size", [1, 60])
def test_a_season_keeps_the_promise(size):
    quarter = np.tile(np.arange(4), 7)
    values = unchanged(SERIES, 28, seed=22) + np.array([3.0, 0, -1, -2])[quarter]
    screen = screen_losses(
        values,
        baseline=12,
        worse="lower",
        season=quarter,
        group=None if size == 1 else in_groups(SERIES, size),
    )
    assert (screen.p_value <= 0.05).mean() <= 0.067
    assert (screen.p_value <= 0.01).mean() <= 0.015


def test_gaps_keep_the_promise():
    values = unchanged(SERIES, 20, seed=23, rho=0.3)
    values[np.random.default_rng(23).random(values.shape) < 0.2] = np.nan
    screen = screen_losses(values, baseline=8, worse="lower", group=in_groups(SERIES, 60))
    assert np.nanmean(screen.p_value <= 0.05) <= 0.067


def test_a_longer_horizon_is_stricter_at_every_look_and_keeps_its_promise_over_all():
    values = unchanged(SERIES, 20, seed=24)
    arguments = {"baseline": 8, "worse": "lower", "group": np.zeros(SERIES)}
    short = screen_losses(values, **arguments)
    long = screen_losses(values, horizon=36, **arguments)
    assert (long.p_value >= short.p_value - 1e-12).all()
    # A third of the horizon has passed, and a third of the false alarms is spent.
    assert (long.p_value <= 0.15).mean() == pytest.approx(1 - (1 - 0.15) ** (1 / 3), abs=0.01)


@pytest.mark.parametrize(("baseline", "horizon"), [(8, 12), (5, 8)])
def test_small_p_values_are_no_commoner_than_they_say(baseline, horizon):
    # What decides a false discovery: 5 in 1,000 and rarer.
    values = unchanged(5 * SERIES, baseline + horizon, seed=26)
    screen = screen_losses(
        values, baseline=baseline, worse="lower", group=in_groups(len(values), 60)
    )
    for chance in (0.005, 0.003, 0.001):
        expected = chance * len(values)
        alarms = (screen.p_value <= chance).sum()
        assert alarms <= 1.1 * expected + 3 * np.sqrt(expected)


def test_ten_years_of_months_keep_the_promise_to_their_end():
    length = 120
    values = unchanged(4000, 24 + length, seed=27, rho=0.3)
    screen = screen_losses(
        values, baseline=24, worse="lower", group=np.zeros(4000), false_alarm=0.3
    )
    step = screen.first_alarm - 24
    rate = 1 - (1 - 0.3) ** (1 / length)
    for start, stop in ((0, 60), (60, 120)):
        waiting = np.clip(np.where(step >= 0, step, length) - start, 0, stop - start).sum()
        alarms = ((step >= start) & (step < stop)).sum()
        assert alarms / waiting == pytest.approx(rate, rel=0.2)


@pytest.mark.parametrize(
    ("size", "baseline", "horizon"), [(60, 8, 12), (600, 8, 12), (10, 5, 8)]
)
def test_at_most_one_discovery_in_ten_is_false(size, baseline, horizon):
    false, found = [], []
    for seed in range(60):
        lost = np.arange(600) % 20 == 0
        values = unchanged(600, baseline + horizon, seed=1000 + seed)
        values[lost] = fallen(values[lost], baseline, 1.5)
        screen = screen_losses(
            values, baseline=baseline, worse="lower", group=in_groups(600, size)
        )
        called = screen.p_value <= discovery_threshold(screen.p_value, 0.10)
        false.append((called & ~lost).sum() / max(called.sum(), 1))
        found.append(called[lost].mean())
    # Two standard errors of so few repeats.
    assert np.mean(false) <= 0.10 + 0.02
    if baseline == 8:
        assert np.mean(found) >= 0.55
