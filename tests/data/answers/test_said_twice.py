"""A key of a table has one row at a time; where it has two, it is said which and what to do."""

import pytest

from data.answers import said_twice as asked
from data.answers.said_twice import said_twice
from data.store.store import CURRENT, Store
from data.store.tables import TABLES
from tests.factories import a_reader, writing

BROUGHT = "INSERT INTO meeting(meeting_id, revision_from, revision_to, brought_by) VALUES "


@pytest.fixture
def store():
    opened = Store(":memory:")
    yield opened
    opened.close()


def with_meetings(store, *rows):
    with writing(store) as cursor:
        for name, since, until in rows:
            cursor.execute(f"{BROUGHT} ($1, $2, $3, $2)", [name, since, until])
    return said_twice(a_reader(store))


def test_rows_that_follow_each_other_are_said_once(store):
    followed = [("m", 1, 3), ("m", 3, 3), ("m", 3, 5), ("m", 5, 9), ("m", 12, CURRENT)]
    assert with_meetings(store, *followed, ("other", 2, CURRENT)) == []


def test_two_current_rows_are_named_with_what_to_do(store):
    (said,) = with_meetings(store, ("m", 1, 2), ("m", 2, CURRENT), ("m", 4, CURRENT))
    assert said == (
        "Tabellen meeting har två aktuella rader för meeting_id m: en från inläsning 2 och en "
        "från 4. Återställ med kvarvarde restore en säkerhetskopia som är äldre än inläsning "
        "4, och läs in det som har kommit sedan."
    )


def test_two_rows_of_one_time_are_named_though_one_holds_now(store):
    (said,) = with_meetings(store, ("m", 1, 4), ("m", 3, CURRENT))
    assert "hade två rader samtidigt för meeting_id m, till inläsning 4" in said


def test_where_many_keys_are_wrong_some_are_named_and_the_rest_counted(store, monkeypatch):
    rows = [(f"m{number}", since, CURRENT) for number in range(9) for since in (1, 2)]
    *named, rest = with_meetings(store, *rows)
    assert (len(named), rest) == (3, "Tabellen meeting har 6 nycklar till med två rader.")
    monkeypatch.setattr(asked, "_AT_ONCE", 4)
    assert len(said_twice(a_reader(store))) == 4


def test_a_measurement_is_named_by_its_series(store):
    with writing(store) as cursor:
        cursor.execute("INSERT INTO series VALUES (7, 'BOS01', 1, 'torget', '', 'hyra', '', 1)")
        for _ in range(2):
            cursor.execute(
                "INSERT INTO observation(series_id, period, revision_from, brought_by) "
                "VALUES (7, '2025', 1, 1)"
            )
    (said,) = said_twice(a_reader(store))
    assert "för series_id 7, period 2025 (BOS01, torget, hyra): en från inläsning 1" in said


def test_it_is_asked_of_every_table(store):
    with writing(store) as cursor:
        for table in TABLES:
            for _ in range(2):
                cursor.execute(
                    f"INSERT INTO {table}(revision_from, brought_by) VALUES (1, 1)"  # noqa: S608
                )
    said = said_twice(a_reader(store))
    assert [sentence.split()[1] for sentence in said] == list(TABLES)
