"""Which revision somebody is shown who asks for the latest: the newest one that is ready."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from data.door import Door

LONGEST = 1.8
"""Seconds after which a revision is shown, ready or not."""

LONGEST_FOLLOWING = 0.9
"""The same of a copy: a copy has taken its own time to come."""


class Shown:
    """The revision that is shown of a store while the next one is made ready.

    Where nobody makes any ready the newest is shown, and so it is when a revision takes
    something away: what has been hidden is not shown because it was quicker to show. What is
    shown never goes back.
    """

    def __init__(self) -> None:
        """Show the newest of every store."""
        self._guard = threading.Lock()
        self._door: Door | None = None
        self._revision = 0
        self._drawing = {False: 0, True: 0}
        self._expected_until = 0.0

    @contextmanager
    def making_ready(self, door: Door) -> Iterator[None]:
        """Let somebody make each revision of a store ready before it is shown, inside."""
        with self._guard:
            self._door, self._revision = door, door.revision
        try:
            yield
        finally:
            with self._guard:
                self._door = None

    def of(self, door: Door) -> int:
        """Return the number of the revision to show."""
        with self._guard:
            newest = door.revision
            if self._door != door:
                return newest
            if self._revision < newest and self._must_change(door):
                self._revision = newest
            return self._revision

    def held(self, door: Door) -> int | None:
        """Return what `of` does; None where nobody makes any revision ready."""
        return self.of(door) if self._door == door else None

    def _must_change(self, door: Door) -> bool:
        return door.takes_away(self._revision) or self._waited(door) > _longest(door)

    def _waited(self, door: Door) -> float:
        came = door.came_after(self._revision)
        return 0.0 if came is None else time.monotonic() - came

    def ready(self, revision: int) -> None:
        """Show a revision from now on."""
        with self._guard:
            self._revision = max(self._revision, revision)

    @contextmanager
    def drawing(self, *, ahead: bool = False) -> Iterator[None]:
        """Let those who make a revision ready know that somebody is shown a page.

        It is the one before, or, `ahead`, the one that they make ready.
        """
        with self._guard:
            self._drawing[ahead] += 1
        try:
            yield
        finally:
            with self._guard:
                self._drawing[ahead] -= 1

    def expect(self) -> None:
        """Let them know that somebody has come, and will be shown a page in a moment."""
        self._expected_until = time.monotonic() + _UNTIL_DRAWN

    def give_way(self, door: Door) -> None:
        """Wait while pages are drawn of the revision before, as long as it is shown.

        Whoever looks has the processor to themselves then. Those who make a revision ready
        hold nothing that they wait for.
        """
        if self._somebody_looks():
            with _turns(_USUAL):
                while self._somebody_looks() and self.of(door) != door.revision:
                    time.sleep(_A_WHILE)

    def _somebody_looks(self) -> bool:
        looks = self._drawing[False] or time.monotonic() < self._expected_until
        return bool(looks and not self._drawing[True])


def short_turns() -> AbstractContextManager[None]:
    """Let every other thread have its turn after a moment, while one works on and on inside.

    Whoever draws a page waits for something a hundred times, and after each for the turn of
    whoever works: five milliseconds, unless somebody says otherwise. It is not for when many
    draw: each that waits looks again after every such moment, a fifth of what fifty cost.
    """
    return _turns(min(sys.getswitchinterval(), _A_MOMENT))


@contextmanager
def _turns(seconds: float) -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(seconds)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


_USUAL = sys.getswitchinterval()
_A_MOMENT = 0.0005
_A_WHILE = 0.004
_UNTIL_DRAWN = 0.25
"""Seconds from when a browser comes to its page, where fifty come at the same instant."""


def _longest(door: Door) -> float:
    return LONGEST if door.written_at is None else LONGEST_FOLLOWING


SHOWN = Shown()
"""What is shown of the store of this process."""
