"""Everybody reaches what the table says, and nothing that exists is missing from the table."""

import shutil
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from dashboard import arrivals, installation
from dashboard.doors import api, cli, presenting, server
from dashboard.export import asking
from dashboard.installation import Installation
from dashboard.page import menu
from dashboard.settings import Settings
from data.store.access import Role
from data.store.store import Store
from tests.asgi import Client
from tests.dashboard.doors.logged_in import LOGIN, cookie
from tests.factories import a_door
from tests.invited_people import NORTH, SOUTH, figures, invited

HERE = Path(__file__).parent
TABLE = tomllib.loads((HERE / "access_matrix.toml").read_text("utf-8"))
READERS = {"guest", *(role.value for role in Role), "other", "owner"}
GROUPS = {"readers": READERS, "everybody": READERS | {"nobody"}}


def allowed(part, name):
    return set().union(*(GROUPS.get(word, {word}) for word in TABLE[part][name].split()))


@pytest.fixture(scope="module")
def built(two_places, tmp_path_factory):
    """A store with a person in each role in the north, and one of another organisation."""
    place = Path(shutil.copy(two_places, tmp_path_factory.mktemp("matrix")))
    store = Store(place)
    for role in Role:
        everywhere = role in {Role.ADMINISTRATOR, Role.ANALYST}
        organisation = "" if everywhere else "Norrhem"
        invited(store, role.value, role, "" if everywhere else NORTH, organisation)
    invited(store, "other", Role.UPLOADER, SOUTH, "Sydbo")
    store.close()
    return place


@pytest.fixture
def here(built, tmp_path, catalogue):
    store = Store(shutil.copy(built, tmp_path))
    place = Settings(store=Path(store.path), upload_mb=1, login=LOGIN, public=True)
    yield Installation(door=a_door(store), catalogue=catalogue, settings=place)
    store.close()


def shown_by(who):
    """Return what somebody's request carries."""
    if who == "owner":
        return {arrivals.OWNER: arrivals.OWNER_SECRET}
    return {} if who in {"nobody", "guest"} else cookie(who)


def asked_of(here, who):
    """Return the API as somebody finds it: nobody where guests may not read."""
    if who == "nobody":
        here = replace(here, settings=replace(here.settings, public=False))
    return Client(api.create(lambda: here))


def paths():
    described = api.create(lambda: None).openapi()["paths"]
    found = {f"{verb.upper()} {path}" for path, verbs in described.items() for verb in verbs}
    return found | {"GET /openapi.json"}


def test_the_table_lists_everything_there_is():
    assert set(TABLE["routes"]) == paths()
    assert set(TABLE["pages"]) == {one.path for one in server.ROUTES if isinstance(one, Route)}
    assert [one.path for one in server.ROUTES if isinstance(one, Mount)] == ["/api/v1"]
    views = {file.stem for file in Path(installation.__file__).parent.glob("views/*.py")}
    assert set(TABLE["views"]) == views - {"__init__"}
    assert set(TABLE["exports"]) == set(asking.FORMATS)
    assert set(TABLE["commands"]) == set(cli._MODULES)


KNOWN = {"act": "log", "form": "html", "sha256": "0" * 64, "indicator_id": "TRY14"}


@pytest.mark.parametrize("who", sorted(GROUPS["everybody"]))
def test_everybody_reaches_the_routes_that_the_table_says(here, who):
    client, headers = asked_of(here, who), shown_by(who)
    refused, made = set(), 2
    for name in TABLE["routes"]:
        verb, path = name.split(" ")
        path = path.replace("{revision}", str(made))
        for key, value in KNOWN.items():
            path = path.replace(f"{{{key}}}", value)
        how = {"headers": headers}
        if name == "POST /imports":
            how |= {"params": {"name": "f.csv"}, "content": figures(NORTH, 40, first=2025)}
        if name == "POST /calibrations":
            how |= {"params": {"reason": "prov", "dry_run": True}}
        answer = client.get(path, **how) if verb == "GET" else client.post(path, **how)
        assert answer.status_code < 500 or name == "GET /verification", (name, answer.text)
        if name == "POST /imports" and answer.is_success:
            made = answer.json()["revision"]
        if answer.status_code in {401, 403}:
            refused.add(name)
            assert answer.json()["error"].endswith(".")
    # What somebody read in is what they undo; everybody else tries what another read in.
    assert (made != 2) is (who in allowed("routes", "POST /imports"))
    assert set(TABLE["routes"]) - refused == {
        name for name in TABLE["routes"] if who in allowed("routes", name)
    }


@pytest.mark.parametrize("who", sorted(GROUPS["everybody"]))
def test_everybody_reaches_the_pages_that_the_table_says(here, who, monkeypatch):
    if who == "nobody":
        here = replace(here, settings=replace(here.settings, public=False))
    monkeypatch.setattr(presenting, "installation", lambda: here)
    client = Client(Starlette(routes=[Route("/presentera", presenting.presentation)]))
    answer = client.get("/presentera", headers=shown_by(who))
    if who == "viewer":
        long = client.get(
            "/presentera", params={"revision": "9" * 5_000}, headers=shown_by(who)
        )
        assert (long.status_code, "ingen inläsning" in long.text) == (404, True)
    # There is no meeting to show: that is said to whoever may see that there is none.
    assert (answer.status_code == 404) is (who in allowed("pages", "/presentera"))
    headers = dict(shown_by(who))
    cookies = dict([headers["cookie"].split("=", 1)]) if "cookie" in headers else {}
    request = arrivals.Request(headers=headers, cookies=cookies, way="page")
    viewer = arrivals.viewer(here.door, here.settings, request)
    assert {name for name in TABLE["views"] if menu.reaches(viewer, name)} == {
        name for name in TABLE["views"] if who in allowed("views", name)
    }


def test_a_login_that_has_run_out_or_was_signed_by_another_is_none(here):
    client = asked_of(here, "nobody")
    assert client.get("/observations", headers=cookie("viewer")).status_code == 200
    assert client.get("/observations", headers=cookie("viewer", lasts=-1)).status_code == 401
    forged = {"cookie": cookie("viewer")["cookie"][:-3] + "abc"}
    assert client.get("/observations", headers=forged).status_code == 401


@pytest.mark.parametrize(
    ("headers", "local"),
    [
        ({}, True),
        ({"host": "localhost:8501", "origin": "http://127.0.0.1:8501"}, True),
        ({"host": "[::1]:8501"}, True),
        ({"host": "kvarvarde.exempel.se"}, False),
        ({"host": "10.0.0.1"}, False),
        ({"host": "localhost", "x-forwarded-for": "10.0.0.1"}, False),
        ({"host": "localhost", "origin": "https://kvarvarde.exempel.se"}, False),
        ({"host": "localhost", "origin": "null"}, False),
    ],
)
def test_without_login_only_the_person_at_this_machine_may_do_everything(here, headers, local):
    alone = replace(here, settings=replace(here.settings, login=None))
    request = arrivals.Request(headers=headers, cookies={}, way="page")
    found = arrivals.viewer(alone.door, alone.settings, request)
    assert (found.local, found.clearance, bool(found.verbs)) == (local,) * 3
    assert found.areas is None
    for said in ({"without_login": True}, {"hosts": frozenset({"kvarvarde.exempel.se"})}):
        # Whoever comes by a name could say that they ask for this machine.
        shared = replace(alone.settings, **said)
        assert not arrivals.viewer(alone.door, shared, request).verbs


def test_a_key_that_is_used_too_often_waits():
    at = [0.0]
    buckets = arrivals.Buckets(rate=0.5, burst=2, clock=lambda: at[0])
    buckets.take("a")
    buckets.take("a")
    with pytest.raises(arrivals.TooManyError, match="2 sekunder"):
        buckets.take("a")
    buckets.take("b")
    at[0] = 2.0
    buckets.take("a")


def test_too_many_wrong_keys_are_told_to_wait(here, monkeypatch):
    monkeypatch.setattr(arrivals, "_UNKNOWN_KEYS", arrivals.Buckets(rate=0.1, burst=1))
    client, wrong = asked_of(here, "guest"), {"authorization": "Bearer kv_x_y"}
    assert client.get("/observations", headers=wrong).status_code == 401
    answer = client.get("/observations", headers=wrong)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "10")
