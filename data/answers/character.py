"""How mixed the homes of an area are, and how far the mix has moved: beside chance alone and
beside comparable areas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.answers import places, residents
from data.answers.areas import all_areas
from data.answers.reader import Reader
from data.answers.residents import DWELLINGS, Profile
from metrics.methods import peers
from metrics.methods.composition import (
    CharacterChange,
    character_change,
    entropy,
    entropy_split,
    jensen_shannon,
)

_SEED = 2026
_FEWEST_PEERS = 5


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


def character(area_id: str, found: Profile, distances: Mapping[str, float]) -> Character:
    """Return how far the mix of an area has moved from the first to the latest period.

    `distances` is the answer of `peer_distances`, with the area among the others or not.
    """
    change = character_change(found.at(0), found.at(-1), np.random.default_rng(_SEED))
    own = distances.get(area_id, float(change.distance))
    others = [far for other, far in distances.items() if other != area_id]
    as_far, count = peers.as_far(own, others)
    return Character(change=change, as_far=as_far, others=count)


def peer_distances(
    reader: Reader,
    *,
    kind: str,
    invented: bool,
    categories: tuple[str, ...],
    periods: tuple[str, str],
    geo_version: str,
    of_parts: bool,
) -> dict[str, float]:
    """Return how far the homes of every area of one kind have moved between two periods.

    By area id, from 0 (the same mix) to 1 (nothing in common). Areas are compared by their own
    counts, or each added up `of_parts`, in one version of the boundaries.
    """
    if not of_parts:
        rows = reader.ask(places.of_indicator, indicator_id=DWELLINGS)
        here = (rows["kind"] == kind) & (rows["invented"] == invented)
        same = here & (rows["geo_version"].fillna("") == geo_version)
        return _own_distances(rows[same], categories, periods)
    then, now = periods
    areas = reader.ask(all_areas)
    like = areas[(areas["kind"] == kind) & (areas["invented"] == invented)]
    distances = {}
    for area_id in like["area_id"]:
        other = residents.profile(
            reader, area_id=area_id, indicator_id=DWELLINGS, categories=categories
        )
        if other is None or other.geo_version != geo_version:
            continue
        rows = other.counts.set_index("period")[list(categories)]
        if then in rows.index and now in rows.index:
            moved = jensen_shannon(
                rows.loc[then].to_numpy(dtype=float), rows.loc[now].to_numpy(dtype=float)
            )
            distances[str(area_id)] = float(moved)
    return distances


def _own_distances(
    rows: pd.DataFrame, categories: tuple[str, ...], periods: tuple[str, str]
) -> dict[str, float]:
    """Return the distances of all areas with counts of their own, in one go."""
    mine = rows[rows["category"].isin(categories) & rows["period"].isin(periods)]
    table = mine.pivot_table(
        index="area_id", columns=["period", "category"], values="value", aggfunc="sum"
    )
    wanted = pd.MultiIndex.from_product([periods, categories])
    counts = table.reindex(columns=wanted, fill_value=0.0).fillna(0.0).to_numpy(dtype=float)
    first, last = counts[:, : len(categories)], counts[:, len(categories) :]
    moved = jensen_shannon(first, last)
    return dict(zip(table.index.astype(str), moved.astype(float).tolist(), strict=True))


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
