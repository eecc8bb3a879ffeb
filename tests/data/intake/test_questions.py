"""What a file leaves open is asked once per kind and subject, and answered for all its rows."""

import pytest

from data.intake.findings import Both
from data.intake.questions import LISTED_ROWS, Questions

HIDDEN = {"count": 2, "example": "rad 3, 4", "suggested": "read"}


def test_an_unanswered_question_goes_on_with_what_is_suggested_and_waits():
    questions = Questions()
    assert questions.ask("hidden_rows", **HIDDEN) == "read"
    assert questions.waiting == 1


def test_an_answer_decides_and_nothing_waits():
    questions = Questions(given={"hidden_rows:Blad1": "leave"})
    assert questions.ask("hidden_rows", "Blad1", **HIDDEN) == "leave"
    assert (questions.waiting, questions.remarks()) == (0, [])


def test_a_remembered_answer_stands_unless_another_is_given():
    remembered = Questions(remembered={"hidden_rows": "leave"})
    assert remembered.ask("hidden_rows", **HIDDEN) == "leave"
    assert remembered.proposals[0].answered
    other = Questions(remembered={"hidden_rows": "leave"}, given={"hidden_rows": "read"})
    assert other.ask("hidden_rows", **HIDDEN) == "read"


def test_with_nothing_to_suggest_there_is_no_answer_yet():
    choices = {"a": Both("A", "A")}
    assert Questions().ask("hidden_rows", choices=choices) == ""


def test_the_same_question_is_asked_once():
    questions = Questions()
    questions.ask("hidden_rows", **HIDDEN)
    questions.ask("hidden_rows", **{**HIDDEN, "suggested": "leave"})
    assert len(questions.proposals) == 1
    assert questions.proposals[0].id == "hidden_rows"


def test_an_impossible_answer_stops_and_one_not_asked_for_is_told():
    questions = Questions(given={"hidden_rows": "perhaps", "marks:c": "suppressed"})
    assert questions.ask("hidden_rows", **HIDDEN) == "read"
    codes = {mark.code: mark.stops for mark in questions.remarks()}
    assert codes == {"answer_not_a_choice": True, "answer_not_asked": False}
    assert questions.waiting == 1


def test_a_question_lists_its_first_rows_and_counts_them_all():
    questions = Questions()
    questions.ask("hidden_rows", **{**HIDDEN, "count": 500}, rows=range(2, 502))
    (asked,) = questions.proposals
    assert (len(asked.rows), asked.count) == (LISTED_ROWS, 500)
    assert asked.question.sv.startswith("Rader som är dolda i Excel: 500")


def test_a_suggestion_that_is_no_choice_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        Questions().ask("hidden_rows", suggested="perhaps")
