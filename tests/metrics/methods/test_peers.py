import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.methods.peers import as_far, mean_of_others, moved_apart

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


STILL = [[10.0] * 6, [12.0] * 6, [20.0] * 6]


def test_a_movement_beside_the_others_is_told_in_spreads_between_areas():
    values = np.array([*STILL, [14.0, 14, 14, 20, 20, 20]])
    spread = 1.4826 * 2.0  # the areas begin at 10, 12, 14 and 20: two from the median of 13
    apart = moved_apart(values, np.full_like(values, 12.0))
    assert apart == pytest.approx([0, 0, 0, 6 / spread])


def test_what_the_comparator_does_is_taken_off_over_the_same_periods():
    values = np.array([*STILL, [14.0, 14, 14, 8, 8, 8]])
    others = np.tile([50.0, 50, 50, 44, 44, 44], (4, 1))
    assert moved_apart(values, others)[3] == pytest.approx(0)
    values[3, 0] = np.nan
    others[3, 0] = 9000
    assert moved_apart(values, others)[3] == pytest.approx(0)


@pytest.mark.parametrize(
    "own", [[1.0, 2, 3, np.nan, np.nan, np.nan], [1.0, 2, 3, 4, 5, np.nan], [np.nan] * 6]
)
def test_what_is_measured_too_seldom_or_no_longer_moves_nowhere(own):
    values = np.array([*STILL, own])
    assert np.isnan(moved_apart(values, np.zeros_like(values))[3])


def test_areas_that_are_all_alike_have_no_spread_to_move_in():
    assert np.isnan(moved_apart(np.ones((3, 5)), np.zeros((3, 5)))).all()
    with pytest.raises(ValueError, match="do not fit"):
        moved_apart([[1.0, 2.0]], [[1.0]])


@given(panels, st.integers(1, 9), st.integers(-50, 50))
def test_neither_the_unit_nor_what_all_did_changes_how_far_an_area_moved(panel, scale, step):
    others = np.tile(np.median(panel, axis=0), (len(panel), 1))
    together = np.arange(panel.shape[1]) * float(step)
    apart = moved_apart(panel, others)
    assert moved_apart(panel * scale, others * scale) == pytest.approx(apart, nan_ok=True)
    assert moved_apart(-panel, -others) == pytest.approx(-apart, nan_ok=True)
    level = np.where(np.isfinite(apart), apart, 0) * _spread(panel)
    shifted = moved_apart(panel + together, others + together)
    assert np.nan_to_num(shifted) * _spread(panel + together) == pytest.approx(level)


def _spread(panel):
    began = panel[:, :3].mean(axis=1)
    return 1.4826 * np.median(np.abs(began - np.median(began)))
