import csv
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.engine.charts import (
    CUSUM_ALLOWANCE,
    EWMA_WEIGHT,
    FULL_WEIGHT,
    PAIR_FULL_WEIGHT,
    SELF_STARTING_ALLOWANCE,
    SHARES,
    advanced,
    softened,
    started,
    updated,
)
from tests.anchors import anchor

sizes = st.floats(-1e6, 1e6)
full_weights = st.sampled_from([FULL_WEIGHT, PAIR_FULL_WEIGHT])
PAIR, MEAN, UNCERTAINTY = 3, 4, 5


def run_length(threshold: float, shift: float, *, chart: int, runs: int = 2000) -> float:
    """Return the mean number of looks until the chart reaches the threshold."""
    draws = np.random.default_rng(7)
    lengths = []
    for _ in range(runs):
        state, length = started(0.0), 0
        while state[chart] < threshold:
            residual = draws.standard_normal() + shift
            state = advanced(state, residual, residual)
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
    state = advanced(started(0.1), 1.0, 1.0)
    assert state[0] == EWMA_WEIGHT == 0.2
    assert advanced(state, 0.0, 0.0)[0] == pytest.approx(0.16)


def test_the_self_starting_mean_is_the_mean_of_all_history():
    # A baseline of four at 0, then 5 and 10: the mean of six is 2.5.
    state = started(1 / 4)
    for value in (5.0, 10.0):
        state = advanced(state, value, value)
    assert state[MEAN] == pytest.approx(2.5)
    assert 1 / state[UNCERTAINTY] == pytest.approx(6)


def test_the_pair_is_the_sum_of_the_latest_two_and_silent_before():
    state = updated(started(0.1), 2.5)
    assert math.isnan(state[PAIR])
    state = updated(state, 3.0)
    assert state[PAIR] == 5.5
    assert updated(state, -1.0)[PAIR] == 2.0


def test_one_wild_residual_alone_is_no_pair():
    wild, large = started(0.1), started(0.1)
    for residual in (100.0, 0.0):
        wild = updated(wild, residual)
    for residual in (3.0, 3.0):
        large = updated(large, residual)
    assert wild[PAIR] < large[PAIR] == 6.0


def test_the_charts_share_all_of_the_false_alarms():
    assert sum(SHARES) == pytest.approx(1.0)


@given(sizes, sizes, full_weights)
def test_a_larger_residual_never_counts_less(first, second, full_weight):
    low, high = sorted((first, second))
    assert softened(low, full_weight) <= softened(high, full_weight)
    assert softened(-high, full_weight) == -softened(high, full_weight)


@given(st.floats(-1, 1), full_weights)
def test_an_ordinary_residual_counts_in_full(share, full_weight):
    assert softened(share * full_weight, full_weight) == share * full_weight


@given(full_weights)
def test_a_wild_residual_counts_as_little_more_than_a_large_one(full_weight):
    large, wild = softened(5.0, full_weight), softened(1000.0, full_weight)
    assert full_weight < large < wild < full_weight + 3
