"""What a page about several places is asked for: figures, indicator, level, part of it."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.charts.describe.stacked import TENURES
from dashboard.page import cards, controls, loaders, topic
from dashboard.page.loaders import finished
from dashboard.series.measured import LevelKey
from dashboard.text import area_kinds
from dashboard.text.language import translator
from data.answers.areas import all_areas
from data.answers.series import series_of
from metrics.definition.area_kinds import AREA_KINDS


def opened(
    name: str, ask: Callable[[bool, str], LevelKey | None], nothing: str, language: str
) -> tuple[bool, LevelKey, DeltaGenerator, DeltaGenerator]:
    """Write the head of a page about several places, and `ask` what it shows.

    Returns whether its figures are invented, what was chosen, the place of its finding and
    that of its choices. The page ends with `nothing` where there is nothing to choose.
    """
    training = topic.head(name, language)
    finding = st.container()
    unknown(language)
    choices = st.container(horizontal=True, vertical_alignment="bottom")
    with choices:
        level = ask(training, language)
    if level is None:
        with finding:
            cards.heading("", nothing)
        st.stop()
    return training, level, finding, choices


@finished
def followed(training: bool) -> pd.DataFrame:
    """Return every series of known indicators, with the ``kind`` of its area."""
    series, areas = loaders.ask(series_of), loaders.ask(all_areas)
    kinds = areas.set_index("area_id")["kind"]
    known = series["indicator_id"].isin(list(loaders.catalogue()))
    mine = series[(series["invented"] == training) & known]
    return mine.assign(kind=mine["area_id"].map(kinds))


def indicator(training: bool, language: str, *, default: str | None = None) -> str | None:
    """Let somebody choose an indicator; at first `default`, or the one with the most goals."""
    names, most_goals = _indicators(training, language)
    if not names:
        return None
    return controls.choose(
        translator(language)("Indikator"),
        names,
        key="indikator",
        clear=False,
        default=default or most_goals,
    )


@finished
def _indicators(training: bool, language: str) -> tuple[dict[str, str], str | None]:
    """Return the names of the indicators in their order, and the one with the most goals."""
    rows, catalogue = followed(training), loaders.catalogue()
    names = {
        str(one): catalogue[str(one)].wording(language).name
        for one in rows["indicator_id"].unique()
    }
    goals = rows[rows["has_goal"].astype(bool)]["indicator_id"].value_counts()
    ordered = dict(sorted(names.items(), key=lambda pair: pair[1].casefold()))
    return ordered, str(goals.index[0]) if len(goals) else None


@finished
def kinds_of(indicator_id: str, training: bool) -> tuple[tuple[str, ...], str | None]:
    """Return the kinds of areas with an indicator, and the one to begin with."""
    mine = _on(indicator_id, training)
    return tuple(str(one) for one in mine["kind"].unique()), default_level(mine)


def _on(indicator_id: str, training: bool) -> pd.DataFrame:
    rows = followed(training)
    return rows[rows["indicator_id"] == indicator_id]


def level(kinds: Sequence[str], language: str, *, default: str | None = None) -> str | None:
    """Let somebody choose at which level areas are compared, or shown on the map."""
    _ = translator(language)
    options = {
        kind: area_kinds.heading(kind, language) for kind in AREA_KINDS if kind in set(kinds)
    }
    options |= {kind: kind for kind in kinds if kind not in AREA_KINDS}
    if not options:
        return None
    return controls.choose(_("Nivå"), options, key="niva", clear=False, default=default)


def default_level(rows: pd.DataFrame) -> str | None:
    """Return the level with the most goals, otherwise the one with the fewest areas."""
    goals = rows[rows["has_goal"].astype(bool)]["kind"].value_counts()
    if len(goals):
        return str(goals.index[0])
    areas = rows.groupby("kind")["area_id"].nunique().sort_values()
    return str(areas.index[0]) if len(areas) else None


def category(indicator_id: str, kind: str | None, training: bool, language: str) -> str:
    """Let somebody choose a category where there are several; empty is the total."""
    _ = translator(language)
    found = _categories(indicator_id, kind, training)
    if len(found) < 2:
        return found[0] if found else ""
    options = {one: category_name(one, language) for one in found}
    return controls.choose(_("Kategori"), options, key="kategori", clear=False) or ""


@finished
def _categories(indicator_id: str, kind: str | None, training: bool) -> tuple[str, ...]:
    mine = _on(indicator_id, training)
    return tuple(sorted(str(one) for one in mine[mine["kind"] == kind]["category"].unique()))


def category_name(code: str, language: str) -> str:
    """Name a category: ``Hyresrätt``, the total as such, one nobody has named by its code."""
    _ = translator(language)
    if not code:
        return _("Alla")
    named = {**TENURES, "tenure:unknown": "Okänd upplåtelseform"}
    return _(named[code]) if code in named else code.split(":", 1)[-1]


def within(options: Mapping[str, str], count: int, language: str) -> str | None:
    """Let somebody narrow `count` areas down to one of what they lie in: see `parents`."""
    _ = translator(language)
    if not options:
        return None
    everywhere = _("Alla {count}").format(count=count)
    return controls.choose(_("Inom"), options, key="inom", placeholder=everywhere)


def parents(areas: pd.DataFrame, language: str) -> dict[str, str]:
    """Return what several of the areas lie in, but not all, by id in alphabetical order."""
    counted = pd.concat([areas["municipality_id"], areas["parent_id"]]).value_counts()
    several = {str(one) for one, count in counted.items() if count >= 2}
    several -= set(areas["area_id"])
    names = loaders.ask(all_areas).set_index("area_id")
    column = "name_en" if language == "en" else "name"
    return {
        str(one): str(name)
        for one, name in names[column].fillna(names["name"]).items()
        if one in several and not _holds_all(areas, str(one))
    }


def _holds_all(areas: pd.DataFrame, one: str) -> bool:
    return bool(((areas["municipality_id"] == one) | (areas["parent_id"] == one)).all())


def source(publishers: Sequence[str], invented: bool, language: str) -> str:
    """Write who publishes the figures; of made-up ones nobody does."""
    _ = translator(language)
    said = _("påhittade siffror") if invented else "; ".join(dict.fromkeys(publishers))
    return _("Källa: {source}.").format(source=cards.escape(said))


def unknown(language: str) -> None:
    """Say so when the address asks for an area or an indicator that is not there."""
    for key, known in (("omrade", kinds()), ("indikator", loaders.catalogue())):
        asked = controls.asked(key)
        if asked is not None and asked not in known:
            cards.unknown(asked, language)


@finished
def kinds() -> Mapping[str, str]:
    """Return the kind of every area, by id."""
    areas = loaders.ask(all_areas)
    return dict(zip(areas["area_id"], areas["kind"], strict=True))
