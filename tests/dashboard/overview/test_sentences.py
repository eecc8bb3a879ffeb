"""What Läget and Katalog say of parts, lateness and directions, as somebody has approved it."""

from datetime import date

import pandas as pd
import pytest

from dashboard.catalogue import definition, overdue
from dashboard.text import filtered
from dashboard.text.headline import nothing_fits
from metrics.definition.catalogue import load_catalogue
from tests.dashboard.approval import approve_text

CATALOGUE = load_catalogue()
WORDS = {
    "sv": ("Trygghet", "Service", "Blandning", "Göteborg", "förlorade", "polisområde"),
    "en": ("Safety", "Services", "Mix", "Göteborg", "lost", "police area"),
}


def late(*rows: tuple[str, date, bool, bool]) -> pd.DataFrame:
    columns = ["next_period", "due_on", "stale", "has_goal"]
    return pd.DataFrame(list(rows), columns=columns)


def said(language: str) -> list[str]:
    safety, service, mix, place, lost, kind = WORDS[language]
    one = late(("2025", date(2026, 12, 31), False, True))
    many = late(
        ("2024", date(2025, 12, 31), True, True),
        ("2025", date(2026, 12, 31), False, True),
        ("2026-Q1", date(2026, 9, 30), False, False),
    )
    parts = [
        filtered.theme([safety, service, mix], language),
        filtered.within([place], language),
        filtered.state([lost], language),
        filtered.kind([kind], language),
    ]
    return [
        filtered.shown(12, 29, parts[:1], language),
        filtered.shown(1, 29, parts, language),
        nothing_fits(language),
        *(filtered.late(number, language) for number in (1, 3, 14)),
        *(overdue.finding(rows, language) for rows in (late(), one, many, many[2:])),
        *(overdue.of_indicator(rows, language) for rows in (one, many)),
        *(
            f"{definition.direction_title(CATALOGUE[one], language)}. "
            + definition.direction_words(CATALOGUE[one], language)
            for one in ("TRY08", "MIX01", "BEF01", "TRY09", "MIX05", "BOS06", "TRY02")
        ),
    ]


@pytest.mark.parametrize(
    ("language", "name"),
    [("sv", "overview_sentences.txt"), ("en", "overview_sentences.en.txt")],
)
def test_what_is_said_is_what_was_approved(language, name):
    approve_text(name, "\n".join(said(language)) + "\n")


def test_nothing_late_is_not_worth_a_sentence_on_laget():
    assert filtered.late(0, "sv") == ""
    assert overdue.of_indicator(late(), "sv") == ""
