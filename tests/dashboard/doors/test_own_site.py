"""Other names and other sites are answered with a refusal, by pages, API and sockets."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from dashboard.doors.own_site import OwnHostsOnly, SameSiteOnly
from tests.asgi import Client

HERE = {"host": "127.0.0.1:8501"}


async def change(_request: Request) -> Response:
    return PlainTextResponse("done")


async def talk(socket: WebSocket) -> None:
    await socket.accept()


APP = Starlette(
    routes=[
        Route("/change", change, methods=["GET", "POST"]),
        Route("/_stcore/metrics", change),
        WebSocketRoute("/_stcore/stream", talk),
    ],
    middleware=[
        Middleware(OwnHostsOnly, named=lambda: {"kvarvarde.example.se"}),
        Middleware(SameSiteOnly, named=lambda: {"kvarvarde.example.se"}),
    ],
)


@pytest.fixture
def client() -> Client:
    return Client(APP)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST:8501",
        "127.0.0.1:8501",
        "[::1]:8501",
        "10.1.2.3",
        "kvarvarde.example.se",
        "kvarvarde.example.se.",
    ],
)
def test_names_of_our_own_are_answered(client: Client, host: str) -> None:
    assert client.get("/change", headers={"host": host}).text == "done"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "", "[::1", "::x"],
)
def test_a_name_that_somebody_else_has_led_here_is_refused(client: Client, host: str) -> None:
    answer = client.post("/change", headers={"host": host, "origin": f"http://{host}"})
    assert answer.status_code == 421
    assert "KVARVARDE_HOSTS" in answer.json()["error"]


OTHERS = [
    [("origin", "https://elsewhere.example")],
    [("origin", "null")],
    [("origin", "")],
    [("origin", "http://127.0.0.1:8501"), ("origin", "https://elsewhere.example")],
    [("origin", "http://127.0.0.1:9999")],
    [("sec-fetch-site", "cross-site")],
    [("sec-fetch-site", "same-site")],
]
OURS = [
    [],
    [("origin", "http://127.0.0.1:8501")],
    [("origin", "https://kvarvarde.example.se")],
    [("sec-fetch-site", "same-origin")],
]


@pytest.mark.parametrize("headers", OTHERS)
def test_what_another_site_asks_for_is_refused(client: Client, headers) -> None:
    answer = client.post("/change", headers=[*HERE.items(), *headers])
    assert answer.status_code == 403
    assert "annan webbplats" in answer.json()["error"]
    assert connected(headers) == "websocket.close"


@pytest.mark.parametrize("headers", OURS)
def test_programs_and_our_own_pages_may_change_and_talk(client: Client, headers) -> None:
    assert client.post("/change", headers=[*HERE.items(), *headers]).text == "done"
    assert connected(headers) == "websocket.accept"


def test_what_is_only_read_may_be_linked_to_from_anywhere(client: Client) -> None:
    assert client.get("/change", headers={**HERE, "sec-fetch-site": "cross-site"}).is_success


def test_what_streamlit_says_of_itself_is_not_for_everybody(client: Client) -> None:
    assert client.get("/_stcore/metrics", headers=HERE).status_code == 404


def connected(headers: list[tuple[str, str]]) -> str:
    """What the application answers to somebody who opens a socket."""
    sent: list[str] = []

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    async def send(message: dict[str, object]) -> None:
        sent.append(str(message["type"]))

    scope = {
        "type": "websocket",
        "path": "/_stcore/stream",
        "query_string": b"",
        "headers": [
            (name.encode(), value.encode()) for name, value in [*HERE.items(), *headers]
        ],
        "subprotocols": [],
    }
    # In a thread of its own: a browser test in the same worker keeps an event loop open.
    with ThreadPoolExecutor(1) as alone:
        alone.submit(lambda: asyncio.run(APP(scope, receive, send))).result()
    return sent[0]


def test_who_does_not_say_which_server_is_meant_is_told_to() -> None:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/change", "headers": []}
    with ThreadPoolExecutor(1) as alone:
        alone.submit(lambda: asyncio.run(APP(scope, None, send))).result()
    assert sent[0]["status"] == 400
    assert "Host saknas" in sent[1]["body"].decode()
