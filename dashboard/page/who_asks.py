"""Who asks, and about when: what the answers of a page are asked as, and are kept by."""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace

from dashboard import arrivals
from dashboard.installation import now
from dashboard.page.cache import About
from dashboard.page.shown import SHOWN
from data.answers.reader import Reader
from data.door import Door
from data.store.access import Viewer
from data.store.swedish_time import day_of
from data.store.touched import WITHOUT_REVISIONS

Moment = tuple[tuple[str, str], ...]
"""What the address asks about when, in its own words."""

CLOCK = frozenset({"today"})
"""What is noted as read, beside tables, by what depends on today's date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who asks, and about when: one answer after another about the same revision.

    `pinned` is None for the latest, which `newest` was when the asking began: the newest that
    is shown, or a later one that is made ready while others are `shown` another; so many times
    had anything been `written` then. One that `repeats` what others asked has nobody there,
    and may `gives_way` to those who are.
    """

    door: Door
    viewer: Viewer
    request: arrivals.Request
    moment: Moment
    language: str
    pinned: int | None
    newest: int
    written: int
    shown: int | None = None
    repeats: bool = False
    gives_way: bool = False
    stamps: dict[frozenset[str], Hashable] = field(
        init=False, compare=False, default_factory=dict
    )

    @property
    def about(self) -> About:
        """About which revision it asks, beside the one that others are shown."""
        return About(self.revision, self.shown)

    def asked_now(self) -> "Visit":
        """Return a visit of the same revision now that others may have come, and hide more."""
        newest = self.door.revision
        if newest == self.newest:
            return self
        kept_apart = (*self.moment, ("made after", str(newest)))
        return replace(
            self,
            pinned=self.revision,
            newest=newest,
            written=self.door.writings,
            moment=kept_apart,
            shown=None,
        )

    @property
    def revision(self) -> int:
        """The revision that it asks about."""
        return self.newest if self.pinned is None else self.pinned

    def reader(self) -> Reader:
        """Return the questions, as this visit may ask them."""
        return self.door.reader(self.viewer, self.revision)

    def give_way(self) -> None:
        """Wait for those who are shown something, if this visit has nobody there."""
        if self.gives_way:
            SHOWN.give_way(self.door)

    @property
    def is_of_now(self) -> bool:
        """Whether somebody is there and asks about the latest, as others soon will."""
        return self.pinned is None and not self.moment and not self.repeats

    def stamp(self, read: frozenset[str]) -> Hashable:
        """See `Door.stamp`; with the day for what reads the clock, and with all that has been
        written for what no revision tells of."""
        if read not in self.stamps:
            day = day_of(now()) if read & CLOCK else None
            stamp = self.door.stamp(read - CLOCK, self.revision, self.newest)
            written = self.written if read & WITHOUT_REVISIONS else None
            self.stamps[read] = stamp, day, written
        return self.stamps[read]
