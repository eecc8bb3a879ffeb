"""What is said before an undo: which goals go, what points at them, and what stands anyway."""

import pytest

from data.answers.before_undo import BeforeUndo, before_undo
from data.answers.promises import links, without_goal
from data.store.store import Store
from tests import new_owner
from tests.data.acts.test_undoing_goals import CHANGED, taken_back
from tests.data.loading import load
from tests.factories import a_reader

PROMISE = (
    "commitment_id,area_id,wording,goal_ids\nlofte,ny.kvarnbacken,Det ska vara tryggt,ny.mal\n"
)
INITIATIVE = (
    "initiative_id,area_id,title,goals,source\n"
    "satsning,ny.kvarnbacken,Belysning,ny.mal,Påhittat för test\n"
)
NOTHING = BeforeUndo(
    goals=0, promises=0, initiatives=0, decisions=0, again=(), repeatable=False
)


@pytest.fixture
def store(catalogue):
    opened = Store(":memory:")
    load(opened, new_owner.AREAS, catalogue)
    yield opened
    opened.close()


def before(store, revision):
    return before_undo(a_reader(store), revision=revision)


def test_the_goals_that_go_and_what_points_at_them_are_counted(store, catalogue):
    goals = load(store, new_owner.GOAL, catalogue).revision
    promise = load(store, PROMISE, catalogue).revision
    load(store, INITIATIVE, catalogue)
    known = before(store, goals)
    assert (known.goals, known.promises, known.initiatives, known.decisions) == (1, 1, 1, 0)
    assert before(store, promise) == NOTHING
    changed = load(store, CHANGED, catalogue).revision
    assert before(store, goals).goals == 0  # somebody has changed it: it stays
    assert before(store, changed).goals == 0  # and then it is as it was


def test_a_promise_stands_without_its_goal_and_has_it_again(store, catalogue):
    goals = load(store, new_owner.GOAL, catalogue).revision
    load(store, PROMISE, catalogue)
    receipt = taken_back(store, catalogue, goals)
    missing = a_reader(store).ask(without_goal)
    assert missing[["commitment_id", "goal_id"]].values.tolist() == [["lofte", "ny.mal"]]
    assert a_reader(store).ask(links).empty
    assert before(store, receipt.revision).goals == 0
    taken_back(store, catalogue, receipt.revision)
    assert a_reader(store).ask(without_goal).empty
    assert len(a_reader(store).ask(links)) == 1


def test_the_same_file_again_stands_and_what_another_repeats_does_not(store, catalogue):
    first = load(store, new_owner.THREE_YEARS, catalogue).revision
    assert not before(store, first).repeatable
    again = load(store, new_owner.THREE_YEARS, catalogue).revision
    assert (before(store, first).again, before(store, first).repeatable) == ((again,), False)
    taken_back(store, catalogue, again)
    assert (before(store, first).again, before(store, first).repeatable) == ((), False)
    load(store, new_owner.values(60, 66, 70, 71), catalogue)
    assert before(store, first).repeatable
