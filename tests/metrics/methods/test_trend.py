import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.methods.trend import mann_kendall, recent_trend, recent_value_trend
from tests.anchors import published

RECENT = published("fingertips_recent_trend/recent_trend_vectors.json")
KENDALL = published("mann_kendall/expected.json")
WORDS = {
    "Increasing": "increasing",
    "Decreasing": "decreasing",
    "NoChange": "no_change",
    "CannotBeCalculated": "cannot_be_calculated",
}
OPPOSITE = {"increasing": "decreasing", "decreasing": "increasing"}

cases = arrays(np.float64, (3, 5), elements=st.integers(0, 200).map(float))
batches = arrays(
    np.float64, st.tuples(st.integers(1, 4), st.integers(1, 9)), elements=st.integers(-9, 9)
)


@given(cases)
def test_those_without_fall_as_those_with_rise(counted):
    risen, fallen = recent_trend(counted, 200), recent_trend(200 - counted, 200)
    assert [OPPOSITE.get(word, word) for word in risen.direction] == list(fallen.direction)
    np.testing.assert_allclose(risen.chi_squared, fallen.chi_squared, atol=1e-9)


@given(batches, st.data())
def test_each_series_of_a_batch_is_judged_as_if_alone(values, data):
    holes = data.draw(arrays(np.bool_, values.shape))
    values = np.where(holes, np.nan, values)
    batch = mann_kendall(values)
    for row, series in enumerate(values):
        alone = mann_kendall(series)
        assert batch.trend[row] == alone.trend
        np.testing.assert_array_equal(np.array(batch[1:])[:, row], alone[1:])


@given(batches)
def test_a_series_read_backwards_has_the_opposite_trend(values):
    ahead, back = mann_kendall(values), mann_kendall(values[:, ::-1])
    np.testing.assert_array_equal(ahead.s, -back.s)
    np.testing.assert_allclose(ahead.p, back.p)
    np.testing.assert_allclose(ahead.sen_slope, -back.sen_slope)


def test_a_clear_rise_of_a_share_is_seen():
    assert recent_trend([10, 20, 30, 40, 50], [100] * 5).direction == "increasing"


def test_only_the_last_five_periods_count():
    long = recent_trend([90, 10, 20, 30, 40, 50], 100)
    assert long == recent_trend([10, 20, 30, 40, 50], 100)


def test_a_rise_that_rests_on_one_period_is_no_change():
    assert recent_trend([30, 29, 28, 27, 80], 100).chi_squared > 9.55
    assert recent_trend([30, 29, 28, 27, 80], 100).direction == "no_change"


def test_a_fall_that_is_level_without_one_period_is_no_change():
    for cases in ([66, 2, 2, 66, 62], [134, 198, 198, 134, 138]):
        assert recent_trend(cases, 200).direction == "no_change"


@pytest.mark.parametrize(
    "numerators", [[1, 2, 3, 4], [1, 2, 3, np.nan, 5], [0, 1, 2, 3, 4], [9, 8, 7, 6, 10]]
)
def test_too_little_to_go_by_cannot_be_calculated(numerators):
    assert recent_trend(numerators, 10) == ("cannot_be_calculated", 0)


def test_values_without_limits_show_no_change():
    values = np.arange(5.0)
    assert recent_value_trend(values, values, values) == ("no_change", 0)
    assert recent_value_trend(values, values - 1, np.nan).direction == "no_change"


def test_five_rising_years_are_too_few_for_mann_kendall_to_be_sure_of():
    # S = 10 of 10; z = 9 / sqrt(5 * 4 * 15 / 18).
    assert mann_kendall([1, 2, 3, 4, 5]).s == 10
    assert mann_kendall([1, 2, 3, 4, 5]).p == pytest.approx(0.0275, abs=5e-5)
    assert mann_kendall([1, 2, 3, 4, 5], alpha=0.01).trend == "no trend"


def test_a_missing_year_keeps_its_place_in_time():
    assert mann_kendall([0, np.nan, 2, 3]).sen_slope == 1


def test_a_series_that_never_changes_has_p_of_one():
    assert mann_kendall([4, 4, 4, 4])[:3] == ("no trend", 1, 0)


@pytest.mark.parametrize("values", [[], [3], [np.nan, 3], [np.nan, np.nan]])
def test_less_than_two_values_have_no_slope(values):
    answer = mann_kendall(values)
    assert answer[:3] == ("no trend", 1, 0)
    assert np.isnan(answer.sen_slope)


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: recent_trend([11] * 5, 10),
        lambda: recent_trend([-1] * 5, 10),
        lambda: recent_value_trend([1] * 5, [2] * 5, [1] * 5),
        lambda: mann_kendall(np.zeros((2, 2, 2))),
    ],
)
def test_nonsense_is_refused(nonsense):
    with pytest.raises(ValueError, match=r"must"):
        nonsense()


@pytest.mark.parametrize("case", RECENT, ids=lambda case: case["name"])
def test_published_recent_trends(case):
    data, expected = case["data"], case["expected"]
    if case["method"] == "proportion":
        trend = recent_trend(data["count"], data["denominator"])
    else:
        limits = [np.array(data[name], dtype=float) for name in ("lower95", "upper95")]
        trend = recent_value_trend(data["value"], *limits)
    if "marker" in expected:
        assert trend.direction == WORDS[expected["marker"]]
    if "significant" in expected:
        assert (trend.chi_squared > 9.54953570608324) == expected["significant"]
    if "chi2" in expected:
        assert round(float(trend.chi_squared), 2) == expected["chi2"]


def test_published_mann_kendall_and_sen():
    values = published("mann_kendall/arbitrary_1d.json")
    answer = mann_kendall(np.array(values, dtype=float))
    expected = KENDALL["original_test"]["expected"]
    assert answer.trend == expected["trend"]
    assert answer.s == expected["s"]
    assert answer.p == pytest.approx(expected["p"], rel=1e-12)
    slope = KENDALL["sens_slope"]["expected"]["slope"]
    assert answer.sen_slope == pytest.approx(slope, rel=1e-14)


@pytest.mark.parametrize("infinite", [np.inf, -np.inf])
def test_an_infinite_value_is_a_missing_one_to_mann_kendall(infinite):
    assert mann_kendall([1, 2, infinite, 3]) == mann_kendall([1, 2, np.nan, 3])
    assert mann_kendall([1, 2, infinite, 3]).p == pytest.approx(0.296, abs=0.001)


@pytest.mark.parametrize("impossible", [(11.0, 10.0), (-1.0, 10.0), (np.inf, np.inf)])
def test_one_impossible_series_leaves_the_trends_of_the_others(impossible):
    people = np.full((3, 5), 1000.0)
    counted = np.tile([100.0, 200, 300, 400, 500], (3, 1))
    counted[1, 2], people[1, 2] = impossible
    found = recent_trend(counted, people)
    assert list(found.direction) == ["increasing", "cannot_be_calculated", "increasing"]
    assert found.chi_squared[1] == 0


def test_one_series_with_limits_turned_around_leaves_the_others():
    values = np.tile(np.arange(5.0) * 10, (2, 1))
    low, high = values - 1, values + 1
    high[0, 3] = low[0, 3] - 1
    found = recent_value_trend(values, low, high)
    assert list(found.direction) == ["cannot_be_calculated", "increasing"]
