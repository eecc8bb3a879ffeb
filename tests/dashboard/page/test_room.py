"""Where there is no room for a table it is a list, for one visitor and not for the next."""

import json
from types import SimpleNamespace

import pandas as pd
import pytest
import streamlit as st

from dashboard.page import cards, room
from tests.dashboard.driving import shown, specs

pytestmark = pytest.mark.app


@pytest.fixture
def narrow(monkeypatch):
    monkeypatch.setattr(room, "now", lambda: room.NARROW)


def overdue(app):
    return [table.value for table in app.table if "trygghetssamordnare" in table.value.to_csv()]


def test_many_columns_are_lines_that_name_themselves_on_a_narrow_screen(app, monkeypatch):
    shown(app, "meeting", data="ovning")
    (wide,) = overdue(app)
    assert list(wide.columns) == ["Beslut", "Ansvarig", "Klart", "Möte"]
    monkeypatch.setattr(room, "now", lambda: room.NARROW)
    shown(app, "meeting", data="ovning")
    (listed,) = overdue(app)
    assert listed.shape[1] == 1
    assert ":gray[Ansvarig] trygghetssamordnare  \n:gray[Klart] skulle" in listed.iloc[0, 0]


def test_the_staircase_is_said_stage_by_stage_without_being_asked(app, narrow):
    shown(app, "promises", data="ovning")
    assert "24 löften bärs" in app.table[0].value.to_csv()


@pytest.mark.parametrize("width", [room.NARROW, room.MIDDLE])
def test_a_long_list_beside_a_map_is_as_wide_as_there_is_room_for(app, monkeypatch, width):
    monkeypatch.setattr(room, "now", lambda: width)
    shown(app, "map", indikator="MIX01", niva="regso", inom="kommun.1480.goteborg")
    (listed,) = app.dataframe
    assert list(listed.value.columns) == ["Område", "Värde"]
    columns = json.loads(listed.proto.columns)
    assert sum(one["width"] for one in columns.values() if "width" in one) <= 280


@pytest.mark.parametrize(
    ("told", "expected"),
    [("narrow", room.NARROW), ("middle", room.MIDDLE), ("", room.WIDE)],
)
def test_the_browser_tells_how_much_room_there_is(monkeypatch, told, expected):
    visit = SimpleNamespace(headers={}, cookies={"kvarvarde_room": told} if told else {})
    monkeypatch.setattr(room.st, "context", visit)
    assert room.now() == expected


def test_measurements_are_a_list_on_a_phone(monkeypatch):
    shown = []
    monkeypatch.setattr(room, "on_a_phone", lambda: True)
    monkeypatch.setattr(st, "table", lambda rows, **_how: shown.append(rows))
    cards.newest(pd.DataFrame({"Period": ["2025"], "Värde": ["1"], "Täljare": ["2"]}), "sv")
    assert list(shown[0].columns) == [""]


def test_a_phone_has_fewer_years_along_a_chart(app, narrow):
    shown(app, "outcome", mal="ovning.mal.try14.centrum")
    axis = specs(app)[0]["layout"]["xaxis"]
    assert axis["ticktext"] == ["2013", "2019", "2025"]
