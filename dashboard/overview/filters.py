"""Which goals Läget shows: by theme, place, state and kind of area, all in the address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.page import addressed, blocks, cards, controls, loaders, widgets
from dashboard.page.loaders import finished
from dashboard.text import area_kinds, filtered, states
from dashboard.text.language import translator
from dashboard.text.themes import theme_name
from data.answers import headline_goals
from data.answers.areas import all_areas, around
from data.answers.goals import all_goals
from data.answers.headline_goals import Chosen, Picked
from metrics.definition.area_kinds import AREA_KINDS
from metrics.definition.indicator import Theme
from metrics.outcome.state import Group

THEME, WITHIN, STATE, KIND = "tema", "inom", "lage", "slag"
KEYS = (THEME, WITHIN, STATE, KIND)

Options = Mapping[str, Mapping[str, str]]
"""For each key of the address: what can be chosen, by id, and what it is called."""

_SAID: Mapping[str, Callable[[list[str], str], str]] = {
    THEME: filtered.theme,
    WITHIN: filtered.within,
    STATE: filtered.state,
    KIND: filtered.kind,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an area lies: its kind, and every area it is inside."""

    kind: str
    inside: frozenset[str]


@finished
def goals(training: bool) -> Chosen:
    """Return every goal of Läget, real or invented."""
    return headline_goals.of(loaders.ask(all_goals), training=training)


@finished
def offered(training: bool, language: str) -> Options:
    """Return what all of them can be chosen by: see `options`."""
    return options(goals(training), language)


@finished
def shown(training: bool, by: Picked) -> Chosen:
    """Return the goals that are picked: see `keep`."""
    return keep(goals(training), by)


def places(areas: pd.DataFrame) -> dict[str, Place]:
    """Return the kind of every area, and itself, its municipality and all its parents."""
    kinds = dict(zip(areas["area_id"], areas["kind"], strict=True))
    return {
        area_id: Place(str(kinds[area_id]), inside) for area_id, inside in around(areas).items()
    }


@finished
def _where() -> dict[str, Place]:
    return places(loaders.ask(all_areas))


def options(chosen: Chosen, language: str) -> Options:
    """Return what the goals can be chosen by: only what would leave some of them."""
    _ = translator(language)
    areas = loaders.ask(all_areas)
    where = _where()
    catalogue = loaders.catalogue()
    themes = {catalogue[goal.indicator_id].theme for goal in chosen.goals}
    here = [where[goal.area_id] for goal in chosen.goals if goal.area_id in where]
    over = set().union(*(place.inside for place in here)) if here else set()
    named = areas[areas["area_id"].isin(over) & areas["area_id"].isin(_parents(areas))]
    column = "name_en" if language == "en" else "name"
    names = named[column].where(named[column].fillna("") != "", named["name"])
    return {
        THEME: {str(theme): theme_name(theme, language) for theme in Theme if theme in themes},
        WITHIN: dict(zip(named["area_id"], names, strict=True)),
        STATE: {str(group): _(words) for group, words in states.GROUP_WORDS.items()},
        KIND: {
            kind: area_kinds.one(kind, language)
            for kind in AREA_KINDS
            if any(place.kind == kind for place in here)
        },
    }


def controls_of(given: Options, language: str) -> None:
    """Show a control for each way to choose that has more than one thing to choose."""
    _ = translator(language)
    labels = {
        THEME: _("Tema"),
        WITHIN: _("Inom"),
        STATE: _("Läge"),
        KIND: _("Slag av område"),
    }
    for key, label in labels.items():
        if len(given[key]) > 1:
            controls.several(label, given[key], key=key)


def picked(given: Options) -> Picked:
    """Return what the address chooses, without what is not there to choose."""
    known = (
        (key, tuple(one for one in addressed.listed(key) if one in given[key])) for key in KEYS
    )
    return tuple((key, ids) for key, ids in known if ids)


def strangers(given: Options) -> list[str]:
    """Return what the address chooses by that is not there."""
    return [one for key in KEYS for one in addressed.listed(key) if one not in given[key]]


def keep(chosen: Chosen, by: Picked) -> Chosen:
    """Keep the goals that fit: any of the ids under a key, and every key."""
    if not by:
        return chosen
    where = _where()
    tests = dict(by)
    goals = [
        goal
        for goal in chosen.goals
        if _fits(goal.area_id, _theme(goal.indicator_id), goal.verdict.group, tests, where)
    ]
    return Chosen(goals, training=chosen.training, by=by)


def areas_that_fit(by: Picked) -> tuple[str, ...] | None:
    """Return the areas that fit by kind and place; None for all of them."""
    tests = {key: ids for key, ids in by if key in {WITHIN, KIND}}
    if not tests:
        return None
    where = _where()
    return tuple(area for area in where if _fits(area, "", None, tests, where))


def indicator_fits(indicator_id: str, by: Picked) -> bool:
    """Say whether an indicator without a goal fits by theme; a choice by state leaves none."""
    tests = {key: ids for key, ids in by if key in {THEME, STATE}}
    return not tests or _fits("", _theme(indicator_id), None, tests, {})


def keep_series(series: pd.DataFrame, by: Picked) -> pd.DataFrame:
    """Keep the series without a goal that fit; a choice by state leaves none."""
    if not by or series.empty:
        return series
    where = _where()
    tests = dict(by)
    keys = zip(series["area_id"], series["indicator_id"], strict=True)
    return series[[_fits(area, _theme(about), None, tests, where) for area, about in keys]]


def keep_promises(rows: pd.DataFrame, by: Picked, behind: set[str]) -> pd.DataFrame:
    """Keep the promises that fit by place and theme, and those `behind` the goals shown.

    A promise has no state of a goal: a choice by state leaves only those behind the goals.
    """
    tests = dict(by)
    mine = rows["commitment_id"].isin(behind)
    if not by:
        return rows
    if STATE in tests:
        return rows[mine]
    where = _where()
    keys = zip(rows["area_id"], rows["theme"], strict=True)
    fits = [_fits(area, str(theme), None, tests, where) for area, theme in keys]
    return rows[mine | np.array(fits, dtype=bool)]


def name_strangers(ids: list[str], language: str) -> None:
    """Say that the link chooses by something that is not here; nothing when it does not."""
    if ids:
        said = translator(language)("Länkens urval {ids} finns inte här, så det används inte.")
        st.info(said.format(ids=cards.escape(", ".join(ids))))


def say(chosen: Chosen, total: int, by: Picked, given: Options, language: str) -> None:
    """Say that only a part is shown, which, and offer the whole; nothing when all is shown."""
    if not by:
        return
    _ = translator(language)
    parts = [
        _SAID[key]([cards.escape(given[key][one]) for one in ids], language) for key, ids in by
    ]
    with blocks.container(horizontal=True, vertical_alignment="center"):
        said = filtered.shown(chosen.counts.total, total, parts, language)
        cards.words(f":material/filter_alt: **{said}**", width="content")
        widgets.button(
            _("Visa alla mål"), key="all-goals", on_click=addressed.forget, args=KEYS,
            type="tertiary", icon=":material/close:",
        )  # fmt: skip


def _fits(
    area_id: str,
    theme: str,
    group: Group | None,
    tests: Mapping[str, Any],
    where: Mapping[str, Place],
) -> bool:
    place = where.get(area_id, Place("", frozenset()))
    stated = {
        THEME: {theme},
        WITHIN: place.inside,
        STATE: {str(group)} if group else set(),
        KIND: {place.kind},
    }
    return all(not stated[key].isdisjoint(ids) for key, ids in tests.items())


def _theme(indicator_id: str) -> str:
    return str(loaders.catalogue()[indicator_id].theme)


def _parents(areas: pd.DataFrame) -> set[str]:
    return {*areas["parent_id"], *areas["municipality_id"].fillna("")} - {""}
