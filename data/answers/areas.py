"""Questions about areas: which there are, how they lie to each other, where they are."""

from collections.abc import Sequence

import pandas as pd

from data.answers.reader import Reader


def all_areas(reader: Reader) -> pd.DataFrame:
    """Every visible area, in alphabetical order.

    One row per area: ``area_id``, ``kind``, ``name``, ``name_en``, ``municipality_id``,
    ``invented`` (bool), ``source``, ``note``, ``parent_id`` ('' at the top), ``goals`` and
    ``series`` (how many it has).
    """
    return reader.visible(
        """
        SELECT a.area_id, a.kind, a.name, a.name_en, a.municipality_id, a.invented,
               a.source, a.note, coalesce(p.parent_id, '') AS parent_id,
               coalesce(g.goals, 0) AS goals, coalesce(s.series, 0) AS series
        FROM area_as_of($revision) a
        LEFT JOIN (SELECT area_id, min(other_area_id) AS parent_id
                   FROM area_relation_as_of($revision) WHERE relation = 'parent'
                   GROUP BY ALL) p USING (area_id)
        LEFT JOIN (SELECT area_id, count(*) AS goals FROM goal_as_of($revision)
                   JOIN series USING (series_id) GROUP BY ALL) g USING (area_id)
        LEFT JOIN (SELECT area_id, count(DISTINCT series_id) AS series FROM series
                   SEMI JOIN observation_as_of($revision) USING (series_id)
                   GROUP BY ALL) s USING (area_id)
        ORDER BY a.name COLLATE sv, a.area_id
        """
    )


def relations_of(reader: Reader, *, area_id: str) -> pd.DataFrame:
    """How an area lies to others, seen from both sides.

    One row per relation: ``area_id``, ``other_area_id``, ``relation`` (parent, overlaps or
    succeeds), ``geo_version``, ``share`` of ``area_id`` inside the other, ``basis``.
    """
    return reader.visible(
        """
        SELECT area_id, other_area_id, relation, geo_version, share, basis
        FROM area_relation_as_of($revision)
        WHERE area_id = $area_id OR other_area_id = $area_id
        ORDER BY ALL
        """,
        area_id=area_id,
    )


def boundaries_of(reader: Reader, *, area_ids: Sequence[str]) -> pd.DataFrame:
    """Boundaries: ``area_id``, ``geo_version``, ``geojson``, ``source``, ``licence``."""
    return reader.visible(
        """
        SELECT area_id, geo_version, geojson, source, licence
        FROM area_boundary_as_of($revision)
        WHERE list_contains($area_ids, area_id) ORDER BY ALL
        """,
        area_ids=list(area_ids),
    )
