"""The days to hand in by are a calendar as RFC 5545 has it."""

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
from icalendar import Calendar

from dashboard.export.delivery_calendar import delivery_calendar
from tests.files.given import CATALOGUE

LATE = {
    "sender": 'Bostads & "Co"; Göteborg',
    "indicator_id": "TRY14",
    "invented": False,
    "period": "2025",
    "due_on": date(2026, 10, 31),
    "days_late": 22,
    "areas": 4,
    "area_ids": ("a", "b", "c", "d"),
    "area_names": ("Ale, norra", "Bo", "Ce", "De"),
    "area_names_en": ("", "", "", ""),
    "has_goal": True,
}
NEXT = {**LATE, "period": "2026", "due_on": date(2027, 12, 31), "days_late": 0}
MADE = datetime(2026, 11, 22, 12, tzinfo=UTC)


def written(*rows, home="https://kv.se", language="sv", made_at=MADE) -> bytes:
    due = pd.DataFrame(rows or [LATE, NEXT])
    return delivery_calendar(due, CATALOGUE, made_at=made_at, home=home, language=language)


@pytest.fixture(scope="module")
def events():
    read = Calendar.from_ical(written())
    read.validate()
    assert read.errors == []
    return read.events


def test_lines_are_folded_and_end_as_they_should():
    content = written()
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"REFRESH-INTERVAL;VALUE=DURATION:P1D" in content


def test_each_day_is_a_whole_day_and_what_is_to_come_reminds(events):
    late, following = events
    assert (late.start, late.end) == (date(2026, 10, 31), date(2026, 11, 1))
    assert not late.alarms.times
    (reminder,) = following.walk("VALARM")
    assert timedelta(days=-14) == reminder.TRIGGER
    assert late["transp"] == "TRANSPARENT"


def test_an_event_says_in_swedish_what_to_hand_in_and_leads_to_the_template(events):
    late = events[0]
    assert late["summary"].startswith("Lämna siffror för 2025: Trygg på kvällen")
    assert "Områden: Ale, norra, Bo och 2 till." in late["description"]
    assert late["url"].startswith(
        "https://kv.se/ladda-upp?indikator=TRY14&lamnas_av=Bostads+%26"
    )


def test_an_event_keeps_its_id_and_no_two_share_one(events):
    ids = [event["uid"] for event in events]
    assert len(set(ids)) == 2
    later = written({**LATE, "due_on": date(2027, 1, 1)}, made_at=MADE + timedelta(days=9))
    assert [event["uid"] for event in Calendar.from_ical(later).events] == ids[:1]


def test_without_an_address_the_event_names_the_page():
    (event,) = Calendar.from_ical(written(LATE, home="", language="en")).events
    assert "url" not in event
    assert "on the page Upload in Kvarvärde" in event["description"]


def test_nothing_to_hand_in_is_an_empty_calendar():
    content = delivery_calendar(
        pd.DataFrame(columns=list(LATE)), CATALOGUE, made_at=MADE, home="", language="sv"
    )
    assert Calendar.from_ical(content).events == []
