"""Questions about series: their measurements, what has stood there before, their breaks."""

from collections.abc import Sequence

import pandas as pd

from data.answers.reader import Reader


def series_of(
    reader: Reader, *, area_id: str | None = None, indicator_id: str | None = None
) -> pd.DataFrame:
    """What is followed: in one area, of one indicator, or all.

    One row per series with observations: its six-part key, ``series_id``, ``area_name``,
    ``area_name_en``, ``invented``, ``observations`` (how many), ``first_period``,
    ``last_period``, ``last_value``, ``last_class``, ``has_goal``.
    """
    return reader.visible(_SERIES, area_id=area_id, indicator_id=indicator_id)


def observations_of(reader: Reader, *, series_ids: Sequence[int]) -> pd.DataFrame:
    """The measurements of some series, by series and then by time.

    One row per series and period: ``series_id``, ``area_id``, ``indicator_id``,
    ``definition_version``, ``category``, ``period``, ``period_start``, ``period_end``,
    ``value`` (published unit), ``class_code``, ``numerator``, ``denominator``, ``n``, ``low``,
    ``high`` (95 %), ``missing_reason``, ``status``, ``evidence``, ``source``, ``note``,
    ``revision_from``.
    """
    return reader.visible(
        """
        SELECT s.series_id, s.area_id, s.indicator_id, s.definition_version, s.category,
               o.* EXCLUDE (series_id, revision_to, brought_by)
        FROM observation_as_of($revision) o JOIN series s USING (series_id)
        WHERE list_contains($series_ids, s.series_id)
        ORDER BY s.series_id, o.period_start, o.period_end
        """,
        series_ids=[int(series_id) for series_id in series_ids],
    )


def earlier_values(reader: Reader, *, series_id: int) -> pd.DataFrame:
    """Everything that has stood in a series: one row per value and the revision it held.

    ``period``, ``value``, ``class_code``, ``status``, ``revision_from``, ``committed_at``,
    ``actor``, ``file_name``, ``replaced_by`` (NULL while it stands).
    """
    return reader.visible(
        """
        SELECT s.area_id, o.period, o.value, o.class_code, o.status, o.revision_from,
               r.committed_at, r.actor, r.file_name,
               CASE WHEN o.revision_to <= $revision THEN o.revision_to END AS replaced_by
        FROM observation o JOIN series s USING (series_id)
        JOIN revision r ON r.revision_id = o.revision_from
        WHERE series_id = $series_id AND o.revision_from <= $revision
        ORDER BY o.period_start, o.revision_from
        """,
        series_id=int(series_id),
    )


def all_breaks(reader: Reader) -> pd.DataFrame:
    """Every series break: the columns of ``series_break``; empty id or area means all."""
    return reader.rows(
        "SELECT * EXCLUDE (revision_from, revision_to, brought_by) "
        "FROM series_break_as_of($revision) ORDER BY first_period_start, break_id"
    )


_SERIES = """
SELECT s.* EXCLUDE (revision_from), a.name AS area_name, a.name_en AS area_name_en,
       coalesce(a.invented, false) AS invented, count(*) AS observations,
       arg_min(o.period, o.period_start) AS first_period,
       arg_max(o.period, o.period_end) AS last_period,
       arg_max(o.value, o.period_end) AS last_value,
       arg_max(o.class_code, o.period_end) AS last_class,
       bool_or(g.goal_id IS NOT NULL) AS has_goal
FROM series s
JOIN observation_as_of($revision) o USING (series_id)
LEFT JOIN area_as_of($revision) a USING (area_id)
LEFT JOIN (SELECT series_id, min(goal_id) AS goal_id FROM goal_as_of($revision)
           GROUP BY ALL) g USING (series_id)
WHERE ($area_id IS NULL OR s.area_id = $area_id)
  AND ($indicator_id IS NULL OR s.indicator_id = $indicator_id)
GROUP BY ALL
ORDER BY s.indicator_id, s.category, area_name COLLATE sv, s.series_id
"""
