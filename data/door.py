"""The one door to the store: who somebody is, what they may ask, and what they may do.

Nothing else makes a `Reader`, lends a cursor for writing, or opens a store for the dashboard.
"""

import hashlib
import hmac
import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic
from typing import Self
from weakref import WeakKeyDictionary

import duckdb

from data.answers.reader import Reader
from data.store import audit, held
from data.store.access import Identity, Verb, Viewer
from data.store.errors import NotAllowedError, UnknownRevisionError, UnknownTokenError
from data.store.following import Following
from data.store.policy import FIRST_LOGIN, Person, Policy
from data.store.store import Store, shared

_TOKEN = re.compile(r"kv_([0-9a-f]{16})_([A-Za-z0-9_-]{43})")

_ACTS: WeakKeyDictionary[Store, object] = WeakKeyDictionary()
"""The latest act in each open store: another object after each."""

_POLICIES: WeakKeyDictionary[Store, tuple[object, Policy]] = WeakKeyDictionary()
"""Who may do what in each open store, with the act and the copy after which it was read."""

_ALL_OF_IT = (
    "En kopia av lagret innehåller också värden som är dolda för att de gäller få personer. "
    "Bara den som får se dem kan ta en kopia."
)

_STRANGERS = 30
_WRITTEN: deque[float] = deque()
"""When the latest refusals of strangers were written to a log."""

_KEEPERS = {Verb.KEEP, Verb.BACKUP, Verb.RELEASE, Verb.ADMINISTER}
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

    def came_after(self, revision: int) -> float | None:
        """See `Store.came_after`."""
        return self._store.came_after(revision)

    def takes_away(self, after: int) -> bool:
        """Whether any revision after one hides, ends or undoes something."""
        return self._store.takes_away(after)

    @property
    def saved_by_this_thread(self) -> int:
        """The latest revision that this thread has saved, 0 for none."""
        return self._store.saved_by_this_thread

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

    @property
    def writings(self) -> int:
        """How often anything at all has been written since the store was opened.

        It tells more than the revision does of `data.store.touched.WITHOUT_REVISIONS`.
        """
        return self._store.writings

    def answers(self) -> int:
        """Ask the store which revision is the latest. Raises `StoreError` if it cannot say.

        No later one than questions are answered at: while one comes, that is the one before.
        """
        row = self._store._query(
            "SELECT coalesce(max(revision_id), 0) AS revision FROM revision"
        )
        return min(int(row["revision"].iloc[0]), self.revision)

    @property
    def access(self) -> int:
        """How often it has changed who sees and may do what: releases and roles."""
        return self._policy().changes

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

    def who(
        self,
        identity: Identity | None = None,
        *,
        signed: str | None = None,
        reads: bool = False,
        day: date | None = None,
    ) -> Viewer:
        """Say who somebody is.

        Without login (`identity` None) it is the person at this machine, who sees and may do
        everything: this is the one place that says so. Whoever has only `signed` with a name,
        on a page or over the API, may not do what is for keepers. Somebody who has logged in
        is whoever was invited, with what they have been granted on `day`; a stranger is a
        `guest`, who `reads` what is released or nothing.
        """
        if identity is not None:
            return self._logged_in(identity, reads=reads, day=day or _today())
        if signed is None:
            return Viewer(areas=None, verbs=frozenset(Verb), clearance=True, local=True)
        verbs = frozenset(Verb) - _KEEPERS
        return Viewer(name=signed, areas=None, verbs=verbs, clearance=True, local=True)

    def guest(self, *, reads: bool) -> Viewer:
        """Return somebody who has not logged in: who `reads` what is released, or nothing."""
        return self._policy().guest(reads=reads)

    def bearer(self, text: str, *, now: datetime | None = None) -> Viewer:
        """Return who a token of the API, ``kv_<id>_<secret>``, stands for.

        Raises `UnknownTokenError` for one that is not known, has been revoked or has expired.
        """
        moment = (now or datetime.now(UTC)).astimezone(UTC)
        named = _TOKEN.fullmatch(text)
        token = self._policy().token(named[1]) if named else None
        secret = hashlib.sha256(named[2].encode()).hexdigest() if named else ""
        known = token is not None and hmac.compare_digest(token.sha256, secret)
        if token is None or not known or token.expires_at <= moment.replace(tzinfo=None):
            raise UnknownTokenError("Nyckeln gäller inte. Be den som förvaltar om en ny.")
        return self._policy().of_token(token, moment.date())

    def signing(self, viewer: Viewer, name: str) -> Viewer:
        """Return a viewer who signs with a name: it counts only for whom no login has named."""
        return self.who(signed=name) if viewer.local else viewer

    def _logged_in(self, identity: Identity, *, reads: bool, day: date) -> Viewer:
        policy = self._policy()
        person = policy.person(identity)
        if person is None and (invited := policy.invited(identity)) is not None:
            person = replace(invited, issuer=identity.issuer, subject=identity.subject)
            if self.written_at is None:
                self._bind(invited, identity)
                policy = self._policy()
        if person is None:
            return policy.guest(reads=reads)
        return policy.viewer(person, day, reads=reads)

    def _bind(self, person: Person, identity: Identity) -> None:
        """Write down which subject an invited person turned out to be, the first time."""
        viewer = Viewer(name=person.name, issuer=identity.issuer, subject=identity.subject)
        with self._recording() as cursor:
            cursor.execute(
                "UPDATE person SET issuer = $issuer, subject = $subject, "
                "name = CASE WHEN name = '' THEN $name ELSE name END "
                "WHERE person_id = $person_id AND subject = ''",
                {
                    "issuer": identity.issuer,
                    "subject": identity.subject,
                    "name": identity.name or identity.email,
                    "person_id": person.person_id,
                },
            )
            audit.write(cursor, viewer, FIRST_LOGIN, now=datetime.now(UTC))

    def _policy(self) -> Policy:
        # What is read while an act ends may be from before it: it is then kept as just that.
        # A store that follows another changes by itself, and has then another copy.
        after = _ACTS.get(self._store), self._store.copy
        known = _POLICIES.get(self._store)
        if known is None or known[0] != after:
            with self._store._cursor() as cursor:
                known = _POLICIES[self._store] = after, Policy(cursor)
        return known[1]

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
        """Raise `NotAllowedError`, with the reason, unless the viewer may do it to `areas`.

        A refusal is written to the log.
        """
        if self.written_at is not None:
            raise NotAllowedError(only_shown(self.written_at))
        if reason := held.refusal(viewer, verb, areas):
            self._refuse(viewer, verb, reason)
            raise NotAllowedError(reason)

    @contextmanager
    def act(
        self,
        viewer: Viewer,
        verb: Verb,
        areas: Collection[str] = (),
        *,
        about: str = "",
        long: bool = False,
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor for writing: everything is saved at the end, or nothing.

        `areas` are what the act is about, as far as is known before; what it has touched is
        held to the viewer's own areas before it is saved: see `data.store.held`. Whoever ends
        it with `Unsaved` saves nothing. Raises `NotAllowedError` when it is refused. It is
        written to the log, refused or not, with what it is `about`. Who has much to write is
        `long`, and lets others pass: see `data.store.turns`.
        """
        self.require(viewer, verb, areas)
        try:
            with self._recording(long=long) as cursor:
                before = held.newest(cursor)
                yield cursor
                revision = held.hold(cursor, viewer, verb, before)
                audit.write(
                    cursor, viewer, verb, about=about, revision=revision, now=datetime.now(UTC)
                )
        except NotAllowedError as error:
            self._refuse(viewer, verb, str(error))
            raise

    def note(self, viewer: Viewer, verb: Verb, act: str, *, about: str, went: bool) -> None:
        """Write in the log what was done beside the store, by who may do as `verb` says.

        Raises `NotAllowedError` for who may not.
        """
        self.require(viewer, verb)
        with self._recording() as cursor:
            audit.write(cursor, viewer, act, about=about, allowed=went, now=datetime.now(UTC))

    @contextmanager
    def _recording(self, *, long: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        try:
            with self._store._writing(long=long) as cursor:
                yield cursor
        finally:
            _ACTS[self._store] = object()

    def _refuse(self, viewer: Viewer, verb: Verb, reason: str) -> None:
        """Write a refusal to the log; of people nobody knows only so many, or they fill it."""
        if not (viewer.subject or viewer.local) and not _room_for_a_stranger():
            return
        with self._store._writing() as cursor:
            audit.write(
                cursor, viewer, verb, about=reason, allowed=False, now=datetime.now(UTC)
            )

    @contextmanager
    def rehearse(self, viewer: Viewer, verb: Verb) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor on which an act is tried: nothing is saved, and nobody waits.

        It sees the store as it is now, whatever others save meanwhile; what is to be changed
        is copied first (`data.store.private`). Raises `NotAllowedError` when it is refused.
        """
        self.require(viewer, verb)
        with self._store._trying() as cursor:
            yield cursor

    def reading(
        self, cursor: duckdb.DuckDBPyConnection, viewer: Viewer, revision: int
    ) -> Reader:
        """Return the questions of whoever writes, on the cursor that they write on.

        They see what they have written so far as part of `revision`. What has not been released
        is not kept from them here: it is asked only about what they write themselves.
        """

        @contextmanager
        def lend() -> Iterator[duckdb.DuckDBPyConnection]:
            yield cursor
            cursor.complete()  # what was not read to its end would be in the way of the next

        asking = replace(viewer, unreleased=())
        return Reader(lend, whole=lend, viewer=asking, revision=revision)

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


def _today() -> date:
    return datetime.now(UTC).date()


def _room_for_a_stranger() -> bool:
    """Say whether fewer than `_STRANGERS` refusals of strangers were written this minute."""
    now = monotonic()
    while _WRITTEN and _WRITTEN[0] < now - 60:
        _WRITTEN.popleft()
    if len(_WRITTEN) >= _STRANGERS:
        return False
    _WRITTEN.append(now)
    return True
