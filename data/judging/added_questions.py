"""The questions to the store behind what was added to what areas did together."""

from data.judging.movement_row import GROUP

_KEY = ", ".join(GROUP)

KEPT = f"""
SELECT c.* EXCLUDE (revision_from, revision_to, brought_by), d.days, d.periods
FROM common_movement c LEFT JOIN common_movement_days d USING ({_KEY})
WHERE c.revision_to = $current AND list_contains($ids, c.indicator_id)
ORDER BY {_KEY}
"""  # noqa: S608
"""What is kept of some indicators, a row per group, with the days that it is kept of."""

WRITTEN = """
SELECT o.series_id, o.indicator_id, o.definition_version, o.category, a.kind,
       coalesce(a.invented, false) AS invented, o.area_id, o.period,
       CAST(o.period_end AS TIMESTAMP) AS period_end, o.measured,
       o.revision_from >= $first AS came, o.revision_to > $revision AS stands
FROM written_measurement o JOIN area_as_of($revision) a USING (area_id)
WHERE list_contains($ids, o.indicator_id)
"""
"""The measurements of some indicators that were opened or closed."""

COUNTED = f"""
WITH ordinal AS (
    SELECT indicator_id, definition_version FROM indicator_as_of($revision)
    WHERE definition ->> '$.evidence' = $ordinal)
SELECT {_KEY}, count(DISTINCT area_id) AS areas FROM (
    SELECT s.indicator_id, s.definition_version, s.category, a.kind,
           coalesce(a.invented, false) AS invented, s.area_id
    FROM series s JOIN area_as_of($revision) a USING (area_id)
    ANTI JOIN ordinal o ON o.indicator_id = s.indicator_id
         AND o.definition_version = s.definition_version
    WHERE list_contains($ids, s.indicator_id))
GROUP BY ALL
"""  # noqa: S608
"""How many areas each group of some indicators has; of classes none are seen together."""

ON_DAYS = """
WITH measured AS MATERIALIZED (
    SELECT series_id, period, period_end FROM observation_as_of($revision)
    WHERE period_end BETWEEN CAST($earliest AS DATE) AND CAST($latest AS DATE)
      AND value IS NOT NULL AND status = 'final'),
new AS MATERIALIZED (
    SELECT DISTINCT series_id, indicator_id, definition_version, category, area_id
    FROM written_measurement),
others AS MATERIALIZED (FROM measured ANTI JOIN new USING (series_id)),
placed AS (
    SELECT s.*, m.period, m.period_end FROM measured m JOIN new s USING (series_id)
    UNION ALL
    SELECT s.series_id, s.indicator_id, s.definition_version, s.category, s.area_id, o.period,
           o.period_end
    FROM series s JOIN others o USING (series_id))
SELECT d.place, CAST(o.period_end AS TIMESTAMP) AS period_end, o.period,
       list(DISTINCT o.area_id) AS area_ids
FROM placed o JOIN area_as_of($revision) a USING (area_id)
JOIN asked_days d ON d.indicator_id = o.indicator_id
     AND d.definition_version = o.definition_version AND d.category = o.category
     AND d.kind = a.kind AND d.invented = coalesce(a.invented, false)
     AND d.period_end = o.period_end
GROUP BY ALL ORDER BY ALL
"""
"""In which areas groups were measured on some days, a row per group, day and period."""

SERIES = """
SELECT n.place, list(s.series_id) AS series, list(s.area_id) AS area_ids
FROM asked_areas n JOIN series s
  ON s.area_id = n.area_id AND s.indicator_id = n.indicator_id
 AND s.definition_version = n.definition_version AND s.category = n.category
GROUP BY n.place ORDER BY n.place
"""
"""The series of some areas of groups, a row per group."""

VALUES = """
SELECT CAST(period_end AS TIMESTAMP) AS period_end, period, list(series_id) AS series,
       list(value) AS value, list(revision_from >= $first) AS came
FROM observation_as_of($revision) SEMI JOIN asked_series USING (series_id)
WHERE value IS NOT NULL AND status = 'final'
  AND period_end IN (SELECT unnest(CAST($days AS DATE[])))
  AND ($some IS NULL OR list_contains($some, series_id))
GROUP BY ALL ORDER BY ALL
"""
"""The final values of some series on some days: as `movement_questions.VALUES` gives them,
with whether each has come since."""

PROMISED = """
WITH near AS (SELECT DISTINCT indicator_id, category, area_id, true AS there FROM asked_areas)
SELECT s.indicator_id, s.category, g.worse,
       coalesce(array_to_string(g.baseline_periods, chr(31)), '') AS baseline_periods,
       coalesce(list(g.goal_id) FILTER (n.there), []) AS goal_ids,
       coalesce(list(s.area_id) FILTER (n.there), []) AS area_ids,
       coalesce(list(coalesce(g.mid, CAST('NaN' AS DOUBLE))) FILTER (n.there), []) AS mids
FROM goal_as_of($revision) g JOIN series s USING (series_id)
LEFT JOIN near n ON n.indicator_id = s.indicator_id AND n.category = s.category
     AND n.area_id = s.area_id
WHERE list_contains($ids, s.indicator_id)
GROUP BY ALL
"""
"""As `movement_questions.PROMISED`, with those goals only whose areas are asked about.

That nobody else's is among them does not matter: it would only tell whether everything alarms,
which is asked of all areas.
"""
