"""Makes keys to the API, which programs show in the place of a person, and revokes them."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from data.door import Door
from data.store.access import Verb, Viewer
from data.store.errors import NotAllowedError, StoreError

LONGEST_DAYS = 366


def make(
    door: Door,
    viewer: Viewer,
    person_id: int,
    *,
    label: str,
    verbs: Collection[Verb],
    area_ids: Collection[str] = (),
    days: int = 90,
    now: datetime | None = None,
) -> str:
    """Make a key for a person and return it: it is not kept, and cannot be shown again.

    It may do what `verbs` say in `area_ids`, () for all, and never more than the person may.
    Raises `NotAllowedError` for a person of another organisation, `StoreError` for one there
    is not or a time that is too long.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise StoreError(f"En nyckel gäller 1 till {LONGEST_DAYS} dagar. Inget har sparats.")
    token_id, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    moment = (now or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)
    with door.act(viewer, Verb.ADMINISTER, about=f"Ny nyckel {token_id}") as cursor:
        rows = cursor.execute(
            "SELECT organisation_id FROM person WHERE person_id = $person_id",
            {"person_id": person_id},
        ).fetchall()
        if not rows:
            raise StoreError(f"Det finns ingen person {person_id}. Inget har sparats.")
        _theirs(viewer, rows[0][0])
        cursor.execute(
            "INSERT INTO api_token VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
            [
                token_id,
                person_id,
                label.strip(),
                hashlib.sha256(secret.encode()).hexdigest(),
                sorted(verbs),
                sorted(area_ids),
                moment,
                viewer.name,
                moment + timedelta(days=days),
            ],
        )
    return f"kv_{token_id}_{secret}"


def revoke(door: Door, viewer: Viewer, token_id: str, *, now: datetime | None = None) -> None:
    """Let a key apply no longer. Raises as `make` does."""
    moment = (now or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)
    with door.act(viewer, Verb.ADMINISTER, about=f"Nyckel {token_id} spärrad") as cursor:
        rows = cursor.execute(
            "SELECT organisation_id FROM api_token JOIN person USING (person_id) "
            "WHERE token_id = $token_id AND revoked_at IS NULL",
            {"token_id": token_id},
        ).fetchall()
        if not rows:
            raise StoreError(f"Det finns ingen nyckel {token_id} som gäller.")
        _theirs(viewer, rows[0][0])
        cursor.execute(
            "UPDATE api_token SET revoked_at = $at WHERE token_id = $token_id",
            {"at": moment, "token_id": token_id},
        )


def _theirs(viewer: Viewer, organisation_id: str) -> None:
    # A key is for all that its person may do, so an administrator of some areas makes none.
    if (
        viewer.organisation_id not in {"", organisation_id}
        or viewer.reach(Verb.ADMINISTER) is not None
    ):
        raise NotAllowedError("Du förvaltar inte den organisationen. Inget har sparats.")
