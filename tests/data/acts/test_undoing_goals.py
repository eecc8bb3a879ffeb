"""A file of goals is taken back with what was frozen since, not with what others changed."""

import pytest

from data.acts.reassess import reassess
from data.acts.undo import undo
from data.answers.said_twice import said_twice
from data.store.store import Store
from data.store.undo import Kept
from tests import new_owner
from tests.data.compared_city import AREAS, measured, populated, promised
from tests.data.loading import TODAY, load
from tests.data.portfolio import city
from tests.factories import a_door, a_reader, a_viewer, rows_of

CHANGED = new_owner.GOAL.replace("at_least,lower,65", "at_least,lower,60").replace(
    "För test", "Beslut i nämnden"
)


@pytest.fixture
def store(catalogue):
    opened = Store(":memory:")
    load(opened, new_owner.AREAS, catalogue)
    yield opened
    assert said_twice(a_reader(opened)) == []
    opened.close()


def taken_back(store, catalogue, revision):
    given = {"catalogue": catalogue, "actor": "test", "now": TODAY}
    return undo(a_door(store), a_viewer(), revision, **given)


def current(store, table="goal"):
    return rows_of(store, f"FROM {table} WHERE revision_to > 1000")


def frozen_later(store, catalogue):
    """Save a goal before anything is measured: its reference is frozen by what comes."""
    goals = load(store, new_owner.GOAL, catalogue).revision
    measured_in = load(store, new_owner.THREE_YEARS, catalogue).revision
    (goal,) = current(store).to_dict("records")
    assert (goal["baseline_value"], goal["brought_by"]) == (60, measured_in)
    return goals, measured_in


def test_a_goal_that_is_taken_back_at_once_is_gone(store, catalogue):
    load(store, new_owner.THREE_YEARS, catalogue)
    receipt = taken_back(store, catalogue, load(store, new_owner.GOAL, catalogue).revision)
    assert current(store).empty
    assert (receipt.left, receipt.kept) == (0, ())


def test_what_was_frozen_since_does_not_hold_it(store, catalogue):
    goals, _ = frozen_later(store, catalogue)
    reassess(a_door(store), a_viewer(), catalogue=catalogue, now=TODAY)
    receipt = taken_back(store, catalogue, goals)
    assert current(store).empty
    assert current(store, "assessment").empty
    assert len(current(store, "observation")) == 3
    assert (receipt.left, receipt.kept) == (0, ())


def test_it_comes_back_with_its_reference(store, catalogue):
    goals, _ = frozen_later(store, catalogue)
    before = current(store)
    receipt = taken_back(store, catalogue, goals)
    taken_back(store, catalogue, receipt.revision)
    same = ["goal_id", "baseline_value", "baseline_revision", "brought_by"]
    assert current(store)[same].equals(before[same])


def test_it_does_not_come_back_with_what_froze_it(store, catalogue):
    goals, measured_in = frozen_later(store, catalogue)
    taken_back(store, catalogue, goals)
    taken_back(store, catalogue, measured_in)
    assert current(store).empty


def test_a_reference_goes_with_the_measurements_it_rests_on_and_the_goal_stays(
    store, catalogue
):
    goals, measured_in = frozen_later(store, catalogue)
    receipt = taken_back(store, catalogue, measured_in)
    (goal,) = current(store).to_dict("records")
    assert goal["brought_by"] == goals
    assert goal["baseline_value"] != 60
    taken_back(store, catalogue, goals)
    assert current(store).empty
    assert receipt.left == 0


def test_a_goal_that_somebody_has_changed_stays_and_is_named(store, catalogue):
    goals, _ = frozen_later(store, catalogue)
    changed = load(store, CHANGED, catalogue).revision
    receipt = taken_back(store, catalogue, goals)
    assert current(store)["target_low"].tolist() == [60]
    named = Kept("ny.mal", "Minst 65 procent trygga", "At least 65 percent safe", changed)
    assert receipt.kept == (named,)
    assert receipt.left == 1
    taken_back(store, catalogue, changed)
    assert current(store).empty


def test_a_change_that_is_taken_back_gives_the_goal_and_its_reference_back(store, catalogue):
    frozen_later(store, catalogue)
    before = current(store)
    taken_back(store, catalogue, load(store, CHANGED, catalogue).revision)
    same = ["target_low", "baseline_value", "baseline_revision", "brought_by"]
    assert current(store)[same].equals(before[same])


def test_weights_that_were_frozen_with_a_goal_go_with_it(store, catalogue):
    city(store, catalogue, AREAS)
    populated(store, catalogue, 1000, 3000)
    before = store.revision
    promised(store, catalogue)
    measured(store, catalogue, range(2010, 2015))
    assert current(store, "comparator_weight")["weight"].tolist() == [1000, 3000]
    taken_back(store, catalogue, before + 1)
    for table in ("goal", "goal_comparator", "comparator_weight"):
        assert current(store, table).empty


def test_weights_do_not_come_back_to_a_goal_that_is_gone(store, catalogue):
    city(store, catalogue, AREAS)
    promised(store, catalogue)
    first = store.revision
    promised(store, catalogue, target=80)
    measured(store, catalogue, range(2010, 2015))
    for revision in (first + 1, first, first + 2):
        taken_back(store, catalogue, revision)
    assert current(store, "comparator_weight").empty


def with_weights(store, catalogue):
    """Save a goal whose reference is frozen by what comes, with weights of 1000 and 3000."""
    city(store, catalogue, AREAS)
    populated(store, catalogue, 1000, 3000)
    promised(store, catalogue)
    measured(store, catalogue, range(2010, 2015))
    return store.revision


def weights(store):
    return current(store, "comparator_weight").sort_values("area_id")["weight"].tolist()


def test_a_goal_that_comes_back_has_the_weights_of_its_own_reference(store, catalogue):
    with_weights(store, catalogue)
    populated(store, catalogue, 5000, 2000)
    promised(store, catalogue, target=80, reference="2015|2016")
    changed = store.revision
    measured(store, catalogue, range(2015, 2017))
    assert weights(store) == [5000, 2000]
    receipt = taken_back(store, catalogue, changed)
    assert weights(store) == [1000, 3000]
    taken_back(store, catalogue, receipt.revision)
    assert weights(store) == [5000, 2000]


def test_weights_that_a_later_reference_was_frozen_with_too_stay_with_it(store, catalogue):
    first = with_weights(store, catalogue)
    promised(store, catalogue, target=80)
    assert weights(store) == [1000, 3000]
    taken_back(store, catalogue, first)
    assert weights(store) == [1000, 3000]


def test_a_goal_that_somebody_has_changed_stays_with_what_it_is_compared_with(store, catalogue):
    city(store, catalogue, AREAS)
    promised(store, catalogue)
    first = store.revision
    promised(store, catalogue, target=80)
    changed = store.revision
    taken_back(store, catalogue, first)
    assert len(current(store, "goal_comparator")) == 2
    receipt = taken_back(store, catalogue, changed)
    assert current(store, "goal_comparator").empty
    taken_back(store, catalogue, receipt.revision)
    assert current(store)["target_low"].tolist() == [80]
    assert len(current(store, "goal_comparator")) == 2
