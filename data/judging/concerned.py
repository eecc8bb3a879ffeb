"""Which goals a change concerns: those that must be judged again, and those asked about again.

What is touched is read from the revision columns, so that nobody has to name it. A goal is
judged again where something that its measurements are judged by is touched, or its day has
come. Where only what lies around it is touched, the three questions and its place among its
peers are answered again, and its verdict stands.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import duckdb
import pandas as pd

from data.answers.residents import POPULATION
from data.judging import evidence, neighbours
from data.judging.breaks import OF_SERIES
from data.store.store import CURRENT
from metrics.definition.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """The ids of the goals to judge, and of those to ask about only; None for all goals."""

    judged: frozenset[str] | None
    asked: frozenset[str] = frozenset()

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
    return Concerned(judged=judged - left_out, asked=asked.asked - left_out)


_CURRENT: Mapping[str, object] = {"current": CURRENT}


def since_last_run(
    cursor: duckdb.DuckDBPyConnection, catalogue: Catalogue, revision: int, *, on: date
) -> Concerned:
    """Return the goals that anything written after the last run concerns, or the day `on`."""
    last = cursor.execute(
        "SELECT coalesce(max(revision_id), 0) FROM assessment_run "
        "WHERE revision_id < $revision",
        {"revision": revision},
    ).fetchall()
    return touched_between(cursor, catalogue, int(last[0][0]) + 1, CURRENT - 1, on=on)


def touched_between(
    cursor: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    first: int,
    last: int,
    *,
    on: date | None = None,
) -> Concerned:
    """Return the goals that the revisions from `first` to `last` concern.

    With `on` also those whose verdict the calendar has moved past by that day, and those
    without one.
    """
    known = {
        "first": first,
        "last": last,
        "on": on,
        "current": CURRENT,
        "people": POPULATION,
        "noisy": [one.id for one in catalogue.values() if evidence.has_noise(one)],
        "counted": [one.id for one in catalogue.values() if one.evidence in evidence.COUNTED],
    }
    if _rows(cursor, _EVERYWHERE, known)[0][0]:
        return EVERY_GOAL
    _rows(cursor, _TOUCHED, known)
    _rows(cursor, _GOALS, known)
    judged = _ids(cursor, _JUDGED, known)
    _register_judged(cursor, judged)
    if _rows(cursor, _LACKING, known)[0][0]:
        judged |= _ids(cursor, _WITHOUT_NOISE, known)
        _register_judged(cursor, judged)
    asked = _ids(cursor, _AROUND, known)
    cursor.unregister("judged_goals")
    cursor.execute("DROP TABLE touched_series; DROP TABLE goal_terms")
    return Concerned(judged=judged, asked=asked)


def _register_judged(cursor: duckdb.DuckDBPyConnection, judged: frozenset[str]) -> None:
    rows = pd.DataFrame({"goal_id": sorted(judged)}, dtype="str")
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


_CHANGED = (
    "(o.revision_from BETWEEN $first AND $last OR o.revision_to BETWEEN $first AND $last)"
)

_EVERYWHERE = f"""
SELECT EXISTS (FROM area o WHERE {_CHANGED}) OR EXISTS (FROM area_relation o WHERE {_CHANGED})
    OR EXISTS (FROM area_neighbour o WHERE {_CHANGED})
    OR EXISTS (FROM series_break o WHERE o.indicator_id = $people AND {_CHANGED})
"""
"""Whether something is touched that any goal may rest on: where areas lie, who lives there."""

_TOUCHED = f"""
CREATE OR REPLACE TEMP TABLE touched_series AS
SELECT s.indicator_id, s.definition_version, s.category, s.area_id, found.period
FROM (SELECT DISTINCT o.series_id, o.period FROM observation o WHERE {_CHANGED}) found
JOIN series s USING (series_id)
"""  # noqa: S608

_GOALS = """
CREATE OR REPLACE TEMP TABLE goal_terms AS
SELECT g.goal_id, s.indicator_id, s.definition_version, s.category, s.area_id,
       list_append(g.baseline_periods, v.last_period) AS periods, v.reassess_on, v.assessed_on,
       coalesce(v.noise_group, '') AS noise_group, v.goal_id IS NULL AS new,
       g.baseline_value IS NOT NULL AS frozen
FROM goal g JOIN series s USING (series_id)
LEFT JOIN assessment v ON v.goal_id = g.goal_id AND v.revision_to = $current
WHERE g.revision_to = $current
"""

_JUDGED = f"""
WITH dated AS (
    SELECT o.event_id, area_id, coalesce(indicator_id, '') AS indicator_id
    FROM event_scope o WHERE {_CHANGED}
    UNION SELECT event_id, area_id, coalesce(indicator_id, '') FROM event_scope
          WHERE event_id IN (SELECT o.event_id FROM event o WHERE {_CHANGED})),
named AS (
    SELECT o.goal_id FROM goal o WHERE {_CHANGED}
    UNION SELECT o.goal_id FROM goal_comparator o WHERE {_CHANGED}
    UNION SELECT o.goal_id FROM comparator_weight o WHERE {_CHANGED}
    UNION SELECT c.goal_id FROM goal_comparator c JOIN goal_terms g USING (goal_id)
          JOIN touched_series t ON t.area_id = c.area_id AND t.indicator_id = g.indicator_id
               AND t.definition_version = g.definition_version AND t.category = g.category
          WHERE c.revision_to = $current
    UNION SELECT s.goal_id FROM goal_terms s JOIN dated d USING (area_id)
          WHERE d.indicator_id IN ('', s.indicator_id)
    UNION SELECT s.goal_id FROM goal_terms s JOIN series_break b ON {OF_SERIES}
          WHERE b.break_id IN (SELECT o.break_id FROM series_break o WHERE {_CHANGED}))
SELECT s.goal_id FROM goal_terms s
WHERE s.goal_id IN (SELECT goal_id FROM named)
   OR (s.indicator_id, s.area_id, s.category)
      IN (SELECT (indicator_id, area_id, category) FROM touched_series)
   OR s.indicator_id IN (SELECT o.indicator_id FROM indicator o WHERE {_CHANGED})
   OR s.indicator_id IN (SELECT o.indicator_id FROM ladder o WHERE {_CHANGED})
   OR s.noise_group IN (SELECT o.noise_group FROM noise_model o WHERE {_CHANGED})
   OR ($on IS NOT NULL AND (s.new OR s.reassess_on <= $on OR s.assessed_on > $on))
"""  # noqa: S608

_LACKS_NOISE = """frozen AND list_contains($noisy, indicator_id) AND noise_group NOT IN
          (SELECT noise_group FROM noise_model WHERE revision_to = $current)"""

_LACKING = f"SELECT EXISTS (FROM goal_terms WHERE {_LACKS_NOISE})"

_WITHOUT_NOISE = f"""
WITH alike AS (
    SELECT indicator_id, definition_version, category FROM touched_series
    UNION SELECT indicator_id, definition_version, category FROM goal_terms
          WHERE goal_id IN (SELECT goal_id FROM judged_goals)
             OR indicator_id IN (SELECT o.indicator_id FROM series_break o WHERE {_CHANGED})
    UNION SELECT indicator_id, definition_version, category
          FROM goal o JOIN series s USING (series_id) WHERE {_CHANGED}),
lacking AS (
    SELECT indicator_id, definition_version, category FROM goal_terms
    WHERE {_LACKS_NOISE})
SELECT goal_id FROM goal_terms
SEMI JOIN alike USING (indicator_id, definition_version, category)
SEMI JOIN lacking USING (indicator_id, definition_version, category)
"""  # noqa: S608
"""Where something is touched and the noise of somebody is still unknown, it is sought again, in
all that the areas measured."""

_AROUND = f"""
WITH touched_areas AS MATERIALIZED (SELECT DISTINCT area_id FROM touched_series),
beside AS MATERIALIZED ({neighbours.BESIDE_SOME.format(areas="touched_areas")}),
counted AS (
    SELECT DISTINCT area_id FROM touched_series WHERE indicator_id = $people AND category = ''),
standing AS MATERIALIZED (FROM goal_terms ANTI JOIN judged_goals USING (goal_id)),
around AS (
    SELECT area_id FROM counted
    UNION SELECT r.other_area_id FROM counted JOIN area_relation r USING (area_id)
          WHERE r.revision_to = $current
    UNION SELECT a.municipality_id FROM counted JOIN area a USING (area_id)
          WHERE a.revision_to = $current),
wanted AS (
    SELECT goal_id, indicator_id, definition_version, category, area_id,
           unnest(periods) AS period
    FROM standing
    WHERE area_id IN (SELECT area_id FROM beside) OR list_contains($counted, indicator_id))
SELECT w.goal_id FROM wanted w JOIN beside b USING (area_id)
SEMI JOIN touched_series t ON t.area_id = b.other_area_id AND t.indicator_id = w.indicator_id
     AND t.definition_version = w.definition_version AND t.category = w.category
     AND t.period = w.period
UNION SELECT w.goal_id FROM wanted w
SEMI JOIN touched_series t USING (indicator_id, definition_version, category, period)
WHERE list_contains($counted, w.indicator_id)
UNION SELECT goal_id FROM standing SEMI JOIN around USING (area_id)
"""  # noqa: S608
"""Of the goals that are not judged again: around the others nothing is sought."""
