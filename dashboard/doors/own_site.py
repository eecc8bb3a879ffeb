"""Which site a request is for, and which it comes from: only our own is answered."""

from collections.abc import Callable, Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

_READING = {"GET", "HEAD", "OPTIONS"}
_INSIDE = ("/_stcore/metrics",)
"""What Streamlit says of itself to anybody, which is for whoever runs the server."""

_UNKNOWN = (
    "Servern svarar inte på det namnet. Den som sköter den kan lägga till namnet i "
    "KVARVARDE_HOSTS. Inget har sparats."
)
_FOREIGN = (
    "Anropet kommer från en annan webbplats. Inget har sparats. Står Kvarvärde bakom en proxy "
    "ska den skicka vidare Host, eller adressen stå i KVARVARDE_PUBLIC_URL."
)
_NAMELESS = (
    "Anropet säger inte vilken server det gäller: Host saknas. Står Kvarvärde bakom en proxy "
    "ska den skicka vidare Host. Inget har sparats."
)

Names = Callable[[], Collection[str]]


class OwnHostsOnly:
    """Answers only to names that are ours, so that no other name can be led to this machine.

    Names of this machine and addresses in figures are always ours: what makes another page's
    name lead here can make no figures do so. `named` gives the others.
    """

    def __init__(self, app: ASGIApp, named: Names) -> None:
        """Wrap `app`."""
        self._app = app
        self._named = named

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 400 to no name, 421 to another's, 404 to what is for who runs the server."""
        if scope["type"] in {"http", "websocket"}:
            if not Headers(scope=scope).getlist("host"):
                await _refuse(scope, receive, send, _NAMELESS, 400)
                return
            if not _is_ours(Headers(scope=scope).getlist("host"), self._named()):
                await _refuse(scope, receive, send, _UNKNOWN, 421)
                return
            if scope["path"].endswith(_INSIDE):
                await _refuse(scope, receive, send, "Adressen finns inte.", 404)
                return
        await self._app(scope, receive, send)


def _is_ours(hosts: list[str], named: Collection[str]) -> bool:
    if len(hosts) != 1:
        return False
    try:
        name = (urlsplit(f"//{hosts[0]}").hostname or "").rstrip(".")
    except ValueError:
        return False
    return name == "localhost" or name in named or _is_figures(name)


def _is_figures(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


class SameSiteOnly:
    """Refuses changes, and conversations with a page, that another web page asks for.

    Programs send neither ``Origin`` nor ``Sec-Fetch-Site`` and are let through. A socket is
    refused before Streamlit sees it, which would look for its own address on the internet.
    """

    def __init__(self, app: ASGIApp, named: Names = frozenset) -> None:
        """Wrap `app`; `named` gives the names it is reached by behind a proxy."""
        self._app = app
        self._named = named

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 to a change or a socket from another site, and pass on the rest."""
        changes = scope["type"] == "http" and scope["method"] not in _READING
        if (changes or scope["type"] == "websocket") and _foreign(scope, self._named()):
            await _refuse(scope, receive, send, _FOREIGN, 403)
            return
        await self._app(scope, receive, send)


def _foreign(scope: Scope, named: Collection[str]) -> bool:
    headers = Headers(scope=scope)
    if headers.get("sec-fetch-site") in {"cross-site", "same-site"}:
        return True
    origins = headers.getlist("origin")
    if len(origins) != 1:
        return bool(origins)
    try:
        origin = urlsplit(origins[0])
        return origin.netloc != headers.get("host") and origin.hostname not in named
    except ValueError:
        return True


async def _refuse(
    scope: Scope, receive: Receive, send: Send, sentence: str, status: int
) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return
    answer: Response = JSONResponse({"error": sentence}, status_code=status)
    await answer(scope, receive, send)
