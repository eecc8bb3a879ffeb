"""Who lives in a place: counts by category, from the place itself or from what lies in it."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.charts.describe.stacked import TENURES
from dashboard.page import loaders
from dashboard.series import measured
from data.answers import character as counted
from data.answers import residents
from data.answers.character import Character
from data.answers.residents import DWELLINGS, POPULATION, Profile

INCOME = "MIX07"


def profile(area_id: str, indicator_id: str, categories: Sequence[str]) -> Profile | None:
    """Return the counts of an area, made once: see `data.answers.residents.profile`."""
    found: Profile | None = loaders.figure(
        "profile",
        lambda: residents.profile(
            loaders.reader(),
            area_id=area_id, indicator_id=indicator_id, categories=categories,
        ),
        area_id, indicator_id, tuple(categories),
    )  # fmt: skip
    return found


def homes(area_id: str) -> Profile | None:
    """Return dwellings by tenure; None where they are not counted."""
    return profile(area_id, DWELLINGS, tuple(TENURES))


def people(area_id: str) -> Profile | None:
    """Return how many live here; None where nobody has counted."""
    return profile(area_id, POPULATION, ("",))


def ages(area_id: str) -> Profile | None:
    """Return the population by age, youngest first; None where it is not counted."""
    found = loaders.figure("ages", _age_groups)
    return profile(area_id, POPULATION, found) if found else None


def _age_groups() -> list[str]:
    rows = measured.everywhere(POPULATION)
    found = {str(one) for one in rows["category"] if str(one).startswith("age:")}
    return sorted(found, key=_first_age)


def _first_age(category: str) -> int:
    digits = "".join(one if one.isdigit() else " " for one in category).split()
    return int(digits[0]) if digits else 0


def character(area: pd.Series, found: Profile) -> Character | None:
    """Return how far the mix has moved from the first to the latest period; None for one."""
    if len(found.counts) < 2:
        return None
    area_id = str(area["area_id"])
    made: Character = loaders.figure(
        "moved",
        lambda: counted.character(area_id, found, _peer_distances(area, found)),
        area_id, found.categories,
    )  # fmt: skip
    return made


def _peer_distances(area: pd.Series, found: Profile) -> dict[str, float]:
    """Return the same distance for every area of the same kind, made once for all of them."""
    kind, invented = str(area["kind"]), bool(area["invented"])
    distances: dict[str, float] = loaders.figure(
        "character",
        lambda: counted.peer_distances(
            loaders.reader(), kind=kind, invented=invented, found=found
        ),
        kind, invented, found.categories, found.geo_version, found.period(0), found.period(-1),
    )  # fmt: skip
    return distances


def moved_in(area_id: str, since: str) -> Mapping[str, Any]:
    """Say whether others live in an area now: see `data.answers.residents.population`."""
    found: Mapping[str, Any] = loaders.figure(
        "moved-in",
        lambda: residents.population(loaders.reader(), area_id=area_id, since=since),
        area_id, since,
    )  # fmt: skip
    return found
