"""What the server counts is for whoever runs it, and its log tells nobody's business."""

import json
import logging

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard import counts
from dashboard.doors.logs import Flood, JsonLines
from dashboard.doors.measuring import Counted, answer, route_of
from tests.asgi import Client

HERE = {"host": "127.0.0.1:8501"}


async def metrics(request: Request) -> Response:
    return answer(request, lambda: {"kvarvarde_revision": ("The latest.", 45)}, "secret")


async def goals(_request: Request) -> Response:
    return PlainTextResponse("done", status_code=404)


@pytest.fixture
def client() -> Client:
    routes = [Route("/metrics", metrics), Route("/api/v1/goals/{goal_id}", goals)]
    return Client(Starlette(routes=routes, middleware=[Middleware(Counted)]))


def test_requests_are_counted_by_route_and_status_and_what_stands_is_said(client):
    client.get("/api/v1/goals/mal.anna-svensson?who=anna")
    text = client.get("/metrics", headers=HERE).text
    assert "anna" not in text
    families = {each.name: each for each in text_string_to_metric_families(text)}
    assert families["kvarvarde_revision"].samples[0].value == 45
    asked = {"route": "/api/v1/goals", "method": "GET", "status": "404"}
    assert asked in [sample.labels for sample in families["kvarvarde_requests"].samples]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (HERE, 200),
        ({"host": "localhost"}, 200),
        ({"host": "kvarvarde.example.se"}, 404),
        ({**HERE, "x-forwarded-for": "10.0.0.1"}, 404),
        ({"host": "kvarvarde.example.se", "authorization": "Bearer secret"}, 200),
        ({"host": "kvarvarde.example.se", "authorization": "Bearer wrong"}, 404),
        ({"host": "kvarvarde.example.se", "authorization": "Bearer å"}, 404),
    ],
)
def test_only_this_machine_and_who_knows_the_token_may_read_it(client, headers, status):
    coded = {name: value.encode() for name, value in headers.items()}
    assert client.get("/metrics", headers=coded).status_code == status


def test_a_path_never_makes_a_route_of_its_own():
    assert route_of("/utfall") == route_of("/anna") == route_of("/a/b") == "page"
    assert route_of("/api/v1/goals/mal.x") == "/api/v1/goals"


def test_the_same_line_is_written_five_times_a_minute_and_then_how_many_were_held_back():
    seconds = [0.0]
    flood = Flood(clock=lambda: seconds[0])
    assert [flood.filter(a_line("x")) for _ in range(60)].count(True) == 5
    seconds[0] = 61.0
    after = a_line("x")
    assert flood.filter(after)
    assert after.held_back == 55


def test_a_line_of_json_has_no_query_and_not_the_words_of_an_error():
    try:
        raise ValueError("Anna Svensson")
    except ValueError as error:
        line = a_line(
            "GET %s", "/utfall?namn=anna", exc_info=(ValueError, error, error.__traceback__)
        )
    written = JsonLines().format(line)
    assert "anna" not in written.lower()
    read = json.loads(written)
    assert (read["message"], read["error"], read["level"]) == (
        "GET /utfall",
        "ValueError",
        "error",
    )
    assert "test_measuring.py" in read["at"][-1]


def a_line(message, *given, exc_info=None):
    return logging.LogRecord("kv", logging.ERROR, "here.py", 1, message, given, exc_info)


def test_a_server_is_quiet_since_a_page_was_drawn_last(monkeypatch):
    at = iter([100.0, 130.0])
    monkeypatch.setattr(counts, "monotonic", lambda: next(at))
    with counts.rerun("utfall"):
        pass
    assert counts.quiet_for() == 30.0
