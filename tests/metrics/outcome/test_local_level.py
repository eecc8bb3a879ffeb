"""The local level: where a goal's level is after each measurement, and what that decides."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from metrics.outcome.local_level import level_decisions, local_level

SD = 3.4
"""A survey of some 200 answers at 75 %, with waves of 1.5 points."""
MID = 5.0

NILE = [
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020,
    960, 1180, 799, 958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840,
    874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702,
    1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759,
    781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801,
    1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815,
    1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
]  # fmt: skip
"""The yearly flow of the Nile at Aswan, 1871-1970."""

ONE_SERIES = st.lists(st.floats(-40, 40), min_size=1, max_size=12)


def levels(*shortfall, sd=SD, mid=MID, **assumed):
    """Return the level of one goal after each of its measurements."""
    measured = np.array([shortfall], dtype=float)
    every = np.ones(measured.shape, dtype=bool)
    variance = np.full(measured.shape, sd**2)
    return local_level(measured, variance, np.array([mid]), every, **assumed)


def decided(*shortfall, mid=MID, **noise):
    """Return the last word on one goal: reached, narrowly, never came or unclear."""
    shown = level_decisions(levels(*shortfall, mid=mid, **noise), np.array([mid]))
    if shown.reached[0, -1]:
        return "narrowly" if shown.narrowly[0, -1] else "reached"
    return "never came" if shown.never_came[0, -1] else "unclear"


def test_the_level_of_one_measurement_is_that_measurement_with_its_error():
    level = levels(4.0)
    assert (level.mean[0, 0], level.sd[0, 0]) == (4.0, pytest.approx(SD))
    assert level.chance_met[0, 0] == pytest.approx(stats.norm.cdf(-4.0 / SD))
    assert level.chance_near[0, 0] == pytest.approx(stats.norm.cdf(1.0 / SD))


def test_more_measurements_make_a_steady_level_surer():
    assert (np.diff(levels(*[3.0] * 8).sd[0]) < 0).all()


def test_without_drift_and_jumps_the_level_is_the_weighted_mean():
    shortfall, variance = np.array([[3.0, -1.0, 8.0]]), np.array([[4.0, 1.0, 9.0]])
    every = np.ones((1, 3), dtype=bool)
    level = local_level(shortfall, variance, np.array([MID]), every, drift=0.0, jump_chance=0.0)
    weight = np.cumsum(1 / variance, axis=1)
    assert level.mean == pytest.approx(np.cumsum(shortfall / variance, axis=1) / weight)
    assert level.sd**2 == pytest.approx(1 / weight)


def test_without_jumps_the_nile_is_filtered_as_by_durbin_and_koopman():
    """Their variances of 1,469.1 and 15,099; values from statsmodels' UnobservedComponents."""
    level = levels(*NILE, sd=np.sqrt(15_099), drift=1_469.1 / 15_099, jump_chance=0.0)
    years = [0, 1, 2, 28, 99]
    filtered = [1120.0, 1140.92783993, 1072.79852953, 1037.22232552, 798.37029261]
    variances = [15_099.0, 7_899.7363794, 5_781.4699387, 4_032.15808425, 4_032.15794181]
    assert level.mean[0, years] == pytest.approx(filtered)
    assert level.sd[0, years] ** 2 == pytest.approx(variances)


def test_without_jumps_the_error_settles_where_the_riccati_equation_says():
    level = levels(*[0.0] * 60, sd=1.0, jump_chance=0.0)
    foreseen = (0.04 + np.sqrt(0.04**2 + 4 * 0.04)) / 2
    assert level.sd[0, -1] ** 2 == pytest.approx(foreseen / (1 + foreseen))


def test_two_measurements_weigh_a_jump_against_none_as_bayes_would():
    level = levels(0.0, 10.0, sd=1.0)
    spread = np.array([1.04, 1.04 + (2 * MID) ** 2])
    weight = np.array([0.9, 0.1]) * stats.norm.pdf(10.0, scale=np.sqrt(spread + 1))
    weight /= weight.sum()
    mean, variance = 10 * spread / (spread + 1), spread / (spread + 1)
    assert level.mean[0, 1] == pytest.approx(weight @ mean)
    assert level.sd[0, 1] ** 2 == pytest.approx(
        weight @ (variance + (mean - level.mean[0, 1]) ** 2)
    )
    met = weight @ stats.norm.cdf(-mean / np.sqrt(variance))
    assert level.chance_met[0, 1] == pytest.approx(met)


def test_a_jump_is_followed_at_once_where_a_level_without_jumps_lags():
    fallen = [-10.0] * 6 + [15.0] * 2
    assert levels(*fallen).mean[0, -1] > 12.0
    assert levels(*fallen, jump_chance=0.0).mean[0, -1] < 5.0


def test_surprise_is_how_much_worse_than_foreseen_a_measurement_and_a_pair_are():
    level = levels(0.0, 0.0, 2.0, sd=1.0, drift=0.0, jump_chance=0.0)
    assert level.latest_surprise[0, 2] == pytest.approx(2 / np.sqrt(1 / 2 + 1))
    assert level.pair_surprise[0, 2] == pytest.approx(1 / np.sqrt(1 + 1 / 2))
    assert np.isnan(level.latest_surprise[0, 0])
    assert np.isnan(level.pair_surprise[0, :2]).all()


@pytest.mark.parametrize(
    ("shortfall", "said"),
    [
        ([-9.0] * 6, "reached"),
        ([0.0] * 6, "narrowly"),
        ([3.0, -2.0, 1.0, 0.0, -2.0, 1.0], "narrowly"),
        ([2.5] * 6, "unclear"),
        ([6.0] * 6, "never came"),
    ],
)
def test_a_steady_level_is_decided_by_where_it_is(shortfall, said):
    assert decided(*shortfall) == said


def test_a_target_is_reached_by_two_measurements_and_missed_by_one():
    assert decided(-30.0) == "unclear"
    assert decided(-30.0, -30.0) == "reached"
    assert decided(7.3) == "unclear"
    assert decided(7.5) == "never came"


def test_a_level_that_has_just_fallen_is_not_reached():
    assert decided(*[-6.0] * 7, 4.9) == "unclear"
    assert decided(*[-6.0] * 7, -6.0) == "reached"


def test_a_level_that_has_just_risen_is_not_said_never_to_have_come():
    assert decided(*[10.0] * 7, 3.0) == "unclear"
    assert decided(*[10.0] * 7, 10.0) == "never came"


def test_a_change_of_some_years_ago_hides_nothing():
    assert decided(*[-9.0] * 5, *[9.0] * 4) == "never came"
    assert decided(*[12.0] * 5, *[-3.0] * 4) in {"reached", "narrowly"}


def test_the_chance_of_being_there_is_a_p_value_only_where_it_counts():
    shown = level_decisions(levels(6.0, 6.0, 6.0, -6.0), np.array([MID]))
    assert shown.p_never[0, 3] == 1.0
    assert shown.p_never[0, 0] == pytest.approx(stats.norm.sf(6.0 / SD))
    assert shown.p_never[0, 2] < 0.015


def test_what_is_not_judged_or_has_no_known_noise_is_left_out():
    shortfall = np.array([[6.0, 90.0, 6.0, 90.0, 90.0, 6.0]])
    variance = np.array([[9.0, 9.0, 9.0, np.nan, 0.0, 9.0]])
    judged = np.array([[True, False, True, True, True, True]])
    level = local_level(shortfall, variance, np.array([MID]), judged)
    assert level.mean[0] == pytest.approx(6.0)
    assert (level.sd[0, 1], level.sd[0, 4]) == (level.sd[0, 0], level.sd[0, 2])


@pytest.mark.parametrize("mid", [np.nan, 0.0])
def test_without_what_matters_nothing_is_known(mid):
    assert np.isnan(levels(1.0, 1.0, mid=mid).mean).all()
    shown = level_decisions(levels(9.0, 9.0, mid=mid), np.array([mid]))
    assert not (shown.reached | shown.never_came).any()
    assert np.isnan(shown.p_never).all()


def test_no_goals_and_no_measurements_give_empty_levels():
    for shape in ((0, 3), (2, 0)):
        level = local_level(
            np.zeros(shape), np.ones(shape), np.ones(shape[0]), np.ones(shape, dtype=bool)
        )
        assert level.mean.shape == shape


def test_the_ribbon_is_the_middle_eighty_percent_of_one_measurement():
    low, high = levels(2.0).ribbon
    assert stats.norm.cdf([low[0, 0], high[0, 0]], 2.0, SD) == pytest.approx([0.1, 0.9])


def test_a_wild_value_leaves_the_level_a_number():
    level = levels(0.0, 1e6, 0.0, -1e9, 0.0)
    assert np.isfinite(level.mean).all() & np.isfinite(level.sd).all()


@given(ONE_SERIES, ONE_SERIES)
def test_later_measurements_never_change_earlier_cells(first, later):
    before, after = levels(*first), levels(*first, *later)
    for part, whole in zip(before, after, strict=True):
        np.testing.assert_array_equal(part, whole[:, : len(first)])


@given(ONE_SERIES, st.floats(-50, 50))
def test_the_level_shifts_with_its_measurements(shortfall, by):
    level, moved = levels(*shortfall), levels(*(value + by for value in shortfall))
    assert moved.mean == pytest.approx(level.mean + by, abs=1e-6)
    assert moved.sd == pytest.approx(level.sd, abs=1e-6)
    assert moved.latest_surprise == pytest.approx(level.latest_surprise, abs=1e-6, nan_ok=True)
    assert moved.pair_surprise == pytest.approx(level.pair_surprise, abs=1e-6, nan_ok=True)


@given(ONE_SERIES)
def test_the_level_is_mirrored_with_its_measurements(shortfall):
    level, mirrored = levels(*shortfall), levels(*(-value for value in shortfall))
    assert mirrored.mean == pytest.approx(-level.mean)
    assert mirrored.sd == pytest.approx(level.sd)
    assert mirrored.chance_met == pytest.approx(1 - level.chance_met)
    assert mirrored.pair_surprise == pytest.approx(-level.pair_surprise, nan_ok=True)


@given(ONE_SERIES, st.floats(0.01, 100))
def test_the_unit_does_not_matter(shortfall, times):
    level = levels(*shortfall)
    scaled = levels(*(times * value for value in shortfall), sd=times * SD, mid=times * MID)
    assert scaled.mean == pytest.approx(times * level.mean, abs=1e-6)
    assert scaled.chance_near == pytest.approx(level.chance_near)


@given(ONE_SERIES, st.data())
def test_a_missing_measurement_is_as_if_it_had_never_been(shortfall, data):
    place = data.draw(st.integers(0, len(shortfall)))
    gap = levels(*shortfall[:place], np.nan, *shortfall[place:])
    for part, whole in zip(gap, levels(*shortfall), strict=True):
        np.testing.assert_array_equal(np.delete(part, place, axis=1), whole)
        before = whole[:, place - 1] if place else np.array([np.nan])
        np.testing.assert_array_equal(part[:, place], before)


@given(ONE_SERIES, st.floats(0, 20))
def test_an_easier_target_is_never_judged_harder(shortfall, easier):
    smallest = np.array([MID])
    hard = level_decisions(levels(*shortfall), smallest)
    easy = level_decisions(levels(*(value - easier for value in shortfall)), smallest)
    assert not (hard.reached & ~easy.reached).any()
    assert not (easy.never_came & ~hard.never_came).any()
    assert (easy.p_never >= hard.p_never - 1e-9).all()


@given(ONE_SERIES)
def test_what_is_reached_is_never_said_not_to_have_come(shortfall):
    shown = level_decisions(levels(*shortfall), np.array([MID]))
    assert not (shown.reached & shown.never_came).any()
    assert (shown.reached | ~shown.narrowly).all()


@given(ONE_SERIES, ONE_SERIES)
def test_goals_in_a_batch_do_not_know_each_other(one, other):
    width = max(len(one), len(other))
    wide = np.full((2, width), np.nan)
    wide[0, : len(one)], wide[1, : len(other)] = one, other
    every = np.ones(wide.shape, dtype=bool)
    both = local_level(wide, np.full(wide.shape, SD**2), np.array([MID, MID]), every)
    np.testing.assert_array_equal(both.mean[0, : len(one)], levels(*one).mean[0])
    np.testing.assert_array_equal(both.mean[1, : len(other)], levels(*other).mean[0])
