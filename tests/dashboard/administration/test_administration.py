"""Administration: what waits is released, and roles and keys are given, in one visit."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from data.acts import release
from data.door import Door
from data.store import audit
from data.store.access import Role, Verb
from data.store.errors import NotAllowedError
from tests.conftest import TODAY
from tests.dashboard.driving import app_of, everything, field, installed, press, shown, specs
from tests.data.loading import load
from tests.factories import a_door, a_viewer, writing
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


@pytest.mark.app
def test_the_nights_whose_copies_were_read_back_stand_as_tiles_and_in_a_table(
    two_places, tmp_path, monkeypatch
):
    place = Path(shutil.copy(two_places, tmp_path))
    with opened(place) as store:
        for days, went, said in (
            (3, True, "Inläsning 1 provläst"),
            (1, False, "Disken är full"),
        ):
            with writing(store) as cursor:
                now = TODAY - timedelta(days=days)
                audit.write(
                    cursor, a_viewer(), audit.READ_BACK, about=said, allowed=went, now=now
                )
    with installed(place, monkeypatch):
        page = shown(app_of(), "administration")
        said = everything(page)
        assert page.title[0].value.endswith("Nattens kopia är inte läst.")
        assert "3 nätter, 2 missade" in said
        assert "Disken är full" in said
        assert "ingen kopia togs" in said
        (chart,) = specs(page)
        assert [
            each != chart["data"][0]["marker"]["color"][0]
            for each in chart["data"][0]["marker"]["color"]
        ] == [False, True, True]
        assert "Missade:" in page.get("plotly_chart")[0].proto.alt


@pytest.mark.app
def test_what_no_revision_tells_of_is_seen_at_the_next_look(two_places, tmp_path, monkeypatch):
    place = Path(shutil.copy(two_places, tmp_path))
    with installed(place, monkeypatch):
        page = shown(app_of(), "administration")
        assert refused(page) == "0"
        with pytest.raises(NotAllowedError):
            Door.shared(place).require(a_viewer(verbs=frozenset()), Verb.ADMINISTER)
        assert refused(page.run()) == "1"
        assert "Du får inte se eller ändra vem som får göra vad" in everything(page)


def refused(page):
    (count,) = [one.value for one in page.metric if one.label == "nekade försök"]
    return count


@pytest.mark.app
def test_figures_that_others_do_not_see_are_marked_where_they_stand(
    two_places, tmp_path, catalogue, monkeypatch
):
    place = Path(shutil.copy(two_places, tmp_path))
    with opened(place) as store:
        invited(store, "karin", Role.ADMINISTRATOR)
        nora = invited(store, "nora", Role.UPLOADER, NORTH)
        load(store, figures(NORTH, 41, first=2025), catalogue)
        viewers = [a_door(store).who(nora)]
        release.release_all(a_door(store), a_door(store).who())
        viewers.append(a_door(store).who(nora))
    with installed(place, monkeypatch):
        for viewer, marked in zip(viewers, (True, False), strict=True):
            monkeypatch.setattr(Door, "who", lambda *_, viewer=viewer, **__: viewer)
            page = shown(app_of(), "outcome", mal="ny.mal")
            badges = "\n".join(each.value for each in page.markdown)
            assert ("Ej släppt" in badges) is marked
            assert ("ej släppt" in everything(page)) is marked
            (chart, *_) = specs(page)
            assert ("ej släppt" in str(chart)) is marked
