"""The one door to the store: who somebody is, what they may ask, and what they may do.

Nothing else makes a `Reader`, lends a cursor for writing, or opens a store for the dashboard.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Self

import duckdb

from data.answers.reader import Reader
from data.store.access import Verb, Viewer
from data.store.errors import NotAllowedError, UnknownRevisionError
from data.store.following import Following
from data.store.store import Store, shared

_MEETINGS = "Du får inte skriva här. Inget har sparats."

_REFUSED = {
    Verb.IMPORT: "Du får inte läsa in filer. Inget har sparats.",
    Verb.UNDO: "Du får inte ångra inläsningar.",
    Verb.REASSESS: "Du får inte räkna om utfallen. Inget har sparats.",
    Verb.RECALIBRATE: "Du får inte kalibrera om. Inget har sparats.",
    Verb.PLAN: _MEETINGS,
    Verb.DECIDE: _MEETINGS,
    Verb.CLOSE: _MEETINGS,
    Verb.CONCLUDE: _MEETINGS,
    Verb.ATTACH: "Du får inte bifoga filer. Inget har sparats.",
    Verb.KEEP: "Du får inte ångra det som andra har läst in.",
    Verb.BACKUP: "Du får inte ta en kopia av lagret.",
}


_ALL_OF_IT = (
    "En kopia av lagret innehåller också värden som är dolda för att de gäller få personer. "
    "Bara den som får se dem kan ta en kopia."
)

_KEEPERS = {Verb.KEEP, Verb.BACKUP}
"""What nobody may do by signing with a name alone."""


def only_shown(written_at: str) -> str:
    """Say that nothing is written here, and where it is, '' where nobody has said."""
    where = f"på {written_at}" if written_at else "på den server som skriver"
    return f"Den här servern visar bara. Gör det {where}. Inget har sparats."


class Unsaved(Exception):  # noqa: N818 - not an error: it only takes back what was written
    """Ends an act of which nothing is to be saved: it was tried, or it changed nothing."""


class Door:
    """The way in to one store, for everybody. Two doors to the same store are the same."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Door) and other._store is self._store

    def __hash__(self) -> int:
        return hash(id(self._store))

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """Open a store that nothing else in this process uses. Raises as `Store` does."""
        return cls(Store(path))

    @classmethod
    def shared(cls, path: Path | str) -> Self:
        """Open the one store of this process at `path`. Raises as `Store` does."""
        return cls(shared(path))

    @classmethod
    def follow(cls, folder: Path) -> Self:
        """Open what another process publishes in a folder. Raises `StoreError`."""
        return cls(Following(folder))

    @property
    def written_at(self) -> str | None:
        """Where one may write when this door is only for reading; None when it is for both."""
        return self._store.written_at

    def wait_beyond(self, revision: int, seconds: float) -> int:
        """See `Store.wait_beyond`."""
        return self._store.wait_beyond(revision, seconds)

    @property
    def path(self) -> str:
        """The store file, ``":memory:"`` for none."""
        return self._store.path

    @property
    def revision(self) -> int:
        """The number of the latest revision, 0 for an empty store."""
        return self._store.revision

    def answers(self) -> int:
        """Ask the store which revision is the latest. Raises `StoreError` if it cannot say."""
        row = self._store._query(
            "SELECT coalesce(max(revision_id), 0) AS revision FROM revision"
        )
        return int(row["revision"].iloc[0])

    def revision_on(self, moment: datetime) -> int:
        """Return the revision that was the latest at `moment` (UTC), 0 when none was."""
        row = self._store._query(
            "SELECT coalesce(revision_on($moment), 0) AS revision",
            moment=moment.replace(tzinfo=None),
        )
        return int(row["revision"].iloc[0])

    def stamp(self, tables: Iterable[str], revision: int, newest: int) -> int:
        """See `Store.stamp`: the last revision that may have changed what tables say."""
        return self._store.stamp(tables, revision, newest)

    def who(self, identity: str | None = None, *, signed: str | None = None) -> Viewer:
        """Say who somebody is.

        Without login (`identity` None) it is the person at this machine, who sees and may do
        everything: this is the one place that says so. Whoever has only `signed` with a name,
        on a page or over the API, may not do what is for keepers. Somebody who has
        logged in is nobody until what they may do is kept.
        """
        if identity is not None:
            return Viewer(name=identity)
        if signed is None:
            return Viewer(areas=None, verbs=frozenset(Verb), clearance=True)
        return Viewer(name=signed, areas=None, verbs=frozenset(Verb) - _KEEPERS, clearance=True)

    def reader(self, viewer: Viewer, revision: int | None = None) -> Reader:
        """Return the questions of a viewer, pinned to `revision` or to the latest.

        Raises `UnknownRevisionError` for a revision that has not come.
        """
        newest = self.revision
        if revision is not None and not 0 <= revision <= newest:
            raise UnknownRevisionError(
                f"Det finns ingen inläsning {revision}. Den senaste är {newest}."
            )
        pinned = newest if revision is None else revision
        lend = self._store._cursor if viewer.clearance else self._store._shown_cursor
        return Reader(lend, whole=self._store._cursor, viewer=viewer, revision=pinned)

    def require(self, viewer: Viewer, verb: Verb, areas: Collection[str] = ()) -> None:
        """Raise `NotAllowedError`, with the reason, unless the viewer may do it to `areas`."""
        if self.written_at is not None:
            raise NotAllowedError(only_shown(self.written_at))
        if not viewer.may(verb):
            raise NotAllowedError(_REFUSED[verb])
        if len(viewer.sees(areas)) < len(areas):
            raise NotAllowedError("Ett av områdena är inte ditt. Inget har sparats.")

    @contextmanager
    def act(
        self, viewer: Viewer, verb: Verb, areas: Collection[str] = ()
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor for writing: everything is saved at the end, or nothing.

        `areas` are what the act is about. Whoever ends it with `Unsaved` saves nothing. Raises
        `NotAllowedError` when it is refused.
        """
        self.require(viewer, verb, areas)
        with self._store._writing() as cursor:
            yield cursor

    @contextmanager
    def rehearse(self, viewer: Viewer, verb: Verb) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor on which an act is tried: nothing is saved, and nobody waits.

        It sees the store as it is now, whatever others save meanwhile; what is to be changed
        is copied first (`data.store.private`). Raises `NotAllowedError` when it is refused.
        """
        self.require(viewer, verb)
        with self._store._trying() as cursor:
            yield cursor

    def copy_to(self, viewer: Viewer, place: Path) -> None:
        """Copy the store as it is now to a new file, while people go on writing.

        Raises `NotAllowedError` for who may not, `StoreError` when it cannot be written.
        """
        self.require(viewer, Verb.BACKUP)
        if not viewer.clearance:
            raise NotAllowedError(_ALL_OF_IT)
        self._store._copy_to(place)

    def close(self) -> None:
        """Let go of the store, with everything flushed to its file."""
        self._store.close()
