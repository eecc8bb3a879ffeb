"""Reads the file out of a request, and refuses one that is too large before it is read."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from fastapi import Request
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.doors.api.errors import RefusedError, sentence
from dashboard.text import numbers

_FORM_FIELDS = ("file", "name", "indicator_id", "kind", "dry_run", "actor", "answers")
_OVERHEAD = 100_000
"""Room for the form around the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A file as it came, and the fields that came beside it in a form."""

    content: bytes
    name: str
    fields: dict[str, str]


class LimitedBody:
    """Stops reading a request when it is larger than any file may be."""

    def __init__(self, app: ASGIApp, *, largest: Callable[[], int]) -> None:
        """Wrap `app`; `largest` is asked for the limit in bytes at each request."""
        self._app = app
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what comes in and answer 413 when it is too much."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        largest = self._largest()
        announced = numbers.whole(Headers(scope=scope).get("content-length"))
        if (announced or 0) > largest + _OVERHEAD:
            await sentence(_too_large(largest), 413)(scope, receive, send)
            return
        await self._app(scope, _counted(receive, largest), send)


def _counted(receive: Receive, largest: int) -> Receive:
    read = 0

    async def counting() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > largest + _OVERHEAD:
            raise RefusedError(_too_large(largest), 413)
        return message

    return counting


def _too_large(largest: int) -> str:
    return f"Filen är större än {largest // 1_000_000} MB. Dela den i flera. Inget har sparats."


def only_known_parameters(request: Request) -> None:
    """Refuse a parameter that the address does not have: a misspelt filter filters nothing.

    So is one that is given twice where only one of them would count.
    """
    described = request.app.openapi()["paths"][request.scope["route"].path]
    asked = described[request.method.lower().replace("head", "get")].get("parameters", [])
    known = {each["name"]: each["schema"] for each in asked if each["in"] == "query"}
    for name in request.query_params:
        if name not in known:
            raise RefusedError(unknown(name, known))
    once = [name for name, schema in known.items() if "array" not in json.dumps(schema)]
    _given_once([name for name, _ in request.query_params.multi_items() if name in once])


def _given_once(names: Sequence[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            one = "Skicka en fil i taget" if name == "file" else "Skicka den en gång"
            raise RefusedError(f"Parametern {name} kom flera gånger. {one}.")


def unknown(name: str, known: Collection[str]) -> str:
    """Say that a parameter is not known, and which is most like it."""
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    near = near or [each for each in known if each.startswith(name)][:1]
    mean = f" Menar du {near[0]}?" if near else ""
    return f"Okänd parameter {name}.{mean} Kända är {', '.join(sorted(known)) or 'inga'}."


async def given_file(request: Request, name: str | None) -> Given:
    """Read the uploaded file: the field ``file`` of a form, or the body itself."""
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await _from_form(request, name)
    content = await request.body()
    if not content and not name:
        raise RefusedError("Ingen fil kom med: skicka den som formulärfältet file.")
    if not name:
        raise RefusedError("Filens namn saknas: skriv ?name=filnamn.csv efter adressen.")
    return Given(content=content, name=name, fields={})


async def _from_form(request: Request, name: str | None) -> Given:
    try:
        async with request.form() as form:
            _given_once([*(name for name, _ in form.multi_items()), *request.query_params])
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise RefusedError("Ingen fil kom med: skicka den som formulärfältet file.")
            fields = {key: str(form[key]) for key in form if key != "file"}
            for field in fields:
                if field not in _FORM_FIELDS:
                    raise RefusedError(unknown(field, _FORM_FIELDS))
            named = name or fields.get("name") or file.filename or "fil"
            return Given(content=await file.read(), name=named, fields=fields)
    except MultiPartException as error:
        raise RefusedError("Formuläret är trasigt. Inget har sparats.", 400) from error
