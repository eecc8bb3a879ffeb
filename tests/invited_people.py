"""A store of two places and the people who are let in to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.acts import people, release
from data.acts.people import Invitation, Offer
from data.store.access import Identity
from data.store.store import Store
from metrics.definition.catalogue import Catalogue
from tests import new_owner
from tests.data.loading import TODAY, load
from tests.factories import a_door, writing

ISSUER = "https://id.exempel.se"
NORTH, SOUTH, MIDDLE = "ny.norr", "ny.syd", "ny.norr.torget"
AREAS = f"""area_id,kind,name,name_en,invented,source
{NORTH},development_area,Norr (påhittat),North (invented),yes,Påhittat för test
{MIDDLE},property,Torget (påhittat),The square (invented),yes,Påhittat för test
{SOUTH},development_area,Syd (påhittat),South (invented),yes,Påhittat för test
"""


def figures(area_id, *shares, first=2022):
    return new_owner.values(*shares, first=first).replace(new_owner.AREA, area_id)


def built(place: Path, catalogue: Catalogue) -> str:
    """Build the store at `place`, close it, and return its path."""
    store = Store(place)
    load(store, AREAS, catalogue)
    with writing(store) as cursor:
        cursor.execute(
            "INSERT INTO area_relation(area_id, other_area_id, relation, revision_from, "
            "brought_by) VALUES ($below, $above, 'parent', 1, 1)",
            {"below": MIDDLE, "above": NORTH},
        )
    load(store, figures(NORTH, 60, 66, 70), catalogue)
    load(store, new_owner.GOAL.replace(new_owner.AREA, NORTH), catalogue)
    release.release_all(a_door(store), a_door(store).who(), now=TODAY)
    store.close()
    return store.path


@contextmanager
def opened(place: Path) -> Iterator[Store]:
    """Open a store for a moment."""
    store = Store(place)
    try:
        yield store
    finally:
        store.close()


def invited(store, name, role, area_id="", organisation="", **days):
    """Invite somebody as the person at the machine and return who they are when logged in."""
    door = a_door(store)
    people.invite(
        door,
        door.who(),
        Invitation(name=name, email=f"{name}@exempel.se", organisation=organisation),
        Offer(role=role, area_id=area_id, **days),
        now=TODAY,
    )
    return Identity(issuer=ISSUER, subject=f"s-{name}", email=f"{name}@exempel.se")
