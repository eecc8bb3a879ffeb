"""Möte as people meet it, without a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.text.markdown import escape
from data.answers import meetings
from data.store.store import Store, shared
from tests.conftest import TODAY
from tests.dashboard import driving
from tests.dashboard.driving import app_of, checked, field, installed, press
from tests.factories import a_reader

pytestmark = pytest.mark.app

VIEW = "views/meeting.py"
COMING, OVER = "mote.2026-12-03-1", "mote.2025-12-04-1"


@pytest.fixture
def store(own_sample: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A copy of the shipped store, which has two invented meetings."""
    own_sample.close()
    with installed(Path(own_sample.path), monkeypatch):
        yield shared(own_sample.path)


def shown(store: Store, **query: str) -> AppTest:
    return checked(app_of(VIEW, **query).run())


def words(page: AppTest) -> str:
    return driving.words(page).replace("\\", "")


def write_decision(page: AppTest, wording: str, role: str) -> None:
    """Fill in a decision that is due in a year, signed by Maja."""
    field(page, "Ditt namn").set_value("Maja")
    field(page, "Vad beslutades?").set_value(wording)
    field(page, "Ansvarig roll").set_value(role)
    field(page, "Klart senast").set_value(TODAY.date().replace(year=2027))


def test_the_list_says_which_meeting_comes_next_and_what_is_overdue(store):
    page = shown(store, data="ovning")
    named = escape("Övningsmöte, uppföljning (påhittat)")
    assert page.title[0].value == f"Nästa möte: {named}, 3 december 2026"
    assert any(header.value == "Ett beslut är försenat" for header in page.header)


def test_real_areas_have_no_invented_meetings(store):
    page = shown(store)
    assert page.title[0].value == "Inget möte är planerat"
    assert not page.table


def test_a_meeting_opens_with_what_has_happened_since_the_one_before(store):
    page = shown(store, mote=COMING)
    assert page.title[0].value.startswith("Sedan förra mötet: tre nya förluster")
    said = words(page)
    assert "Påhittade siffror" in said
    assert "Ta fram en plan för tryggheten vid torget (påhittat)" in said
    assert "skulle ha varit klart 31 mars 2026" in said


def test_what_is_both_lost_and_missed_comes_first_on_the_agenda(store):
    page = shown(store, mote=COMING)
    agenda = next(table.value for table in page.table if "state" in table.value)
    assert "Tappat och saknat" in agenda["state"].iloc[0]
    assert "Visa hela löfteskedjan" in agenda["finding"].iloc[0]
    assert any("Återfall" in cell for cell in agenda["state"])


def test_a_meeting_says_which_series_are_late(store):
    assert "försenade" in words(shown(store, mote=COMING))


def test_a_decision_says_what_it_is_about(store):
    said = words(shown(store, mote=COMING))
    assert "/utfall?mal=ovning.mal.try14.centrum" in said


def test_a_decision_can_be_about_a_promise(store):
    page = shown(store, mote=COMING)
    write_decision(page, "Sök en ny lokal", "fritidschef")
    about = field(page, "Gäller")
    promise = next(one for one in about.options if one.startswith("Löfte: "))
    about.select(promise)
    press(page, "Spara beslutet")
    rows = meetings.decisions(a_reader(store))
    (saved,) = rows[rows["wording"] == "Sök en ny lokal"]["commitment_ids"]
    assert len(saved) == 1


def test_the_first_meeting_says_so_and_where_to_see_what_it_saw(store):
    page = shown(store, mote=OVER)
    assert page.title[0].value == "Första mötet, om fyra områden"
    assert "Mötet är avslutat" in words(page)


def test_a_meeting_there_is_not_is_a_sentence(store):
    page = shown(store, mote="mote.borta")
    assert "Det finns inget möte mote.borta" in page.info[0].value.replace("\\", "")


def test_planning_a_meeting_opens_it(store):
    page = shown(store, data="ovning")
    field(page, "Vad heter mötet?").set_value("Nätverket")
    field(page, "Områden").set_value(["ovning.ekbacken.norra"])
    field(page, "Ditt namn").set_value("Maja")
    press(page, "Planera mötet")
    assert page.query_params["mote"] == "mote.2026-11-22-1"
    assert "Nätverket" in words(page)


def test_what_is_missing_is_said_and_what_was_written_stays(store):
    page = shown(store, data="ovning")
    field(page, "Vad heter mötet?").set_value("Nätverket")
    press(page, "Planera mötet")
    assert page.error[0].value == "Skriv ditt namn först. Inget har sparats."
    assert field(page, "Vad heter mötet?").value == "Nätverket"
    assert len(meetings.meetings(a_reader(store))) == 2


def test_a_decision_without_an_owner_is_not_saved(store):
    page = shown(store, mote=COMING)
    field(page, "Ditt namn").set_value("Maja")
    field(page, "Vad beslutades?").set_value("Öppna torget")
    press(page, "Spara beslutet")
    assert "vilken roll som ansvarar" in page.error[0].value
    assert field(page, "Vad beslutades?").value == "Öppna torget"


def test_a_decision_is_written_and_closed_at_the_table(store):
    page = shown(store, mote=COMING)
    write_decision(page, "Öppna torget", "fastighetschef")
    press(page, "Spara beslutet")
    assert "fastighetschef, klart senast 22 november 2027" in words(page)
    open_before = still_open(store)
    next(button for button in page.button if button.label == "Klart").click()
    checked(page.run())
    assert still_open(store) == open_before - 1


def test_a_concluded_meeting_keeps_what_it_saw(store):
    page = shown(store, mote=COMING)
    field(page, "Ditt namn").set_value("Maja")
    press(page, "Avsluta mötet")
    assert "Mötet är avslutat" in words(page)
    assert meetings.shown_at(a_reader(store), COMING) == store.revision - 1


def test_the_page_speaks_english_when_asked(store):
    page = shown(store, mote=COMING, sprak="en")
    assert page.title[0].value.startswith("Since the last meeting: three new losses")


def still_open(store: Store) -> int:
    return int((meetings.decisions(a_reader(store))["status"] == "open").sum())


def projector(page: AppTest) -> str:
    """The address that Presentera leads to."""
    (link,) = [one.proto.url for one in page.get("link_button")]
    return str(link)


@pytest.mark.parametrize("asked", [{"datum": TODAY.date().isoformat()}, {"revision": "46"}])
def test_the_projector_shows_the_moment_that_the_page_shows(store, asked):
    newest = a_reader(store).revision
    shown_there = projector(shown(store, mote=COMING, **asked))
    assert f"revision={asked.get('revision', newest)}" in shown_there


def test_the_projector_of_now_is_about_now(store):
    assert "revision" not in projector(shown(store, mote=COMING))
