"""Answers what lies around goals again, where their own verdicts stand."""

from collections.abc import Collection

import duckdb
import pandas as pd

from data.judging import (
    baselines,
    breaks,
    facts,
    goal_rows,
    surroundings,
    three_questions,
)
from data.judging.decided import Decided
from data.store.store import CURRENT
from metrics.definition.catalogue import Catalogue

TERMS = ("goal_id", "indicator_id", "exact", "mid", "invented")
"""What a goal says that decides whether a loss of it is on the agenda."""


def answered(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    catalogue: Catalogue,
    goal_ids: Collection[str],
) -> Decided | None:
    """Return the stored verdicts of some goals with today's answers; None without goals.

    The three questions, the evidence grade that follows from them, and the place among peers.
    """
    if not goal_ids:
        return None
    goals = goal_rows.read(cursor, catalogue, revision, goal_ids)
    stored = _stored(cursor, goals)
    goals = goals[goals["goal_id"].isin(stored["goal_id"])].reset_index(drop=True)
    if goals.empty:
        return None
    known = facts.read(cursor, catalogue, goals, revision)
    goals = baselines.as_frozen(catalogue, goals, known)
    around = surroundings.surroundings(cursor, goals, known, stored, revision)
    asked = three_questions.answered(
        cursor,
        goals,
        three_questions.before_answers(stored),
        three_questions.Known(
            crossed=breaks.crossed(cursor, goals, revision), facts=known, around=around
        ),
        revision,
    )
    return Decided(
        verdicts=stored.assign(**asked, **surroundings.peers(around, goals.index)),
        terms=goals[list(TERMS)],
    )


def _stored(cursor: duckdb.DuckDBPyConnection, goals: pd.DataFrame) -> pd.DataFrame:
    cursor.register("asked_goals", goals[["goal_id"]])
    rows = cursor.execute(
        "SELECT v.* EXCLUDE (revision_from, revision_to, brought_by, assessed_on, on_agenda) "
        "FROM assessment v SEMI JOIN asked_goals USING (goal_id) "
        "WHERE v.revision_to = $current ORDER BY v.goal_id",
        {"current": CURRENT},
    ).df()
    cursor.unregister("asked_goals")
    return rows
