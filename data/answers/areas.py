"""Questions about areas."""

import pandas as pd

from data.answers.reader import Reader


def around(areas: pd.DataFrame) -> dict[str, frozenset[str]]:
    """Return, for each area, itself, its municipality and all its parents.

    Of `all_areas` or `places_with_goals`.
    """
    above = dict(zip(areas["area_id"], areas["parent_id"], strict=True))
    within = dict(zip(areas["area_id"], areas["municipality_id"].fillna(""), strict=True))
    found = {}
    for area_id in above:
        chain: list[str] = []
        step = str(area_id)
        while step and step not in chain:
            chain.append(step)
            step = str(above.get(step, ""))
        found[str(area_id)] = frozenset({*chain, str(within[area_id])} - {""})
    return found


_PLACES = """
        area_as_of($revision) a
        LEFT JOIN (SELECT area_id, min(other_area_id) AS parent_id
                   FROM area_relation_as_of($revision) WHERE relation = 'parent'
                   GROUP BY ALL) p USING (area_id)
        LEFT JOIN (SELECT area_id, count(*) AS goals FROM goal_as_of($revision)
                   JOIN series USING (series_id) GROUP BY ALL) g USING (area_id)
"""
"""Every area, with the one above it and how many goals it has, as a question begins."""


def all_areas(reader: Reader) -> pd.DataFrame:
    """Every visible area, in alphabetical order.

    One row per area: ``area_id``, ``kind``, ``name``, ``name_en``, ``municipality_id``,
    ``invented`` (bool), ``source``, ``note``, ``parent_id`` ('' at the top), ``goals`` and
    ``series`` (how many it has).
    """
    return reader.visible(
        f"""
        SELECT a.area_id, a.kind, a.name, a.name_en, a.municipality_id, a.invented,
               a.source, a.note, coalesce(p.parent_id, '') AS parent_id,
               coalesce(g.goals, 0) AS goals, coalesce(s.series, 0) AS series
        FROM {_PLACES}
        LEFT JOIN (SELECT area_id, count(DISTINCT series_id) AS series FROM series
                   SEMI JOIN observation_as_of($revision) USING (series_id)
                   GROUP BY ALL) s USING (area_id)
        ORDER BY a.name COLLATE sv, a.area_id
        """  # noqa: S608
    )


def places_with_goals(reader: Reader) -> pd.DataFrame:
    """Every visible area with where it lies and how many goals it has, as in `all_areas`.

    The columns ``area_id``, ``municipality_id``, ``parent_id`` and ``goals``: no measurement
    is read for them.
    """
    return reader.visible(
        f"""
        SELECT a.area_id, a.municipality_id, coalesce(p.parent_id, '') AS parent_id,
               coalesce(g.goals, 0) AS goals
        FROM {_PLACES}
        ORDER BY a.name COLLATE sv, a.area_id
        """  # noqa: S608
    )
