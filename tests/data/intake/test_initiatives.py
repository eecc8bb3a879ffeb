"""Initiatives, assumptions and moving chains come in through the same door as measurements."""

from collections.abc import Iterator

import pytest

from data.acts.save import save as save_examined
from data.acts.undo import undo
from data.answers import initiatives, moving_chains
from data.store.store import Store
from tests.factories import a_door, a_reader, a_viewer
from tests.files.given import CATALOGUE, NOW, codes, examined, lent, rows, said, save

INITIATIVE = {
    "initiative_id": "satsning.prov",
    "area_id": "ovning.ekbacken.centrum",
    "title": "Provcentrum (påhittat)",
    "need": "Tomma lokaler",
    "amount": "12 000 000",
    "loan_share": "40",
    "currency": "kr",
    "starts_on": "2024-01-01",
    "ends_on": "2026-12-31",
    "indicators": "BOS03|BOS03/use:own_as_empty",
    "source": "Påhittat",
}
UNITS = {
    "initiative_id": "satsning.prov",
    "outcome": "Jobb",
    "parameter": "units",
    "value": "20",
    "low": "10",
    "high": "30",
    "shape": "triangular",
    "unit": "personer",
    "source": "Påhittat",
}
PRICE = {**UNITS, "parameter": "unit_value", "value": "90000", "low": "60000", "high": "120000"}
PRICE["unit"] = "SEK"
STEP = {
    "study_id": "flyttkedjor.prov",
    "area_id": "ovning.ekbacken",
    "title": "Provstudien (påhittad)",
    "chain_id": "1",
    "step": "1",
    "from_segment": "nybyggt",
    "to_segment": "äldre hyresrätt",
    "tenure": "hyresrätt",
    "low_income": "nej",
    "source": "Påhittat",
}
LAST = {**STEP, "step": "2", "from_segment": "äldre hyresrätt", "to_segment": ""}
LAST["low_income"] = "ja"
GOAL = (
    "goal_id;area_id;indicator_id;form;target\nmal.prov;ovning.ekbacken.centrum;BOS03;at_most;1"
)


@pytest.fixture
def store() -> Iterator[Store]:
    yield from lent(GOAL)


@pytest.fixture(scope="module")
def saved() -> Iterator[Store]:
    """Lend one store, with the initiative in it, to tests that only look."""
    follows = {**INITIATIVE, "initiative_id": "satsning.prov", "goals": "mal.prov"}
    yield from lent(GOAL, rows(follows))


@pytest.fixture
def begun(store: Store) -> Store:
    """Return a store in which the initiative stands."""
    save(store, rows({**INITIATIVE, "goals": "mal.prov"}))
    return store


@pytest.mark.parametrize(
    ("given", "kind", "new"),
    [
        (({**INITIATIVE, "need": "Annat"},), "initiatives", 1),
        ((UNITS, PRICE), "valuation", 2),
        ((STEP, LAST), "moving_chains", 2),
    ],
    ids=["initiatives", "valuation", "moving_chains"],
)
def test_the_header_says_which_kind_of_file_it_is(saved: Store, given, kind, new) -> None:
    examination = examined(saved, rows(*given))
    assert examination.kind == kind
    assert codes(examination) == []
    assert examination.new + examination.changed == new


@pytest.mark.parametrize("given", [(INITIATIVE,), (UNITS, PRICE), (STEP, LAST)])
def test_the_same_file_again_changes_nothing_and_undo_takes_it_back(
    begun: Store, given
) -> None:
    save(begun, rows(*given))
    again = examined(begun, rows(*given))
    assert (again.new, again.changed) == (0, 0)
    revision = a_reader(begun).revision
    undo(a_door(begun), a_viewer(), revision, catalogue=CATALOGUE, actor="prov", now=NOW)
    assert examined(begun, rows(*given)).new + examined(begun, rows(*given)).changed > 0


def test_an_initiative_stands_with_its_money_and_what_it_is_held_to(begun: Store) -> None:
    (row,) = initiatives.initiatives(a_reader(begun)).to_dict("records")
    assert (row["amount"], row["currency"], row["loan_share"]) == (12_000_000, "SEK", 40)
    assert row["area_name"] == "Ekbacken centrum (påhittat)"
    assert row["invented"]
    goals = initiatives.goals_of(a_reader(begun), initiative_id="satsning.prov")
    assert list(goals["goal_id"]) == ["mal.prov"]
    followed = initiatives.indicators_of(a_reader(begun), initiative_id="satsning.prov")
    assert followed[["indicator_id", "category"]].to_numpy().tolist() == [
        ["BOS03", ""],
        ["BOS03", "use:own_as_empty"],
    ]


def test_a_link_that_is_no_longer_in_the_file_is_gone(begun: Store) -> None:
    save(begun, rows({**INITIATIVE, "indicators": ""}))
    reader = a_reader(begun)
    assert initiatives.goals_of(reader, initiative_id="satsning.prov").empty
    assert initiatives.indicators_of(reader, initiative_id="satsning.prov").empty


@pytest.mark.parametrize(
    ("wrong", "code", "sentence"),
    [
        ({"area_id": "Atlantis"}, "area_unknown_here", "Atlantis finns varken"),
        ({"area_id": ""}, "cell_empty", "måste fyllas i"),
        ({"source": ""}, "cell_empty", "måste fyllas i"),
        ({"goals": "mal.prof"}, "goals_unknown", "Närmast: mal.prov."),
        ({"indicators": "BOS99"}, "indicators_unknown", "BOS99"),
        ({"amount": "-5"}, "money_negative", "negativt belopp"),
        ({"amount": "tolv"}, "not_a_plain_number", "tolv"),
        ({"currency": ""}, "currency_missing", "ingen valuta"),
        ({"currency": "mnkr"}, "word_unknown", "SEK"),
        ({"loan_share": "140"}, "loan_share_outside", "utanför 0–100 procent"),
        ({"loan_share": "-1"}, "loan_share_outside", "utanför 0–100 procent"),
        ({"loan_share": "0,4"}, "share_like_a_fraction", "Menar du 40 procent?"),
        ({"loan_amount": "13000000", "loan_share": ""}, "loan_above_amount", "större än"),
        ({"loan_amount": "3000000"}, "loan_share_unlike", "som ger 25 procent"),
        ({"ends_on": "2023-01-01"}, "initiative_ends_first", "innan den börjar 2024-01-01"),
        ({"starts_on": "i våras"}, "not_a_date", "i våras"),
        ({"initiative_id": "Prov Å"}, "id_odd", "prov-a"),
    ],
)
def test_what_is_wrong_with_an_initiative_is_said(saved: Store, wrong, code, sentence) -> None:
    examination = examined(saved, rows({**INITIATIVE, **wrong}))
    assert codes(examination) == [code]
    assert sentence in said(examination, code)
    assert said(examination, code, "en") != said(examination, code)


@pytest.mark.parametrize(
    ("wrong", "code", "sentence"),
    [
        ({"initiative_id": "satsning.prof"}, "initiative_unknown", "Närmast: satsning.prov"),
        ({"parameter": "dödvigt"}, "parameter_unknown", "dödvikt"),
        ({"shape": "rund"}, "word_unknown", "triangular"),
        ({"value": ".."}, "value_missing", "inget värde"),
        ({"low": "25"}, "range_misses_value", "fel sida om värdet 20"),
        ({"high": "15"}, "range_misses_value", "fel sida om värdet 20"),
        ({"high": ""}, "range_half", "bara den ena gränsen"),
        ({"low": "-1"}, "assumption_negative", "mindre än noll"),
        ({"low": "", "high": ""}, "assumption_without_range", "inget spann"),
        ({"source": ""}, "cell_empty", "måste fyllas i"),
        ({"unit": ""}, "cell_empty", "måste fyllas i"),
    ],
)
def test_what_is_wrong_with_an_assumption_is_said(saved: Store, wrong, code, sentence) -> None:
    examination = examined(saved, rows({**UNITS, **wrong}, PRICE))
    found = [each for each in codes(examination) if each != "outcome_incomplete"]
    assert found == [code]
    assert sentence in said(examination, code)


@pytest.mark.parametrize(
    ("extra", "code", "sentence"),
    [
        ({"parameter": "deadweight", "unit": "kr"}, "unit_wrong", "Skriv procent."),
        ({"parameter": "deadweight", "unit": "procent", "high": "130"},
         "assumption_above_hundred", "över 100 procent"),
        ({"parameter": "deadweight", "unit": "procent", "value": "0,2", "low": "0,1",
          "high": "0,4"}, "share_like_a_fraction", "Menar du 20 procent?"),
        ({"parameter": "duration", "unit": "år", "high": "300"}, "duration_too_long", "100"),
        ({"parameter": "investment", "unit": "EUR"}, "currencies_mixed", "EUR, SEK"),
        ({"value": "20"}, "assumption_twice", "står redan på rad 2"),
    ],
)  # fmt: skip
def test_shares_years_and_money_are_held_to_their_units(
    saved: Store, extra, code, sentence
) -> None:
    examination = examined(saved, rows(UNITS, PRICE, {**UNITS, **extra}))
    assert codes(examination) == [code]
    assert sentence in said(examination, code)


def test_an_outcome_without_what_a_unit_is_worth_stops(saved: Store) -> None:
    examination = examined(saved, rows(UNITS))
    assert said(examination, "outcome_incomplete").startswith(
        "Rad 2, kolumn parameter: Värderingen saknar antagandet unit_value."
    )


def test_a_file_that_leaves_an_assumption_out_says_so_and_removes_it(begun: Store) -> None:
    duration = {**UNITS, "parameter": "duration", "value": "3", "low": "2", "high": "5"}
    save(begun, rows(UNITS, PRICE, {**duration, "unit": "år"}))
    examination = examined(begun, rows(UNITS, PRICE))
    assert "1 rader som är sparade för satsning.prov" in said(examination, "rows_removed")
    assert examination.changed == 1
    save_examined(
        a_door(begun), a_viewer(), examination, catalogue=CATALOGUE, actor="prov", now=NOW
    )
    left = initiatives.parameters(a_reader(begun), initiative_id="satsning.prov")
    assert sorted(left["name"]) == ["unit_value", "units"]


@pytest.mark.parametrize(
    ("steps", "code", "sentence"),
    [
        ((STEP, {**LAST, "step": "3"}), "step_gap", "har steg 3 men inte steg 2"),
        ((STEP, {**LAST, "step": "1"}), "step_twice", "Steg 1 finns redan i kedjan 1"),
        ((STEP, {**LAST, "step": "två"}), "not_a_plain_number", "två"),
        ((STEP, {**LAST, "step": "0"}), "step_not_whole", "inget stegnummer"),
        ((STEP, {**LAST, "from_segment": "villa"}), "chain_broken", "en bostad i äldre hyres"),
        (
            (STEP, {**LAST, "from_segment": "villa", "to_segment": "nybyggt"}),
            "chain_columns_swapped",
            "Byt plats på kolumnerna",
        ),
        (({**STEP, "to_segment": ""}, LAST), "chain_had_ended", "lämnade ingen bostad"),
        (
            (STEP, {**LAST, "from_segment": "Äldre  hyresrätt"}),
            "segment_spelled_twice",
            "Skriv äldre hyresrätt överallt.",
        ),
        ((STEP, {**LAST, "weight": "0"}), "weight_not_positive", "inte mer än noll"),
        ((STEP, {**LAST, "low_income": "kanske"}), "not_yes_or_no", "kanske"),
        ((STEP, {**LAST, "tenure": "tält"}), "word_unknown", "tält"),
        (
            (STEP, LAST, {**STEP, "chain_id": "2", "tenure": "bostadsrätt"}),
            "segment_described_twice",
            "nybyggt beskrivs på två sätt",
        ),
        ((STEP, {**LAST, "title": "En annan"}), "differs_within", "En annan"),
        ((STEP, {**LAST, "area_id": "Atlantis"}), "area_unknown_here", "Atlantis"),
        ((STEP, {**LAST, "source": ""}), "cell_empty", "måste fyllas i"),
    ],
)
def test_what_is_wrong_with_a_chain_is_said(saved: Store, steps, code, sentence) -> None:
    examination = examined(saved, rows(*steps))
    assert code in codes(examination)
    assert any(
        sentence in each.message("sv") for each in examination.findings if each.code == code
    )
    assert all(each.message_en != each.message_sv for each in examination.findings)


def test_a_study_comes_back_with_its_chains_in_order(store: Store) -> None:
    save(store, rows(LAST, STEP))
    found = moving_chains.studies(a_reader(store), area_id="ovning.ekbacken")
    assert list(found["step"]) == [1, 2]
    assert found["low_income"].tolist() == [False, True]
    assert moving_chains.studies(a_reader(store), area_id="ovning.ekbacken.centrum").empty


def test_nothing_is_saved_while_something_stops(saved: Store) -> None:
    examination = examined(saved, rows({**INITIATIVE, "amount": "-5"}))
    assert examination.stops
    assert examination.frames == {}


def test_questions_are_pinned_to_their_revision(begun: Store) -> None:
    before = a_reader(begun).revision
    save(begun, rows({**INITIATIVE, "title": "Nytt namn (påhittat)"}))
    (then,) = initiatives.initiatives(a_reader(begun, revision=before))["title"]
    (now,) = initiatives.initiatives(a_reader(begun))["title"]
    assert (then, now) == ("Provcentrum (påhittat)", "Nytt namn (påhittat)")
    assert initiatives.initiatives(a_reader(begun, revision=1)).empty
