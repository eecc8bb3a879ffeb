"""Every error as JSON with a sentence in Swedish, never a traceback."""

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from dashboard.arrivals import TooManyError
from dashboard.doors.entrance import LoginNeededError
from data.store.errors import (
    ConflictError,
    NotAllowedError,
    StoreBusyError,
    StoreError,
    TooMuchError,
    UnknownRevisionError,
    UnknownTokenError,
)
from metrics.errors import UnknownIndicatorError

_LOG = logging.getLogger(__name__)

_STATUS: dict[type[Exception], int] = {
    UnknownRevisionError: 404,
    UnknownIndicatorError: 404,
    ConflictError: 409,
    NotAllowedError: 403,
    UnknownTokenError: 401,
    LoginNeededError: 401,
    TooManyError: 429,
    TooMuchError: 413,
    StoreBusyError: 503,
    StoreError: 503,
}

_SENTENCES = {
    404: "Adressen finns inte. Se /api/v1/openapi.json.",
    405: "Adressen tar inte emot det anropet. Se /api/v1/openapi.json.",
}


class RefusedError(Exception):
    """A request that cannot be done; the text says why and what to do."""

    def __init__(self, sentence: str, status: int = 422) -> None:
        super().__init__(sentence)
        self.status = status


def answer_errors(api: FastAPI) -> None:
    """Turn everything that can go wrong in `api` into a status and a sentence."""
    refusals: tuple[type[Exception], ...] = (RefusedError, *_STATUS)
    for kind in refusals:
        api.add_exception_handler(kind, _refused)
    api.add_exception_handler(RequestValidationError, _not_understood)
    api.add_exception_handler(HTTPException, _http)
    api.add_exception_handler(Exception, _unforeseen)


def sentence(text: str, status: int) -> JSONResponse:
    """Answer with a status and one sentence."""
    return JSONResponse({"error": text}, status_code=status)


def _refused(_request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, RefusedError):
        return sentence(str(error), error.status)
    status = next(code for kind, code in _STATUS.items() if isinstance(error, kind))
    answer = sentence(str(error), status)
    if isinstance(error, TooManyError):
        answer.headers["Retry-After"] = str(error.seconds)
    return answer


def _not_understood(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    wrong = [
        f"{'.'.join(str(part) for part in problem['loc'][1:]) or problem['loc'][0]} = "
        f"{problem.get('input')!r}"
        for problem in error.errors()
    ]
    return sentence(f"Anropet går inte att förstå: {', '.join(wrong)}.", 422)


def _http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return sentence(_SENTENCES.get(error.status_code, str(error.detail)), error.status_code)


def _unforeseen(request: Request, error: Exception) -> JSONResponse:
    _LOG.error("Unforeseen at %s", request.url.path, exc_info=error)
    return sentence("Något gick fel här hos oss. Felet står i serverns logg.", 500)
