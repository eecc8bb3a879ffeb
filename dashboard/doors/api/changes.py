"""Importing files and undoing revisions, and what is recomputed."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from dashboard.doors import entrance
from dashboard.doors.api.bodies import Given, given_file
from dashboard.doors.api.errors import RefusedError
from dashboard.doors.intake import import_file, undo_revision, unsaved_because
from dashboard.installation import Installation, now
from dashboard.page.heavy import ASSESSMENT, ROOM
from data.acts.reassess import reassess
from data.acts.recalibrate import recalibrate
from data.intake import KIND_NAMES, UploadedFile
from data.store.access import Verb, Viewer

routes = APIRouter()

_TRUTH = TypeAdapter(bool)
_ANSWERS = TypeAdapter(dict[str, str])

_FILE_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "indicator_id": {"type": "string"},
                        "kind": {"type": "string", "enum": list(KIND_NAMES)},
                        "dry_run": {"type": "boolean"},
                        "answers": {
                            "type": "string",
                            "description": "JSON: svaret på varje fråga i proposals, efter id",
                        },
                        "actor": {"type": "string"},
                    },
                }
            },
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


def opened(request: Request) -> Installation:
    """Return the installation behind the API."""
    here: Installation = request.app.state.installation()
    return here


Opened = Annotated[Installation, Depends(opened)]


def asking(request: Request, here: Opened) -> Viewer:
    """Say who asks. Raises as `entrance.viewer` does."""
    return entrance.viewer(here, request)


Asking = Annotated[Viewer, Depends(asking)]


@routes.post("/imports", summary="Läs in en fil", openapi_extra=_FILE_BODY)
async def imports(
    request: Request,
    here: Opened,
    viewer: Asking,
    name: Annotated[str | None, Query(description="Filens namn, när kroppen är filen")] = None,
    indicator_id: str | None = None,
    kind: Annotated[str | None, Query(json_schema_extra={"enum": [*KIND_NAMES]})] = None,
    dry_run: bool = False,
    answers: Annotated[str, Query(description="Som i formuläret: JSON")] = "",
    actor: str = "API",
) -> JSONResponse:
    """Read, check and save a file, or only say what saving would do (`dry_run`).

    The answer is the report also when nothing is saved because something stops the file or a
    question waits: then with ``error`` and the status 422, but 200 for a dry run.
    """
    # Before it is read: whoever may not hand in shall not fill the disk either.
    await run_in_threadpool(here.door.require, viewer, Verb.IMPORT)
    given = await given_file(request, name)
    rehearsed = _truth(given.fields["dry_run"]) if "dry_run" in given.fields else dry_run
    report = await run_in_threadpool(
        import_file,
        here,
        viewer,
        UploadedFile.of(
            given.content,
            given.name,
            indicator_id=given.fields.get("indicator_id") or indicator_id,
            kind=_kind(given, kind),
            answers=_answers(given.fields.get("answers") or answers),
        ),
        dry_run=rehearsed,
        actor=given.fields.get("actor") or actor,
        now=now(),
    )
    error = "" if rehearsed else unsaved_because(report)
    return JSONResponse({**report, "error": error} if error else report, 422 if error else 200)


def _truth(text: str) -> bool:
    """Read the field ``dry_run``: an odd word must never save for real."""
    try:
        return _TRUTH.validate_python(text)
    except ValidationError as error:
        raise RefusedError(f"dry_run = {text!r}: skriv true eller false.") from error


def _answers(text: str) -> dict[str, str]:
    try:
        return _ANSWERS.validate_json(text) if text else {}
    except ValidationError as error:
        raise RefusedError('answers ska vara JSON: {"id": "svar"}.') from error


def _kind(given: Given, kind: str | None) -> str | None:
    named = given.fields.get("kind") or kind
    if named and named not in KIND_NAMES:
        raise RefusedError(f"Slaget {named} finns inte. Välj bland {', '.join(KIND_NAMES)}.")
    return named


@routes.post("/revisions/{revision}/undo", summary="Ångra en inläsning")
def undo(revision: int, here: Opened, viewer: Asking, actor: str = "API") -> dict[str, Any]:
    """Take back what revision `revision` brought, as a revision of its own.

    Only for the `actor` who read it in: 403 for others.
    """
    signing = here.door.signing(viewer, actor)
    return undo_revision(here, signing, revision, actor=actor, now=now())


@routes.post("/assessments", summary="Räkna om alla utfall")
def recompute(here: Opened, viewer: Asking, actor: str = "API") -> dict[str, Any]:
    """Recompute every verdict and say how many goals changed state."""
    ROOM.make(ASSESSMENT)
    changed = reassess(here.door, viewer, catalogue=here.catalogue, actor=actor, now=now())
    return {"changed": len(changed)}


@routes.post("/calibrations", summary="Kalibrera om: skatta det vanliga bruset på nytt")
def calibration(
    here: Opened,
    viewer: Asking,
    reason: str = "",
    actor: str = "API",
    through: date | None = None,
    dry_run: bool = False,
) -> dict[str, Any]:
    """Freeze the ordinary noise of every group again, and say which verdicts that changes."""
    ROOM.make(ASSESSMENT)
    found = recalibrate(
        here.door,
        viewer,
        catalogue=here.catalogue,
        actor=actor,
        reason=reason,
        now=now(),
        through=through,
        dry_run=dry_run,
    )
    return asdict(found)
