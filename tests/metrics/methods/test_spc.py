import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.methods.spc import (
    part_of_seven,
    seven_in_a_trend,
    seven_on_one_side,
    spc_xmr,
    two_in_three,
)
from tests.anchors import anchor, published

VECTORS = published("nhs_xmr/xmr_vectors.json")
RULES = VECTORS["rules"]
ZIGZAG = [0.0, 1.0] * 8

series = arrays(np.float64, st.integers(1, 40), elements=st.integers(-50, 50).map(float))


def rising(values, **arguments):
    return spc_xmr(values, improvement="increase", **arguments)


@given(series)
def test_turning_the_series_upside_down_turns_good_into_bad(values):
    up, down = rising(values), rising(-values)
    swap = {
        "special_cause_improvement": "special_cause_concern",
        "special_cause_concern": "special_cause_improvement",
    }
    assert [swap.get(word, word) for word in up.variation] == list(down.variation)
    np.testing.assert_allclose(up.upper, -down.lower)


@given(series, st.integers(0, 40))
def test_a_missing_period_changes_nothing_for_the_others(values, position):
    position = min(position, len(values))
    holed = rising(np.insert(values, position, np.nan))
    np.testing.assert_array_equal(
        np.delete(holed.special_cause, position), rising(values).special_cause
    )
    assert holed.variation[position] == "missing"


def test_a_calm_series_has_only_common_causes():
    chart = rising(ZIGZAG)
    assert set(chart.special_cause) == {"common_cause"}
    assert (chart.mean[0], chart.upper[0], chart.lower[0]) == pytest.approx((0.5, 3.16, -2.16))
    assert chart.latest == "common_cause"


def test_a_point_beyond_a_limit_is_an_improvement_or_a_concern_by_direction():
    values = [*ZIGZAG, 9.0]
    assert rising(values).latest == "special_cause_improvement"
    assert spc_xmr(values, improvement="decrease").latest == "special_cause_concern"
    assert spc_xmr(values, improvement="neutral").latest == "special_cause_neutral"
    assert rising(values).special_cause[-1] == "above_upper_limit"


def test_seven_falling_above_the_mean_are_a_concern_where_more_is_better():
    chart = rising([0, 1] * 10 + [7, 6, 5.5, 5, 4.5, 4, 3.5], baseline=20)
    assert chart.special_cause[-1] == "above_upper_limit"
    chart = rising([-9, 9] * 10 + [7, 6, 5, 4, 3, 2, 1], baseline=20)
    assert set(chart.special_cause[-7:]) == {"seven_falling"}
    assert set(chart.variation[-7:]) == {"special_cause_concern"}


def test_where_two_trends_meet_the_peak_belongs_to_the_first():
    values = [*range(8), *range(6, 0, -1)]
    signs = part_of_seven(seven_in_a_trend(values))
    assert signs.tolist() == [1] * 8 + [-1] * 6


def test_the_baseline_fixes_the_limits_and_later_points_are_judged_by_them():
    chart = rising([*ZIGZAG, 5, 5, 5], baseline=16)
    assert chart.mean[-1] == 0.5
    assert set(chart.variation[-3:]) == {"special_cause_improvement"}


def test_a_rebase_starts_limits_and_runs_anew():
    chart = rising([0] * 6 + [1, -1] + [9] * 6, rebase=[8])
    assert chart.mean[[0, -1]].tolist() == [0, 9]
    assert set(chart.special_cause[8:]) == {"common_cause"}


def test_few_points_give_provisional_limits():
    assert rising(ZIGZAG[:12]).provisional.all()
    assert not rising(ZIGZAG[:13]).provisional.any()


def test_one_point_has_no_limits_and_none_has_no_chart():
    one, nothing = rising([4.0], target=3), rising([])
    assert np.isnan(one.upper).all()
    assert one.assurance is None
    assert nothing.latest == "missing"
    assert nothing.assurance is None
    assert rising([np.nan, np.nan]).latest == "missing"


@pytest.mark.parametrize("level", [0.1, 1 / 3, 1e9 / 7])
def test_rounding_makes_no_run_of_a_series_that_never_moves(level):
    assert set(rising([level] * 19).special_cause) == {"common_cause"}


def test_a_series_that_never_moves_has_limits_on_its_mean():
    chart = rising([3.0] * 15, target=3)
    assert chart.upper[0] == chart.lower[0] == 3
    assert chart.assurance == "inconsistent"


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: spc_xmr([1, 2], improvement="better"),
        lambda: rising([[1, 2], [3, 4]]),
        lambda: rising([1, 2, 3], baseline=1),
        lambda: rising([1, 2, 3], rebase=[3]),
    ],
)
def test_nonsense_is_refused(nonsense):
    with pytest.raises(ValueError, match="`"):
        nonsense()


@pytest.mark.parametrize("case", VECTORS["limits"], ids=lambda case: case["id"])
def test_published_limits(case):
    chart = rising(case["y"], screen_outliers=case["screen"])
    published = [case["mean"], case["lpl"], case["upl"]]
    limits = [chart.mean[0], chart.lower[0], chart.upper[0]]
    # A printed number is right to half a unit of its last digit.
    np.testing.assert_allclose(limits, published, atol=case["tol"], rtol=0)


@pytest.mark.parametrize("case", RULES["seven_one_side_mean"])
def test_published_seven_on_one_side(case):
    assert seven_on_one_side(case["v"]).tolist() == case["out"]


@pytest.mark.parametrize("case", RULES["part_of_seven"])
def test_published_parts_of_seven(case):
    assert np.abs(part_of_seven(case["v"])).tolist() == case["out"]


@pytest.mark.parametrize("case", RULES["seven_point_trend"])
def test_published_trends(case):
    assert seven_in_a_trend(case["y"]).tolist() == case["out"]


@pytest.mark.parametrize("case", RULES["two_in_three"])
def test_published_two_in_three(case):
    assert two_in_three(case["close"], case["side"]).astype(int).tolist() == case["flag"]


def test_published_two_near_opposite_limits_are_a_common_cause():
    chart = rising(RULES["two_in_three_opposite_sides"]["y"])
    assert chart.special_cause[-2:].tolist() == ["common_cause", "common_cause"]


@pytest.mark.parametrize("case", RULES["assurance"])
def test_published_assurance(case):
    # A zigzag around the middle of the published limits, as wide as they ask for.
    centre = (case["lpl"] + case["upl"]) / 2
    step = (case["upl"] - case["lpl"]) / 2 / 2.66
    values = [centre - step / 2, centre + step / 2] * 8
    chart = spc_xmr(values, improvement=case["direction"], target=case["target"])
    assert (chart.lower[-1], chart.upper[-1]) == pytest.approx((case["lpl"], case["upl"]))
    assert chart.assurance == case["out"]


def test_published_stable_attendances():
    table = pd.read_csv(anchor("nhs_xmr/ae_RRK_type1.csv")).sort_values("period")
    table = table[table["period"] < "2018-04-01"]
    chart = spc_xmr(table["breaches"], improvement="decrease")
    better = table["period"][chart.variation == "special_cause_improvement"]
    assert better.tolist() == [f"2017-{month:02}-01" for month in range(2, 10)]


def test_published_rebase():
    table = pd.read_csv(anchor("nhs_xmr/ae_total_attendances.csv"))
    chart = rising(table["attendances"], rebase=[12, 24])
    assert set(chart.special_cause) == {"common_cause"}


@pytest.mark.parametrize("values", [[0.0] * 12 + [1], [5.0] * 13 + [6]])
def test_one_step_in_a_flat_series_leaves_no_ordinary_variation_to_judge_by(values):
    chart = rising(values)
    assert np.isnan(chart.upper).all()
    assert set(chart.special_cause) == {"common_cause"}
    assert chart.latest == "common_cause"


@given(arrays(np.float64, st.integers(1, 30), elements=st.floats(0, 100)))
def test_no_limit_lies_beyond_what_a_share_can_be(values):
    chart = rising(values, lowest=0, highest=100)
    for line in (chart.lower, chart.near_lower, chart.near_upper, chart.upper):
        assert not ((line < 0) | (line > 100)).any()


def test_what_is_possible_goes_from_low_to_high():
    with pytest.raises(ValueError, match="`lowest`"):
        rising([1, 2], lowest=1, highest=1)
