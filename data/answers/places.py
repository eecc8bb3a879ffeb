"""Questions across areas: one indicator everywhere, and where everywhere is."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.answers.reader import Reader
from data.store.noted import of_indicators, of_what_brought_it


def of_indicator(reader: Reader, *, indicator_id: str) -> pd.DataFrame:
    """Every measurement of one indicator in every visible area, in one query.

    One row per series and period, by area name and time: the columns of
    `Reader.observations`, and of its series ``definition_version``, ``geo_version``,
    ``supplier``; ``kind``, ``area_name``, ``area_name_en``, ``invented``,
    ``municipality_id``, ``parent_id``; ``goal_id`` ('' for a series without a goal).
    """
    with of_indicators([indicator_id]):
        return reader.many(_OF_INDICATOR, indicator_id=indicator_id)


def figures_of_indicator(reader: Reader, *, indicator_id: str) -> pd.DataFrame:
    """The same rows in the same order, with what is counted with and no words.

    ``series_id``, ``area_id``, ``kind``, ``invented``, ``category``, ``definition_version``,
    ``geo_version``, ``goal_id``, ``period``, ``period_start``, ``period_end``, ``value``,
    ``denominator``, ``status``.
    """
    with of_indicators([indicator_id]):
        return reader.many(_FIGURES, indicator_id=indicator_id)


_FROM = """
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
"""

_OF_INDICATOR = f"""
SELECT s.series_id, s.area_id, s.indicator_id, s.category, s.definition_version,
       s.geo_version, s.supplier, a.kind, a.name AS area_name,
       a.name_en AS area_name_en, coalesce(a.invented, false) AS invented,
       coalesce(a.municipality_id, '') AS municipality_id,
       coalesce(p.parent_id, '') AS parent_id, coalesce(g.goal_id, '') AS goal_id,
       o.* EXCLUDE (series_id, revision_to, brought_by)
{_FROM}"""

_FIGURES = f"""
SELECT s.series_id, s.area_id, a.kind, coalesce(a.invented, false) AS invented, s.category,
       s.definition_version, s.geo_version, coalesce(g.goal_id, '') AS goal_id, o.period,
       o.period_start, o.period_end, o.value, o.denominator, o.status
{_FROM}"""


def one_each(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep one series per area: the one with a goal, otherwise the newest that is measured.

    `rows` is an answer of `of_indicator` or `figures_of_indicator`. A new boundary or a new
    definition makes a new series, and two are never joined.
    """
    if rows.empty:
        return rows
    heads = rows.assign(goal=rows["goal_id"] != "")
    heads = heads.groupby(["area_id", "series_id"], sort=False).agg(
        goal=("goal", "any"),
        version=("definition_version", "max"),
        last=("period_end", "max"),
    )
    best = heads.reset_index().sort_values(["goal", "version", "last", "series_id"])
    kept = best.drop_duplicates("area_id", keep="last")["series_id"]
    return only(rows, rows["series_id"].isin(kept))


def only(rows: pd.DataFrame, wanted: pd.Series) -> pd.DataFrame:
    """Return the rows that are wanted, numbered anew: the very same where that is all.

    What is kept of a nation's measurements is then kept once.
    """
    if wanted.all() and isinstance(rows.index, pd.RangeIndex):
        return rows
    return rows[wanted].reset_index(drop=True)


def by_area_and_period(
    rows: pd.DataFrame, column: str, area_ids: list[str], periods: list[str]
) -> npt.NDArray[np.float64]:
    """Return a column as an array (area, period), NaN where there is nothing."""
    wide = rows.assign(cell=rows[column].astype(float)).pivot_table(
        index="area_id", columns="period", values="cell", aggfunc="first"
    )
    placed = wide.reindex(index=pd.Index(area_ids), columns=pd.Index(periods))
    return np.asarray(placed.to_numpy(dtype=float))


def boundaries(reader: Reader, *, kind: str) -> pd.DataFrame:
    """The boundaries of every visible area of one kind, in every version there is.

    Areas that are known by a point alone have none. One row per area and version:
    ``area_id``, ``area_name``, ``invented``, ``geo_version``, ``geojson`` (longitude and
    latitude), ``source``, ``licence``, ``committed_at`` (UTC).
    """
    with of_what_brought_it():
        return reader.visible(
            """
            SELECT b.area_id, a.name AS area_name, coalesce(a.invented, false) AS invented,
                   b.geo_version, b.geojson, b.source, b.licence, r.committed_at
            FROM area_boundary_as_of($revision) b
            JOIN area_as_of($revision) a USING (area_id)
            LEFT JOIN revision r ON r.revision_id = b.brought_by
            WHERE a.kind = $kind AND NOT contains(b.geojson, '"Point"')
            ORDER BY a.name COLLATE sv, b.area_id, b.geo_version
            """,
            kind=kind,
        )


MOSTLY_INSIDE = 0.2
"""A part belongs to an area without a boundary when at least this share of it lies inside."""


def approximate_boundaries(reader: Reader, *, kind: str) -> pd.DataFrame:
    """The parts that stand for areas of a kind without a boundary of their own.

    A police area has no published line, but it is known how much of each RegSO lies in it. One
    row per area and part with a boundary, its newest, of which at least a fifth lies inside:
    the columns of `boundaries`, of the part but for ``area_id``, ``area_name`` and
    ``invented``, and ``part_id``.
    """
    with of_what_brought_it():
        return reader.visible(
            f"""
            SELECT a.area_id, a.name AS area_name, coalesce(a.invented, false) AS invented,
                   p.area_id AS part_id, b.geo_version, b.geojson, b.source, b.licence,
                   r.committed_at
            {_PARTS}
            LEFT JOIN revision r ON r.revision_id = b.brought_by
            WHERE a.kind = $kind
            QUALIFY row_number() OVER (PARTITION BY a.area_id, p.area_id
                                       ORDER BY b.geo_version DESC) = 1
            ORDER BY a.name COLLATE sv, a.area_id, p.area_id
            """,
            kind=kind,
            inside=MOSTLY_INSIDE,
        )


_PARTS = """
        FROM area_as_of($revision) a
        JOIN area_relation_as_of($revision) p
          ON p.other_area_id = a.area_id AND p.relation = 'overlaps' AND p.share >= $inside
        JOIN area_boundary_as_of($revision) b ON b.area_id = p.area_id
        ANTI JOIN area_boundary_as_of($revision) own ON own.area_id = a.area_id
"""


def kinds_with_boundaries(reader: Reader) -> pd.DataFrame:
    """Which kinds of area can be drawn: ``kind``, ``invented``, ``areas`` (how many).

    They have boundaries, or approximate ones: see `approximate_boundaries`.
    """
    return reader.rows(
        f"""
        SELECT kind, invented, count(DISTINCT area_id) AS areas FROM (
            SELECT a.kind, coalesce(a.invented, false) AS invented, a.area_id
            FROM area_boundary_as_of($revision) b JOIN area_as_of($revision) a USING (area_id)
            WHERE NOT contains(b.geojson, '"Point"')
            UNION ALL
            SELECT a.kind, coalesce(a.invented, false) AS invented, a.area_id {_PARTS})
        GROUP BY ALL ORDER BY ALL
        """,  # noqa: S608
        inside=MOSTLY_INSIDE,
    )


def parts_of_municipality(reader: Reader, *, municipality_id: str) -> pd.DataFrame:
    """The visible areas of a municipality, or in another area, with their newest boundary.

    Areas without a boundary are left out, and so is the municipality itself.

    One row per area: ``area_id``, ``area_name``, ``kind``, ``geojson``.
    """
    return reader.visible(
        """
        SELECT b.area_id, a.name AS area_name, a.kind, b.geojson
        FROM area_boundary_as_of($revision) b
        JOIN area_as_of($revision) a USING (area_id)
        WHERE a.area_id <> $municipality_id AND NOT contains(b.geojson, '"Point"')
          AND $municipality_id IN (
              SELECT a.municipality_id UNION ALL
              SELECT other_area_id FROM area_relation_as_of($revision) p
              WHERE p.area_id = a.area_id AND p.relation = 'parent')
          AND $municipality_id <> ''
        QUALIFY row_number() OVER (PARTITION BY b.area_id ORDER BY b.geo_version DESC) = 1
        ORDER BY a.name COLLATE sv, b.area_id
        """,
        municipality_id=municipality_id,
    )
