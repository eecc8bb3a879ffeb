"""What every answer carries, what is refused at the door, and the page's own language."""

import base64
import hashlib
import re
import secrets
from collections.abc import Callable, Iterable, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.doors.imported import with_imported
from dashboard.doors.packed import CHARTS, ON_EVERY_PAGE, scripts
from dashboard.page.visits import COOKIE
from dashboard.settings import Settings, base_path, settings

_ENGLISH_PAGE = {
    '<html lang="en">': '<html lang="{language}">',
    "<title>Streamlit</title>": "<title>Kvarvärde</title>",
}
_NO_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_NO_SCRIPT_TEXT = {
    "sv": "<noscript><p>Kvarvärde behöver JavaScript för att visa sidorna. Siffrorna finns "
    'också som data: <a href="api/v1/openapi.json">/api/v1</a>.</p></noscript>',
    "en": "<noscript><p>Kvarvärde needs JavaScript to show its pages. The figures are also "
    'available as data: <a href="api/v1/openapi.json">/api/v1</a>.</p></noscript>',
}
_WITH_CHARTS = frozenset({"", "befolkning", "jamfor", "karta", "loften", "omrade", "utfall"})
"""The pages that draw charts, by the last part of their address."""
_POLICY = "content-security-policy"
_A_YEAR = "max-age=31536000"
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


class SecurityHeaders:
    """Tells the browser what a page may load, who may frame it, and what it may send on.

    Reached over TLS it also tells it never to come without again.
    """

    def __init__(self, app: ASGIApp, settings: Callable[[], Settings] = settings) -> None:
        """Wrap `app`; `settings` say who may frame it, and whether its address is https."""
        self._app = app
        self._settings = cache(settings)
        self._headers = {
            _POLICY: content_security_policy(),
            "x-content-type-options": "nosniff",
            "referrer-policy": "same-origin",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers to every HTTP answer."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    # A page of its own, such as a presentation, says itself what it may load.
                    if name != _POLICY or name not in headers:
                        headers[name] = value
                self._say_where(headers, scope)
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)

    def _say_where(self, headers: MutableHeaders, scope: Scope) -> None:
        """Add who may frame the answer, and that the site is always reached over TLS."""
        chosen = self._settings()
        framing = " ".join(chosen.frame_ancestors) or "'none'"
        if "frame-ancestors" not in headers[_POLICY]:
            headers[_POLICY] = f"{headers[_POLICY]}; frame-ancestors {framing}"
        if not chosen.frame_ancestors:
            headers["x-frame-options"] = "DENY"
        if scope.get("scheme") == "https" or chosen.public_url.startswith("https://"):
            headers["strict-transport-security"] = _A_YEAR


def content_security_policy() -> str:
    """Allow what the page itself brings, and nothing from anywhere else.

    Streamlit writes its styles into the page while it runs, so styles may be inline; scripts
    may not, apart from the ones that stand in its own index page.
    """
    hashes = " ".join(f"'sha256-{digest}'" for digest in _inline_scripts())
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'wasm-unsafe-eval' {hashes}".strip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
        )
    )


def _inline_scripts() -> list[str]:
    index = Path(streamlit.__file__).parent / "static" / "index.html"
    scripts = _INLINE_SCRIPT.findall(index.read_text("utf-8"))
    return [
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in scripts
    ]


class VisitName:
    """Gives every browser a random name that lasts until it is closed.

    What somebody has written is kept under it, so that a reload loses nothing.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Set the cookie with a page, for a browser that has none."""

        async def with_name(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_html(message):
                secure = "; Secure" if scope.get("scheme") == "https" else ""
                where = f"Path={base_path()}/; HttpOnly; SameSite=Lax{secure}"
                MutableHeaders(scope=message).append(
                    "set-cookie", f"{COOKIE}={secrets.token_hex(16)}; {where}"
                )
            await send(message)

        new = scope["type"] == "http" and f"{COOKIE}=" not in Headers(scope=scope).get(
            "cookie", ""
        )
        await self._app(scope, receive, with_name if new else send)


class PageLanguage:
    """Says in the page itself that it is in Swedish, or in English when the address asks.

    Streamlit's index page says English, and a screen reader would read Swedish with an
    English voice.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Rewrite HTML answers to navigation; pass everything else on."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("sprak", ["sv"])[-1]
        charts = CHARTS if scope["path"].rsplit("/", 1)[-1] in _WITH_CHARTS else ()
        page = _Page(send, "en" if asked == "en" else "sv", (*ON_EVERY_PAGE, *charts))
        await self._app(_uncompressed(scope), receive, page.send)


class _Page:
    """One answer on its way out: held back while it is HTML, rewritten when it is whole."""

    def __init__(self, send: Send, language: str, drawn_with: tuple[str, ...]) -> None:
        self._send = send
        self._language = language
        self._drawn_with = drawn_with
        self._start: MutableMapping[str, Any] | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self._start = message
        elif self._start is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        html = in_language(self._body.decode("utf-8"), self._language)
        needed = with_imported(scripts(self._drawn_with))
        body = fetching(html, (one for one in needed if one not in html)).encode()
        headers = MutableHeaders(scope=start)
        headers["content-length"] = str(len(body))
        for name in ("etag", "last-modified"):
            del headers[name]
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def in_language(html: str, language: str) -> str:
    """Put Streamlit's index page into `language`: its lang attribute, title and noscript."""
    for english, ours in _ENGLISH_PAGE.items():
        html = html.replace(english, ours.replace("{language}", language), 1)
    return _NO_SCRIPT.sub(_NO_SCRIPT_TEXT[language], html, count=1)


def fetching(html: str, scripts: Iterable[str]) -> str:
    """Let the browser fetch scripts at once, and not first when something needs them."""
    links = "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{script}">'
        for script in scripts
    )
    return html.replace("</head>", f"{links}</head>", 1)


def _is_html(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    is_html = headers.get("content-type", "").startswith("text/html")
    return start["status"] == 200 and is_html and "content-encoding" not in headers


def _uncompressed(scope: Scope) -> Scope:
    """Ask for the page as it is; files and data may still be compressed."""
    if "text/html" not in Headers(scope=scope).get("accept", ""):
        return scope
    headers = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
    return {**scope, "headers": headers}
