"""The three questions that are answered before anybody says loss, and what follows."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pandas as pd

from data.answers import residents
from data.answers.residents import NO, UNKNOWN, YES
from data.judging import breaks, runs
from data.judging.facts import Facts
from data.judging.surroundings import Surroundings
from data.store.store import CURRENT
from metrics.arrays import Bools, Ints
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was read while goals were judged: the breaks that they lie before, as
    `breaks.crossed` gives them, what was measured, and how it went around them."""

    crossed: pd.DataFrame
    facts: Facts
    around: Surroundings


class _Answers(NamedTuple):
    """The answers to a question: those that there are, and the place of each goal's."""

    written: Sequence[Written]
    place: Ints


def answered(
    cursor: duckdb.DuckDBPyConnection,
    goals: pd.DataFrame,
    verdicts: pd.DataFrame,
    known: Known,
    revision: int,
) -> dict[str, pd.Series]:
    """Return the answers of every goal as JSON, and its evidence grade with them.

    ``changed``: did a boundary or a question change between the reference and now?
    ``people``: do others live here now? ``neighbours``: did any of them worsen by what matters
    in the same time? Each has an ``answer`` (no, yes, unknown) and what it rests on. A
    confirmed loss is explained where all three are known and an event that names the
    indicator began within a year of it.
    """
    given = (
        _changed(goals, verdicts, known),
        _neighbours(known.around),
        _people(cursor, goals, revision),
    )
    changed, near, who = given
    code = (changed.place * len(near.written) + near.place) * len(who.written) + who.place
    kinds, first, place = np.unique(code, return_index=True, return_inverse=True)
    each = [[one.written[at] for at in one.place[first]] for one in given]
    written = [
        f'{{"changed": {changed.text}, "neighbours": {near.text}, "people": {who.text}}}'
        for changed, near, who in zip(*each, strict=True)
    ]
    sure = [all(one.known for one in three) for three in zip(*each, strict=True)]
    answers = np.array(sure, dtype=bool)[place] if len(kinds) else np.zeros(0, dtype=bool)
    return {
        "questions": pd.Series(runs.texts(written, place), index=goals.index),
        "evidence_grade": _grades(cursor, goals, verdicts, answers),
    }


def before_answers(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return stored verdicts with the evidence grade that each had before its answers."""
    grade = verdicts["evidence_grade"]
    return verdicts.assign(evidence_grade=grade.where(grade != _EXPLAINED, _CONFIRMED))


def _grades(
    cursor: duckdb.DuckDBPyConnection,
    goals: pd.DataFrame,
    verdicts: pd.DataFrame,
    answers: Bools,
) -> pd.Series:
    """Return the evidence grades, where a confirmed loss with `answers` may be explained."""
    grades = verdicts["evidence_grade"].to_numpy("int64").copy()
    lost = verdicts["state"].isin(_LOST).to_numpy(bool)
    may_be = np.flatnonzero((grades == _CONFIRMED) & lost & answers)
    if len(may_be):
        explained = _explained(cursor, goals.iloc[may_be], verdicts.iloc[may_be])
        grades[may_be[goals["goal_id"].iloc[may_be].isin(explained)]] = _EXPLAINED
    return pd.Series(grades, index=goals.index)


def _changed(goals: pd.DataFrame, verdicts: pd.DataFrame, known: Known) -> _Answers:
    """Say of each goal which breaks lie between its reference and its last period."""
    facts = known.facts
    last = facts.place(verdicts["last_period"])
    until = np.full(len(goals), np.datetime64("NaT", "us"))
    row = np.flatnonzero(facts.period == last[facts.owner])
    until[facts.owner[row]] = facts.rows["period_end"].to_numpy()[row]
    place = goals["baseline_end"].notna().to_numpy().astype(int)
    written = [_UNKNOWN, Written.of({"answer": NO, "breaks": []})]
    at: dict[tuple[str, ...], int] = {}
    for goal, names in breaks.between(known.crossed, until).items():
        if names not in at:
            at[names] = len(written)
            written.append(Written.of({"answer": YES, "breaks": list(names)}))
        place[goal] = at[names]
    return _Answers(written, place)


def _neighbours(around: Surroundings) -> _Answers:
    """Say of each goal which of its neighbours have worsened, of how many."""
    names = {
        int(one): json.dumps(around.names[one], ensure_ascii=False)
        for one in np.unique(around.worsened)
    }
    written, place = [_UNKNOWN], np.zeros(len(around.compared), dtype=int)
    at: dict[tuple[int, bytes], int] = {}
    divided = runs.divided(around.worsened, around.length)
    for goal in np.flatnonzero(around.compared):
        key = (int(around.compared[goal]), divided[goal].tobytes())
        if key not in at:
            at[key] = len(written)
            beside = ", ".join([names[one] for one in divided[goal].tolist()])
            answer = YES if beside else NO
            text = f'"answer": "{answer}", "compared": {key[0]}, "worsened": [{beside}]'
            written.append(Written(f"{{{text}}}", True))
        place[goal] = at[key]
    return _Answers(written, place)


def _people(cursor: duckdb.DuckDBPyConnection, goals: pd.DataFrame, revision: int) -> _Answers:
    """Say of each goal's area whether others live there now than when its reference began."""

    def ask(sql: str, **asked: Any) -> pd.DataFrame:
        return cursor.execute(sql, {**asked, "revision": revision}).df()

    written, place = [_UNKNOWN], np.zeros(len(goals), dtype=int)
    asked = goals["baseline_start"].notna().to_numpy(bool)
    area, names = pd.factorize(goals["area_id"].where(asked))
    counts = residents.populations(ask, sorted(names)) if _is_counted(cursor) else {}
    if not counts:
        return _Answers(written, place)
    year = goals["baseline_start"].dt.year.fillna(0).to_numpy(int)
    years = int(year.max()) + 1
    kinds, at = np.unique((area * years + year)[asked], return_inverse=True)
    found = [
        Written.of(residents.moved_in(counts.get(names[one // years]), int(one % years)))
        for one in kinds
    ]
    place[asked] = at + 1
    return _Answers([*written, *found], place)


def _is_counted(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Say whether how many live anywhere is known."""
    found = cursor.execute(_COUNTED, {"population": residents.POPULATION}).fetchall()
    return bool(found[0][0])


_COUNTED = "SELECT EXISTS (FROM series WHERE indicator_id = $population)"


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
