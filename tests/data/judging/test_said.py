"""Of goals that say what is stored nothing is laid beside anything."""

import gc
import weakref

import duckdb
import pandas as pd
import pytest

from data.judging.said import said_otherwise
from data.store.store import CURRENT

STORED = [("a", 1, 0.5, CURRENT), ("b", 1, None, CURRENT), ("b", 2, 1.0, CURRENT)]


@pytest.fixture
def cursor():
    with duckdb.connect() as cursor:
        cursor.execute(
            "CREATE TABLE told(goal_id TEXT, look INTEGER, sd DOUBLE, revision_to INT)"
        )
        cursor.executemany("INSERT INTO told VALUES (?, ?, ?, ?)", [*STORED, ("c", 1, 2.0, 7)])
        yield cursor


def said(cursor, rows, **more):
    frame = pd.DataFrame(rows, columns=["goal_id", "look", "sd"])
    return sorted(said_otherwise(cursor, "told", frame, **more))


def test_goals_that_say_the_same_in_any_order_say_nothing_else(cursor):
    assert said(cursor, [("b", 2, 1.0), ("a", 1, 0.5), ("b", 1, None)]) == []


@pytest.mark.parametrize(
    "rows",
    [
        [("b", 2, 1.0)],
        [("b", 1, None), ("b", 2, 1.0), ("b", 3, 1.0)],
        [("b", 1, None), ("b", 2, 1.5)],
        [("b", 1, 1.0), ("b", 2, None)],
    ],
    ids=["fewer", "more", "other", "exchanged"],
)
def test_a_goal_says_something_else_with_fewer_more_or_other_rows(cursor, rows):
    assert said(cursor, rows) == ["b"]


def test_what_no_longer_stands_is_not_stored(cursor):
    assert said(cursor, [("c", 1, 2.0)]) == ["c"]


def test_what_only_stands_beside_is_not_said(cursor):
    assert said(cursor, [("a", 1, 0.75)], beside=["sd"]) == []


def test_what_is_compared_is_not_kept_until_the_transaction_ends(cursor):
    cursor.begin()
    frame = pd.DataFrame([("a", 1, 0.5)], columns=["goal_id", "look", "sd"])
    kept = weakref.ref(frame)
    assert not len(said_otherwise(cursor, "told", frame))
    del frame
    gc.collect()
    assert kept() is None
