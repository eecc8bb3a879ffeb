"""The sampling error of one measurement, from what its publisher gives."""

import numpy as np
import pytest

from metrics.definition.indicator import Evidence
from metrics.engine.sampling import standard_error


def error_of(evidence, unit="percent", *, value=50.0, **given):
    empty = dict(numerator=np.nan, denominator=np.nan, n=np.nan, low=np.nan, high=np.nan)
    columns = {"value": value} | empty | given
    arrays = {name: np.array([number], dtype=float) for name, number in columns.items()}
    return standard_error(evidence, unit, **arrays)[0]


@pytest.mark.parametrize(
    "evidence", [Evidence.REGISTER_SHARE, Evidence.STOCK, Evidence.ORDINAL, Evidence.BINARY]
)
def test_a_whole_population_has_no_sampling_error(evidence):
    assert error_of(evidence, n=20, numerator=4, low=40, high=60) == 0


@pytest.mark.parametrize(
    "evidence", [Evidence.SURVEY_SHARE, Evidence.EVENT_RATE, Evidence.MEAN]
)
def test_a_published_interval_comes_before_anything_derived(evidence):
    given = dict(numerator=50, denominator=100, n=100)
    error = error_of(evidence, **given, low=50 - 1.959964 * 3, high=50 + 1.959964 * 3)
    assert error == pytest.approx(3)


def test_half_a_published_interval_is_no_interval():
    assert error_of(Evidence.SURVEY_SHARE, n=99, low=40) == error_of(
        Evidence.SURVEY_SHARE, n=99
    )


@pytest.mark.parametrize(
    ("unit", "value", "expected"), [("percent", 50.0, 5.0), ("share_0_1", 0.5, 0.05)]
)
def test_a_share_on_a_hundred_answers_is_known_to_five_percent(unit, value, expected):
    assert error_of(Evidence.SURVEY_SHARE, unit, value=value, n=100) == pytest.approx(expected)


def test_a_share_without_its_number_of_answers_uses_the_denominator():
    assert error_of(Evidence.SURVEY_SHARE, denominator=100) == pytest.approx(5.0)
    assert error_of(Evidence.SURVEY_SHARE, n=400, denominator=100) == pytest.approx(2.5)


@pytest.mark.parametrize(("value", "share"), [(0.0, 0.05), (100.0, 0.95), (104.0, 0.95)])
def test_nobody_and_everybody_among_nine_are_not_certain(value, share):
    # Half an answer is added on either side: (0 + 0.5) / (9 + 1).
    expected = 100 * np.sqrt(share * (1 - share) / 9)
    assert error_of(Evidence.SURVEY_SHARE, value=value, n=9) == pytest.approx(expected)


@pytest.mark.parametrize(("unit", "scale"), [("per_100k", 100_000), ("per_1000", 1_000)])
def test_events_have_a_poisson_error_on_their_count(unit, scale):
    error = error_of(Evidence.EVENT_RATE, unit, numerator=15.5, denominator=2_000)
    assert error == pytest.approx(scale * 4 / 2_000)


def test_no_event_has_the_error_of_half_an_event():
    error = error_of(Evidence.EVENT_RATE, "per_1000", numerator=0, denominator=1_000)
    assert error == pytest.approx(np.sqrt(0.5))


def test_a_unit_without_a_scale_is_left_as_it_is():
    assert error_of(Evidence.EVENT_RATE, "count", numerator=15.5, denominator=2) == 2


@pytest.mark.parametrize(
    ("evidence", "given"),
    [
        (Evidence.MEAN, dict(n=100)),
        (Evidence.SURVEY_SHARE, {}),
        (Evidence.SURVEY_SHARE, dict(n=0)),
        (Evidence.EVENT_RATE, dict(numerator=5)),
        (Evidence.EVENT_RATE, dict(numerator=5, denominator=0)),
    ],
)
def test_what_nothing_tells_has_no_error_at_all(evidence, given):
    assert np.isnan(error_of(evidence, **given))
