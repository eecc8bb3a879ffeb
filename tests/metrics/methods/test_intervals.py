import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.methods.intervals import byar, margin_interval, mean_interval, wilson
from tests.anchors import anchor

LEVELS = [(0.95, "lower95_0cl", "upper95_0cl"), (0.998, "lower99_8cl", "upper99_8cl")]
EXACTLY = {"rtol": 1e-12, "atol": 0}

counts = st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
levels = st.floats(0.5, 0.9999)


def published(name):
    return pd.read_csv(anchor(f"phe_indicator_methods/{name}.csv"))


@given(counts, levels)
def test_the_interval_contains_the_share_and_stays_within_0_and_1(counted, confidence):
    cases, population = counted
    share = wilson(cases, population, confidence)
    assert 0 <= share.low <= share.value <= share.high <= 1


@given(st.integers(0, 10**6), st.integers(1, 10**7), levels)
def test_the_interval_contains_the_rate(count, denominator, confidence):
    rate = byar(count, denominator, confidence)
    assert 0 <= rate.low <= rate.value <= rate.high


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.integers(2, 10**6), levels)
def test_the_interval_contains_the_mean(mean, sd, n, confidence):
    interval = mean_interval(mean, sd, n, confidence)
    assert interval.low <= interval.value <= interval.high


def test_nobody_of_ten_may_still_be_a_quarter():
    share = wilson(0, 10)
    assert share.value == 0
    assert share.low == 0
    assert share.high == pytest.approx(0.2775, abs=5e-5)


def test_no_event_has_a_lower_limit_of_zero_and_the_rule_of_three_above():
    assert byar(0, 1, 0.90, per=1) == pytest.approx((0, 0, -np.log(0.05)))


def test_byar_alone_never_goes_below_zero():
    assert byar([0, 1], 1, 0.9999, per=1, exact_below=0).low.tolist() == [0, 0]


@pytest.mark.parametrize("interval", [wilson, byar])
def test_an_empty_denominator_and_a_missing_number_give_no_value(interval):
    answer = interval([0, np.nan, 1, None], [0, 5, np.nan, 7])
    assert np.isnan(answer).all()


def test_one_answer_has_a_mean_but_no_limits():
    assert mean_interval(4.0, 0.0, 1).value == 4.0
    assert np.isnan(mean_interval(4.0, 0.0, [0, 1]).low).all()


def test_nullable_columns_are_read_with_their_gaps():
    cases = pd.Series([65, None], dtype="Int64")
    assert np.isnan(wilson(cases, 100).low).tolist() == [False, True]


def test_scalars_give_scalars_and_arrays_broadcast():
    assert isinstance(wilson(1, 2).low, float)
    assert isinstance(byar(1, 2).low, float)
    assert isinstance(mean_interval(1, 2, 3).low, float)
    assert wilson([[1], [2]], [3, 4, 5]).high.shape == (2, 3)


def test_a_published_margin_is_used_as_it_is():
    assert margin_interval(71.2, 3.1) == pytest.approx((71.2, 68.1, 74.3))


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: wilson(3, 2),
        lambda: wilson(-1, 2),
        lambda: wilson(1, 2, 95),
        lambda: byar(-1, 2),
        lambda: byar(1, -2),
        lambda: byar(1, 2, 0),
        lambda: mean_interval(1, -1, 5),
        lambda: margin_interval(1, -1),
    ],
)
def test_nonsense_is_refused(nonsense):
    with pytest.raises(ValueError, match="`"):
        nonsense()


@pytest.mark.parametrize(("confidence", "low", "high"), LEVELS)
def test_published_shares(confidence, low, high):
    table = published("proportion").query("multiplier == 1")
    share = wilson(table["Numerator"], table["Denominator"], confidence)
    np.testing.assert_allclose(share, table[["value", low, high]].T, **EXACTLY)


@pytest.mark.parametrize(("confidence", "low", "high"), LEVELS)
@pytest.mark.parametrize("per", [100, 100_000])
def test_published_rates(per, confidence, low, high):
    table = published("rate").query("multiplier == @per")
    rate = byar(table["Numerator"], table["Denominator"], confidence, per)
    np.testing.assert_allclose(rate, table[["value", low, high]].T, **EXACTLY)


@pytest.mark.parametrize("row", list(published("byars_wilson").itertuples()))
def test_published_limits_one_by_one(row):
    confidence = float(row.confidence.rstrip("%")) / 100
    if row.method == "Wilson":
        interval = wilson(row.x, row.n, confidence)
    else:
        interval = byar(row.x, 1, confidence, per=1, exact_below=0)
    assert interval.high == pytest.approx(row.uppercl, rel=1e-12)
    # The authors leave one lower limit out; their Byar formula goes below zero there.
    assert np.isnan(row.lowercl) or interval.low == pytest.approx(row.lowercl, rel=1e-12)


@pytest.mark.parametrize(("confidence", "low", "high"), LEVELS)
def test_published_means(confidence, low, high):
    table = published("mean_expected")
    mean = mean_interval(table["value"], table["stdev"], table["value_count"], confidence)
    np.testing.assert_allclose(mean, table[["value", low, high]].T, **EXACTLY)


def test_ninety_five_percent_is_what_is_meant_when_nothing_is_said():
    assert byar(20, 1) == byar(20, 1, 0.95)
    assert wilson(20, 100) == wilson(20, 100, 0.95)
    assert mean_interval(5.0, 2.0, 30) == mean_interval(5.0, 2.0, 30, 0.95)
