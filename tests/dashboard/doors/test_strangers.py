"""Who has not logged in is answered as often as people ask, and leaves nothing behind."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from dashboard.arrivals import Buckets
from dashboard.doors.strangers import StrangersBounded
from dashboard.settings import Settings, settings
from tests.asgi import Client
from tests.dashboard.doors.logged_in import LOGIN, cookie

THROUGH = {"x-forwarded-for": "10.0.0.1"}


class From:
    """Lets an application see requests come from an address."""

    def __init__(self, app, address):
        self._app, self._address = app, address

    async def __call__(self, scope, receive, send):
        address = dict(scope["headers"]).get(b"from", self._address.encode()).decode()
        await self._app({**scope, "client": (address, 1)}, receive, send)


def guarded(**chosen):
    """Return a client of a site where people log in; strangers have three questions each."""
    terms = {"store": Path("x"), "login": LOGIN, "public": True} | chosen
    still = {"rate": 0.5, "clock": lambda: 0.0}
    bounds = {"each": Buckets(burst=3, **still), "together": Buckets(burst=5, **still)}
    app = Starlette(
        routes=[
            Route("/{path:path}", lambda _: PlainTextResponse("ok"), methods=["GET", "PUT"])
        ],
        middleware=[Middleware(StrangersBounded, settings=lambda: Settings(**terms), **bounds)],
    )
    return Client(From(app, "192.0.2.1"))


def statuses(client, path, times=4, **headers):
    return [client.get(path, headers=headers).status_code for _ in range(times)]


def test_a_stranger_who_asks_more_than_people_do_is_told_when_to_come_back():
    client = guarded()
    for path in ("/healthz", "/api/v1/healthz", "/", "/static/app.js"):
        assert statuses(client, path) == [200] * 4
    assert statuses(client, "/api/v1/observations") == [200, 200, 200, 429]
    answer = client.get("/auth/login")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "2")
    assert answer.json()["error"] == "För många anrop. Vänta 2 sekunder och försök igen."
    assert client.get("/presentera").headers["retry-after"] == "40"
    assert statuses(client, "/api/v1/observations", **{"from": "192.0.2.2"})[:3] == [200] * 3
    assert statuses(client, "/api/v1/observations", **cookie("viewer")) == [200] * 4
    assert statuses(client, "/auth/login", **cookie("viewer", lasts=-1))[0] == 429


def test_an_address_of_the_newer_kind_is_its_whole_network():
    client = guarded()
    asked = [
        statuses(client, "/api/v1/x", 1, **{"from": f"2001:db8:{net}::{end}"})[0]
        for net, end in ((1, 1), (1, 2), (1, 3), (1, 4), (2, 1))
    ]
    assert asked == [200, 200, 200, 429, 200]


@pytest.mark.parametrize(("trusted", "allowed"), [(False, 5), (True, 3)])
def test_addresses_that_a_proxy_says_count_where_it_is_trusted(trusted, allowed):
    client = guarded(trusts_proxy=trusted)
    asked = statuses(client, "/api/v1/observations", 7, **THROUGH)
    assert asked == [200] * allowed + [429] * (7 - allowed)
    assert settings({"FORWARDED_ALLOW_IPS": "127.0.0.1" * trusted}).trusts_proxy is trusted
    other = statuses(client, "/api/v1/observations", 1, **THROUGH, **{"from": "192.0.2.9"})
    assert other == [200 if trusted else 429]


def test_who_has_not_logged_in_uploads_nothing():
    client = guarded()
    assert client.get("/_stcore/upload_file/a/b").status_code == 403
    assert client.get("/_stcore/upload_file/a/b", headers=cookie("uploader")).status_code == 200
