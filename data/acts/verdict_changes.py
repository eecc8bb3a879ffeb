"""What an act changed of verdicts and promises, named as people know them."""

from dataclasses import dataclass

import duckdb
import pandas as pd

from data.acts.two_steps import Change, Judging, saved
from data.judging import disclosure, promise_states
from data.judging.assess import Ahead
from data.store.access import Viewer
from data.store.store import CURRENT
from data.store.unreleased import waiting_goals


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictChange:
    """One goal, or `promise`, whose state became another; `before` is '' for a new one.

    A promise stands with its id as `goal_id` and its wording as title.
    """

    goal_id: str
    title: str
    title_en: str
    area_name: str
    area_name_en: str
    before: str
    after: str
    promise: bool = False


def decided_again(
    cursor: duckdb.DuckDBPyConnection,
    change: Change,
    how: Judging,
    before: Ahead,
    viewer: Viewer,
) -> tuple[int, tuple[VerdictChange, ...]]:
    """Write a change, and decide the goals that it concerns and every promise.

    Returns the number of its revision, and those whose state became another, named,
    as far as the viewer may be told.
    """
    revision, changes = saved(cursor, change, how, before)
    promises = promise_states.assess(cursor, revision, on=how.on)
    return revision, (
        *verdict_changes(cursor, changes, viewer),
        *promise_changes(cursor, promises),
    )


def verdict_changes(
    cursor: duckdb.DuckDBPyConnection, changes: pd.DataFrame, viewer: Viewer
) -> tuple[VerdictChange, ...]:
    """Return the goals of the changes that `assess` answers with, named.

    A viewer is not told of goals that rest on measurements that are hidden from them: because
    they are of few people, or not released.
    """
    waiting = waiting_goals(cursor, viewer.unreleased)
    hidden = waiting if viewer.clearance else waiting | disclosure.resting(cursor)
    changes = changes[~changes["goal_id"].isin(hidden)]
    if changes.empty:
        return ()
    cursor.register("changed_verdicts", changes)
    rows = cursor.execute(
        """
        SELECT c.goal_id, g.title, g.title_en, coalesce(a.name, s.area_id) AS area_name,
               coalesce(a.name_en, s.area_id) AS area_name_en,
               coalesce(c.before, '') AS before, c.after
        FROM changed_verdicts c
        JOIN goal g ON g.goal_id = c.goal_id AND g.revision_to = $current
        JOIN series s USING (series_id)
        LEFT JOIN area a ON a.area_id = s.area_id AND a.revision_to = $current
        ORDER BY a.name COLLATE sv, c.goal_id
        """,
        {"current": CURRENT},
    ).fetchall()
    cursor.unregister("changed_verdicts")
    names = ("goal_id", "title", "title_en", "area_name", "area_name_en", "before", "after")
    return tuple(VerdictChange(**dict(zip(names, row, strict=True))) for row in rows)


def promise_changes(
    cursor: duckdb.DuckDBPyConnection, changes: pd.DataFrame
) -> tuple[VerdictChange, ...]:
    """Return the promises of the changes that `promise_states.assess` answers with, named."""
    rows = promise_states.named(cursor, changes)
    return tuple(
        VerdictChange(**dict(zip(rows.columns, row, strict=True)), promise=True)
        for row in rows.itertuples(index=False, name=None)
    )
