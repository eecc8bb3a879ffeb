"""Which goals a change concerns: those that must be judged again, and those asked about again.

What is touched is read from the revision columns, so that nobody has to name it. A goal is
judged again where something that its measurements are judged by is touched, or its day has
come. Where only what lies around it is touched, the three questions and its place among its
peers are answered again, and its verdict stands.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import duckdb
import pyarrow as pa

from data.answers.residents import POPULATION
from data.judging import concerned_questions as questions
from data.judging import evidence, written_measurements
from data.store.store import CURRENT
from data.store.written import written
from metrics.definition.catalogue import Catalogue
from metrics.outcome.decision import RULE_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """The ids of the goals to judge, and of those to ask about only; None for all goals.

    `laid_out_from` is the first of the revisions that were asked about, whose measurements are
    still laid out (`data.judging.written_measurements`); None where none are.
    """

    judged: frozenset[str] | None
    asked: frozenset[str] = frozenset()
    laid_out_from: int | None = None

    @property
    def goal_ids(self) -> frozenset[str]:
        """Every goal that is judged or asked about, where there is a list of them."""
        return self.asked | (self.judged or frozenset())


EVERY_GOAL = Concerned(judged=None)
NO_GOAL = Concerned(judged=frozenset())


def every_goal(cursor: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Return the ids of all goals there are."""
    return _ids(cursor, "SELECT goal_id FROM goal WHERE revision_to = $current", _CURRENT)


def without(
    cursor: duckdb.DuckDBPyConnection, asked: Concerned, others: Collection[str]
) -> Concerned:
    """Return the goals that are asked, but for some."""
    judged = every_goal(cursor) if asked.judged is None else asked.judged
    left_out = frozenset(others)
    return replace(asked, judged=judged - left_out, asked=asked.asked - left_out)


_CURRENT: Mapping[str, object] = {"current": CURRENT}


def since_last_run(
    cursor: duckdb.DuckDBPyConnection, catalogue: Catalogue, revision: int, *, on: date
) -> Concerned:
    """Return the goals that anything written after the last run concerns, or the day `on`."""
    first = last_run(cursor, revision) + 1
    return touched_between(cursor, catalogue, first, CURRENT - 1, on=on)


def last_run(cursor: duckdb.DuckDBPyConnection, revision: int) -> int:
    """Return the last revision before one that anything was judged with, 0 for none."""
    rows = cursor.execute(
        "SELECT coalesce(max(revision_id), 0) FROM assessment_run "
        "WHERE revision_id < $revision",
        {"revision": revision},
    ).fetchall()
    return int(rows[0][0])


def touched_between(
    cursor: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    first: int,
    last: int,
    *,
    on: date | None = None,
) -> Concerned:
    """Return the goals that the revisions from `first` to `last` concern.

    With `on` also those whose verdict the calendar has moved past by that day, that another
    rule decided, and those without one.
    """
    tables = written(cursor, questions.EVERYWHERE | questions.JUDGED.keys(), first, last)
    known = {
        "first": first,
        "last": last,
        "on": on,
        "current": CURRENT,
        "rule": RULE_VERSION,
        "people": POPULATION,
        "noisy": [one.id for one in catalogue.values() if evidence.has_noise(one)],
        "counted": [one.id for one in catalogue.values() if one.evidence in evidence.COUNTED],
    }
    if tables & questions.EVERYWHERE or (
        "series_break" in tables and _rows(cursor, questions.OF_PEOPLE, known)[0][0]
    ):
        return EVERY_GOAL
    written_measurements.lay_out(cursor, first, last)
    found = _found(cursor, known)
    # A verdict outlives its goal only until the next run.
    new = found.new or "goal" in tables
    judged = _judged(cursor, tables, known, new=new)
    _register_judged(cursor, judged)
    if (found.lacking or new) and _rows(cursor, questions.LACKING, known)[0][0]:
        judged |= _ids(cursor, questions.WITHOUT_NOISE, known)
        _register_judged(cursor, judged)
    asked = _ids(cursor, questions.AROUND, known) if found.around else frozenset()
    cursor.unregister("judged_goals")
    return Concerned(judged=judged, asked=asked, laid_out_from=first)


class _Found(NamedTuple):
    """Whether there are goals without a verdict, verdicts of a group without noise, and goals
    that may be asked about."""

    new: bool
    lacking: bool
    around: bool


def _found(cursor: duckdb.DuckDBPyConnection, known: Mapping[str, object]) -> _Found:
    new, unknown, around = _rows(cursor, questions.FOUND, known)[0]
    lacking = bool(unknown) and bool(
        _rows(cursor, questions.NOISY, {**known, "unknown": unknown})
    )
    return _Found(new=bool(new), lacking=lacking, around=bool(around))


def _judged(
    cursor: duckdb.DuckDBPyConnection,
    tables: frozenset[str],
    known: Mapping[str, object],
    *,
    new: bool,
) -> frozenset[str]:
    """Return the goals to judge by what was written of some tables, and by the day."""
    parts = [questions.JUDGED[one] for one in sorted(tables)]
    if known["on"] is not None:
        parts += [questions.BY_THE_DAY, questions.NEW] if new else [questions.BY_THE_DAY]
    if not parts:
        return frozenset()
    return _ids(
        cursor, questions.JUDGED_BY.replace("{parts}", " UNION ALL ".join(parts)), known
    )


def _register_judged(cursor: duckdb.DuckDBPyConnection, judged: frozenset[str]) -> None:
    rows = pa.table({"goal_id": pa.array(sorted(judged), pa.string())})
    cursor.register("judged_goals", rows)


def _ids(
    cursor: duckdb.DuckDBPyConnection, sql: str, known: Mapping[str, object]
) -> frozenset[str]:
    return frozenset(str(one) for (one,) in _rows(cursor, sql, known))


def _rows(
    cursor: duckdb.DuckDBPyConnection, sql: str, known: Mapping[str, object]
) -> list[tuple[object, ...]]:
    """Run SQL with those of the known parameters that it names."""
    asked = {name: value for name, value in known.items() if f"${name}" in sql}
    return cursor.execute(sql, asked).fetchall()
