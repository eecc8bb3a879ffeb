"""The sentences of Ladda upp, in both languages."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.text.language import _english, plural, translator
from dashboard.upload import words
from dashboard.upload.changes import preview_table
from dashboard.upload.findings import grouped
from data.acts.undo import UndoReceipt
from data.answers.before_undo import BeforeUndo
from data.intake import KINDS, Examination, Finding, Proposal
from data.intake.findings import Both
from data.intake.kind import Kind
from data.store.undo import Kept

ROOM = Path(words.__file__).parent


def a_finding(row: int | None, level: str) -> Finding:
    return Finding(
        row=row,
        column="värde",
        level=level,
        code="x",
        read="0,64",
        expected="0–100",
        message_sv="Ser ut som en andel.",
        message_en="Looks like a share.",
        suggestion_sv="Menar du 64?",
        suggestion_en="Do you mean 64?",
    )


def an_examination(*found: tuple[int | None, str], **more: object) -> Examination:
    findings = tuple(a_finding(row, level) for row, level in found)
    return Examination(
        **{
            "kind": "observations",
            "file_name": "fil.csv",
            "sha256": "",
            "reading": {},
            "findings": findings,
            "finding_count": len(findings),
            "stop_count": sum(level == "error" for _row, level in found),
            "new": 1,
            **more,
        }
    )


A_QUESTION = Proposal(
    id="contents",
    kind="contents",
    subject="",
    count=2,
    example="andel",
    rows=(2, 3),
    suggested=None,
    labels={"andel": Both("andel", "share")},
    question=Both("Vilken ska läsas?", "Which is to be read?"),
)

TITLES = {
    "clean": (
        an_examination(),
        "Inget har sparats än. Filen går att spara som den är.",
        "Nothing has been saved yet. The file can be saved as it is.",
    ),
    "as drawn": (
        an_examination(
            (15, "error"), (22, "error"), (8, "warning"), (31, "warning"), (36, "warning")
        ),
        "Inget har sparats. Två rader stoppar och tre behöver en blick.",
        "Nothing has been saved. Two rows stop and three need a look.",
    ),
    "one of each": (
        an_examination((2, "error"), (3, "warning")),
        "Inget har sparats. En rad stoppar och en behöver en blick.",
        "Nothing has been saved. One row stops and one needs a look.",
    ),
    "several things in one row": (
        an_examination((2, "error"), (2, "error"), (2, "warning")),
        "Inget har sparats. En rad stoppar.",
        "Nothing has been saved. One row stops.",
    ),
    "only warnings": (
        an_examination((2, "warning"), (4, "warning")),
        "Inget har sparats än. Två rader behöver en blick.",
        "Nothing has been saved yet. Two rows need a look.",
    ),
    "the whole file": (
        an_examination((None, "error")),
        "Inget har sparats. Filen kan inte läsas in som den är.",
        "Nothing has been saved. The file cannot be imported as it is.",
    ),
    "a question": (
        an_examination((4, "warning"), proposals=(A_QUESTION,)),
        "Så läste vi din fil. En fråga återstår innan den går att spara.",
        "How we read your file. One question remains before it can be saved.",
    ),
    "a question and what stops": (
        an_examination((2, "error"), (3, "error"), proposals=(A_QUESTION,)),
        "Inget har sparats. En fråga väntar på svar och två rader stoppar.",
        "Nothing has been saved. One question waits for an answer and two rows stop.",
    ),
    "nothing new": (
        an_examination(new=0, unchanged=3),
        "Filen säger inget nytt: allt i den står redan här.",
        "The file says nothing new: everything in it is already here.",
    ),
    "very many": (
        an_examination((2, "error"), finding_count=1_500, stop_count=1_200),
        "Inget har sparats. 1\u202f200 rader stoppar och 300 behöver en blick.",
        "Nothing has been saved. 1,200 rows stop and 300 need a look.",
    ),
}


@pytest.mark.parametrize(("examination", "swedish", "english"), TITLES.values(), ids=TITLES)
def test_the_title_is_what_was_found(
    examination: Examination, swedish: str, english: str
) -> None:
    assert words.finding_title(examination, "sv") == swedish
    assert words.finding_title(examination, "en").replace("\u202f", ",") == english


def test_the_button_says_what_it_saves() -> None:
    assert words.save_label(an_examination(new=41, changed=1), "sv") == "Spara 42 mätvärden"
    assert words.save_label(an_examination(kind="areas"), "en") == "Save 1 area"


@pytest.mark.parametrize(
    ("examination", "actor", "said"),
    [
        (an_examination((2, "error")), "Maja", "Knappen tänds när inget stoppar."),
        (an_examination(new=0), "Maja", "Det finns inget nytt att spara."),
        (an_examination(), "  ", "Skriv ditt namn först"),
        (an_examination(), "Maja", ""),
    ],
)
def test_a_button_that_cannot_be_pressed_says_why(
    examination: Examination, actor: str, said: str
) -> None:
    reason = words.why_not(examination, actor, "sv")
    assert reason.startswith(said)
    assert bool(reason) is bool(said)


@pytest.mark.parametrize(
    ("listed", "count", "swedish", "english"),
    [
        ([], 0, "", ""),
        ([3], 1, "Rad 3", "Row 3"),
        ([2, 2, 2], 3, "Rad 2", "Row 2"),
        ([3, 4, 7, 9], 4, "Raderna 3, 4, 7, 9", "Rows 3, 4, 7, 9"),
        (range(3, 18), 15, "Raderna 3, 4, 5 och 12 till", "Rows 3, 4, 5 and 12 more"),
        (range(3, 103), 340, "Raderna 3, 4, 5 och 337 till", "Rows 3, 4, 5 and 337 more"),
    ],
)
def test_rows_are_named_first_and_then_counted(
    listed: Iterable[int], count: int, swedish: str, english: str
) -> None:
    assert words.row_numbers(listed, count, "sv") == swedish
    assert words.row_numbers(listed, count, "en") == english


def test_findings_of_one_kind_are_one_group_and_what_stops_comes_first() -> None:
    found = an_examination((2, "warning"), (3, "error"), (4, "error"), (9, "error"))
    kinds = [
        replace(each, code="warns" if each.level == "warning" else "stops")
        for each in found.findings
    ]
    groups = grouped(replace(found, findings=tuple(kinds)))
    assert [[each.row for each in group.findings] for group in groups] == [[3, 4, 9], [2]]
    assert [group.count for group in groups] == [3, 1]


def test_the_verdicts_are_counted_in_words() -> None:
    assert words.verdict_title(0, 22, "sv") == "Inget mål byter läge"
    assert words.verdict_title(1, 1, "sv") == "Det enda målet byter läge"
    assert words.verdict_title(1, 22, "sv") == "Ett av 22 mål byter läge"
    assert words.verdict_title(2, 22, "en") == "Two of 22 goals would change state"


def texts() -> Iterator[tuple[str, ...]]:
    for file in (*ROOM.glob("*.py"), ROOM.parent / "views" / "upload.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                given = [part.value for part in node.args if isinstance(part, ast.Constant)]
                if node.func.id in {"_", "plural"} and given:
                    yield tuple(str(text) for text in given if isinstance(text, str))


@pytest.mark.parametrize("text", sorted(set(texts())), ids=str)
def test_every_text_has_an_english_one(text: tuple[str, ...]) -> None:
    if len(text) == 1:
        known = translator("en")(text[0])
        assert known != text[0] or text[0] in {"Period"}
    else:
        assert plural("en", *text, 2) != text[1]
    assert _english() is not None


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("count", [1, 2])
def test_what_a_file_of_every_kind_holds_has_its_english(kind: Kind, count: int) -> None:
    assert words.noun(kind.name, count, "sv") == kind.noun[count > 1]
    assert words.noun(kind.name, count, "en") not in kind.noun


def test_a_value_that_the_file_takes_away_is_said_to_be_missing():
    row = dict(what="", area_id="a", area_name="Ekbacken", indicator_id="BOS04")
    row |= dict(indicator_name="Trångboddhet", period="2024", saved=18.4, difference="changed")
    table = preview_table(pd.DataFrame([row | {"in_file": None}]), "sv")
    assert table["I filen"].tolist() == ["saknas"]
    assert table["Sparat"].tolist() == ["18,4"]


def test_goals_that_stay_after_an_undo_are_named_and_then_counted() -> None:
    goals = tuple(Kept(f"mal.{one}", f"Mål_{one}", f"Goal {one}", 7) for one in range(5))
    told: dict[str, Any] = {
        "revision": 9,
        "undone": 4,
        "removed": 2,
        "restored": 0,
        "verdicts": (),
    }
    said = words.undone(UndoReceipt(**told, left=5, kept=goals), "sv")
    assert said.endswith(
        "Målet Mål\\_2 har ändrats i inläsning 7 och står kvar. Två ändrade mål till står kvar."
    )
    single = UndoReceipt(**told, left=1, kept=goals[:1])
    assert words.undone(single, "en").endswith(
        "The goal Goal 0 has been changed in upload 7 and stays."
    )


@pytest.mark.parametrize(
    ("known", "sv", "en"),
    [
        ({}, "", ""),
        ({"goals": 2}, "Två mål går bort.", "Two goals go."),
        (
            {"goals": 1, "promises": 2, "decisions": 1},
            "Ett mål går bort. Dit pekar 2 löften och 1 beslut, som står kvar utan mål.",
            "One goal goes. What points there stays without a goal: 2 promises and 1 decision.",
        ),
        (
            {"again": (7,)},
            "Samma fil är sparad igen som inläsning 7, och det den säger står kvar.",
            "The same file is saved again as upload 7, and what it says stays.",
        ),
        (
            {"repeatable": True},
            "Det som senare filer bara har upprepat räknas hit och går också.",
            "What later files have only repeated counts as this one's, and goes too.",
        ),
    ],
)
def test_before_an_undo_it_is_said_what_goes_and_what_stands(known, sv, en):
    nothing = {"goals": 0, "promises": 0, "initiatives": 0, "decisions": 0}
    found = BeforeUndo(**{**nothing, "again": (), "repeatable": False, **known})
    assert words.before_undo(found, "sv") == sv
    assert words.before_undo(found, "en") == en
