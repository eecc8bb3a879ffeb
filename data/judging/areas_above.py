"""What areas lie in."""

from collections.abc import Iterable

import pandas as pd


class Parents:
    """What areas lie in, and the nearest that all of some areas lie in."""

    def __init__(self, rows: pd.DataFrame) -> None:
        """`rows`, one per area and parent: ``area_id``, ``parent_id``, ``parent_name``."""
        areas, parents, names = (
            rows[name].tolist() for name in ("area_id", "parent_id", "parent_name")
        )
        # The first of several stands: those before overwrite those after.
        self._over = dict(zip(reversed(areas), reversed(parents), strict=True))
        self._names = dict(zip(parents, names, strict=True))
        self._known: dict[frozenset[str], tuple[str, str]] = {}

    def of(self, areas: Iterable[str]) -> tuple[str, str]:
        """Return the nearest area that all of the areas lie in, and its name, or nothing."""
        asked = frozenset(areas)
        if asked not in self._known:
            self._known[asked] = self._nearest(asked)
        return self._known[asked]

    def _nearest(self, areas: frozenset[str]) -> tuple[str, str]:
        shared: list[str] | None = None
        # By parent, of which there are fewer; and no further than until nothing is shared.
        for parent in {self._over.get(area) for area in areas}:
            line = self._line(parent)
            shared = line if shared is None else [one for one in shared if one in line]
            if not shared:
                break
        nearest = shared[0] if shared else ""
        return nearest, str(self._names.get(nearest, ""))

    def _line(self, area: str | None) -> list[str]:
        """Return an area and all that it lies in, the nearest first."""
        line: list[str] = []
        while area is not None and area not in line:
            line.append(str(area))
            area = self._over.get(area)
        return line
