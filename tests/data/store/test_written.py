"""What some revisions wrote of is read from the rows themselves, and counted before."""

from data.store.written import counted, number, numbers
from tests.data.store.test_touched import area
from tests.factories import saved_row, writing


def test_rows_that_were_opened_and_closed_are_counted_and_all_are_there(store):
    first = saved_row(store, "area", area("Ekbacken"))
    last = saved_row(store, "area", area("Ekbackens skola"))
    saved_row(store, "event", {"event_id": "e", "title": "Torget öppnar"})
    with writing(store) as cursor:
        for since in (first, last):
            assert number(cursor, "area", since, last) == 2
            asked = {"first": since, "last": last, "number": 2}
            assert len(cursor.execute(f"FROM {counted('area')}", asked).fetchall()) == 2
        assert numbers(cursor, ["area", "event"], last, last) == {"area": 2}
