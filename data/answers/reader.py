"""Questions to the store in the words of the field, pinned to one revision and one viewer.

Every answer holds only areas the viewer may see; `Reader` is the one place that decides it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd

from data.store.access import EVERYONE, Viewer
from data.store.errors import UnknownRevisionError
from data.store.store import Store

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class Reader:
    """The store as it was at one revision, for one viewer."""

    def __init__(
        self, store: Store, *, viewer: Viewer = EVERYONE, revision: int | None = None
    ) -> None:
        """Pin to `revision`, or the latest. Raises `UnknownRevisionError` for one to come."""
        newest = latest_revision(store)
        if revision is not None and not 0 <= revision <= newest:
            raise UnknownRevisionError(
                f"Det finns ingen inläsning {revision}. Den senaste är {newest}."
            )
        self.revision = newest if revision is None else revision
        self.store = store
        self._viewer = viewer

    def ask(
        self,
        question: Callable[Concatenate["Reader", Asked], Answer],
        *given: Asked.args,
        **asked: Asked.kwargs,
    ) -> Answer:
        """Return the answer to a question: a function of a reader and of what is asked."""
        return question(self, *given, **asked)

    def visible(self, sql: str, **parameters: Any) -> pd.DataFrame:
        """Answer a question whose rows have an ``area_id``, with the visible areas' rows.

        ``$revision`` is the pinned revision. Questions of other modules of this layer are
        asked through here, so that who sees what is decided once.
        """
        rows = self.rows(sql, **parameters)
        if self._viewer.areas is None:
            return rows
        return rows[rows["area_id"].isin(self._viewer.areas)].reset_index(drop=True)

    def rows(self, sql: str, **parameters: Any) -> pd.DataFrame:
        """Answer SQL about nothing in particular areas; ``$revision`` is known."""
        return self.store.query(sql, revision=self.revision, **parameters)


def latest_revision(store: Store) -> int:
    """Return the number of the latest revision, 0 for an empty store."""
    return store.revision


def revision_on(store: Store, moment: datetime) -> int:
    """Return the revision that was the latest at `moment` (UTC), 0 when none was."""
    row = store.query(
        "SELECT coalesce(revision_on($moment), 0) AS revision",
        moment=moment.replace(tzinfo=None),
    )
    return int(row["revision"].iloc[0])
