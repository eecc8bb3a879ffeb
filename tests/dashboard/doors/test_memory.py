"""A server that draws every page in a new thread does not keep what each of them has let go."""

import gc
import platform
import subprocess
import sys
import weakref

import pytest
from streamlit import delta_generator

from dashboard.doors import memory
from dashboard.doors.memory import Garbage, look_for_garbage

_ASKED = """
from dashboard.doors.memory import share_memory_between_threads
print(share_memory_between_threads())
import ctypes, threading
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
places = set()
def take():
    places.add(libc.malloc(1000) >> 26)
    everybody.wait()
everybody = threading.Barrier(12)
each = [threading.Thread(target=take) for _ in range(12)]
[one.start() for one in each]; [one.join() for one in each]
print(len(places))
"""
"""Arenas of glibc begin at multiples of 64 megabytes."""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has arenas")
@pytest.mark.parametrize(
    ("chosen", "said"), [({}, "True"), ({"MALLOC_ARENA_MAX": "1"}, "False")]
)
def test_all_threads_take_memory_from_two_places(chosen, said, monkeypatch):
    monkeypatch.delenv("MALLOC_ARENA_MAX", raising=False)
    for name, value in chosen.items():
        monkeypatch.setenv(name, value)
    done, places = subprocess.check_output([sys.executable, "-c", _ASKED], text=True).split()
    assert done == said
    assert int(places) <= 2


_BEFORE_DUCKDB = """
import os, sys
from dashboard.doors import serving
serving.let_go_of_memory_soon()
print("_duckdb" in sys.modules, os.environ["DUCKDB_JE_MALLOC_CONF"])
"""


@pytest.mark.parametrize(
    ("chosen", "said"),
    [({}, memory._SOON), ({"DUCKDB_JE_MALLOC_CONF": "narenas:1"}, "narenas:1")],
)
def test_duckdb_is_told_to_give_memory_back_before_it_is_loaded(chosen, said, monkeypatch):
    monkeypatch.delenv("DUCKDB_JE_MALLOC_CONF", raising=False)
    for name, value in chosen.items():
        monkeypatch.setenv(name, value)
    told = subprocess.check_output([sys.executable, "-c", _BEFORE_DUCKDB], text=True)
    assert told.split() == ["False", said]


_BEFORE_ARROW = """
import os, sys
from dashboard.doors import serving
serving.let_go_of_memory_soon()
print("pyarrow" in sys.modules)
import pyarrow
print(pyarrow.default_memory_pool().backend_name, os.environ["JE_ARROW_MALLOC_CONF"])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Arrow has another place elsewhere")
@pytest.mark.parametrize(
    ("chosen", "said"), [({}, "jemalloc"), ({"ARROW_DEFAULT_MEMORY_POOL": "system"}, "system")]
)
def test_arrow_takes_memory_where_what_an_ended_thread_had_is_given_back(
    chosen, said, monkeypatch
):
    for name in ("ARROW_DEFAULT_MEMORY_POOL", "JE_ARROW_MALLOC_CONF"):
        monkeypatch.delenv(name, raising=False)
    for name, value in chosen.items():
        monkeypatch.setenv(name, value)
    told = subprocess.check_output([sys.executable, "-c", _BEFORE_ARROW], text=True)
    assert told.split() == ["False", said, memory._SOON]


@pytest.fixture
def untidied():
    """Nothing is looked for but by the test, and Python goes on as before after it."""
    usual = gc.get_threshold()
    gc.disable()
    yield
    gc.unfreeze()
    gc.set_threshold(*usual)
    gc.enable()


def test_garbage_is_looked_for_seldom_while_a_server_starts_and_among_the_young_after_that(
    untidied,
):
    usual = gc.get_threshold()
    look_for_garbage(seldom=True)
    assert gc.get_threshold() > usual
    look_for_garbage(seldom=False)
    assert gc.get_threshold()[:2] == usual[:2]
    assert gc.get_threshold()[2] > 1_000_000, "everybody would wait while all is looked through"


class Circle:
    """Something that only a look for garbage takes away."""

    def __init__(self):
        self.itself = self


def thrown_away():
    return weakref.ref(Circle())


def test_what_is_new_is_looked_at_when_it_is_much_and_sooner_in_a_lull(untidied, monkeypatch):
    rounds = [0]
    monkeypatch.setattr(memory.gc, "get_count", lambda: (0, 0, rounds[0]))
    garbage, lies = Garbage(), thrown_away()
    rounds[0] = 9
    garbage.look(1.0)
    assert lies() is not None
    rounds[0] = 19
    garbage.look(0.0)
    assert lies() is not None, "somebody is drawn a page"
    garbage.look(1.0)
    assert lies() is None
    lies, rounds[0] = thrown_away(), 20
    garbage.look(0.0)
    assert lies() is None


def test_what_has_stayed_is_looked_at_after_ten_minutes_when_nobody_waits(
    untidied, monkeypatch
):
    clock, rounds = [0.0], [10]
    monkeypatch.setattr(memory, "monotonic", lambda: clock[0])
    monkeypatch.setattr(memory.gc, "get_count", lambda: (0, 0, rounds[0]))
    garbage = Garbage()
    stays = Circle()
    garbage.look(1.0)
    lies = weakref.ref(stays)
    del stays
    clock[0] = 599.0
    garbage.look(60.0)
    clock[0] = 1199.0
    garbage.look(1.0)
    assert lies() is not None
    garbage.look(3.0)
    assert lies() is None


def test_what_has_stayed_is_looked_at_in_the_end_though_people_never_stop(
    untidied, monkeypatch
):
    monkeypatch.setattr(memory.gc, "get_count", lambda: (0, 0, 20))
    garbage = Garbage()
    stays = Circle()
    garbage.look(0.0)
    lies = weakref.ref(stays)
    del stays
    for _ in range(99):
        garbage.look(0.0)
    assert lies() is not None
    garbage.look(0.0)
    assert lies() is None


def test_streamlit_has_the_name_by_which_it_knows_that_it_has_warned():
    assert isinstance(delta_generator._use_warning_has_been_displayed, bool)
