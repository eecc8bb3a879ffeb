"""Who may do what, keys and releases, for the API and the command line alike."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from dashboard.doors.intake import records
from data.acts import people as acting
from data.acts import release as releasing
from data.acts import tokens
from data.acts.people import Invitation, Offer
from data.answers import people
from data.door import Door
from data.store.access import Role, Verb, Viewer
from data.store.audit import READ_BACK
from data.store.errors import StoreError

Asked = Mapping[str, Any]
Act = Callable[[Door, Viewer, Asked], dict[str, Any]]


def _grant(door: Door, viewer: Viewer, asked: Asked) -> dict[str, Any]:
    invitation = Invitation(
        **{
            name: str(asked.get(name) or "")
            for name in ("name", "email", "issuer", "subject", "organisation")
        }
    )
    offer = Offer(
        role=_one_of(Role, asked.get("role")),
        area_id=str(asked.get("area_id") or ""),
        valid_from=_day(asked.get("valid_from")),
        valid_to=_day(asked.get("valid_to")),
    )
    return {"person_id": acting.invite(door, viewer, invitation, offer)}


def _end(door: Door, viewer: Viewer, asked: Asked) -> dict[str, Any]:
    acting.end(door, viewer, int(asked["grant_id"]))
    return {}


def _hand_over(door: Door, viewer: Viewer, asked: Asked) -> dict[str, Any]:
    leaving, coming = (_person(door, viewer, asked.get(each)) for each in ("leaving", "coming"))
    return {"roles": acting.hand_over(door, viewer, leaving, coming)}


def _token(door: Door, viewer: Viewer, asked: Asked) -> dict[str, Any]:
    key = tokens.make(
        door,
        viewer,
        _person(door, viewer, asked.get("person")),
        label=str(asked.get("label") or ""),
        verbs=[_one_of(Verb, verb) for verb in asked.get("verbs") or ()],
        area_ids=[str(area_id) for area_id in asked.get("area_ids") or ()],
        days=int(asked.get("days") or 90),
    )
    return {"key": key}


def _revoke(door: Door, viewer: Viewer, asked: Asked) -> dict[str, Any]:
    tokens.revoke(door, viewer, str(asked.get("token_id") or ""))
    return {}


def _release(door: Door, viewer: Viewer, asked: Asked) -> dict[str, Any]:
    revisions = [int(revision) for revision in asked.get("revisions") or ()]
    if asked.get("withdraw"):
        releasing.withdraw(door, viewer, revisions)
    else:
        releasing.release(door, viewer, revisions)
    return {"revisions": revisions}


def _read_back(door: Door, viewer: Viewer, asked: Asked) -> dict[str, Any]:
    about, went = str(asked["about"])[:_LONGEST], bool(asked["went"])
    door.note(viewer, Verb.BACKUP, READ_BACK, about=about, went=went)
    return {}


_LONGEST = 300
"""So much is kept of why a copy failed."""


def _listed(
    question: Callable[..., Any], door: Door, viewer: Viewer, _asked: Asked
) -> dict[str, Any]:
    door.require(viewer, Verb.ADMINISTER)
    return {"rows": records(question(door.reader(viewer)))}


ACTS: Mapping[str, Act] = {
    "grant": _grant,
    "end": _end,
    "hand-over": _hand_over,
    "token": _token,
    "revoke": _revoke,
    "release": _release,
    "read-back": _read_back,
    "people": partial(_listed, people.people),
    "grants": partial(_listed, people.grants),
    "tokens": partial(_listed, people.tokens),
    "uploads": partial(_listed, people.uploads),
    "log": partial(_listed, people.log),
}
"""What is asked for by name, with what beside it."""


def administer(door: Door, viewer: Viewer, act: str, asked: Asked) -> dict[str, Any]:
    """Do one of `ACTS`. Raises `StoreError`, with what is wrong, as the act does."""
    if act not in ACTS:
        raise StoreError(f"{act} finns inte. Välj bland {', '.join(ACTS)}.")
    try:
        return ACTS[act](door, viewer, asked)
    except (KeyError, TypeError, ValueError) as error:
        raise StoreError(f"Det går inte att förstå: {error}. Inget har sparats.") from error


def _one_of(kind: Any, said: object) -> Any:
    try:
        return kind(said)
    except ValueError as error:
        names = ", ".join(each.value for each in kind)
        raise StoreError(f"{said} finns inte. Välj bland {names}. Inget sparas.") from error


def _day(said: object) -> date | None:
    return date.fromisoformat(str(said)) if said else None


def _person(door: Door, viewer: Viewer, said: object) -> int:
    """Return the number of a person by their name."""
    door.require(viewer, Verb.ADMINISTER)
    listed = people.people(door.reader(viewer))
    mine = listed[listed["name"].str.lower() == str(said).strip().lower()]
    if mine.empty:
        raise StoreError(f"Ingen som heter {said} är inbjuden. Inget har sparats.")
    return int(mine["person_id"].iloc[0])
