"""Holds what somebody writes to what they may do, and where: before, and before it is saved."""

from collections.abc import Collection

import duckdb

from data.store import scope
from data.store.access import Verb, Viewer
from data.store.errors import NotAllowedError

_MEETINGS = "Du får inte skriva här. Inget har sparats."

_REFUSED = {
    Verb.IMPORT: "Du får inte läsa in filer. Inget har sparats.",
    Verb.CONFIRM: "Du får inte bekräfta. Inget har sparats.",
    Verb.UNDO: "Du får inte ångra inläsningar.",
    Verb.REASSESS: "Du får inte räkna om utfallen. Inget har sparats.",
    Verb.RECALIBRATE: "Du får inte kalibrera om. Inget har sparats.",
    Verb.PLAN: _MEETINGS,
    Verb.DECIDE: _MEETINGS,
    Verb.CLOSE: _MEETINGS,
    Verb.CONCLUDE: _MEETINGS,
    Verb.ATTACH: "Du får inte bifoga filer. Inget har sparats.",
    Verb.KEEP: "Du får inte ångra det som andra har läst in.",
    Verb.BACKUP: "Du får inte ta en kopia av lagret.",
    Verb.RELEASE: "Du får inte släppa siffror. Inget har ändrats.",
    Verb.ADMINISTER: "Du får inte se eller ändra vem som får göra vad.",
}

_NOT_YOURS = "Ett av områdena är inte ditt. Inget har sparats."
_OF_ALL = "Det gäller alla områden, och du har bara några. Inget har sparats."
_OWN_RECORD = "Den som har antecknat får inte bekräfta. Be någon annan. Inget har sparats."


def refusal(viewer: Viewer, verb: Verb, areas: Collection[str] = ()) -> str:
    """Say why a viewer may not do something to `areas`; '' when they may."""
    if not (viewer.may(verb) or (verb is Verb.IMPORT and viewer.sends())):
        return _REFUSED[verb]
    if len(viewer.sees(areas)) < len(areas) or _outside(viewer, verb, areas):
        return _NOT_YOURS
    return ""


def newest(cursor: duckdb.DuckDBPyConnection) -> int:
    """Return the number of the latest revision, 0 when there is none."""
    rows = cursor.execute("SELECT coalesce(max(revision_id), 0) FROM revision").fetchall()
    return int(rows[0][0])


def hold(
    cursor: duckdb.DuckDBPyConnection, viewer: Viewer, verb: Verb, before: int
) -> int | None:
    """Hold what was written after revision `before` to the viewer's own; return its revision.

    Figures that were read in wait to be released. Raises `NotAllowedError` for what touches
    anything that the viewer may not.
    """
    written = cursor.execute(
        "SELECT revision_id, kind FROM revision WHERE revision_id > $before "
        "AND kind <> 'definition' ORDER BY revision_id",
        {"before": before},
    ).fetchall()
    for revision, kind in written:
        waits = kind == "import" and verb is Verb.IMPORT
        if viewer.local and not waits:
            continue
        touched = scope.touched_by(cursor, revision)
        if not viewer.local:
            _check(cursor, viewer, verb, revision, touched)
            _sign(cursor, viewer, revision)
        if waits or "stage_record" in touched.tables:
            _keep_whose(cursor, viewer, revision, touched, waits=waits)
    return int(written[-1][0]) if written else None


def _outside(viewer: Viewer, verb: Verb, areas: Collection[str]) -> bool:
    """Whether any area is none that the viewer may do something to."""
    reach = viewer.reach(verb)
    return reach is not None and not reach.issuperset(areas)


def _check(
    cursor: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    verb: Verb,
    revision: int,
    touched: scope.Scope,
) -> None:
    """Raise `NotAllowedError` for a revision that touched what the viewer may not."""
    confirming = verb is Verb.IMPORT and touched.tables == {"confirmation"}
    needed = Verb.CONFIRM if confirming else verb
    if not viewer.may(needed):
        raise NotAllowedError(_REFUSED[needed])
    reach = viewer.reach(needed)
    if reach is not None and touched.everywhere:
        raise NotAllowedError(_OF_ALL)
    if reach is not None:
        mine = reach | scope.new_within(cursor, revision, reach)
        if not mine.issuperset(touched.area_ids):
            raise NotAllowedError(_NOT_YOURS)
    if "confirmation" in touched.tables and scope.confirms_itself(
        cursor, revision, viewer.issuer, viewer.subject, viewer.name
    ):
        raise NotAllowedError(_OWN_RECORD)


def _sign(cursor: duckdb.DuckDBPyConnection, viewer: Viewer, revision: int) -> None:
    """Let a revision carry the name of whoever has logged in, whatever they have signed."""
    if viewer.subject:
        cursor.execute(
            "UPDATE revision SET actor = $name WHERE revision_id = $revision",
            {"name": viewer.name, "revision": revision},
        )


def _keep_whose(
    cursor: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    revision: int,
    touched: scope.Scope,
    *,
    waits: bool,
) -> None:
    """Keep who brought a revision and about what; what `waits` is not released."""
    areas = None if touched.everywhere else sorted(touched.area_ids)
    cursor.execute(
        "INSERT INTO upload SELECT $revision, $organisation, $areas, $issuer, $subject, "
        "CASE WHEN $waits THEN NULL ELSE r.committed_at END, '' "
        "FROM revision r WHERE r.revision_id = $revision",
        {
            "revision": revision,
            "organisation": viewer.organisation_id,
            "areas": areas,
            "issuer": viewer.issuer,
            "subject": viewer.subject,
            "waits": waits,
        },
    )
