import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.peers import as_far, common_movement, mean_of_others

panels = arrays(np.float64, (6, 4), elements=st.integers(0, 100).map(float))
weights = arrays(np.float64, 6, elements=st.integers(1, 50).map(float))


def test_a_movement_is_common_when_most_of_many_areas_move_the_same_way():
    before = np.arange(20.0)
    moved = common_movement(before, before + np.repeat([-2.0, 1.0], [17, 3]))
    assert (moved.areas, moved.moved, moved.up, moved.median) == (20, 17, False, -2.0)
    assert moved.is_common


def test_half_of_the_areas_is_no_common_movement():
    assert not common_movement(np.zeros(20), np.repeat([1.0, -1.0], 10)).is_common


def test_nine_areas_are_too_few_to_speak_of_all():
    assert not common_movement(np.zeros(9), np.ones(9)).is_common


def test_an_area_without_a_value_is_left_out_of_the_count():
    moved = common_movement([1.0, np.nan, 3.0], [2.0, 5.0, np.nan])
    assert (moved.areas, moved.moved) == (1, 1)


def test_no_area_at_all_has_no_median():
    moved = common_movement([], [])
    assert (moved.areas, moved.is_common) == (0, False)
    assert np.isnan(moved.median)


def test_before_and_after_must_be_as_many():
    with pytest.raises(ValueError, match="must be as many"):
        common_movement([1.0], [1.0, 2.0])


@given(panels, weights)
def test_the_mean_of_the_others_is_that_of_each_area_taken_out(panel, weight):
    means = mean_of_others(panel, weight)
    for place in range(len(panel)):
        left = np.delete(panel, place, axis=0)
        expected = np.average(left, axis=0, weights=np.delete(weight, place))
        assert means[place] == pytest.approx(expected, abs=1e-9)


@given(panels, weights, st.integers(-100, 100))
def test_an_area_does_not_move_its_own_comparator(panel, weight, shock):
    moved = panel.copy()
    moved[2] += shock
    assert mean_of_others(moved, weight)[2] == pytest.approx(
        mean_of_others(panel, weight)[2], abs=1e-9
    )


def test_shares_weighed_by_their_denominators_are_the_pooled_share():
    shares, dwellings = (
        np.array([[10.0], [50.0], [30.0]]),
        np.array([[100.0], [300.0], [100.0]]),
    )
    assert mean_of_others(shares, dwellings)[0, 0] == pytest.approx(100 * (150 + 30) / 400)


def test_an_area_that_lacks_a_period_does_not_enter_half_way():
    panel = np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0], [100.0, np.nan]])
    assert mean_of_others(panel, np.ones(4))[0].tolist() == [2.5, 2.5]


def test_one_other_area_is_no_comparator():
    assert np.isnan(mean_of_others([[1.0], [2.0]], [1.0, 1.0])).all()


@pytest.mark.parametrize("given_weights", [[1.0], [-1.0, 1.0]])
def test_weights_that_do_not_fit_are_refused(given_weights):
    with pytest.raises(ValueError, match="weight"):
        mean_of_others([[1.0], [2.0]], given_weights)


def test_an_area_is_placed_among_those_that_changed_as_much():
    assert as_far(0.2, [0.1, 0.2, 0.3, np.nan]) == (2, 3)


@given(st.lists(st.floats(0, 1), max_size=30), st.floats(0, 1))
def test_nobody_is_counted_twice_among_peers(distances, own):
    count, others = as_far(own, distances)
    assert 0 <= count <= others == len(distances)
