"""Streamlit's scripts and styles, packed once and sent so to every browser that can unpack.

Streamlit sends them as they lie: a first chart is a script of 4.7 MB, which is eleven seconds
on a slow telephone, and packed 1.4.
"""

import gzip
import re
from functools import cache
from os.path import isfile
from pathlib import Path
from typing import Final

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

STATIC: Final = Path(streamlit.__file__).parent / "static" / "static"
ON_EVERY_PAGE: Final = (
    "ButtonGroup", "Cancel", "DateField", "DateInput", "DownloadButton", "Html", "Input",
    "PageLink", "ReorderedSegments", "Table", "WidgetLabel",
)  # fmt: skip
CHARTS: Final = ("PlotlyChart",)
"""What Streamlit's scripts that draw what pages have are called, before their first dot."""

_ASKED = re.compile(r"/static/(js|css)/([\w-][\w.-]*\.(?:js|css))")
"""A path, from its beginning to its end."""
_TYPES: Final = {"js": "text/javascript", "css": "text/css"}
_FOR_GOOD = "public, immutable, max-age=31536000"
"""The name of each holds a digest of what is in it."""


@cache
def scripts(named: tuple[str, ...]) -> tuple[str, ...]:
    """Return the file names of some of Streamlit's scripts: of those that are there."""
    found = (sorted((STATIC / "js").glob(f"{name}.*.js")) for name in named)
    return tuple(file.name for files in found for file in files)


class Packed:
    """Serves scripts and styles packed; what is not among them is passed on."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`, which serves them unpacked and all the rest."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a script or style sheet; pass everything else on."""
        asked = _asked(scope)
        served = None if asked is None else await _answer(*asked, Headers(scope=scope))
        await (served or self._app)(scope, receive, send)


def _asked(scope: Scope) -> tuple[str, str] | None:
    if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
        return None
    asked = _ASKED.fullmatch(scope["path"])
    takes = asked and _unpacks(Headers(scope=scope).get("accept-encoding", ""))
    return (asked[1], asked[2]) if asked and takes else None


def _unpacks(said: str) -> bool:
    """Whether a browser can unpack: what it gives the weight 0 it will not have (RFC 9110)."""
    weights = {}
    for one in said.lower().split(","):
        coding, _, weight = one.partition(";")
        weights[coding.strip()] = weight.replace(" ", "").removeprefix("q=") or "1"
    weight = weights.get("gzip", weights.get("*", "0"))
    return weight.strip("0.") != ""


async def _answer(kind: str, name: str, given: Headers) -> Response | None:
    headers = {
        "etag": f'"{name}-gzip"',
        "cache-control": _FOR_GOOD,
        "vary": "accept-encoding",
        "content-encoding": "gzip",
    }
    file = STATIC / kind / name
    if not isfile(file):  # which says no of a name that is too long, too
        return None
    packed = await run_in_threadpool(_packed, file)
    if given.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return Response(packed, media_type=_TYPES[kind], headers=headers)


@cache
def _packed(file: Path) -> bytes:
    """Return a file packed: one of those that Streamlit has, which are not many."""
    return gzip.compress(file.read_bytes(), 6)
