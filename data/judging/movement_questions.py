"""The questions to the store behind what the areas of an indicator did together."""

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
SEMI JOIN area_as_of($revision) a ON a.area_id = s.area_id
WHERE list_contains($ids, s.indicator_id)
  AND ($areas IS NULL OR list_contains($areas, s.area_id))
GROUP BY ALL ORDER BY ALL
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

GROUPS = f"""
{_FOLLOWED}
SELECT DISTINCT number, indicator_id, definition_version, category, kind, invented,
       smallest_difference FROM followed ORDER BY number
"""  # noqa: S608
"""The same groups, one row each."""

PLACES = f"""
{_FOLLOWED}
SELECT DISTINCT area_id FROM followed ORDER BY area_id
"""  # noqa: S608
"""The areas that are seen, in the order of their numbers: 1, 2, ..."""

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

VALUES = f"""
{_FOLLOWED},
mine AS MATERIALIZED (FROM followed WHERE $number IS NULL OR number = $number),
{_SINGLE.replace("followed f", "mine f")},
counted AS MATERIALIZED (
    SELECT number, period_end, period, count(*) AS areas
    FROM single GROUP BY ALL),
days AS MATERIALIZED (
    SELECT number, period_end, max(period_end) OVER (PARTITION BY number) AS last,
           row_number() OVER (PARTITION BY number ORDER BY period_end DESC) AS place
    FROM counted WHERE areas >= $fewest GROUP BY number, period_end),
with_goals AS MATERIALIZED (
    SELECT DISTINCT f.number FROM mine f
    SEMI JOIN (SELECT DISTINCT s.indicator_id, s.category
               FROM goal_as_of($revision) g JOIN series s USING (series_id)
               WHERE list_contains($ids, s.indicator_id)) promised
    USING (indicator_id, category)),
chosen AS MATERIALIZED (
    SELECT d.number, d.period_end, d.period_end = d.last AS latest
    FROM days d LEFT JOIN with_goals g USING (number)
    WHERE g.number IS NOT NULL OR d.place <= 2
       OR abs(date_diff('day', d.period_end, CAST(d.last - INTERVAL 1 YEAR AS DATE))) <= 20),
lately AS MATERIALIZED (
    SELECT DISTINCT s.number, s.area
    FROM single s SEMI JOIN (FROM chosen WHERE latest) USING (number, period_end)),
looked_at AS MATERIALIZED (
    SELECT s.number, s.period_end, s.period, s.area, s.value,
           $number IS NOT NULL OR l.area IS NOT NULL AS asked
    FROM single s SEMI JOIN chosen USING (number, period_end)
    LEFT JOIN lately l USING (number, area))
SELECT number, period_end, period, coalesce(list(area) FILTER (asked), []) AS area,
       coalesce(list(value) FILTER (asked), []) AS value
FROM looked_at GROUP BY number, period_end, period
UNION ALL SELECT number, NULL, NULL, list(DISTINCT area), [] FROM looked_at GROUP BY number
ORDER BY number, period_end, period
"""  # noqa: S608
"""The values of the days that are looked at: a row per group and period, areas in lists.

Of all groups those of the areas that are measured on its last day, of one $number all. One more
row of each, without a period, lists all of its areas.
"""

PARENTS = """
SELECT r.area_id, r.other_area_id AS parent_id, p.name AS parent_name
FROM area_relation_as_of($revision) r
JOIN area_as_of($revision) p ON p.area_id = r.other_area_id
WHERE r.relation = 'parent' ORDER BY ALL
"""

_CHANGED = "o.revision_from BETWEEN $first AND $last OR o.revision_to BETWEEN $first AND $last"

_TOUCHED = f"""
WITH RECURSIVE moved(area_id) AS (
    SELECT o.area_id FROM area o WHERE {_CHANGED}
    UNION SELECT o.area_id FROM area_relation o WHERE {_CHANGED}
    UNION SELECT r.area_id FROM moved JOIN area_relation r ON r.other_area_id = moved.area_id
          WHERE r.relation = 'parent'),
terms AS MATERIALIZED (
    SELECT indicator_id FROM series
    WHERE area_id IN (SELECT area_id FROM moved)
       OR series_id IN (SELECT o.series_id FROM goal o WHERE {_CHANGED})
    UNION SELECT o.indicator_id FROM series_break o WHERE {_CHANGED}
    UNION SELECT o.indicator_id FROM indicator o WHERE {_CHANGED})
"""  # noqa: S608

TOUCHED = f"""
{_TOUCHED}
SELECT DISTINCT indicator_id FROM series
WHERE indicator_id IN (FROM terms)
   OR series_id IN (SELECT o.series_id FROM observation o WHERE {_CHANGED})
"""  # noqa: S608

MOVED = f"""
{_TOUCHED},
measured AS MATERIALIZED (
    SELECT DISTINCT s.indicator_id, s.definition_version, s.category, o.period_end
    FROM observation o JOIN (FROM series ANTI JOIN terms USING (indicator_id)) s
         USING (series_id)
    WHERE {_CHANGED}),
several AS (
    SELECT m.indicator_id
    FROM measured m JOIN series s USING (indicator_id, definition_version, category)
    JOIN {{observation}} o ON o.series_id = s.series_id AND o.period_end = m.period_end
    GROUP BY m.indicator_id, m.definition_version, m.category, m.period_end
    HAVING count(DISTINCT s.area_id) >= $fewest)
SELECT DISTINCT indicator_id,
       indicator_id NOT IN (FROM terms) AND indicator_id NOT IN (FROM several) AS unmoved
FROM (FROM terms UNION SELECT indicator_id FROM measured)
"""  # noqa: S608
"""What is touched, and whether only on days on which too few areas were ever measured.

Of what is touched otherwise no day is looked at: in a store that is new, that is everything.

``{observation}`` stands for where all measurements are.
"""
