"""Lends cursors on the one connection to a store file, and opens the file anew where it must.

DuckDB lets go of a file that it could not tidy, as on a full disk: nothing can be asked of it
until it is opened anew, and it can be so only when nobody has a cursor on it. What was saved
before is in the file and its log.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import duckdb

from data.store import damage
from data.store.errors import StoreDamagedError

_PATIENCE = 10.0
"""Seconds that whoever opens the file anew waits for those who had a cursor on it.

All they ask fails, so they are soon done.
"""

_LOG = logging.getLogger(__name__)


class Lending:
    """A connection, the cursors on it that are out, and how its file is opened anew."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        again: Callable[[], duckdb.DuckDBPyConnection] | None = None,
    ) -> None:
        """Lend cursors on `connection`; `again` opens what it is of, None where nothing can."""
        self._connection = connection
        self._again = again
        self._returned = threading.Condition()
        self._out: list[int] = []
        self._stopped: duckdb.Error | None = None

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor, on the file as it is opened anew if DuckDB has let go of it.

        Raises `StoreError` when it cannot be.
        """
        me = threading.get_ident()
        with self._returned:
            if self._stopped is not None and self._again is not None:
                self._open_anew(me, self._again)
            cursor = self._connection.cursor()
            self._out.append(me)
        try:
            yield cursor
        except duckdb.Error as error:
            self.failed(error)
            raise
        finally:
            try:
                cursor.close()
            finally:  # or the file could never be opened anew
                with self._returned:
                    self._out.remove(me)
                    self._returned.notify_all()

    def failed(self, error: duckdb.Error) -> None:
        """Learn what went wrong on a cursor: whether DuckDB has let go of the file by it."""
        if damage.has_stopped(error):
            self._stopped = error

    def _open_anew(self, me: int, again: Callable[[], duckdb.DuckDBPyConnection]) -> None:
        # Whoever has a cursor already would wait for themselves.
        closed = me not in self._out and self._returned.wait_for(
            lambda: not self._out, _PATIENCE
        )
        if self._stopped is None:  # somebody else did while this one waited
            return
        if not closed:
            raise StoreDamagedError(damage.LET_GO) from self._stopped
        with suppress(duckdb.Error):  # it has already let go
            self._connection.close()
        self._connection = again()
        self._stopped = None
        _LOG.warning("The store was opened anew")

    def close(self) -> None:
        """Let go of the file, with everything flushed to it."""
        self._connection.close()
