"""The page that shows where: one indicator over the areas of one level, on their boundaries."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.describe.map import state_map, value_map
from dashboard.charts.describe.outlines import outlines, outlines_around
from dashboard.charts.plotly.map import MIDDLE, NARROW, WIDE, draw_map
from dashboard.charts.theme import Spec
from dashboard.map.around import nearby
from dashboard.map.mapped import MapKey, Mapped, as_rows, mapped
from dashboard.page import addressed, cards, controls, room, widgets
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.series import measured, picking
from dashboard.text import numbers, sentences, states
from dashboard.text import places as words
from dashboard.text.hidden import hidden
from dashboard.text.language import translator

_CHART = "map"


_MOST_ROWS = 40


@drawn
def opening(key: MapKey, language: str) -> None:
    """Say in a sentence what the map shows."""
    found = mapped(key, language)
    level = found.level
    known = [place for place in found.places if place.state is not None]
    if found.by_state:
        verdicts = [place.state for place in known if place.state is not None]
        title = words.compared(
            level.indicator, verdicts, len(found.places), level.kind, language
        )
    elif found.amounts:
        title = words.spread(level.indicator, found.amounts, level.kind, found.period, language)
    elif any(place.place is not None for place in found.places):
        count = sum(place.place is not None for place in found.places)
        title = words.spread(
            level.indicator, [0.0] * min(count, 3), level.kind, found.period, language
        )
    else:
        title = words.no_value(level.indicator, level.kind, language)
    st.title(cards.escape(title), anchor=False)


def chart(key: MapKey, asks: str, dark: bool, language: str) -> None:
    """Draw the map; pressing an area asks for it in the address, under `asks`."""
    _ = translator(language)
    drawn_areas, said = _outlined_areas(key, language)
    if not drawn_areas:
        st.markdown(_("Ingen gräns är inlagd för de här områdena. Listan har alla siffror."))
        return
    if len(drawn_areas) > picking.MOST_AT_ONCE:
        count = numbers.number(len(drawn_areas), 0, language)
        said = _("{count} områden är för många för en karta. Listan har alla siffror.")
        st.markdown(said.format(count=count))
        return
    asked = addressed.asked(asks)
    chosen = asked if asked in drawn_areas else ""
    spec, alt = _drawn(key, chosen or "", dark, room.of_visit(), language)
    pressed = partial(controls.clicked, _CHART, key=asks)
    widgets.selectable_chart(spec, pressed, alt=alt, key=_CHART, means=asks)
    if said:
        cards.note(said)


@finished
def _outlined_areas(key: MapKey, language: str) -> tuple[frozenset[str], str]:
    """Return the areas with a boundary, and what is said of the boundaries themselves."""
    found = mapped(key, language)
    said = []
    if len(found.boundaries) and found.boundaries["approximate"].any():
        said.append(words.approximate(found.level.kind, language))
    if len(found.places) > _MOST_ROWS:
        said.append(words.without_boundary(len(found.undrawn), len(found.places), language))
    return frozenset(found.drawn), " ".join(one for one in said if one)


_SIZES = {room.WIDE: WIDE, room.MIDDLE: MIDDLE, room.NARROW: NARROW}


@finished
def _drawn(key: MapKey, chosen: str, dark: bool, width: str, language: str) -> tuple[Spec, str]:
    found = mapped(key, language)
    shapes, drawn = outlines(found.boundaries), found.drawn
    here = [place for place in found.places if place.area_id in drawn]
    about: dict[str, Any] = {
        "what": found.level.indicator.wording(language).name,
        "chosen": chosen,
        "around": outlines_around(found.boundaries, found.around),
        "language": language,
    }
    if found.by_state:
        described = state_map(shapes, here, **about)
    else:
        described = value_map(shapes, here, found.names, **about)
    return draw_map(described, dark=dark, size=_SIZES[width]), described.alt


def one_area(key: MapKey, asks: str, language: str) -> None:
    """Let one area be chosen by name, and show its card with the way to its page."""
    _ = translator(language)
    picked = controls.choose(
        _("Område"),
        _names(key, language),
        key=asks,
        placeholder=_("Välj i listan eller på kartan"),
    )
    if picked is not None:
        _card(key, picked, language)


@finished
def _names(key: MapKey, language: str) -> dict[str, str]:
    return {place.area_id: place.name for place in mapped(key, language).places}


@drawn
def _card(key: MapKey, picked: str, language: str) -> None:
    """Show what is said of an area, and the ways in to it, down to its parts and up."""
    _ = translator(language)
    found = mapped(key, language)
    place = next(one for one in found.places if one.area_id == picked)
    series = found.level.areas
    mine = series[series["area_id"] == picked] if len(series) else series
    goal_id = str(mine["goal_id"].iloc[0]) if len(mine) else ""
    with st.container(border=True, gap="small"):
        name = cards.escape(place.name)
        shown = states.markdown(place.state, language) if place.state else ""
        st.header(f"{name}  {shown}".strip(), anchor=False)
        said = place.words
        if goal_id in (goals := measured.goals_on(found.level.indicator.id)):
            said = sentences.verdict(goals[goal_id], found.level.indicator, language)
        st.markdown(cards.escape(said))
        with st.container(horizontal=True):
            cards.link("omrade", _("Öppna {area}").format(area=name), omrade=picked)
            if len(mine):
                asked = (
                    {"mal": goal_id} if goal_id else {"serie": str(mine["series_id"].iloc[0])}
                )
                cards.link("utfall", _("Visa serien"), **asked)
        if ways := nearby(picked, language):
            st.markdown(ways)


@drawn
def table(key: MapKey, language: str) -> None:
    """Show the same as the map in words, every area by name."""
    _ = translator(language)
    found = mapped(key, language)
    cards.heading(_("Samma siffror som lista"), _title_of_list(found, language), level=2)
    rows = _rows(key, language)
    if len(rows) > _MOST_ROWS:
        _long_list(rows)
    else:
        drawn_areas = found.drawn
        everywhere = [place.area_id in drawn_areas for place in found.places]
        without = [not one for one in everywhere]
        some = any(everywhere)
        cards.table(_linked(found, everywhere if some else without, language))
        if some and any(without):
            st.subheader(_("Utan gräns, så de syns bara här"), anchor=False)
            cards.table(_linked(found, without, language), header=False)


def _long_list(rows: pd.DataFrame) -> None:
    """Show very many areas in a box of its own, as wide as there is room for.

    Where that is little it is what they are called and their value or state: a list that has
    to be scrolled sideways is not read.
    """
    if (width := _LIST.get(room.of_visit())) is None:
        st.dataframe(rows, hide_index=True, height=420)
        return
    name, said = rows.columns[:2]
    longest = min(20 + 7 * int(rows[said].str.len().max()), width // 2)
    widths = {name: width - longest, said: longest}
    columns = {one: st.column_config.Column(width=wide) for one, wide in widths.items()}
    st.dataframe(
        rows[list(columns)], width="content", hide_index=True, height=420, column_config=columns
    )


_LIST = {room.NARROW: 280, room.MIDDLE: 266}
"""Pixels that a long list has on a phone, and beside a map on a tablet."""


def downloads(key: MapKey, language: str) -> None:
    """Offer the list as a file."""
    rows = _rows(key, language)
    cards.downloads(
        lambda: rows,
        f"kvarvarde-karta-{key.level.indicator_id}-{key.level.kind}",
        invented=key.level.invented and len(rows) > 0,
    )


@finished
def _rows(key: MapKey, language: str) -> pd.DataFrame:
    return as_rows(mapped(key, language), language)


def _title_of_list(found: Mapped, language: str) -> str:
    count = words.counted_areas(len(found.places), found.level.kind, language)
    return translator(language)("{areas} i bokstavsordning").format(areas=count)


def _linked(found: Mapped, chosen: Sequence[bool], language: str) -> pd.DataFrame:
    """Return the chosen areas as rows, each with the way to its page."""
    rows = as_rows(found, language).drop(columns=[translator(language)("På kartan")])
    first, second = rows.columns[:2]
    rows[first] = [cards.area_link(place.area_id, place.name) for place in found.places]
    rows[second] = [
        states.markdown(place.state, language) if place.state else cards.escape(place.words)
        for place in found.places
    ]
    return rows[list(chosen)]


@drawn
def ending(key: MapKey, language: str) -> None:
    """End with the version, source, licence and date of the boundaries, and of the values."""
    _ = translator(language)
    found = mapped(key, language)
    indicator = found.level.indicator
    if gone := hidden(found.level.rows, language):
        cards.source_line(cards.escape(gone))
    cards.source_line(cards.escape(indicator.wording(language).misleading))
    lines = [picking.source([indicator.source.named(language)], found.level.invented, language)]
    if len(found.boundaries):
        lines.append(_boundary_words(found, language))
    cards.source_line(" ".join(lines))


def _boundary_words(found: Mapped, language: str) -> str:
    _ = translator(language)
    first = found.boundaries.iloc[0]
    version = words.boundary_version(str(first["geo_version"]), language)
    parts = _("Gränser: {version}, {source}, licens {licence}, inlästa {day}.").format(
        version=cards.escape(version),
        source=cards.swedish(str(first["source"] or ""), language) or _("okänd källa"),
        licence=cards.escape(str(first["licence"] or _("okänd"))),
        day=numbers.day(first["committed_at"], language),
    )
    values = sorted({str(one) for one in found.level.rows.get("geo_version", []) if one})
    other = [one for one in values if one != first["geo_version"]]
    if other:
        parts += " " + _(
            "Värdena är räknade i {values}: där indelningarna skiljer sig är gränsen på "
            "kartan inte exakt den som är räknad."
        ).format(values=", ".join(words.boundary_version(one, language) for one in other))
    return parts
