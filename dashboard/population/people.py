"""Who lives in a place: counts by category, from the place itself or from what lies in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts.plotly import TENURES
from dashboard.page import loaders
from dashboard.series import measured
from data.answers import residents
from data.answers.areas import all_areas
from data.answers.residents import DWELLINGS, Profile
from data.judging.comparators import POPULATION
from metrics.methods import peers
from metrics.methods.composition import (
    CharacterChange,
    character_change,
    entropy,
    entropy_split,
    jensen_shannon,
)

INCOME = "MIX07"
_SEED = 2026
_FEWEST_PEERS = 5


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Character:
    """How far a profile has moved, beside chance alone and beside comparable areas."""

    change: CharacterChange
    as_far: int
    others: int

    @property
    def placed(self) -> bool:
        """Whether there are comparable areas enough to place it among."""
        return self.others >= _FEWEST_PEERS


def character(area: pd.Series, found: Profile) -> Character | None:
    """Return how far the mix has moved from the first to the latest period."""
    if len(found.counts) < 2:
        return None
    made: Character = loaders.figure(
        "moved", lambda: _character(area, found), str(area["area_id"]), found.categories
    )
    return made


def _character(area: pd.Series, found: Profile) -> Character:
    generator = np.random.default_rng(_SEED)
    change = character_change(found.at(0), found.at(-1), generator)
    distances = peer_distances(area, found)
    own = distances.pop(str(area["area_id"]), None)
    count, others = peers.as_far(
        float(change.distance) if own is None else own, list(distances.values())
    )
    return Character(change=change, as_far=count, others=others)


def peer_distances(area: pd.Series, found: Profile) -> dict[str, float]:
    """Return the same distance for every area of the same kind, over the same periods."""
    then, now = found.period(0), found.period(-1)
    distances: dict[str, float] = loaders.figure(
        "character",
        lambda: _distances(str(area["kind"]), bool(area["invented"]), found, then, now),
        str(area["kind"]), bool(area["invented"]), found.categories, found.geo_version,
        then, now,
    )  # fmt: skip
    return dict(distances)


def _distances(
    kind: str, invented: bool, found: Profile, then: str, now: str
) -> dict[str, float]:
    if not found.of_parts:
        return _own_distances(kind, invented, found, then, now)
    areas = loaders.ask(all_areas)
    like = areas[(areas["kind"] == kind) & (areas["invented"] == invented)]
    distances = {}
    for area_id in like["area_id"]:
        other = homes(str(area_id))
        if other is None or other.geo_version != found.geo_version:
            continue
        rows = other.counts.set_index("period")[list(found.categories)]
        if then in rows.index and now in rows.index:
            moved = jensen_shannon(
                rows.loc[then].to_numpy(dtype=float), rows.loc[now].to_numpy(dtype=float)
            )
            distances[str(area_id)] = float(moved)
    return distances


def _own_distances(
    kind: str, invented: bool, found: Profile, then: str, now: str
) -> dict[str, float]:
    """Return the distances of all areas with counts of their own, in one go."""
    rows = measured.everywhere(DWELLINGS)
    mine = rows[
        (rows["kind"] == kind)
        & (rows["invented"] == invented)
        & (rows["geo_version"].fillna("") == found.geo_version)
        & rows["category"].isin(found.categories)
        & rows["period"].isin([then, now])
    ]
    table = mine.pivot_table(
        index="area_id", columns=["period", "category"], values="value", aggfunc="sum"
    )
    wanted = pd.MultiIndex.from_product([[then, now], list(found.categories)])
    counts = table.reindex(columns=wanted, fill_value=0.0).fillna(0.0).to_numpy(dtype=float)
    first, last = counts[:, : len(found.categories)], counts[:, len(found.categories) :]
    moved = jensen_shannon(first, last)
    return dict(zip(table.index.astype(str), moved.astype(float).tolist(), strict=True))


def moved_in(area_id: str, since: str) -> Mapping[str, Any]:
    """Say whether others live in an area now: see `data.answers.residents.population`."""
    found: Mapping[str, Any] = loaders.figure(
        "moved-in",
        lambda: residents.population(loaders.reader(), area_id=area_id, since=since),
        area_id, since,
    )  # fmt: skip
    return found


def distance(found: Profile) -> float:
    """Return how far the first mix lies from the latest: 0 the same, 1 nothing in common."""
    return float(jensen_shannon(found.at(0), found.at(-1)))


def evenness(counts: Sequence[float]) -> float:
    """Return how mixed a place is: 0 for one category only, 1 for all alike."""
    return float(entropy(counts)) / float(np.log(len(counts)))


def two_levels(found: Profile) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Return the mix within the parts and in all, then and now; None for a single part."""
    if not found.of_parts:
        return None
    then, now = (entropy_split(found.parts_at(place)) for place in (0, -1))
    return (float(then.within), float(then.total)), (float(now.within), float(now.total))


def as_observations(found: Profile) -> pd.DataFrame:
    """Return the summed counts as the measurements of one series, for a line."""
    total = found.counts[list(found.categories)].sum(axis=1)
    return pd.DataFrame(
        {
            "indicator_id": POPULATION,
            "area_id": "",
            "category": "",
            "period": found.counts["period"],
            "period_start": found.counts["period_start"],
            "value": total,
            "status": "final",
        }
    )
