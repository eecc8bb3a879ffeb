"""Answers about promises, and the papers attached to them."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from dashboard.doors.api.changes import Opened
from dashboard.doors.api.errors import RefusedError
from dashboard.doors.api.facts import Asked, OnePage, page
from data.acts import attachments
from data.answers import promises

routes = APIRouter()


@routes.get("/commitments", summary="Löften")
def commitments(
    facts: Asked, asked: OnePage, area_id: str | None = None, state: str | None = None
) -> dict[str, Any]:
    """List promises with their states, by area and then by id, a page at a time."""
    rows = promises.promises(facts, area_id=area_id)
    if state is not None:
        rows = rows[rows["state"] == state]
    return page(facts, rows.iloc[asked.rows], len(rows), asked.offset)


@routes.get("/attachments/{sha256}", summary="En bilaga", response_class=Response)
def attachment(sha256: str, here: Opened, facts: Asked) -> Response:
    """Hand out a paper or photo that a document refers to, to be saved and never run."""
    rows = promises.papers(facts, sha256=sha256)
    if rows.empty:
        raise RefusedError("Bilagan finns inte.", 404)
    try:
        content, name = attachments.opened(here.door, sha256, str(rows["media_type"].iloc[0]))
    except attachments.AttachmentError as error:
        raise RefusedError(str(error), 404) from error
    return Response(
        content,
        media_type=str(rows["media_type"].iloc[0]),
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-cache",
        },
    )
