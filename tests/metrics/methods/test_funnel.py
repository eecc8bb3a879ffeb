import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.methods.funnel import funnel_band, funnel_side
from metrics.methods.intervals import wilson
from tests.anchors import anchor

LEVELS = [
    (0.95, "Lower2s0025limit", "Upper2s0025limit"),
    (0.998, "Lower3s0001limit", "Upper3s0001limit"),
]
# Printed with six decimals of a per cent.
LAST_DIGIT = 0.5e-6

shares = st.floats(0, 1)
levels = st.floats(0.5, 0.9999)


def published(name):
    return pd.read_csv(anchor(f"phe_indicator_methods/funnel_prop_{name}.csv"))


def published_average():
    areas = published("inputs")
    return areas["numerator"].sum() / areas["denominator"].sum()


@given(shares, st.integers(1, 10**6), st.integers(1, 10**6), levels)
def test_the_band_holds_the_average_and_narrows_with_more_people(average, few, more, level):
    few, more = sorted((few, few + more))
    wide, narrow = funnel_band(average, few, level), funnel_band(average, more, level)
    assert 0 <= wide.low <= narrow.low <= average <= narrow.high <= wide.high <= 1


@given(st.integers(1, 10**4), st.data())
def test_outside_the_band_is_the_average_outside_the_shares_own_interval(people, data):
    cases = data.draw(st.integers(0, people))
    average = data.draw(st.floats(0.001, 0.999))
    share = wilson(cases, people)
    edge = np.abs(np.array([share.low, share.high]) - average).min()
    outside = not share.low <= average <= share.high
    # On the edge itself rounding decides.
    assert edge < 1e-9 or abs(funnel_side(cases, people, average)) == outside


def test_the_published_average_is_that_of_all_people():
    assert 100 * published_average() == pytest.approx(
        published("outputs")["Baseline"][0], abs=LAST_DIGIT
    )


@pytest.mark.parametrize(("confidence", "low", "high"), LEVELS)
def test_published_funnel_limits(confidence, low, high):
    table = published("outputs")
    band = funnel_band(published_average(), table["Population"], confidence)
    np.testing.assert_allclose(
        100 * np.array(band), table[[low, high]].T, rtol=0, atol=LAST_DIGIT
    )


def test_published_places_of_303_areas():
    areas = published("inputs")
    given_ = areas["numerator"], areas["denominator"], published_average()
    sure, very_sure = funnel_side(*given_), funnel_side(*given_, confidence=0.998)
    names = {
        (-1, -1): "Low (0.001)",
        (-1, 0): "Low (0.025)",
        (0, 0): "Not significant",
        (1, 0): "High (0.025)",
        (1, 1): "High (0.001)",
    }
    places = [names[pair] for pair in zip(sure, very_sure, strict=True)]
    assert len(places) == 303
    assert places == areas["significance"].tolist()


def test_no_people_and_missing_numbers_give_no_band_and_no_side():
    assert np.isnan(funnel_band([0.5, np.nan, 0.5], [0, 5, np.nan])).all()
    assert np.isnan(funnel_side([0, np.nan, 1], [0, 5, 2], [0.5, 0.5, np.nan])).all()


def test_scalars_give_scalars_and_arrays_broadcast():
    assert isinstance(funnel_band(0.5, 10).low, float)
    assert isinstance(funnel_side(1, 10, 0.5), float)
    assert funnel_band([[0.4], [0.5]], [3, 4, 5]).high.shape == (2, 3)


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: funnel_band(1.1, 5),
        lambda: funnel_band(0.5, -5),
        lambda: funnel_band(0.5, 5, 95),
        lambda: funnel_side(6, 5, 0.5),
        lambda: funnel_side(-1, 5, 0.5),
        lambda: funnel_band([0.5, 1.1], 5),
        lambda: funnel_band(0.5, [5, -5]),
        lambda: funnel_side([1, 6], 5, 0.5),
    ],
)
def test_nonsense_is_refused(nonsense):
    with pytest.raises(ValueError, match="`"):
        nonsense()
