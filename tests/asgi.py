"""Asks an application directly, without a network between."""

import asyncio
from typing import Any

import httpx


class Client:
    """A client of one application: ask, and get the answer whole."""

    def __init__(self, app: Any) -> None:
        # Starlette re-raises what it has already answered, so that servers can log it.
        self._transport = httpx.ASGITransport(app, raise_app_exceptions=False)

    def get(self, path: str, **how: Any) -> httpx.Response:
        return asyncio.run(self._ask("GET", path, how))

    def post(self, path: str, **how: Any) -> httpx.Response:
        return asyncio.run(self._ask("POST", path, how))

    async def _ask(self, method: str, path: str, how: dict[str, Any]) -> httpx.Response:
        async with httpx.AsyncClient(
            transport=self._transport, base_url="http://testserver"
        ) as client:
            return await client.request(method, path, **how)
