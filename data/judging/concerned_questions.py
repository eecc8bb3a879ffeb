"""The questions to the store behind which goals a change concerns.

``written_measurement`` is what was measured, where and when: it is laid out by
`data.judging.written_measurements`.
"""

from data.judging import neighbours
from data.judging.breaks import OF_SERIES
from data.store.written import CHANGED

EVERYWHERE = frozenset({"area", "area_relation", "area_neighbour"})
"""Where areas lie: any goal may rest on it."""

OF_PEOPLE = f"""
SELECT EXISTS (FROM series_break o WHERE o.indicator_id = $people AND {CHANGED})
"""
"""Any goal may rest on who lives where, too."""

FOUND = """
WITH periods AS MATERIALIZED (SELECT DISTINCT period FROM written_measurement)
SELECT (SELECT count(*) FROM goal WHERE revision_to = $current)
       <> (SELECT count(*) FROM assessment WHERE revision_to = $current),
       (SELECT list(noise_group) FROM (
            SELECT coalesce(noise_group, '') AS noise_group FROM (
                SELECT DISTINCT noise_group FROM assessment WHERE revision_to = $current)
            EXCEPT SELECT noise_group FROM noise_model WHERE revision_to = $current)),
       EXISTS (FROM assessment
               WHERE revision_to = $current AND last_period IN (SELECT period FROM periods))
       OR EXISTS (FROM (SELECT unnest(baseline_periods) AS period FROM goal
                        WHERE revision_to = $current) SEMI JOIN periods USING (period))
       OR EXISTS (FROM written_measurement WHERE indicator_id = $people)
"""

NOISY = """
SELECT 1 FROM assessment v JOIN goal g ON g.goal_id = v.goal_id AND g.revision_to = $current
JOIN series s USING (series_id)
WHERE v.revision_to = $current AND list_contains($unknown, coalesce(v.noise_group, ''))
  AND list_contains($noisy, s.indicator_id) LIMIT 1
"""
"""One row where somebody's values vary whose group has no noise."""

JUDGED_BY = """
WITH terms AS (
    SELECT g.goal_id, s.indicator_id, s.definition_version, s.category, s.area_id
    FROM goal g JOIN series s USING (series_id) WHERE g.revision_to = $current)
SELECT DISTINCT goal_id FROM ({parts})
"""

THAT_ARE_THERE = " SEMI JOIN (FROM goal WHERE revision_to = $current) USING (goal_id)"

_NAMED = f"SELECT o.goal_id FROM {{table}} o WHERE {CHANGED}"  # noqa: S608

_OF_THE_INDICATOR = f"""
SELECT goal_id FROM terms
WHERE indicator_id IN (SELECT o.indicator_id FROM {{table}} o WHERE {CHANGED})
"""  # noqa: S608

_DATED = """
SELECT s.goal_id FROM terms s JOIN event_scope d USING (area_id)
WHERE coalesce(d.indicator_id, '') IN ('', s.indicator_id) AND {dated}
"""

JUDGED = {
    **{
        table: _NAMED.replace("{table}", table)
        for table in ("goal", "goal_comparator", "comparator_weight")
    },
    **{table: _OF_THE_INDICATOR.replace("{table}", table) for table in ("indicator", "ladder")},
    "observation": """
SELECT goal_id FROM terms SEMI JOIN written_measurement USING (indicator_id, area_id, category)
UNION ALL
SELECT c.goal_id FROM goal_comparator c JOIN terms g USING (goal_id)
JOIN written_measurement t ON t.area_id = c.area_id AND t.indicator_id = g.indicator_id
     AND t.definition_version = g.definition_version AND t.category = g.category
WHERE c.revision_to = $current
""",
    "event_scope": _DATED.replace("{dated}", CHANGED.replace("o.", "d.")),
    "event": _DATED.replace(
        "{dated}",
        f"d.event_id IN (SELECT o.event_id FROM event o WHERE {CHANGED})",  # noqa: S608
    ),
    "series_break": f"""
SELECT s.goal_id FROM terms s JOIN series_break b ON {OF_SERIES}
WHERE b.break_id IN (SELECT o.break_id FROM series_break o WHERE {CHANGED})
""",  # noqa: S608
    "noise_model": f"""
SELECT goal_id FROM assessment WHERE revision_to = $current
  AND noise_group IN (SELECT o.noise_group FROM noise_model o WHERE {CHANGED})
""",  # noqa: S608
}
"""Which goals are judged again when one of these tables is written of."""

BY_THE_DAY = """
SELECT goal_id FROM assessment
WHERE revision_to = $current
  AND (reassess_on <= $on OR assessed_on > $on OR rule_version <> $rule)
"""
"""What was decided by another rule is decided again, or verdicts by two would stand."""

NEW = """
SELECT goal_id FROM goal ANTI JOIN (FROM assessment WHERE revision_to = $current)
USING (goal_id) WHERE revision_to = $current
"""

_TERMS = """
terms AS MATERIALIZED (
    SELECT g.goal_id, s.indicator_id, s.definition_version, s.category, s.area_id,
           list_append(g.baseline_periods, v.last_period) AS periods,
           g.baseline_value IS NOT NULL
           AND coalesce(v.noise_group, '') NOT IN (
               SELECT noise_group FROM noise_model WHERE revision_to = $current) AS unknown
    FROM goal g JOIN series s USING (series_id)
    LEFT JOIN assessment v ON v.goal_id = g.goal_id AND v.revision_to = $current
    WHERE g.revision_to = $current)
"""

LACKING = f"""
WITH {_TERMS} SELECT EXISTS (FROM terms WHERE unknown AND list_contains($noisy, indicator_id))
"""

WITHOUT_NOISE = f"""
WITH {_TERMS},
alike AS (
    SELECT indicator_id, definition_version, category FROM written_measurement
    UNION SELECT indicator_id, definition_version, category FROM terms
          WHERE goal_id IN (SELECT goal_id FROM judged_goals)
             OR indicator_id IN (SELECT o.indicator_id FROM series_break o WHERE {CHANGED})
    UNION SELECT indicator_id, definition_version, category
          FROM goal o JOIN series s USING (series_id) WHERE {CHANGED}),
lacking AS (
    SELECT indicator_id, definition_version, category FROM terms
    WHERE unknown AND list_contains($noisy, indicator_id))
SELECT goal_id FROM terms
SEMI JOIN alike USING (indicator_id, definition_version, category)
SEMI JOIN lacking USING (indicator_id, definition_version, category)
"""  # noqa: S608
"""Where something is touched and the noise of somebody is still unknown, it is sought again, in
all that the areas measured."""

AROUND = f"""
WITH {_TERMS},
touched_areas AS MATERIALIZED (SELECT DISTINCT area_id FROM written_measurement),
beside AS MATERIALIZED ({neighbours.BESIDE_SOME.format(areas="touched_areas")}),
counted AS (
    SELECT DISTINCT area_id FROM written_measurement
    WHERE indicator_id = $people AND category = ''),
standing AS MATERIALIZED (FROM terms ANTI JOIN judged_goals USING (goal_id)),
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
SEMI JOIN written_measurement t
      ON t.area_id = b.other_area_id AND t.indicator_id = w.indicator_id
     AND t.definition_version = w.definition_version AND t.category = w.category
     AND t.period = w.period
UNION SELECT w.goal_id FROM wanted w
SEMI JOIN written_measurement t USING (indicator_id, definition_version, category, period)
WHERE list_contains($counted, w.indicator_id)
UNION SELECT goal_id FROM standing SEMI JOIN around USING (area_id)
"""  # noqa: S608
"""Of the goals that are not judged again: around the others nothing is sought."""
