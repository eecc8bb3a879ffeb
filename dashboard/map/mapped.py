"""What a map says of every area of a level: its value or its state, and its boundary."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from dashboard.charts.describe import classes
from dashboard.charts.describe.map import Place
from dashboard.charts.describe.outlines import joined
from dashboard.page import loaders
from dashboard.page.loaders import finished
from dashboard.series import measured
from dashboard.series.measured import Level, LevelKey
from dashboard.text import numbers, sentences, states
from dashboard.text.language import translator
from data.answers import places
from data.answers.areas import all_areas
from metrics.definition.indicator import Evidence

VALUES, STATES = "varden", "lagen"


class MapKey(NamedTuple):
    """What a map is asked for by: its level, a parent, values or states, and the period."""

    level: LevelKey
    parent: str | None
    shown: str
    period: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """What the map shows: every area of the level, those with a boundary, and the classes."""

    key: MapKey
    level: Level
    areas: pd.DataFrame
    boundaries: pd.DataFrame
    places: list[Place]
    period: str
    by_state: bool
    around: pd.DataFrame = field(default_factory=pd.DataFrame)
    names: list[str] = field(default_factory=list)
    amounts: list[float] = field(default_factory=list)

    @property
    def drawn(self) -> set[str]:
        """The areas that have a boundary."""
        return set(self.boundaries["area_id"])

    @property
    def undrawn(self) -> list[Place]:
        """The areas that are in the list only."""
        drawn = self.drawn
        return [place for place in self.places if place.area_id not in drawn]


@finished
def areas_of(kind: str, training: bool) -> pd.DataFrame:
    """Return every area of a kind, real or invented, in alphabetical order."""
    areas = loaders.ask(all_areas)
    return pd.DataFrame(areas[(areas["kind"] == kind) & (areas["invented"] == training)])


@finished
def mapped(key: MapKey, language: str) -> Mapped:
    """Put together what the map says of every area, those without a boundary included."""
    level, parent, period = measured.of_key(key.level), key.parent, key.period
    areas = areas_of(level.kind, level.invented)
    if parent:
        areas = areas[areas["area_id"].isin(measured.lying_in(parent))]
    boundaries = _drawable(level)
    boundaries = boundaries[boundaries["area_id"].isin(areas["area_id"])]
    about: dict[str, Any] = {
        "key": key,
        "level": level,
        "areas": areas,
        "boundaries": boundaries,
        "around": _around(level),
    }
    if key.shown == STATES:
        shown = _states(level, areas, language)
        return Mapped(**about, places=shown, period="", by_state=True)
    names, amounts, shown = _values(level, areas, period, language)
    return Mapped(
        **about, places=shown, period=period, by_state=False, names=names, amounts=amounts
    )


def _drawable(level: Level) -> pd.DataFrame:
    """Return the boundaries of a level, and for areas without one what nearly covers them."""
    known = one_version(loaders.ask(places.boundaries, kind=level.kind), level)
    parts = loaders.ask(places.approximate_boundaries, kind=level.kind)
    if parts.empty:
        return known.assign(approximate=False)
    shapes = {
        area_id: joined(mine["geojson"].tolist()) for area_id, mine in parts.groupby("area_id")
    }
    nearly = parts.drop_duplicates("area_id").drop(columns="part_id")
    nearly = nearly.assign(geojson=nearly["area_id"].map(shapes), approximate=True)
    both = [known.assign(approximate=False), nearly]
    return pd.concat([one for one in both if len(one)], ignore_index=True)


def _around(level: Level) -> pd.DataFrame:
    """Return the municipalities that smaller areas are drawn in; none around themselves."""
    if level.kind in {_LARGE, *_LARGER}:
        return pd.DataFrame({"area_id": [], "geojson": []})
    known = one_version(loaders.ask(places.boundaries, kind=_LARGE), level)
    return known[known["invented"] == level.invented]


_LARGE, _LARGER = "municipality", ("region", "country")


def one_version(boundaries: pd.DataFrame, level: Level) -> pd.DataFrame:
    """Keep one version of the boundaries: the one the values are in, otherwise the newest."""
    if boundaries.empty:
        return boundaries
    mine = set(level.rows["geo_version"].dropna()) if len(level.rows) else set()
    versions = sorted(str(one) for one in boundaries["geo_version"].dropna().unique())
    same = [one for one in versions if one in mine]
    chosen = (same or versions)[-1]
    return pd.DataFrame(boundaries[boundaries["geo_version"] == chosen])


def _states(level: Level, areas: pd.DataFrame, language: str) -> list[Place]:
    goals = measured.goals_on(level.indicator.id)
    by_area = {
        str(row["area_id"]): goals[str(row["goal_id"])].verdict.state
        for row in level.areas.to_dict("records")
        if row["goal_id"] in goals
    }
    without = translator(language)("utan mål")
    return [
        Place(
            area_id=area_id,
            name=name,
            words=states.label(by_area[area_id], language) if area_id in by_area else without,
            state=by_area.get(area_id),
        )
        for area_id, name in _named(areas, language)
    ]


def _named(areas: pd.DataFrame, language: str) -> list[tuple[str, str]]:
    column = "name_en" if language == "en" else "name"
    names = areas[column].where(areas[column].fillna("") != "", areas["name"])
    return list(zip(areas["area_id"].astype(str), names.astype(str), strict=True))


def _values(
    level: Level, areas: pd.DataFrame, period: str, language: str
) -> tuple[list[str], list[float], list[Place]]:
    """Return the classes, the values behind them, and what is said of each area."""
    rows = level.rows
    if len(rows):
        rows = rows[(rows["period"] == period) & rows["area_id"].isin(areas["area_id"])]
    by_area = {str(row["area_id"]): measured.named(row) for row in rows.to_dict("records")}
    if level.indicator.evidence is Evidence.ORDINAL:
        names, values, placed = _by_class(level, by_area, language)
    else:
        names, values, placed = _by_limits(level, by_area, language)
    missing = translator(language)("saknar värde")
    shown = [
        Place(
            area_id=area_id,
            name=name,
            words=placed[area_id][1] if area_id in placed else missing,
            place=placed[area_id][0] if area_id in placed else None,
        )
        for area_id, name in _named(areas, language)
    ]
    return names, values, shown


Placed = tuple[list[str], list[float], dict[str, tuple[int, str]]]


def _by_limits(level: Level, by_area: dict[str, dict[str, Any]], language: str) -> Placed:
    """Sort values into few classes with round limits."""
    indicator = level.indicator
    known = {
        area_id: float(row["value"])
        for area_id, row in by_area.items()
        if not pd.isna(row["value"])
    }
    values = list(known.values())
    limits = classes.class_limits(values, indicator.decimals)
    placed = {
        area_id: (
            classes.class_of(value, limits),
            numbers.measured(value, indicator.unit, indicator.decimals, language),
        )
        for area_id, value in known.items()
    }
    return classes.class_names(limits, indicator.unit, language), values, placed


def _by_class(level: Level, by_area: dict[str, dict[str, Any]], language: str) -> Placed:
    """Use the classes there are, mildest first."""
    ladder = sorted(level.indicator.ladder, key=lambda step: step.severity)
    order = {step.code: place for place, step in enumerate(ladder)}
    names = [sentences.class_name(code, level.indicator, language) for code in order]
    placed = {
        area_id: (order[str(row["class_code"])], names[order[str(row["class_code"])]])
        for area_id, row in by_area.items()
        if row["class_code"] in order
    }
    return names, [], placed


def as_rows(found: Mapped, language: str) -> pd.DataFrame:
    """Return one row per area: name, value or state, class, and whether it is drawn."""
    _ = translator(language)
    words = {
        _("Område"): [place.name for place in found.places],
        _("Läge") if found.by_state else _("Värde"): [place.words for place in found.places],
    }
    if not found.by_state:
        words[_("Klass")] = [
            "" if place.place is None else found.names[place.place] for place in found.places
        ]
    yes, no, drawn = _("ja"), _("nej, gräns saknas"), found.drawn
    words[_("På kartan")] = [yes if place.area_id in drawn else no for place in found.places]
    return pd.DataFrame(words)
