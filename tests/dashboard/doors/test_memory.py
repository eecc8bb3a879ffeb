"""A server that draws every page in a new thread does not keep what each of them has let go."""

import gc
import platform
import subprocess
import sys

import pytest
from streamlit import delta_generator

from dashboard.doors.memory import look_for_garbage

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


def test_garbage_is_looked_for_seldom_while_a_server_starts_and_as_ever_after_that():
    usual = gc.get_threshold()
    look_for_garbage(seldom=True)
    assert gc.get_threshold() > usual
    look_for_garbage(seldom=False)
    assert gc.get_threshold() == usual


def test_streamlit_has_the_name_by_which_it_knows_that_it_has_warned():
    assert isinstance(delta_generator._use_warning_has_been_displayed, bool)
