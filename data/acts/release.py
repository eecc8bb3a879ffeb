"""Releases figures, so that everybody sees them, and takes a release back."""

from collections.abc import Sequence
from datetime import UTC, datetime

import duckdb

from data.door import Door
from data.store.access import Verb, Viewer
from data.store.errors import NotAllowedError, UnknownRevisionError


def release(
    door: Door, viewer: Viewer, revisions: Sequence[int], *, now: datetime | None = None
) -> None:
    """Release the figures of revisions: from now on everybody who may read sees them.

    Raises `NotAllowedError` for figures that are not of the viewer's organisation and areas,
    `UnknownRevisionError` for a revision that brought no figures.
    """
    _change(door, viewer, revisions, _moment(now), "Släppt")


def release_all(door: Door, viewer: Viewer, *, now: datetime | None = None) -> None:
    """Release everything that waits. Raises as `release` does."""
    with door.act(viewer, Verb.RELEASE, about="Allt som väntar") as cursor:
        rows = cursor.execute("SELECT revision_id FROM upload WHERE released_at IS NULL")
        waiting = [revision for (revision,) in rows.fetchall()]
        _set(cursor, viewer, waiting, _moment(now))


def withdraw(door: Door, viewer: Viewer, revisions: Sequence[int]) -> None:
    """Take the release of revisions back. Raises as `release` does."""
    _change(door, viewer, revisions, None, "Inte längre släppt")


def _change(
    door: Door,
    viewer: Viewer,
    revisions: Sequence[int],
    moment: datetime | None,
    said: str,
) -> None:
    about = f"{said}: inläsning {', '.join(str(each) for each in revisions)}"
    with door.act(viewer, Verb.RELEASE, about=about) as cursor:
        _set(cursor, viewer, revisions, moment)


def _set(
    cursor: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    revisions: Sequence[int],
    moment: datetime | None,
) -> None:
    for revision in revisions:
        _theirs(cursor, viewer, revision)
        cursor.execute(
            "UPDATE upload SET released_at = $moment, released_by = $name "
            "WHERE revision_id = $revision",
            {
                "moment": moment,
                "name": "" if moment is None else viewer.name,
                "revision": revision,
            },
        )


def _moment(now: datetime | None) -> datetime:
    return (now or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)


def _theirs(cursor: duckdb.DuckDBPyConnection, viewer: Viewer, revision: int) -> None:
    rows = cursor.execute(
        "SELECT organisation_id, area_ids FROM upload WHERE revision_id = $revision",
        {"revision": revision},
    ).fetchall()
    if not rows:
        raise UnknownRevisionError(f"Inläsning {revision} har inga siffror att släppa.")
    organisation_id, area_ids = rows[0]
    reach = viewer.reach(Verb.RELEASE)
    inside = reach is None or (area_ids is not None and reach.issuperset(area_ids))
    if viewer.organisation_id not in {"", organisation_id} or not inside:
        raise NotAllowedError(
            f"Inläsning {revision} är inte din att släppa. Inget har ändrats."
        )
