"""Everything the charts and the pages Område and Utfall say exists in English too."""

import ast
from pathlib import Path

import pytest

from dashboard.charts.describe.lines import CUT_NOTES
from dashboard.charts.describe.stacked import TENURES
from dashboard.text import amounts, areas, reasons, sentences
from dashboard.text.language import translator

ROOT = Path(__file__).parents[3] / "dashboard"

FILES = [
    *(file for room in ("area", "charts", "outcome", "series")
      for file in sorted((ROOT / room).rglob("*.py"))),
    *(ROOT / "text" / f"{name}.py" for name in ("amounts", "areas", "outcomes", "reasons",
                                                "sentences")),
]  # fmt: skip

TABLES = [
    sentences.BREAK_CAUSES.values(),
    reasons._BREAK_CELLS.values(),
    reasons._REASONS.values(),
    reasons._REASON_CELLS.values(),
    reasons._GRADES,
    amounts._UNIT_WORDS.values(),
    sentences._HEADLINES.values(),
    *amounts._PERIODS.values(),
    CUT_NOTES.values(),
    TENURES.values(),
    amounts._NUMBERS,
    [sentence for _group, sentence in areas._TITLES],
]

THE_SAME = {"RegSO", "Period", "Status", "region"}
"""Texts that are written alike in both languages."""


def written(file):
    """The texts given to a translator in a file: ``_("…")`` and ``translate("…")``."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and _translates(node.func):
            for argument in node.args[:1]:
                if isinstance(argument, ast.Constant):
                    yield argument.value


def _translates(function):
    if isinstance(function, ast.Name):
        return function.id in {"_", "_say", "_moved"}
    if isinstance(function, ast.Attribute):
        return function.attr == "translate"
    return isinstance(function, ast.Call) and getattr(function.func, "id", "") == "translator"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_text_of_the_code_has_its_english(file):
    english = translator("en")
    missing = [text for text in written(file) if english(text) == text]
    assert set(missing) <= THE_SAME


def test_every_text_of_the_tables_has_its_english():
    english = translator("en")
    missing = {text for table in TABLES for text in table if english(text) == text}
    assert missing <= THE_SAME
