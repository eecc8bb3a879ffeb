"""A finding is mended in the reading by an answer, and the file stays as it came."""

from collections.abc import Iterator

import pytest

from data.acts.save import save
from data.intake import Examination, annotated, own_rows
from data.store.store import Store
from tests.factories import a_door, a_viewer
from tests.files.given import CATALOGUE, NOW, a_store, codes, examined

HEAD = "område;indikator;period;värde\n"
AREA = "ovning.ekbacken.centrum"
BANDS = f"{HEAD.strip()};kategori\n{AREA};SER08;2023;64;okt-14\n{AREA};SER08;2024;65;okt-14\n"


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    store = a_store()
    yield store
    store.close()


def offers(examination: Examination) -> dict[str, str]:
    """The first offer of each finding: what its suggestion says."""
    return {each.id: each.choice for found in examination.findings for each in found.offers[:1]}


def values(examination: Examination) -> list[float]:
    return list(examination.frames["observation"]["value"])


def test_a_suggestion_that_is_answered_is_how_the_cells_are_read(store: Store) -> None:
    asked = examined(store, BANDS)
    assert codes(asked) == ["age_band_eaten", "age_band_eaten"]
    assert offers(asked) == {"read_as:category:okt-14": "10-14"}
    mended = examined(store, BANDS, answers=offers(asked))
    assert (mended.stops, mended.waiting) == (False, 0)
    assert list(mended.frames["observation"]["category"]) == ["10-14", "10-14"]
    (answer,) = mended.proposals
    assert (answer.count, answer.rows, answer.answer) == (2, (2, 3), "10-14")
    assert "okt-14" in annotated(mended, "sv").decode("utf-8-sig")


def test_a_correction_can_be_taken_back(store: Store) -> None:
    back = examined(store, BANDS, answers={"read_as:category:okt-14": "as_written"})
    assert codes(back) == ["age_band_eaten", "age_band_eaten"]
    assert offers(back) == {"read_as:category:okt-14": "10-14"}


def test_a_number_is_read_otherwise_only_where_it_stands(store: Store) -> None:
    shares = {2021: "58", 2022: "0,47", 2023: "61", 2024: "0,47"}
    text = HEAD + "".join(f"{AREA};TRY14;{year};{said}\n" for year, said in shares.items())
    asked = examined(store, text)
    first, second = "read_as:value:värde 3:0,47", "read_as:value:värde 5:0,47"
    assert offers(asked) == {first: "47", second: "47"}
    assert examined(store, text, answers={second: "47"}).stop_count == 1
    assert values(examined(store, text, answers=offers(asked))) == [58.0, 47.0, 61.0, 47.0]


def test_rows_that_stop_can_be_left_out_and_are_named(store: Store) -> None:
    text = f"{HEAD}{AREA};SER08;2023;64\n{AREA};SER08;igår;65\n{AREA};SER08;2024;hej\n"
    answers = {"leave_rows:period_unreadable": "leave", "leave_rows:not_a_number": "leave"}
    mended = examined(store, text, answers=answers)
    assert (codes(mended), values(mended)) == (["row_left_out", "row_left_out"], [64.0])


def test_a_file_of_which_nothing_would_be_left_is_not_offered_to_be_left_out(
    store: Store,
) -> None:
    (stop,) = examined(store, f"{HEAD}{AREA};SER08;2023;hej\n").findings
    assert (stop.code, stop.offers) == ("not_a_number", ())


def test_an_error_of_excel_may_be_a_missing_value(store: Store) -> None:
    text = f"{HEAD}{AREA};SER08;2023;NaN\n{AREA};SER08;2024;65\n"
    mended = examined(store, text, answers=offers(examined(store, text)))
    assert (mended.stops, mended.accepted) == (False, 2)


def test_what_is_odd_and_right_is_said_once(store: Store) -> None:
    text = f"{HEAD}{AREA};SER08;2023;64\n{AREA};SER08;2023;64\n"
    asked = examined(store, text)
    assert codes(asked) == ["row_twice"]
    said = examined(store, text, answers=offers(asked))
    assert (codes(said), said.waiting) == ([], 0)
    assert codes(examined(store, text, answers={"confirmed:row_twice": "no"})) == ["row_twice"]


def test_an_answer_about_what_the_file_does_not_say_is_told(store: Store) -> None:
    answers = {"read_as:category:okt-15": "10-15", "leave_rows:not_a_number": "leave"}
    found = examined(store, f"{HEAD}{AREA};SER08;2023;64\n", answers=answers)
    assert codes(found) == ["answer_not_asked", "answer_not_asked"]


def test_only_how_a_text_is_read_is_remembered() -> None:
    store = a_store()
    text = f"{HEAD}{AREA};SER08;2023;~64\n{AREA};SER08;2024;65\n{AREA};SER08;2024;65\n"
    answers = {"read_as:value:~64": "64", "confirmed:row_twice": "yes"}
    first = examined(store, text, sender="Eva", answers=answers)
    save(a_door(store), a_viewer(), first, catalogue=CATALOGUE, actor="Eva", now=NOW)
    again = examined(store, text, sender="Eva")
    assert (again.stops, codes(again)) == (False, ["row_twice"])
    store.close()


def test_the_rows_that_something_is_said_about_stand_as_in_the_file(store: Store) -> None:
    text = f"Hyresvärdens enkät\n;;;\n{HEAD}{AREA};SER08;2023;64\n{AREA};SER08;2024;hej\n"
    found = own_rows(examined(store, text))
    assert found is not None
    assert found.meanings == ("area_id", "indicator_id", "period", "value")
    assert [(row.number, row.title) for row in found.rows][-2:] == [(3, True), (5, False)]
    assert found.rows[0].cells[0] == "Hyresvärdens enkät"
    assert found.rows[-1].marked == {3}
    assert own_rows(examined(store, f"{HEAD}{AREA};SER08;2023;64\n")) is None
