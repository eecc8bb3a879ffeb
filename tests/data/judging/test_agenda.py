"""A loss is on the agenda where it is rare, and surely at least half of what matters."""

import numpy as np
import pandas as pd
import pytest

from data.judging.agenda import on_agenda
from metrics.outcome.state import State


def listed(state, *, p_loss=0.0001, size_low=3.0, exact=False, mid=4.0):
    row = pd.DataFrame({"state": [str(state)], "p_loss": [p_loss], "size_low": [size_low]})
    found = on_agenda(
        row, exact=pd.Series([exact]), mid=pd.Series([mid]), limit=pd.Series([0.01])
    )
    return bool(found.iloc[0])


@pytest.mark.parametrize(
    ("size_low", "expected"), [(2.0, True), (1.9, False), (-1.0, False), (np.nan, False)]
)
def test_a_loss_that_may_be_under_half_of_what_matters_is_not_on_the_agenda(size_low, expected):
    assert listed(State.BELOW_BASELINE, size_low=size_low) is expected


@pytest.mark.parametrize("state", [State.BELOW_BASELINE, State.NEVER_CAME])
def test_a_large_loss_has_to_be_rare_too(state):
    assert listed(state)
    assert not listed(state, p_loss=0.02)
    assert not listed(state, size_low=0.1)


def test_what_was_counted_in_full_is_always_there():
    assert listed(State.BELOW_BASELINE, exact=True, size_low=np.nan, p_loss=np.nan)
    assert listed(State.NEVER_CAME, exact=True, size_low=np.nan, p_loss=np.nan)
    assert not listed(State.WATCH, exact=True)
