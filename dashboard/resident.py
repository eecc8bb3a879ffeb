"""How much memory this process has, and how it gives back what nobody uses."""

import ctypes
import os
import sys
from functools import cache
from typing import Any

_TAKEN = "/proc/self/statm"


def resident() -> int:
    """Return how many bytes of memory this process has, 0 where the system does not say."""
    try:
        with open(_TAKEN, encoding="ascii") as said:
            return int(said.read().split()[1]) * _page()
    except (OSError, IndexError, ValueError):
        return 0


def give_back() -> None:
    """Give back what Arrow and the C library keep for whoever asks next."""
    if (arrow := sys.modules.get("pyarrow")) is not None:
        arrow.default_memory_pool().release_unused()
    if (trim := _trim()) is not None:
        trim(0)


@cache
def _page() -> int:
    return int(os.sysconf("SC_PAGE_SIZE"))


@cache
def _trim() -> Any:
    """Return what only glibc has."""
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return None
