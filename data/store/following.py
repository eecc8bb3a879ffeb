"""A store that is only read: the latest of the copies that its one writer publishes.

DuckDB lets either one process write a file or several processes read it, never both. Whoever
follows therefore reads copies, and changes to the next one while people go on reading.
"""

import json
import logging
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.store.errors import NotAllowedError, StoreError
from data.store.lending import Lending
from data.store.store import CAME, CURRENT, Store, shipped_schema
from data.store.touched import Touched
from data.store.turns import Turns

LATEST = "latest.json"
"""The file of a folder of copies that says which is the latest; replaced whole, and last."""

NAME = "kvarvarde.duckdb"
"""What the store is called in such a folder, so that its attachments have a place."""

_BETWEEN_CHECKS = 0.25
"""Seconds between one look at `LATEST` and the next."""

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A copy that is whole: its file in the folder, its revision, and where one may write.

    `access` counts what has changed who sees what, which is no revision.
    """

    file: str
    revision: int
    writer: str = ""
    access: int = 0

    @property
    def age(self) -> tuple[int, int]:
        """What is greater for a copy that is later."""
        return self.revision, self.access


def latest(folder: Path) -> Published | None:
    """Return the latest copy in a folder, None when there is none (yet)."""
    try:
        return Published(**json.loads((folder / LATEST).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


class Following(Store):
    """The copies in a folder, read as one store that changes by itself."""

    def __init__(self, folder: Path) -> None:
        """Open the latest copy in `folder`, and follow from then on.

        Raises `StoreError` when there is none, or when another version of the program made it.
        """
        self.path = str(folder / NAME)
        self._folder = folder
        self._turns = Turns()
        self._committed = threading.Condition()
        self._touched: Touched | None = None
        self._came = deque(maxlen=CAME)
        self._thread = threading.local()
        self.revision = self.writings = 0
        self._shown = self._first()
        self._change(self._opened(self._shown), self._shown)
        self._closing = threading.Event()
        threading.Thread(target=self._follow, name="follow the copies", daemon=True).start()

    @property
    def copy(self) -> str:
        """Which of the copies is read."""
        return self._shown.file

    @property
    def written_at(self) -> str | None:
        """Where one may write instead, '' where nobody has said."""
        return self._shown.writer

    def _first(self) -> Published:
        found = latest(self._folder)
        if found is None:
            raise StoreError(
                f"Det finns ingen utgiven kopia i {self._folder}. Starta den server som "
                "skriver med --publish och samma mapp."
            )
        return found

    def _opened(self, copy: Published) -> duckdb.DuckDBPyConnection:
        place = self._folder / copy.file
        try:
            connection = duckdb.connect(str(place), read_only=True)
            (schema,) = connection.execute(
                "SELECT max(version) FROM schema_migration"
            ).fetchall()[0]
        except duckdb.Error as error:
            raise StoreError(f"Kopian {place} går inte att läsa: {error}") from error
        if schema != shipped_schema():
            connection.close()
            raise StoreError(
                f"Kopian {place} har schema {schema}, och det här programmet har "
                f"{shipped_schema()}. Uppgradera båda servrarna."
            )
        return connection

    def _change(self, connection: duckdb.DuckDBPyConnection, copy: Published) -> None:
        """Let questions go to a copy from now on; those under way end where they began.

        The revision is raised last, so that nobody asks the old copy about the new one.
        """
        cursor = connection.cursor()
        if self._touched is None:
            self._touched = Touched(cursor, CURRENT)
        self._touched.learn(cursor, copy.revision)
        cursor.close()
        # The connection before is let go of and not closed, which would end its cursors too.
        self._lending = Lending(connection)
        self._shown = copy
        self.writings += 1
        self._raise_to(copy.revision)

    def _follow(self) -> None:
        while not self._closing.wait(_BETWEEN_CHECKS):
            try:
                self.check()
            except Exception:  # or nobody would follow any more
                _LOG.exception("The next copy in %s was not opened", self._folder)

    def check(self) -> None:
        """Change to the latest copy if it is a later one. Raises `StoreError` as at opening."""
        found = latest(self._folder)
        if found is not None and found.age > self._shown.age:
            self._change(self._opened(found), found)

    @contextmanager
    def _writing(self, *, long: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        raise NotAllowedError(f"{self.path} är en kopia, som bara läses.")
        yield

    def close(self) -> None:
        """Stop following, and let go of the copy."""
        self._closing.set()
        super().close()
