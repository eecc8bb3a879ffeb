"""A million series are screened some at a time: which ones are together changes nothing."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics.engine import screen, uncertainty
from metrics.engine.labels import whole_groups
from metrics.engine.screen import LossScreen, screen_losses
from metrics.engine.uncertainty import estimate_noise
from tests.metrics.engine.factories import fallen, in_groups, unchanged

SERIES, PERIODS = 90, 14


def in_blocks_of(monkeypatch, rows):
    for module in (screen, uncertainty):
        monkeypatch.setattr(module, "BLOCK", rows)


def mixed(seed):
    """Return series with losses, gaps, ties and a wild year, and labels in any order."""
    draws = np.random.default_rng(seed)
    values = np.round(fallen(unchanged(SERIES, PERIODS, seed=seed), 9, 1.5), 1)
    values[draws.random(values.shape) < 0.1] = np.nan
    values[:40, 2] += 8.0
    return values, draws.permutation(in_groups(SERIES, 12))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(1, SERIES + 1), st.integers(0, 99), st.sampled_from([None, 4]), st.booleans()
)
def test_blocks_of_any_size_find_the_same(monkeypatch, rows, seed, seasons, sampled):
    values, group = mixed(seed)
    terms = {"baseline": 8, "group": group, "season": seasons and np.arange(PERIODS) % seasons}
    terms["standard_error"] = np.full(values.shape, 0.4) if sampled else None
    whole = screen_losses(values, worse="lower", **terms)
    with monkeypatch.context() as patched:
        in_blocks_of(patched, rows)
        divided = screen_losses(values, worse="lower", **terms)
    for name in LossScreen.__slots__:
        np.testing.assert_array_equal(getattr(divided, name), getattr(whole, name), name)


@given(st.lists(st.integers(0, 8), max_size=40), st.integers(1, 50))
def test_every_series_is_in_one_block_with_its_whole_group(labels, rows):
    labels, index = np.unique(np.array(labels, dtype=np.int64), return_inverse=True)
    blocks = list(whole_groups(index, len(labels), rows))
    groups = np.concatenate([np.arange(len(labels))[part] for part, _ in blocks])
    np.testing.assert_array_equal(groups, np.arange(len(labels)))
    series = np.concatenate([np.arange(len(index))[part] for _, part in blocks])
    np.testing.assert_array_equal(np.sort(series), np.arange(len(index)))
    for part, some in blocks:
        assert set(index[some]) == set(range(part.start, part.stop))


def test_no_series_is_no_noise_and_nothing_found():
    nothing = np.zeros((0, 5))
    assert len(estimate_noise(nothing, baseline=3, group=[]).between) == 0
    assert len(screen_losses(nothing, baseline=3, worse="lower").p_value) == 0


@pytest.mark.parametrize(("size", "times"), [(20, 1), (20_000, 2)])
def test_screening_takes_little_room_beside_the_series(monkeypatch, size, times):
    in_blocks_of(monkeypatch, 1_000)
    values, group = unchanged(20_000, 40), in_groups(20_000, size)
    screen_losses(values[:100], baseline=8, worse="lower", group=group[:100])
    tracemalloc.start()
    screen_losses(values, baseline=8, worse="lower", group=group)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < times * values.nbytes
