"""What every answer carries, and what is refused at the door."""

import re
from pathlib import Path
from typing import Any

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard.doors.middleware import (
    PageLanguage,
    SecurityHeaders,
    VisitName,
    content_security_policy,
    in_language,
)
from dashboard.settings import Settings
from tests.asgi import Client

INDEX = (
    '<!DOCTYPE html><html lang="en"><head><title>Streamlit</title></head><body>'
    "<noscript>You need to enable JavaScript</noscript></body></html>"
)


@pytest.fixture
def client() -> Client:
    async def page(_request: Request) -> Response:
        return HTMLResponse(INDEX, headers={"etag": "old"})

    async def change(_request: Request) -> Response:
        return PlainTextResponse("done")

    app = Starlette(
        routes=[Route("/", page), Route("/change", change, methods=["POST"])],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(VisitName),
            Middleware(PageLanguage),
        ],
    )
    return Client(app)


def test_the_page_says_that_it_is_in_swedish(client: Client) -> None:
    answer = client.get("/")
    assert '<html lang="sv">' in answer.text
    assert "<title>Kvarvärde</title>" in answer.text
    assert "behöver JavaScript" in answer.text
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert "etag" not in answer.headers


def test_the_page_says_english_when_the_address_asks_for_it(client: Client) -> None:
    answer = client.get("/?sprak=en")
    assert '<html lang="en">' in answer.text
    assert "needs JavaScript" in answer.text


def test_a_browser_gets_a_random_name_once(client: Client) -> None:
    given = client.get("/").headers["set-cookie"]
    assert re.fullmatch(r"kvarvarde_visit=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Lax", given)
    again = client.get("/", headers={"cookie": given.partition(";")[0]})
    assert "set-cookie" not in again.headers
    assert "set-cookie" not in client.post("/change").headers


def test_another_language_is_swedish(client: Client) -> None:
    assert '<html lang="sv">' in client.get("/?sprak=%22%3Ex").text


def test_every_answer_tells_the_browser_what_it_may_do(client: Client) -> None:
    for answer in (client.get("/"), client.post("/change"), client.get("/nowhere")):
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"


def test_scripts_written_into_a_page_are_not_allowed() -> None:
    scripts = next(
        part for part in content_security_policy().split("; ") if part.startswith("script-src")
    )
    assert "unsafe-inline" not in scripts
    assert "'unsafe-eval'" not in scripts
    assert "sha256-" in scripts


def test_the_shipped_index_page_still_looks_as_we_rewrite_it() -> None:
    index = (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")
    swedish = in_language(index, "sv")
    assert '<html lang="sv">' in swedish
    assert "<title>Kvarvärde</title>" in swedish
    assert "You need to enable JavaScript" not in swedish


def guarded(**chosen: Any) -> Client:
    async def page(_request: Request) -> Response:
        return HTMLResponse(INDEX)

    place = Settings(store=Path("unused"), **chosen)
    middleware = [Middleware(SecurityHeaders, settings=lambda: place)]
    return Client(Starlette(routes=[Route("/", page)], middleware=middleware))


def test_only_sites_that_are_named_may_frame_the_pages() -> None:
    headers = guarded(frame_ancestors=("https://intranat.example.se",)).get("/").headers
    policy = headers["content-security-policy"]
    assert policy.endswith("frame-ancestors https://intranat.example.se")
    assert "x-frame-options" not in headers
    assert guarded().get("/").headers["x-frame-options"] == "DENY"


def test_a_browser_that_came_over_tls_never_comes_without_again() -> None:
    secure = guarded(public_url="https://kvarvarde.example.se").get("/")
    assert secure.headers["strict-transport-security"].startswith("max-age=")
    assert "strict-transport-security" in guarded().get("https://testserver/").headers
    assert "strict-transport-security" not in guarded().get("/").headers
