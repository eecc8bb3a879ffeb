"""Who somebody is and what is theirs; `data.door` decides who is who and lets them act."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from data.store.intake_answers import sender_named
from data.store.roles import Role as Role


class Verb(StrEnum):
    """What somebody can do to the store."""

    IMPORT = "import"
    CONFIRM = "confirm"
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
    RELEASE = "release"
    ADMINISTER = "administer"


MEETING = frozenset({Verb.PLAN, Verb.DECIDE, Verb.CLOSE, Verb.CONCLUDE})


VERBS: Mapping[Role, frozenset[Verb]] = {
    Role.VIEWER: frozenset(),
    Role.UPLOADER: frozenset({Verb.IMPORT, Verb.UNDO, Verb.ATTACH}),
    Role.CONFIRMER: frozenset({Verb.CONFIRM, Verb.UNDO}),
    Role.ANALYST: frozenset({*MEETING, Verb.REASSESS}),
    Role.ADMINISTRATOR: frozenset({Verb.UNDO, Verb.KEEP, Verb.RELEASE, Verb.ADMINISTER}),
}
"""What each role may do, in its areas."""

KEEPING = frozenset({Verb.BACKUP, Verb.RECALIBRATE})
"""What an administrator may do whose organisation is the installation's and area all of it."""

CLEARED = frozenset({Role.ANALYST, Role.ADMINISTRATOR})
"""Roles that see small numbers, when they are held for every area."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Somebody as a login provider knows them: `subject` is theirs alone at `issuer`.

    `email` is '' unless the provider vouches for it.
    """

    issuer: str
    subject: str
    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Somebody at the door: who they are, which areas are theirs, and what they may do.

    `areas` None means every area of the installation. Without anything said it is nobody, who
    sees no area and may do nothing. A viewer is part of every cache key, so that one person's
    answer can never be shown to another.

    `limits` are the areas of each verb that is not for every area. `unreleased` are revisions
    that this viewer does not see, each with the one that undid it, `CURRENT` for none. `local`
    is the person at this machine, whom no login has named.
    """

    name: str = ""
    organisation_id: str = ""
    areas: frozenset[str] | None = frozenset()
    verbs: frozenset[Verb] = frozenset()
    clearance: bool = False
    """May see the small numbers that disclosure control hides from everybody else."""
    issuer: str = ""
    subject: str = ""
    limits: tuple[tuple[Verb, frozenset[str]], ...] = ()
    unreleased: tuple[tuple[int, int], ...] = ()
    local: bool = False
    client: str = field(default="", compare=False)
    """By which way they came, for the log of who did what."""
    early: tuple[int, ...] = ()
    """The revisions they see that have not been released: others do not see them yet."""

    def at(self, revision: int) -> "Viewer":
        """Return the same viewer of when a revision was the latest: later ones say nothing."""
        unreleased = tuple(pair for pair in self.unreleased if pair[0] <= revision)
        early = tuple(number for number in self.early if number <= revision)
        return replace(self, unreleased=unreleased, early=early)

    def may(self, verb: Verb) -> bool:
        """Say whether this viewer may do something at all, wherever it is."""
        return verb in self.verbs

    def sends(self) -> bool:
        """Say whether this viewer hands in files: what is in one decides what may be saved."""
        return self.may(Verb.IMPORT) or self.may(Verb.CONFIRM)

    def reach(self, verb: Verb) -> frozenset[str] | None:
        """Return the areas this viewer may do something to; None for all there are."""
        if not self.may(verb):
            return frozenset()
        return dict(self.limits).get(verb, self.areas)

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
