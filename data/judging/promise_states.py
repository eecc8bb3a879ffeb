"""Asks for promises and their records, decides them, and keeps the states."""

from datetime import date

import duckdb
import pandas as pd

from data.answers.promises import FACTS
from data.store import ledger
from data.store.store import CURRENT
from metrics.promise.decision import RULE_VERSION, decide


def assess(cursor: duckdb.DuckDBPyConnection, revision: int, *, on: date) -> pd.DataFrame:
    """Decide every promise on the day `on`, and keep the states that changed.

    Returns one row per promise whose state changed: ``commitment_id``, ``before`` (NULL when
    new), ``after``. Writes as part of `revision`, inside the caller's transaction.
    """
    before = _states(cursor)
    _drop_states_without_promise(cursor, revision)
    asked = {"revision": revision}
    frames = [cursor.execute(sql, asked).df() for sql in FACTS.values()]
    if frames[0].empty:
        return pd.DataFrame(columns=["commitment_id", "before", "after"])
    states = decide(*frames, on=on).assign(rule_version=RULE_VERSION)
    states["state"] = states["state"].astype(str)
    ledger.write(cursor, revision, "commitment_state", states)
    changed = states[["commitment_id"]].assign(
        before=states["commitment_id"].map(before).astype(object), after=states["state"]
    )
    same = changed["before"].fillna("") == changed["after"]
    return changed[~same].reset_index(drop=True)


def _states(cursor: duckdb.DuckDBPyConnection) -> pd.Series:
    rows = cursor.execute(
        "SELECT commitment_id, state FROM commitment_state WHERE revision_to = $current",
        {"current": CURRENT},
    ).df()
    return rows.set_index("commitment_id")["state"]


def _drop_states_without_promise(cursor: duckdb.DuckDBPyConnection, revision: int) -> None:
    """A promise that an undo took away takes its state with it."""
    cursor.execute(
        """
        UPDATE commitment_state SET revision_to = $revision
        WHERE revision_to = $current AND commitment_id NOT IN
            (SELECT commitment_id FROM commitment WHERE revision_to = $current)
        """,
        {"revision": revision, "current": CURRENT},
    )


def named(cursor: duckdb.DuckDBPyConnection, changes: pd.DataFrame) -> pd.DataFrame:
    """Say which promises changed, by area: the fields of a `VerdictChange` of `data.acts`."""
    columns = ["goal_id", "title", "title_en", "area_name", "area_name_en", "before", "after"]
    if changes.empty:
        return pd.DataFrame(columns=columns)
    cursor.register("changed_promises", changes)
    rows = cursor.execute(
        """
        SELECT p.commitment_id AS goal_id, c.wording AS title, c.wording_en AS title_en,
               coalesce(a.name, c.area_id) AS area_name,
               coalesce(a.name_en, c.area_id) AS area_name_en,
               coalesce(p.before, '') AS before, p.after
        FROM changed_promises p
        JOIN commitment c ON c.commitment_id = p.commitment_id AND c.revision_to = $current
        LEFT JOIN area a ON a.area_id = c.area_id AND a.revision_to = $current
        ORDER BY a.name COLLATE sv, p.commitment_id
        """,
        {"current": CURRENT},
    ).df()
    cursor.unregister("changed_promises")
    return rows[columns]
