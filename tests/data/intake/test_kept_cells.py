"""A cell that says nothing takes nothing away from what is saved beside the same value."""

from collections.abc import Iterator

import pytest

from data.store.store import Store
from tests.files.given import codes, examined, lent, percents, said, save

WHOLE = "område;indikator;period;värde;antal_svar;undre;övre;källa;fotnot;belägg"
SAVED = percents(
    "2023;64;412;60,1;67,9;Enkäten;ny enkät;härledd", "2024;66;398;;;Enkäten;;", header=WHOLE
)
DETAILS = ["n", "low", "high", "source", "note", "evidence"]
ASKED = "answers_of_another_value:TRY14"


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    yield from lent(SAVED)


@pytest.mark.parametrize(
    "text",
    [
        percents("2023;64", "2024;66"),
        percents("2023;64;;;;;;", "2024;66;;;;;;", header=WHOLE),
        percents("64;66", header="område;indikator;2023;2024"),
    ],
    ids=["columns absent", "cells empty", "wide"],
)
def test_what_a_file_does_not_mention_stays_beside_the_same_value(
    store: Store, text: str
) -> None:
    examination = examined(store, text)
    assert (examination.unchanged, examination.changed) == (2, 0)
    assert codes(examination) == ["details_kept"]
    sentence = said(examination, "details_kept")
    assert "antal_svar, undre, övre, källa, fotnot och belägg" in sentence
    assert sentence.endswith("står kvar (2). Skriv - i cellen om det ska bort.")


def test_a_mark_takes_away_what_is_saved(store: Store) -> None:
    text = percents("2023;64;-;60,1;67,9;-;-;härledd", header=WHOLE)
    examination = examined(store, text)
    (row,) = (
        examination.frames["observation"][DETAILS].astype(object).fillna("").to_dict("records")
    )
    assert [row[name] for name in DETAILS] == ["", 60.1, 67.9, "", "", "inferred"]
    assert (examination.changed, codes(examination)) == (1, [])


def test_the_answers_behind_another_value_are_asked_about_and_the_rest_does_not_follow(
    store: Store,
) -> None:
    text = percents("2023;63", "2024;66")
    examination = examined(store, text)
    (asked,) = examination.proposals
    assert (asked.id, asked.suggested, asked.count, asked.rows) == (ASKED, None, 1, (2,))
    assert "(Ekbacken centrum (påhittat) 2023: sparat är 412 svar)" in asked.question.sv
    assert codes(examination) == ["details_of_another_value", "details_kept"]
    for answer, number in (("keep", 412), ("blank", None)):
        frame = examined(store, text, answers={ASKED: answer}).frames["observation"]
        first = frame[DETAILS].astype(object).where(frame[DETAILS].notna(), None).iloc[0]
        assert first.tolist() == [number, None, None, "", "", "stated"]


def test_a_value_that_is_taken_away_takes_its_details_along(store: Store) -> None:
    examination = examined(store, percents("2023;-"))
    assert (examination.changed, examination.proposals) == (1, ())
    assert "details_of_another_value" in codes(examination)


def test_values_that_become_final_because_nothing_is_said_are_told(store: Store) -> None:
    header = "område;indikator;period;värde;status"
    save(store, percents("2021;64;preliminär", header=header))
    assert codes(examined(store, percents("2021;64"))) == ["becomes_final"]
    assert codes(examined(store, percents("2021;64;slutlig", header=header))) == []
