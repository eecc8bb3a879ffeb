import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.methods.composition import entropy
from metrics.methods.segregation import (
    by_chance,
    debiased,
    dissimilarity,
    information_split,
    local_segregation,
    mutual_information,
    theil_h,
)
from metrics.methods.segregation_change import fitted, information_change

ANCHOR = Path(__file__).parents[2] / "anchors" / "segregation_elbers"
PUBLISHED = json.loads((ANCHOR / "expected.json").read_text())
README = PUBLISHED["readme"]

areas = arrays(np.float64, (3, 5), elements=st.integers(1, 100).map(float))


@pytest.fixture(scope="module")
def schools():
    """Pupils by race and school in 2000 and 2005, and the state of each school."""
    years = [pd.read_csv(ANCHOR / f"schools{year}.csv.gz") for year in ("00", "05")]
    tables = [
        year.pivot_table(index="race", columns="school", values="n", aggfunc="sum")
        for year in years
    ]
    before, after = (table.fillna(0) for table in tables[0].align(tables[1]))
    states = pd.concat(years).groupby("school")["state"].first()
    return before, after, states[before.columns]


@given(areas)
def test_the_indices_lie_between_0_and_1(people):
    assert 0 <= dissimilarity(people) <= 1
    assert -1e-12 <= theil_h(people) <= 1


@given(areas)
def test_spreading_everyone_alike_leaves_no_segregation(people):
    even = np.outer(people.sum(axis=1), people.sum(axis=0))
    assert dissimilarity(even) == pytest.approx(0, abs=1e-12)
    assert mutual_information(even) == pytest.approx(0, abs=1e-12)


@given(areas)
def test_local_scores_weighted_by_size_average_to_the_total(people):
    sizes = people.sum(axis=1) / people.sum()
    total = (local_segregation(people) * sizes).sum()
    assert total == pytest.approx(mutual_information(people), abs=1e-12)


@given(areas)
def test_between_and_within_add_up_to_the_total(people):
    split = information_split(people, ["a", "b", "a", "c", "b"])
    assert sum(split) == pytest.approx(mutual_information(people), abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(areas, areas)
def test_the_parts_of_a_change_add_up_and_turn_round_with_time(before, after):
    ahead, back = information_change(before, after), information_change(after, before)
    assert sum(ahead[1:]) == pytest.approx(ahead.total, abs=1e-9)
    np.testing.assert_allclose(ahead[3:], -np.array(back[3:]), atol=1e-7)


def test_a_unit_that_doubles_changes_unit_sizes_only_and_no_structure():
    before = np.array([[25, 28, 2], [25, 2, 18]])
    change = information_change(before, before * [1, 1, 2])
    assert change.structural == pytest.approx(0, abs=1e-7)
    assert abs(change.unit_sizes) > abs(change.group_sizes)


def test_a_unit_that_is_torn_down_is_a_removal():
    change = information_change([[10, 10, 30], [10, 10, 0]], [[10, 10, 0], [10, 10, 0]])
    assert change.removals < 0
    np.testing.assert_allclose(change[2:], 0, atol=1e-9)


def test_an_empty_unit_changes_nothing_and_an_empty_area_has_no_index():
    assert dissimilarity([[5, 0, 0], [0, 5, 0]]) == 1
    assert theil_h([[5, 0, 0], [0, 5, 0]]) == pytest.approx(1)
    for index in (dissimilarity, mutual_information, theil_h):
        assert np.isnan(index(np.zeros((2, 3))))
        assert np.isnan(index([[1, np.nan], [2, 3]]))


def test_one_group_alone_is_not_segregated_from_anyone():
    assert mutual_information([[3, 4]]) == 0
    assert np.isnan(dissimilarity([[3, 4], [0, 0]]))
    assert np.isnan(theil_h([[3, 4], [0, 0]]))
    assert np.isnan(local_segregation([[3, 4], [0, 0]])[1])


def test_many_areas_are_measured_at_once():
    area = np.array([[100, 60, 40, 0], [0, 40, 60, 100]])
    np.testing.assert_allclose(dissimilarity(np.stack([area, area[::-1]])), 0.6)


def test_small_units_seem_segregated_by_chance_alone():
    blocks = np.tile([[3], [3]], 30)
    blocks[:, ::2] += [[1], [-1]]
    chance = by_chance(dissimilarity, blocks, np.random.default_rng(5))
    assert 0.2 < chance.low < chance.mean < chance.high
    assert dissimilarity(blocks) < chance.low
    assert debiased(mutual_information, blocks, np.random.default_rng(5)).bias > 0.05


def test_the_same_seed_gives_the_same_answer():
    area = [[30, 10], [10, 30]]
    first = debiased(theil_h, area, np.random.default_rng(2))
    assert first == debiased(theil_h, area, np.random.default_rng(2))
    assert first.low < first.value < first.high


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: dissimilarity([1, 2]),
        lambda: mutual_information([[1, -2]]),
        lambda: theil_h(np.empty((2, 0))),
        lambda: information_split([[1, 2]], ["a"]),
        lambda: information_change([[1, 2]], [[1, 2], [3, 4]]),
        lambda: information_change([[1, 0]], [[0, 1]]),
        lambda: information_change([[1, 2], [3, 4]], [[1, 2], [0, 0]]),
        lambda: debiased(dissimilarity, np.zeros((2, 2)), np.random.default_rng(1)),
        lambda: fitted([[1, 2]], [3], [1, 1]),
    ],
)
def test_nonsense_is_refused(nonsense):
    with pytest.raises(ValueError, match=r"must|label|No unit|sum to"):
        nonsense()


@pytest.mark.parametrize("case", PUBLISHED["dissimilarity"])
def test_published_dissimilarity(case):
    assert dissimilarity(case["groups"]) == pytest.approx(case["D"], abs=1e-15)


def test_published_complete_segregation():
    case = PUBLISHED["complete_segregation"]
    assert mutual_information([case["a"], case["b"]]) == pytest.approx(np.log(2))
    assert theil_h([case["a"], case["b"]]) == pytest.approx(case["H"])


def test_published_totals(schools):
    before, after, _ = schools
    assert mutual_information(before) == pytest.approx(README["M_2000"], abs=5e-6)
    assert mutual_information(after) == pytest.approx(README["M_2005"], abs=5e-6)
    assert theil_h(before) == pytest.approx(README["H_2000"], abs=5e-4)


def test_published_split_between_and_within_states(schools):
    before, _, states = schools
    split = information_split(before, states)
    mix = entropy(before.sum(axis=1))
    assert split.between == pytest.approx(README["M_between_state"], abs=5e-5)
    assert split.within == pytest.approx(README["M_within_state"], abs=5e-4)
    assert split.between / mix == pytest.approx(README["H_between_state"], abs=5e-5)
    assert split.within / mix == pytest.approx(README["H_within_state"], abs=5e-4)


def test_published_change(schools):
    before, after, _ = schools
    change, published = information_change(before, after), README["shapley"]
    assert change.total == pytest.approx(README["diff"], abs=5e-6)
    assert change.additions == pytest.approx(published["additions"], abs=5e-6)
    assert change.removals == pytest.approx(published["removals"], abs=5e-6)
    # The last three are printed from tables that had not yet converged; their sum is not
    # touched by that.
    in_common = sum(
        published[part] for part in ("group_marginal", "unit_marginal", "structural")
    )
    assert sum(change[3:]) == pytest.approx(in_common, abs=1.5e-5)


def test_published_bias(schools):
    before, _, _ = schools
    published = README["bootstrap"]
    for index, name in ((mutual_information, "M"), (theil_h, "H")):
        estimate = debiased(index, before, np.random.default_rng(1), 50, confidence=0.9)
        assert estimate.value == pytest.approx(published[f"{name}_debiased"], abs=1e-3)
        assert estimate.bias == pytest.approx(published[f"{name}_bias"], abs=4e-4)


def test_a_published_fitted_table():
    # Karmel & Maclachlan (1988), Economic Record 64, 187-195: occupations by gender.
    table = fitted([[100, 50, 100], [50, 50, 50]], [325, 275], [225, 200, 175])
    assert table.round(1).tolist() == [[134.7, 85.5, 104.8], [90.3, 114.5, 70.2]]
