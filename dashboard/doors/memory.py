"""Keeps a server that runs for months from growing: what threads let go is used again."""

import ctypes
import os

_MOST_ARENAS = -8
"""What glibc calls M_ARENA_MAX."""

_ARENAS = 2


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
