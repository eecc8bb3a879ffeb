"""A store that an earlier program left is opened with its facts, and gets true verdicts."""

import shutil
from datetime import timedelta

import pandas as pd
import pytest

from data.acts.reassess import reassess
from data.answers.said_twice import said_twice
from data.store.store import Store
from data.store.tables import FACTS, TABLES
from tests import old_stores
from tests.data.loading import TODAY, load
from tests.factories import a_door, a_reader, rows_of
from tests.invited_people import SOUTH, figures

LATER = TODAY + timedelta(days=1)
NEW_YEAR = figures(SOUTH, 60, 41)
WHEN = ["revision_from", "revision_to", "brought_by", "assessed_on"]
"""What is not compared: a verdict that was the same before stands as from that day."""

FOLLOWS = [*(name for name, one in TABLES.items() if not one.fact), "goal", "noise_model"]


@pytest.fixture(scope="module")
def today(lived_in, tmp_path_factory, catalogue):
    """What a store of today says when all of it is judged again, and after a new file."""
    place = shutil.copy(lived_in, tmp_path_factory.mktemp("today"))
    store = Store(place)
    judged = everything(store, catalogue)
    load(store, NEW_YEAR, catalogue, now=LATER)
    with_more = everything(store, catalogue)
    store.close()
    return judged, with_more


def everything(store, catalogue):
    """Judge all of a store again, and return what follows from its facts."""
    door = a_door(store)
    reassess(door, door.who(), catalogue=catalogue, now=LATER)
    return said(store)


def said(store):
    told = {
        name: rows_of(store, f"FROM {name} WHERE revision_to > 1000 ORDER BY ALL")
        for name in FOLLOWS
    }
    hides = "SELECT DISTINCT series_id, period FROM disclosure_mask ORDER BY ALL"
    return {**told, "hidden": rows_of(store, hides)}


def same(one, other):
    for name in one:
        left, right = (each[name].drop(columns=WHEN, errors="ignore") for each in (one, other))
        pd.testing.assert_frame_equal(left, right, obj=name)


@pytest.fixture
def old(request, lived_in, tmp_path):
    store = Store(old_stores.as_left_by(request.param, lived_in, tmp_path / "store.duckdb"))
    yield store
    store.close()


@pytest.mark.parametrize("old", old_stores.SCHEMAS, indirect=True)
def test_it_has_all_its_facts_and_the_first_file_brings_the_verdicts_of_today(
    old, lived_in, today, tmp_path, catalogue
):
    fresh = Store(shutil.copy(lived_in, tmp_path / "fresh.duckdb"))
    for table in FACTS:
        whole = f"FROM {table} ORDER BY ALL"
        pd.testing.assert_frame_equal(rows_of(old, whole), rows_of(fresh, whole))
    fresh.close()
    load(old, NEW_YEAR, catalogue, now=LATER)
    same(said(old), today[1])
    assert said_twice(a_reader(old)) == []


@pytest.mark.parametrize("old", old_stores.SCHEMAS[:1], indirect=True)
def test_the_first_day_of_a_server_brings_them_too(old, today, catalogue):
    door = a_door(old)
    reassess(door, door.who(), catalogue=catalogue, now=LATER, only_if_due=True)
    same(said(old), today[0])


def test_what_is_compared_is_not_nothing(today):
    told = {name for name, rows in today[1].items() if len(rows)}
    assert {"assessment", "shown_assessment", "common_movement", "goal", "hidden"} <= told
