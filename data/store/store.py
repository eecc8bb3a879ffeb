"""One DuckDB file, a cursor per query: the only place that holds a connection."""

import hashlib
import logging
import secrets
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from time import monotonic
from typing import Any, cast

import duckdb
import pandas as pd

from data.store import damage
from data.store.errors import StoreError
from data.store.file import BLOCK_SIZE, opened
from data.store.lending import Lending
from data.store.little_memory import little_memory
from data.store.shown import show
from data.store.touched import Recorded, Touched
from data.store.turns import Turns

_LOG = logging.getLogger(__name__)

CAME = 1000
"""So many revisions are remembered by when they came, which is asked about some seconds."""

CURRENT = 2147483647
"""`revision_to` of a row that nothing has replaced yet."""

_REVISION_COLUMNS = (
    f", revision_from INTEGER NOT NULL, revision_to INTEGER NOT NULL DEFAULT {CURRENT}"
    ", brought_by INTEGER NOT NULL"
)


class Store:
    """An open store file. Reads take a cursor each and never wait; writes take turns.

    Cursors are lent by `data.door`, which knows for whom; nobody else asks for them.

    `revision` is the latest one. Nobody else can write to the file, so it is known without
    asking.
    """

    def __init__(self, path: Path | str) -> None:
        """Open the file at `path` (``":memory:"`` for none) and apply what migrations it lacks.

        Raises `StoreBusyError` when another process has the file, `StoreError` when it is not
        a store or was made by a newer version.
        """
        self.path = str(path)
        again = None if self.path == ":memory:" else self._opened_anew
        self._lending = Lending(opened(self.path), again)
        self._turns = Turns()
        self._committed = threading.Condition()
        self._touched: Touched | None = None
        self._came: deque[tuple[int, float]] = deque(maxlen=CAME)
        self._thread = threading.local()
        self.revision = self.writings = 0
        _migrate(self)
        with self._cursor() as cursor:
            touched = Touched(cursor, CURRENT)
            touched.learn(cursor, self.revision)
        self._touched = touched

    def _query(self, sql: str, **parameters: Any) -> pd.DataFrame:
        """Answer one question on a cursor of its own. Parameters are named ``$like_this``."""
        with self._cursor() as cursor:
            return cursor.execute(sql, parameters or None).df()

    @contextmanager
    def _cursor(self, *, views: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor for reading: a snapshot per statement, safe in any thread.

        What it reads is noted for whoever collects it: see `data.store.noted.reading`. With
        `views` it reads what is shown: see `_shown_cursor`.
        """
        try:
            with self._lending.cursor() as cursor:
                if views:
                    show(cursor)
                if self._touched is None:
                    yield cursor
                else:
                    noted = Recorded(cursor, self._touched, views=views)
                    yield cast("duckdb.DuckDBPyConnection", noted)
        except duckdb.Error as error:
            if damage.is_of_file(error):
                raise damage.said(self.path, error) from error
            raise

    @contextmanager
    def _shown_cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor as `_cursor` does, for whoever may not see what is of few people.

        The tables that hold such measurements, and what follows from them, have views of the
        same names in the schema `shown`, which are found first where anything is hidden at all.
        """
        with self._cursor(views=True) as cursor:
            yield cursor

    @contextmanager
    def _writing(self, *, long: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor inside a transaction: everything is saved at the end, or nothing.

        Who has much to write is `long`: see `data.store.turns`.
        """
        with self._turns.turn(long=long):
            before = self.revision
            with self._cursor() as cursor:
                cursor.begin()
                try:
                    yield cursor
                except BaseException:
                    with suppress(duckdb.Error):  # a failed disk takes the transaction with it
                        cursor.rollback()
                    raise
                self._commit(cursor)
            with self._cursor() as cursor:
                self._learn(cursor)
            if self.revision > before:
                self._thread.saved = self.revision

    def _commit(self, cursor: duckdb.DuckDBPyConnection) -> None:
        try:
            cursor.commit()
        except duckdb.Error as error:
            self._lending.failed(error)
            if not damage.is_saved(error):
                raise damage.at_commit(self.path, error) from error
            _LOG.warning("Saved, but the file could not be tidied: %s", error)

    def _learn(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Learn what has been written since the last time, and tell those who wait for it."""
        newest = _latest_revision(cursor)
        if self._touched is not None:
            self._touched.learn(cursor, newest)
        self.writings += 1
        self._raise_to(newest)

    def _opened_anew(self) -> duckdb.DuckDBPyConnection:
        connection = opened(self.path)
        self._learn(connection)
        return connection

    def _raise_to(self, newest: int) -> None:
        """Let a revision be the latest, and tell those who wait for it."""
        if newest > self.revision:
            self._came.append((newest, monotonic()))
        self.revision = newest
        with self._committed:
            self._committed.notify_all()

    def came_after(self, revision: int) -> float | None:
        """When the first revision after one came, by `time.monotonic`; None if none has."""
        return next((moment for number, moment in tuple(self._came) if number > revision), None)

    def takes_away(self, after: int) -> bool:
        """See `data.store.touched.Touched.takes_away`."""
        return self._touched is None or self._touched.takes_away(after)

    @property
    def saved_by_this_thread(self) -> int:
        """The latest revision that this thread has saved, 0 for none."""
        return getattr(self._thread, "saved", 0)

    @property
    def copy(self) -> str:
        """Which copy of a store is read, where it changes by itself; '' here, the store."""
        return ""

    @property
    def written_at(self) -> str | None:
        """Where one may write instead; None here, where one may."""
        return None

    def wait_beyond(self, revision: int, seconds: float) -> int:
        """Return the latest revision once it is beyond `revision`, or after so many seconds."""
        with self._committed:
            self._committed.wait_for(lambda: self.revision > revision, seconds)
        return self.revision

    @contextmanager
    def _trying(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor inside a transaction that is always taken back.

        It waits for no writer, and no writer for it, as long as it only adds rows, and changes
        no others than those of `data.store.private`.
        """
        with self._cursor() as cursor:
            cursor.begin()
            try:
                yield cursor
            finally:
                with suppress(duckdb.Error):
                    cursor.rollback()

    def _copy_to(self, place: Path) -> None:
        """Copy everything at one moment into a new store file. Writers do not wait."""
        copy = f"copy_{secrets.token_hex(4)}"
        try:
            with self._lending.cursor() as cursor:
                (own,) = cursor.execute("SELECT current_database()").fetchall()[0]
                # Hidden, or whoever asks meanwhile which tables there are would hold the file,
                # half of it still in its log, for as long as their transaction lasts.
                attach = f"ATTACH $place AS {copy} (HIDDEN, BLOCK_SIZE {BLOCK_SIZE})"
                cursor.execute(attach, {"place": str(place)})
                try:
                    # Names cannot be parameters; this one is of the file, and quoted.
                    with little_memory(cursor):
                        cursor.execute(f"COPY FROM DATABASE {_quoted(own)} TO {copy}")
                finally:
                    cursor.execute(f"DETACH {copy}")
        except duckdb.Error as error:
            raise StoreError(f"Kopian {place} gick inte att skriva: {error}") from error

    def stamp(self, tables: Iterable[str], revision: int, newest: int) -> int:
        """Return the last revision that may have changed what tables say at `revision`.

        See `data.store.touched.Touched.latest`. Two answers to one question have the same
        stamp only if nothing that the question reads has changed between them.
        """
        return 0 if self._touched is None else self._touched.latest(tables, revision, newest)

    def close(self) -> None:
        """Let go of the file, with everything flushed to it."""
        self._lending.close()


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _latest_revision(cursor: duckdb.DuckDBPyConnection) -> int:
    (exists,) = cursor.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'revision'"
    ).fetchall()[0]
    if not exists:
        return 0
    newest = cursor.execute("SELECT coalesce(max(revision_id), 0) FROM revision").fetchall()
    return int(newest[0][0])


def revisioned_tables(sql: str) -> list[str]:
    """Name the tables of a migration whose rows carry their revisions."""
    return [
        line.split("(")[0].removeprefix("CREATE TABLE ").strip()
        for line in sql.splitlines()
        if line.startswith("CREATE TABLE ") and "/*R*/" in line
    ]


def shipped_schema() -> int:
    """Return the number of the latest migration of this program."""
    return max(number for number, _ in _migrations())


def _migrations() -> list[tuple[int, str]]:
    """List the shipped migrations as (number, text), oldest first."""
    folder = resources.files("data.store") / "schema"
    files = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".sql")),
        key=lambda entry: entry.name,
    )
    return [(int(file.name[:4]), file.read_text("utf-8")) for file in files]


def _migrate(store: Store) -> None:
    with store._writing() as cursor:
        _refuse_foreign(cursor, store.path)
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS schema_migration"
            "(version INTEGER, sha256 TEXT, applied_at TIMESTAMP)"
        )
        applied = dict(
            cursor.execute("SELECT version, sha256 FROM schema_migration").fetchall()
        )
        shipped = _migrations()
        if newer := set(applied) - {number for number, _ in shipped}:
            raise StoreError(
                f"Lagret har schema {max(newer)}, men det här programmet kan högst "
                f"{shipped[-1][0]}. Uppgradera Kvarvärde."
            )
        for number, text in shipped:
            digest = hashlib.sha256(text.encode()).hexdigest()
            if number not in applied:
                _apply(cursor, number, text, digest)
            elif applied[number] != digest:
                raise StoreError(f"Migrering {number:04d} är ändrad sedan den kördes.")


def _refuse_foreign(cursor: duckdb.DuckDBPyConnection, path: str) -> None:
    """Leave alone a file that holds somebody else's tables."""
    tables = [
        name for (name,) in cursor.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    ]
    if tables and "schema_migration" not in tables:
        raise StoreError(
            f"{path} är en DuckDB-fil med andra tabeller ({', '.join(sorted(tables)[:3])}) och "
            "inget Kvarvärde-lager. Den har inte ändrats. Välj en annan fil med "
            "KVARVARDE_STORE."
        )


def _apply(cursor: duckdb.DuckDBPyConnection, number: int, text: str, digest: str) -> None:
    cursor.execute(text.replace("/*R*/", _REVISION_COLUMNS))
    for table in revisioned_tables(text):
        cursor.execute(
            "CREATE MACRO {t}_as_of(r) AS TABLE "
            "SELECT * FROM {t} WHERE revision_from <= r AND revision_to > r".replace(
                "{t}", table
            )
        )
    cursor.execute(
        "INSERT INTO schema_migration VALUES (?, ?, ?)",
        [number, digest, datetime.now(UTC).replace(tzinfo=None)],
    )


_open: dict[str, Store] = {}
_opening = threading.Lock()


def shared(path: Path | str) -> Store:
    """Return the one open store of this process at `path`, opening it the first time."""
    key = str(Path(path).resolve())
    with _opening:
        if key not in _open:
            _open[key] = Store(key)
        return _open[key]
