"""The three questions that are answered before anybody says loss, and what follows."""

import json
from collections.abc import Mapping
from typing import Any

import duckdb
import pandas as pd

from data.answers import residents
from data.answers.residents import NO, UNKNOWN, YES
from data.judging import breaks
from data.judging.surroundings import Surroundings, worsened_beside
from data.store.store import CURRENT
from metrics.outcome.state import LOST_STATES

_EXPLAINED = 4
_CONFIRMED = 3
Answer = dict[str, Any]


def answered(
    cursor: duckdb.DuckDBPyConnection,
    goals: pd.DataFrame,
    verdicts: pd.DataFrame,
    around: Surroundings,
    revision: int,
) -> dict[str, pd.Series]:
    """Return the answers of every goal as JSON, and its evidence grade with them.

    ``changed``: did a boundary or a question change between the reference and now?
    ``people``: do others live here now? ``neighbours``: did any of them worsen by what matters
    in the same time? Each has an ``answer`` (no, yes, unknown) and what it rests on. A
    confirmed loss is explained where all three are known and an event that names the
    indicator began within a year of it.
    """
    broken = breaks.between(cursor, goals, verdicts, revision)
    people = _people(cursor, goals, revision)
    beside = worsened_beside(cursor, around, goals)
    answers = [
        {
            "changed": _changed(ends, broken.get(goal_id, [])),
            "people": people.get(goal_id, {"answer": UNKNOWN}),
            "neighbours": _neighbours(beside.get(goal_id)),
        }
        for goal_id, ends in zip(goals["goal_id"], goals["baseline_end"], strict=True)
    ]
    explained = _explained(cursor, goals, verdicts)
    grades = [
        _grade(row, given, row["goal_id"] in explained)
        for row, given in zip(
            verdicts[["goal_id", "state", "evidence_grade"]].to_dict("records"),
            answers,
            strict=True,
        )
    ]
    written = [json.dumps(one, ensure_ascii=False, sort_keys=True) for one in answers]
    return {
        "questions": pd.Series(written, index=goals.index, dtype=object),
        "evidence_grade": pd.Series(grades, index=goals.index),
    }


def before_answers(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return stored verdicts with the evidence grade that each had before its answers."""
    grade = verdicts["evidence_grade"]
    return verdicts.assign(evidence_grade=grade.where(grade != _EXPLAINED, _CONFIRMED))


def _grade(verdict: Mapping[Any, Any], answers: Mapping[str, Answer], explained: bool) -> int:
    grade = int(verdict["evidence_grade"])
    known = all(one["answer"] != UNKNOWN for one in answers.values())
    lost = grade == _CONFIRMED and verdict["state"] in LOST_STATES
    return _EXPLAINED if lost and known and explained else grade


def _changed(baseline_end: pd.Timestamp, between: list[str]) -> Answer:
    if pd.isna(baseline_end):
        return {"answer": UNKNOWN}
    return {"answer": YES if between else NO, "breaks": between}


def _people(
    cursor: duckdb.DuckDBPyConnection, goals: pd.DataFrame, revision: int
) -> dict[str, Answer]:
    """Say of each goal's area whether others live there now than when its reference began."""

    def ask(sql: str, **asked: Any) -> pd.DataFrame:
        return cursor.execute(sql, {**asked, "revision": revision}).df()

    asked = goals[goals["baseline_start"].notna()]
    counts = residents.populations(ask, sorted(set(asked["area_id"])))
    years = asked["baseline_start"].dt.year
    places = list(zip(asked["area_id"], years, strict=True))
    moved = {place: residents.moved_in(counts.get(place[0]), place[1]) for place in set(places)}
    return {
        str(goal_id): moved[place]
        for goal_id, place in zip(asked["goal_id"], places, strict=True)
    }


def _neighbours(found: tuple[int, list[str]] | None) -> Answer:
    if found is None:
        return {"answer": UNKNOWN}
    compared, worsened = found
    return {"answer": YES if worsened else NO, "compared": compared, "worsened": worsened}


def _explained(
    cursor: duckdb.DuckDBPyConnection, goals: pd.DataFrame, verdicts: pd.DataFrame
) -> set[str]:
    """Name the goals with an event on their own indicator shortly before the loss began."""
    asked = verdicts[["goal_id", "onset", "onset_high", "since"]].assign(
        area_id=goals["area_id"].to_numpy(object),
        indicator_id=goals["indicator_id"].to_numpy(object),
    )
    cursor.register("asked_goals", asked)
    rows = cursor.execute(
        """
        SELECT DISTINCT a.goal_id FROM asked_goals a
        JOIN event_scope s ON s.area_id = a.area_id AND s.indicator_id = a.indicator_id
             AND s.revision_to = $current
        JOIN event e ON e.event_id = s.event_id AND e.revision_to = $current
        WHERE e.starts_on BETWEEN coalesce(a.onset, a.since) - INTERVAL 1 YEAR
                              AND coalesce(a.onset_high, a.since) + INTERVAL 1 YEAR
        """,
        {"current": CURRENT},
    ).fetchall()
    cursor.unregister("asked_goals")
    return {str(goal_id) for (goal_id,) in rows}
