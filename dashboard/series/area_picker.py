"""Finds an area: all of them by name, and where one lies among the others."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.page import cards, controls, loaders
from dashboard.page.loaders import finished
from dashboard.series import view
from dashboard.text import numbers
from dashboard.text.areas import kind_word, name_of
from dashboard.text.language import translator
from data.answers.areas import all_areas
from data.answers.rows import rows_of

MOST_LISTED = 40
"""Of a kind with more areas than this none is listed: they are found by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaFound:
    """An area that the address asks for and that is there."""

    area_id: str
    invented: bool
    name: str


@finished
def place(area_id: str | None, language: str) -> AreaFound | None:
    """Return the area with an id; None for one there is not."""
    areas = loaders.ask(all_areas)
    mine = areas[areas["area_id"] == area_id]
    if mine.empty:
        return None
    area = mine.iloc[0]
    return AreaFound(
        area_id=str(area_id), invented=bool(area["invented"]), name=name_of(area, language)
    )


def found(training: bool, language: str) -> str | None:
    """Let any area be found by its name, with or without a map; return the one picked.

    Real and invented areas are never offered together.
    """
    _ = translator(language)
    names = offered(training, language)
    return controls.choose(
        _("Sök bland {count} områden").format(count=numbers.number(len(names), 0, language)),
        names,
        key="omrade",
        placeholder=_("Skriv början av ett namn"),
    )


@finished
def offered(
    training: bool, language: str, without: frozenset[str] = frozenset()
) -> dict[str, str]:
    """Return what the areas to search among are called, by id, without those of some kinds."""
    areas, names = loaders.ask(all_areas), every_name(language)
    mine = areas[(areas["invented"] == training) & ~areas["kind"].isin(without)]
    return {area_id: names[area_id] for area_id in mine["area_id"].astype(str)}


@finished
def every_name(language: str) -> dict[str, str]:
    """Return what each area is called by id, so that no two are called the same.

    Its kind stands after its name, and what it lies in where that is not enough.
    """
    rows = rows_of(loaders.ask(all_areas))
    own = {str(row["area_id"]): name_of(row, language) for row in rows}
    named = {str(row["area_id"]): _named(row, language) for row in rows}
    counted = Counter(named.values())
    return {
        str(row["area_id"]): f"{named[str(row['area_id'])]}, {own[str(row['parent_id'])]}"
        if counted[named[str(row["area_id"])]] > 1 and row["parent_id"] in own
        else named[str(row["area_id"])]
        for row in rows
    }


def _named(area: Mapping[str, Any], language: str) -> str:
    """Name an area with its kind: "Gårdsten" is several areas."""
    return f"{name_of(area, language)} ({kind_word(area, language)})"


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
