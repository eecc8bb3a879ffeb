import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.methods.composite import (
    copeland,
    distance_to_target,
    generalised_mean,
    goalposts,
    min_max,
    outranking,
    z_scores,
)

ANCHOR = Path(__file__).parents[2] / "anchors" / "composite_coinr"
PUBLISHED = json.loads((ANCHOR / "vectors.json").read_text())
EXACTLY = {"rtol": 1e-12, "atol": 1e-12}

answers = st.lists(st.floats(0.01, 1000), min_size=1, max_size=8)
tables = st.integers(1, 5).flatmap(
    lambda n: st.lists(
        st.lists(st.integers(1, 5), min_size=n, max_size=n), min_size=1, max_size=6
    )
)


@given(answers, st.floats(-5, 5), st.floats(-5, 5))
def test_the_mean_lies_among_the_answers_and_rises_with_its_power(values, power, other):
    low, high = (generalised_mean(values, power=p) for p in sorted((power, other)))
    hair = 1e-6 * max(values)
    assert min(values) - hair <= low <= high + hair <= max(values) + 2 * hair


@given(tables)
def test_one_round_is_above_another_as_much_as_the_other_is_below(table):
    share = outranking(table)
    np.testing.assert_allclose(share + share.T, 1, **EXACTLY)
    assert copeland(table).sum() == 0


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8), st.booleans())
def test_goalposts_keep_every_value_between_them(values, rising):
    assert ((part := goalposts(values, -3, 7, rising, scale=100)) >= 0).all()
    assert (part <= 100).all()


@pytest.mark.parametrize("case", PUBLISHED["dist2targ"])
def test_published_distances_to_target(case):
    way = distance_to_target(
        case["x"], case["targ"], case["direction"] == 1, capped=case["cap"]
    )
    np.testing.assert_allclose(way, case["out"], **EXACTLY)


@pytest.mark.parametrize("case", PUBLISHED["goalposts"])
def test_published_goalposts(case):
    part = goalposts(case["x"], case["lo"], case["hi"], case["direction"] == 1, case["scale"])
    assert part == pytest.approx(case["out"], rel=1e-12)


def test_published_ends_of_a_rescaled_series():
    case = PUBLISHED["minmax"]
    rescaled = min_max(case["x"], case["lo"], case["hi"])
    assert (rescaled.min(), rescaled.max()) == (case["min"], case["max"])


def test_published_mean_and_spread_of_a_standardised_series():
    case = PUBLISHED["zscore"]
    standard = z_scores(case["x"], case["mean"], case["sd"])
    assert standard.mean() == pytest.approx(case["mean"], rel=1e-12)
    assert standard.std(ddof=1) == pytest.approx(case["sd"], rel=1e-12)


@pytest.mark.parametrize(
    ("case", "power"),
    [
        *((case, 0) for case in PUBLISHED["gmean"]),
        *((case, -1) for case in PUBLISHED["hmean"]),
        *((case, case["p"]) for case in PUBLISHED["genmean"]),
    ],
)
def test_published_means(case, power):
    mean = generalised_mean(case["x"], case.get("w"), power)
    assert mean == pytest.approx(case["out"], rel=1e-12)


def test_a_power_close_to_zero_is_the_geometric_mean():
    assert generalised_mean([2, 8], power=1e-200) == pytest.approx(4)
    assert generalised_mean([2, 8], power=-1e-7) == pytest.approx(4)


@pytest.mark.parametrize("values", PUBLISHED["gmean_must_fail"])
def test_a_geometric_mean_of_nothing_or_less_is_refused_as_published(values):
    with pytest.raises(ValueError, match="`values`"):
        generalised_mean(values, power=0)


def test_published_outranking():
    case = PUBLISHED["outrank"]
    share = outranking(case["X"])
    assert share[1, 0] == pytest.approx(case["or_2_1"], rel=1e-12)
    assert share[2, 0] == pytest.approx(case["or_3_1"], rel=1e-12)
    assert share[3, 0] == pytest.approx(case["or_4_1"], rel=1e-12)
    rounds = len(case["X"])
    dominant = np.count_nonzero(share == 1)
    assert dominant == case["nDominant"]
    assert dominant / (rounds * (rounds - 1) / 2) == case["fracDominant"]


def test_published_ties_outrank_nobody():
    case = PUBLISHED["copeland_ties"]
    assert copeland(case["X"]).tolist() == case["out"]


def test_weights_that_only_nearly_tie_in_floating_point_tie():
    assert copeland([[2, 2, 1], [1, 1, 2]], [0.1, 0.2, 0.3]).tolist() == [0, 0]


def test_too_few_answered_questions_give_no_index_as_published():
    gap = np.nan
    rows = [[1, gap, gap, gap, gap], [1, 2, 3, gap, gap]]
    assert generalised_mean(rows, least_answered=0.5) == pytest.approx([gap, 2], nan_ok=True)
    assert np.isnan(generalised_mean(rows)).all()
    assert np.isnan(generalised_mean([gap, gap], least_answered=0, power=0))


def test_each_series_is_rescaled_by_itself_around_its_gaps():
    series = [[1, np.nan, 3], [10, 20, 30], [5, 5, 5]]
    half, gap = 0.5, np.nan
    np.testing.assert_allclose(min_max(series), [[0, gap, 1], [0, half, 1], [gap] * 3])
    np.testing.assert_allclose(
        z_scores(series), [[-(half**half), gap, half**half], [-1, 0, 1], [gap] * 3]
    )
    np.testing.assert_allclose(
        distance_to_target(series, [5, 0, 5], [True, False, True]),
        [[0, gap, half], [2 / 3, 1 / 3, 0], [gap] * 3],
        **EXACTLY,
    )


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: distance_to_target([1, 2], 0),
        lambda: goalposts(1, 2, 2),
        lambda: min_max([]),
        lambda: z_scores(3),
        lambda: generalised_mean([1, -1], power=2),
        lambda: generalised_mean([1, 2], [1]),
        lambda: generalised_mean([1, 2], [1, -1]),
        lambda: generalised_mean([1, 2], [0, 0]),
        lambda: generalised_mean([1, 2], least_answered=50),
        lambda: outranking([1, 2]),
    ],
)
def test_nonsense_is_refused(nonsense):
    with pytest.raises(ValueError, match="`"):
        nonsense()
