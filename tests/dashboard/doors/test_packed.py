"""Streamlit's scripts are sent packed, whole, and only to those who can unpack them."""

import gzip

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

from dashboard.doors.middleware import PageLanguage
from dashboard.doors.packed import CHARTS, ON_EVERY_PAGE, STATIC, Packed, scripts
from tests.asgi import Client


@pytest.fixture
def client() -> Client:
    async def other(_request):
        return PlainTextResponse("Streamlit's own")

    routes = [Route("/{path:path}", other, methods=["GET", "POST"])]
    return Client(Starlette(routes=routes, middleware=[Middleware(Packed)]))


@pytest.mark.parametrize("name", [*ON_EVERY_PAGE, *CHARTS])
def test_every_script_that_is_fetched_at_once_is_one_in_the_streamlit_that_is_installed(name):
    assert len(scripts((name,))) == 1, "Streamlit calls this otherwise now: correct packed.py"


def test_a_script_is_whole_when_it_is_unpacked(client):
    (name,) = scripts(CHARTS)
    answer = client.get(f"/static/js/{name}", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")
    body, lies = answer.content, (STATIC / "js" / name).read_bytes()
    assert (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body) == lies
    assert int(answer.headers["content-length"]) < len(lies) / 3
    again = {"accept-encoding": "gzip", "if-none-match": answer.headers["etag"]}
    assert client.get(f"/static/js/{name}", headers=again).status_code == 304


@pytest.mark.parametrize(
    "path",
    ["/static/js/none.js", "/static/js/../index.html", "/static/media/x.woff2", "/api/v1/x.js"],
)
def test_what_is_not_such_a_file_is_passed_on(client, path):
    answer = client.get(path, headers={"accept-encoding": "gzip"})
    assert answer.text == "Streamlit's own"


def test_who_cannot_unpack_gets_it_as_it_lies(client):
    (name,) = scripts(CHARTS)
    path = f"/static/js/{name}"
    assert client.post(path, headers={"accept-encoding": "gzip"}).text == "Streamlit's own"
    elsewhere = client.get(f"/elsewhere{path}", headers={"accept-encoding": "gzip"})
    assert elsewhere.text == "Streamlit's own"


@pytest.mark.parametrize(
    ("said", "packed"),
    [
        ("br", False),
        ("", False),
        ("gzip;q=0, br", False),
        ("gzip; q=0.000", False),
        ("*;q=0", False),
        ("gzip;q=0, *", False),
        ("br, gzip", True),
        ("GZIP; q=0.5", True),
        ("*", True),
        ("identity;q=0, gzip", True),
    ],
)
def test_only_who_says_so_gets_it_packed(client, said, packed):
    (name,) = scripts(CHARTS)
    answer = client.get(f"/static/js/{name}", headers={"accept-encoding": said})
    assert ("content-encoding" in answer.headers) is packed


@pytest.mark.parametrize(
    ("path", "charts"), [("/utfall", True), ("/", True), ("/metod", False)]
)
def test_a_page_with_charts_fetches_what_draws_them_at_once(path, charts):
    async def page(_request):
        return HTMLResponse("<html><head></head><body></body></html>")

    routes = [Route("/{path:path}", page)]
    app = Client(Starlette(routes=routes, middleware=[Middleware(PageLanguage)]))
    head = app.get(path).text.partition("</head>")[0]
    assert head.count("modulepreload") == len(ON_EVERY_PAGE) + charts
    assert (scripts(CHARTS)[0] in head) is charts
