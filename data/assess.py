"""Lays goals and facts out for `metrics.outcome`, and keeps its verdicts."""

from datetime import date

import duckdb
import pandas as pd

from data import baselines, evidence_rows, ledger
from data.store import CURRENT
from metrics.catalogue import Catalogue
from metrics.evidence import LOST_RATE, WATCH_RATE
from metrics.outcome import RULE_VERSION, decide


def assess(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    catalogue: Catalogue,
    *,
    assessed_on: date,
    indicator_ids: set[str] | None = None,
) -> pd.DataFrame:
    """Decide every goal of some indicators (None: of all) and keep the verdicts that changed.

    Returns one row per goal whose state changed: ``goal_id``, ``before`` (NULL when new),
    ``after``. Writes as part of `revision`, inside the caller's transaction.
    """
    goals = evidence_rows.goals(cursor, catalogue, indicator_ids)
    _drop_verdicts_without_goal(cursor, revision)
    if goals.empty:
        return pd.DataFrame(columns=["goal_id", "before", "after"])
    goals, frozen = baselines.with_baselines(cursor, catalogue, goals, revision)
    if not frozen.empty:
        ledger.write(cursor, revision, "goal", frozen)
    measurements = evidence_rows.measurements(cursor, catalogue, goals)
    verdicts = decide(goals, measurements, assessed_on=assessed_on)
    return _keep(cursor, revision, goals, verdicts, assessed_on)


def _keep(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    goals: pd.DataFrame,
    verdicts: pd.DataFrame,
    assessed_on: date,
) -> pd.DataFrame:
    before = cursor.execute("SELECT goal_id, state FROM assessment_as_of($r)", {"r": revision})
    earlier = before.df().set_index("goal_id")["state"]
    rows = verdicts.assign(goal_version=goals["goal_version"], rule_version=RULE_VERSION)
    # A verdict that says the same on a later day is the same verdict.
    differs = ledger.compare(cursor, "assessment", rows) != "unchanged"
    changed = rows[differs.to_numpy()].assign(assessed_on=pd.Timestamp(assessed_on))
    ledger.write(cursor, revision, "assessment", changed)
    _log_run(cursor, revision, assessed_on, len(goals), len(changed))
    states = changed[["goal_id"]].assign(
        before=changed["goal_id"].map(earlier).astype(object), after=changed["state"]
    )
    same = states["before"].fillna("") == states["after"]
    return states[~same].reset_index(drop=True)


def _drop_verdicts_without_goal(cursor: duckdb.DuckDBPyConnection, revision: int) -> None:
    """A goal that an undo took away takes its verdict with it."""
    cursor.execute(
        """
        UPDATE assessment SET revision_to = $revision
        WHERE revision_to = $current AND goal_id NOT IN
            (SELECT goal_id FROM goal WHERE revision_to = $current)
        """,
        {"revision": revision, "current": CURRENT},
    )


def _log_run(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    assessed_on: date,
    assessed: int,
    changed: int,
) -> None:
    """Write how many were judged and how many false alarms that many give in a year."""
    judged = cursor.execute(
        "SELECT count(*) FROM assessment WHERE revision_to = $current "
        "AND p_baseline IS NOT NULL",
        {"current": CURRENT},
    ).fetchone()
    sampled = judged[0] if judged else 0
    cursor.execute(
        "INSERT INTO assessment_run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            revision,
            assessed_on,
            RULE_VERSION,
            assessed,
            changed,
            WATCH_RATE,
            LOST_RATE,
            WATCH_RATE * sampled,
            LOST_RATE * sampled,
        ],
    )
