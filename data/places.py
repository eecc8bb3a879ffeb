"""Questions across areas: one indicator everywhere, and where everywhere is."""

import pandas as pd

from data.reader import Reader


def of_indicator(reader: Reader, *, indicator_id: str) -> pd.DataFrame:
    """Every measurement of one indicator in every visible area, in one query.

    One row per series and period, by area name and time: the columns of
    `Reader.observations`, and of its series ``definition_version``, ``geo_version``,
    ``supplier``; ``kind``, ``area_name``, ``area_name_en``, ``invented``,
    ``municipality_id``, ``parent_id``; ``goal_id`` ('' for a series without a goal).
    """
    return reader.visible(
        """
        SELECT s.series_id, s.area_id, s.indicator_id, s.category, s.definition_version,
               s.geo_version, s.supplier, a.kind, a.name AS area_name,
               a.name_en AS area_name_en, coalesce(a.invented, false) AS invented,
               coalesce(a.municipality_id, '') AS municipality_id,
               coalesce(p.parent_id, '') AS parent_id, coalesce(g.goal_id, '') AS goal_id,
               o.* EXCLUDE (series_id, revision_to, brought_by)
        FROM series s
        JOIN observation_as_of($revision) o USING (series_id)
        JOIN area_as_of($revision) a USING (area_id)
        LEFT JOIN (SELECT area_id, min(other_area_id) AS parent_id
                   FROM area_relation_as_of($revision) WHERE relation = 'parent'
                   GROUP BY ALL) p USING (area_id)
        LEFT JOIN (SELECT series_id, min(goal_id) AS goal_id FROM goal_as_of($revision)
                   GROUP BY ALL) g USING (series_id)
        WHERE s.indicator_id = $indicator_id
        ORDER BY a.name COLLATE sv, s.area_id, s.series_id, o.period_start, o.period_end
        """,
        indicator_id=indicator_id,
    )


def comparators(reader: Reader, *, indicator_id: str) -> pd.DataFrame:
    """The areas that the goals on one indicator are compared with.

    One row per goal and named area: ``goal_id``, ``area_id``, ``weight``.
    """
    return reader.visible(
        """
        SELECT c.goal_id, c.area_id, c.weight
        FROM goal_comparator_as_of($revision) c
        JOIN goal_as_of($revision) g USING (goal_id) JOIN series s USING (series_id)
        WHERE s.indicator_id = $indicator_id ORDER BY ALL
        """,
        indicator_id=indicator_id,
    )


def boundaries(reader: Reader, *, kind: str) -> pd.DataFrame:
    """The boundaries of every visible area of one kind, in every version there is.

    One row per area and version: ``area_id``, ``area_name``, ``invented``, ``geo_version``,
    ``geojson`` (longitude and latitude), ``source``, ``licence``, ``committed_at`` (UTC).
    """
    return reader.visible(
        """
        SELECT b.area_id, a.name AS area_name, coalesce(a.invented, false) AS invented,
               b.geo_version, b.geojson, b.source, b.licence, r.committed_at
        FROM area_boundary_as_of($revision) b
        JOIN area_as_of($revision) a USING (area_id)
        LEFT JOIN revision r ON r.revision_id = b.brought_by
        WHERE a.kind = $kind
        ORDER BY a.name COLLATE sv, b.area_id, b.geo_version
        """,
        kind=kind,
    )


def kinds_with_boundaries(reader: Reader) -> pd.DataFrame:
    """Which kinds of area have boundaries: ``kind``, ``invented``, ``areas`` (how many)."""
    return reader.ask(
        """
        SELECT a.kind, coalesce(a.invented, false) AS invented,
               count(DISTINCT b.area_id) AS areas
        FROM area_boundary_as_of($revision) b JOIN area_as_of($revision) a USING (area_id)
        GROUP BY ALL ORDER BY ALL
        """
    )
