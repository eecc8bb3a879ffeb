"""Keeps a server that runs for months from growing, and from tidying while it starts."""

import ctypes
import gc
import os
import sys
from time import monotonic

_MOST_ARENAS = -8
"""What glibc calls M_ARENA_MAX."""

_ARENAS = 2

_NEVER = 1_000_000_000
_USUAL = (*gc.get_threshold()[:2], _NEVER)
_SELDOM = (1_000_000, 20, 50)
"""So many things more than before, and so many rounds, between two looks for garbage.

A start makes half a million things, to the first chart, and nearly all of them stay. Later
Python looks through what is young; when it looks further, `Garbage` says.
"""

_ROUNDS = 10
"""So often Python has kept what was young, some ten thousand things, before it is looked at."""

_BETWEEN, _MANY = 600.0, 50
"""Seconds, or looks at what was new, after which everything is looked through once more."""

_LULL, _QUIET = 0.1, 2.0
"""Seconds without a page after which few wait for a short look, and nobody for a long one."""


def look_for_garbage(*, seldom: bool) -> None:
    """Let Python look for garbage `seldom`, or as it usually does among what is young.

    What is loaded stays, two thousand modules and what they hold: to look through it all again
    for each thousand things more was a sixth of a start.
    """
    gc.set_threshold(*(_SELDOM if seldom else _USUAL))


class Garbage:
    """Looks for what Python does not find among the young, a little at a time.

    What has been looked at is left alone (`gc.freeze`), so that everything is looked at once
    more and not again and again: hundreds of thousands of things stay for as long as the
    server, and while Python looks through them everybody waits, a sixth of a second.
    """

    def __init__(self) -> None:
        """Begin with everything that is there."""
        self._everywhere()

    def look(self, quiet_for: float) -> None:
        """Look at what is new, if that is much, and everywhere when it is long since.

        It is asked now and then, and told for how many seconds no page has been drawn. While
        people look all the time either waits for twice as much.
        """
        whole = max((monotonic() - self._looked) / _BETWEEN, self._since / _MANY)
        if whole >= _due(quiet_for > _QUIET):
            self._everywhere()
        elif gc.get_count()[2] / _ROUNDS >= _due(quiet_for > _LULL):
            gc.collect()
            gc.freeze()
            self._since += 1

    def _everywhere(self) -> None:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._looked, self._since = monotonic(), 0


def _due(nobody_waits: bool) -> int:
    return 1 if nobody_waits else 2


def let_go_of_memory_soon() -> None:
    """Let DuckDB and Arrow give back what they no longer need within a tenth of a second.

    Of a nation they kept a quarter of a gigabyte each for questions that were answered. Must be
    called before they are loaded; whoever has set a variable has chosen for themselves.
    """
    os.environ.setdefault("DUCKDB_JE_MALLOC_CONF", _SOON)
    if sys.platform == "linux":
        # Arrow's usual place keeps what a thread had when the thread has ended.
        os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "jemalloc")
        os.environ.setdefault("JE_ARROW_MALLOC_CONF", _SOON)


_SOON = "dirty_decay_ms:100,muzzy_decay_ms:0"


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
