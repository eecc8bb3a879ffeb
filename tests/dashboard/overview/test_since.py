"""Läget compares with the last meeting about what it shows, and says which one."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from data.acts import meetings
from data.acts.meeting_terms import Plan
from data.store.store import Store, shared
from metrics.definition.catalogue import Catalogue
from tests.conftest import TODAY
from tests.dashboard.driving import app_of, installed, shown, words
from tests.data.loading import lines, load
from tests.factories import a_door, a_viewer

pytestmark = pytest.mark.app

TORPA = lines(
    "område;indikator;period;värde;källa;geo_version",
    "regso.1480.torpa;TRY14;2024;61,5;Bostadsbolagets enkät;regso-2025",
    "regso.1480.torpa;TRY14;2025;62,5;Bostadsbolagets enkät;regso-2025",
)


@pytest.fixture
def store(own_sample: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A copy of the shipped store, which the pages read."""
    own_sample.close()
    with installed(Path(own_sample.path), monkeypatch):
        yield shared(own_sample.path)


def planned(store: Store, area_id: str, held_on: date) -> str:
    asked = Plan(title="Om platsen", held_on=held_on, area_ids=(area_id,))
    return meetings.plan(a_door(store), a_viewer(), asked, actor="Maja", now=TODAY)


def concluded(store: Store, area_id: str, held_on: date, now: datetime = TODAY) -> None:
    meeting_id = planned(store, area_id, held_on)
    meetings.conclude(a_door(store), a_viewer(), meeting_id, actor="Maja", now=now)


def test_the_training_area_is_compared_with_its_last_meeting(store):
    said = words(shown(app_of(), data="ovning"))
    assert "Sedan mötet 4 december 2025" in said
    assert "Tio mål har bytt läge" in said


def test_the_counts_say_since_the_day_of_the_meeting(store):
    deltas = [metric.delta for metric in shown(app_of(), data="ovning").metric]
    assert any(delta.endswith("sedan 4 dec. 2025") for delta in deltas)


def test_an_upload_about_another_place_hides_nothing(store: Store, catalogue: Catalogue):
    load(store, TORPA, catalogue)
    assert "Tio mål har bytt läge" in words(shown(app_of(), data="ovning"))


def test_a_meeting_about_another_place_is_not_compared_with(store):
    concluded(store, "regso.1480.torpa", date(2026, 11, 20))
    assert "Sedan mötet 4 december 2025" in words(shown(app_of(), data="ovning"))


def test_a_meeting_that_is_only_planned_is_not_compared_with(store):
    planned(store, "ovning.ekbacken.centrum", date(2026, 11, 20))
    assert "Sedan mötet 4 december 2025" in words(shown(app_of(), data="ovning"))


def test_a_meeting_about_the_whole_covers_its_parts(store):
    concluded(store, "ovning.ekbacken", date(2026, 11, 20))
    said = words(shown(app_of(), data="ovning"))
    assert "Sedan mötet 20 november 2026" in said
    assert "Inget mål har bytt läge" in said


def test_without_a_meeting_the_last_quarter_is_compared_with(store):
    assert "Sedan den 1 september 2026" in words(shown(app_of(), data="verkliga"))


def test_english_pages_name_the_meeting_in_english(store):
    said = words(shown(app_of(), data="ovning", sprak="en"))
    assert "Since the meeting on 4 December 2025" in said
