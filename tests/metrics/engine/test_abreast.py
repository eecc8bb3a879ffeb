"""Series that are taken many in one step are what each of them is alone, bit for bit."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from metrics.engine.abreast import LANES, rise
from metrics.engine.baseline import as_panel
from metrics.engine.medians import median_of
from metrics.engine.spread import moments, spreads

some_numbers = st.floats(-9, 9) | st.sampled_from([0.0, 1.0, 2.5])
some_values = some_numbers | st.just(np.nan)
few_series = st.integers(1, 30).flatmap(
    lambda long: arrays(
        float, st.tuples(st.integers(1, 5), st.just(long)), elements=some_values
    )
)


@given(arrays(float, array_shapes(min_dims=2, max_dims=2, max_side=40), elements=some_numbers))
def test_every_column_rises_as_if_sorted_alone(rows):
    expected = np.sort(rows, axis=0)
    rise(rows)
    np.testing.assert_array_equal(rows, expected)


@given(arrays(float, st.integers(1, 90), elements=some_numbers))
def test_a_median_is_sought_whatever_is_alike(numbers):
    ordered = np.sort(numbers)
    expected = ordered[(len(ordered) - 1) // 2] / 2 + ordered[len(ordered) // 2] / 2
    np.testing.assert_allclose(median_of(numbers), expected, rtol=1e-15)


@given(few_series, st.integers(0, 2 * LANES), st.booleans())
def test_a_baseline_says_the_same_beside_any_others(values, before, sampled):
    beside = np.random.default_rng(before).standard_normal((before, values.shape[1]))
    errors = np.full(values.shape, 0.5)
    alone, among = (
        as_panel(rows, values.shape[1], np.resize(errors, rows.shape) if sampled else None)
        for rows in (values, np.vstack([beside, values, beside]))
    )
    mine = slice(before, before + len(values))
    spread, others = spreads(alone), spreads(among)
    for one, other in zip(spread, others, strict=True):
        np.testing.assert_array_equal(one, other[mine])
    sums, more = (
        moments(panel, found.median, found.robust_sd + 1.0, np.ones(len(found.median)))
        for panel, found in ((alone, spread), (among, others))
    )
    for one, other in zip(sums, more, strict=True):
        np.testing.assert_array_equal(one, other[mine])
