"""A loss is on the agenda where it is rare, and surely at least half of what matters."""

from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from data.judging import agenda
from data.judging.agenda import on_agenda
from data.store import ledger
from data.store.store import Store
from metrics.outcome.state import State
from tests.factories import writing

NOW = datetime(2026, 3, 1, tzinfo=UTC)


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


def standing(parents, p_loss, *, fresh=None, **verdict):
    """Each area with a headline goal, whose stored verdict is a loss that is so rare."""
    areas = [*p_loss]
    goals = pd.DataFrame({"goal_id": areas, "area_id": areas}).assign(
        indicator_id="SER08", definition_version=1, geo_version="", category="", supplier="",
        in_headline=True, comparator_use=["watch"] + [""] * (len(areas) - 1),
    )  # fmt: skip
    stored = pd.DataFrame({"goal_id": areas, "p_loss": [*p_loss.values()]}).assign(
        **({"state": str(State.BELOW_BASELINE), "on_agenda": True, "size_low": 3.0} | verdict)
    )
    lies_in = pd.DataFrame(
        {"area_id": [*parents], "other_area_id": [*parents.values()], "relation": "parent"}
    )
    with writing(Store(":memory:")) as cursor:
        revision = ledger.open_revision(cursor, "import", actor="test", now=NOW)
        ledger.write(cursor, revision, "area_relation", lies_in)
        ledger.write(cursor, revision, "goal", ledger.resolve_series(cursor, goals, revision))
        ledger.write(cursor, revision, "assessment", stored)
        now = pd.DataFrame({"goal_id": [*(fresh or {})], "p_loss": [*(fresh or {}).values()]})
        smallest = pd.DataFrame({"indicator_id": ["SER08"], "mid": [4.0]})
        return agenda.standing(cursor, now.astype({"p_loss": float}), smallest)


def test_of_an_area_and_its_parts_only_the_parts_are_tested():
    found = standing({"del": "stad", "stad": "land"}, {"stad": 0.1, "del": 0.2, "annan": 0.3})
    assert sorted(found.families.p_loss) == [0.2, 0.3]
    assert found.series(False) == 4, "all are monitored, and the compared one twice"


def test_what_is_decided_now_stands_instead_of_what_is_stored():
    found = standing({}, {"a": 0.1, "b": 0.2}, fresh={"b": np.nan})
    assert found.families.p_loss.tolist() == [0.1]


def test_a_loss_moves_with_the_threshold_unless_it_is_decided_now():
    found = standing({}, {"a": 0.001, "b": 0.02, "c": 0.02}, fresh={"c": 0.02})
    assert found.to_move({False: 0.01, True: 0.0}) == ["b"]
    small = standing({}, {"a": 0.001}, size_low=1.0)
    assert small.to_move({False: 0.01, True: 0.0}) == ["a"], "half of what matters, or less"
    off = standing({}, {"a": 0.001}, on_agenda=False)
    assert off.to_move({False: 0.01, True: 0.0}) == ["a"]
