"""What is read is noted by table, or by what of a table somebody says it is."""

import pytest

from data.store.noted import (
    as_read,
    note,
    of_all,
    of_areas,
    of_goals,
    of_indicators,
    of_series,
    of_what_brought_it,
    reading,
)
from data.store.store import Store
from tests.factories import a_reader, a_viewer, saved_row, writing

READ = frozenset({"observation", "assessment", "revision", "goal"})


@pytest.fixture
def store():
    store = Store(":memory:")
    yield store
    store.close()


def test_what_is_said_to_be_a_part_is_noted_as_that_part():
    assert as_read(READ) == READ
    with of_series([7]), of_goals(["mal"]), of_what_brought_it():
        assert as_read(READ) == {"observation/series/7", "assessment/goal/mal", "goal"}
    assert as_read(READ) == READ


def test_what_is_said_inside_counts_and_not_what_is_said_around():
    with of_areas(["a"]), of_indicators(["SAFE"]):
        assert as_read(frozenset({"observation"})) == {"observation/indicator/SAFE"}
        with of_all():
            assert as_read(READ) == READ


def test_an_answer_inside_another_says_itself_what_it_reads():
    with of_areas(["a"]), reading():
        assert as_read(frozenset({"observation"})) == {"observation"}


def test_who_asks_for_very_many_reads_all():
    with of_series(range(1_000)):
        assert as_read(frozenset({"observation"})) == {"observation"}


def test_what_was_kept_is_noted_as_it_was_read():
    with reading() as read, of_areas(["a"]):
        note({"observation/series/7"})
    assert read == {"observation/series/7"}


def measured(store: Store, *numbers: int) -> int:
    """Save a value in some series of their own indicators and areas."""
    with writing(store) as cursor:
        for number in numbers:
            cursor.execute(
                "INSERT INTO series(series_id, indicator_id, area_id, revision_from) "
                "SELECT $n, 'I' || $n, 'a' || $n, 1 "
                "WHERE $n NOT IN (SELECT series_id FROM series)",
                {"n": number},
            )
    for number in numbers:
        row = {"series_id": number, "period": "2024", "value": float(store.revision)}
        saved_row(store, "observation", row)
    return store.revision


def now(store: Store, *read: str) -> int:
    return store.stamp(read, store.revision, store.revision)


def test_a_revision_touches_the_series_the_indicator_and_the_area_it_measured(store):
    measured(store, 1, 2)
    last = measured(store, 2)
    for kind, one, other in (("series", 1, 2), ("indicator", "I1", "I2"), ("area", "a1", "a2")):
        assert now(store, f"observation/{kind}/{one}") < last
        assert now(store, f"observation/{kind}/{other}") == last
    assert now(store, "observation") == last


def test_a_verdict_touches_its_goal_alone(store):
    first = saved_row(store, "assessment", {"goal_id": "a", "state": "lost"})
    second = saved_row(store, "assessment", {"goal_id": "b", "state": "lost"})
    assert now(store, "assessment/goal/a") == first
    assert now(store, "assessment/goal/b") == second


def test_what_is_of_no_known_series_is_of_every_one(store):
    measured(store, 1)
    last = saved_row(store, "observation", {"series_id": 99, "period": "2024", "value": 1.0})
    assert now(store, "observation/series/1") == last


def test_a_revision_of_very_many_parts_touches_every_one(store, monkeypatch):
    monkeypatch.setattr("data.store.touched._MOST_PARTS", 1)
    measured(store, 1)
    with writing(store) as cursor:
        cursor.execute("INSERT INTO revision(revision_id) VALUES (90)")
        cursor.execute(
            "INSERT INTO series(series_id, area_id, revision_from) VALUES (2, 'b', 1)"
        )
        cursor.execute(
            "INSERT INTO series(series_id, area_id, revision_from) VALUES (3, 'c', 1)"
        )
        for number in (2, 3):
            cursor.execute(
                "INSERT INTO observation(series_id, period, revision_from, brought_by) "
                "VALUES (?, '2024', 90, 90)",
                [number],
            )
    assert now(store, "observation/series/1") == 90


def test_what_brought_rows_is_no_news_when_another_comes(store):
    saved_row(store, "area", {"area_id": "a"})
    whole = a_reader(store, viewer=a_viewer(clearance=True))
    sql = (
        "SELECT r.actor FROM area_as_of($revision) a "
        "JOIN revision r ON r.revision_id = a.brought_by"
    )
    with reading() as read, of_what_brought_it():
        whole.rows(sql)
    assert read == {"area"}


def test_who_is_kept_from_what_waits_reads_all_of_what_decides_it(store):
    first = saved_row(store, "observation", {"series_id": 1, "period": "2024", "value": 1.0})
    waits = a_viewer(clearance=True, unreleased=((first, 2**31 - 1),))
    with reading() as read, of_series([1]):
        a_reader(store, viewer=waits).rows("SELECT value FROM observation_as_of($revision)")
    assert "observation" in read
