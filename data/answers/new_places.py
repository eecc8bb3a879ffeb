"""Questions for whoever makes a place: which ids are taken, and whether it is saved already."""

import pandas as pd

from data.answers.reader import Reader
from data.store.store import CURRENT


def municipal_codes(reader: Reader, *, scheme: str) -> pd.DataFrame:
    """The municipalities that are registered: ``area_id`` and ``code`` in a scheme."""
    return reader.rows(
        "SELECT area_id, code FROM area_code_as_of($revision) WHERE scheme = $scheme",
        scheme=scheme,
    )


def used_ids(reader: Reader) -> frozenset[str]:
    """Every id that an area, a goal or a promise has or has ever had."""
    rows = reader.rows(
        "SELECT area_id AS id FROM area WHERE revision_from <= $revision "
        "UNION SELECT goal_id FROM goal WHERE revision_from <= $revision "
        "UNION SELECT commitment_id FROM commitment WHERE revision_from <= $revision"
    )
    return frozenset(rows["id"])


def series_in(reader: Reader, *, area_id: str) -> tuple[int, ...]:
    """The numbers of the series of one area."""
    rows = reader.visible(
        "SELECT area_id, series_id FROM series "
        "WHERE area_id = $area_id AND revision_from <= $revision ORDER BY ALL",
        area_id=area_id,
    )
    return tuple(int(number) for number in rows["series_id"])


def saved_place(reader: Reader, *, sha256: str) -> tuple[int, str, str] | None:
    """The place that came with a revision of some fingerprint, which nobody has undone.

    Its revision, its area and its goal ('' for none); None where there is none.
    """
    rows = reader.visible(
        """
        SELECT r.revision_id, a.area_id, coalesce(max(g.goal_id), '') AS goal_id
        FROM revision r
        JOIN area a ON a.brought_by = r.revision_id AND a.revision_to = $current
             AND a.kind <> 'municipality'
        LEFT JOIN series s ON s.area_id = a.area_id
        LEFT JOIN goal g ON g.series_id = s.series_id AND g.brought_by = r.revision_id
        WHERE r.file_sha256 = $sha256 AND r.revision_id <= $revision
          AND NOT EXISTS (SELECT 1 FROM revision u WHERE u.undoes = r.revision_id)
        GROUP BY ALL
        """,
        sha256=sha256,
        current=CURRENT,
    )
    if rows.empty:
        return None
    first = rows.iloc[0]
    return int(first["revision_id"]), str(first["area_id"]), str(first["goal_id"])
