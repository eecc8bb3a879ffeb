"""Lets what takes much memory be worked out one at a time, with room made for it first.

One indicator of a nation is a quarter of a million measurements: a hundred megabytes that stay,
and three times that while they are read. Eight people who ask for different ones at once took
3.6 gigabytes.
"""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from time import monotonic

from dashboard.resident import give_back, resident

MOST = 1_400_000_000
"""Bytes that a server is to stay within, whoever asks for what."""

QUESTION, ASSESSMENT = 350_000_000, 750_000_000
"""What a question about a nation takes while it is answered, and judging all of its goals."""

_HEAVY = 10_000_000
"""Bytes of something that is kept for which others wait."""

_PATIENCE = 120.0
"""Seconds after which nobody waits any longer."""


class Heavy:
    """Whose turn it is to work out something heavy, and what is known to be light.

    What has not been worked out yet may be heavy: it is known by what is kept of it, and of
    what it asks for. Where memory is short anything may be too much.
    """

    def __init__(self, short: Callable[[], bool], make_room: Callable[[float], None]) -> None:
        """Take turns also when memory is `short`, and make room at each.

        What was used since the moment that `make_room` is told is used by who has the turn.
        """
        self._short = short
        self._make_room = make_room
        self._turn = threading.Lock()
        self._heaviest: dict[Hashable, int] = {}
        self._mine = _Mine()

    @contextmanager
    def visit(self) -> Iterator[None]:
        """Keep one's turn until the end, once one has had to wait for it inside.

        A page asks for one thing after the other that is made of the same: where others came
        between, what they are made of would have been forgotten each time.
        """
        begins, self._mine.visits = not self._mine.visits, True
        try:
            yield
        finally:
            if begins:
                self._mine.visits = False
                self._give_up()

    @contextmanager
    def turn(self, kind: Hashable) -> Iterator[None]:
        """Wait for one's turn to work out something of a kind, unless it is known to be light.

        Whoever is asked inside waits for nobody, and whoever waits here may hold up nobody.
        """
        if not (self._mine.has_turn or self.is_light(kind)):
            self._mine.has_turn = self._turn.acquire(timeout=_PATIENCE)
            self._mine.since = monotonic()
        if self._mine.has_turn:
            self._make_room(self._mine.since)
        self._mine.heaviest = 0
        try:
            yield
        finally:
            self._heaviest[kind] = max(self._heaviest.get(kind, 0), self._mine.heaviest)
            if not self._mine.visits:
                self._give_up()

    def weighed(self, weight: int) -> None:
        """Learn what something weighs that has been worked out by this thread."""
        self._mine.heaviest = max(self._mine.heaviest, weight)

    def is_light(self, kind: Hashable) -> bool:
        """Whether nobody need wait to work out something of a kind."""
        return self._heaviest.get(kind, _HEAVY) < _HEAVY and not self._short()

    def _give_up(self) -> None:
        if self._mine.has_turn:
            self._mine.has_turn = False
            self._turn.release()


class _Mine(threading.local):
    """What a thread is about."""

    visits = False
    has_turn = False
    since = 0.0
    heaviest = 0


class Room:
    """Makes room in the memory of this process: what nobody uses goes, then what is kept."""

    def __init__(self, *, taken: Callable[[], int] = resident) -> None:
        """Look at what is `taken`."""
        self._taken = taken
        self._keepers: list[Callable[[int, float], None]] = []
        self._guard = threading.Lock()
        self._least = 0

    def kept_by(self, forget: Callable[[int, float], None]) -> None:
        """Let somebody keep things, who can `forget` about so many bytes of the oldest.

        Nothing that has been used since a moment, of `time.monotonic`.
        """
        self._keepers.append(forget)

    def is_short(self) -> bool:
        """Whether there is too little left for one more question."""
        return self._taken() + QUESTION > MOST

    def make(self, needed: int, unused_since: float | None = None) -> None:
        """Make room for so many bytes, as far as there is anything to give.

        That is what nobody has used since a moment, a few seconds ago where none is named.
        Where nothing could be given the last time, more must have been taken since.
        """
        with self._guard:
            wanted = self._taken() + needed
            self._least = min(self._least, wanted)
            if wanted <= MOST or wanted < self._least + _WORTH_A_TRY:
                return
            give_back()
            if (over := self._taken() + needed - MOST) > 0:
                since = monotonic() - _IN_USE if unused_since is None else unused_since
                for forget in self._keepers:
                    forget(over, since)
                give_back()
            self._least = self._taken() + needed


_WORTH_A_TRY = 30_000_000
_IN_USE = 4.0
"""Seconds for which what has been used is taken to be in use: as long as a page is drawn."""

ROOM = Room()
HEAVY = Heavy(short=ROOM.is_short, make_room=lambda since: ROOM.make(QUESTION, since))
