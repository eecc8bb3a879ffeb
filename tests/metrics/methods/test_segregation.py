import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.methods.segregation import (
    dissimilarity,
    mutual_information,
    theil_h,
)
from tests.anchors import anchor, published

PUBLISHED = published("segregation_elbers/expected.json")
README = PUBLISHED["readme"]

areas = arrays(np.float64, (3, 5), elements=st.integers(1, 100).map(float))


@pytest.fixture(scope="module")
def schools():
    """Pupils by race and school in 2000 and 2005."""
    years = [
        pd.read_csv(anchor(f"segregation_elbers/schools{year}.csv.gz")) for year in ("00", "05")
    ]
    tables = [
        year.pivot_table(index="race", columns="school", values="n", aggfunc="sum")
        for year in years
    ]
    return [table.fillna(0) for table in tables[0].align(tables[1])]


@given(areas)
def test_the_indices_lie_between_0_and_1(people):
    assert 0 <= dissimilarity(people) <= 1
    assert -1e-12 <= theil_h(people) <= 1


@given(areas)
def test_spreading_everyone_alike_leaves_no_segregation(people):
    even = np.outer(people.sum(axis=1), people.sum(axis=0))
    assert dissimilarity(even) == pytest.approx(0, abs=1e-12)
    assert mutual_information(even) == pytest.approx(0, abs=1e-12)


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


def test_many_areas_are_measured_at_once():
    area = np.array([[100, 60, 40, 0], [0, 40, 60, 100]])
    np.testing.assert_allclose(dissimilarity(np.stack([area, area[::-1]])), 0.6)


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: dissimilarity([1, 2]),
        lambda: mutual_information([[1, -2]]),
        lambda: theil_h(np.empty((2, 0))),
    ],
)
def test_nonsense_is_refused(nonsense):
    with pytest.raises(ValueError, match="must"):
        nonsense()


@pytest.mark.parametrize("case", PUBLISHED["dissimilarity"])
def test_published_dissimilarity(case):
    assert dissimilarity(case["groups"]) == pytest.approx(case["D"], abs=1e-15)


def test_published_complete_segregation():
    case = PUBLISHED["complete_segregation"]
    assert mutual_information([case["a"], case["b"]]) == pytest.approx(np.log(2))
    assert theil_h([case["a"], case["b"]]) == pytest.approx(case["H"])


def test_published_totals(schools):
    before, after = schools
    assert mutual_information(before) == pytest.approx(README["M_2000"], abs=5e-6)
    assert mutual_information(after) == pytest.approx(README["M_2005"], abs=5e-6)
    assert theil_h(before) == pytest.approx(README["H_2000"], abs=5e-4)
