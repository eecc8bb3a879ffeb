import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.methods.comparison import (
    difference_in_change,
    synthetic_control,
    synthetic_difference,
)
from tests.anchors import anchor

COMPARATORS = np.array([[1, 2, 3, 4, 5], [2, 2, 2, 2, 2], [5, 4, 3, 2, 1], [0, 3, 1, 2, 9.0]])

panels = arrays(np.float64, (5, 6), elements=st.integers(0, 100).map(float))


@pytest.fixture(scope="module")
def cigarettes():
    """Packs per head in California and in the 38 other states, 1970-2000."""
    table = pd.read_csv(anchor("synthetic_control/california_prop99.csv"))
    packs = table.pivot_table(index="State", columns="Year", values="PacksPerCapita")
    return packs.loc["California"].to_numpy(), packs.drop("California").to_numpy()


@given(panels, st.integers(-50, 50))
def test_what_happens_to_all_is_no_difference(panel, shock):
    everywhere = panel + np.where(np.arange(6) >= 3, shock, 0)
    plain = difference_in_change(panel[0], panel[1:], baseline=3)
    shifted = difference_in_change(everywhere[0], everywhere[1:], baseline=3)
    assert shifted.difference == pytest.approx(plain.difference, abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(panels, st.integers(-50, 50))
def test_a_sudden_shift_of_the_area_is_found_in_full(panel, shift):
    for method in (synthetic_control, synthetic_difference):
        plain = method(panel[0], panel[1:], baseline=4)
        shifted = method(
            panel[0] + np.where(np.arange(6) >= 4, shift, 0), panel[1:], baseline=4
        )
        assert shifted.effect - plain.effect == pytest.approx(shift, abs=1e-9)
        assert plain.area_weights.sum() == pytest.approx(1)
        assert plain.area_weights.min() >= 0


def test_the_difference_is_the_change_minus_the_weighted_change_of_others():
    comparison = difference_in_change(
        [50, 60], [[40, 44], [30, 50]], baseline=1, weights=[3, 1]
    )
    assert comparison == (2, 10, 8)


def test_a_comparator_without_a_measurement_afterwards_drops_out_whole():
    others = [[40, 44], [30, np.nan], [0, 100]]
    assert difference_in_change([50, 60], others, baseline=1, weights=[1, 1, 0]).difference == 6


def test_without_comparators_there_is_no_difference_but_a_change():
    alone = difference_in_change([50, 60], [[np.nan, 44]], baseline=1)
    assert alone.change == 10
    assert np.isnan(alone.difference)
    assert np.isnan(difference_in_change([np.nan, 60], [[40, 44]], baseline=1).difference)


def test_many_areas_are_compared_at_once():
    areas = np.array([[50, 60], [50, 40], [1, 1]])
    many = difference_in_change(areas, [[40, 44]], baseline=1)
    assert many.difference.tolist() == [6, -14, -4]


def test_an_area_that_mixes_two_others_is_put_together_from_them():
    area = COMPARATORS[[0, 3]].mean(axis=0)
    control = synthetic_control(area, COMPARATORS, baseline=4)
    assert control.counterfactual[:4] == pytest.approx(area[:4], abs=0.05)


def test_a_parallel_area_far_above_the_others_needs_the_difference_method():
    area = COMPARATORS[0] + 100
    assert synthetic_difference(area, COMPARATORS, baseline=4).effect == pytest.approx(0, abs=2)
    assert synthetic_control(area, COMPARATORS, baseline=4).effect > 90


def test_a_world_that_never_moves_has_no_effects():
    still = np.ones((4, 5))
    assert synthetic_difference(still[0], still[1:], baseline=3).effect == pytest.approx(0)
    assert synthetic_control(still[0], still[1:], baseline=3).effect == pytest.approx(0)


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: difference_in_change([1, 2], [[1, 2, 3]], baseline=1),
        lambda: difference_in_change([1, 2], [[1, 2]], baseline=2),
        lambda: difference_in_change([1, 2], [[1, 2]], baseline=1, weights=[-1]),
        lambda: synthetic_control([1, 2, np.nan], np.ones((3, 3)), baseline=2),
        lambda: synthetic_difference([1, 2, 3], np.ones((1, 3)), baseline=2),
        lambda: synthetic_difference([1, 2, 3], np.ones((3, 3)), baseline=1),
    ],
)
def test_nonsense_is_refused(nonsense):
    with pytest.raises(ValueError, match=r"must|needed"):
        nonsense()


def test_published_difference_in_differences(cigarettes):
    difference = difference_in_change(*cigarettes, baseline=19).difference
    assert difference == pytest.approx(-27.349111083614922, rel=1e-12)


def test_published_synthetic_difference(cigarettes):
    effect = synthetic_difference(*cigarettes, baseline=19).effect
    assert round(effect, 5) == -15.60383


def test_published_synthetic_control(cigarettes):
    # Table 1 of Arkhangelsky et al. (2021) prints one decimal.
    assert round(synthetic_control(*cigarettes, baseline=19).effect, 1) == -19.6


@pytest.mark.parametrize("method", [synthetic_control, synthetic_difference])
def test_two_comparators_and_two_periods_before_are_just_enough(method):
    area, others = np.array([3.0, 4, 9]), np.array([[2.0, 3, 4], [4.0, 5, 6]])
    assert method(area, others, baseline=2).effect == pytest.approx(4.0)
    for fewer, shorter in ((others[:1], 2), (others, 1)):
        with pytest.raises(ValueError, match="At least two comparators"):
            method(area, fewer, baseline=shorter)
