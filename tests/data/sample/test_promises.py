"""Shipped promises: real ones are sourced, invented ones show every state."""

import pytest

from data.answers import promises
from metrics.promise.state import PromiseState
from tests.factories import a_reader
from tests.training import intended


@pytest.fixture(scope="module")
def rows(sample):
    return promises.promises(a_reader(sample)).set_index("commitment_id")


@pytest.mark.parametrize(
    ("commitment_id", "state"),
    intended("training_promise_states.csv", "commitment_id").items(),
)
def test_a_training_promise_shows_the_state_it_was_made_for(rows, commitment_id, state):
    assert rows.loc[commitment_id, "state"] == state


def test_every_state_occurs_in_training(rows):
    assert set(rows[rows["invented"]]["state"]) == {str(state) for state in PromiseState}


def test_real_promises_name_their_source_and_are_not_guessed(rows):
    real = rows[~rows["invented"]]
    assert (real["source"] != "").all()
    assert (real["document"] != "").all()
    assert set(real["state"]) == {"not_assessed", "delivered"}


def test_the_staircase_of_the_training_area_tells_nine_of_24(sample):
    stairs = promises.staircase(a_reader(sample), area_id="ovning.ekbacken")
    assert stairs["carried"].tolist() == [24, 22, 19, 13, 12, 11, 11, 10, 9, 0]
    assert stairs["reached"].tolist() == [True] * 9 + [False]
    assert stairs["restored"].tolist() == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0]


def test_the_columns_of_the_staircase_follow_from_each_other(sample):
    stairs = promises.staircase(a_reader(sample), area_id="ovning.ekbacken")
    fell = stairs[["lost", "not_delivered", "no_trace", "decided_away", "replaced"]].sum(axis=1)
    there = stairs["carried"] + stairs["unknown"]
    moved = there.shift(1) - fell + stairs["restored"]
    assert (there - moved)[1:9].tolist() == [0] * 8


def test_a_skipped_stage_carries_on_what_was_before(sample):
    stairs = promises.staircase(a_reader(sample), area_id="ovning.ekbacken.sodra")
    assert stairs.loc[3, "skipped"]
    assert stairs.loc[[0, 1, 2, 3], "carried"].tolist() == [4, 4, 4, 4]


def test_social_services_came_in_at_the_agreement(sample):
    stages = promises.stages(a_reader(sample), area_id="ovning.ekbacken")
    assert promises.first_part(stages) == (4, 6)


def test_a_filter_keeps_only_the_promises_it_names(sample):
    only = ("ovning.lofte.torg", "ovning.lofte.badplats")
    stairs = promises.staircase(a_reader(sample), area_id="ovning.ekbacken", only=only)
    assert stairs["carried"].tolist()[:9] == [2] + [1] * 8


def test_both_ledgers_meet(sample):
    links = promises.links(a_reader(sample), area_id="ovning.ekbacken")
    row = links[links["commitment_id"] == "ovning.lofte.ungdomslokal"].iloc[0]
    assert (row["promise_state"], row["outcome"]) == ("lost", "never_came")


def test_the_checks_of_a_promise_name_who_confirmed(sample):
    checks = promises.checks(a_reader(sample), commitment_id="ovning.lofte.ungdomslokal")
    assert list(checks["finding"]) == ["found", "found", "not_found"]
    assert list(checks["confirmed_roles"].iloc[-1]) == ["områdesstrateg", "stadsjurist"]


def test_an_empty_store_has_no_promises_and_no_staircase():
    from data.store.store import Store

    reader = a_reader(Store(":memory:"))
    assert promises.promises(reader).empty
    assert promises.falls(reader, area_id="x").empty
    assert promises.staircase(reader, area_id="x")["carried"].sum() == 0
