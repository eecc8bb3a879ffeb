"""The one place that decides what a person may see and do."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Somebody at the door: who they are, and which areas are theirs.

    `areas` None means every area of the installation. A viewer is part of every cache key,
    so that one person's answer can never be shown to another.
    """

    name: str = ""
    organisation_id: str = ""
    areas: frozenset[str] | None = None
    may_upload: bool = True

    def sees(self, area_ids: Iterable[str]) -> list[str]:
        """Keep the areas this viewer may see, in the order given."""
        if self.areas is None:
            return list(area_ids)
        return [area_id for area_id in area_ids if area_id in self.areas]


EVERYONE = Viewer()
"""An installation without login: whoever reaches it sees and may upload everything."""
