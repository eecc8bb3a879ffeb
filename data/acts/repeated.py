"""What a meeting has been told already, as after a double click."""

from typing import Any

import duckdb

from data.acts.meeting_terms import OPEN, Plan, Resolution, links
from data.store.store import CURRENT


def already_planned(cursor: duckdb.DuckDBPyConnection, asked: Plan) -> str:
    """Return the meeting that says just this, as after a double click; '' for none."""
    return _first(
        cursor,
        """
        SELECT meeting_id FROM meeting JOIN meeting_area USING (meeting_id)
        WHERE meeting.revision_to = $current AND meeting_area.revision_to = $current
          AND title = $title AND held_on = $held_on AND previous_meeting_id = $previous
          AND shown_revision IS NULL
        GROUP BY meeting_id HAVING list_sort(list(area_id)) = list_sort($area_ids)
        """,
        title=asked.title.strip(),
        held_on=asked.held_on,
        previous=asked.previous_meeting_id,
        area_ids=list(asked.area_ids),
    )


def already_decided(
    cursor: duckdb.DuckDBPyConnection, meeting_id: str, resolution: Resolution
) -> str:
    """Return the open decision of the meeting that says just this; '' for none."""
    about = ["|".join([*link.values()][1:]) for link in links("", resolution)]
    return _first(
        cursor,
        """
        SELECT decision.decision_id FROM decision
        LEFT JOIN decision_link link
          ON link.decision_id = decision.decision_id AND link.revision_to = $current
        WHERE decision.revision_to = $current AND meeting_id = $meeting_id
          AND wording = $wording AND owner_role = $owner_role AND owner_name = $owner_name
          AND due_on IS NOT DISTINCT FROM $due_on AND status = $status
        GROUP BY decision.decision_id
        HAVING list_sort(list(link.area_id || '|' || link.goal_id || '|' || link.commitment_id)
                         FILTER (link.decision_id IS NOT NULL)) IS NOT DISTINCT FROM
               nullif(list_sort($about), [])
        """,
        meeting_id=meeting_id,
        wording=resolution.wording.strip(),
        owner_role=resolution.owner_role.strip(),
        owner_name=resolution.owner_name.strip(),
        due_on=resolution.due_on,
        status=OPEN,
        about=about,
    )


def _first(cursor: duckdb.DuckDBPyConnection, sql: str, **asked: Any) -> str:
    row = cursor.execute(sql, {"current": CURRENT, **asked}).fetchone()
    return str(row[0]) if row else ""
