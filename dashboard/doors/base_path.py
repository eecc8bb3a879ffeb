"""The path that everything lies under behind a proxy, whether the proxy keeps it or not."""

from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BasePath:
    """Answers under a path as at the root, so that no route needs to know it.

    A proxy may send the path on or take it away: both are answered alike.
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
            if message["type"] == "http.response.start":
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
    place = Headers(raw=message["headers"]).get("location", "")
    if place.startswith("/") and not place.startswith(("//", f"{under}/")):
        MutableHeaders(scope=message)["location"] = f"{under}{place}"
