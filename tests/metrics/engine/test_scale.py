"""The scale a series is monitored on: noise that does not depend on the level."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.definition.indicator import Evidence
from metrics.engine.scale import Scale, backward, error_on_scale, forward, scale_of

ARC = np.array([Scale.ARCSINE], dtype=object)
ROOT = np.array([Scale.ROOT], dtype=object)
PERCENT = np.array([100.0])


@pytest.mark.parametrize(
    ("evidence", "scale"),
    [
        (Evidence.SURVEY_SHARE, Scale.ARCSINE),
        (Evidence.EVENT_RATE, Scale.ROOT),
        (Evidence.MEAN, Scale.PLAIN),
        (Evidence.REGISTER_SHARE, Scale.PLAIN),
    ],
)
def test_every_kind_of_evidence_has_its_scale(evidence, scale):
    assert scale_of(evidence) is scale


@given(st.floats(0, 100))
def test_there_and_back_again(value):
    for scale in (ARC, ROOT):
        turned = forward(np.array([value]), scale, PERCENT)
        assert backward(turned, scale, PERCENT)[0] == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("share", [0.0, 5.0, 30.0, 50.0, 80.0, 100.0])
def test_a_share_of_100_answers_wavers_as_much_everywhere(share):
    smoothed = (share + 0.5) / 101
    error = 100 * np.sqrt(smoothed * (1 - smoothed) / 100)
    found = error_on_scale(np.array([share]), np.array([error]), ARC, PERCENT)
    assert found[0] == pytest.approx(0.05, rel=0.06)


@pytest.mark.parametrize("count", [0, 4, 25, 400])
def test_a_count_wavers_by_half_a_root_everywhere(count):
    error = np.sqrt(count + 0.5)
    found = error_on_scale(np.array([float(count)]), np.array([error]), ROOT, PERCENT)
    assert found[0] == pytest.approx(0.5, rel=0.07)


def test_a_published_margin_counts_for_the_answers_it_is_worth():
    clustered = np.array([2 * 100 * np.sqrt(0.25 / 400)])
    assert error_on_scale(np.array([50.0]), clustered, ARC, PERCENT)[0] == pytest.approx(0.05)


def test_what_has_no_error_gets_none():
    assert error_on_scale(np.array([50.0]), np.array([0.0]), ARC, PERCENT)[0] == 0
    assert np.isnan(error_on_scale(np.array([50.0]), np.array([np.nan]), ARC, PERCENT)[0])
