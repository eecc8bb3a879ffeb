"""A file that DuckDB has let go of is opened anew when nobody has a cursor on it."""

import threading

import duckdb
import pytest

from data.store import lending as lends
from data.store.errors import StoreDamagedError
from data.store.lending import Lending

LET_GO = duckdb.FatalException("Failed: database has been invalidated")


@pytest.fixture
def lending(tmp_path):
    def opened():
        return duckdb.connect(str(tmp_path / "some.duckdb"))

    lent = Lending(opened(), opened)
    with lent.cursor() as cursor:
        cursor.execute("CREATE TABLE t AS SELECT 7 AS n")
    yield lent
    lent.close()


def in_a_thread(work):
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_whoever_comes_next_waits_for_those_who_have_a_cursor(lending):
    answers = []

    def ask():
        with lending.cursor() as cursor:
            answers.append(cursor.execute("FROM t").fetchall())

    with lending.cursor():
        before = lending._connection
        lending.failed(LET_GO)
        waiting = in_a_thread(ask)
        assert answers == []
    waiting.join()
    assert answers == [[(7,)]]
    assert lending._connection is not before


def test_nobody_waits_for_themselves(lending):
    with lending.cursor():
        lending.failed(LET_GO)
        with pytest.raises(StoreDamagedError, match="öppnas på nytt"), lending.cursor():
            pass
    with lending.cursor() as cursor:
        assert cursor.execute("FROM t").fetchall() == [(7,)]


def test_patience_ends_where_a_cursor_does_not_come_back(lending, monkeypatch):
    monkeypatch.setattr(lends, "_PATIENCE", 0.01)
    told = []

    def ask():
        with pytest.raises(StoreDamagedError, match="Försök igen") as said, lending.cursor():
            pass
        told.append(said)

    with lending.cursor():
        lending.failed(LET_GO)
        in_a_thread(ask).join()
    assert len(told) == 1


def test_it_is_tried_again_where_it_could_not_be_opened(lending, monkeypatch):
    again, tries = lending._again, []

    def opened():
        tries.append(1)
        if len(tries) == 1:
            raise StoreDamagedError("inte än")
        return again()

    monkeypatch.setattr(lending, "_again", opened)
    lending.failed(LET_GO)
    with pytest.raises(StoreDamagedError, match="inte än"), lending.cursor():
        pass
    with lending.cursor() as cursor:
        assert cursor.execute("FROM t").fetchall() == [(7,)]


def test_what_has_no_file_is_not_opened_anew():
    lent = Lending(duckdb.connect())
    before = lent._connection
    lent.failed(LET_GO)
    with lent.cursor():
        assert lent._connection is before
