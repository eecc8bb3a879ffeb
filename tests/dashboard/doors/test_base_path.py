"""Everything may lie under a path, whether the proxy in front keeps it or takes it away."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from dashboard.doors.base_path import BasePath
from dashboard.page import cards
from dashboard.settings import SettingsError, base_path, settings
from tests.asgi import Client


async def said(request: Request) -> Response:
    return PlainTextResponse(request.url.path)


async def away(_request: Request) -> Response:
    return RedirectResponse("/utfall")


async def logged_in(_request: Request) -> Response:
    answer = PlainTextResponse("")
    answer.set_cookie("_streamlit_user", "karin", path="/", httponly=True)
    answer.set_cookie("own", "1", path="/kvarvarde/mote")
    answer.delete_cookie("_streamlit_xsrf")
    return answer


@pytest.fixture
def client() -> Client:
    return Client(
        Starlette(
            routes=[
                Route("/utfall", said),
                Route("/away", away),
                Route("/oauth2callback", logged_in),
                Mount("/api/v1", routes=[Route("/goals", said)]),
            ],
            middleware=[Middleware(BasePath, path=lambda: "/kvarvarde")],
        )
    )


@pytest.mark.parametrize("path", ["/utfall", "/api/v1/goals"])
def test_with_and_without_the_path_the_same_is_answered(client: Client, path: str) -> None:
    assert client.get(f"/kvarvarde{path}").status_code == 200
    assert client.get(path).text == client.get(f"/kvarvarde{path}").text


def test_a_path_that_only_begins_alike_is_another(client: Client) -> None:
    assert client.get("/kvarvardet/utfall").status_code == 404


def test_whoever_is_sent_on_stays_under_the_path(client: Client) -> None:
    assert client.get("/away").headers["location"] == "/kvarvarde/utfall"
    assert client.get("/kvarvarde").headers["location"] == "/kvarvarde/"


def test_another_site_of_the_same_host_does_not_get_to_know_who_has_logged_in(
    client: Client,
) -> None:
    cookies = client.get("/oauth2callback").headers.get_list("set-cookie")
    assert [one.partition("Path=")[2].partition(";")[0] for one in cookies] == [
        "/kvarvarde/",
        "/kvarvarde/mote",
        "/kvarvarde/",
        "/",  # where it may have been put before there was a path
    ]


@pytest.mark.parametrize(
    ("environment", "path", "address"),
    [
        ({}, "", ""),
        ({"KVARVARDE_BASE_PATH": "/"}, "", ""),
        ({"KVARVARDE_BASE_PATH": "kv/"}, "/kv", ""),
        ({"KVARVARDE_PUBLIC_URL": "https://a.se/kv/"}, "/kv", "https://a.se/kv"),
        (
            {"KVARVARDE_PUBLIC_URL": "https://a.se", "KVARVARDE_BASE_PATH": "/kv"},
            "/kv",
            "https://a.se/kv",
        ),
    ],
)
def test_the_path_is_named_or_that_of_the_public_address(
    environment: dict[str, str], path: str, address: str
) -> None:
    assert base_path(environment) == path
    assert settings(environment).public_url == address


@pytest.mark.parametrize(
    "environment",
    [
        {"KVARVARDE_BASE_PATH": "/a b"},
        {"KVARVARDE_BASE_PATH": '/a"><script>'},
        {"KVARVARDE_PUBLIC_URL": "https://a.se/x", "KVARVARDE_BASE_PATH": "/y"},
        {"KVARVARDE_FRAME_ANCESTORS": "https://a.se; script-src *"},
    ],
)
def test_a_path_or_site_that_cannot_be_is_refused(environment: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        settings(environment)


def test_links_on_a_page_lie_under_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KVARVARDE_PUBLIC_URL", "https://a.se/kvarvarde")
    monkeypatch.setattr(cards.addressed, "carried", dict)
    assert cards.address("utfall", mal="a.b") == "/kvarvarde/utfall?mal=a.b"
