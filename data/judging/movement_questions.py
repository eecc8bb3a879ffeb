"""The questions to the store behind what the areas of an indicator did together."""

from collections.abc import Callable

import pandas as pd

from data.store.written import CHANGED, counted

Ask = Callable[..., pd.DataFrame]
"""Answers SQL at one revision, such as `Reader.rows`: ``$revision`` is known to it."""

FOLLOWED = """
SELECT indicator_id, count(*) AS series FROM series
WHERE revision_from <= $revision AND ($ids IS NULL OR list_contains($ids, indicator_id))
GROUP BY ALL ORDER BY ALL
"""

GOALS = """
SELECT g.goal_id, g.worse, g.mid,
       coalesce(array_to_string(g.baseline_periods, chr(31)), '') AS baseline_periods,
       s.indicator_id, s.category, s.area_id
FROM goal_as_of($revision) g JOIN series s USING (series_id)
JOIN area_as_of($revision) a USING (area_id)
WHERE list_contains($ids, s.indicator_id)
  AND ($areas IS NULL OR list_contains($areas, s.area_id))
ORDER BY a.name COLLATE sv, s.indicator_id, s.category, g.goal_id
"""

BREAKS = """
SELECT indicator_id, definition_version, category, first_period_start
FROM series_break_as_of($revision) WHERE coalesce(area_id, '') = '' AND blocks_change
"""
"""The breaks that concern every area and stop comparison of values."""

SEPARATOR = "\x1f"
"""What stands between the baseline periods of a goal."""

PROMISED = """
SELECT s.indicator_id, s.category, g.worse,
       coalesce(array_to_string(g.baseline_periods, chr(31)), '') AS baseline_periods,
       list(g.goal_id) AS goal_ids, list(s.area_id) AS area_ids,
       list(coalesce(g.mid, CAST('NaN' AS DOUBLE))) AS mids
FROM goal_as_of($revision) g JOIN series s USING (series_id)
WHERE list_contains($ids, s.indicator_id)
GROUP BY ALL
"""
"""The goals of some indicators: those with the same worse way and reference on one row."""

_FOLLOWED = """
WITH defined AS MATERIALIZED (
    SELECT indicator_id, definition_version, definition ->> '$.evidence' AS evidence,
           CAST(definition ->> '$.smallest_difference' AS DOUBLE) AS smallest_difference
    FROM indicator_as_of($revision) WHERE list_contains($ids, indicator_id)),
followed AS MATERIALIZED (
    SELECT s.series_id, s.area_id, s.indicator_id, s.definition_version, s.category, a.kind,
           coalesce(a.invented, false) AS invented,
           i.smallest_difference,
           dense_rank() OVER (ORDER BY s.indicator_id, s.definition_version, s.category, a.kind,
                              coalesce(a.invented, false)) AS number,
           dense_rank() OVER (ORDER BY s.area_id) AS area,
           count(*) OVER (PARTITION BY s.area_id, s.indicator_id, s.definition_version,
                          s.category) > 1 AS doubled
    FROM series s JOIN area_as_of($revision) a USING (area_id)
    LEFT JOIN defined i ON i.indicator_id = s.indicator_id
         AND i.definition_version = s.definition_version
    WHERE list_contains($ids, s.indicator_id)
      AND ($areas IS NULL OR list_contains($areas, s.area_id))
      AND coalesce(i.evidence, '') <> $ordinal)
"""

AREAS = f"""
{_FOLLOWED}
SELECT DISTINCT number, area, area_id, indicator_id, definition_version, category, kind,
       invented, smallest_difference FROM followed ORDER BY number, area
"""  # noqa: S608
"""The groups of areas that are seen together, by number, and the areas in them."""

_SINGLE = """
known AS MATERIALIZED (
    SELECT o.series_id, f.number, f.area, o.period, o.period_end, o.value, f.doubled
    FROM observation_as_of($revision) o JOIN followed f USING (series_id)
    WHERE o.value IS NOT NULL AND o.status = 'final'),
single AS (
    SELECT number, area, period, period_end, value FROM known WHERE NOT doubled
    UNION ALL
    (SELECT number, area, period, period_end, value FROM known WHERE doubled
     QUALIFY row_number() OVER (PARTITION BY number, area, period
                                ORDER BY series_id DESC) = 1))
"""

EVERY_VALUE = f"""
{_FOLLOWED},
{_SINGLE}
SELECT number, area, period, period_end, value FROM single
"""  # noqa: S608
"""Every final value, one per area and period of a group."""

GROUPS = """
WITH defined AS (
    SELECT indicator_id, definition_version, definition ->> '$.evidence' AS evidence,
           CAST(definition ->> '$.smallest_difference' AS DOUBLE) AS smallest_difference
    FROM indicator_as_of($revision) WHERE list_contains($ids, indicator_id)),
followed AS (
    SELECT s.indicator_id, s.definition_version, s.category, a.kind,
           coalesce(a.invented, false) AS invented, list(s.series_id) AS series,
           list(s.area_id) AS area_ids
    FROM series s JOIN area_as_of($revision) a USING (area_id)
    WHERE list_contains($ids, s.indicator_id)
      AND ($areas IS NULL OR list_contains($areas, s.area_id))
    GROUP BY ALL)
SELECT f.*, i.smallest_difference
FROM followed f LEFT JOIN defined i USING (indicator_id, definition_version)
WHERE coalesce(i.evidence, '') <> $ordinal
ORDER BY indicator_id, definition_version, category, kind, invented
"""
"""The groups of areas that are seen together: their series, and the area of each."""

VALUES = """
SELECT period_end, period, list(series_id) AS series, list(value) AS value
FROM observation_as_of($revision)
WHERE value IS NOT NULL AND status = 'final'
  AND series_id IN (SELECT series_id FROM series WHERE list_contains($ids, indicator_id))
GROUP BY ALL ORDER BY ALL
"""
"""Every final value of some indicators: a row per period, series and values in lists."""

PARENTS = """
SELECT r.area_id, r.other_area_id AS parent_id, p.name AS parent_name
FROM area_relation_as_of($revision) r
JOIN area_as_of($revision) p ON p.area_id = r.other_area_id
WHERE r.relation = 'parent' ORDER BY ALL
"""

MEASURED = """
SELECT indicator_id, definition_version, category, period_end,
       count(DISTINCT area_id) AS areas
FROM {written} WHERE NOT list_contains($moved, indicator_id) GROUP BY ALL
"""
"""On which days something was written of, and in how many areas: of the indicators that are
not known to have moved, since of a whole nation the areas of each day take 3 GB to count.

``{written}`` stands for what was written of: `data.judging.written_measurements`."""

SEVERAL = """
SELECT DISTINCT m.indicator_id
FROM written_days m JOIN series s USING (indicator_id, definition_version, category)
JOIN {observation} o ON o.series_id = s.series_id AND o.period_end = m.period_end
WHERE o.period_end BETWEEN $earliest AND $latest
GROUP BY m.indicator_id, m.definition_version, m.category, m.period_end
HAVING count(DISTINCT s.area_id) >= $fewest
"""
"""Of which of them enough areas have ever been measured on one of those days.

``{observation}`` stands for where all measurements are.
"""

_OF_TABLE = {
    "goal": f"""
SELECT indicator_id FROM series
WHERE series_id IN (SELECT o.series_id FROM goal o WHERE {CHANGED})
""",  # noqa: S608
    "series_break": f"SELECT o.indicator_id FROM series_break o WHERE {CHANGED}",  # noqa: S608
    "indicator": f"SELECT o.indicator_id FROM indicator o WHERE {CHANGED}",  # noqa: S608
    "observation": f"""
SELECT indicator_id FROM series
WHERE series_id IN (SELECT series_id FROM {counted("observation")})
""",  # noqa: S608
}

_AREAS = ("area", "area_relation")

_MOVED = f"""
WITH RECURSIVE moved(area_id) AS (
    SELECT o.area_id FROM area o WHERE {CHANGED}
    UNION SELECT o.area_id FROM area_relation o WHERE {CHANGED}
    UNION SELECT r.area_id FROM moved JOIN area_relation r ON r.other_area_id = moved.area_id
          WHERE r.relation = 'parent')
SELECT indicator_id FROM series WHERE area_id IN (SELECT area_id FROM moved)
"""  # noqa: S608

TERMS = (*_AREAS, *(one for one in _OF_TABLE if one != "observation"))
"""What the areas of an indicator are seen together by, beside what was measured."""


def touched(tables: frozenset[str]) -> str | None:
    """Write which indicators are touched by what is written of some tables; None for none.

    Of measurements, $number rows are written.
    """
    parts = [f"({sql})" for table, sql in _OF_TABLE.items() if table in tables]
    if not tables.isdisjoint(_AREAS):
        parts.append(f"({_MOVED})")
    return " UNION ".join(parts) or None
