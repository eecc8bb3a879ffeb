"""What is to be handed in: templates with the rows that come next, and by which day."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from dashboard.doors import handing_in
from dashboard.doors.api.changes import Opened
from dashboard.doors.api.exports import home_of
from dashboard.doors.api.facts import Asked as Facts
from dashboard.export import delivery_calendar
from dashboard.export.delivery_book import TYPE, Asked

routes = APIRouter()

Sender = Annotated[str, Query(description="Den som lämnar serierna: leverantör eller roll")]
Language = Literal["sv", "en"]


@routes.get("/templates/{indicator_id}", summary="Mall för en indikator")
def template(
    here: Opened,
    facts: Facts,
    request: Request,
    indicator_id: str,
    sender: Sender = "",
    language: Language = "sv",
) -> Response:
    """Give a workbook with the areas and periods that come next, of one sender or of all."""
    asked = Asked(
        indicator_id=indicator_id,
        sender=sender,
        language=language,
        home=home_of(here, request),
    )
    return _file(handing_in.template(here, facts, asked), TYPE, asked.file_name)


@routes.get("/deliveries", summary="Vad som ska lämnas, av vem och när")
def deliveries(
    here: Opened, facts: Facts, sender: Sender = "", indicator_id: str | None = None
) -> dict[str, Any]:
    """List what is to be handed in, the first due first; what is late has ``days_late``."""
    rows = handing_in.due(here, facts, sender=sender, indicator_id=indicator_id)
    return {"revision": facts.revision, "rows": rows}


@routes.get("/deliveries.ics", summary="Dagarna att lämna senast, som kalender")
def calendar(
    here: Opened,
    facts: Facts,
    request: Request,
    sender: Sender = "",
    indicator_id: str | None = None,
    language: Language = "sv",
) -> Response:
    """Give one event per delivery; a calendar may subscribe to the address."""
    made = handing_in.calendar(
        here,
        facts,
        sender=sender,
        indicator_id=indicator_id,
        home=home_of(here, request),
        language=language,
    )
    return _file(made, delivery_calendar.TYPE, delivery_calendar.FILE_NAME)


def _file(content: bytes, media_type: str, name: str) -> Response:
    named = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=named)
