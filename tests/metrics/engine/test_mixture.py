"""The bound that the engine and its peers are measured beside, and the cells around it."""

import numpy as np
import pytest

from tests.benchmarks.detection import CELLS, measured, standardised
from tests.benchmarks.grid import raised
from tests.benchmarks.late import unequal
from tests.benchmarks.mixture import SIZES, first_over, limits, mixture, softened
from tests.benchmarks.sizes import SHAPES, read
from tests.metrics.engine.factories import unchanged


def test_the_first_look_is_a_likelihood_ratio_over_sizes_and_baseline_errors():
    residual, certain = 1.5, 10**12
    weight = 12 * np.array([0.35, 0.35, 0.2, 0.1, 0.0, 0.0])
    expected = np.log(np.sum(weight * np.exp(SIZES * residual - SIZES**2 / 2)))
    found = mixture(np.array([[residual]]), certain)
    assert found[0, 0] == pytest.approx(expected, abs=1e-5)


def test_a_residual_counts_in_full_as_far_as_the_one_before_it_went():
    at = softened(np.array([2.0, 4.0, 4.0, -4.0]), np.array([2.25, 2.25, 5.0, 2.25]))
    assert at[[0, 2]].tolist() == [2.0, 4.0]
    assert 2.25 < at[1] < 3.0
    assert at[3] == -at[1]


def test_simulated_limits_keep_the_same_rate_at_every_look():
    noise = unchanged(20_000, 6, seed=4)
    limit = limits(noise, 0.06)
    first = first_over(noise, limit)
    assert (first >= 0).mean() == pytest.approx(0.06, abs=0.001)
    by_look = np.bincount(first[first >= 0], minlength=6) / len(noise)
    assert by_look.max() - by_look.min() < 0.001


def test_the_mixture_finds_a_sudden_loss_and_a_late_one():
    cell = CELLS[1]
    known, quiet = (measured(cell, 4_000, False, seed) for seed in (1, 2))
    late = quiet.copy()
    late[:, -2:] += 5
    statistics = [
        mixture(standardised(one, cell), cell.baseline) for one in (known, quiet, late)
    ]
    limit = limits(statistics[0], 0.05)
    assert (first_over(statistics[1], limit) >= 0).mean() == pytest.approx(0.05, abs=0.02)
    assert (first_over(statistics[2], limit) >= 0).mean() > 0.9


def test_the_noise_of_a_share_and_of_counts_is_known_on_their_scale():
    for cell in CELLS[-2:]:
        spread = standardised(measured(cell, 2_000, False, 3), cell)[:, -1].std()
        assert spread == pytest.approx(np.sqrt(1 + 1 / cell.baseline), rel=0.06)


def test_the_noisiest_fifth_is_a_fifth_and_noisier():
    values, noisiest = unequal(5_000, 0.3, 1)
    assert noisiest.mean() == pytest.approx(0.2)
    assert values[noisiest].std() > 1.3 * values[~noisiest].std()


def test_a_portfolio_raises_mostly_what_is_lost():
    false, found = raised(8, 12, "iid", 60, repeats=4)
    assert false.mean() < 0.3
    assert found.mean() > 0.4


def test_a_step_reads_about_its_size_once_all_is_measured():
    found = read(*SHAPES["step 2.5"], at_once=False)
    assert found.truth == 2.5
    assert found.size == pytest.approx(2.4, abs=0.15)
    assert found.held > 0.9
