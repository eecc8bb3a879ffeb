"""A meeting as slides: what it says, and what it must not name."""

import dataclasses
from datetime import date

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from dashboard import installation
from dashboard.doors.middleware import SecurityHeaders
from dashboard.doors.presenting import presentation
from dashboard.export import asking
from dashboard.export.decks import meeting
from data.acts import meetings
from data.acts.meeting_terms import Plan
from data.answers.followed import Gatherer
from data.store import store as stores
from data.store.store import Store
from metrics.definition.catalogue import Catalogue
from tests.asgi import Client
from tests.conftest import TODAY
from tests.factories import a_door, a_reader, a_viewer

COMING = "mote.2026-12-03-1"


@pytest.fixture
def from_store(sample: Store, catalogue: Catalogue) -> Gatherer:
    return Gatherer(a_reader(sample), catalogue)


def test_the_slides_open_with_the_news_and_end_with_decisions(from_store):
    title, slides = meeting.of_meeting(from_store, COMING, TODAY.date(), "sv")
    assert title == "Övningsmöte, uppföljning (påhittat)"
    assert slides[0].sentence.startswith("Sedan förra mötet: tre nya förluster")
    dropped = "Tappat och saknat: tre löften som ingen bär, och som saknas i siffrorna"
    assert dropped in [slide.sentence for slide in slides]
    assert slides[-1].sentence == "Beslut från tidigare möten"
    assert all(slide.invented for slide in slides)
    assert any(slide.chart for slide in slides)
    assert max(len(slide.table.rows) for slide in slides if slide.table) <= 8


def test_areas_that_were_not_asked_for_are_not_named(own_sample, catalogue):
    asked = Plan(
        title="Bara norra", held_on=date(2026, 12, 10), area_ids=("ovning.ekbacken.norra",)
    )
    meeting_id = meetings.plan(a_door(own_sample), a_viewer(), asked, actor="Maja", now=TODAY)
    _title, slides = meeting.of_meeting(
        Gatherer(a_reader(own_sample), catalogue), meeting_id, TODAY.date(), "sv"
    )
    said = " ".join(str(dataclasses.astuple(slide)) for slide in slides)
    assert "Ekbacken norra" in said
    for other in ("Ekbacken centrum", "Ekbacken södra", "Ekbacken äng"):
        assert other not in said
    assert slides[0].sentence == "Första mötet, om ett område"


def test_a_meeting_there_is_not_has_nothing_to_show(from_store):
    assert meeting.of_meeting(from_store, "borta", TODAY.date(), "sv") == ("", ())
    with pytest.raises(asking.NothingToShowError, match="borta"):
        asking.deck(asking.Asked(meeting_id="borta"), from_store, made_on=TODAY.date(), home="")


@pytest.fixture
def server(own_sample: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KVARVARDE_STORE", own_sample.path)
    place = own_sample.path
    own_sample.close()
    installation.installation.cache_clear()
    routes = Starlette(routes=[Route("/presentera", presentation)])
    yield Client(SecurityHeaders(routes))
    installation.installation.cache_clear()
    if opened := stores._open.pop(place, None):
        opened.close()


def test_a_presentation_brings_all_it_needs_and_may_load_nothing_else(server):
    answer = server.get(f"/presentera?mote={COMING}")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "Sedan förra mötet" in answer.text
    assert f'href="/mote?mote={COMING}"' in answer.text
    assert "src=" not in answer.text.replace("img-src", "")


def test_a_presentation_of_nothing_is_a_sentence(server):
    answer = server.get("/presentera?mote=<script>")
    assert answer.status_code == 404
    assert "Det finns inget att visa för &lt;script&gt;" in answer.text
    assert server.get(f"/presentera?mote={COMING}&revision=99999").status_code == 404
