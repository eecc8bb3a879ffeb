"""Keeps a server that runs for months from growing, and from tidying while it starts."""

import ctypes
import gc
import os

_MOST_ARENAS = -8
"""What glibc calls M_ARENA_MAX."""

_ARENAS = 2

_USUAL = gc.get_threshold()
_SELDOM = (1_000_000, 20, 50)
"""So many things more than before, and so many rounds, between two looks for garbage.

A start makes half a million things, to the first chart, and nearly all of them stay.
"""


def look_for_garbage(*, seldom: bool) -> None:
    """Let Python look for garbage `seldom`, or as it usually does.

    What is loaded stays, two thousand modules and what they hold: to look through it all again
    for each thousand things more was a sixth of a start.
    """
    gc.set_threshold(*(_SELDOM if seldom else _USUAL))


def share_memory_between_threads() -> bool:
    """Let all threads take memory from two places instead of eight for each core.

    Streamlit draws every page in a thread of its own, and what one place has let go no thread
    of another uses. Must be called before there are threads. Returns whether it was done: only
    glibc does it, and whoever has set ``MALLOC_ARENA_MAX`` has chosen for themselves.
    """
    if "MALLOC_ARENA_MAX" in os.environ:
        return False
    try:
        choose = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # another C library
        return False
    return bool(choose(_MOST_ARENAS, _ARENAS))
