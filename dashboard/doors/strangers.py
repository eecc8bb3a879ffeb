"""How much is answered to who has not logged in: what people ask, and nothing to keep."""

import re
from collections.abc import Callable
from functools import cache
from ipaddress import ip_address, ip_network

from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard import arrivals
from dashboard.arrivals import Buckets, TooManyError
from dashboard.settings import Settings, settings

_COUNTED = re.compile(
    r"/(api/v1/(?!healthz$)|presentera$|auth/|oauth2callback$|_stcore/(stream|upload_file))"
)
"""What is counted: files of the page itself, and whether the server is well, are not."""

_HEAVY = re.compile(r"/(api/v1/(exports|templates)/|presentera$)")
_A_FILE = 20
"""How many ordinary questions a file that is made costs."""

_FILES_ON_THEIR_WAY = "/_stcore/upload_file"
_NO_FILES = "Logga in först: bara den som får läsa in filer kan ladda upp. Inget har sparats."

_EACH = Buckets(rate=5, burst=300)
_ALL_BEHIND_A_PROXY = Buckets(rate=50, burst=1_500)


class StrangersBounded:
    """Answers 429 to who has not logged in and asks more than people do, by their address.

    Behind a proxy that is not named in ``FORWARDED_ALLOW_IPS`` anybody could say any address,
    so all who come through it share one bound.
    """

    def __init__(
        self,
        app: ASGIApp,
        settings: Callable[[], Settings] = settings,
        *,
        each: Buckets = _EACH,
        together: Buckets = _ALL_BEHIND_A_PROXY,
    ) -> None:
        """Wrap `app`; `settings` say how people log in, and which proxy is trusted."""
        self._app = app
        self._settings = cache(settings)
        self._each, self._together = each, together

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what a stranger asks, and pass everything else on."""
        if scope["type"] in {"http", "websocket"} and _COUNTED.match(scope["path"]):
            status, sentence, headers = self._refusal(HTTPConnection(scope))
            if status:
                await _refused(scope, receive, send, sentence, status, headers)
                return
        await self._app(scope, receive, send)

    def _refusal(self, asking: HTTPConnection) -> tuple[int, str, dict[str, str]]:
        """Return a status, a sentence and headers; the status is 0 for who may go on."""
        path, chosen = asking.url.path, self._settings()
        if arrivals.is_known(chosen, arrivals.Request.of(asking, way="")):
            return 0, "", {}
        if path.startswith(_FILES_ON_THEIR_WAY):
            return 403, _NO_FILES, {}
        try:
            self._count(asking, chosen, _A_FILE if _HEAVY.match(path) else 1)
        except TooManyError as error:
            return 429, str(error), {"retry-after": str(error.seconds)}
        return 0, "", {}

    def _count(self, asking: HTTPConnection, chosen: Settings, cost: int) -> None:
        if arrivals.by_proxy(asking.headers) and not chosen.trusts_proxy:
            self._together.take("", cost)
        else:
            self._each.take(_source(asking.client.host if asking.client else ""), cost)


def _source(address: str) -> str:
    """Return whose an address is: one of the newer kind has its whole network."""
    try:
        is_new = ip_address(address).version == 6
    except ValueError:
        return ""
    return str(ip_network((address, 64), strict=False)) if is_new else address


async def _refused(
    scope: Scope, receive: Receive, send: Send, text: str, status: int, headers: dict[str, str]
) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1013, "reason": ""})
        return
    answer = JSONResponse({"error": text}, status_code=status, headers=headers)
    await answer(scope, receive, send)
