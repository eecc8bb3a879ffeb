"""What meetings saw and decided: questions to the store."""

from collections.abc import Collection
from datetime import date, datetime

import numpy as np
import pandas as pd

from data.answers.areas import around, places_with_goals
from data.answers.reader import Reader
from data.answers.rows import Row, rows_of
from data.store.noted import of_areas
from data.store.swedish_time import end_of_day


def meetings(reader: Reader) -> pd.DataFrame:
    """Every meeting about an area the viewer may see, newest first.

    One row per meeting: ``meeting_id``, ``title``, ``held_on``, ``previous_meeting_id`` (''
    for the first), ``shown_revision`` (NA until it is concluded), ``invented``,
    ``minutes_url``, ``area_ids``, ``area_names`` and ``area_names_en`` (lists, in
    alphabetical order).
    """
    rows = reader.visible(
        """
        SELECT m.meeting_id, m.title, m.held_on, m.previous_meeting_id, m.shown_revision,
               m.invented, coalesce(d.url, '') AS minutes_url, x.area_id,
               coalesce(a.name, x.area_id) AS area_name,
               coalesce(a.name_en, a.name, x.area_id) AS area_name_en
        FROM meeting_as_of($revision) m
        JOIN meeting_area_as_of($revision) x USING (meeting_id)
        LEFT JOIN area_as_of($revision) a USING (area_id)
        LEFT JOIN document_as_of($revision) d ON d.document_id = m.minutes_document_id
        ORDER BY m.held_on DESC, m.meeting_id DESC, a.name COLLATE sv
        """
    )
    about = rows.groupby("meeting_id", sort=False).agg(
        area_ids=("area_id", list),
        area_names=("area_name", list),
        area_names_en=("area_name_en", list),
    )
    once = rows.drop(columns=["area_id", "area_name", "area_name_en"]).drop_duplicates(
        "meeting_id"
    )
    return once.join(about, on="meeting_id").reset_index(drop=True)


def last_held(reader: Reader, *, area_ids: Collection[str]) -> Row | None:
    """Return the latest concluded meeting that covers any of some areas, None for none.

    A row of `meetings`. A meeting covers what it is about and every area inside that; one
    that nobody has concluded is still only planned.
    """
    held = reader.ask(meetings).dropna(subset=["shown_revision"])
    inside = around(reader.ask(places_with_goals))
    covering = set().union(*(inside.get(area_id, {area_id}) for area_id in area_ids))
    rows = rows_of(held)
    return next((row for row in rows if covering.intersection(row["area_ids"])), None)


def decisions(reader: Reader) -> pd.DataFrame:
    """Every decision of a visible meeting, by due date.

    One row per decision: ``decision_id``, ``meeting_id``, ``meeting_title``, ``held_on``,
    ``invented``, ``wording``, ``owner_role``, ``owner_name``, ``due_on``, ``status`` (open,
    done, dropped), ``closed_on``, and lists of what it is about: ``area_ids``, ``goal_ids``,
    ``commitment_ids``.
    """
    known = reader.ask(meetings)[["meeting_id", "title", "held_on", "invented", "area_ids"]]
    rows = reader.rows(
        """
        SELECT d.* EXCLUDE (revision_from, revision_to, brought_by),
               list_sort(list_distinct(list(l.area_id) FILTER (l.area_id <> ''))) AS linked,
               list_sort(list_distinct(list(l.goal_id) FILTER (l.goal_id <> ''))) AS goal_ids,
               list_sort(list_distinct(list(l.commitment_id) FILTER (l.commitment_id <> '')))
                   AS commitment_ids
        FROM decision_as_of($revision) d
        LEFT JOIN decision_link_as_of($revision) l USING (decision_id)
        GROUP BY ALL ORDER BY d.due_on, d.decision_id
        """
    )
    named = known.rename(columns={"title": "meeting_title", "area_ids": "met_about"})
    rows = rows.merge(named, on="meeting_id", how="inner")
    for column in ("goal_ids", "commitment_ids", "linked"):
        rows[column] = [_listed(cell) for cell in rows[column]]
    # A decision about nothing in particular is about the areas of its meeting.
    area_ids = [own or met for own, met in zip(rows["linked"], rows["met_about"], strict=True)]
    return rows.drop(columns=["linked", "met_about"]).assign(area_ids=area_ids)


def overdue_decisions(reader: Reader, *, today: date) -> pd.DataFrame:
    """The open decisions whose day has passed: the rows of `decisions`."""
    rows = reader.ask(decisions)
    late = (rows["status"] == "open") & (rows["due_on"] < pd.Timestamp(today))
    return rows[late].reset_index(drop=True)


def new_measurements(
    reader: Reader, *, earlier: int, area_ids: tuple[str, ...]
) -> pd.DataFrame:
    """What has been measured in some areas since revision `earlier`.

    One row per area and indicator with new or corrected values: ``area_id``, ``area_name``,
    ``indicator_id``, ``new``, ``corrected`` (how many) and ``last_period``.
    """
    with of_areas(area_ids):
        return reader.visible(
            """
            SELECT s.area_id, a.name AS area_name, s.indicator_id,
                   count(*) FILTER (old.series_id IS NULL) AS new,
                   count(*) FILTER (old.series_id IS NOT NULL) AS corrected,
                   arg_max(o.period, o.period_end) AS last_period
            FROM observation_as_of($revision) o
            JOIN series s USING (series_id)
            LEFT JOIN area_as_of($revision) a USING (area_id)
            LEFT JOIN observation_as_of($earlier) old
                   ON old.series_id = o.series_id AND old.period = o.period
            WHERE o.revision_from > $earlier AND list_contains($area_ids, s.area_id)
            GROUP BY ALL ORDER BY area_name COLLATE sv, s.indicator_id
            """,
            earlier=earlier,
            area_ids=list(area_ids),
        )


def shown_at(reader: Reader, meeting_id: str) -> int | None:
    """Return the revision that a meeting saw; None for a meeting there is not.

    A meeting that nobody concluded saw what stood at the end of its day.
    """
    rows = reader.ask(meetings)
    found = rows[rows["meeting_id"] == meeting_id]
    if found.empty:
        return None
    shown, held_on = found["shown_revision"].iloc[0], found["held_on"].iloc[0]
    if pd.notna(shown):
        return int(shown)
    moment: datetime = end_of_day(held_on.date())
    row = reader.rows(
        "SELECT coalesce(max(revision_id), 0) AS revision FROM revision "
        "WHERE committed_at <= $moment AND revision_id <= $revision",
        moment=moment,
    )
    return int(row["revision"].iloc[0])


def _listed(cell: object) -> list[str]:
    return [str(one) for one in cell] if isinstance(cell, np.ndarray | list) else []
