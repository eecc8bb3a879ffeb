"""A comparator without denominators weighs its areas by population, once and for all."""

import pytest

from data.answers.goals import all_goals
from data.answers.revisions import assessment_runs
from tests.data.loading import lines, load
from tests.data.portfolio import a_city
from tests.factories import a_reader

AREAS = ["omrade-a", "omrade-b", "omrade-c"]
INDEX = "area_id,indicator_id,period,value,n,margin,source"
PEOPLE = "area_id,indicator_id,period,value,source"
GOAL = (
    "goal_id,area_id,indicator_id,form,worse,target,baseline_periods,mid,comparator,"
    "comparator_use,title,title_en,in_headline,frozen_on,frozen_by,owner_role,document,reason"
)


@pytest.fixture
def store(tmp_path, catalogue):
    """Three areas with an index from 2010: a stays at 60, b falls to 40 and c stays at 80."""
    levels = {"omrade-a": (60, 60), "omrade-b": (60, 40), "omrade-c": (80, 80)}
    rows = [
        f"{area},TRY03,{year},{then if year < 2014 else now},200,2.0,test"
        for area, (then, now) in levels.items()
        for year in range(2010, 2020)
    ]
    with a_city(tmp_path, catalogue, AREAS) as store:
        load(store, lines(INDEX, *rows), catalogue)
        yield store


def promised(store, catalogue):
    row = (
        "mal,omrade-a,TRY03,at_least,lower,90,2010|2011|2012|2013,3,omrade-b|omrade-c,promise,"
        "Följer med,Keeps up,yes,2014-01-01,test,strateg,Program,test"
    )
    load(store, lines(GOAL, row), catalogue)
    return behind(store)


def behind(store):
    return float(a_reader(store).ask(all_goals)["behind"].iloc[0])


def counted(store, catalogue, year, b, c):
    rows = [f"omrade-b,BEF01,{year},{b},test", f"omrade-c,BEF01,{year},{c},test"]
    load(store, lines(PEOPLE, *rows), catalogue)


def test_without_known_populations_all_areas_weigh_the_same(store, catalogue):
    assert promised(store, catalogue) == pytest.approx(-10)
    # The goal is held against its baseline and against others: both may alarm falsely.
    run = a_reader(store).ask(assessment_runs).iloc[0]
    assert run["monitored_invented"] == 2


def test_populations_weigh_as_they_were_at_the_baseline(store, catalogue):
    counted(store, catalogue, 2013, 3000, 1000)
    counted(store, catalogue, 2018, 1000, 9000)
    assert promised(store, catalogue) == pytest.approx(-15)


def test_what_is_counted_later_changes_no_frozen_weight(store, catalogue):
    assert promised(store, catalogue) == pytest.approx(-10)
    counted(store, catalogue, 2013, 3000, 1000)
    latest = [("omrade-a", 60), ("omrade-b", 40), ("omrade-c", 80)]
    rows = [f"{area},TRY03,2020,{index},200,2.0,test" for area, index in latest]
    load(store, lines(INDEX, *rows), catalogue)
    assert behind(store) == pytest.approx(-10)
