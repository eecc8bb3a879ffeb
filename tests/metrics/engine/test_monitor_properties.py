import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from metrics.engine.screen import screen_losses
from tests.metrics.engine.factories import fallen, in_groups, unchanged

quick = settings(max_examples=25, deadline=None, derandomize=True)
seeds = st.integers(0, 10_000)
baselines = st.integers(3, 10)
GROUPS = in_groups(24, 8)


@quick
@given(seeds, baselines, st.floats(-1e3, 1e3), st.floats(1e-3, 1e3))
def test_the_unit_and_the_zero_of_the_scale_do_not_matter(seed, baseline, shift, scale):
    values = fallen(unchanged(24, 20, seed=seed), 12, 1.5)
    plain = screen_losses(values, baseline=baseline, worse="lower", group=GROUPS)
    moved = screen_losses(
        values * scale + shift, baseline=baseline, worse="lower", group=GROUPS
    )
    np.testing.assert_allclose(moved.p_value, plain.p_value, rtol=1e-5)
    np.testing.assert_array_equal(moved.first_alarm, plain.first_alarm)
    np.testing.assert_allclose(moved.size, plain.size * scale, rtol=1e-4)
    np.testing.assert_allclose(moved.sigma, plain.sigma * scale, rtol=1e-5)


@quick
@given(seeds, baselines)
def test_lower_is_the_mirror_of_higher(seed, baseline):
    values = fallen(unchanged(24, 20, seed=seed), 12, 1.5)
    lower = screen_losses(values, baseline=baseline, worse="lower", group=GROUPS)
    higher = screen_losses(-values, baseline=baseline, worse="higher", group=GROUPS)
    np.testing.assert_allclose(lower.p_value, higher.p_value)
    np.testing.assert_allclose(lower.size, higher.size)


@quick
@given(seeds, st.permutations(range(24)))
def test_the_order_of_the_series_does_not_matter(seed, order):
    values = unchanged(24, 20, seed=seed)
    plain = screen_losses(values, baseline=8, worse="lower", group=GROUPS)
    moved = screen_losses(values[order], baseline=8, worse="lower", group=GROUPS[order])
    np.testing.assert_allclose(moved.p_value, plain.p_value[order], rtol=1e-9)
    np.testing.assert_allclose(moved.sigma, plain.sigma[order], rtol=1e-9)


@quick
@given(seeds, st.integers(8, 19), st.floats(0, 6), st.floats(0, 6))
def test_a_larger_loss_is_never_less_certain(seed, start, first, second):
    values = unchanged(24, 20, seed=seed)
    small, large = sorted((first, second))
    p_small = screen_losses(fallen(values, start, small), baseline=8, worse="lower").p_value
    p_large = screen_losses(fallen(values, start, large), baseline=8, worse="lower").p_value
    assert (p_large <= p_small + 1e-12).all()


@quick
@given(seeds, st.integers(1, 5))
def test_empty_periods_at_the_end_change_nothing(seed, extra):
    values = unchanged(24, 20, seed=seed)
    padded = np.pad(values, [(0, 0), (0, extra)], constant_values=np.nan)
    plain = screen_losses(values, baseline=8, worse="lower", group=GROUPS)
    longer = screen_losses(padded, baseline=8, worse="lower", group=GROUPS)
    np.testing.assert_array_equal(longer.p_value, plain.p_value)
    np.testing.assert_array_equal(longer.first_alarm, plain.first_alarm)


@quick
@given(
    arrays.arrays(
        np.float64,
        (6, 9),
        elements=st.floats(allow_nan=True, allow_infinity=True) | st.just(0.0) | st.just(1.0),
    ),
    st.integers(0, 9),
    st.booleans(),
    st.booleans(),
)
def test_any_numbers_get_an_answer_without_a_murmur(values, baseline, grouped, with_errors):
    screen = screen_losses(
        values,
        baseline=baseline,
        worse="higher",
        group=np.zeros(6) if grouped else None,
        standard_error=np.ones((6, 9)) if with_errors else None,
    )
    judged = ~np.isnan(screen.p_value)
    assert ((screen.p_value >= 0) & (screen.p_value <= 1))[judged].all()
    assert not screen.alarm[~judged].any()


@pytest.mark.parametrize("size", [1, 5])
def test_a_group_does_not_hear_another(size):
    values = unchanged(20, 20)
    labels = in_groups(20, size)
    disturbed = values.copy()
    disturbed[:size] *= 50
    plain = screen_losses(values, baseline=8, worse="lower", group=labels)
    other = screen_losses(disturbed, baseline=8, worse="lower", group=labels)
    np.testing.assert_allclose(other.p_value[size:], plain.p_value[size:])
