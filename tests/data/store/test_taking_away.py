"""A revision that hides, ends or undoes something is known as such; an addition is not."""

from datetime import UTC, datetime

import pytest

from data.store import ledger
from data.store.undo import undo
from tests.factories import saved_row, writing

NOW = datetime(2026, 3, 1, tzinfo=UTC)
VALUE = {"series_id": 1, "period": "2025", "value": 41.0, "n": 200}


def test_what_is_added_takes_nothing_away(store):
    saved_row(store, "event", {"event_id": "e", "title": "Torget öppnar"})
    saved_row(store, "observation", VALUE)
    assert not store.takes_away(0)


def test_a_measurement_that_is_corrected_takes_nothing_away(store):
    saved_row(store, "observation", VALUE)
    saved_row(store, "observation", {**VALUE, "value": 44.0})
    assert not store.takes_away(0)


@pytest.mark.parametrize("gone", ["value", "n"])
def test_a_measurement_that_loses_a_number_is_taken_away(store, gone):
    first = saved_row(store, "observation", VALUE)
    then = saved_row(store, "observation", {**VALUE, gone: None})
    assert store.takes_away(first)
    assert not store.takes_away(then)


def test_a_text_that_is_written_anew_takes_away_what_it_said(store):
    first = saved_row(store, "event", {"event_id": "e", "title": "Torget öppnar"})
    saved_row(store, "event", {"event_id": "e", "title": "Torget"})
    assert store.takes_away(first)


def test_an_undo_takes_away(store):
    first = saved_row(store, "observation", VALUE)
    with writing(store) as cursor:
        second = ledger.open_revision(cursor, "undo", actor="test", now=NOW, undoes=first)
        undo(cursor, first, second)
    assert store.takes_away(first)


def test_what_is_hidden_of_few_people_takes_away(store):
    first = saved_row(store, "observation", VALUE)
    with writing(store) as cursor:
        second = ledger.open_revision(cursor, "import", actor="test", now=NOW)
        cursor.execute("INSERT INTO disclosure_mask VALUES (1, '2025', 1, 'T', ?)", [second])
    assert store.takes_away(first)


def test_when_the_first_revision_after_one_came_is_known(store):
    assert store.came_after(store.revision) is None
    first = saved_row(store, "event", {"event_id": "e", "title": "Torget öppnar"})
    saved_row(store, "event", {"event_id": "f", "title": "Parken öppnar"})
    assert store.came_after(first - 1) < store.came_after(first)
    assert store.saved_by_this_thread == store.revision


def test_a_mask_touches_what_is_hidden_of_goals(store):
    first = saved_row(store, "observation", VALUE)
    with writing(store) as cursor:
        second = ledger.open_revision(cursor, "import", actor="test", now=NOW)
        cursor.execute("INSERT INTO disclosure_mask VALUES (1, '2025', 1, 'T', ?)", [second])
    assert store.stamp(["disclosure_goal"], second, second) > first
