"""The line a goal is compared with is the line it is judged by."""

import numpy as np
import pytest

from data.judging import compared, monitoring
from data.judging.comparators import ALIKE, DENOMINATOR, PEOPLE
from tests.data import compared_city
from tests.data.loading import lines, load
from tests.data.portfolio import city
from tests.factories import a_reader, a_viewer


@pytest.fixture
def store(tmp_path, catalogue):
    store = compared_city.built(tmp_path / "city.duckdb", catalogue)
    yield store
    store.close()


def line(store, **asked):
    found = compared.of_goals(a_reader(store), **asked)
    return found.set_index("period")


def test_areas_weigh_as_they_did_when_the_baseline_was_frozen(store, catalogue):
    compared_city.populated(store, catalogue, 3000, 1000)
    compared_city.promised(store, catalogue)
    found = line(store)
    assert found.loc["2019", "value"] == pytest.approx(50)
    assert set(found["weighted_by"]) == {PEOPLE}
    weights = compared.areas(a_reader(store)).set_index("area_id")["weight"]
    assert weights.to_dict() == {"omrade-b": 3000, "omrade-c": 1000}


def test_without_populations_areas_weigh_the_same(store, catalogue):
    compared_city.promised(store, catalogue)
    found = line(store)
    assert found.loc["2019", "value"] == pytest.approx(60)
    assert set(found["weighted_by"]) == {ALIKE}


def test_areas_weigh_by_their_denominators_where_all_have_them(store, catalogue):
    compared_city.shares(store, catalogue)
    compared_city.promised(store, catalogue, "MIX02", target=0.9)
    assert set(line(store)["weighted_by"]) == {DENOMINATOR}


def test_a_period_that_lacks_an_area_says_how_many_there_are_and_no_value(store, catalogue):
    compared_city.promised(store, catalogue)
    compared_city.measured(store, catalogue, [2020], areas=(60, 40, None))
    found = line(store).loc["2020"]
    assert np.isnan(found["value"])
    assert (found["known"], found["areas"]) == (1, 2)


def test_the_area_itself_is_no_part_of_it(store, catalogue):
    compared_city.promised(store, catalogue)
    compared_city.also_compared_with_itself(store)
    found = line(store).loc["2019"]
    assert (found["areas"], found["known"]) == (2, 2)
    assert "omrade-a" not in set(compared.areas(a_reader(store))["area_id"])


def test_it_is_what_the_goal_was_judged_by(store, catalogue):
    compared_city.populated(store, catalogue, 3000, 1000)
    compared_city.promised(store, catalogue)
    judged = monitoring.inputs(a_reader(store), catalogue, goal_id="mal")
    assert judged is not None
    by_period = judged.measurements.set_index("period")["comparator"]
    found = line(store)
    assert found["value"].to_dict() == by_period.to_dict()
    assert set(found["baseline"]) == set(judged.goals["comparator_baseline"])


def test_what_it_is_made_of_adds_up_to_it(store, catalogue):
    compared_city.populated(store, catalogue, 3000, 1000)
    compared_city.promised(store, catalogue)
    rows = compared.published(a_reader(store), goal_id="mal")
    added = (rows["share"] * rows["value"]).groupby(rows["period"]).sum()
    assert added.to_dict() == pytest.approx(line(store)["value"].to_dict())
    assert set(rows["area_id"]) == {"omrade-b", "omrade-c"}


def test_a_viewer_who_may_not_see_the_goal_sees_no_line(store, catalogue):
    compared_city.promised(store, catalogue)
    elsewhere = a_reader(store, viewer=a_viewer(name="b", areas=frozenset({"omrade-b"})))
    assert compared.of_goals(elsewhere).empty
    assert compared.areas(elsewhere).empty


def test_a_viewer_sees_the_line_as_it_was_judged_and_only_their_areas(store, catalogue):
    compared_city.promised(store, catalogue)
    some = a_reader(store, viewer=a_viewer(name="a", areas=frozenset({"omrade-a", "omrade-b"})))
    assert compared.of_goals(some)["value"].iloc[-1] == pytest.approx(60)
    assert set(compared.areas(some)["area_id"]) == {"omrade-b"}
    assert set(compared.published(some, goal_id="mal")["area_id"]) == {"omrade-b"}


def test_before_the_goal_was_written_there_is_no_line(store, catalogue):
    compared_city.promised(store, catalogue)
    assert compared.of_goals(a_reader(store, revision=1)).empty
    assert compared.of_goals(a_reader(store), goal_ids=()).empty
    assert compared.of_goals(a_reader(store), indicator_id="TRY14").empty


def test_all_the_others_are_compared_by_their_final_values(store, catalogue):
    city(store, catalogue, ["omrade-d"])
    load(
        store,
        lines(compared_city.INDEX, "omrade-d,TRY03,2019,50,200,2.0,final,test"),
        catalogue,
    )
    compared_city.measured(store, catalogue, [2020], status="preliminary")
    found = compared.others(
        a_reader(store), indicator_id="TRY03", kind="development_area", category="",
        invented=True,
    )  # fmt: skip
    of_a = found[found["area_id"] == "omrade-a"].set_index("period")["value"]
    assert of_a["2019"] == pytest.approx(60)
    assert "2020" not in of_a.index
