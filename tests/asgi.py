"""Asks an application directly, without a network between."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx


class Client:
    """A client of one application: ask, and get the answer whole."""

    def __init__(self, app: Any) -> None:
        # Starlette re-raises what it has already answered, so that servers can log it.
        self._transport = httpx.ASGITransport(app, raise_app_exceptions=False)

    def get(self, path: str, **how: Any) -> httpx.Response:
        return self._answer("GET", path, how)

    def post(self, path: str, **how: Any) -> httpx.Response:
        return self._answer("POST", path, how)

    def _answer(self, method: str, path: str, how: dict[str, Any]) -> httpx.Response:
        # In a thread of its own: a browser test in the same worker keeps an event loop open.
        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(lambda: asyncio.run(self._ask(method, path, how))).result()

    async def _ask(self, method: str, path: str, how: dict[str, Any]) -> httpx.Response:
        async with httpx.AsyncClient(
            transport=self._transport, base_url="http://localhost"
        ) as client:
            return await client.request(method, path, **how)
