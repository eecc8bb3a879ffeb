"""Whose turn it is to write: one at a time, and what is soon done before what takes long."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

PASSED_BY = 16
"""So many short ones may pass a long one that waits; then it is its turn."""


class _Waiting:
    """One thread that waits, and how many have passed it."""

    def __init__(self, *, long: bool) -> None:
        self.long = long
        self.passed = 0
        self.called = threading.Event()


class Turns:
    """Lets one thread at a time write.

    Short ones come in the order they came, and so do long ones; a short one passes the long
    ones that wait, so that it waits for the one that is being written and no more of them. A
    long one that `PASSED_BY` others have passed waits for nobody else. Who has the turn may
    take it again inside.
    """

    def __init__(self) -> None:
        """Nobody writes, and nobody waits."""
        self._lock = threading.Lock()
        self._waiting: list[_Waiting] = []
        self._has: int | None = None
        self._deep = 0

    @contextmanager
    def turn(self, *, long: bool = False) -> Iterator[None]:
        """Wait for one's turn, and have it inside."""
        self._take(long=long)
        try:
            yield
        finally:
            self._leave()

    def _take(self, *, long: bool) -> None:
        me = threading.get_ident()
        with self._lock:
            if self._has in (None, me):
                self._has = me
                self._deep += 1
                return
            mine = _Waiting(long=long)
            self._waiting.append(mine)
        try:
            mine.called.wait()
        except BaseException:
            self._give_up(mine)
            raise
        self._has, self._deep = me, 1

    def _leave(self) -> None:
        with self._lock:
            self._deep -= 1
            if not self._deep:
                self._call_next()

    def _call_next(self) -> None:
        """Give the turn to whoever is next: it is somebody's all the time, or nobody waits."""
        if not self._waiting:
            self._has = None
            return
        chosen = next(
            (one for one in self._waiting if one.passed >= PASSED_BY),
            next((one for one in self._waiting if not one.long), self._waiting[0]),
        )
        for one in self._waiting[: self._waiting.index(chosen)]:
            one.passed += 1
        if chosen.long:  # or those that waited as long would all come before any short one
            for one in self._waiting:
                one.passed = 0
        self._waiting.remove(chosen)
        self._has = 0  # nobody's yet that runs: threads are numbered from one
        chosen.called.set()

    def _give_up(self, mine: _Waiting) -> None:
        """Wait no more; pass the turn on where it came just then."""
        with self._lock:
            if mine in self._waiting:
                self._waiting.remove(mine)
            else:
                self._call_next()
