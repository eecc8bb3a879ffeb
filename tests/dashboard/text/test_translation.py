"""No Swedish on an English page: everything said on screen has its English."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import dashboard
from dashboard.catalogue import definition
from dashboard.charts.describe import staircase
from dashboard.promises import entry
from dashboard.text import headline, promises, states, themes
from dashboard.text.language import plural, translator

ROOT = Path(dashboard.__file__).parent
SAME_IN_ENGLISH = {
    "NHS, variation", "Fingertips, trend",
    "Version", "Id", "RegSO", "DeSO", "region", "Period", "Status", "{period}", "CSV",
}  # fmt: skip


def said(file: Path) -> Iterator[tuple[str, ...]]:
    """Every Swedish text that a file asks to have translated."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        if isinstance(node.func, ast.Name) and node.func.id == "_" and texts:
            yield (str(texts[0]),)
        if (
            isinstance(node.func, ast.Call)
            and getattr(node.func.func, "id", "") == "translator"
        ):
            yield from ((str(text),) for text in texts[:1])
        if isinstance(node.func, ast.Name) and node.func.id == "plural" and len(texts) >= 2:
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


@pytest.mark.parametrize(
    "table",
    [
        definition._DIRECTIONS,
        definition._PROPOSED,
        definition._SHORT_DIRECTIONS,
        definition._KINDS,
        definition._FREQUENCIES,
        states.GROUP_WORDS,
        states._WORDS,
        themes._NAMES,
        promises.WORDS,
        promises.JOINED_WORDS,
        promises.STRENGTHS,
        entry._KINDS,
        dict(enumerate((*promises.SHORT_STAGES, *staircase._AXIS))),
    ],
)
def test_every_word_of_a_table_has_its_english(table):
    english = translator("en")
    same = [word for word in table.values() if english(word) == word]
    assert set(same) <= SAME_IN_ENGLISH


@pytest.mark.parametrize("kinds", headline._UNKNOWN)
def test_every_reason_for_not_knowing_has_its_english(kinds):
    _, one, many = kinds
    assert plural("en", one, many, 1) != one
    assert plural("en", one, many, 2) != many


def test_swedish_is_left_as_it_is():
    assert translator("sv")("Läget") == "Läget"
