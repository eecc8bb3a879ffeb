"""Invites people, and gives and ends what they may do."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import duckdb

from data.door import Door
from data.store.access import Role, Verb, Viewer
from data.store.errors import NotAllowedError, StoreError


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Who is invited: by an address the login provider vouches for, or by its own subject."""

    name: str
    email: str = ""
    issuer: str = ""
    subject: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A role in an area and everything in it, '' for every area; both days count."""

    role: Role
    area_id: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


def invite(
    door: Door,
    viewer: Viewer,
    invitation: Invitation,
    offer: Offer,
    *,
    now: datetime | None = None,
) -> int:
    """Invite somebody with a first role, or give one more to who is there; return the person.

    Raises `NotAllowedError` for an organisation or area that is not the viewer's to give,
    `StoreError` when nobody can be known by what is given.
    """
    name = invitation.name.strip()
    if not name or not (invitation.email.strip() or invitation.subject.strip()):
        raise StoreError("Skriv både ett namn och en e-postadress. Inget har sparats.")
    about = f"{name}: {offer.role} i {offer.area_id or 'alla områden'}"
    with door.act(viewer, Verb.ADMINISTER, about=about) as cursor:
        organisation_id = _organisation(cursor, invitation.organisation, viewer)
        person_id = _person(cursor, invitation, name, organisation_id, _moment(now))
        _theirs(viewer, organisation_id, offer.area_id)
        _give(cursor, viewer, person_id, offer, _moment(now))
    return person_id


def end(door: Door, viewer: Viewer, grant_id: int, *, now: datetime | None = None) -> None:
    """End a role that somebody has. Raises `NotAllowedError` for one that is not the viewer's.

    The last administrator of the installation stays, or nobody could let anybody in.
    """
    with door.act(viewer, Verb.ADMINISTER, about=f"Slut på roll {grant_id}") as cursor:
        rows = cursor.execute(
            "SELECT p.organisation_id, g.area_id FROM access_grant g JOIN person p "
            "USING (person_id) WHERE g.grant_id = $grant_id AND g.ended_at IS NULL",
            {"grant_id": grant_id},
        ).fetchall()
        if not rows:
            raise StoreError(f"Det finns ingen roll {grant_id} som gäller.")
        _theirs(viewer, *rows[0])
        _ended(cursor, viewer, [grant_id], _moment(now))
        _somebody_left(cursor, _moment(now))


def hand_over(
    door: Door, viewer: Viewer, leaving: int, coming: int, *, now: datetime | None = None
) -> int:
    """Give everything that one person may do to another; return how many roles it was.

    Raises `NotAllowedError` for a role that is not the viewer's to give.
    """
    about = f"Allt från person {leaving} till person {coming}"
    with door.act(viewer, Verb.ADMINISTER, about=about) as cursor:
        organisations = {_organisation_of(cursor, each) for each in (leaving, coming)}
        rows = cursor.execute(
            "SELECT grant_id, role, area_id, valid_from, valid_to FROM access_grant "
            "WHERE person_id = $person_id AND ended_at IS NULL",
            {"person_id": leaving},
        ).fetchall()
        for _grant, role, area_id, first, last in rows:
            for organisation_id in organisations:
                _theirs(viewer, organisation_id, area_id)
            offer = Offer(role=Role(role), area_id=area_id, valid_from=first, valid_to=last)
            _give(cursor, viewer, coming, offer, _moment(now))
        _ended(cursor, viewer, [grant_id for grant_id, *_ in rows], _moment(now))
        _somebody_left(cursor, _moment(now))
    return len(rows)


def _moment(now: datetime | None) -> datetime:
    return (now or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)


def _theirs(viewer: Viewer, organisation_id: str, area_id: str) -> None:
    reach = viewer.reach(Verb.ADMINISTER)
    if viewer.organisation_id not in {"", organisation_id} or not (
        reach is None or area_id in reach
    ):
        raise NotAllowedError(
            "Du förvaltar inte den organisationen eller det området. Inget har sparats."
        )


def _organisation(cursor: duckdb.DuckDBPyConnection, name: str, viewer: Viewer) -> str:
    """Return the id of an organisation, which is its name as first written; '' for none."""
    name = name.strip() or viewer.organisation_id
    if not name:
        return ""
    rows = cursor.execute(
        "SELECT organisation_id FROM organisation "
        "WHERE lower(name) = lower($name) OR organisation_id = $name",
        {"name": name},
    ).fetchall()
    if rows:
        return str(rows[0][0])
    cursor.execute("INSERT INTO organisation VALUES ($name, $name)", {"name": name})
    return name


def _organisation_of(cursor: duckdb.DuckDBPyConnection, person_id: int) -> str:
    rows = cursor.execute(
        "SELECT organisation_id FROM person WHERE person_id = $person_id",
        {"person_id": person_id},
    ).fetchall()
    if not rows:
        raise StoreError(f"Det finns ingen person {person_id}.")
    return str(rows[0][0])


def _person(
    cursor: duckdb.DuckDBPyConnection,
    invitation: Invitation,
    name: str,
    organisation_id: str,
    moment: datetime,
) -> int:
    """Return the person who is invited, as they are known already or from now on."""
    given = {
        "issuer": invitation.issuer.strip(),
        "subject": invitation.subject.strip(),
        "email": invitation.email.strip().lower(),
    }
    rows = cursor.execute(
        "SELECT person_id, organisation_id, name FROM person "
        "WHERE (email <> '' AND email = $email) "
        "OR (subject <> '' AND subject = $subject AND issuer = $issuer)",
        given,
    ).fetchall()
    if rows:
        person_id, known_at, _known_as = rows[0]
        if known_at != organisation_id:
            raise StoreError(f"{name} finns redan, i en annan organisation.")
        return int(person_id)
    same = cursor.execute(
        "SELECT count(*) FROM person WHERE lower(name) = lower($name)", {"name": name}
    ).fetchall()
    if same[0][0]:
        # What somebody has signed is theirs by name.
        raise StoreError(f"Det finns redan en {name}. Skriv namnet så att de skiljs åt.")
    rows = cursor.execute("SELECT coalesce(max(person_id), 0) + 1 FROM person").fetchall()
    cursor.execute(
        "INSERT INTO person VALUES ($id, $issuer, $subject, $email, $name, $organisation, $at)",
        {
            "id": rows[0][0],
            "name": name,
            "organisation": organisation_id,
            "at": moment,
            **given,
        },
    )
    return int(rows[0][0])


def _give(
    cursor: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    person_id: int,
    offer: Offer,
    moment: datetime,
) -> None:
    if offer.area_id and not _area_is_there(cursor, offer.area_id):
        raise StoreError(f"Det finns inget område {offer.area_id}. Inget har sparats.")
    cursor.execute(
        "INSERT INTO access_grant SELECT coalesce(max(grant_id), 0) + 1, $person, $role, "
        "$area, $first, $last, $by, $at, NULL, '' FROM access_grant",
        {
            "person": person_id,
            "role": offer.role.value,
            "area": offer.area_id,
            "first": offer.valid_from,
            "last": offer.valid_to,
            "by": viewer.name,
            "at": moment,
        },
    )


def _area_is_there(cursor: duckdb.DuckDBPyConnection, area_id: str) -> bool:
    rows = cursor.execute(
        "SELECT count(*) FROM area WHERE area_id = $area_id", {"area_id": area_id}
    ).fetchall()
    return int(rows[0][0]) > 0


def _ended(
    cursor: duckdb.DuckDBPyConnection, viewer: Viewer, grant_ids: list[int], moment: datetime
) -> None:
    cursor.execute(
        "UPDATE access_grant SET ended_at = $at, ended_by = $by "
        "WHERE list_contains($grant_ids, grant_id)",
        {"at": moment, "by": viewer.name, "grant_ids": grant_ids},
    )


def _somebody_left(cursor: duckdb.DuckDBPyConnection, moment: datetime) -> None:
    """Raise `StoreError` when nobody keeps the whole installation any more."""
    rows = cursor.execute(
        "SELECT count(*) FROM access_grant g JOIN person p USING (person_id) "
        "WHERE g.role = 'administrator' AND g.area_id = '' AND p.organisation_id = '' "
        "AND g.ended_at IS NULL AND coalesce(g.valid_to, $day) >= $day",
        {"day": moment.date()},
    ).fetchall()
    if not rows[0][0]:
        raise StoreError(
            "Någon måste förvalta hela installationen. Ge rollen till någon annan först. "
            "Inget har ändrats."
        )
