"""A flag that says that a series is broken breaks it, once somebody has said what changed."""

from collections.abc import Iterator

import pytest

from data.acts.save import save as save_examined
from data.intake import Examination
from data.store.store import Store
from tests.factories import a_door, a_viewer, rows_of
from tests.files.given import CATALOGUE, NOW, codes, examined, lent, percents, said

TEXT = percents("2022;64", "2023;66 b", "2024;67")
FLAG, KIND = {"flag_means:b": "break"}, {"break_kind:TRY14/2023": "question"}


@pytest.fixture
def store() -> Iterator[Store]:
    yield from lent()


def keep(store: Store, examination: Examination) -> None:
    save_examined(
        a_door(store), a_viewer(), examination, catalogue=CATALOGUE, actor="Maja", now=NOW
    )


def test_what_changed_is_asked_and_nothing_is_suggested(store: Store) -> None:
    asked = examined(store, TEXT, answers=FLAG).proposals[-1]
    assert (asked.id, asked.suggested, asked.count, asked.rows) == (*KIND, None, 1, (3,))
    assert "(2023). Vad ändrades då?" in asked.question.sv


def test_a_flag_that_is_only_a_note_breaks_nothing(store: Store) -> None:
    for answers in ({"flag_means:b": "note"}, {**FLAG, "break_kind:TRY14/2023": "note"}):
        assert set(examined(store, TEXT, answers=answers).frames) == {"observation"}


def test_the_break_is_saved_with_the_values_and_asked_about_once(store: Store) -> None:
    examination = examined(store, TEXT, answers=FLAG | KIND)
    assert codes(examination) == ["breaks_saved"]
    assert "1 (2023)" in said(examination, "breaks_saved")
    keep(store, examination)
    sql = "SELECT area_id, kind, first_period, blocks_change FROM series_break"
    (saved,) = rows_of(store, sql).itertuples(index=False)
    assert tuple(saved) == ("ovning.ekbacken.centrum", "question", "2023", True)
    again = examined(store, TEXT.replace("66 b", "65 b"), answers=FLAG)
    assert [each.kind for each in again.proposals] == ["flag_means"]


def test_a_flag_on_a_row_that_is_saved_as_it_is_breaks_its_series_too(store: Store) -> None:
    noted = examined(store, TEXT, answers={**FLAG, "break_kind:TRY14/2023": "note"})
    keep(store, noted)
    again = examined(store, TEXT, answers=FLAG)
    assert (again.unchanged, [each.id for each in again.proposals][1:]) == (3, [*KIND])
    broken = examined(store, TEXT, answers=FLAG | KIND)
    assert (broken.changed, broken.unchanged) == (1, 2)
    keep(store, broken)
    assert len(rows_of(store, "SELECT * FROM series_break")) == 1


def test_what_no_break_was_is_remembered_for_its_period(store: Store) -> None:
    answers = {**FLAG, "break_kind:TRY14/2023": "note"}
    keep(store, examined(store, TEXT, sender="Maja", answers=answers))
    later = percents("2022;64", "2023;66 b", "2024;67", "2025;60 b")
    asked = examined(store, later, sender="Maja").proposals
    waiting = [each.id for each in asked if not each.answered]
    assert waiting == ["break_kind:TRY14/2025"]
