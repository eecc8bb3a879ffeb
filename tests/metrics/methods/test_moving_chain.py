import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.methods.moving_chain import (
    bootstrap_chains,
    reach,
    same_tenure_share,
    transitions_of,
    vacancy_chain,
)
from tests.anchors import published

PUBLISHED = published("moving_chains/vectors.json")

# Each row keeps a tenth for chains that end.
shares = arrays(np.float64, (3, 3), elements=st.floats(0, 0.3))
chains = st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=6), min_size=1)


@given(shares)
def test_visits_are_the_first_home_and_what_each_move_leads_to(q):
    chain = vacancy_chain(q)
    np.testing.assert_allclose(chain.visits, np.eye(3) + q @ chain.visits, atol=1e-12)
    assert (chain.chain_length >= 1).all()


@given(chains)
def test_the_counted_chains_have_the_expected_mean_length(counted):
    transitions = transitions_of(counted)
    starts = [transitions.segments.index(chain[0]) for chain in counted]
    expected = vacancy_chain(transitions.shares).chain_length[starts].mean()
    assert expected == pytest.approx(np.mean([len(chain) for chain in counted]))


@given(shares)
def test_reaching_lies_between_a_direct_move_and_certainty(q):
    reached = reach(q, [2])
    assert reached[2] == 1
    assert ((reached >= q[:, 2] - 1e-12) & (reached <= 1 + 1e-12)).all()


def test_a_vacancy_that_always_ends_the_chain_is_a_chain_of_one():
    assert vacancy_chain(0.0) == (1, 1)


def test_the_way_to_low_incomes_may_go_through_the_middle():
    # High to middle half the time, middle to low half the time.
    assert reach([[0, 0.5, 0], [0, 0, 0.5], [0, 0, 0]], [2]).tolist() == [0.25, 0.5, 1]


def test_every_chain_reaches_where_it_starts_and_none_where_there_is_no_way():
    assert reach([[0.5, 0], [0, 0.5]], [0]).tolist() == [1, 0]
    assert reach([[0.5, 0], [0, 0.5]], []).tolist() == [0, 0]


def test_a_chain_that_ends_at_once_has_kept_its_tenure():
    kept = same_tenure_share([[0, 0.4], [0.1, 0]], ["rented", "owned"])
    assert kept == pytest.approx([0.6, 0.9])
    assert same_tenure_share([[0, 0.4], [0.1, 0]], ["rented", "rented"]) == pytest.approx(
        [1, 1]
    )


def test_moves_are_counted_by_the_segment_they_leave():
    transitions = transitions_of([["new", "old", "old"], ["new"]])
    assert transitions.segments == ("new", "old")
    assert transitions.shares.tolist() == [[0, 0.5], [0, 0.5]]


def test_a_chain_of_weight_two_counts_as_two_chains():
    weighted = transitions_of([["new", "old"], ["new"]], weights=[2, 1])
    doubled = transitions_of([["new", "old"], ["new", "old"], ["new"]])
    np.testing.assert_allclose(weighted.shares, doubled.shares)


@pytest.mark.parametrize("weights", [[1], [1, 0], [1, -1], [1, np.nan], [1, np.inf]])
def test_a_weight_is_a_number_above_nothing(weights):
    with pytest.raises(ValueError, match="must hold a number above 0"):
        transitions_of([["new"], ["new"]], weights=weights)


def test_more_chains_give_a_narrower_interval():
    few = [["new", "old"], ["new"], ["new", "old", "old"], ["new", "new"]]

    def length(q):
        return vacancy_chain(q).chain_length[0]

    wide = bootstrap_chains(length, few, np.random.default_rng(4), draws=200)
    narrow = bootstrap_chains(length, few * 25, np.random.default_rng(4), draws=200)
    assert wide.value == pytest.approx(narrow.value)
    assert narrow.low < narrow.value < narrow.high
    assert narrow.high - narrow.low < (wide.high - wide.low) / 3


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: vacancy_chain([[0.5, 0.5]]),
        lambda: vacancy_chain([[0.6, 0.6], [0, 0]]),
        lambda: vacancy_chain([[-0.1]]),
        lambda: vacancy_chain([[np.nan]]),
        lambda: vacancy_chain(1.0),
        lambda: reach([[0.5]], [1]),
        lambda: same_tenure_share([[0.5]], ["rented", "owned"]),
        lambda: transitions_of([]),
        lambda: transitions_of([["new"], []]),
    ],
)
def test_nonsense_is_refused(nonsense):
    with pytest.raises(ValueError, match="must"):
        nonsense()


def test_a_published_fundamental_matrix():
    np.testing.assert_allclose(vacancy_chain(PUBLISHED["Q"]).visits, PUBLISHED["N"], rtol=1e-14)


@pytest.mark.parametrize(("share", "length"), PUBLISHED["scalars"])
def test_published_chains_of_one_segment(share, length):
    assert vacancy_chain(share).chain_length == pytest.approx(length, rel=1e-15)
    assert vacancy_chain([[share]]).visits[0, 0] == pytest.approx(length, rel=1e-15)
