"""Plans meetings, writes down decisions, concludes: each act is a revision of its own."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import duckdb
import pandas as pd

from data.acts.meeting_terms import (
    LONGEST,
    OPEN,
    STATUSES,
    Plan,
    Resolution,
    links,
)
from data.acts.repeated import already_decided, already_planned
from data.door import Door
from data.store import ledger
from data.store.access import Verb, Viewer
from data.store.errors import StoreError
from data.store.store import CURRENT
from metrics.definition.web_address import is_web_address


def plan(door: Door, viewer: Viewer, asked: Plan, *, actor: str, now: datetime) -> str:
    """Save a meeting and return its id; that of the one there is when it is planned already.

    Raises `StoreError` when the viewer may not, with everything that is missing, or when real
    and invented areas are asked for at the same time.
    """
    _may_write(door, viewer, Verb.PLAN, actor)
    _stop(_plan_problems(asked))
    with door.act(viewer, Verb.PLAN, asked.area_ids) as cursor:
        if planned := already_planned(cursor, asked):
            return planned
        invented = _invented(cursor, asked.area_ids)
        meeting_id = _free(cursor, "meeting", f"mote.{asked.held_on}")
        revision = _opened(cursor, actor, now, viewer, f"Planerat: {asked.title.strip()}")
        row = {
            "meeting_id": meeting_id,
            "title": asked.title.strip(),
            "held_on": _day(asked.held_on),
            "previous_meeting_id": asked.previous_meeting_id,
            "shown_revision": pd.NA,
            "invented": invented,
            "minutes_document_id": "",
        }
        _write(cursor, revision, "meeting", [row])
        about = [{"meeting_id": meeting_id, "area_id": one} for one in asked.area_ids]
        _write(cursor, revision, "meeting_area", about)
    return meeting_id


def decide(
    door: Door,
    viewer: Viewer,
    meeting_id: str,
    resolution: Resolution,
    *,
    actor: str,
    now: datetime,
) -> str:
    """Write down a decision of a meeting and return its id; once, however often it is asked.

    Raises `StoreError` with everything that is missing: wording, owner or day.
    """
    _may_write(door, viewer, Verb.DECIDE, actor)
    _stop(_resolution_problems(resolution))
    with door.act(viewer, Verb.DECIDE, resolution.area_ids) as cursor:
        meeting = _meeting(cursor, meeting_id)
        if resolution.due_on is not None and resolution.due_on < meeting["held_on"].date():
            raise StoreError(
                f"Beslutet ska vara klart {resolution.due_on}, före mötet "
                f"{meeting['held_on']:%Y-%m-%d}. Inget har sparats. Välj en senare dag."
            )
        if written := already_decided(cursor, meeting_id, resolution):
            return written
        decision_id = _free(cursor, "decision", f"{meeting_id}.beslut")
        revision = _opened(cursor, actor, now, viewer, f"Beslut vid {meeting['title']}")
        row = {
            "decision_id": decision_id,
            "meeting_id": meeting_id,
            "wording": resolution.wording.strip(),
            "owner_role": resolution.owner_role.strip(),
            "owner_name": resolution.owner_name.strip(),
            "due_on": _day(resolution.due_on),
            "status": OPEN,
            "closed_on": pd.NaT,
        }
        _write(cursor, revision, "decision", [row])
        _write(cursor, revision, "decision_link", links(decision_id, resolution))
    return decision_id


def close(
    door: Door,
    viewer: Viewer,
    decision_id: str,
    status: str,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Say what became of a decision: done, dropped, or open again.

    Raises `StoreError` for a decision or a status there is not.
    """
    _may_write(door, viewer, Verb.CLOSE, actor)
    if status not in STATUSES:
        raise StoreError(f"Ett beslut är {', '.join(STATUSES)}, inte {status}.")
    with door.act(viewer, Verb.CLOSE) as cursor:
        row = _current(cursor, "decision", decision_id)
        revision = _opened(cursor, actor, now, viewer, f"Beslut: {row['wording']}"[:LONGEST])
        closed_on = pd.NaT if status == OPEN else pd.Timestamp(now.date())
        _write(
            cursor, revision, "decision", [{**row, "status": status, "closed_on": closed_on}]
        )


def conclude(
    door: Door,
    viewer: Viewer,
    meeting_id: str,
    *,
    actor: str,
    now: datetime,
    minutes_url: str = "",
) -> int:
    """Fix what a meeting saw, so that the next one starts from there; returns that revision.

    `minutes_url` is where the approved minutes are kept, when somebody has said so. Raises
    `StoreError` for a meeting there is not, or an address that is no https link.
    """
    _may_write(door, viewer, Verb.CONCLUDE, actor)
    if minutes_url and not (minutes_url.startswith("https://") and is_web_address(minutes_url)):
        raise StoreError("Länken till protokollet ska börja med https://. Inget har sparats.")
    with door.act(viewer, Verb.CONCLUDE) as cursor:
        row = _meeting(cursor, meeting_id)
        shown = row["shown_revision"]
        seen = door.revision if pd.isna(shown) else int(shown)
        revision = _opened(cursor, actor, now, viewer, f"Avslutat: {row['title']}")
        kept = row["minutes_document_id"]
        if minutes_url:
            kept = f"{meeting_id}.protokoll"
            document = {
                "document_id": kept,
                "title": f"Protokoll, {row['title']}",
                "url": minutes_url,
                "published_on": pd.Timestamp(now.date()),
                "organisation_id": viewer.organisation_id,
            }
            _write(cursor, revision, "document", [document])
        concluded = {**row, "shown_revision": seen, "minutes_document_id": kept}
        _write(cursor, revision, "meeting", [concluded])
    return seen


def _may_write(door: Door, viewer: Viewer, verb: Verb, actor: str) -> None:
    door.require(viewer, verb)
    if not actor.strip():
        raise StoreError("Skriv ditt namn först. Inget har sparats.")


def _plan_problems(asked: Plan) -> list[str]:
    return [
        *(["Skriv vad mötet heter."] if not asked.title.strip() else []),
        *(["Välj dag för mötet."] if asked.held_on is None else []),
        *(["Välj minst ett område."] if not asked.area_ids else []),
    ]


def _resolution_problems(resolution: Resolution) -> list[str]:
    long = len(resolution.wording) > LONGEST
    return [
        *(["Skriv vad som beslutades."] if not resolution.wording.strip() else []),
        *([f"Korta beslutet till högst {LONGEST} tecken."] if long else []),
        *(
            ["Skriv vilken roll som ansvarar för beslutet."]
            if not resolution.owner_role.strip()
            else []
        ),
        *(["Välj vilken dag beslutet ska vara klart."] if resolution.due_on is None else []),
    ]


def _stop(problems: Sequence[str]) -> None:
    if problems:
        raise StoreError(" ".join([*problems, "Inget har sparats."]))


def _invented(cursor: duckdb.DuckDBPyConnection, area_ids: Sequence[str]) -> bool:
    """Say whether the areas are invented; real and invented never meet."""
    rows = cursor.execute(
        "SELECT area_id, invented FROM area WHERE revision_to = $current "
        "AND list_contains($area_ids, area_id)",
        {"current": CURRENT, "area_ids": list(area_ids)},
    ).fetchall()
    if missing := set(area_ids) - {area_id for area_id, _ in rows}:
        raise StoreError(f"Det finns inget område {', '.join(sorted(missing))}.")
    kinds = {bool(invented) for _, invented in rows}
    if len(kinds) > 1:
        raise StoreError(
            "Ett möte handlar om verkliga områden eller om övningen, aldrig om båda. "
            "Inget har sparats."
        )
    return kinds.pop()


def _meeting(cursor: duckdb.DuckDBPyConnection, meeting_id: str) -> dict[str, Any]:
    return _current(cursor, "meeting", meeting_id)


_CURRENT_ROW = {
    "meeting": "SELECT * EXCLUDE (revision_from, revision_to, brought_by) FROM meeting "
    "WHERE revision_to = $current AND meeting_id = $row_id",
    "decision": "SELECT * EXCLUDE (revision_from, revision_to, brought_by) FROM decision "
    "WHERE revision_to = $current AND decision_id = $row_id",
}

_EVER_USED = {
    "meeting": "SELECT count(DISTINCT meeting_id) FROM meeting "
    "WHERE starts_with(meeting_id, $stem)",
    "decision": "SELECT count(DISTINCT decision_id) FROM decision "
    "WHERE starts_with(decision_id, $stem)",
}


def _current(cursor: duckdb.DuckDBPyConnection, table: str, row_id: str) -> dict[str, Any]:
    """Return the current row of a meeting or a decision. Raises `StoreError` without one."""
    asked = {"current": CURRENT, "row_id": row_id}
    rows = cursor.execute(_CURRENT_ROW[table], asked).df()
    if rows.empty:
        named = {"meeting": "möte", "decision": "beslut"}[table]
        raise StoreError(f"Det finns inget {named} {row_id}.")
    return {str(name): cell for name, cell in rows.iloc[0].items()}


def _free(cursor: duckdb.DuckDBPyConnection, table: str, stem: str) -> str:
    """Return an id that has never been used: the stem and the next number."""
    ((used,),) = cursor.execute(_EVER_USED[table], {"stem": f"{stem}-"}).fetchall()
    return f"{stem}-{int(used) + 1}"


def _opened(
    cursor: duckdb.DuckDBPyConnection, actor: str, now: datetime, viewer: Viewer, note: str
) -> int:
    return ledger.open_revision(
        cursor,
        "meeting",
        actor=actor.strip(),
        now=now,
        organisation_id=viewer.organisation_id,
        note=note,
    )


def _day(day: date | None) -> Any:
    return pd.NaT if day is None else pd.Timestamp(day)


def _write(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    table: str,
    rows: Sequence[Mapping[str, Any]],
) -> None:
    ledger.write(cursor, revision, table, pd.DataFrame(rows))
