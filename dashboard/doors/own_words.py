"""Streamlit's own words, in the language of the page: put in where its scripts are served.

There is no setting for what its controls say. Each of its texts that a visitor may meet is
replaced by a choice between the English one and ours, made by the language in the address.

Before the script that adds steps to the browser's history stands what makes each of them one
choice, and the rest that the browser does on our pages: see ``browser.js``.
"""

import gzip
import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import streamlit
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

SCRIPTS = Path(streamlit.__file__).parent / "static" / "static" / "js"

OUR_SCRIPT = Path(__file__).with_name("browser.js")
ADDS_STEPS = "history.pushState("

_ASKED = re.compile(r"/static/js/((\w+)\.[\w.-]+\.js)$")
_ENGLISH = r"/[?&]sprak=en\b/.test(location.search)"
_AN_HOUR = "public, max-age=3600"


class Text(NamedTuple):
    """A text of a script: what stands before it there, the English one and the Swedish one."""

    before: str
    english: str
    swedish: str

    @property
    def found(self) -> str:
        """What is looked for in the script."""
        return f"{self.before}`{self.english}`"

    @property
    def instead(self) -> str:
        """What is written in its place."""
        return f"{self.before}({_ENGLISH}?`{self.english}`:`{self.swedish}`)"


@cache
def texts() -> Mapping[str, Sequence[Text]]:
    """Return the texts that are replaced, by a script's name before its first dot."""
    listed = tomllib.loads(Path(__file__).with_name("streamlit_words.toml").read_text("utf-8"))
    return {script: [Text(*row) for row in rows] for script, rows in listed.items()}


def in_our_words(script: str, source: str) -> str:
    """Return the source of a script with its texts replaced."""
    for text in texts().get(script, ()):
        source = source.replace(text.found, text.instead)
    return source


class OwnWords:
    """Serves the scripts of Streamlit that hold its texts, with ours beside them."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`, which serves all other scripts."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a script with texts; pass everything else on."""
        served = _served(scope) if scope["type"] == "http" else None
        await (served or self._app)(scope, receive, send)


class _Script(NamedTuple):
    """A script as it is sent: its bytes, the same packed, and what tells it from another."""

    plain: bytes
    packed: bytes
    etag: str


def _served(scope: Scope) -> Response | None:
    asked = _ASKED.search(scope["path"])
    if asked is None or asked[2] not in texts() or scope["method"] not in {"GET", "HEAD"}:
        return None
    if (script := _script(asked[1], asked[2])) is None:
        return None
    given = Headers(scope=scope)
    headers = dict(_headers(script))
    if given.get("if-none-match") == script.etag:
        return Response(status_code=304, headers=headers)
    body = script.plain
    if "gzip" in given.get("accept-encoding", ""):
        headers["content-encoding"], body = "gzip", script.packed
    return Response(body, media_type="text/javascript", headers=headers)


def _headers(script: _Script) -> Iterator[tuple[str, str]]:
    yield "etag", script.etag
    yield "cache-control", _AN_HOUR
    yield "vary", "accept-encoding"


@cache
def _script(name: str, script: str) -> _Script | None:
    """Return a script in our words, made once; None for one that is not there."""
    file = SCRIPTS / name
    if not file.is_file():
        return None
    source = in_our_words(script, file.read_text("utf-8"))
    first = OUR_SCRIPT.read_text("utf-8") if ADDS_STEPS in source else ""
    plain = (first + source).encode()
    etag = f'"{hashlib.sha256(plain).hexdigest()[:32]}"'
    return _Script(plain, gzip.compress(plain, 6), etag)
