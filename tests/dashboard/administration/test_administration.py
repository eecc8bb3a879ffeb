"""Administration: what waits is released, and roles and keys are given, in one visit."""

import shutil
from pathlib import Path

import pytest

from data.store.access import Role, Verb
from tests.dashboard.driving import app_of, everything, field, installed, press, shown
from tests.data.loading import load
from tests.factories import a_door
from tests.invited_people import NORTH, figures, invited, opened


@pytest.mark.app
def test_a_keeper_releases_invites_and_makes_a_key(
    two_places, tmp_path, catalogue, monkeypatch
):
    place = Path(shutil.copy(two_places, tmp_path))
    with opened(place) as store:
        invited(store, "nora", Role.UPLOADER, NORTH, "Norrhem")
        load(store, figures(NORTH, 41, first=2025), catalogue)
    with installed(place, monkeypatch):
        page = shown(app_of(), "administration")
        assert page.title[0].value == "1 underlag väntar på att släppas"
        assert "Ingen inloggning är inställd: du vid den här datorn får göra allt." in (
            everything(page)
        )
        page = press(page, "Släpp")
        assert page.title[0].value == "Alla siffror är släppta"

        field(page, "Namn").set_value("karin")
        field(page, "E-postadress").set_value("karin@exempel.se")
        page = press(page, "Bjud in")
        assert "karin är inbjuden." in everything(page)
        assert "**karin**" in everything(page)

        page = press(page, "Gör en nyckel")
        key = page.code[0].value
    with opened(place) as store:
        assert a_door(store).bearer(key).verbs == frozenset()
        assert a_door(store).guest(reads=True).unreleased == ()
        assert Verb.IMPORT not in a_door(store).guest(reads=True).verbs
