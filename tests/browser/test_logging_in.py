"""Somebody logs in at a provider, and sees what is theirs until it is released to all."""

import json
import re
import shutil
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import expect

from data.store.access import Role
from data.store.store import Store
from tests.browser import uploads
from tests.browser.acts import follow_runs, heading, press, settled
from tests.conftest import TODAY
from tests.invited_people import NORTH, SOUTH, figures, invited
from tests.serving import CLI, free_port, running

# What the provider, which runs in a thread of this process, is warned of by its own libraries.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

PEOPLE = ("nora", "sofie", "karin", "olle")


@pytest.fixture(scope="module")
def provider():
    """A provider of OpenID Connect on this machine, where each of the people has an account."""
    users = [
        User(sub=name, claims={"email": f"{name}@exempel.se", "email_verified": True})
        for name in PEOPLE
    ]
    with run_server_in_thread(user_claims=users) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def site(provider, two_places, tmp_path_factory):
    """A server where people log in, under a path: for the north, and for the south."""
    folder = tmp_path_factory.mktemp("login")
    place = Path(shutil.copy(two_places, folder))
    with closing(Store(place)) as store:
        invited(store, "nora", Role.UPLOADER, NORTH, "Norrhem")
        invited(store, "sofie", Role.UPLOADER, SOUTH, "Sydbo")
        invited(store, "karin", Role.ADMINISTRATOR)
    port = free_port()
    url = f"http://localhost:{port}/kvarvarde"
    surroundings = {
        "KVARVARDE_TODAY": TODAY.date().isoformat(),
        "KVARVARDE_PUBLIC_URL": url,
        "KVARVARDE_OIDC_METADATA": f"{provider}/.well-known/openid-configuration",
        "KVARVARDE_OIDC_CLIENT_ID": "kvarvarde",
        "KVARVARDE_OIDC_CLIENT_SECRET": "hemlig",
        "AUTHLIB_INSECURE_TRANSPORT": "1",
    }
    serve = [sys.executable, *CLI, "serve", "--host", "localhost", "--port", str(port)]
    with running(serve, url, place, folder, surroundings):
        yield url


@contextmanager
def logged_in(browser, site, name):
    """Log somebody in as a person does, and lend the page they then see."""
    context = browser.new_context(locale="sv-SE")
    page = context.new_page()
    follow_runs(page)
    page.goto(site)
    settled(page)
    expect(heading(page)).to_have_text("Logga in för att läsa")
    page.get_by_role("button", name="Logga in").click()
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_url(f"{site}/**")
    settled(page)
    yield page
    context.close()


def known(page, site, area_id):
    """Return the figures of an area as the API gives them to whoever has logged in."""
    answer = page.request.get(f"{site}/api/v1/observations?area_id={area_id}")
    return [row["value"] for row in json.loads(answer.text())["rows"]]


def test_figures_are_their_owners_until_a_keeper_releases_them(browser, site):
    with logged_in(browser, site, "nora") as nora, logged_in(browser, site, "sofie") as sofie:
        for page, area_id, share in ((nora, NORTH, 41), (sofie, SOUTH, 57)):
            page.goto(f"{site}/ladda-upp")
            settled(page)
            expect(page.get_by_label("Ditt namn")).to_be_disabled()
            uploads.drop(page, "trygghet.csv", figures(area_id, share, first=2025))
            uploads.save(page)
        expect(nora.get_by_text("Du ser 1 inläsning som inte är släppt")).to_be_visible()
        paths = {one["name"]: one["path"] for one in nora.context.cookies(f"{site}/")}
        assert set(paths.values()) == {"/kvarvarde/"}, paths
        assert known(nora, site, NORTH) == [60, 66, 70, 41]
        assert known(nora, site, SOUTH) == []
        assert known(sofie, site, NORTH) == [60, 66, 70]
        assert known(sofie, site, SOUTH) == [57]
        for page, said in ((nora, "men inte 2025"), (sofie, "har nått målet")):
            page.goto(f"{site}/utfall?mal=ny.mal")
            settled(page)
            expect(heading(page)).to_contain_text(said)
            page.goto(f"{site}/administration")
            settled(page)
            expect(page.get_by_role("heading", name="Släppa siffror")).to_have_count(0)
        with logged_in(browser, site, "karin") as karin:
            karin.goto(f"{site}/administration")
            settled(karin)
            expect(heading(karin)).to_have_text("2 underlag väntar på att släppas")
            both = karin.get_by_role("button", name="Släpp", exact=True)
            press(both.last, then=karin.get_by_text(re.compile(r"Inläsning \d+ är släppt")))
        assert known(sofie, site, NORTH) == [60, 66, 70, 41]
        assert known(nora, site, SOUTH) == []
        sofie.goto(f"{site}/utfall?mal=ny.mal")
        settled(sofie)
        expect(heading(sofie)).to_contain_text("men inte 2025")


def test_somebody_who_was_never_invited_sees_that_they_have_no_role(browser, site):
    with logged_in(browser, site, "olle") as olle:
        expect(heading(olle)).to_have_text("Du är inloggad men har ingen roll här ännu")
        assert olle.request.get(f"{site}/api/v1/observations").status == 401
