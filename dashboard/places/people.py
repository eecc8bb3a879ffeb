"""Who lives in a place: counts by category, from the place itself or from what lies in it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard import loaders
from dashboard.figures import TENURES
from dashboard.places import measured
from data import places
from data.comparators import POPULATION
from metrics import peers
from metrics.composition import (
    CharacterChange,
    character_change,
    entropy,
    entropy_split,
    jensen_shannon,
)

DWELLINGS, INCOME = "BOS09", "MIX07"
_SEED = 2026
_FEWEST_PEERS = 5
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Counts of one place by category over time, in one boundary version.

    `counts`: one row per ``period``, ``period_start`` and one column per category, oldest
    first; `parts`: the same per ``area_id``. `of_parts` says that they are summed over parts.
    `left_out` are other boundary versions, or periods before a break, never compared.
    """

    categories: tuple[str, ...]
    counts: pd.DataFrame
    parts: pd.DataFrame
    of_parts: bool
    geo_version: str
    left_out: tuple[str, ...]

    def at(self, place: int) -> Floats:
        """Return the counts of one period by category; -1 for the latest."""
        return np.asarray(self.counts.iloc[place][list(self.categories)], dtype=np.float64)

    def parts_at(self, place: int) -> Floats:
        """Return the counts of one period, shape (part, category)."""
        period = self.counts.iloc[place]["period"]
        rows = self.parts[self.parts["period"] == period]
        return np.asarray(rows[list(self.categories)], dtype=np.float64)

    def period(self, place: int) -> str:
        """Return the name of one period; -1 for the latest."""
        return str(self.counts.iloc[place]["period"])


def profile(area_id: str, indicator_id: str, categories: Sequence[str]) -> Profile | None:
    """Return the counts of a place; None where nothing is counted.

    Own counts come first. Otherwise the parts inside it are summed, over the periods that
    every part has. Only the newest boundary version is used, after the last break.
    """
    made: Profile | None = loaders.figure(
        "profile",
        lambda: _profile(area_id, indicator_id, categories),
        area_id, indicator_id, tuple(categories),
    )  # fmt: skip
    return made


def _profile(area_id: str, indicator_id: str, categories: Sequence[str]) -> Profile | None:
    rows = measured.everywhere(indicator_id)
    rows = rows[rows["category"].isin(list(categories))].dropna(subset=["value"])
    own = rows[rows["area_id"] == area_id]
    mine = own if len(own) else _inside(rows, area_id)
    if mine.empty:
        return None
    versions = mine["geo_version"].fillna("")
    newest = str(versions[mine["period_end"] == mine["period_end"].max()].iloc[0])
    kept, early = _since_break(mine[versions == newest])
    left_out = sorted({one for one in versions.unique() if one not in ("", newest)})
    return _laid_out(kept, tuple(categories), own.empty, newest, (*left_out, *early))


def _inside(rows: pd.DataFrame, area_id: str) -> pd.DataFrame:
    """Return the rows of the parts of one kind: of the kind that has the most."""
    parts = loaders.ask(places.parts, area_id=area_id)
    found = rows.loc[rows["area_id"].isin(parts["area_id"])]
    if found.empty:
        return found
    kind = found["kind"].value_counts().index[0]
    return pd.DataFrame(found[found["kind"] == kind])


def _since_break(rows: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Leave out what lies before the last break that stops comparison, and name it."""
    breaks = measured.broken(rows)
    starts = pd.to_datetime(rows["period_start"])
    for row in breaks.to_dict("records"):
        start = pd.Timestamp(row["first_period_start"])
        if row["blocks_change"] and (starts < start).any() and (starts >= start).any():
            early = tuple(sorted(rows[starts < start]["period"].unique()))
            return _since_break(rows[starts >= start])[0], early
    return rows, ()


def _laid_out(
    rows: pd.DataFrame,
    categories: tuple[str, ...],
    of_parts: bool,
    version: str,
    left_out: tuple[str, ...],
) -> Profile | None:
    starts = rows.groupby("period")["period_start"].min()
    table = rows.pivot_table(
        index=["area_id", "period"], columns="category", values="value", aggfunc="sum"
    ).reindex(columns=list(categories), fill_value=0.0)
    table = table.fillna(0.0)
    per_period = table.groupby("period")
    whole = per_period.size() == rows["area_id"].nunique()
    counts = per_period.sum()[whole].reset_index()
    counts = counts.assign(period_start=counts["period"].map(starts))
    if counts.empty:
        return None
    return Profile(
        categories=categories,
        counts=counts.sort_values("period_start").reset_index(drop=True),
        parts=table.reset_index(),
        of_parts=of_parts and len(set(rows["area_id"])) > 1,
        geo_version=version,
        left_out=left_out,
    )


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
    areas = loaders.areas()
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
