"""What a page about several places is asked for: figures, indicator, level, part of it."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

import pandas as pd
from streamlit.delta_generator import DeltaGenerator

from dashboard.charts.describe.stacked import TENURES
from dashboard.page import addressed, blocks, cards, controls, loaders, sharing, topic
from dashboard.page.loaders import finished
from dashboard.series import measured
from dashboard.series.measured import LevelKey
from dashboard.text import area_kinds, numbers
from dashboard.text.language import translator
from data.answers.areas import all_areas
from data.answers.series import how_many
from metrics.definition.area_kinds import AREA_KINDS

INSIDE = "inom"
"""The question of the address that asks for a part of the areas."""

MOST_AT_ONCE = 500
"""So many areas are compared, or drawn on a map, at once; more are shown a part at a time."""


def opened(
    name: str, ask: Callable[[bool, str], LevelKey | None], nothing: str, language: str
) -> tuple[bool, LevelKey, DeltaGenerator, DeltaGenerator]:
    """Write the head of a page about several places, and `ask` what it shows.

    Returns whether its figures are invented, what was chosen, the place of its finding and
    that of its choices. The page ends with `nothing` where there is nothing to choose.
    """
    training = topic.head(name, language)
    finding = blocks.container()
    unknown(language)
    choices = blocks.container(horizontal=True, vertical_alignment="bottom")
    with choices:
        level = ask(training, language)
    if level is None:
        with finding:
            cards.heading("", nothing)
        sharing.end()
    return training, level, finding, choices


@finished
def followed(training: bool) -> pd.DataFrame:
    """Return how much is followed of known indicators: see `data.answers.series.how_many`."""
    every = loaders.ask(how_many)
    known = every["indicator_id"].isin(list(loaders.catalogue()))
    return every[(every["invented"] == training) & known].reset_index(drop=True)


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
    goals = rows.groupby("indicator_id", sort=False)["goals"].sum()
    ordered = dict(sorted(names.items(), key=lambda pair: pair[1].casefold()))
    return ordered, str(goals.idxmax()) if goals.any() else None


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
    goals = rows.groupby("kind", sort=False)["goals"].sum()
    if goals.any():
        return str(goals.idxmax())
    areas = rows.groupby("kind")["areas_of_kind"].max()
    return str(areas.idxmin()) if len(areas) else None


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


class Parts(NamedTuple):
    """What areas can be narrowed down to: names by id, and the one to begin with.

    `first` is '' where all can be shown at once.
    """

    names: Mapping[str, str]
    first: str


def within(parts: Parts, count: int, language: str) -> str | None:
    """Let somebody narrow `count` areas down to one of what they lie in: see `parts_of`.

    None is all of them, which is not offered where they are too many to show.
    """
    _ = translator(language)
    if not parts.names:
        return None
    number = numbers.number(count, 0, language)
    if parts.first:
        label = _("Inom: {count} är för många på en gång").format(count=number)
        return controls.choose(label, parts.names, key=INSIDE, clear=False, default=parts.first)
    everywhere = _("Alla {count}").format(count=number)
    return controls.choose(_("Inom"), parts.names, key=INSIDE, placeholder=everywhere)


def parts_of(area_ids: Sequence[str], asked: str | None, language: str) -> Parts:
    """Return what several of the areas lie in, but not all, in alphabetical order.

    Where that is very much it is municipalities and what is larger. Too many areas begin with
    the largest part that can be shown, of those that the area `asked` for lies in if it does.
    """
    above = measured.above()
    counted = Counter(one for area_id in area_ids for one in above.get(area_id, ()))
    for area_id in area_ids:
        counted.pop(area_id, None)
    several = {one for one, count in counted.items() if 2 <= count < len(area_ids)}
    if len(several) > MOST_AT_ONCE:
        known = kinds()
        several = {one for one in several if _is_large(known[one])}
    names = _names(several, language)
    shown = [one for one in names if counted[one] <= MOST_AT_ONCE]
    if len(area_ids) <= MOST_AT_ONCE or not shown:
        return Parts(names, "")
    mine = [one for one in shown if one in above.get(asked or "", ())]
    return Parts(names, max(mine or shown, key=lambda one: counted[one]))


def _is_large(kind: str) -> bool:
    known = AREA_KINDS.get(kind)
    return known is not None and known.fineness <= AREA_KINDS["municipality"].fineness


def _names(area_ids: Collection[str], language: str) -> dict[str, str]:
    areas = loaders.ask(all_areas)
    mine = areas[areas["area_id"].isin(area_ids)]
    column = "name_en" if language == "en" else "name"
    names = mine[column].where(mine[column].fillna("") != "", mine["name"])
    return dict(zip(mine["area_id"].astype(str), names.astype(str), strict=True))


def source(publishers: Sequence[str], invented: bool, language: str) -> str:
    """Write who publishes the figures; of made-up ones nobody does."""
    _ = translator(language)
    said = _("påhittade siffror") if invented else "; ".join(dict.fromkeys(publishers))
    return _("Källa: {source}.").format(source=cards.escape(said))


def unknown(language: str) -> None:
    """Say so when the address asks for an area or an indicator that is not there."""
    for key, known in (("omrade", kinds()), ("indikator", loaders.catalogue())):
        asked = addressed.asked(key)
        if asked is not None and asked not in known:
            cards.unknown(asked, language)


@finished
def kinds() -> Mapping[str, str]:
    """Return the kind of every area, by id."""
    areas = loaders.ask(all_areas)
    return dict(zip(areas["area_id"], areas["kind"], strict=True))
