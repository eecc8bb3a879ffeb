"""Who lives in a place and in what homes: from the area itself or from what lies inside it."""

from dataclasses import dataclass

import pandas as pd

from dashboard import loaders, questions
from dashboard.figures import TENURES
from dashboard.followed import Followed
from dashboard.text.language import translator
from metrics.composition import jensen_shannon

POPULATION = "BEF01"
DWELLINGS = "BOS09"
RENTALS = "tenure:rental"

_AT_LEAST_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Homes:
    """Dwellings by tenure of a place: per period, and per part where it has several."""

    counts: pd.DataFrame
    parts: pd.DataFrame
    of_parts: bool

    @property
    def first(self) -> pd.Series:
        """The oldest year."""
        return self.counts.iloc[0]

    @property
    def last(self) -> pd.Series:
        """The latest year."""
        return self.counts.iloc[-1]

    @property
    def added(self) -> int:
        """How many dwellings there are more than at first."""
        names = list(TENURES)
        return int(self.last[names].sum() - self.first[names].sum())

    @property
    def character_change(self) -> float:
        """The Jensen-Shannon distance between then and now: 0 the same, 1 nothing in common."""
        names = list(TENURES)
        then, now = (row[names].to_numpy(dtype=float) for row in (self.first, self.last))
        return float(jensen_shannon(then, now))


def inside(area_id: str, kind: str) -> tuple[list[str], bool]:
    """Return the areas whose figures stand for this one, and whether they are parts of it.

    A police area has no statistics of its own: the RegSO that lie in it to at least half do.
    """
    if kind != "police_area":
        return [area_id], False
    relations = loaders.relations(area_id)
    lying = relations[
        (relations["relation"] == "overlaps")
        & (relations["other_area_id"] == area_id)
        & (relations["share"] >= _AT_LEAST_HALF)
    ]
    return list(lying["area_id"]), True


def population(
    area_id: str, kind: str, since: str, language: str
) -> questions.Population | None:
    """Return how many lived here at `since` and now; None where nobody has counted."""
    places, are_parts = inside(area_id, kind)
    observations = _of_places(places, POPULATION)
    basis = ""
    if are_parts:
        basis = translator(language)("Räknat på RegSO som till minst hälften ligger i området.")
    return questions.population(observations, since, basis)


def of_series(followed: Followed, language: str) -> questions.Population | None:
    """Return the population behind a series, from the first period of its latest segment."""
    found: questions.Population | None = loaders.figure(
        "people", lambda: _of_series(followed, language), followed.name, language
    )
    return found


def _of_series(followed: Followed, language: str) -> questions.Population | None:
    areas = loaders.areas()
    found = areas[areas["area_id"] == followed.area_id]
    kind = str(found["kind"].iloc[0]) if len(found) else ""
    first = str(followed.observations["period"].iloc[0]) if len(followed.observations) else ""
    return population(followed.area_id, kind, first[:4], language)


def homes(area_id: str, kind: str) -> Homes | None:
    """Return dwellings by tenure then and now; None where there are fewer than two years."""
    places, are_parts = inside(area_id, kind)
    observations = _of_places(places, DWELLINGS)
    observations = observations[observations["category"].isin(list(TENURES))]
    if observations.empty:
        return None
    table = observations.pivot_table(
        index=["area_id", "period"], columns="category", values="value", aggfunc="sum"
    ).reindex(columns=list(TENURES), fill_value=0)
    per_period = table.groupby("period")
    whole = per_period.size() == len(places)
    counts = per_period.sum()[whole].reset_index()
    if len(counts) < 2:
        return None
    return Homes(counts, table.reset_index(), are_parts and len(places) > 1)


def _of_places(places: list[str], indicator_id: str) -> pd.DataFrame:
    """Return the measurements of one indicator in some areas."""
    numbers: list[int] = []
    for area_id in places:
        rows = loaders.series(area_id=area_id, indicator_id=indicator_id)
        numbers += [int(one) for one in rows["series_id"]]
    return loaders.observations(tuple(numbers))
