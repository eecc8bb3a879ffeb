"""What the address asks Löfteskedjan to show: an area, a theme, a strength, a step."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from dashboard.page import blocks, controls, loaders
from dashboard.page.loaders import finished
from dashboard.text import promises as words
from dashboard.text.language import translator
from dashboard.text.themes import theme_name
from data.answers import promises
from metrics.definition.indicator import Theme

Promise = Mapping[Any, Any]

Key = tuple[str, str, str]
"""What the page is asked for by: an area, a theme and a strength, as `of` takes them."""

_ALL = "alla"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The promises of one area that the page is about, and how they fell.

    `promises` is `data.answers.promises.promises`, `falls` and `stairs` of the same module;
    `every` is how many the area has before any filter.
    """

    area_id: str
    promises: pd.DataFrame
    falls: pd.DataFrame
    stairs: pd.DataFrame
    every: int
    theme: str
    strength: str

    @property
    def invented(self) -> bool:
        """Whether the promises are made up."""
        return bool(self.promises["invented"].any())

    @property
    def ids(self) -> tuple[str, ...]:
        """The promises that are shown."""
        return tuple(self.promises["commitment_id"])


@finished
def areas(*, training: bool) -> pd.DataFrame:
    """Return the areas with promises: ``area_id``, ``area_name``, ``area_name_en``, ``count``.

    Most promises first: a page that is asked for nothing in particular shows that one.
    """
    rows = loaders.ask(promises.promises)
    mine = rows[rows["invented"] == training]
    keys = ["area_id", "area_name", "area_name_en"]
    counted = mine.groupby(keys, dropna=False).size().rename("count").reset_index()
    return counted.sort_values(["count", "area_name"], ascending=[False, True])


@finished
def known(*, training: bool) -> tuple[str, ...]:
    """Return the ids of `areas`, in their order."""
    return tuple(str(one) for one in areas(training=training)["area_id"])


class Sort(NamedTuple):
    """Whether there is anything to show under the filters, and whether it is made up."""

    empty: bool
    invented: bool


@finished
def sort(area_id: str, theme: str, strength: str) -> Sort:
    """Return what the page must know of what it shows, before it draws any of it."""
    chosen = of(area_id, theme, strength)
    return Sort(chosen.promises.empty, chosen.invented)


@finished
def of(area_id: str, theme: str, strength: str) -> Chosen:
    """Return what there is to show of an area under the filters."""
    rows = loaders.ask(promises.promises, area_id=area_id)
    every = len(rows)
    if theme != _ALL:
        rows = rows[rows["theme"] == theme]
    if strength != _ALL:
        rows = rows[rows["strength"] == int(strength)]
    only = tuple(rows["commitment_id"]) if len(rows) < every else None
    return Chosen(
        area_id=area_id,
        promises=rows.reset_index(drop=True),
        falls=loaders.ask(promises.falls, area_id=area_id, only=only),
        stairs=loaders.ask(promises.staircase, area_id=area_id, only=only),
        every=every,
        theme=theme,
        strength=strength,
    )


def filters(area_id: str, language: str) -> tuple[str, str]:
    """Ask for a theme and a strength; both live in the address."""
    _ = translator(language)
    themes, strengths = _offered(area_id, language)
    left, right, _rest = blocks.columns((3, 3, 4))
    with left:
        theme = controls.choose(
            _("Tema"), themes, key="tema", placeholder=_("Alla teman"), clear=False
        )
    with right:
        strength = controls.choose(
            _("Bindning hos sista bäraren"),
            strengths,
            key="bindning",
            placeholder=_("Oavsett hur bindande"),
            clear=False,
        )
    return theme or _ALL, strength or _ALL


@finished
def _offered(area_id: str, language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the themes and strengths there are to choose among, by what they are called."""
    _ = translator(language)
    rows = loaders.ask(promises.promises, area_id=area_id)
    themes = {
        str(theme): theme_name(theme, language)
        for theme in Theme
        if (rows["theme"] == str(theme)).any()
    }
    bound = sorted({int(each) for each in rows["strength"].dropna()})
    strengths = {
        str(each): _(words.STRENGTHS[each]) for each in bound if each in words.STRENGTHS
    }
    return {_ALL: _("Alla teman"), **themes}, {_ALL: _("Oavsett hur bindande"), **strengths}
