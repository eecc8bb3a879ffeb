"""Who lives in an area: its own counts or its parts', never across a boundary or a break."""

import pytest

from data.answers import residents
from tests.data.loading import lines, load
from tests.data.portfolio import a_city
from tests.factories import a_reader

TENURES = ("tenure:rental", "tenure:owned")
HOMES = "area_id,indicator_id,category,period,geo_version,value,source"
BREAKS = "break_id,indicator_id,area_id,first_period,kind,blocks_change,note_sv,source"


@pytest.fixture
def store(tmp_path, catalogue):
    with a_city(tmp_path, catalogue, ["norra", "sodra"]) as store:
        yield store


def homes(store, area_id):
    return residents.profile(
        a_reader(store), area_id=area_id, indicator_id="BOS09", categories=TENURES
    )


def counted(catalogue, store, *rows):
    written = [
        f"{area},BOS09,{category},{year},{version},{value},test"
        for area, year, version, *values in rows
        for category, value in zip(TENURES, values, strict=True)
    ]
    load(store, lines(HOMES, *written), catalogue)


def test_an_area_with_counts_of_its_own_is_not_added_up(store, catalogue):
    counted(catalogue, store, ("stad", 2020, "", 90, 10), ("norra", 2020, "", 5, 5))
    found = homes(store, "stad")
    assert (found.at(-1).tolist(), found.of_parts) == ([90, 10], False)


def test_parts_are_added_up_over_the_years_that_all_of_them_have(store, catalogue):
    north = (("norra", 2020, "", 30, 10), ("norra", 2023, "", 30, 20))
    counted(catalogue, store, *north, ("sodra", 2020, "", 5, 5))
    found = homes(store, "stad")
    assert found.counts["period"].tolist() == ["2020"]
    assert (found.at(0).tolist(), found.of_parts) == ([35, 15], True)


def test_another_boundary_version_is_named_and_never_compared(store, catalogue):
    old, new = ("norra", 2018, "egen-2018", 10, 10), ("norra", 2023, "egen-2020", 90, 10)
    counted(catalogue, store, old, new)
    found = homes(store, "norra")
    assert found.counts["period"].tolist() == ["2023"]
    assert (found.geo_version, found.left_out) == ("egen-2020", ("egen-2018",))


def test_what_lies_before_a_break_is_named_and_never_compared(store, catalogue):
    counted(catalogue, store, *(("norra", year, "", 50, year - 2000) for year in (2018, 2021)))
    load(store, lines(BREAKS, "brott,BOS09,norra,2020,definition,yes,Ny,test"), catalogue)
    found = homes(store, "norra")
    assert (found.counts["period"].tolist(), found.left_out) == (["2021"], ("2018",))
    assert homes(store, "stad").left_out == ("2018",), "a break in a part is one in the whole"


def test_where_nobody_has_counted_there_is_nothing(store):
    assert homes(store, "norra") is None
    answer = residents.population(a_reader(store), area_id="norra", since="2020")
    assert answer == {"answer": "unknown"}


def test_a_police_area_is_made_of_what_lies_in_it_to_at_least_half(sample):
    found = homes(sample, "polis.1480.gardsten")
    assert found.of_parts
    assert found.parts["area_id"].nunique() == 2


def test_a_municipality_is_made_of_its_regso(sample):
    assert homes(sample, "kommun.1407.ockero").parts["area_id"].nunique() == 5
