"""Whose turn it is to have a file read: a few at once, so that others get an answer too."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from data.store.errors import StoreBusyError

AT_ONCE = 2
"""Files that are read at the same time: one large workbook takes a core for half a minute."""

LONGEST_WAIT = 60.0
"""Seconds after which whoever waits is told to come back."""

_TURNS = BoundedSemaphore(AT_ONCE)


@contextmanager
def turn(*, patience: float = LONGEST_WAIT) -> Iterator[None]:
    """Wait for a turn to read a file, and hold it. Raises `StoreBusyError` when none comes.

    `patience` is the longest wait in seconds.
    """
    if not _TURNS.acquire(timeout=patience):
        raise StoreBusyError(
            "Andra filer läses just nu. Vänta en stund och försök igen. Inget har sparats."
        )
    try:
        yield
    finally:
        _TURNS.release()
