"""A comparator without denominators weighs its areas by population, once and for all."""

import pytest

from data.acts.undo import undo
from data.answers.goals import all_goals
from data.answers.revisions import assessment_runs
from data.judging import assess as judging
from data.judging import compared
from data.judging.comparators import ALIKE, PEOPLE
from data.store import ledger
from tests.data.loading import TODAY, examined, lines, load
from tests.data.portfolio import a_city, copied
from tests.factories import a_door, a_reader, a_viewer, rows_of, writing

AREAS = ["omrade-a", "omrade-b", "omrade-c", "omrade-d"]
INDEX = "area_id,indicator_id,period,value,n,margin,source"
PEOPLE_FILE = "area_id,indicator_id,period,value,source"
GOAL = (
    "goal_id,area_id,indicator_id,form,worse,target,baseline_periods,mid,comparator,"
    "comparator_use,title,title_en,in_headline,frozen_on,frozen_by,owner_role,document,reason"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory, catalogue):
    """Areas with an index from 2010: a stays at 60, b falls to 40, and c and d stay at 80."""
    levels = dict(zip(AREAS, [(60, 60), (60, 40), (80, 80), (80, 80)], strict=True))
    rows = [
        f"{area},TRY03,{year},{then if year < 2014 else now},200,2.0,test"
        for area, (then, now) in levels.items()
        for year in range(2010, 2020)
    ]
    folder = tmp_path_factory.mktemp("city")
    with a_city(folder, catalogue, AREAS) as store:
        load(store, lines(INDEX, *rows), catalogue)
    return folder / "city.duckdb"


@pytest.fixture
def store(built):
    with copied(built) as store:
        yield store


def a_goal(beside="bc", use="promise", reference="2010|2011|2012|2013"):
    others = "|".join(f"omrade-{one}" for one in beside)
    row = (
        f"mal,omrade-a,TRY03,at_least,lower,90,{reference},3,{others},{use},"
        "Följer med,Keeps up,yes,2014-01-01,test,strateg,Program,test"
    )
    return lines(GOAL, row)


def promised(store, catalogue, beside="bc", **terms):
    load(store, a_goal(beside, **terms), catalogue)
    return behind(store)


def behind(store):
    return float(a_reader(store).ask(all_goals)["behind"].iloc[0])


def counted(store, catalogue, year, *people):
    rows = [
        f"{area},BEF01,{year},{number},test"
        for area, number in zip(AREAS[1:], people, strict=False)
    ]
    load(store, lines(PEOPLE_FILE, *rows), catalogue)


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


def weighed(store):
    """Return what areas weigh beside the goal, and by what."""
    weights = compared.areas(a_reader(store)).set_index("area_id")["weight"]
    by = compared.of_goals(a_reader(store))["weighted_by"].unique().tolist()
    return {area[-1]: weight for area, weight in weights.items()}, by


def current(store, table):
    rows = rows_of(store, f"FROM {table} WHERE revision_to > 1000 ORDER BY ALL")
    # What comes back does so in a revision of its own, and a verdict is reached anew.
    again = ["brought_by"] if table in ("assessment", "monitor_reading") else []
    return rows.drop(columns=["revision_from", *again])


STANDS = ("goal", "goal_comparator", "comparator_weight", "assessment", "monitor_reading")


def test_an_area_that_comes_later_weighs_what_it_did_at_the_reference(store, catalogue):
    counted(store, catalogue, 2013, 3000, 1000, 4000)
    counted(store, catalogue, 2018, 1, 1, 9000)
    assert promised(store, catalogue) == pytest.approx(-15)
    assert promised(store, catalogue, "bcd") == pytest.approx(-7.5)
    assert weighed(store) == ({"b": 3000, "c": 1000, "d": 4000}, [PEOPLE])
    before = {table: current(store, table) for table in STANDS}
    assess_all(store, catalogue)
    for table, rows in before.items():
        assert current(store, table).equals(rows), table


def test_other_areas_are_a_new_version_of_the_goal_and_the_same_are_not(store, catalogue):
    counted(store, catalogue, 2013, 3000, 1000, 4000)
    versions = []
    for beside in ("bc", "cb", "bcd", "bc"):
        load(store, a_goal(beside, use=""), catalogue)
        versions.append(int(current(store, "goal")["goal_version"].iloc[0]))
    assert versions == [1, 1, 2, 3]
    assert weighed(store)[0] == {"b": 3000, "c": 1000}


def test_where_the_people_of_one_are_unknown_all_weigh_the_same(store, catalogue):
    counted(store, catalogue, 2013, 3000, 1000)
    promised(store, catalogue)
    promised(store, catalogue, "bcd")
    assert weighed(store) == ({"b": 1, "c": 1, "d": 1}, [ALIKE])
    counted(store, catalogue, 2013, 3000, 1000, 4000)
    assert weighed(store) == ({"b": 1, "c": 1, "d": 1}, [ALIKE])


def test_a_new_version_without_a_reference_waits_for_its_weights(store, catalogue):
    counted(store, catalogue, 2013, 3000, 1000)
    promised(store, catalogue)
    promised(store, catalogue, reference="2030|2031")
    assert weighed(store) == ({"b": 1, "c": 1}, [ALIKE])


def test_an_undo_brings_the_list_and_its_weights_back(store, catalogue):
    counted(store, catalogue, 2013, 3000, 1000, 4000)
    promised(store, catalogue)
    before = {table: current(store, table) for table in STANDS}
    revision = load(store, a_goal("bd"), catalogue).revision
    given = {"catalogue": catalogue, "actor": "test", "now": TODAY}
    undo(a_door(store), a_viewer(), revision, **given)
    for table, rows in before.items():
        assert current(store, table).equals(rows), table


def assess_all(store, catalogue):
    with writing(store) as cursor:
        revision = ledger.open_revision(cursor, "assessment", actor="", now=TODAY)
        judging.assess(cursor, revision, catalogue, assessed_on=TODAY.date())


def test_a_list_that_grew_before_it_was_a_term_is_weighed_when_it_is_judged(store, catalogue):
    counted(store, catalogue, 2013, 3000, 1000, 4000)
    promised(store, catalogue, "bcd")
    with writing(store) as cursor:
        cursor.execute("DELETE FROM comparator_weight WHERE area_id = 'omrade-d'")
    assert weighed(store) == ({"b": 1, "c": 1, "d": 1}, [ALIKE])
    assess_all(store, catalogue)
    assert weighed(store) == ({"b": 3000, "c": 1000, "d": 4000}, [PEOPLE])


PREVIEWED = {"bcd": "omrade-b|omrade-c|omrade-d", "c": "omrade-c", "": ""}


def test_which_areas_it_was_and_will_be_compared_with_is_said_also_that_there_are_none(
    store, catalogue
):
    load(store, a_goal(use=""), catalogue)
    for beside, said in PREVIEWED.items():
        examination = examined(store, a_goal(beside, use=""), catalogue)
        assert (examination.changed, examination.unchanged) == (1, 0)
        row = examination.preview.iloc[0]
        assert row["saved"].endswith("goal_comparator omrade-b|omrade-c")
        assert row["in_file"].endswith(f"goal_comparator {said}".strip())
    load(store, a_goal("", use=""), catalogue)
    assert current(store, "goal_comparator").empty
    assert current(store, "goal")["goal_version"].tolist() == [2]
