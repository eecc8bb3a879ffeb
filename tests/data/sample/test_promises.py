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


def test_every_real_promise_has_the_state_its_sources_allow(rows):
    real = rows[~rows["invented"]]
    assert real["state"].to_dict() == intended("real_promise_states.csv", "commitment_id")


def test_every_real_promise_has_an_address_and_a_date_or_says_that_none_is_known(rows):
    real = rows[~rows["invented"]]
    dated = real["promised_on"].notna() | real["source"].str.contains(r"\d{4}-\d\d-\d\d")
    undated = real["source"].str.contains(
        "inte känd|inte är känd|odatera|inte daterad|är kända"
    )
    assert real[~dated & ~undated].index.tolist() == []
    addressed = real["document_url"].fillna("").str.match("https?://")
    assert real[~addressed].index.tolist() == ["lofte.ockero.hyresratter-30"]
    assert "inget dokument" in real.loc["lofte.ockero.hyresratter-30", "source"]


def test_real_promises_are_told_in_our_words_and_in_both_languages(rows):
    real = rows[~rows["invented"]]
    assert not real["wording"].str.contains('[”“"]').any()
    assert (real["wording"] != real["wording_en"]).all()
    assert real["wording_en"].str.endswith(".").all()


def test_a_stage_that_no_source_names_is_said_to_be_our_reading(rows):
    placed = rows[~rows["invented"] & rows["origin_stage"].notna()]
    read = placed["source"].str.contains("vår tolkning")
    assert placed[~read].index.tolist() == ["lofte.goteborg.sarskilt-utsatt-2025"]


def test_a_real_promise_that_nobody_has_looked_for_is_not_called_broken(sample, rows):
    found = a_reader(sample).rows("SELECT * FROM stage_record_as_of($revision)")
    real = found[~found["commitment_id"].str.startswith("ovning.")]
    assert set(real["finding"]) == {"found"}
    unseen = rows[~rows["invented"] & ~rows.index.isin(real["commitment_id"])]
    assert set(unseen["state"]) == {"not_assessed"}


def test_the_homes_of_hjallbo_became_a_thousand_between_two_documents(sample):
    checks = promises.checks(a_reader(sample), commitment_id="lofte.hjallbo.bostader-2035")
    assert checks["quantity"].tolist() == [2035, 1000]
    assert checks["document_url"].str.startswith("https://").all()


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
