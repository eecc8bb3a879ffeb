"""One writes at a time; what is soon done passes what takes long, and starves nobody."""

import threading
import time

import pytest

from data.store.turns import PASSED_BY, Turns

PATIENCE = 30


class Queue:
    """Threads that wait, in the order they are asked to, while this one has the turn."""

    def __init__(self):
        self.turns, self.order, self._threads = Turns(), [], []

    def ask(self, name, *, long=False):
        def write():
            with self.turns.turn(long=long):
                self.order.append(name)

        thread = threading.Thread(target=write, daemon=True)
        before = len(self.turns._waiting)
        self._threads.append(thread)
        thread.start()
        until = time.monotonic() + PATIENCE
        while len(self.turns._waiting) == before and time.monotonic() < until:
            time.sleep(0.001)

    def done(self):
        for thread in self._threads:
            thread.join(PATIENCE)
        return self.order


@pytest.fixture
def queue():
    return Queue()


def test_short_ones_pass_long_ones_and_each_kind_comes_in_order(queue):
    with queue.turns.turn(long=True):
        queue.ask("long 1", long=True)
        queue.ask("long 2", long=True)
        queue.ask("short 1")
        queue.ask("short 2")
    assert queue.done() == ["short 1", "short 2", "long 1", "long 2"]


def test_a_long_one_that_many_have_passed_waits_no_more(queue):
    with queue.turns.turn():
        queue.ask("long", long=True)
        for number in range(PASSED_BY + 3):
            queue.ask(number)
    assert queue.done().index("long") == PASSED_BY


def test_who_has_the_turn_may_take_it_again_and_keeps_it_until_the_last_end(queue):
    with queue.turns.turn():
        queue.ask("other")
        with queue.turns.turn(long=True):
            pass
        assert queue.order == []
    assert queue.done() == ["other"]


def test_who_fails_passes_the_turn_on(queue):
    def fails():
        with queue.turns.turn():
            queue.ask("other")
            raise OSError("The disk is full.")

    with pytest.raises(OSError, match="full"):
        fails()
    assert queue.done() == ["other"]
    with queue.turns.turn():
        pass


def test_short_ones_wait_for_one_long_one_at_a_time(queue):
    with queue.turns.turn():
        for number in range(3):
            queue.ask(f"long {number}", long=True)
        for number in range(PASSED_BY + 3):
            queue.ask(number)
    order = queue.done()
    assert order[PASSED_BY : PASSED_BY + 2] == ["long 0", PASSED_BY]
