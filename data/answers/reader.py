"""Questions to the store in the words of the field, pinned to one revision and one viewer.

Every answer holds only areas the viewer may see; `Reader` is the one place that decides it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pandas as pd

from data.store.access import EVERYONE, Viewer
from data.store.errors import UnknownRevisionError
from data.store.store import Store


class Reader:
    """The store as it was at one revision, for one viewer."""

    def __init__(
        self, store: Store, *, viewer: Viewer = EVERYONE, revision: int | None = None
    ) -> None:
        """Pin to `revision`, or the latest. Raises `UnknownRevisionError` for one to come."""
        newest = latest_revision(store)
        if revision is not None and not 0 <= revision <= newest:
            raise UnknownRevisionError(
                f"Det finns ingen inläsning {revision}. Den senaste är {newest}."
            )
        self.revision = newest if revision is None else revision
        self.store = store
        self._viewer = viewer

    def areas(self) -> pd.DataFrame:
        """Every visible area, in alphabetical order.

        One row per area: ``area_id``, ``kind``, ``name``, ``name_en``, ``municipality_id``,
        ``invented`` (bool), ``source``, ``note``, ``parent_id`` ('' at the top), ``goals`` and
        ``series`` (how many it has).
        """
        return self.visible(
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

    def boundaries(self, area_ids: Sequence[str]) -> pd.DataFrame:
        """Boundaries: ``area_id``, ``geo_version``, ``geojson``, ``source``, ``licence``."""
        return self.visible(
            """
            SELECT area_id, geo_version, geojson, source, licence
            FROM area_boundary_as_of($revision)
            WHERE list_contains($area_ids, area_id) ORDER BY ALL
            """,
            area_ids=list(area_ids),
        )

    def goals(self) -> pd.DataFrame:
        """Every visible goal with its verdict, by area name and then by indicator.

        One row per goal: the columns of ``goal``, its series' ``indicator_id``,
        ``definition_version``, ``area_id``, ``geo_version``, ``category``; ``area_name``,
        ``area_name_en``, ``invented``; ``document``, ``document_url``; and the columns of
        ``assessment`` (``state``, ``since``, ``last_period``, ``value``, ...).
        """
        return self.visible(_GOALS)

    def series(
        self, *, area_id: str | None = None, indicator_id: str | None = None
    ) -> pd.DataFrame:
        """What is followed: in one area, of one indicator, or all.

        One row per series with observations: its six-part key, ``series_id``, ``area_name``,
        ``area_name_en``, ``invented``, ``observations`` (how many), ``first_period``,
        ``last_period``, ``last_value``, ``last_class``, ``has_goal``.
        """
        return self.visible(_SERIES, area_id=area_id, indicator_id=indicator_id)

    def observations(self, series_ids: Sequence[int]) -> pd.DataFrame:
        """The measurements of some series, by series and then by time.

        One row per series and period: ``series_id``, ``area_id``, ``indicator_id``,
        ``category``, ``period``, ``period_start``, ``period_end``, ``value`` (published unit),
        ``class_code``, ``numerator``, ``denominator``, ``n``, ``low``, ``high`` (95 %),
        ``missing_reason``, ``status``, ``evidence``, ``source``, ``note``, ``revision_from``.
        """
        return self.visible(
            """
            SELECT s.series_id, s.area_id, s.indicator_id, s.category,
                   o.* EXCLUDE (series_id, revision_to, brought_by)
            FROM observation_as_of($revision) o JOIN series s USING (series_id)
            WHERE list_contains($series_ids, s.series_id)
            ORDER BY s.series_id, o.period_start, o.period_end
            """,
            series_ids=[int(series_id) for series_id in series_ids],
        )

    def earlier_values(self, series_id: int) -> pd.DataFrame:
        """Everything that has stood in a series: one row per value and the revision it held.

        ``period``, ``value``, ``class_code``, ``status``, ``revision_from``, ``committed_at``,
        ``actor``, ``file_name``, ``replaced_by`` (NULL while it stands).
        """
        return self.visible(
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

    def breaks(self) -> pd.DataFrame:
        """Every series break: the columns of ``series_break``; empty id or area means all."""
        return self.ask(
            "SELECT * EXCLUDE (revision_from, revision_to, brought_by) "
            "FROM series_break_as_of($revision) ORDER BY first_period_start, break_id"
        )

    def events(self, area_id: str) -> pd.DataFrame:
        """What happened in an area: the columns of ``event`` and its ``indicator_ids``."""
        return self.visible(
            """
            SELECT e.* EXCLUDE (revision_from, revision_to, brought_by), s.area_id,
                   list(s.indicator_id ORDER BY s.indicator_id) AS indicator_ids
            FROM event_as_of($revision) e JOIN event_scope_as_of($revision) s USING (event_id)
            WHERE s.area_id = $area_id GROUP BY ALL ORDER BY e.starts_on, e.event_id
            """,
            area_id=area_id,
        )

    def verdicts_since(self, earlier: int) -> pd.DataFrame:
        """Goals whose state is another than at revision `earlier`.

        One row per goal: ``goal_id``, ``title``, ``title_en``, ``area_id``, ``area_name``,
        ``area_name_en``, ``invented``, ``indicator_id``, ``before`` (NULL when it is new) and
        ``after``.
        """
        return self.visible(_VERDICTS_SINCE, earlier=earlier)

    def runs(self) -> pd.DataFrame:
        """Assessment runs up to this revision, newest first: the columns of the table."""
        return self.ask(
            "SELECT * FROM assessment_run WHERE revision_id <= $revision "
            "ORDER BY revision_id DESC"
        )

    def revisions(self) -> pd.DataFrame:
        """What was committed, newest first: the columns of ``revision`` and ``undone_by``."""
        return self.ask(
            """
            SELECT r.*, u.revision_id AS undone_by FROM revision r
            LEFT JOIN revision u ON u.undoes = r.revision_id
            WHERE r.revision_id <= $revision ORDER BY r.revision_id DESC
            """
        )

    def visible(self, sql: str, **parameters: Any) -> pd.DataFrame:
        """Answer a question whose rows have an ``area_id``, with the visible areas' rows.

        ``$revision`` is the pinned revision. Questions of other modules of this layer are
        asked through here, so that who sees what is decided once.
        """
        rows = self.ask(sql, **parameters)
        if self._viewer.areas is None:
            return rows
        return rows[rows["area_id"].isin(self._viewer.areas)].reset_index(drop=True)

    def ask(self, sql: str, **parameters: Any) -> pd.DataFrame:
        """Answer a question about nothing in particular areas; ``$revision`` is known."""
        return self.store.query(sql, revision=self.revision, **parameters)


def latest_revision(store: Store) -> int:
    """Return the number of the latest revision, 0 for an empty store."""
    return store.revision


def revision_on(store: Store, moment: datetime) -> int:
    """Return the revision that was the latest at `moment` (UTC), 0 when none was."""
    row = store.query(
        "SELECT coalesce(revision_on($moment), 0) AS revision",
        moment=moment.replace(tzinfo=None),
    )
    return int(row["revision"].iloc[0])


_GOALS = """
SELECT g.* EXCLUDE (revision_from, revision_to, brought_by), s.indicator_id,
       s.definition_version, s.area_id, s.geo_version, s.category, a.name AS area_name,
       a.name_en AS area_name_en, coalesce(a.invented, false) AS invented,
       d.title AS document, d.url AS document_url,
       v.* EXCLUDE (goal_id, goal_version, reason, revision_from, revision_to, brought_by),
       v.reason AS verdict_reason, v.revision_from AS verdict_revision
FROM goal_as_of($revision) g
JOIN series s USING (series_id)
LEFT JOIN area_as_of($revision) a USING (area_id)
LEFT JOIN document_as_of($revision) d USING (document_id)
LEFT JOIN assessment_as_of($revision) v USING (goal_id)
ORDER BY a.name COLLATE sv, s.indicator_id, s.category, g.goal_id
"""

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

_VERDICTS_SINCE = """
SELECT now.goal_id, g.title, g.title_en, s.area_id, a.name AS area_name,
       a.name_en AS area_name_en, coalesce(a.invented, false) AS invented, s.indicator_id,
       before.state AS before, now.state AS after
FROM assessment_as_of($revision) now
JOIN goal_as_of($revision) g USING (goal_id)
JOIN series s USING (series_id)
LEFT JOIN area_as_of($revision) a USING (area_id)
LEFT JOIN assessment_as_of($earlier) before USING (goal_id)
WHERE now.state IS DISTINCT FROM before.state
ORDER BY a.name COLLATE sv, now.goal_id
"""
