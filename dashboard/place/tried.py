"""What a place would become, worked out once however often the page is drawn around it."""

from dataclasses import dataclass, field, replace
from functools import lru_cache

from dashboard.installation import now
from data.acts.new_place import Trial, check_place, try_place
from data.door import Door
from data.intake.new_place import NewPlace
from data.intake.turns import turn
from data.store.access import Viewer
from metrics.definition.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a place is to be saved, and by whom: equal until somebody saves something else."""

    revision: int
    viewer: Viewer
    door: Door = field(compare=False, repr=False)
    catalogue: Catalogue = field(compare=False, repr=False)


# Not a Streamlit cache: those copy every table of the examination at each redraw.
@lru_cache(maxsize=8)
def _tried(desk: Desk, place: NewPlace) -> Trial:
    with turn():
        return try_place(desk.door, desk.viewer, place, catalogue=desk.catalogue, now=now())


def figures(desk: Desk, place: NewPlace) -> Trial | None:
    """Try what decides the figures: none of the words, so that writing them costs nothing.

    None where there is nothing to judge.
    """
    bare = replace(
        place,
        key="",
        name="",
        kind="",
        municipality="",
        shape="",
        made_of=(),
        wording="",
        target_group="",
        promised_by="",
        document="",
        owner_role="",
    )
    return _tried(desk, bare) if bare.parts() != ("areas",) else None


def whole(desk: Desk, place: NewPlace) -> Trial:
    """Examine all that was written, as it would be saved."""
    with turn():
        return check_place(desk.door, desk.viewer, place, catalogue=desk.catalogue, now=now())
