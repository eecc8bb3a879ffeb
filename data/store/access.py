"""Who somebody is and what is theirs; `data.door` decides who is who and lets them act."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from data.store.intake_answers import sender_named


class Verb(StrEnum):
    """What somebody can do to the store."""

    IMPORT = "import"
    UNDO = "undo"
    REASSESS = "reassess"
    RECALIBRATE = "recalibrate"
    PLAN = "plan a meeting"
    DECIDE = "decide"
    CLOSE = "close a decision"
    CONCLUDE = "conclude a meeting"
    ATTACH = "attach"
    KEEP = "undo what others uploaded"
    BACKUP = "take a copy of everything"


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Somebody at the door: who they are, which areas are theirs, and what they may do.

    `areas` None means every area of the installation. Without anything said it is nobody, who
    sees no area and may do nothing. A viewer is part of every cache key, so that one person's
    answer can never be shown to another.
    """

    name: str = ""
    organisation_id: str = ""
    areas: frozenset[str] | None = frozenset()
    verbs: frozenset[Verb] = frozenset()
    clearance: bool = False
    """May see the small numbers that disclosure control hides from everybody else."""

    def may(self, verb: Verb) -> bool:
        """Say whether this viewer may do something at all, wherever it is."""
        return verb in self.verbs

    def sees(self, area_ids: Iterable[str]) -> list[str]:
        """Keep the areas this viewer may see, in the order given."""
        if self.areas is None:
            return list(area_ids)
        return [area_id for area_id in area_ids if area_id in self.areas]


def may_undo(viewer: Viewer, *, actor: str, organisation_id: str = "") -> bool:
    """Say whether a viewer may take back what `actor` of an organisation uploaded.

    Whoever uploaded it may, under the name it was signed with, and so may a keeper: of every
    organisation, or of the viewer's own.
    """
    if not viewer.may(Verb.UNDO) or viewer.organisation_id not in {"", organisation_id}:
        return False
    named = sender_named(viewer.name)
    return viewer.may(Verb.KEEP) or (named != "" and named == sender_named(actor))
