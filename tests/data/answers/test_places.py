"""Questions across areas: one indicator everywhere, boundaries, and what lies in what."""

import pytest

from data.answers import places
from data.answers.added_up import added_up
from metrics.definition.catalogue import load_catalogue
from tests.factories import a_reader, a_viewer


@pytest.fixture(scope="module")
def reader(sample):
    return a_reader(sample)


def test_an_indicator_is_told_for_every_area_in_one_answer(reader):
    rows = places.of_indicator(reader, indicator_id="MIX01")
    assert set(rows["kind"]) == {"municipality", "regso", "development_area"}
    assert rows[rows["kind"] == "regso"]["area_id"].nunique() == 316
    ockero = rows[rows["area_id"] == "kommun.1407.ockero"]
    assert set(ockero["goal_id"]) == {"mal.ockero.hyresratter-30"}


def test_areas_come_in_swedish_alphabetical_order(reader):
    rows = places.of_indicator(reader, indicator_id="SKO01")
    names = rows[rows["kind"] == "municipality"]["area_name"].drop_duplicates().tolist()
    assert names.index("Tjörn") < names.index("Västerås") < names.index("Öckerö")
    assert names[-1] == "Örebro"


def test_an_unknown_indicator_is_no_rows(reader):
    assert places.of_indicator(reader, indicator_id="FINNSINTE").empty


def test_boundaries_carry_their_version_source_licence_and_day(reader):
    rows = places.boundaries(reader, kind="regso")
    assert len(rows) == 297
    assert set(rows["geo_version"]) == {"regso-2025"}
    assert rows[["source", "licence", "committed_at"]].notna().all(axis=None)


def test_the_parts_of_a_municipality_are_those_with_an_outline(reader):
    rows = places.parts_of_municipality(reader, municipality_id="kommun.1407.ockero")
    assert set(rows["kind"]) == {"regso"}
    assert rows["area_id"].is_unique
    assert places.parts_of_municipality(reader, municipality_id="").empty
    invented = places.parts_of_municipality(reader, municipality_id="ovning.ekbacken")
    assert "ovning.ekbacken.centrum" in set(invented["area_id"])
    shares = added_up(reader, indicator=load_catalogue()["MIX01"], area_ids=(*rows["area_id"],))
    assert len(shares) >= 2
    assert shares["value"].between(0, 100).all()
    people = added_up(reader, indicator=load_catalogue()["BEF01"], area_ids=(*rows["area_id"],))
    assert people["value"].gt(12_000).all()
    assert added_up(
        reader, indicator=load_catalogue()["BOS09"], area_ids=(*rows["area_id"],)
    ).empty
    assert added_up(reader, indicator=load_catalogue()["TRY14"], area_ids=()).empty


def test_real_and_invented_kinds_with_boundaries_are_told_apart(reader):
    rows = places.kinds_with_boundaries(reader)
    real = {"municipality", "city_area", "regso", "police_area"}
    assert set(rows[~rows["invented"]]["kind"]) == real
    assert rows[rows["invented"]]["kind"].tolist() == ["development_area"]


def test_before_anything_was_read_there_is_nothing(sample):
    empty = a_reader(sample, revision=0)
    assert places.of_indicator(empty, indicator_id="MIX01").empty
    assert places.boundaries(empty, kind="regso").empty
    assert places.kinds_with_boundaries(empty).empty


def test_a_viewer_sees_only_the_areas_that_are_theirs(sample):
    mine = a_viewer(name="Öckerö", areas=frozenset({"kommun.1407.ockero"}))
    reader = a_reader(sample, viewer=mine)
    rows = places.of_indicator(reader, indicator_id="MIX01")
    assert set(rows["area_id"]) == {"kommun.1407.ockero"}
    assert places.boundaries(reader, kind="regso").empty
