"""Who may do what, keys, releases and the log: for administrators."""

from typing import Annotated, Any

from fastapi import APIRouter, Body

from dashboard.doors.administering import administer
from dashboard.doors.api.changes import Asking, Opened

routes = APIRouter()


@routes.post("/administration/{act}", summary="Roller, nycklar, släpp och logg")
def administration(
    act: str,
    here: Opened,
    viewer: Asking,
    asked: Annotated[dict[str, Any] | None, Body()] = None,
) -> dict[str, Any]:
    """Do or list one thing: grant, end, hand-over, token, revoke, release, people, log ..."""
    return administer(here.door, viewer, act, asked or {})
