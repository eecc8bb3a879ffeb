"""What must be hidden is worked out before it is anybody's turn, and holds when it is saved."""

import threading

import pytest

from data.judging import masks
from data.store.store import Store
from tests.data.acts.test_two_steps import PATIENCE, judged
from tests.data.judging.test_disclosure import VALUES, a_quarter, share
from tests.data.loading import lines, load
from tests.data.portfolio import AREAS
from tests.factories import rows_of, writing

FEW = lines(
    VALUES,
    share("hus1", 2024, 2, 41),
    share("hus3", 2024, 50, 60),
    share("hus4", 2024, 30, 40),
)


def a_house(inside):
    return lines(AREAS, f"hus4,property,Huset (påhittat),House (invented),{inside},yes,test")


def a_store(catalogue) -> Store:
    """A quarter where thirty are in none of the houses that lie in it; a house lies outside."""
    shown = share("kvarter", 2024, 200, 341), share("hus2", 2024, 118, 200)
    store = a_quarter(catalogue, *shown)
    load(store, a_house(""), catalogue)
    return store


@pytest.fixture
def store(catalogue) -> Store:
    return a_store(catalogue)


def masked(store):
    """What is hidden: whose, when, and from which revision."""
    return rows_of(
        store,
        "SELECT s.indicator_id, s.area_id, m.period, m.observed_from, m.revision_from "
        "FROM disclosure_mask m JOIN series s USING (series_id) ORDER BY ALL",
    ).values.tolist()


def test_nobody_waits_while_it_is_worked_out_what_must_be_hidden(store, catalogue, monkeypatch):
    protect, went_on = masks.protect, []

    def others_write(*given, **asked):
        def write():
            with writing(store) as cursor:
                cursor.execute("UPDATE assessment SET revision_to = revision_to")

        other = threading.Thread(target=write, daemon=True)
        other.start()
        other.join(PATIENCE / 20)
        went_on.append(not other.is_alive())
        return protect(*given, **asked)

    monkeypatch.setattr(masks, "protect", others_write)
    load(store, FEW, catalogue)
    assert went_on
    assert all(went_on)
    assert masked(store)


@pytest.mark.parametrize(
    "between",
    [
        lines(VALUES, "hus1,MIX01,2025,,4.9,2,41,,test"),
        lines(VALUES, share("hus2", 2024, 148, 240)),
        a_house("kvarter"),
    ],
    ids=["of another measure", "of the same measure", "of what lies in what"],
)
def test_what_is_hidden_is_as_if_one_had_waited_for_the_other(
    store, catalogue, monkeypatch, between
):
    with judged(monkeypatch, store, FEW, catalogue):
        load(store, between, catalogue)
    other = a_store(catalogue)
    load(other, between, catalogue)
    load(other, FEW, catalogue)
    assert masked(store) == masked(other)
    assert masked(store)
