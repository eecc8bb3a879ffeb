import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial import distance

from metrics.methods.composition import character_change, entropy, entropy_split, jensen_shannon
from tests.anchors import published

PUBLISHED = published("segregation_elbers/expected.json")["entropy"]

counts = arrays(np.float64, (3, 4), elements=st.integers(0, 1000).map(float)).filter(
    lambda people: people.sum(axis=1).all()
)


@given(counts)
def test_entropy_lies_between_one_kind_and_all_alike(people):
    mixes = entropy(people)
    assert (mixes >= 0).all()
    assert (mixes <= np.log(4) + 1e-12).all()


@given(counts)
def test_within_and_between_add_up(people):
    split = entropy_split(people)
    assert split.within + split.between == pytest.approx(split.total, abs=1e-12)
    assert split.between >= 0


@given(counts, counts)
def test_the_distance_is_symmetric_and_lies_between_0_and_1(before, after):
    apart = jensen_shannon(before, after)
    np.testing.assert_allclose(apart, jensen_shannon(after, before))
    assert ((apart >= 0) & (apart <= 1 + 1e-12)).all()
    np.testing.assert_allclose(
        apart[0], distance.jensenshannon(before[0], after[0], 2), atol=1e-7
    )


def test_equally_mixed_blocks_are_all_within_and_split_blocks_all_between():
    assert entropy_split([[5, 5], [50, 50]]) == pytest.approx((np.log(2), np.log(2), 0))
    assert entropy_split([[5, 0], [0, 5]]) == pytest.approx((np.log(2), 0, np.log(2)))


def test_an_empty_block_weighs_nothing():
    assert entropy_split([[5, 5], [0, 0]]) == pytest.approx((np.log(2), np.log(2), 0))


def test_disjoint_profiles_are_at_distance_one_and_the_same_at_zero():
    assert jensen_shannon([1, 0], [0, 7]) == 1
    assert jensen_shannon([3, 1], [75, 25]) == 0


def test_one_kind_has_no_mix():
    assert entropy([0, 12, 0]) == 0


@pytest.mark.parametrize("profile", [[0, 0], [np.nan, 1]])
def test_an_empty_or_incomplete_profile_has_no_answer(profile):
    assert np.isnan(entropy(profile))
    assert np.isnan(jensen_shannon(profile, [1, 1]))
    assert np.isnan(character_change(profile, [1, 1], np.random.default_rng(1))).all()
    assert np.isnan(entropy_split([profile, profile]).total)


def test_profiles_of_many_areas_are_compared_at_once():
    assert jensen_shannon(np.ones((5, 3)), [1, 2, 3]).shape == (5,)
    assert isinstance(jensen_shannon([1, 2], [2, 1]), float)


def test_two_small_samples_of_one_profile_are_far_apart_by_chance():
    small = character_change([6, 4], [4, 6], np.random.default_rng(7))
    large = character_change([6000, 4000], [4000, 6000], np.random.default_rng(7))
    assert small.distance == pytest.approx(large.distance)
    assert small.by_chance > 10 * large.by_chance
    assert small.p > 0.3
    assert large.p == pytest.approx(1 / 1001)
    assert large.by_chance < large.by_chance_high < large.distance


def test_the_same_seed_gives_the_same_answer_and_unchanged_areas_are_certain_of_nothing():
    before = [[10, 20], [30, 0], [0, 0]]
    first = character_change(before, before, np.random.default_rng(3), draws=50)
    again = character_change(before, before, np.random.default_rng(3), draws=50)
    np.testing.assert_array_equal(first, again)
    assert first.p[:2].tolist() == [1, 1]
    assert np.isnan(first.p[2])


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: entropy([-1, 2]),
        lambda: entropy([]),
        lambda: jensen_shannon([1, 2], [1, 2, 3]),
        lambda: character_change([1, 2], [[1, 2]], np.random.default_rng(1)),
        lambda: character_change([1, 2], [1, 2], np.random.default_rng(1), draws=0),
    ],
)
def test_nonsense_is_refused(nonsense):
    with pytest.raises(ValueError, match=r"must|needs|kinds"):
        nonsense()


def test_published_entropies():
    assert entropy(PUBLISHED[0]["p"]) == pytest.approx(np.log(2), rel=1e-15)
    assert entropy(PUBLISHED[1]["n"], base=2) == PUBLISHED[1]["E"]
    assert entropy(PUBLISHED[2]["n"]) == pytest.approx(PUBLISHED[2]["E"], rel=1e-15)


def test_a_published_jensen_shannon_distance():
    # The worked example in the documentation of scipy.spatial.distance.jensenshannon.
    assert jensen_shannon([1, 0], [0.5, 0.5], base=np.e) == pytest.approx(0.46450140402245893)
