"""One indicator in every area at one level, as the pages about places need it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard import figures, loaders
from dashboard.figures.timeline import breaks_in
from data import common_movement, places
from metrics import peers
from metrics.indicator import Evidence, Indicator

Floats = npt.NDArray[np.float64]

POPULATION = "BEF01"
DENOMINATOR, PEOPLE, ALIKE = "denominator", "people", "alike"
"""What areas are weighed with where they are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One indicator and category at one level: one series per area, alphabetical."""

    indicator: Indicator
    kind: str
    category: str
    invented: bool
    rows: pd.DataFrame
    areas: pd.DataFrame

    @property
    def key(self) -> tuple[str, str, str, bool]:
        """What tells this level from every other, for what is made once of it."""
        return self.indicator.id, self.kind, self.category, self.invented

    def inside(self, parent_id: str | None) -> pd.DataFrame:
        """Return the areas in a municipality or under a parent; all when none is asked for."""
        areas = self.areas
        if not parent_id:
            return areas
        within = (areas["municipality_id"] == parent_id) | (areas["parent_id"] == parent_id)
        return areas[within].reset_index(drop=True)

    def of(self, area_id: str) -> pd.DataFrame:
        """Return the measurements of one area, oldest first."""
        return self.rows[self.rows["area_id"] == area_id].reset_index(drop=True)


def level(
    indicator: Indicator, *, kind: str, category: str = "", training: bool = False
) -> Level:
    """Return an indicator at one level, real areas or invented ones and never both."""
    made: Level = loaders.figure(
        "level",
        lambda: _level(indicator, kind, category, training),
        indicator.id, kind, category, training,
    )  # fmt: skip
    return made


def _level(indicator: Indicator, kind: str, category: str, invented: bool) -> Level:
    rows = everywhere(indicator.id)
    here = (rows["kind"] == kind) & (rows["category"] == category)
    mine = one_each(rows[here & (rows["invented"] == invented)])
    return Level(
        indicator=indicator,
        kind=kind,
        category=category,
        invented=invented,
        rows=mine,
        areas=mine.drop_duplicates("area_id").reset_index(drop=True),
    )


def everywhere(indicator_id: str) -> pd.DataFrame:
    """See `data.places.of_indicator`."""
    return loaders.ask(places.of_indicator, indicator_id=indicator_id)


def one_each(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep one series per area: the one with a goal, otherwise the newest that is measured.

    A new boundary or a new definition makes a new series, and two are never joined.
    """
    if rows.empty:
        return rows
    heads = rows.groupby(["area_id", "series_id"], sort=False).agg(
        goal=("goal_id", lambda ids: (ids != "").any()),
        version=("definition_version", "max"),
        last=("period_end", "max"),
    )
    best = heads.reset_index().sort_values(["goal", "version", "last", "series_id"])
    kept = best.drop_duplicates("area_id", keep="last")["series_id"]
    return rows[rows["series_id"].isin(kept)].reset_index(drop=True)


def goals_on(indicator_id: str) -> dict[str, dict[str, Any]]:
    """Return the goals on an indicator by their id, as rows of `Reader.goals`."""
    goals = loaders.goals()
    found = goals[goals["indicator_id"] == indicator_id]
    return {str(row["goal_id"]): named(row) for row in found.to_dict("records")}


def named(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return a row with its columns as words."""
    return {str(name): cell for name, cell in row.items()}


def broken(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the breaks that concern the series of one area."""
    return breaks_in(loaders.breaks(), rows)


def compared_with(found: Level, goals: Mapping[str, Mapping[str, Any]]) -> "Comparators":
    """Return what each area is compared with: the named areas, or all others at the level."""
    named = loaders.ask(places.comparators, indicator_id=found.indicator.id)
    rest, basis = loaders.figure("others", lambda: others(found), *found.key)
    return Comparators(found, goals, named, rest, basis)


@dataclass(frozen=True, slots=True)
class Comparators:
    """The line beside each area: of the areas its goal names, or of all the others."""

    level: Level
    goals: Mapping[str, Mapping[str, Any]]
    named: pd.DataFrame
    rest: pd.DataFrame
    basis: str

    @property
    def names_some(self) -> bool:
        """Whether a goal at the level names the areas it is compared with."""
        return bool(set(self.named["goal_id"]) & set(self.level.rows["goal_id"]))

    def beside(self, area: Mapping[str, Any]) -> pd.DataFrame | None:
        """Return ``period`` and ``value`` of what an area is compared with; None for none."""
        mine = self.named[self.named["goal_id"] == area["goal_id"]]
        if len(mine):
            return self._of_named(area, mine)
        found = self.rest[self.rest["area_id"] == area["area_id"]]
        return None if found.empty else found[["period", "value"]]

    def _of_named(self, area: Mapping[str, Any], mine: pd.DataFrame) -> pd.DataFrame:
        rows = everywhere(self.level.indicator.id)
        same = (
            rows["area_id"].isin(mine["area_id"])
            & (rows["area_id"] != area["area_id"])
            & (rows["category"] == self.level.category)
            & (rows["definition_version"] == area["definition_version"])
        )
        weights = mine.dropna(subset=["weight"]).set_index("area_id")["weight"].to_dict()
        return figures.comparator_line(
            one_each(rows[same]), {str(key): float(weight) for key, weight in weights.items()}
        )


def others(found: Level) -> tuple[pd.DataFrame, str]:
    """Return, per area and period, the weighted mean of all the other areas at the level.

    Shares are weighted by their denominators, other values by population where it is known
    and otherwise alike; the second answer says which. Counts and classes have no mean: empty.
    One row per area and period: ``area_id``, ``period``, ``value``. Areas are only weighed
    together inside one boundary version and definition.
    """
    empty = pd.DataFrame({"area_id": [], "period": [], "value": []})
    if found.indicator.evidence in {Evidence.ORDINAL, Evidence.STOCK, Evidence.BINARY}:
        return empty, ALIKE
    lines, bases = [], [ALIKE]
    keys = [found.rows["definition_version"], found.rows["geo_version"].fillna("")]
    for _key, rows in found.rows.groupby(keys):
        line, basis = _others(rows)
        lines.append(line)
        bases.append(basis)
    return (pd.concat(lines, ignore_index=True) if lines else empty), bases[-1]


def _others(rows: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    area_ids = rows["area_id"].drop_duplicates().tolist()
    periods = _mostly_known(rows)
    weights, basis = weights_of(rows, area_ids, periods)
    means = peers.mean_of_others(laid_out(rows, "value", area_ids, periods), weights)
    lines = pd.DataFrame(
        {
            "area_id": np.repeat(area_ids, len(periods)),
            "period": np.tile(periods, len(area_ids)),
            "value": means.ravel(),
        }
    )
    return lines, basis


def _mostly_known(rows: pd.DataFrame) -> list[str]:
    """Return the periods that at least half of the areas have a value for, oldest first.

    One that hardly anybody has would leave no area with a value in every period.
    """
    known = rows.dropna(subset=["value"])
    counted = known.groupby("period").agg(
        areas=("area_id", "nunique"), start=("period_start", "min")
    )
    half = rows["area_id"].nunique() / 2
    return [str(one) for one in counted[counted["areas"] >= half].sort_values("start").index]


def weights_of(
    rows: pd.DataFrame, area_ids: list[str], periods: list[str]
) -> tuple[Floats, str]:
    """Return what areas are weighed with: denominators, else first known population, else 1."""
    counted = laid_out(rows, "denominator", area_ids, periods)
    values = laid_out(rows, "value", area_ids, periods)
    if np.isfinite(counted[np.isfinite(values)]).all():
        return counted, DENOMINATOR
    people = everywhere(POPULATION)
    people = people[people["category"] == ""].dropna(subset=["value"])
    first = people.drop_duplicates("area_id").set_index("area_id")["value"]
    living = first.reindex(pd.Index(area_ids)).to_numpy(dtype=float)
    if np.isfinite(living).all():
        return living, PEOPLE
    return np.ones(len(area_ids)), ALIKE


def laid_out(
    rows: pd.DataFrame, column: str, area_ids: list[str], periods: list[str]
) -> Floats:
    """Return a column laid out as (area, period), NaN where there is nothing."""
    wide = rows.assign(cell=rows[column].astype(float)).pivot_table(
        index="area_id", columns="period", values="cell", aggfunc="first"
    )
    placed = wide.reindex(index=pd.Index(area_ids), columns=pd.Index(periods))
    return np.asarray(placed.to_numpy(dtype=float))


def together(found: Level) -> dict[str, Any] | None:
    """Return what the areas of a level did together: a row of `data.common_movement`, or None.

    Of several definitions of the indicator it is the newest.
    """
    rows = loaders.ask(common_movement.common_movement, indicator_id=found.indicator.id)
    mine = rows[
        (rows["kind"] == found.kind)
        & (rows["category"] == found.category)
        & (rows["invented"] == found.invented)
    ]
    return named(mine.iloc[-1].to_dict()) if len(mine) else None
