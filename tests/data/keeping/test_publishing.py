"""Copies that one process publishes and others show: later, whole, and never written."""

import threading
from datetime import UTC, datetime

import pytest

from data.acts.attachments import folder as attachments_of
from data.answers.areas import all_areas
from data.door import Door
from data.keeping.publishing import publish
from data.store.access import Verb, Viewer
from data.store.errors import NotAllowedError, StoreError
from data.store.following import Following, latest
from data.store.store import Store
from tests import new_owner
from tests.data.loading import load
from tests.factories import a_door, a_viewer, writing

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path, catalogue):
    """A store with areas and measurements, and more to come."""
    opened = Store(tmp_path / "store.duckdb")
    for text in (new_owner.AREAS, new_owner.THREE_YEARS):
        load(opened, text, catalogue)
    yield opened
    opened.close()


@pytest.fixture
def place(tmp_path):
    return tmp_path / "published"


def published(store, place, **more):
    return publish(a_door(store), a_viewer(clearance=True), place, **more)


def followed(place):
    """A store that changes when it is told to, and not by the clock."""
    following = Following(place)
    following._closing.set()
    return following


def areas_seen(store):
    door = a_door(store)
    return set(door.reader(a_viewer()).ask(all_areas)["area_id"])


def test_who_follows_sees_the_store_and_then_its_next_revision(store, place, catalogue):
    published(store, place)
    following = followed(place)
    assert areas_seen(following) == areas_seen(store)
    before = following.stamp(["observation"], store.revision, store.revision)
    load(store, new_owner.GOAL, catalogue)
    load(store, new_owner.FOURTH_YEAR, catalogue)
    following.check()
    assert following.revision < store.revision
    published(store, place)
    following.check()
    assert following.revision == store.revision
    assert following.stamp(["observation"], store.revision, store.revision) > before
    following.close()


def test_a_copy_is_said_to_have_come_when_questions_are_answered_from_it(
    store, place, catalogue, monkeypatch
):
    published(store, place)
    following = followed(place)
    said, real = [], following._raise_to

    def raised(newest):
        said.append(a_door(following).answers() - following.revision)
        real(newest)

    monkeypatch.setattr(following, "_raise_to", raised)
    load(store, new_owner.GOAL, catalogue)
    published(store, place)
    following.check()
    assert said == [0]
    assert a_door(following).answers() == store.revision
    following.close()


def test_a_question_under_way_ends_in_the_copy_where_it_began(store, place, catalogue):
    published(store, place)
    following = followed(place)
    with a_door(following).reader(a_viewer()).cursor() as cursor:
        cursor.execute("SELECT revision_id FROM revision ORDER BY revision_id")
        seen = cursor.fetchmany(1)
        load(store, new_owner.GOAL, catalogue)
        published(store, place)
        following.check()
        seen += cursor.fetchall()
        assert len(seen) == store.revision - 1
    following.close()


def test_a_follower_changes_by_itself(store, place, catalogue):
    published(store, place)
    following = Following(place)
    load(store, new_owner.GOAL, catalogue)
    published(store, place)
    assert following.wait_beyond(store.revision - 1, seconds=60) == store.revision
    following.close()


def test_who_waits_for_a_revision_is_woken_by_it(store, catalogue):
    reached = []
    waiter = threading.Thread(
        target=lambda: reached.append(store.wait_beyond(store.revision, seconds=60))
    )
    expected = store.revision + 1
    waiter.start()
    load(store, new_owner.GOAL, catalogue)
    waiter.join()
    assert reached == [expected]
    assert store.wait_beyond(expected, seconds=0) == expected


@pytest.mark.parametrize(
    ("writer", "where"),
    [
        ("", "på den server som skriver"),
        ("https://skriv.exempel.se", "på https://skriv.exempel.se"),
    ],
)
def test_nothing_is_written_by_who_follows_and_it_says_where_one_can(
    store, place, writer, where
):
    published(store, place, writer=writer)
    following = followed(place)
    door = Door(following)
    with (
        pytest.raises(NotAllowedError, match=rf"visar bara. Gör det {where}"),
        door.act(a_viewer(), Verb.IMPORT),
    ):
        pass
    assert door.written_at == writer
    assert Door(store).written_at is None
    following.close()


def test_the_last_two_copies_stay_and_nothing_half_made(store, place, catalogue):
    for text in (new_owner.GOAL, new_owner.FOURTH_YEAR):
        published(store, place)
        load(store, text, catalogue)
    for left in (".utkast-1.duckdb", ".utkast-1.duckdb.wal", "latest.json.1"):
        (place / left).write_bytes(b"of a writer that was killed")
    last = published(store, place)
    assert sorted(file.name for file in place.iterdir()) == sorted(
        [
            f"kvarvarde-{store.revision - 1:08d}-000000.duckdb",
            f"kvarvarde-{store.revision:08d}-000000.duckdb",
            "latest.json",
        ]
    )
    assert latest(place) == last
    assert published(store, place) == last
    assert place.stat().st_mode & 0o077 == 0


def test_the_copies_have_the_same_papers_as_the_store(store, place):
    kept = attachments_of(a_door(store))
    kept.mkdir()
    (kept / "ab").write_bytes(b"paper")
    (kept / ".half").write_bytes(b"not yet")
    published(store, place)
    following = followed(place)
    assert [file.name for file in attachments_of(Door(following)).iterdir()] == ["ab"]
    following.close()


def test_a_folder_of_a_store_that_has_come_further_is_refused(store, place, tmp_path):
    published(store, place)
    other = Store(tmp_path / "other.duckdb")
    with pytest.raises(StoreError, match="Töm mappen"):
        published(other, place)
    other.close()


def test_only_who_may_take_copies_publishes(store, place):
    with pytest.raises(NotAllowedError):
        publish(a_door(store), Viewer(), place)
    assert latest(place) is None


def test_a_folder_without_copies_or_of_another_version_says_what_to_do(store, place):
    with pytest.raises(StoreError, match="--publish"):
        Following(place)
    with writing(store) as cursor:
        cursor.execute("INSERT INTO schema_migration VALUES (9999, '', now()::TIMESTAMP)")
    a_door(store).copy_to(a_viewer(clearance=True), (place.mkdir(), place / "new.duckdb")[1])
    (place / "latest.json").write_text('{"file": "new.duckdb", "revision": 2}')
    with pytest.raises(StoreError, match="schema 9999"):
        Following(place)
    (place / "latest.json").write_text('{"file": "gone.duckdb", "revision": 2}')
    with pytest.raises(StoreError, match="går inte att läsa"):
        Following(place)


def test_a_copy_that_cannot_be_opened_leaves_the_one_before(store, place):
    published(store, place)
    following = followed(place)
    seen = areas_seen(following)
    (place / "latest.json").write_text('{"file": "gone.duckdb", "revision": 999}')
    with pytest.raises(StoreError):
        following.check()
    assert areas_seen(following) == seen
    following.close()
