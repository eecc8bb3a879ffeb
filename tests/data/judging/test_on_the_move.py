"""What moves without a goal is found beside the others, and only of what may be seen."""

import pytest

from data.judging.on_the_move import on_the_move
from tests.data.loading import lines, load
from tests.data.portfolio import a_city, goals, surveyed
from tests.factories import a_reader, a_viewer

AREAS = [f"omrade-{letter}" for letter in "abcdefghijkl"]
BREAK = "break_id,indicator_id,area_id,first_period,kind,blocks_change,note_sv,source"


@pytest.fixture
def store(tmp_path, catalogue):
    with a_city(tmp_path, catalogue, AREAS) as store:
        values = {area: [50 + 2 * place] * 8 for place, area in enumerate(AREAS)}
        values["omrade-b"] = [52, 52, 52, 60, 70, 72, 72, 72]
        values["omrade-c"] = [54, 54, 54, 50, 44, 44, 44, 44]
        load(store, surveyed(values), catalogue)
        yield store


def found(store, **viewer):
    reader = a_reader(store, viewer=a_viewer(**viewer)) if viewer else a_reader(store)
    rows = on_the_move(reader, indicator_ids=("SER08",), invented=True)
    return [str(one) for one in rows["area_id"]], rows


def test_those_that_moved_most_beside_the_others_come_first_with_both_lines(store):
    areas, rows = found(store)
    assert areas[:2] == ["omrade-b", "omrade-c"]
    first = rows.iloc[0]
    assert first["values"] == [52, 52, 52, 60, 70, 72, 72, 72]
    assert first["others"][0] == 62, "the median of the eleven others"
    assert (first["periods"][0], len(first["periods"]), first["apart"] > 0) == ("2010", 8, True)
    assert rows.iloc[1]["apart"] < -1
    assert on_the_move(a_reader(store), indicator_ids=("SER08",), invented=False).empty


def test_an_area_with_a_goal_and_what_lies_before_a_break_are_left_out(store, catalogue):
    load(store, goals(["omrade-b"], mid=6), catalogue)
    assert "omrade-b" not in found(store)[0]
    row = "brott.fraga,SER08,omrade-c,2014,question,yes,Ny fråga,test"
    load(store, lines(BREAK, row), catalogue)
    assert found(store)[1]["apart"].abs().max() < 0.5


def test_who_sees_too_few_areas_to_compare_with_sees_no_movement(store):
    assert found(store, areas=frozenset(AREAS[:5]))[0] == []
    assert found(store, areas=frozenset(AREAS[1:]))[0][:2] == ["omrade-b", "omrade-c"]


def test_several_indicators_asked_at_once_are_told_as_each_alone(store, catalogue):
    values = {area: [40 + place] * 8 for place, area in enumerate(AREAS)}
    values["omrade-c"] = [42, 42, 42, 42, 60, 60, 60, 60]
    other = surveyed(values).replace("SER08", "SER06")
    load(store, other, catalogue)
    load(store, goals(["omrade-b"], mid=6), catalogue)
    row = "brott.fraga,SER08,omrade-c,2014,question,yes,Ny fråga,test"
    load(store, lines(BREAK, row), catalogue)

    def told(*ids):
        rows = on_the_move(a_reader(store), indicator_ids=ids, invented=True)
        named = rows[["indicator_id", "area_id", "apart"]].round(6)
        return set(named.itertuples(index=False, name=None))

    assert told("SER06", "SER08") == told("SER06") | told("SER08")
    assert ("SER06", "omrade-c") in {one[:2] for one in told("SER06")}
