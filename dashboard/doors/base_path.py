"""The path that everything lies under behind a proxy, whether the proxy keeps it or not."""

import re
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_EVERYWHERE = re.compile(r"(;\s*path=/)(?=\s*(?:;|$))", re.IGNORECASE)
"""Of a cookie that is to be sent with everything that is asked of a host."""


class BasePath:
    """Answers under a path as at the root, so that no route needs to know it.

    A proxy may send the path on or take it away: both are answered alike. Cookies stay under
    the path too: what else lies on the host has no business with who has logged in here.
    """

    def __init__(self, app: ASGIApp, path: Callable[[], str]) -> None:
        """Wrap `app`; `path` gives the path, as ``/kvarvarde``, or '' for none."""
        self._app = app
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the path from what is asked for, and put it before where we send people on."""
        under = self._path()
        if not under or scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        if scope["type"] == "http" and scope["path"] == under:
            # What a page names beside itself would be sought one level too high.
            await RedirectResponse(f"{under}/", status_code=308)(scope, receive, send)
            return

        async def with_path(message: Message) -> None:
            if message["type"] in {"http.response.start", "websocket.accept"}:
                _put_before(message, under)
            await send(message)

        await self._app(_without(scope, under), receive, with_path)


def _without(scope: Scope, under: str) -> Scope:
    if not scope["path"].startswith(f"{under}/"):
        return scope
    inner = {**scope, "path": scope["path"].removeprefix(under)}
    if "raw_path" in scope:
        inner["raw_path"] = scope["raw_path"].removeprefix(under.encode())
    return inner


def _put_before(message: Message, under: str) -> None:
    """Put the path before where the answer sends people on, and where its cookies belong."""
    headers = list(message.get("headers", ()))
    message["headers"] = [
        (name, kept)
        for name, value in headers
        for kept in (_kept_under(value, under) if name.lower() == b"set-cookie" else (value,))
    ]
    place = Headers(raw=headers).get("location", "")
    if place.startswith("/") and not place.startswith(("//", f"{under}/")):
        MutableHeaders(scope=message)["location"] = f"{under}{place}"


def _kept_under(cookie: bytes, under: str) -> tuple[bytes, ...]:
    """Return a cookie under the path; one that is taken away is so where it lay before too."""
    written = cookie.decode("latin-1")
    here = _EVERYWHERE.sub(rf"\g<1>{under[1:]}/", written).encode("latin-1")
    gone = "max-age=0" in written.lower() and here != cookie
    return (here, cookie) if gone else (here,)
