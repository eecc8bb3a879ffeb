"""The three questions that are answered before anybody says loss, and what follows."""

import json
from functools import lru_cache
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pandas as pd

from data.answers import residents
from data.answers.residents import NO, UNKNOWN, YES
from data.judging import breaks
from data.judging.surroundings import Surroundings, worsened_beside
from data.store.store import CURRENT
from metrics.outcome.state import LOST_STATES

_EXPLAINED = 4
_CONFIRMED = 3
_LOST = tuple(str(state) for state in LOST_STATES)
Answer = dict[str, Any]


class Written(NamedTuple):
    """An answer as JSON, and whether it is one. Thousands of goals share a few."""

    text: str
    known: bool

    @classmethod
    def of(cls, answer: Answer) -> "Written":
        """Write an answer."""
        text = json.dumps(answer, ensure_ascii=False, sort_keys=True)
        return cls(text, answer["answer"] != UNKNOWN)


_UNKNOWN = Written.of({"answer": UNKNOWN})


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
        (
            _changed(tuple(broken.get(goal_id, ())) if dated else None),
            _neighbours(*beside.get(goal_id, (None, ()))),
            people.get(goal_id, _UNKNOWN),
        )
        for goal_id, dated in zip(goals["goal_id"], goals["baseline_end"].notna(), strict=True)
    ]
    known = np.array([all(one.known for one in given) for given in answers], dtype=bool)
    written = [
        f'{{"changed": {changed.text}, "neighbours": {near.text}, "people": {who.text}}}'
        for changed, near, who in answers
    ]
    explained = goals["goal_id"].isin(_explained(cursor, goals, verdicts))
    grades = _grades(verdicts, known & explained.to_numpy(bool))
    return {
        "questions": pd.Series(written, index=goals.index, dtype=object),
        "evidence_grade": grades.set_axis(goals.index),
    }


def before_answers(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return stored verdicts with the evidence grade that each had before its answers."""
    grade = verdicts["evidence_grade"]
    return verdicts.assign(evidence_grade=grade.where(grade != _EXPLAINED, _CONFIRMED))


def _grades(verdicts: pd.DataFrame, explained: np.ndarray) -> pd.Series:
    """Return the evidence grades, where a confirmed loss may be `explained`."""
    grades = verdicts["evidence_grade"].astype("int64")
    confirmed = (grades == _CONFIRMED).to_numpy() & verdicts["state"].isin(_LOST).to_numpy()
    return grades.mask(confirmed & explained, _EXPLAINED)


def _people(
    cursor: duckdb.DuckDBPyConnection, goals: pd.DataFrame, revision: int
) -> dict[str, Written]:
    """Say of each goal's area whether others live there now than when its reference began."""

    def ask(sql: str, **asked: Any) -> pd.DataFrame:
        return cursor.execute(sql, {**asked, "revision": revision}).df()

    asked = goals[goals["baseline_start"].notna()]
    counts = residents.populations(ask, sorted(set(asked["area_id"])))
    years = asked["baseline_start"].dt.year
    places = list(zip(asked["area_id"], years, strict=True))
    moved = {
        place: Written.of(residents.moved_in(counts.get(place[0]), place[1]))
        for place in set(places)
    }
    return {
        str(goal_id): moved[place]
        for goal_id, place in zip(asked["goal_id"], places, strict=True)
    }


@lru_cache(maxsize=4096)
def _changed(between: tuple[str, ...] | None) -> Written:
    if between is None:
        return _UNKNOWN
    return Written.of({"answer": YES if between else NO, "breaks": list(between)})


@lru_cache(maxsize=4096)
def _neighbours(compared: int | None, worsened: tuple[str, ...]) -> Written:
    if compared is None:
        return _UNKNOWN
    answer = YES if worsened else NO
    return Written.of({"answer": answer, "compared": compared, "worsened": list(worsened)})


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
