"""Which series the goal is about: area and indicator, chosen by their names."""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
import streamlit as st

from dashboard.page import addressed, blocks, cards, controls, loaders
from dashboard.page.loaders import finished
from dashboard.series import area_picker
from dashboard.series.picking import category_name, unknown
from dashboard.text.areas import name_of
from dashboard.text.language import translator
from data.answers.areas import all_areas
from data.answers.series import observations_of, series_of
from data.judging.planned import USUAL, Planned, planned
from metrics.definition.indicator import Indicator
from metrics.methods.timeline import Point, points
from metrics.outcome.planned import Choices, Foreseen, foreseen


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a goal is to be about. `series_id` is None where nothing has been measured."""

    area_id: str
    area_name: str
    invented: bool
    indicator_id: str
    category: str
    series_id: int | None
    definition_version: str = ""
    geo_version: str = ""
    supplier: str = ""

    @property
    def indicator(self) -> Indicator:
        """The definition of what is measured."""
        return loaders.catalogue()[self.indicator_id]


_KEY = ("definition_version", "geo_version", "supplier")


def choose(language: str) -> Chosen | None:
    """Ask for an area and then for what is measured there; None until both are chosen."""
    _ = translator(language)
    unknown(language)
    named, catalogue = addressed.asked("indikator") or "", loaders.catalogue()
    if named in catalogue and not catalogue[named].may_be_assessed:
        name = cards.escape(catalogue[named].wording(language).name)
        st.info(_("{name} är bakgrund och bedöms aldrig. Välj något annat.").format(name=name))
    areas = _areas(language)
    left, right = blocks.columns(2)
    with left:
        area_id = controls.choose(
            _("Område"),
            areas,
            key="omrade",
            placeholder=_("Skriv början av ett namn"),
        )
    if area_id is None:
        return None
    with right:
        indicator_id = controls.choose(
            _("Vad som mäts"),
            _indicators(area_id, language),
            key="indikator",
            placeholder=_("Sök på ord: trygg, skola, hyresrätt"),
        )
    if indicator_id is None:
        return None
    names = _categories(area_id, indicator_id, language)
    category = next(iter(names), "")
    if len(names) > 1:
        category = controls.choose(_("Kategori"), names, key="kategori", clear=False) or ""
    about = f"{area_id} {indicator_id} {category}"
    controls.only_about(about, "minst", "fore", "svar", "takt", "ihop", "form")
    return _chosen(area_id, indicator_id, category, language)


@finished
def _areas(language: str) -> dict[str, str]:
    """Name every area; what is followed comes first."""
    rows = loaders.ask(all_areas).sort_values("series", ascending=False, kind="stable")
    names = area_picker.every_name(language)
    return {area_id: names[area_id] for area_id in rows["area_id"].astype(str)}


@finished
def _indicators(area_id: str, language: str) -> dict[str, str]:
    """Name what may be assessed: what is measured in the area first, then all else."""
    _ = translator(language)
    known = loaders.ask(series_of, area_id=area_id)["indicator_id"]
    measured = {str(one) for one in known}
    named = {
        one.id: one.wording(language).name
        for one in loaders.catalogue().values()
        if one.may_be_assessed
    }
    ordered = sorted(named, key=lambda one: (one not in measured, named[one].casefold()))
    return {
        one: named[one]
        if one in measured
        else _("{name} (inte mätt här)").format(name=named[one])
        for one in ordered
    }


@finished
def _categories(area_id: str, indicator_id: str, language: str) -> dict[str, str]:
    """Name the categories in which an indicator is measured in an area."""
    found = _measured(area_id, indicator_id)["category"]
    return {str(one): category_name(str(one), language) for one in found}


def _measured(area_id: str, indicator_id: str) -> pd.DataFrame:
    """Return the series of an indicator in an area, one per category: the newest."""
    rows = loaders.ask(series_of, area_id=area_id, indicator_id=indicator_id)
    ordered = rows.sort_values(["definition_version", "last_period"], kind="stable")
    return ordered.drop_duplicates("category", keep="last").sort_values("category")


@finished
def area_name(area_id: str, language: str) -> str:
    """Return the name of an area."""
    areas = loaders.ask(all_areas)
    return name_of(areas[areas["area_id"] == area_id].iloc[0], language)


@finished
def _chosen(area_id: str, indicator_id: str, category: str, language: str) -> Chosen:
    areas = loaders.ask(all_areas)
    area = areas[areas["area_id"] == area_id].iloc[0]
    found = _measured(area_id, indicator_id)
    mine = found[found["category"] == category]
    return Chosen(
        area_id=area_id,
        area_name=name_of(area, language),
        invented=bool(area["invented"]),
        indicator_id=indicator_id,
        category=category,
        series_id=int(mine["series_id"].iloc[0]) if len(mine) else None,
        **{name: str(mine[name].iloc[0]) for name in _KEY if len(mine)},
    )


@finished
def held_against(series_id: int, baseline: int = USUAL) -> Planned | None:
    """See `data.judging.planned.planned`."""
    return planned(
        loaders.reader(), loaders.catalogue(), series_id=series_id, baseline=baseline
    )


@finished
def would_show(series_id: int, baseline: int, choices: Choices) -> Foreseen | None:
    """See `metrics.outcome.planned.foreseen`; None where nothing can be foreseen."""
    found = held_against(series_id, baseline)
    if found is None or found.measure is None:
        return None
    return foreseen(found.measure, choices)


@finished
def measured(series_id: int) -> tuple[Point, ...]:
    """Return the measurements of a series, oldest first; a class by how severe it is."""
    rows = loaders.ask(observations_of, series_ids=(series_id,))
    indicator = loaders.catalogue()[str(rows["indicator_id"].iloc[0])]
    severity = {step.code: float(step.severity) for step in indicator.ladder}
    return tuple(
        replace(point, value=severity.get(point.class_code, point.value))
        for point in points(rows, indicator)
    )


def badges(chosen: Chosen, language: str) -> None:
    """Say that figures are invented, and that nothing has been saved."""
    _ = translator(language)
    if chosen.invented:
        cards.invented_badge(language)
    cards.grey_badge(_("Inget är sparat"))


def last_day(found: Planned | None, today: date) -> date:
    """Return the end of the baseline; where there is none, the end of last year."""
    if found is None or found.last_end is None:
        return date(today.year - 1, 12, 31)
    return found.last_end
