import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.engine.charts import (
    CUSUM_ALLOWANCE,
    EWMA_WEIGHT,
    SELF_STARTING_ALLOWANCE,
    advanced,
    softened,
)
from tests.anchors import anchor

sizes = st.floats(-1e6, 1e6)


def run_length(threshold: float, shift: float, *, chart: int, runs: int = 2000) -> float:
    """Return the mean number of looks until the chart reaches the threshold."""
    draws = np.random.default_rng(7)
    lengths = []
    for _ in range(runs):
        state, length = (0.0, 0.0, 0.0, 0.0, 0.0), 0
        while state[chart] < threshold:
            state = advanced(state, draws.standard_normal() + shift)
            length += 1
        lengths.append(length)
    return float(np.mean(lengths))


RUN_LENGTHS = anchor("arl_tables/cusum_run_lengths.csv")
PUBLISHED = {
    (float(row["k"]), float(row["h"]), float(row["mu"])): float(row["arl_onesided"])
    for row in csv.DictReader(RUN_LENGTHS.read_text("utf-8").splitlines())
}


@pytest.mark.parametrize("shift", [0.5, 0.75, 1.0, 2.0])
def test_the_cumulative_sum_has_the_published_run_length(shift):
    published = PUBLISHED[CUSUM_ALLOWANCE, 5, shift]
    assert run_length(5.0, shift, chart=1) == pytest.approx(published, rel=0.05)


def test_against_a_fixed_level_the_self_starting_sum_is_an_ordinary_one():
    published = PUBLISHED[SELF_STARTING_ALLOWANCE, 4, 0]
    assert run_length(4.0, 0.0, chart=2) == pytest.approx(published, rel=0.05)


def test_the_moving_average_weighs_the_latest_measurement_a_fifth():
    state = advanced((0.0, 0.0, 0.0, 0.0, 0.1), 1.0)
    assert state[0] == EWMA_WEIGHT == 0.2
    assert advanced(state, 0.0)[0] == pytest.approx(0.16)


def test_the_self_starting_mean_is_the_mean_of_all_history():
    # A baseline of four at 0, then 5 and 10: the mean of six is 2.5.
    state = (0.0, 0.0, 0.0, 0.0, 1 / 4)
    for value in (5.0, 10.0):
        state = advanced(state, value)
    assert state[3] == pytest.approx(2.5)
    assert 1 / state[4] == pytest.approx(6)


@given(sizes, sizes)
def test_a_larger_residual_never_counts_less(first, second):
    low, high = sorted((first, second))
    assert softened(low) <= softened(high)
    assert softened(-high) == -softened(high)


@given(st.floats(-2, 2))
def test_an_ordinary_residual_counts_in_full(residual):
    assert softened(residual) == residual


def test_a_wild_residual_counts_as_little_more_than_a_large_one():
    assert 2 < softened(5.0) < softened(1000.0) < 5
