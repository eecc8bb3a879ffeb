"""What has been worked out is kept until what it read changes, and is nobody else's."""

import dataclasses
import threading
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.page.cache import About, Cache, key_of, refuse_closures
from dashboard.page.handing import handing
from data.store.noted import note, reading
from metrics.outcome.goal import Verdict


class Tables:
    """Tables that somebody writes to now and then."""

    def __init__(self):
        self.touched = {}
        self.calls = 0

    def stamp(self, tables):
        return max((self.touched.get(table, 0) for table in tables), default=0)

    def answer(self, *tables, value=None):
        """Something that reads tables when it is worked out."""

        def make():
            note(tables)
            self.calls += 1
            return self.calls if value is None else value

        return make


def test_what_read_nothing_that_has_changed_is_not_worked_out_again():
    cache, tables = Cache(10), Tables()
    first = cache.get("key", tables.stamp, tables.answer("goal", "area"))
    tables.touched["event"] = 1
    assert cache.get("key", tables.stamp, tables.answer("goal", "area")) == first
    tables.touched["area"] = 2
    assert cache.get("key", tables.stamp, tables.answer("goal", "area")) != first
    assert tables.calls == 2


def test_what_is_made_of_something_kept_depends_on_what_that_read():
    cache, tables = Cache(10), Tables()

    def outer():
        inner = cache.get("inner", tables.stamp, tables.answer("goal"))
        return f"made of {inner}"

    cache.get("inner", tables.stamp, tables.answer("goal"))
    assert cache.get("outer", tables.stamp, outer) == "made of 1"
    tables.touched["goal"] = 1
    assert cache.get("outer", tables.stamp, outer) == "made of 2"


class Pieces:
    """Pieces made of pieces, each asked for again as it was asked for."""

    def __init__(self):
        self.cache, self.tables, self.made = Cache(20), Tables(), []
        self.says, self.revision = {"goal": 1, "area": 1}, 0

    def table(self, name):
        def make():
            note([name])
            self.made.append(name)
            return self.says[name]

        return self.cache.get(name, self.tables.stamp, make, lambda: self.table(name))

    def piece(self, name, *parts, again=True):
        def make():
            self.made.append(name)
            return [part() for part in parts]

        asked = (lambda: self.piece(name, *parts)) if again else None
        return self.cache.get(name, self.tables.stamp, make, asked)

    def page(self):
        goal, area = (lambda: self.table("goal")), (lambda: self.table("area"))
        middle = lambda: self.piece("middle", goal)  # noqa: E731
        drawn = lambda: self.piece("drawn", middle, again=False)  # noqa: E731
        return self.piece("page", drawn, area)

    def after(self, **says):
        """What is worked out when tables have been written to, and what the page then says."""
        self.made.clear()
        for name, said in says.items():
            self.revision += 1
            self.tables.touched[name], self.says[name] = self.revision, said
        return self.page(), list(self.made)


def test_a_change_that_is_not_seen_works_out_nothing_that_is_made_of_it():
    pieces = Pieces()
    assert pieces.page() == [[[1]], 1]
    assert pieces.after(goal=1) == ([[[1]], 1], ["goal"])
    assert pieces.after(area=2) == ([[[1]], 2], ["area", "page"])
    assert pieces.after(goal=3, area=2) == (
        [[[3]], 2],
        ["goal", "middle", "page", "drawn", "area"],
    )
    assert pieces.after() == ([[[3]], 2], [])


@given(st.lists(st.tuples(st.integers(1, 2), st.integers(1, 2)), max_size=6))
def test_a_page_says_what_it_would_say_if_nothing_was_kept(changes):
    pieces = Pieces()
    for goal, area in changes:
        assert pieces.after(goal=goal, area=area)[0] == [[[goal]], area]


def test_what_fails_when_it_is_asked_again_fails_for_who_asks():
    pieces = Pieces()
    pieces.page()
    del pieces.says["goal"]
    pieces.tables.touched["goal"] = 1
    with pytest.raises(KeyError):
        pieces.page()
    assert pieces.after(goal=5)[0] == [[[5]], 1]


def test_whoever_gets_something_kept_has_read_what_it_read():
    cache, tables = Cache(10), Tables()
    for _time in range(2):
        with reading() as read:
            cache.get("key", tables.stamp, tables.answer("goal"))
        assert read == {"goal"}


def test_those_used_last_are_kept():
    cache, tables = Cache(2), Tables()
    for key in ("a", "b", "a", "c", "a"):
        cache.get(key, tables.stamp, tables.answer())
    assert tables.calls == 3
    cache.get("b", tables.stamp, tables.answer())
    assert tables.calls == 4


def test_what_is_kept_has_an_end_in_memory_too():
    large = pd.DataFrame({"a": np.zeros(1_000)})
    cache, tables = Cache(10, heaviest=2.5 * 8_000), Tables()
    for key in ("one", "two", "one", "three", "one", "two"):
        cache.get(key, tables.stamp, tables.answer(value=large))
    assert tables.calls == 4, "of three large ones two are kept, those that were used last"


def test_many_records_are_not_asked_one_by_one_for_frames(monkeypatch):
    monkeypatch.setattr(dataclasses, "fields", lambda _: pytest.fail("each record is searched"))
    assert handing([Verdict() for _ in range(3)]) is None


def test_fifty_who_ask_at_once_have_it_worked_out_once():
    cache, tables = Cache(10), Tables()
    everybody, answers, worked_out = threading.Barrier(50), [], []

    def ask():
        everybody.wait()
        answers.append(cache.get("key", tables.stamp, slow))

    def slow():
        worked_out.append("slow")
        # The others have time to come here too, if anything lets them.
        threading.Event().wait(0.05)
        return cache.get("inner", tables.stamp, tables.answer("goal"))

    threads = [threading.Thread(target=ask) for _one in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert answers == [1] * 50
    assert worked_out == ["slow"]
    assert tables.calls == 1


def test_two_that_need_the_same_inside_do_not_wait_for_each_other():
    cache, tables = Cache(10), Tables()
    both = threading.Barrier(2)

    def outer():
        both.wait(10)
        return cache.get("shared", tables.stamp, tables.answer())

    answers = []
    threads = [
        threading.Thread(
            target=lambda key=key: answers.append(cache.get(key, tables.stamp, outer))
        )
        for key in ("one", "other")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert answers == [1, 1]


def test_a_failure_is_not_kept_and_holds_nobody_up():
    cache, tables = Cache(10), Tables()

    def fail():
        raise LookupError("no")

    with pytest.raises(LookupError):
        cache.get("key", tables.stamp, fail)
    assert cache.get("key", tables.stamp, tables.answer()) == 1


@dataclass(frozen=True)
class Record:
    """What pages keep: frames with a name."""

    frame: pd.DataFrame
    name: str = "name"
    others: list[pd.DataFrame] = field(default_factory=list)

    @cached_property
    def rows(self) -> int:
        """How many rows it was found to have."""
        return len(self.frame)


@dataclass(frozen=True, slots=True)
class Narrow:
    """A record with slots."""

    frame: pd.DataFrame


def frame() -> pd.DataFrame:
    return pd.DataFrame({"a": [1, 2]})


@pytest.mark.parametrize(
    ("value", "inside"),
    [
        (frame(), lambda value: value),
        ((frame(), "words"), lambda value: value[0]),
        ([frame()], lambda value: value[0]),
        ({"x": frame()}, lambda value: value["x"]),
        (Record(frame()), lambda value: value.frame),
        (Record(frame(), others=[frame()]), lambda value: value.others[0]),
        ((Narrow(frame()),), lambda value: value[0].frame),
    ],
    ids=["frame", "tuple", "list", "dict", "record", "deep", "slots"],
)
def test_who_changes_a_frame_changes_only_the_own(value, inside):
    cache, tables = Cache(10), Tables()

    def ask():
        return inside(cache.get("key", tables.stamp, tables.answer(value=value)))

    mine = ask()
    mine.loc[0, "a"] = 9
    mine["b"] = 1
    mine.index.name = "changed"
    mine.columns = pd.Index(["c", "d"])
    del mine["c"]
    pd.testing.assert_frame_equal(ask(), frame())
    assert tables.calls == 1


def test_a_record_keeps_what_it_has_worked_out_itself():
    cache, tables, kept = Cache(10), Tables(), Record(frame())
    assert kept.rows == 2
    handed = cache.get("key", tables.stamp, tables.answer(value=kept))
    assert handed.__dict__["rows"] == 2


def asked(one, other=0, *, third=None):
    """A function with every kind of argument."""


def asked_too(one, other=0, *, third=None):
    """Another with the same."""


PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 2),
    st.sampled_from([0.0, 1.0, 2.0]),
    st.text(max_size=2),
)
ARGUMENT = st.one_of(
    PLAIN, st.tuples(PLAIN), st.tuples(PLAIN, PLAIN), st.frozensets(PLAIN, max_size=2)
)


@given(st.lists(st.tuples(ARGUMENT, ARGUMENT, ARGUMENT), min_size=2, max_size=2))
def test_other_arguments_are_another_key_and_the_same_ones_the_same(calls):
    (one, other, third), second = calls
    key = key_of(asked, (one, other), {"third": third})
    assert key_of(asked, (), {"third": third, "other": other, "one": one}) == key
    assert key_of(asked_too, (one, other), {"third": third}) != key
    again = key_of(asked, second[:2], {"third": second[2]})
    assert (again == key) is (described(second) == described((one, other, third)))


def described(value):
    """Values with their types, which 1, 1.0 and True share nothing of."""
    if isinstance(value, tuple):
        return tuple(described(one) for one in value)
    if isinstance(value, frozenset):
        return frozenset(described(one) for one in value)
    return type(value).__name__, value


def test_a_default_is_the_same_as_what_it_stands_for():
    assert key_of(asked, (1,), {}) == key_of(asked, (1, 0), {"third": None})


@pytest.mark.parametrize("argument", [[1], {"a": 1}, frame()])
def test_an_argument_that_can_be_changed_is_in_no_key(argument):
    with pytest.raises(TypeError):
        key_of(asked, (argument,), {})


def test_a_function_that_closes_over_something_is_refused():
    hidden = 1
    refuse_closures(asked)
    with pytest.raises(TypeError, match="must stand in a module"):
        refuse_closures(lambda: hidden)


class Revisions:
    """Revisions of one table, of which any may be asked about while one is shown."""

    def __init__(self) -> None:
        self.cache = Cache(most=10)
        self.made: list[int] = []
        self.shown = 1

    def ask(self, revision: int) -> int:
        def make() -> int:
            note({"goal"})
            self.made.append(revision)
            return revision

        return self.get(revision, make)

    def get(self, revision: int, make):
        about = About(revision, self.shown)
        return self.cache.get("key", lambda _tables: revision, make, about=about)


def test_what_is_made_ready_stands_beside_what_is_shown():
    some = Revisions()
    assert [some.ask(1), some.ask(2), some.ask(1)] == [1, 2, 1]
    some.shown = 2
    assert [some.ask(2), some.ask(1)] == [2, 1], "who came before finds theirs"
    assert some.made == [1, 2]


def test_however_many_are_made_ready_what_is_shown_stays():
    some = Revisions()
    for revision in (1, 2, 3, 4, 1):
        some.ask(revision)
    assert some.made == [1, 2, 3, 4]


def test_what_was_shown_before_is_let_go_of():
    some = Revisions()
    some.ask(1), some.ask(2)
    some.shown = 2
    some.cache.let_go(2)
    some.ask(2)
    assert some.made == [1, 2]
    some.ask(1)
    assert some.made == [1, 2, 1]


def test_where_no_revision_is_made_ready_one_answer_is_kept():
    some = Revisions()
    some.shown = None
    some.ask(1), some.ask(2), some.ask(1)
    assert some.made == [1, 2, 1]


def test_nobody_waits_for_who_asks_about_another_revision():
    some = Revisions()
    some.ask(1)
    found: list[int] = []

    def while_it_is_made() -> int:
        note({"goal"})
        other = threading.Thread(target=lambda: found.append(some.ask(0)))
        other.start()
        other.join(10)
        return 2

    some.get(2, while_it_is_made)
    assert found == [0]
