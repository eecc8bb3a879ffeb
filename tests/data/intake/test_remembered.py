"""What somebody answered about a file stands for the next one that looks the same."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from data.acts.save import save
from data.acts.undo import undo
from data.intake import Examination, UploadedFile
from data.intake.formats import delimited
from data.intake.questions import Questions
from data.intake.remembered import read_with_answers, shape_of
from data.intake.text_table import Refusal, TextTable
from data.store.store import Store
from tests.factories import a_door, a_reader, a_viewer
from tests.files.given import CATALOGUE, NOW, examined, lent

ASKED = "area_name:Ekbacken centrm (påhittat)"
MEANT = "ovning.ekbacken.centrum"


@pytest.fixture
def store() -> Iterator[Store]:
    yield from lent()


def month(period: str, header: str = "värde") -> str:
    return f"område;indikator;period;{header}\nEkbacken centrm (påhittat);TRY14;{period};64\n"


def saved(store: Store, examination: Examination, actor: str = "Eva Ek") -> int:
    door, viewer = a_door(store), a_viewer()
    return save(door, viewer, examination, catalogue=CATALOGUE, actor=actor, now=NOW).revision


def test_next_month_needs_no_answers_from_the_same_sender_and_others_are_asked(
    store: Store,
) -> None:
    first = examined(store, month("2023"), sender="Eva Ek", answers={ASKED: MEANT})
    revision = saved(store, first)
    again = examined(store, month("2024"), sender="eva  ek")
    assert [(each.id, each.answered) for each in again.proposals] == [(ASKED, True)]
    assert (again.waiting, again.accepted) == (0, 1)
    assert examined(store, month("2024"), sender="Bo Ek").waiting == 1
    assert examined(store, month("2024")).waiting == 1
    assert examined(store, month("2024", "value"), sender="Eva Ek").waiting == 1

    undo(a_door(store), a_viewer(), revision, catalogue=CATALOGUE, actor="Eva Ek", now=NOW)
    assert examined(store, month("2024"), sender="Eva Ek").waiting == 0


def test_a_new_answer_counts_instead_and_from_then_on(store: Store) -> None:
    saved(store, examined(store, month("2023"), sender="Eva Ek", answers={ASKED: MEANT}))
    other = {ASKED: "ovning.ekbacken"}
    second = examined(store, month("2024"), sender="Eva Ek", answers=other)
    assert list(second.frames["observation"]["area_id"]) == ["ovning.ekbacken"]
    saved(store, second)
    third = examined(store, month("2025"), sender="Eva Ek")
    assert list(third.frames["observation"]["area_id"]) == ["ovning.ekbacken"]


def test_the_shape_is_the_same_with_another_year_and_order_and_not_with_another_column() -> (
    None
):
    shape = shape_of("csv", "", ["Område", "2023", "2024 (prel.)"])
    assert shape == shape_of("csv", "", ["2024", "område", "2025 (prel.)", "2023"])
    assert shape != shape_of("csv", "", ["Område", "2023", "2024 (prel.)", "n"])
    assert shape != shape_of("xlsx", "", ["Område", "2023", "2024 (prel.)"])


def test_two_published_tables_with_the_same_headers_are_not_of_one_shape() -> None:
    headers = ["region", "tid", "värde"]
    assert shape_of("px", "", headers, "BE01") != shape_of("px", "", headers, "BE02")


def test_shares_are_shares_next_month_too_when_their_series_has_percents(store: Store) -> None:
    head = "område;indikator;period;värde\n"
    first = f"{head}{MEANT};SER08;2023;0,64\n{MEANT};SER08;2024;0,71\n"
    hundredfold = {"shares:SER08": "hundredfold"}
    saved(store, examined(store, first, sender="Eva Ek", answers=hundredfold))
    again = examined(store, f"{head}{MEANT};SER08;2025;0,7\n", sender="Eva Ek")
    assert (again.stops, again.waiting) == (0, 0)
    assert list(again.frames["observation"]["value"]) == [70.0]


def test_an_answer_does_not_read_the_file_again(store: Store) -> None:
    read: list[str] = []
    before = delimited.FORMAT.read

    def counted(content: bytes, name: str, questions: Questions) -> TextTable | Refusal:
        read.append(name)
        return before(content, name, questions)

    counting = replace(delimited.FORMAT, read=counted)
    file = UploadedFile.of(month("2031").encode(), "fil.csv")
    for answers in ((), ((ASKED, MEANT),)):
        given = replace(file, answers=answers)
        read_with_answers(counting, given, a_reader(store))
    assert read == ["fil.csv"]


def test_an_answer_about_a_header_with_a_year_or_month_holds_for_the_next_one(
    store: Store,
) -> None:
    def plan(month: str, year: int) -> str:
        headers = (
            f"område;indikator;{year - 1};{year};Trend {year - 1}-{year};Mål {month} {year}"
        )
        return f"{headers}\n{MEANT};TRY14;64;65;1;66\n"

    first = examined(store, plan("mars", 2023), sender="Eva Ek")
    answers = {each.id: "leave" for each in first.proposals}
    assert set(answers) == {
        "column_with_a_year:Trend ÅR-ÅR",
        "column_with_a_year:Mål MÅNAD ÅR",
    }
    assert "Trend 2022-2023" in first.proposals[0].question.sv
    saved(store, examined(store, plan("mars", 2023), sender="Eva Ek", answers=answers))
    assert examined(store, plan("maj", 2024), sender="Eva Ek").waiting == 0
