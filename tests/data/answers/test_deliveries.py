"""What each sender is to hand in next, and what an empty file about it should ask for."""

from datetime import date

import pandas as pd
import pytest

from data.answers import overdue
from data.answers.deliveries import COLUMNS, deliveries
from data.intake.rows_to_fill import rows_to_fill
from metrics.errors import UnknownIndicatorError
from tests.factories import a_reader, a_viewer
from tests.files.given import CATALOGUE, a_store, rows, save

TODAY = date(2026, 11, 22)

CLOSED = "ovning.ekbacken.torg"
CLOSED_AREA = f"""\
area_id,kind,parent_id,invented,name
{CLOSED},centre,ovning.ekbacken,yes,Ekbacken torg (påhittat)
"""
HANDED_IN = f"""\
område;indikator;period;värde;leverantör;kategori
ovning.ekbacken.centrum;TRY14;2023;64;Enkätbolaget;
ovning.ekbacken.centrum;TRY14;2024;63;Enkätbolaget;
ovning.ekbacken;TRY14;2021;60;Enkätbolaget;
ovning.ekbacken;TRY14;2022;61;Enkätbolaget;
{CLOSED};TRY14;2022;61;Enkätbolaget;
kommun.9999.prov;SER02;2022;64;;
kommun.9999.prov;SER02;2023;64;;kön:kvinnor
kommun.9999.prov;SER02;2023;64;;
ovning.ekbacken.centrum;SER07;2026-Q2;40;;
"""
GOAL = {
    "goal_id": "mal.ekbacken",
    "area_id": "ovning.ekbacken",
    "indicator_id": "ARB01",
    "form": "at_least",
    "worse": "lower",
    "target": "65",
    "baseline_periods": "2024",
    "frozen_on": "2024-06-01",
    "frozen_by": "Test",
    "owner_role": "testare",
    "due": "2028-12-31",
}


@pytest.fixture(scope="module")
def store():
    opened = a_store()
    save(opened, CLOSED_AREA)
    save(opened, HANDED_IN)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def reader(store):
    return a_reader(store)


def listed(reader, **asked_for):
    return deliveries(reader, CATALOGUE, TODAY, **asked_for)


@pytest.fixture(scope="module")
def due(reader):
    return listed(reader).set_index(["indicator_id", "period"])


def asked(reader, indicator_id, **beside):
    listed = rows_to_fill(reader, CATALOGUE, indicator_id, TODAY, **beside)
    return list(listed[["area", "category", "period"]].itertuples(index=False, name=None))


def test_the_first_due_comes_first_and_nothing_is_listed_twice(due):
    assert [*due.reset_index().columns.sort_values()] == sorted(COLUMNS)
    assert due["due_on"].is_monotonic_increasing
    assert due.index.is_unique


def test_who_hands_in_is_the_supplier_or_else_the_owner(due):
    senders = due["sender"].groupby(level=0).agg(set)
    assert senders["TRY14"] == {"Enkätbolaget"}
    assert senders["SER02"] == {CATALOGUE["SER02"].owner_role}


def test_what_is_late_is_there_with_every_period_that_has_ended_since(due):
    assert list(due.loc["SER02"].index) == ["2024", "2025"]
    assert due.loc[("SER02", "2024"), "due_on"] == date(2025, 12, 31)
    assert due.loc[("SER02", "2024"), "days_late"] == (TODAY - date(2025, 12, 31)).days
    assert due.loc[("SER02", "2025"), "days_late"] == 0


def test_a_quarter_is_due_when_the_next_has_passed(due):
    assert due.loc[("SER07", "2026-Q3"), "due_on"] == date(2026, 12, 31)


def test_a_series_that_was_closed_is_not_asked_for_beside_those_of_its_kind_that_go_on(due):
    """The square has been silent as long as Ekbacken, which is the only one of its kind."""
    asked_for = {each for ids in due.loc["TRY14", "area_ids"] for each in ids}
    assert asked_for == {"ovning.ekbacken", "ovning.ekbacken.centrum"}


def test_one_sender_hears_of_their_own(reader):
    mine = listed(reader, sender="Enkätbolaget")
    assert set(mine["indicator_id"]) == {"TRY14"}
    assert listed(reader, sender="Ingen").empty


def test_an_empty_file_asks_for_each_category_that_was_handed_in(reader):
    name = "Provkommun (påhittad)"
    assert asked(reader, "SER02") == [
        (name, "", "2024"),
        (name, "", "2025"),
        (name, "kön:kvinnor", "2024"),
        (name, "kön:kvinnor", "2025"),
    ]


def test_whoever_never_handed_in_is_asked_for_the_last_period_of_every_area_of_the_kind(reader):
    assert asked(reader, "ARB01") == [("Provkommun (påhittad)", "", "2025")]
    assert asked(reader, "SER02", sender="Ny") == [("Provkommun (påhittad)", "", "2025")]


def test_where_no_area_is_that_small_the_development_areas_are_asked_for(reader):
    assert asked(reader, "TRY04") == [("Ekbacken (påhittat)", "", "2025")]


def test_goals_come_before_every_area_of_the_kind():
    store = a_store()
    save(store, rows(GOAL))
    assert asked(a_reader(store), "ARB01") == [("Ekbacken (påhittat)", "", "2025")]
    store.close()


def test_a_study_asks_for_no_period(reader):
    assert {period for *_, period in asked(reader, "BEF04")} == {""}


def test_an_area_whose_name_means_two_is_written_by_its_id(reader):
    """Two areas are called Lid: neither can be written by that name."""
    assert asked(reader, "MIX07") == [("regso.9999.lid", "", "2025")]


def test_nobody_is_asked_about_areas_that_are_not_theirs(store):
    viewer = a_viewer(areas=frozenset({"ovning.ekbacken"}))
    own = a_reader(store, viewer=viewer)
    assert set(listed(own)["indicator_id"]) == {"TRY14"}
    assert {area for area, *_ in asked(own, "SER02")} == {"Ekbacken (påhittat)"}


def test_an_indicator_that_is_not_there_is_said(reader):
    with pytest.raises(UnknownIndicatorError):
        asked(reader, "XX01")


def test_a_part_of_the_indicators_at_a_time_is_the_same_list(reader, due, monkeypatch):
    assert due.index.get_level_values("indicator_id").nunique() > 2
    monkeypatch.setattr(overdue, "_AT_ONCE", 1)
    pd.testing.assert_frame_equal(listed(reader).set_index(due.index.names), due)
