"""Three questions are answered with the verdict; an explained loss is the strongest case."""

import json

import pytest

from data.answers.goals import all_goals
from tests.data.loading import lines, load
from tests.data.portfolio import a_city, goals, ordinary, surveyed
from tests.factories import a_reader

AREAS = [f"omrade-{letter}" for letter in "abcde"]
PEOPLE = "area_id,indicator_id,period,value,source"
EVENTS = "event_id,starts_on,title,text,area_ids,indicator_ids,author,source"


@pytest.fixture
def store(tmp_path, catalogue):
    with a_city(tmp_path, catalogue, AREAS) as store:
        yield store


def fallen(*areas, by=20.0):
    values = ordinary(AREAS, 15)
    for area in areas:
        values[area][8:] = [share - by for share in values[area][8:]]
    return values


def people(first, last):
    counted = ((2010, first), (2024, last))
    rows = [f"omrade-a,BEF01,{year},{number},test" for year, number in counted]
    return lines(PEOPLE, *rows)


def answered(store, goal_id="mal.omrade-a"):
    rows = a_reader(store).ask(all_goals).set_index("goal_id")
    return rows.loc[goal_id], json.loads(rows.loc[goal_id, "questions"])


def test_what_nobody_has_measured_is_unknown_and_never_no(store, catalogue):
    load(store, surveyed({"omrade-a": fallen("omrade-a")["omrade-a"]}), catalogue)
    load(store, goals(["omrade-a"]), catalogue)
    _, found = answered(store)
    assert found["people"] == {"answer": "unknown"}
    assert found["neighbours"] == {"answer": "unknown"}
    assert found["changed"] == {"answer": "no", "breaks": []}


def test_a_neighbour_that_worsened_as_much_is_named(store, catalogue):
    load(store, surveyed(fallen("omrade-a", "omrade-c")), catalogue)
    load(store, goals(["omrade-a"], mid=8), catalogue)
    _, found = answered(store)
    assert found["neighbours"] == {
        "answer": "yes", "compared": 4, "worsened": ["omrade-c (påhittat)"],
    }  # fmt: skip


def test_neighbours_that_stood_still_say_no(store, catalogue):
    load(store, surveyed(fallen("omrade-a")), catalogue)
    load(store, goals(["omrade-a"], mid=8), catalogue)
    assert answered(store)[1]["neighbours"]["answer"] == "no"


@pytest.mark.parametrize(("last", "answer"), [(1150, "no"), (1151, "yes"), (849, "yes")])
def test_other_people_live_here_beyond_15_percent(store, catalogue, last, answer):
    load(store, surveyed(fallen("omrade-a")), catalogue)
    load(store, people(1000, last), catalogue)
    load(store, goals(["omrade-a"]), catalogue)
    found = answered(store)[1]["people"]
    assert (found["answer"], found["first_period"], found["last"]) == (answer, "2010", last)


def test_people_are_never_compared_across_a_new_boundary_or_a_break(store, catalogue):
    load(store, surveyed(fallen("omrade-a")), catalogue)
    load(store, people(1000, 1300), catalogue)
    load(store, goals(["omrade-a"]), catalogue)
    assert answered(store)[1]["people"]["answer"] == "yes"
    moved = "break_id,indicator_id,area_id,first_period,kind,blocks_change,note_sv,source"
    row = "brott.grans,BEF01,omrade-a,2020,boundary,yes,Ny gräns,test"
    load(store, lines(moved, row), catalogue)
    load(store, people(1000, 1301), catalogue)
    assert answered(store)[1]["people"]["answer"] == "unknown"


def test_people_of_an_age_are_not_counted_once_more(store, catalogue):
    load(store, surveyed(fallen("omrade-a")), catalogue)
    ages = "area_id,indicator_id,category,period,value,source"
    aged = [f"omrade-a,BEF01,age:{age},2024,900,test" for age in ("0-64", "65+")]
    load(store, people(1000, 1010), catalogue)
    load(store, lines(ages, *aged), catalogue)
    load(store, goals(["omrade-a"]), catalogue)
    found = answered(store)[1]["people"]
    assert (found["answer"], found["last"]) == ("no", 1010)


def test_a_loss_is_explained_by_a_dated_event_on_its_own_indicator(store, catalogue):
    load(store, surveyed(fallen("omrade-a")), catalogue)
    load(store, people(1000, 1050), catalogue)
    load(store, goals(["omrade-a", "omrade-b"], mid=8), catalogue)
    assert answered(store)[0]["evidence_grade"] == 3
    elsewhere = "butik,2018-03-01,Butiken stänger,Påhittat,omrade-a,TRY14,test,test"
    load(store, lines(EVENTS, elsewhere), catalogue)
    assert answered(store)[0]["evidence_grade"] == 3
    named = "butik2,2018-03-01,Butiken stänger,Påhittat,omrade-a,SER08,test,test"
    load(store, lines(EVENTS, named), catalogue)
    verdict, _ = answered(store)
    assert (verdict["state"], verdict["evidence_grade"]) == ("below_baseline", 4)
    assert answered(store, "mal.omrade-b")[0]["evidence_grade"] < 3
