"""What happened, and whom it concerns: the dated notes on the data of an area."""

import pandas as pd

from data.answers.reader import Reader

_ABOUT = ["event_id", "starts_on", "ends_on", "title", "text", "effect", "author", "source"]


def happened(reader: Reader, *, area_id: str) -> pd.DataFrame:
    """Return the events that concern an area, oldest first, with everybody else they concern.

    One row per event: the columns of ``event``; ``indicator_ids``, those it concerns here
    ('' is all of them); ``areas``, the names of the other visible areas; and ``number``, its
    place in the list, which a chart without room for its title can show instead.
    """
    rows = reader.visible(_SQL, area_id=area_id)
    here = rows[rows["area_id"] == area_id]
    others = rows[rows["area_id"] != area_id]
    names = others.groupby("event_id")["area_name"].agg(lambda one: list(dict.fromkeys(one)))
    found = here.groupby(_ABOUT, dropna=False, sort=False)["indicator_id"].agg(list)
    events = found.rename("indicator_ids").reset_index()
    areas = pd.Series(
        [names.get(event_id, []) for event_id in events["event_id"]], events.index, dtype=object
    )
    return events.assign(areas=areas, number=range(1, len(events) + 1))


_SQL = """
SELECT e.* EXCLUDE (revision_from, revision_to, brought_by), s.area_id, s.indicator_id,
       a.name AS area_name
FROM event_as_of($revision) e
JOIN event_scope_as_of($revision) s USING (event_id)
LEFT JOIN area_as_of($revision) a USING (area_id)
WHERE e.event_id IN (SELECT event_id FROM event_scope_as_of($revision)
                     WHERE area_id = $area_id)
ORDER BY e.starts_on, e.event_id, a.name COLLATE sv, s.indicator_id
"""


def events_of(reader: Reader, *, area_id: str) -> pd.DataFrame:
    """What happened in an area: the columns of ``event`` and its ``indicator_ids``."""
    return reader.visible(
        """
        SELECT e.* EXCLUDE (revision_from, revision_to, brought_by), s.area_id,
               list(s.indicator_id ORDER BY s.indicator_id) AS indicator_ids
        FROM event_as_of($revision) e JOIN event_scope_as_of($revision) s USING (event_id)
        WHERE s.area_id = $area_id GROUP BY ALL ORDER BY e.starts_on, e.event_id
        """,
        area_id=area_id,
    )
