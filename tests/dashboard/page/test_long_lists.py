"""What is long is shown in part, and says so."""

import pandas as pd
import pytest
import streamlit as st

from dashboard.catalogue import definition
from dashboard.page import cards
from tests.dashboard.driving import shown

pytestmark = pytest.mark.app


def test_of_three_hundred_measurements_the_sixty_latest_are_shown(monkeypatch):
    tables, lines = [], []
    monkeypatch.setattr(st, "table", lambda rows, **_how: tables.append(rows))
    monkeypatch.setattr(cards, "source_line", lines.append)
    cards.newest(pd.DataFrame({"Period": range(2025, 1725, -1)}), "sv")
    assert [*tables[0].iloc[:, 0]][::59] == [2025, 1966]
    assert lines == ["De 60 senaste av 300 mätningar. Alla står i filen som kan laddas ner."]


def test_a_long_catalogue_unfolds_by_theme(app, monkeypatch):
    shown(app, "catalogue")
    listed = len(app.table)
    monkeypatch.setattr(definition, "_MOST_LISTED", 5)
    shown(app, "catalogue")
    labels = [one.label for one in app.expander]
    assert any(one.startswith("Trygghet (") for one in labels), labels
    assert len(app.table) < listed
