"""Questions about series: their measurements, what has stood there before, their breaks."""

from collections.abc import Sequence

import pandas as pd

from data.answers.reader import Reader
from data.store.noted import of_all, of_areas, of_indicators, of_series, of_what_brought_it


def series_of(
    reader: Reader,
    *,
    area_id: str | None = None,
    indicator_id: str | None = None,
    series_id: int | None = None,
) -> pd.DataFrame:
    """What is followed: in one area, of one indicator, one by its number, or all.

    One row per series with observations: its six-part key, ``series_id``, ``area_name``,
    ``area_name_en``, ``invented``, ``observations`` (how many), ``first_period``,
    ``last_period``, ``last_value``, ``last_class``, ``has_goal``.
    """
    if series_id is not None:
        narrowed = of_series([series_id])
    elif area_id is not None:
        narrowed = of_areas([area_id])
    else:
        narrowed = of_all() if indicator_id is None else of_indicators([indicator_id])
    with narrowed:
        return reader.visible(
            _SERIES, area_id=area_id, indicator_id=indicator_id, series_id=series_id
        )


def how_many(reader: Reader) -> pd.DataFrame:
    """How much is followed, counted where it is kept: series themselves are very many.

    One row per ``indicator_id``, ``kind`` of area, ``category`` and ``invented``: ``series``
    with observations, ``goals`` (those that have one), ``areas``, and ``areas_of_kind``, those
    of all its categories.
    """
    return reader.rows(_HOW_MANY, areas=_seen(reader))


def how_long(
    reader: Reader, *, area_id: str | None = None, indicator_id: str | None = None
) -> pd.DataFrame:
    """How many ``observations`` each ``series_id`` has that has any, by its number.

    Series are very many: of all of them nothing else is read.
    """
    return reader.rows(
        _HOW_LONG, areas=_seen(reader), area_id=area_id, indicator_id=indicator_id
    )


def without_goals(reader: Reader, *, area_ids: tuple[str, ...] | None = None) -> pd.DataFrame:
    """What is followed without a goal, in some areas or (None) in all.

    One row per ``indicator_id`` and ``invented``: ``areas`` (how many), and the
    ``first_period`` and ``last_period`` of any series.
    """
    asked = None if area_ids is None else list(area_ids)
    with of_all() if area_ids is None else of_areas(area_ids):
        return reader.rows(_WITHOUT_GOALS, areas=_seen(reader), asked=asked)


def _seen(reader: Reader) -> list[str] | None:
    return None if reader.viewer.areas is None else sorted(reader.viewer.areas)


def observations_of(reader: Reader, *, series_ids: Sequence[int]) -> pd.DataFrame:
    """The measurements of some series, by series and then by time.

    One row per series and period: ``series_id``, ``area_id``, ``indicator_id``,
    ``definition_version``, ``category``, ``period``, ``period_start``, ``period_end``,
    ``value`` (published unit), ``class_code``, ``numerator``, ``denominator``, ``n``, ``low``,
    ``high`` (95 %), ``missing_reason``, ``status``, ``evidence``, ``source``, ``note``,
    ``revision_from``, ``unreleased`` (others do not see it yet).
    """
    ids = [int(series_id) for series_id in series_ids]
    with of_series(ids):
        rows = reader.visible(
            """
            SELECT s.series_id, s.area_id, s.indicator_id, s.definition_version, s.category,
                   o.* EXCLUDE (series_id, revision_to, brought_by)
            FROM observation_as_of($revision) o JOIN series s USING (series_id)
            WHERE list_contains($series_ids, s.series_id)
            ORDER BY s.series_id, o.period_start, o.period_end
            """,
            series_ids=ids,
        )
    # Not asked of the store, where every release and import would be a change of every answer.
    return rows.assign(unreleased=rows["revision_from"].isin(reader.viewer.early))


def earlier_values(reader: Reader, *, series_id: int) -> pd.DataFrame:
    """Everything that has stood in a series: one row per value and the revision it held.

    ``period``, ``value``, ``class_code``, ``status``, ``revision_from``, ``committed_at``,
    ``actor``, ``file_name``, ``replaced_by`` (NULL while it stands).
    """
    with of_series([int(series_id)]), of_what_brought_it():
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


_OF = """
($areas IS NULL OR s.area_id IN (SELECT unnest(CAST($areas AS VARCHAR[]))))
"""

_HOW_MANY = f"""
WITH counted AS (
    SELECT s.indicator_id, a.kind, s.category, coalesce(a.invented, false) AS invented,
           s.area_id, s.series_id IN (SELECT series_id FROM goal_as_of($revision)) AS has_goal
    FROM series s SEMI JOIN observation_as_of($revision) USING (series_id)
    LEFT JOIN area_as_of($revision) a USING (area_id)
    WHERE {_OF}),
kinds AS (
    SELECT indicator_id, kind, invented, count(DISTINCT area_id) AS areas_of_kind
    FROM counted GROUP BY ALL)
SELECT c.indicator_id, c.kind, c.category, c.invented, count(*) AS series,
       count(*) FILTER (c.has_goal) AS goals, count(DISTINCT c.area_id) AS areas,
       any_value(k.areas_of_kind) AS areas_of_kind
FROM counted c JOIN kinds k ON k.indicator_id = c.indicator_id AND k.invented = c.invented
     AND k.kind IS NOT DISTINCT FROM c.kind
GROUP BY ALL ORDER BY c.indicator_id, c.category, c.kind, c.invented
"""  # noqa: S608 - no word of anybody's

_HOW_LONG = f"""
SELECT s.series_id, count(*) AS observations
FROM series s JOIN observation_as_of($revision) o USING (series_id)
WHERE {_OF} AND ($area_id IS NULL OR s.area_id = $area_id)
  AND ($indicator_id IS NULL OR s.indicator_id = $indicator_id)
GROUP BY s.series_id ORDER BY s.series_id
"""  # noqa: S608 - no word of anybody's

_WITHOUT_GOALS = f"""
WITH measured AS (
    SELECT s.indicator_id, coalesce(a.invented, false) AS invented, s.area_id,
           arg_min(o.period, o.period_start) AS first_period,
           arg_max(o.period, o.period_end) AS last_period
    FROM series s JOIN observation_as_of($revision) o USING (series_id)
    LEFT JOIN area_as_of($revision) a USING (area_id)
    WHERE {_OF} AND s.series_id NOT IN (SELECT series_id FROM goal_as_of($revision))
      AND ($asked IS NULL OR s.area_id IN (SELECT unnest(CAST($asked AS VARCHAR[]))))
    GROUP BY s.series_id, s.indicator_id, a.invented, s.area_id)
SELECT indicator_id, invented, count(DISTINCT area_id) AS areas,
       min(first_period) AS first_period, max(last_period) AS last_period
FROM measured GROUP BY ALL ORDER BY ALL
"""  # noqa: S608 - no word of anybody's

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
  AND ($series_id IS NULL OR s.series_id = $series_id)
GROUP BY ALL
ORDER BY s.indicator_id, s.category, area_name COLLATE sv, s.series_id
"""
