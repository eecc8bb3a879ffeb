"""Invented areas inside areas with few people in some, and somebody who tries to find out.

The attacker knows everything a viewer without clearance can download, of every revision: what
adds up, what is shown, and that counts are whole and not negative; and the state of a goal in
each area, which would say on which side of its target a hidden share is.
"""

import sys
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from data.answers.goals import all_goals
from data.answers.series import observations_of, series_of
from data.store.store import Store
from metrics.definition.catalogue import Catalogue, load_catalogue
from metrics.methods.disclosure import Sum, attack
from metrics.outcome.state import Group, State, group_of
from tests.data.loading import lines, load
from tests.data.portfolio import AREAS, GOALS
from tests.factories import a_reader, a_viewer

VALUES = "area_id,indicator_id,period,category,value,numerator,denominator,source"
INDICATOR, LEVEL = "SER05", 5
"""A share that is counted in full, of which at least five people must be shown."""

SAYS = {Group.LOST, Group.HOLDS, Group.WATCH, Group.UNCHANGED}
"""Groups of states that say on which side of something a share is."""

KINDS = ("municipality", "development_area", "property")


SEXES = {"kön:k": ("kön:k",), "kön:m": ("kön:m",)}
AGES = {
    "0-17 år": ("0-17 år",),
    "18-24": ("18-24",),
    "25+": ("25+",),
    "18 år och äldre": ("18-24", "25+"),
}
"""What is divided how: each category with the groups of people that it is of."""

SUMS = (
    ("", ("kön:k", "kön:m")),
    ("", ("0-17 år", "18-24", "25+")),
    ("", ("0-17 år", "18 år och äldre")),
    ("18 år och äldre", ("18-24", "25+")),
)


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Areas with their parents, categories with the groups in each, and how many are asked and
    say yes in each leaf.
    """

    parents: dict[str, str]
    depth: dict[str, int]
    of: dict[str, tuple[str, ...]]
    leaves: dict[tuple[str, str], tuple[int, int]]

    @property
    def categories(self) -> tuple[str, ...]:
        """Return the categories, and '' for all of it."""
        return ("", *self.of)

    def counts(self, area: str, category: str) -> np.ndarray:
        """Return those who say yes and those who do not, of an area and category or of all."""
        inside = [
            np.array([yes, asked - yes])
            for (leaf, group), (yes, asked) in self.leaves.items()
            if group in self.of.get(category, (group,)) and area in self.above(leaf)
        ]
        return np.sum(inside, axis=0)

    def above(self, area: str) -> list[str]:
        """Return an area and all that it lies in."""
        found = [area]
        while self.parents[found[-1]]:
            found.append(self.parents[found[-1]])
        return found


def a_hierarchy(seed: int) -> Hierarchy:
    """Invent a city of a few districts with a few houses each, with or without categories."""
    draw = np.random.default_rng(seed)
    parents, depth = {"stad": ""}, {"stad": 0}
    for district in range(draw.integers(1, 4)):
        parents[f"d{district}"], depth[f"d{district}"] = "stad", 1
        for house in range(draw.integers(0, 4)):
            name = f"d{district}h{house}"
            parents[name], depth[name] = f"d{district}", 2
    of = (SEXES, AGES, {}, {})[int(4 * draw.random())]
    groups = tuple(group for group, inside in of.items() if inside == (group,)) or ("",)
    leaves = {}
    for leaf in (one for one in parents if one not in parents.values()):
        for group in groups:
            asked = int(draw.integers(8, 60))
            yes = int(draw.integers(0, asked + 1)) if draw.random() < 0.6 else int(asked / 2)
            leaves[leaf, group] = (yes, asked)
    return Hierarchy(parents, depth, of, leaves)


def areas_of(city: Hierarchy) -> str:
    """Return the areas as a file."""
    return lines(
        AREAS,
        *(
            f"{one},{KINDS[city.depth[one]]},{one} (påhittat),{one} (invented),{parent},yes,t"
            for one, parent in city.parents.items()
        ),
    )


def values_of(city: Hierarchy, areas: list[str]) -> str:
    """Return what is measured in some areas as a file."""
    rows = []
    for area in areas:
        for category in city.categories:
            yes, no = city.counts(area, category).tolist()
            value = 100 * yes / (yes + no)
            rows.append(f"{area},{INDICATOR},2024,{category},{value:.4f},{yes},{yes + no},test")
    return lines(VALUES, *rows)


def goals_of(city: Hierarchy) -> str:
    """Return a goal in each area, of at least half, as a file."""
    return lines(
        GOALS,
        *(
            f"mal.{one},{one},{INDICATOR},at_least,lower,50,2023,2,Mål {one},Goal {one},yes,"
            "2024-01-15,Test,test,Program,"
            for one in city.parents
        ),
    )


def telling(store: Store, shown: set[tuple[str, str]]) -> list[str]:
    """Return the areas whose goal says, at any revision, where a hidden share is."""
    found = set()
    for revision in range(1, store.revision + 1):
        goals = a_reader(store, viewer=a_viewer(), revision=revision).ask(all_goals)
        told = goals["state"].map(lambda state: bool(state) and group_of(State(state)) in SAYS)
        found |= set(goals.loc[told.astype(bool), "area_id"])
    return sorted(found - {area for area, category in shown if category == ""})


def ever_shown(store: Store) -> set[tuple[str, str]]:
    """Return the areas and categories that are shown as of any revision."""
    found = set()
    for revision in range(1, store.revision + 1):
        reader = a_reader(store, viewer=a_viewer(), revision=revision)
        ids = reader.ask(series_of, indicator_id=INDICATOR)["series_id"].tolist()
        rows = reader.ask(observations_of, series_ids=ids)
        rows = rows[rows["numerator"].notna()]
        found |= set(zip(rows["area_id"], rows["category"], strict=True))
    return found


def narrowest(city: Hierarchy, shown: set[tuple[str, str]]) -> float:
    """Return how closely the attacker knows the count that is known best of all hidden ones."""
    cells = [(area, category) for area in city.parents for category in city.categories]
    place = {cell: at for at, cell in enumerate(cells)}
    sums = []
    for area in city.parents:
        inside = [one for one, parent in city.parents.items() if parent == area]
        for category in city.categories if inside else ():
            parts = tuple(place[one, category] for one in inside)
            sums.append(Sum(place[area, category], parts))
        for whole, inside_it in SUMS:
            if set(inside_it) <= city.of.keys():
                known = tuple(place[area, one] for one in inside_it)
                sums.append(Sum(place[area, whole], known))
    hidden = np.array([cell not in shown for cell in cells])
    widths = [np.inf]
    for side in (0, 1):
        counts = np.array([city.counts(*cell)[side] for cell in cells], dtype=float)
        bounds = attack(counts, sums, hidden)
        widths += (bounds.high - bounds.low)[hidden].tolist()
    return min(widths)


def small_and_shown(city: Hierarchy, shown: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what is shown and must not be."""
    return [cell for cell in shown if city.counts(*cell).min() < LEVEL]


def told_in_parts(store: Store, catalogue: Catalogue, city: Hierarchy, seed: int) -> None:
    """Save what is measured, in one file or in a file for each of a few groups of areas."""
    load(store, areas_of(city), catalogue)
    load(store, goals_of(city), catalogue)
    areas = list(np.random.default_rng(seed).permutation(list(city.parents)))
    files = 1 + seed % 3
    cuts = np.linspace(0, len(areas), files + 1).astype(int).tolist()
    for first, last in pairwise(cuts):
        if last > first:
            load(store, values_of(city, areas[first:last]), catalogue)


def attacked(seed: int, catalogue: Catalogue) -> tuple[float, list[object]]:
    """Return how closely the best known hidden count of an invented city is known, and what is
    shown, or told by a state, that must not be.
    """
    city, store = a_hierarchy(seed), Store(":memory:")
    told_in_parts(store, catalogue, city, seed)
    shown = ever_shown(store)
    told = telling(store, shown)
    store.close()
    return narrowest(city, shown), [*small_and_shown(city, shown), *told]


def main(cities: int) -> int:
    """Attack so many cities; return how many gave something away."""
    catalogue, given_away = load_catalogue(), 0
    for seed in range(cities):
        width, small = attacked(seed, catalogue)
        if small or width < LEVEL:
            given_away += 1
            print(f"city {seed}: a hidden count within {width:g}, shown {small}", flush=True)
    print(f"{cities} cities, {given_away} that give something away")
    return given_away


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200) > 0)
