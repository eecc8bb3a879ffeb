"""Who may do what right now, read once after each act: asking it is a look in a dictionary."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeAlias

import duckdb

from data.store.access import CLEARED, KEEPING, VERBS, Identity, Role, Verb, Viewer
from data.store.store import CURRENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who has been invited; `subject` is '' until they have logged in."""

    person_id: int
    issuer: str
    subject: str
    email: str
    name: str
    organisation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role in an area and everything in it, '' for every area; both days count."""

    role: Role
    area_id: str
    valid_from: date | None
    valid_to: date | None

    def holds(self, day: date) -> bool:
        """Say whether it holds on a day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a program may do in the place of a person. Without `area_ids` it is everywhere."""

    person_id: int
    sha256: str
    verbs: frozenset[Verb]
    area_ids: frozenset[str]
    expires_at: datetime
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """Figures that have not been released; without `area_ids` they may be about any area."""

    revision_id: int
    until: int
    organisation_id: str
    area_ids: frozenset[str] | None
    by: tuple[str, str]


_Kept: TypeAlias = dict[tuple[int, date], Viewer]


FIRST_LOGIN = "log in for the first time"
"""What the log calls it when an invited person turns out to be somebody."""


class Policy:
    """The people of a store, what they have been granted, and what has been released."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Read it from an open store."""
        self._people = {person.person_id: person for person in _people(cursor)}
        self._known = {(each.issuer, each.subject): each for each in self._people.values()}
        self._grants = _grants(cursor)
        self._tokens = _tokens(cursor)
        self._uploads = _uploads(cursor)
        self._inside = _inside(cursor)
        self._viewers: _Kept = {}
        self.changes = _changes(cursor)

    def invited(self, identity: Identity) -> Person | None:
        """Return who was invited by the address of somebody who has not logged in before."""
        if not identity.email or self.person(identity) is not None:
            return None
        return next(
            (
                each
                for each in self._people.values()
                if not each.subject and each.email.lower() == identity.email.lower()
            ),
            None,
        )

    def person(self, identity: Identity) -> Person | None:
        """Return who somebody is who has logged in; None for a stranger."""
        return self._known.get((identity.issuer, identity.subject))

    def guest(self, *, reads: bool) -> Viewer:
        """Return somebody without a role: who sees what is released, or nothing."""
        return Viewer(areas=None if reads else frozenset(), unreleased=self._hidden_from())

    def viewer(self, person: Person, day: date, *, reads: bool) -> Viewer:
        """Return what a person sees and may do on a day. `reads` is what guests do."""
        found = self._viewers.get((person.person_id, day))
        if found is None:
            held = [each for each in self._grants[person.person_id] if each.holds(day)]
            found = self._viewers[person.person_id, day] = self._made(person, held)
        return replace(found, areas=None) if reads else found

    def token(self, token_id: str) -> Token | None:
        """Return what is known of a token that has not been revoked."""
        return self._tokens.get(token_id)

    def of_token(self, token: Token, day: date) -> Viewer:
        """Return what a token sees and may do: never more than the person it is for."""
        person = self._people[token.person_id]
        whole = self.viewer(person, day, reads=False)
        area_ids = self._subtrees(token.area_ids) if token.area_ids else None
        limits = {
            verb: _both(whole.reach(verb), area_ids) for verb in whole.verbs & token.verbs
        }
        return replace(
            whole,
            verbs=frozenset(limits),
            limits=_limits(limits),
            clearance=whole.clearance and area_ids is None,
        )

    def _made(self, person: Person, held: list[Grant]) -> Viewer:
        reach: dict[Verb, frozenset[str] | None] = {}
        for grant in held:
            area_ids = None if grant.area_id == "" else self._subtrees({grant.area_id})
            for verb in VERBS[grant.role]:
                before = reach.get(verb, frozenset())
                reach[verb] = None if before is None or area_ids is None else before | area_ids
        everywhere = {grant.role for grant in held if grant.area_id == ""}
        if Role.ADMINISTRATOR in everywhere and person.organisation_id == "":
            reach |= dict.fromkeys(KEEPING)
        hidden = self._hidden_from(person, held)
        return Viewer(
            name=person.name,
            organisation_id=person.organisation_id,
            areas=None if held else frozenset(),
            verbs=frozenset(reach),
            clearance=person.organisation_id == "" and bool(everywhere & CLEARED),
            issuer=person.issuer,
            subject=person.subject,
            limits=_limits(reach),
            unreleased=hidden,
            early=self._early(hidden),
        )

    def _early(self, hidden: Iterable[tuple[int, int]]) -> tuple[int, ...]:
        kept = {revision for revision, _until in hidden}
        return tuple(
            upload.revision_id
            for upload in self._uploads
            if upload.until == CURRENT and upload.revision_id not in kept
        )

    def _hidden_from(
        self, person: Person | None = None, held: Iterable[Grant] = ()
    ) -> tuple[tuple[int, int], ...]:
        grants = list(held)
        return tuple(
            (upload.revision_id, upload.until)
            for upload in self._uploads
            if person is None or not self._theirs(upload, person, grants)
        )

    def _theirs(self, upload: Upload, person: Person, held: list[Grant]) -> bool:
        """Whether figures that are not released are of a person's organisation or areas."""
        if not held:
            return False
        if upload.by == (person.issuer, person.subject) and person.subject:
            return True
        if upload.organisation_id == person.organisation_id:
            return True
        # Who only hands in sees their own: another organisation may hand in to the same area.
        reading = [grant for grant in held if grant.role != Role.UPLOADER]
        if person.organisation_id == "" and any(grant.area_id == "" for grant in reading):
            return True
        covered = self._subtrees({grant.area_id for grant in reading})
        return upload.area_ids is not None and upload.area_ids <= covered

    def _subtrees(self, roots: Iterable[str]) -> frozenset[str]:
        """Return areas with everything in them."""
        found: set[str] = set()
        waiting = list(roots)
        while waiting:
            area_id = waiting.pop()
            if area_id not in found:
                found.add(area_id)
                waiting.extend(self._inside.get(area_id, ()))
        return frozenset(found)


def _limits(
    reach: Mapping[Verb, frozenset[str] | None],
) -> tuple[tuple[Verb, frozenset[str]], ...]:
    """Return the verbs that are not for every area with their areas, in one order."""
    return tuple((verb, areas) for verb in Verb if (areas := reach.get(verb)) is not None)


def _both(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _people(cursor: duckdb.DuckDBPyConnection) -> list[Person]:
    rows = cursor.execute(
        "SELECT person_id, issuer, subject, email, name, organisation_id FROM person"
    ).fetchall()
    return [
        Person(
            person_id=person_id,
            issuer=issuer,
            subject=subject,
            email=email,
            name=name,
            organisation_id=organisation_id,
        )
        for person_id, issuer, subject, email, name, organisation_id in rows
    ]


def _grants(cursor: duckdb.DuckDBPyConnection) -> defaultdict[int, list[Grant]]:
    rows = cursor.execute(
        "SELECT person_id, role, area_id, valid_from, valid_to FROM access_grant "
        "WHERE ended_at IS NULL"
    ).fetchall()
    grants: defaultdict[int, list[Grant]] = defaultdict(list)
    for person_id, role, area_id, first, last in rows:
        grant = Grant(role=Role(role), area_id=area_id, valid_from=first, valid_to=last)
        grants[person_id].append(grant)
    return grants


def _tokens(cursor: duckdb.DuckDBPyConnection) -> dict[str, Token]:
    rows = cursor.execute(
        "SELECT token_id, person_id, sha256, verbs, area_ids, expires_at, label "
        "FROM api_token WHERE revoked_at IS NULL"
    ).fetchall()
    return {
        token_id: Token(
            person_id=person_id,
            sha256=sha256,
            verbs=frozenset(Verb(verb) for verb in verbs),
            area_ids=frozenset(area_ids),
            expires_at=expires_at,
            label=label,
        )
        for token_id, person_id, sha256, verbs, area_ids, expires_at, label in rows
    }


def _uploads(cursor: duckdb.DuckDBPyConnection) -> list[Upload]:
    rows = cursor.execute(
        """
        SELECT u.revision_id, coalesce(max(r.revision_id), $current), u.organisation_id,
               u.area_ids, u.issuer, u.subject
        FROM upload u
        LEFT JOIN (SELECT * FROM revision a WHERE NOT EXISTS (
                       SELECT 1 FROM revision b WHERE b.undoes = a.revision_id)) r
          ON r.undoes = u.revision_id
        WHERE u.released_at IS NULL
        GROUP BY ALL ORDER BY u.revision_id
        """,
        {"current": CURRENT},
    ).fetchall()
    return [
        Upload(
            revision_id=revision,
            until=until,
            organisation_id=organisation_id,
            area_ids=None if area_ids is None else frozenset(area_ids),
            by=(issuer, subject),
        )
        for revision, until, organisation_id, area_ids, issuer, subject in rows
    ]


def _changes(cursor: duckdb.DuckDBPyConnection) -> int:
    """Count the acts that changed who sees and may do what."""
    rows = cursor.execute(
        "SELECT count(*) FROM audit WHERE allowed AND act IN ($release, $administer, $login)",
        {"release": Verb.RELEASE, "administer": Verb.ADMINISTER, "login": FIRST_LOGIN},
    ).fetchall()
    return int(rows[0][0])


def _inside(cursor: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Return which areas lie straight below each area."""
    rows = cursor.execute(
        "SELECT other_area_id, area_id FROM area_relation "
        "WHERE relation = 'parent' AND revision_to = $current",
        {"current": CURRENT},
    ).fetchall()
    inside: dict[str, list[str]] = {}
    for above, area_id in rows:
        inside.setdefault(above, []).append(area_id)
    return inside
