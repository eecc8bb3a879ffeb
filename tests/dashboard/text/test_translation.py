"""No Swedish on an English page: everything said on screen has its English."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import dashboard
from dashboard.catalogue import definition
from dashboard.charts.describe import staircase
from dashboard.charts.describe.lines import CUT_NOTES
from dashboard.charts.describe.stacked import TENURES
from dashboard.promises import entry
from dashboard.text import (
    amounts,
    areas,
    headline,
    new_place,
    promises,
    reasons,
    sentences,
    states,
    themes,
)
from dashboard.text.language import plural, translator

ROOT = Path(dashboard.__file__).parent
SAME_IN_ENGLISH = {
    "NHS, variation", "Fingertips, trend",
    "Version", "Id", "RegSO", "DeSO", "region", "Period", "Status", "{period}", "CSV",
    "Administration", "Organisation", "Person", "Signal",
}  # fmt: skip

SAYING = {"_say", "_moved", "_always", "_by_movement"}
"""What a finding is said with."""


def said(file: Path) -> Iterator[tuple[str, ...]]:
    """Every Swedish text that a file asks to have translated."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        if isinstance(node.func, ast.Name) and node.func.id == "_" and texts:
            yield (str(texts[0]),)
        if file.name == "findings.py" and getattr(node.func, "id", "") in SAYING:
            yield from ((str(text),) for text in texts)
        if (
            isinstance(node.func, ast.Call)
            and getattr(node.func.func, "id", "") == "translator"
        ):
            yield from ((str(text),) for text in texts[:1])
        if getattr(node.func, "id", "") in {"plural", "counting"} and len(texts) >= 2:
            yield str(texts[-2]), str(texts[-1])


FILES = sorted(ROOT.rglob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=[str(file.relative_to(ROOT)) for file in FILES])
def test_every_text_has_its_english(file):
    english = translator("en")
    untranslated = [
        texts
        for texts in said(file)
        if (
            english(texts[0]) == texts[0]
            if len(texts) == 1
            else plural("en", *texts, 2) == texts[1]
        )
        and texts[0] not in SAME_IN_ENGLISH
        and any(letter.isalpha() for letter in texts[0])
    ]
    assert untranslated == []


TABLES = [
    definition._DIRECTIONS.values(),
    definition._PROPOSED.values(),
    definition._SHORT_DIRECTIONS.values(),
    definition._KINDS.values(),
    definition._FREQUENCIES.values(),
    states.GROUP_WORDS.values(),
    states._WORDS.values(),
    themes._NAMES.values(),
    promises.WORDS.values(),
    promises.JOINED_WORDS.values(),
    promises.STRENGTHS.values(),
    promises.SHORT_STAGES,
    entry._KINDS.values(),
    staircase._AXIS,
    sentences.BREAK_CAUSES.values(),
    sentences._HEADLINES.values(),
    reasons._BREAK_CELLS.values(),
    reasons._REASONS.values(),
    reasons._REASON_CELLS.values(),
    reasons._GRADES,
    amounts._UNIT_WORDS.values(),
    amounts._NUMBERS,
    *amounts._PERIODS.values(),
    CUT_NOTES.values(),
    TENURES.values(),
    new_place.OUTLINES.values(),
    new_place.LABELS.values(),
    *new_place._MISSING.values(),
    new_place._BASELINES.values(),
]


@pytest.mark.parametrize("words", TABLES)
def test_every_word_of_a_table_has_its_english(words):
    english = translator("en")
    assert {word for word in words if english(word) == word} <= SAME_IN_ENGLISH


@pytest.mark.parametrize("kinds", [*headline._UNKNOWN, *areas._TITLES])
def test_every_count_has_its_english(kinds):
    _, one, many = kinds
    assert plural("en", one, many, 1) != one
    assert plural("en", one, many, 2) != many


def test_swedish_is_left_as_it_is():
    assert translator("sv")("Läget") == "Läget"
