import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.outcome.discovery import (
    agenda_threshold,
    discovery_threshold,
    heavier_tailed,
)

# Benjamini and Hochberg (1995), section 4.1: fifteen hypotheses, at 5 % the first four fall.
PUBLISHED = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
    0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000,
]  # fmt: skip


def test_the_published_example_rejects_four():
    assert discovery_threshold(PUBLISHED, 0.05) == 0.0095


def test_a_series_that_was_not_judged_is_no_member_of_the_family():
    assert discovery_threshold([*PUBLISHED, *[np.nan] * 50], 0.05) == 0.0095


def test_nothing_to_find_is_a_threshold_of_nought():
    assert discovery_threshold([0.5, 0.9]) == 0.0
    assert discovery_threshold([]) == 0.0


@given(st.lists(st.floats(0, 1), min_size=1), st.floats(0.01, 0.5))
def test_a_stricter_rate_never_discovers_more(p_values, rate):
    assert discovery_threshold(p_values, rate / 2) <= discovery_threshold(p_values, rate)


@pytest.mark.parametrize(("p_values", "rate"), [([0.1], 0.0), ([0.1], 1.0), ([1.5], 0.1)])
def test_impossible_numbers_are_refused(p_values, rate):
    with pytest.raises(ValueError, match=r"between|outside"):
        discovery_threshold(p_values, rate)


chances = st.lists(st.one_of(st.floats(0, 1), st.just(np.nan)), min_size=1)


@given(chances, st.floats(0.01, 0.5))
def test_heavier_tails_put_no_more_on_the_agenda_and_keep_the_order(p_values, rate):
    given_as, heavier = np.array(p_values), heavier_tailed(p_values)
    known = ~np.isnan(given_as)
    assert (heavier[known] >= given_as[known]).all()
    in_order = heavier[known][np.argsort(given_as[known], kind="stable")]
    assert (np.diff(in_order) >= 0).all()
    assert agenda_threshold(p_values, rate) <= discovery_threshold(p_values, rate)


def test_what_is_on_the_agenda_is_at_or_under_a_p_value_of_the_family():
    family = [1e-5, 4e-4, 0.02, 0.07, 0.3, np.nan]
    assert discovery_threshold(family) == 0.07
    assert agenda_threshold(family) == 0.02
    assert agenda_threshold([0.5, np.nan]) == 0.0


def test_a_loss_alone_among_six_hundred_goals_may_be_on_the_agenda():
    assert agenda_threshold([3e-5, *[0.5] * 599]) == 3e-5
    assert agenda_threshold([1e-4, *[0.5] * 599]) == 0.0
