"""What takes much memory is worked out one at a time, and what is kept yields to it."""

import threading
from pathlib import Path

import pytest

from dashboard.page import loaders
from dashboard.page.cache import Cache, kind_of
from dashboard.page.heavy import ASSESSMENT, HEAVY, MOST, QUESTION, Heavy, Room
from dashboard.resident import give_back, resident

LIGHT, LARGE = 1_000, 50_000_000


@pytest.fixture
def heavy():
    return Heavy(short=lambda: False, make_room=lambda _since: None)


def work_out(heavy, kind, weight):
    with heavy.turn(kind):
        heavy.weighed(weight)


def in_other_threads(number, do):
    """Let others begin, and return them."""
    others = [threading.Thread(target=do, daemon=True) for _ in range(number)]
    for one in others:
        one.start()
    return others


def test_what_is_heavy_is_worked_out_by_one_at_a_time(heavy):
    work_out(heavy, "measurements", LARGE)
    inside, most, guard = [], [], threading.Lock()

    def ask():
        with heavy.turn("measurements"):
            inside.append(1)
            with guard:
                most.append(len(inside))
            threading.Event().wait(0.02)
            inside.pop()

    for one in in_other_threads(4, ask):
        one.join()
    assert most == [1, 1, 1, 1]


def test_what_is_known_to_be_light_waits_for_nothing(heavy):
    work_out(heavy, "names", LIGHT)
    work_out(heavy, "measurements", LARGE)
    assert heavy.is_light("names")
    assert not heavy.is_light("measurements")
    asked = threading.Event()
    with heavy.turn("measurements"):

        def ask():
            with heavy.turn("names"):
                asked.set()

        in_other_threads(1, ask)
        assert asked.wait(10)


def test_what_nobody_has_asked_for_yet_may_be_heavy(heavy):
    assert not heavy.is_light("new")
    work_out(heavy, "new", LIGHT)
    assert heavy.is_light("new")


def test_where_memory_is_short_nothing_is_light_and_room_is_made():
    made = []
    heavy = Heavy(short=lambda: bool(made), make_room=made.append)
    work_out(heavy, "names", LIGHT)
    assert made
    assert not heavy.is_light("names")


def test_room_is_made_of_what_was_used_before_ones_turn_as_long_as_it_lasts():
    moments = []
    heavy = Heavy(short=lambda: True, make_room=moments.append)
    with heavy.visit():
        work_out(heavy, "measurements", LARGE)
        work_out(heavy, "goals", LARGE)
    work_out(heavy, "measurements", LARGE)
    assert moments[0] == moments[1] < moments[2]


def test_whoever_has_waited_keeps_the_turn_until_the_page_is_drawn(heavy):
    asked = threading.Event()

    def ask():
        with heavy.turn("measurements"):
            asked.set()

    with heavy.visit():
        work_out(heavy, "measurements", LARGE)
        (other,) = in_other_threads(1, ask)
        assert not asked.wait(0.05)
        work_out(heavy, "goals", LARGE)
    other.join(10)
    assert asked.is_set()


def test_a_turn_is_given_up_where_working_it_out_fails(heavy):
    with pytest.raises(ZeroDivisionError), heavy.turn("measurements"):
        raise ZeroDivisionError
    for one in in_other_threads(1, lambda: work_out(heavy, "measurements", LARGE)):
        one.join(10)
    assert not heavy.is_light("measurements")


class Kept:
    """A process that takes `rest` bytes beside what it keeps."""

    def __init__(self, rest, kept):
        self.rest, self.kept, self.asked = rest, kept, []

    def taken(self):
        return self.rest + self.kept

    def forget(self, weight, _unused_since):
        self.asked.append(weight)
        self.kept = max(0, self.kept - weight)


def room_beside(process):
    room = Room(taken=process.taken)
    room.kept_by(process.forget)
    return room


def test_what_is_kept_yields_to_a_question_and_all_of_it_to_an_assessment_of_a_nation():
    process = Kept(rest=900_000_000, kept=300_000_000)
    room = room_beside(process)
    assert room.is_short()
    room.make(QUESTION)
    assert process.taken() == MOST - QUESTION
    assert not room.is_short()
    room.make(ASSESSMENT)
    assert process.kept == 0


def test_nothing_is_forgotten_where_there_is_room():
    process = Kept(rest=300_000_000, kept=200_000_000)
    room_beside(process).make(ASSESSMENT)
    assert process.asked == []


def test_where_nothing_more_can_be_given_it_is_not_tried_again_until_more_is_taken():
    process = Kept(rest=MOST, kept=0)
    room = room_beside(process)
    room.make(QUESTION)
    room.make(QUESTION)
    assert len(process.asked) == 1
    process.rest += 100_000_000
    room.make(QUESTION)
    assert len(process.asked) == 2


def kept_of(cache, key):
    return cache.get(key, lambda _tables: 0, lambda: "x" * 1_000)


def test_what_was_used_longest_ago_is_forgotten_first_and_what_is_in_use_is_not():
    cache = Cache(10)
    for key in ("first", "second", "third"):
        kept_of(cache, key)
    kept_of(cache, "first")
    cache.forget(1_500, unused_since=float("inf"))
    assert list(cache._kept) == ["first"]
    cache.forget(1_500, unused_since=cache._used["first"] - 1)
    assert list(cache._kept) == ["first"]
    cache.forget(1_500, unused_since=float("inf"))
    assert cache.weight == 0
    assert not cache._used


def test_each_cache_forgets_its_part(monkeypatch):
    one, other = Cache(10), Cache(10)
    monkeypatch.setattr(loaders, "_CACHES", {one, other})
    for cache in (one, other):
        for key in range(4):
            kept_of(cache, key)
    before = one.weight
    loaders.forget(before, float("inf"))
    assert one.weight == other.weight == before / 2


def test_a_question_is_known_by_its_function_whatever_it_is_given():
    assert kind_of(("door", ("module", "name", (("area_id", 1),)))) == ("module", "name")
    assert kind_of("key") == "key"


def test_what_is_worked_out_inside_something_else_has_its_turn_and_counts_there():
    cache = Cache(10)

    def outer():
        return len(cache.get("inner", lambda _tables: 0, lambda: "x" * LARGE))

    cache.get("outer of test_heavy", lambda _tables: 0, outer)
    assert not HEAVY.is_light("outer of test_heavy")


def test_what_the_process_has_is_read_and_what_nobody_uses_can_be_given_back():
    assert resident() > 10_000_000 or not Path("/proc/self/statm").exists()
    give_back()
    assert resident() >= 0
