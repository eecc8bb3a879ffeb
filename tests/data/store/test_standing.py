"""What stands is what the newest revision that is not undone has said: as if replayed."""

from dataclasses import dataclass, field

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from data.store import ledger, standing
from data.store.store import Store
from data.store.undo import undo
from tests.data.store.test_ledger import NOW
from tests.factories import rows_of, writing

PERIODS, PLACES = "pq", "xy"
WRITTEN = ("observation", "initiative_goal")


def said_by(number: int, keys: str) -> dict[str, object]:
    """Return what file `number` says: a value of periods, and a list of places.

    Each file says other than all others. A list is said whole, and shares what is common.
    """
    return {
        key: float(number) if key in PERIODS else frozenset({"common", f"only {number}"})
        for key in keys
    }


@dataclass(slots=True)
class Replayed:
    """What a naive model makes of it: everything that is not undone, said in its order."""

    said: dict[int, dict[str, object]] = field(default_factory=dict)
    files: dict[int, str] = field(default_factory=dict)
    undoes: dict[int, int] = field(default_factory=dict)

    @property
    def revisions(self) -> list[int]:
        return sorted({*self.said, *self.undoes})

    def newest(self) -> dict[str, int]:
        """Return the revision whose word is the last on each key."""
        void = standing.undone(self.undoes)
        return {
            key: revision
            for revision in sorted(self.said)
            if revision not in void
            for key in self.said[revision]
        }

    def stands(self) -> dict[str, object]:
        return {key: self.said[revision][key] for key, revision in self.newest().items()}

    def say(self, revision: int, file: str, saying: dict[str, object]) -> None:
        """Say what differs; what says nothing new says all again of the same file."""
        before = self.stands()
        new = {key: one for key, one in saying.items() if before.get(key) != one}
        self.files[revision] = file
        self.said[revision] = new or saying


def saved(store: Store, file: str, saying: dict[str, object]) -> int:
    measured = [
        {"series_id": 1, "period": key, "value": one}
        for key, one in saying.items()
        if key in PERIODS
    ]
    listed = [
        {"initiative_id": key, "goal_id": each}
        for key, some in saying.items()
        if isinstance(some, frozenset)
        for each in some
    ]
    with writing(store) as cursor:
        revision = ledger.open_revision(
            cursor, "import", actor="test", now=NOW, file_sha256=file
        )
        for table, rows in zip(WRITTEN, (measured, listed), strict=True):
            ledger.write(cursor, revision, table, pd.DataFrame(rows))
    return revision


def take_back(store: Store, target: int) -> int:
    with writing(store) as cursor:
        revision = ledger.open_revision(cursor, "undo", actor="test", now=NOW, undoes=target)
        undo(cursor, target, revision)
    return revision


def found(store: Store) -> dict[str, object]:
    values = rows_of(store, "SELECT period, value FROM observation WHERE revision_to > 10000")
    places = rows_of(
        store, "SELECT initiative_id, goal_id FROM initiative_goal WHERE revision_to > 10000"
    )
    assert not values["period"].duplicated().any()
    listed = {
        str(key): frozenset(some) for key, some in places.groupby("initiative_id")["goal_id"]
    }
    return dict(values.itertuples(index=False, name=None)) | listed


keys = st.sets(st.sampled_from(PERIODS + PLACES), min_size=1).map(sorted).map("".join)
acts = st.lists(keys | st.integers(0, 7), min_size=3, max_size=10)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=12, deadline=None)
@given(acts)
@example(["pq", 0, "q", 1, "pq", 0, "q", 3])
@example(["pq", 0, "q", 0, 1, 1])
@example(["xy", 0, "y", 0, 1, 1])
def test_whatever_is_undone_in_whatever_order_the_rest_is_as_if_replayed(done):
    """A number undoes one of the last revisions that can be, or does nothing."""
    store, model = Store(":memory:"), Replayed()
    for number, act in enumerate(done):
        if isinstance(act, str):
            saying = said_by(number, act)
            model.say(saved(store, str(number), saying), str(number), saying)
            continue
        open_ones = [one for one in model.revisions if one not in model.undoes.values()]
        if act < len(open_ones):
            target = open_ones[-1 - act]
            model.undoes[take_back(store, target)] = target
        assert found(store) == model.stands()
    store.close()


def script(store: Store, *done: object) -> dict[str, object]:
    """Save a file by its keys and undo a revision by its number, and return what is left.

    The same keys are the same file.
    """
    for act in done:
        if isinstance(act, int):
            take_back(store, act)
        else:
            saved(store, str(act), said_by(len(str(act)), str(act)))
    return found(store)


@pytest.mark.parametrize(
    ("done", "left"),
    [
        (["pqx", "pqx", 1], "pqx"),
        (["pqx", "pqx", 2], "pqx"),
        (["pqx", "pqx", 1, 2], ""),
        (["pqx", "pqx", 2, 1], ""),
        (["pqx", "pqx", 1, 3, 2, 1], ""),
        (["pqx", "pqx", "pqx", 1, 2], "pqx"),
    ],
)
def test_a_file_that_is_saved_again_stands_when_the_first_is_undone(done, left):
    store = Store(":memory:")
    assert script(store, *done) == said_by(3, left)
    store.close()


def test_what_is_said_again_is_said_after_what_was_undone_between():
    store = Store(":memory:")
    # What "q" says is undone, "pq" is saved again, and "q" comes back: the last word is "pq".
    assert script(store, "pq", "q", 2, "pq", 3) == said_by(2, "pq")
    assert script(store, 4) == {"p": 2.0, "q": 1.0}
    store.close()
