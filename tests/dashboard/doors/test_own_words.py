"""Streamlit's words are ours where its scripts are served, and still there to be replaced."""

import gzip

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from dashboard.doors.own_words import (
    ADDS_STEPS,
    OUR_SCRIPT,
    SCRIPTS,
    OwnWords,
    in_our_words,
    texts,
)
from tests.asgi import Client


def script(name: str) -> str:
    """The path of a script that is installed, by the part of its name before the dot."""
    (found,) = SCRIPTS.glob(f"{name}.*.js")
    return f"/static/js/{found.name}"


@pytest.fixture
def client() -> Client:
    async def other(_request):
        return PlainTextResponse("Streamlit's own")

    routes = [Route("/{path:path}", other)]
    return Client(Starlette(routes=routes, middleware=[Middleware(OwnWords)]))


@pytest.mark.parametrize("name", texts())
def test_every_text_is_found_in_the_streamlit_that_is_installed(name):
    source = "".join(file.read_text("utf-8") for file in SCRIPTS.glob(f"{name}.*.js"))
    gone = [text.english for text in texts()[name] if text.found not in source]
    assert gone == [], "Streamlit says this otherwise now: correct streamlit_words.toml"


def test_a_text_becomes_a_choice_by_the_language_of_the_address():
    said = in_our_words("FileUploader", "x={label:`Upload`}")
    assert said == "x={label:(/[?&]sprak=en\\b/.test(location.search)?`Upload`:`Välj fil`)}"
    assert in_our_words("Unknown", "`Upload`") == "`Upload`"


def test_a_script_with_texts_is_served_whole_packed_and_only_once(client):
    path = script("FileUploader")
    answer = client.get(path, headers={"accept-encoding": "identity"})
    assert "`Välj fil`" in answer.text
    assert answer.headers["content-type"].startswith("text/javascript")
    assert int(answer.headers["content-length"]) == len(answer.content)
    packed = client.get(path, headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    body = packed.content
    assert (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body) == answer.content
    again = client.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/static/js/FileUploader.gone.js", "/static/js/Other.a.js", "/"]
)
def test_everything_else_is_passed_on(client, path):
    assert client.get(path).text == "Streamlit's own"


def test_what_makes_a_choice_one_step_back_stands_before_the_script_that_adds_steps(client):
    adding = [
        file.name
        for file in SCRIPTS.glob("index.*.js")
        if ADDS_STEPS in file.read_text("utf-8")
    ]
    assert len(adding) == 1, "Streamlit adds steps to the browser's history elsewhere now"
    said = client.get(f"/static/js/{adding[0]}", headers={"accept-encoding": "identity"}).text
    assert said.startswith(OUR_SCRIPT.read_text("utf-8"))
    assert not client.get(script("FileUploader")).text.startswith("//")
