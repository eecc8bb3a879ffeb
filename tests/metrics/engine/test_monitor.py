import csv

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.engine.screen import screen_losses
from metrics.engine.uncertainty import estimate_noise
from tests.anchors import anchor
from tests.metrics.engine.factories import fallen, in_groups, unchanged

NILE = anchor("strucchange/nile.csv")


def test_a_clear_fall_is_a_loss_with_its_date_and_size():
    values = fallen(unchanged(60, 20), 12, 4.0)
    screen = screen_losses(values, baseline=8, worse="lower", group=np.zeros(60))
    assert screen.alarm.all()
    assert (screen.first_alarm >= 12).mean() > 0.9
    assert abs(np.median(screen.onset) - 12) <= 1
    assert screen.size.mean() == pytest.approx(4.0, abs=0.3)
    assert ((screen.size_low <= 4) & (screen.size_high >= 4)).mean() > 0.85


def test_a_rise_is_no_loss_when_lower_is_worse():
    values = fallen(unchanged(60, 20), 8, -4.0)
    screen = screen_losses(values, baseline=8, worse="lower", group=np.zeros(60))
    assert not screen.alarm.any()


def test_without_an_alarm_nothing_is_dated_or_sized():
    screen = screen_losses(unchanged(60, 20), baseline=8, worse="lower", group=np.zeros(60))
    quiet = ~screen.alarm
    assert (screen.first_alarm[quiet] == -1).all()
    assert (screen.onset[quiet] == -1).all()
    assert np.isnan(screen.size[quiet]).all()
    assert (screen.detectable[quiet] > 0).all()


def test_an_alarm_is_a_p_value_at_most_the_probability_asked_for():
    values = fallen(unchanged(300, 20), 10, 1.0)
    for false_alarm in (0.01, 0.05, 0.3):
        screen = screen_losses(
            values, baseline=8, worse="lower", group=np.zeros(300), false_alarm=false_alarm
        )
        np.testing.assert_array_equal(screen.alarm, screen.p_value <= false_alarm)
        np.testing.assert_array_equal(screen.alarm, screen.first_alarm >= 8)


def test_the_nile_fell_after_its_28th_year():
    flow = [float(row["value"]) for row in csv.DictReader(NILE.read_text("utf-8").splitlines())]
    screen = screen_losses([flow], baseline=20, worse="lower")
    assert screen.alarm[0]
    # strucchange: the break follows observation 28, 95 % interval 25 to 32.
    assert screen.onset[0] == 28
    assert 25 <= screen.onset_low[0] <= screen.onset_high[0] <= 32
    assert screen.size[0] == pytest.approx(1097.75 - 849.97, rel=0.15)


@pytest.mark.parametrize("false_alarm", [0.05, 0.3])
def test_later_periods_never_withdraw_an_alarm(false_alarm):
    values = fallen(unchanged(200, 24, seed=3), 12, 1.0)
    first = np.full(200, -1)
    for periods in range(9, 25):
        screen = screen_losses(
            values[:, :periods],
            baseline=8,
            worse="lower",
            horizon=12,
            group=in_groups(200, 50),
            false_alarm=false_alarm,
        )
        kept = first >= 0
        np.testing.assert_array_equal(screen.first_alarm[kept], first[kept])
        assert (screen.first_alarm[~kept] < periods).all()
        first = screen.first_alarm
    assert (first >= 0).any()


def test_what_comes_later_does_not_change_what_was_decided_before():
    values = unchanged(100, 20)
    changed = fallen(values, 15, 9.0)
    arguments = {"baseline": 8, "worse": "lower", "horizon": 12, "false_alarm": 0.5}
    before = screen_losses(values, **arguments).first_alarm
    after = screen_losses(changed, **arguments).first_alarm
    early = (before >= 0) & (before < 15)
    assert early.any()
    np.testing.assert_array_equal(before[early], after[early])


def test_missing_periods_are_skipped_wherever_they_are():
    values = fallen(unchanged(80, 20), 12, 2.0)
    padded = np.insert(values, [3, 14, 20], np.nan, axis=1)
    arguments = {"worse": "lower", "group": in_groups(80, 40)}
    dense = screen_losses(values, baseline=8, **arguments)
    gappy = screen_losses(padded, baseline=9, **arguments)
    np.testing.assert_allclose(dense.p_value, gappy.p_value)
    np.testing.assert_allclose(dense.size, gappy.size)
    np.testing.assert_allclose(dense.detectable, gappy.detectable)


def test_each_series_may_have_its_own_baseline_direction_and_level():
    values = unchanged(3, 20)
    screen = screen_losses(
        np.vstack([fallen(values[:1], 8, 5), fallen(values[1:2], 12, -5), values[2:] + 7]),
        baseline=np.array([8, 12, 8]),
        worse=["lower", "higher", "higher"],
        reference=[np.nan, np.nan, 2.0],
    )
    assert screen.alarm.all()
    assert (screen.size > 2).all()


def test_a_level_already_missed_in_the_baseline_is_judged_from_the_first_look():
    values = unchanged(60, 12) + 10
    at_target = screen_losses(
        values, baseline=4, worse="lower", reference=10.0, group=np.zeros(60), false_alarm=0.05
    )
    short = screen_losses(
        values, baseline=4, worse="lower", reference=12.0, group=np.zeros(60), false_alarm=0.05
    )
    assert at_target.alarm.mean() < 0.2
    assert short.alarm.mean() > 0.9


def test_a_frozen_noise_model_gives_the_same_verdicts_one_series_at_a_time():
    values = fallen(unchanged(30, 20), 10, 1.5)
    labels = np.repeat(["bo", "trygg"], 15)
    noise = estimate_noise(values, baseline=8, group=labels)
    together = screen_losses(values, baseline=8, worse="lower", group=labels)
    for row in (0, 14, 15, 29):
        alone = screen_losses(
            values[[row]], baseline=8, worse="lower", noise=noise, group=labels[[row]]
        )
        assert alone.p_value[0] == together.p_value[row]
        np.testing.assert_array_equal(alone.size[0], together.size[row])


def test_given_standard_errors_carry_their_own_weight():
    draws = np.random.default_rng(4)
    error = np.repeat([0.5, 3.0], 60)[:, None] * np.ones(16)
    values = draws.standard_normal((120, 16)) * np.hypot(error, 0.3)
    screen = screen_losses(
        values, baseline=6, worse="lower", standard_error=error, group=np.zeros(120)
    )
    # The noise is never less than the sampling error.
    assert (screen.sigma >= error[:, 0]).all()
    assert screen.sigma[:60].mean() == pytest.approx(np.hypot(0.5, 0.3), rel=0.1)
    assert screen.sigma[60:].mean() == pytest.approx(3.0, rel=0.1)
    assert screen.detectable[60:].min() > screen.detectable[:60].max()


def test_the_season_is_no_loss_and_hides_none():
    quarter = np.tile(np.arange(4), 6)
    winter = np.array([0.0, 6.0, -2.0, -4.0])[quarter]
    values = unchanged(60, 24) + winter
    arguments = {"baseline": 12, "worse": "lower", "season": quarter, "group": np.zeros(60)}
    assert screen_losses(values, **arguments).alarm.mean() < 0.1
    screen = screen_losses(fallen(values, 16, 2.5), **arguments)
    assert screen.alarm.mean() > 0.9
    assert screen.sigma.mean() == pytest.approx(1.0, abs=0.1)


def test_an_area_alone_needs_two_whole_years_for_its_season():
    quarter = np.tile(np.arange(4), 5)
    screen = screen_losses(unchanged(2, 20), baseline=7, worse="lower", season=quarter)
    assert np.isnan(screen.p_value).all()
    screen = screen_losses(unchanged(2, 20), baseline=8, worse="lower", season=quarter)
    assert np.isfinite(screen.p_value).all()


def test_what_cannot_be_judged_says_so_quietly():
    row = np.array([1.0, 2, 1, 2, 1, 2, 1, 2])
    screen = screen_losses(
        [
            np.full(8, np.nan),
            np.full(8, 3.0),
            [2.0, *[np.nan] * 3, *row[4:]],
            [*row[:4], *[np.nan] * 4],
            [*[3.0] * 4, *[9.0] * 4],
            [*[np.inf] * 4, *row[4:]],
        ],
        baseline=4,
        worse="higher",
    )
    assert np.isnan(screen.p_value).all()
    assert not screen.alarm.any()
    assert (screen.first_alarm == -1).all()
    assert np.isnan(screen.detectable).all()


def test_ties_in_one_area_are_judged_by_the_noise_of_the_others():
    values = unchanged(40, 16)
    values[0, :8] = 0.0
    values[0, 8:] = -5.0
    screen = screen_losses(values, baseline=8, worse="lower", group=np.zeros(40))
    assert screen.alarm[0]
    assert screen.sigma[0] > 0.3


def test_no_series_and_no_looks_are_answered():
    nothing = screen_losses(np.zeros((0, 10)), baseline=4, worse="lower")
    assert len(nothing.p_value) == 0
    waiting = screen_losses(unchanged(3, 4), baseline=4, worse="lower")
    assert np.isnan(waiting.p_value).all()
    assert np.isfinite(waiting.sigma).all()


def test_shares_at_nought_and_one_hundred_percent_are_judged():
    share = np.array([[0.0] * 12, [1.0] * 12, [0.0, 1.0] * 6, [0.5] * 6 + [0.0] * 6])
    error = np.sqrt(share * (1 - share) / 50)
    for group in (None, np.zeros(4)):
        screen = screen_losses(
            share, baseline=6, worse="lower", standard_error=error, group=group
        )
        assert not screen.alarm[:2].any()


def test_a_detectable_step_alarms_four_times_in_five():
    noise = estimate_noise(unchanged(600, 20, seed=9), baseline=8, group=np.zeros(600))
    arguments = {"baseline": 8, "worse": "lower", "noise": noise, "group": np.zeros(4000)}
    values = unchanged(4000, 20, seed=8)
    step = screen_losses(values, **arguments).detectable[0]
    assert screen_losses(fallen(values, 8, step), **arguments).alarm.mean() == pytest.approx(
        0.80, abs=0.03
    )


def test_a_series_too_short_to_alarm_detects_nothing():
    screen = screen_losses(unchanged(1, 3), baseline=2, worse="lower")
    assert screen.detectable[0] == np.inf


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"worse": "down"}, "not 'down'"),
        ({"worse": ["lower"] * 3}, "worse must be"),
        ({"baseline": 21}, "within the 20 periods"),
        ({"baseline": [8, 8, 8]}, "baseline must be"),
        ({"baseline": 8.5}, "whole number"),
        ({"false_alarm": 0.0}, "false_alarm"),
        ({"horizon": 0}, "horizon"),
        ({"group": ["a"]}, "group must hold"),
        ({"season": [1, 2]}, "season must hold"),
        ({"standard_error": np.ones((2, 3))}, "standard_error is"),
        ({"standard_error": -np.ones((2, 20))}, "negative"),
        ({"reference": [1.0, 2.0, 3.0]}, "reference must be"),
        ({"values": np.zeros(20)}, "values must be"),
    ],
)
def test_a_wrong_argument_is_named(wrong, said):
    arguments = {"values": unchanged(2, 20), "baseline": 8, "worse": "lower"} | wrong
    with pytest.raises(ValueError, match=said):
        screen_losses(arguments.pop("values"), **arguments)


def test_a_group_outside_the_noise_model_is_named():
    noise = estimate_noise(unchanged(4, 8), baseline=8, group=["a", "a", "b", "b"])
    with pytest.raises(ValueError, match="'c' is not in the noise model"):
        screen_losses(unchanged(1, 12), baseline=8, worse="lower", noise=noise, group=["c"])
    with pytest.raises(ValueError, match="2 groups, for 1 series"):
        screen_losses(unchanged(1, 12), baseline=8, worse="lower", noise=noise)


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA])
def test_a_series_without_a_group_is_not_judged_and_the_others_are(missing):
    values = fallen(unchanged(12, 13), 8, 3)
    named = np.array(["a"] * 6 + ["b"] * 5 + [missing], dtype=object)
    all_of_them = screen_losses(values, baseline=8, worse="lower", group=named)
    others = screen_losses(values[:11], baseline=8, worse="lower", group=list("aaaaaabbbbb"))
    assert all_of_them.p_value[:11] == pytest.approx(others.p_value)
    assert np.isnan(all_of_them.p_value[11])
    assert not all_of_them.alarm[11]


def test_labels_of_several_types_name_groups_of_their_own():
    values = fallen(unchanged(12, 13), 8, 3)
    mixed = np.array([1] * 4 + ["a"] * 4 + [2.5] * 4, dtype=object)
    plain = np.array([0] * 4 + [1] * 4 + [2] * 4)
    found, expected = (
        screen_losses(values, baseline=8, worse="lower", group=labels)
        for labels in (mixed, plain)
    )
    assert found.p_value == pytest.approx(expected.p_value)
    model = estimate_noise(values, baseline=8, group=mixed)
    frozen = screen_losses(values, baseline=8, worse="lower", group=mixed, noise=model)
    assert frozen.p_value == pytest.approx(expected.p_value)


@pytest.mark.parametrize("measured", [1, 3, 6, 8])
@pytest.mark.parametrize("level", [73.1, 55.0, 41.7, 12.3, 0.7, 1 / 3, 0.0])
def test_a_flat_baseline_is_rounding_and_no_known_noise(level, measured):
    values = np.array([[level] * measured + [level - 0.1] * 4])
    found = screen_losses(values, baseline=measured, worse="lower")
    assert np.isnan(found.p_value[0])


@given(st.floats(1e-3, 1e6), st.integers(2, 12))
def test_no_level_makes_rounding_error_a_spread(level, measured):
    jitter = level * (1 + 1e-12 * (-1.0) ** np.arange(measured + 4))
    found = screen_losses(jitter[None, :], baseline=measured, worse="lower")
    assert np.isnan(found.sigma[0])
