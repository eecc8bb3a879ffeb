"""Who lives in a place: counts by category, from the place itself or from what lies in it."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.charts.describe.stacked import TENURES
from dashboard.page import loaders
from dashboard.page.loaders import finished
from dashboard.series import measured
from data.answers import character as counted
from data.answers import residents
from data.answers.character import Character
from data.answers.residents import DWELLINGS, POPULATION, Profile

INCOME = "MIX07"


def profile(area_id: str, indicator_id: str, categories: Sequence[str]) -> Profile | None:
    """Return the counts of an area: see `data.answers.residents.profile`."""
    return loaders.ask(
        residents.profile,
        area_id=area_id,
        indicator_id=indicator_id,
        categories=tuple(categories),
    )


def homes(area_id: str) -> Profile | None:
    """Return dwellings by tenure; None where they are not counted."""
    return profile(area_id, DWELLINGS, tuple(TENURES))


def people(area_id: str) -> Profile | None:
    """Return how many live here; None where nobody has counted."""
    return profile(area_id, POPULATION, ("",))


def ages(area_id: str) -> Profile | None:
    """Return the population by age, youngest first; None where it is not counted."""
    found = _age_groups()
    return profile(area_id, POPULATION, found) if found else None


@finished
def _age_groups() -> tuple[str, ...]:
    rows = measured.everywhere(POPULATION)
    found = {str(one) for one in rows["category"] if str(one).startswith("age:")}
    return tuple(sorted(found, key=_first_age))


def _first_age(category: str) -> int:
    digits = "".join(one if one.isdigit() else " " for one in category).split()
    return int(digits[0]) if digits else 0


def character(area: pd.Series) -> Character | None:
    """Return how far the homes have moved from the first to the latest period; None for one."""
    return _character(str(area["area_id"]), str(area["kind"]), bool(area["invented"]))


@finished
def _character(area_id: str, kind: str, invented: bool) -> Character | None:
    found = homes(area_id)
    if found is None or len(found.counts) < 2:
        return None
    # Asked once for every area of the kind that is counted in the same way.
    distances = loaders.ask(
        counted.peer_distances,
        kind=kind,
        invented=invented,
        categories=found.categories,
        periods=(found.period(0), found.period(-1)),
        geo_version=found.geo_version,
        of_parts=found.of_parts,
    )
    return counted.character(area_id, found, distances)


def moved_in(area_id: str, since: str) -> Mapping[str, Any]:
    """Say whether others live in an area now: see `data.answers.residents.population`."""
    return loaders.ask(residents.population, area_id=area_id, since=since)
