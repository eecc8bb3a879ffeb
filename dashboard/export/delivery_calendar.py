"""When figures are to be handed in, as a calendar that Outlook and others subscribe to."""

import hashlib
from collections.abc import Hashable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from icalendar import Alarm, Calendar, Event
from icalendar.enums import TRANSP

from dashboard.text import deliveries as words
from dashboard.text import numbers
from dashboard.text.language import translator
from metrics.definition.catalogue import Catalogue

TYPE = "text/calendar; charset=utf-8"

FILE_NAME = "kvarvarde-leveranser.ics"

_NOTICE = timedelta(days=14)
"""So long before the last day a calendar reminds of it."""

_Row = Mapping[Hashable, Any]


def delivery_calendar(
    due: pd.DataFrame, catalogue: Catalogue, *, made_at: datetime, home: str, language: str
) -> bytes:
    """Write one event of a whole day per row of `data.answers.deliveries.deliveries`.

    An event keeps its id for as long as the same sender owes the same period of the same
    indicator, so that a calendar that fetches it again changes it and adds none. `made_at` is
    a moment in UTC, and `home` the address of the installation, '' where nobody knows it.
    """
    _ = translator(language)
    made = Calendar.new(
        prodid="-//Kvarvarde//Leveranser//SV",
        name=_("Lämna siffror till Kvarvärde"),
        uid="leveranser@kvarvarde",
    )
    made.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    for row in due.to_dict("records"):
        made.add_component(_event(row, catalogue, made_at, home, language))
    return bytes(made.to_ical())


def _event(
    row: _Row, catalogue: Catalogue, made_at: datetime, home: str, language: str
) -> Event:
    name = catalogue[str(row["indicator_id"])].wording(language).name
    said = words.to_do(name, str(row["period"]), language)
    day: date = row["due_on"]
    event = Event.new(
        uid=_uid(row),
        stamp=made_at,
        start=day,
        end=day + timedelta(days=1),
        summary=f"{said} ({row['sender']})",
        description=_description(row, home, language),
        transparency=TRANSP.TRANSPARENT,
        url=_address(row, home) or None,
    )
    if not row["days_late"]:
        event.add_component(_reminder(said))
    return event


def _reminder(said: str) -> Alarm:
    reminder = Alarm.new(description=said)
    reminder.add("action", "DISPLAY")
    reminder.TRIGGER = -_NOTICE
    return reminder


def _uid(row: _Row) -> str:
    named = "\n".join(str(row[key]) for key in ("sender", "indicator_id", "invented", "period"))
    return f"{hashlib.sha256(named.encode()).hexdigest()[:32]}@kvarvarde"


def _description(row: _Row, home: str, language: str) -> str:
    _ = translator(language)
    shown = words.named(pd.DataFrame([row]), language)
    where = _address(row, home)
    lines = [
        _("Lämnas av: {sender}.").format(sender=row["sender"]),
        _("Områden: {areas}.").format(areas=words.areas(shown, language)),
        _("Senast i tid: {day}.").format(day=numbers.day(row["due_on"], language)),
        _("Påhittade siffror för övning.") if row["invented"] else "",
        _("Hämta mallen och lämna den ifylld här: {address}").format(address=where)
        if where
        else _("Hämta mallen på sidan Ladda upp i Kvarvärde, och lämna den ifylld där."),
    ]
    return "\n".join(filter(None, lines))


def _address(row: _Row, home: str) -> str:
    """Return the page where the template is fetched and the file is handed in."""
    asked = urlencode({"indikator": row["indicator_id"], "lamnas_av": row["sender"]})
    return f"{home.rstrip('/')}/ladda-upp?{asked}" if home else ""
