"""Questions to the store in the words of the field, pinned to one revision and one viewer.

Every answer holds only areas the viewer may see. `data.door` makes the readers.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from copy import copy
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

import duckdb
import pandas as pd

from data.answers.many_rows import as_frame
from data.store.access import Viewer
from data.store.errors import TooMuchError
from data.store.unreleased import Screened, hidden_at

MOST_ROWS = 1_000_000
"""The most rows that one question may give: a nation's measurements of four indicators."""

_CHUNKS = MOST_ROWS // 2048 + 1
"""DuckDB hands rows out in chunks of 2,048: these are more than may be given, and no more."""

_TOO_MUCH = (
    "Frågan ger fler än en miljon rader. Välj en indikator eller ett område, och fråga igen."
)

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class Asks(Protocol):
    """Whoever can be asked a question of the store: a `Reader`, or a cache before it."""

    def ask(
        self,
        question: Callable[Concatenate["Reader", Asked], Answer],
        *given: Asked.args,
        **asked: Asked.kwargs,
    ) -> Answer:
        """Return the answer to a question: a function of a reader and of what is asked."""
        ...


class Reader:
    """The store as it was at one revision, for one viewer."""

    def __init__(
        self,
        lend: Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]],
        *,
        whole: Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]],
        viewer: Viewer,
        revision: int,
    ) -> None:
        """Ask on the cursors that `lend` lends, which are for reading only.

        Those of `whole` see also what the viewer must not be shown.
        """
        self._lend = lend
        self._whole = whole
        self.viewer = viewer
        self.revision = revision
        self._through: Asks | None = None

    def through(self, asks: Asks) -> "Reader":
        """Return a reader whose questions are asked of `asks`, which keeps their answers.

        It must answer as this reader does.
        """
        other = copy(self)
        other._through = asks
        return other

    def ask(
        self,
        question: Callable[Concatenate["Reader", Asked], Answer],
        *given: Asked.args,
        **asked: Asked.kwargs,
    ) -> Answer:
        """Return the answer to a question: a function of a reader and of what is asked.

        What a question asks so is an answer of its own, which others may have asked for.
        """
        if self._through is not None:
            return self._through.ask(question, *given, **asked)
        return question(self, *given, **asked)

    def visible(self, sql: str, **parameters: Any) -> pd.DataFrame:
        """Answer a question whose rows have an ``area_id``, with the visible areas' rows.

        ``$revision`` is the pinned revision. Questions of other modules of this layer are
        asked through here, so that who sees what is decided once.
        """
        return self._seen(self.rows(sql, **parameters))

    def _seen(self, rows: pd.DataFrame) -> pd.DataFrame:
        if self.viewer.areas is None:
            return rows
        return rows[rows["area_id"].isin(self.viewer.areas)].reset_index(drop=True)

    def rows(self, sql: str, **parameters: Any) -> pd.DataFrame:
        """Answer SQL about nothing in particular areas; ``$revision`` is known.

        Raises `TooMuchError` for more than `MOST_ROWS` rows, before they have been read.
        """
        with self.cursor() as cursor:
            answer = cursor.execute(sql, {"revision": self.revision, **parameters})
            return self._few_enough(answer.fetch_df_chunk(_CHUNKS))

    def _few_enough(self, rows: pd.DataFrame) -> pd.DataFrame:
        if len(rows) > MOST_ROWS:
            raise TooMuchError(_TOO_MUCH)
        return rows

    def many(self, sql: str, **parameters: Any) -> pd.DataFrame:
        """As `visible`, for a question that may have very many rows: in half the time.

        Its columns are texts, numbers, days, yes or no, and lists of texts.
        """
        with self.cursor() as cursor:
            answer = cursor.sql(sql, params={"revision": self.revision, **parameters})
            rows = as_frame(answer, MOST_ROWS)
        return self._seen(self._few_enough(rows))

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor to what judges and examines, which reads many tables at once."""
        with self._lend() as cursor:
            yield self._screened(cursor)

    @contextmanager
    def whole_cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor that sees hidden values, for what is written back and never shown."""
        with self._whole() as cursor:
            yield self._screened(cursor)

    def _screened(self, cursor: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
        """Keep from the viewer what has not been released."""
        hidden = hidden_at(self.viewer.unreleased, self.revision)
        if not hidden:
            return cursor
        return cast("duckdb.DuckDBPyConnection", Screened(cursor, hidden))
