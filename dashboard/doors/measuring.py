"""``/metrics``: what the server counts of itself, for whoever runs it and nobody else."""

import hmac
import re
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from time import perf_counter
from urllib.parse import urlsplit

from prometheus_client import generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import CollectorRegistry
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import arrivals
from dashboard.counts import REGISTRY, REQUEST_SECONDS, REQUESTS

_KNOWN = re.compile(
    r"/(healthz|readyz|metrics|presentera|_stcore/[a-z_-]+|api/v1/[a-z.-]+|oauth2callback)\b"
)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

Figures = Mapping[str, tuple[str, float]]
"""What stands now, by name: what it is, and its number."""


class Counted:
    """Counts requests by route and status, and how long they took."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count an HTTP request once it is answered; one that breaks counts as 500."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, begun, route = ["500"], perf_counter(), route_of(scope["path"])

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                status[0] = str(message["status"])
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            method = scope["method"] if scope["method"] in _METHODS else "other"
            REQUESTS.labels(route, method, status[0]).inc()
            REQUEST_SECONDS.labels(route).observe(perf_counter() - begun)


def route_of(path: str) -> str:
    """Return which of our routes a path is: never an id, and few that are different."""
    found = _KNOWN.search(path)
    return found[0] if found else "page"


def answer(request: Request, figures: Callable[[], Figures], token: str) -> Response:
    """Give the counts and what stands now, in Prometheus' text; 404 to whoever may not ask."""
    if not may_ask(request, token):
        return JSONResponse({"error": "Adressen finns inte."}, status_code=404)
    now = CollectorRegistry()
    now.register(_Standing(figures()))
    text = generate_latest(REGISTRY) + generate_latest(now)
    return Response(text, media_type=CONTENT_TYPE_PLAIN_0_0_4)


def may_ask(request: Request, token: str) -> bool:
    """Whether somebody knows the token, or asks from this machine with no proxy between."""
    given = request.headers.get("authorization", "")
    if token and hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    proxied = arrivals.by_proxy(request.headers)
    peer = request.client.host if request.client else ""
    asked = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    return not proxied and _is_here(peer) and _is_here(asked)


def _is_here(name: str) -> bool:
    try:
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False


class _Standing:
    """What stands at the moment somebody asks, as Prometheus collects it."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def collect(self) -> list[GaugeMetricFamily]:
        """Return one gauge per figure."""
        return [
            GaugeMetricFamily(name, said, value=number)
            for name, (said, number) in self._figures.items()
        ]
