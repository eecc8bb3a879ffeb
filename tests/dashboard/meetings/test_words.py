"""What a meeting opens with and leaves behind, in sentences and as a Word file."""

import io
from datetime import date

import docx
import pandas as pd
import pytest

from dashboard.export import minutes
from dashboard.export.minutes import Minutes
from dashboard.text import meetings as words
from metrics.outcome.counts import News

TODAY = date(2026, 11, 22)
QUIET = dict(lost=0, regained=0, moved=0, measured=0)


@pytest.mark.parametrize(
    ("news", "sentence"),
    [
        (QUIET, "Inget har ändrats sedan mötet den 3 september 2026"),
        (QUIET | {"lost": 1}, "Sedan förra mötet: en ny förlust"),
        (
            QUIET | {"lost": 2, "regained": 1, "moved": 3, "measured": 39},
            "Sedan förra mötet: två nya förluster, ett återvunnet värde, "
            "tre andra byten av läge och 39 nya mätvärden",
        ),
    ],
)
def test_a_meeting_opens_with_what_has_happened(news, sentence):
    assert words.opening(News(**news), date(2026, 9, 3), 4, "sv") == sentence


def test_the_first_meeting_says_that_it_is():
    news = QUIET
    assert words.opening(News(**news), None, 4, "sv") == "Första mötet, om fyra områden"
    assert words.opening(News(**news), None, 1, "en") == "The first meeting, about one area"


def test_the_opening_is_english_all_through():
    said = words.opening(
        News(lost=2, regained=1, moved=1, measured=1),
        date(2026, 9, 3),
        4,
        "en",
    )
    assert said == (
        "Since the last meeting: two new losses, one value regained, "
        "one other change of state and one new measurement"
    )


def decision(**changed: object) -> dict[str, object]:
    row = {
        "wording": "Öppna torget",
        "owner_role": "fastighetschef",
        "owner_name": "",
        "due_on": pd.Timestamp("2026-11-21"),
        "status": "open",
        "closed_on": pd.NaT,
    }
    return row | changed


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, "skulle ha varit klart 21 november 2026, 1 dag sedan"),
        ({"due_on": pd.Timestamp("2026-11-22")}, "klart senast 22 november 2026"),
        (
            {"status": "done", "closed_on": pd.Timestamp("2026-11-20")},
            "klart 20 november 2026",
        ),
        (
            {"status": "dropped", "closed_on": pd.Timestamp("2026-11-20")},
            "struket 20 november 2026",
        ),
    ],
)
def test_a_decision_says_when_it_is_due_or_what_became_of_it(changed, sentence):
    assert words.due(decision(**changed), TODAY, "sv") == sentence


def test_the_role_answers_for_a_decision_and_the_person_stands_beside():
    assert words.owner(decision()) == "fastighetschef"
    assert words.owner(decision(owner_name="Maja Ek")) == "fastighetschef (Maja Ek)"


def test_many_areas_are_three_and_the_rest():
    meeting = {"area_names": ["A", "B", "C", "D", "E"], "area_names_en": []}
    assert words.areas(meeting, "sv") == "A, B, C och 2 till"


def said(**changed: object) -> Minutes:
    meeting = {
        "title": "Nätverket",
        "held_on": pd.Timestamp("2026-12-03"),
        "area_names": ["Byn (påhittad)"],
        "area_names_en": ["The village (invented)"],
        "invented": True,
    }
    given = dict(
        meeting=meeting,
        opening="Sedan förra mötet: en ny förlust",
        changed=["Trygg på kvällen, Byn: ▼ Återfall"],
        lost=["Tryggheten har sjunkit."],
        before=[],
        decided_here=[decision()],
        revision=7,
    )
    return Minutes(**(given | changed))


def written(minutes_: Minutes, language: str = "sv") -> docx.document.Document:
    return docx.Document(io.BytesIO(minutes.document(minutes_, TODAY, language)))


def test_the_minutes_hold_what_was_shown_and_decided():
    paper = written(said())
    lines = [line.text for line in paper.paragraphs]
    assert lines[0] == "Nätverket"
    assert "Påhittade siffror" in lines
    assert "Sedan förra mötet: en ny förlust." in lines
    assert "Trygg på kvällen, Byn: ▼ Återfall" in lines
    (table,) = paper.tables
    assert [cell.text for cell in table.rows[1].cells] == [
        "Öppna torget",
        "fastighetschef",
        "skulle ha varit klart 21 november 2026, 1 dag sedan",
    ]


def test_the_minutes_have_headings_a_language_and_a_header_row():
    paper = written(said())
    headings = [line.text for line in paper.paragraphs if line.style.name == "Heading 1"]
    assert headings[:2] == ["Sedan förra mötet", "Att ta ställning till"]
    assert paper.core_properties.language == "sv-SE"
    assert 'w:lang w:val="sv-SE"' in paper.styles.element.xml
    assert "tblHeader" in paper.tables[0].rows[0]._tr.xml


def test_a_heading_without_lines_is_left_out():
    paper = written(said(changed=[], lost=[], decided_here=[]), "en")
    headings = [line.text for line in paper.paragraphs if line.style.name == "Heading 1"]
    assert headings == ["Present", "Notes"]
    assert not paper.tables
