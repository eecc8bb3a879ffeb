"""Finds an area: all of them by name, and where one lies among the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.page import cards, controls, loaders, topic
from dashboard.page.loaders import finished
from dashboard.series import view
from dashboard.text import area_kinds, numbers
from dashboard.text.areas import kind_word, name_of
from dashboard.text.language import translator
from data.answers.areas import all_areas
from data.answers.rows import rows_of
from metrics.definition.area_kinds import AREA_KINDS

MOST_LISTED = 40
"""Of a kind with more areas than this none is listed: they are found by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaFound:
    """An area that the address asks for and that is there."""

    area_id: str
    invented: bool


@finished
def place(area_id: str | None) -> AreaFound | None:
    """Return the area with an id; None for one there is not."""
    areas = loaders.ask(all_areas)
    found = areas[areas["area_id"] == area_id]
    if found.empty:
        return None
    return AreaFound(area_id=str(area_id), invented=bool(found["invented"].iloc[0]))


def picker(training: bool, language: str) -> str | None:
    """Ask for an area: a search box over all, and the followed ones by kind.

    Real and invented areas are never offered together. Returns the id that was picked.
    """
    _ = translator(language)
    topic.over(
        _("Område"), _("Vilket område vill du se?"), training=training, language=language
    )
    names = offered(training, language)
    picked = controls.choose(
        _("Sök bland {count} områden").format(count=numbers.number(len(names), 0, language)),
        names,
        key="omrade",
        placeholder=_("Skriv början av ett namn"),
    )
    areas = loaders.ask(all_areas)
    for kind in AREA_KINDS:
        listed = areas[
            (areas["invented"] == training) & (areas["kind"] == kind) & (areas["series"] > 0)
        ]
        if 0 < len(listed) <= MOST_LISTED:
            cards.heading("", area_kinds.heading(kind, language), level=2)
            st.markdown(" · ".join(_link(area, language) for area in _rows(listed)))
    return picked


@finished
def offered(
    training: bool, language: str, without: frozenset[str] = frozenset()
) -> dict[str, str]:
    """Return what the areas to search among are called, by id, without those of some kinds."""
    areas = loaders.ask(all_areas)
    mine = areas[(areas["invented"] == training) & ~areas["kind"].isin(without)]
    return {str(row["area_id"]): _named(row, language) for row in rows_of(mine)}


def _named(area: Mapping[str, Any], language: str) -> str:
    """Name an area with its kind: "Gårdsten" is several areas."""
    return f"{name_of(area, language)} ({kind_word(area, language)})"


def _link(area: pd.Series, language: str) -> str:
    name = cards.escape(name_of(area, language))
    return view.linked(name, "omrade", omrade=str(area["area_id"]))


def _rows(areas: pd.DataFrame) -> list[pd.Series]:
    return [row for _place, row in areas.iterrows()]


def breadcrumb(area: pd.Series, areas: pd.DataFrame, language: str) -> None:
    """Show the areas this one lies in, as links, and what kind it is."""
    by_id = areas.set_index("area_id")
    trail: list[str] = []
    parent = area["parent_id"]
    while parent in by_id.index and len(trail) < 6:
        above = by_id.loc[parent]
        name = cards.escape(name_of(above, language))
        trail.insert(0, view.linked(name, "omrade", omrade=str(parent)))
        parent = above["parent_id"]
    here = f"{cards.escape(name_of(area, language))}, {kind_word(area, language)}"
    st.markdown(f":small[:gray[{' › '.join([*trail, here])}]]")
