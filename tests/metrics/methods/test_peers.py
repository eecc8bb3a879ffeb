import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.methods.peers import as_far, mean_of_others

panels = arrays(np.float64, (6, 4), elements=st.integers(0, 100).map(float))
weights = arrays(np.float64, 6, elements=st.integers(1, 50).map(float))


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
