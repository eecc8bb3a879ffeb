"""The page that shows where: one indicator over the areas of one level, on their boundaries."""

import pandas as pd
import streamlit as st

from dashboard.charts.describe.map import state_map, value_map
from dashboard.charts.describe.outlines import outlines
from dashboard.charts.plotly.map import draw_map
from dashboard.charts.theme import Spec
from dashboard.map.mapped import MapKey, Mapped, as_rows, mapped
from dashboard.page import cards, controls
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.series import picking
from dashboard.text import numbers, states
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


def chart(key: MapKey, dark: bool, language: str) -> None:
    """Draw the map; pressing an area asks for it in the address."""
    _ = translator(language)
    drawn_areas, missing = _outlined_areas(key, language)
    if not drawn_areas:
        st.markdown(_("Ingen gräns är inlagd för de här områdena. Listan har alla siffror."))
        return
    if len(drawn_areas) > picking.MOST_AT_ONCE:
        count = numbers.number(len(drawn_areas), 0, language)
        said = _("{count} områden är för många för en karta. Listan har alla siffror.")
        st.markdown(said.format(count=count))
        return
    asked = controls.asked("omrade")
    chosen = asked if asked in drawn_areas else ""
    spec, alt = _drawn(key, chosen or "", dark, language)
    st.plotly_chart(
        spec,
        theme=None,
        alt=alt,
        config=cards.NO_TOOLS,
        key=_CHART,
        on_select=lambda: controls.clicked(_CHART, key="omrade"),
        selection_mode="points",
    )
    if missing:
        st.caption(missing)


@finished
def _outlined_areas(key: MapKey, language: str) -> tuple[frozenset[str], str]:
    """Return the areas with a boundary, and what is said of those without one."""
    found = mapped(key, language)
    said = words.without_boundary(len(found.undrawn), len(found.places), language)
    return frozenset(found.drawn), said or ""


@finished
def _drawn(key: MapKey, chosen: str, dark: bool, language: str) -> tuple[Spec, str]:
    found = mapped(key, language)
    shapes, drawn = outlines(found.boundaries), found.drawn
    name = found.level.indicator.wording(language).name
    here = [place for place in found.places if place.area_id in drawn]
    if found.by_state:
        described = state_map(shapes, here, what=name, chosen=chosen, language=language)
    else:
        described = value_map(
            shapes, here, found.names, what=name, chosen=chosen, language=language
        )
    return draw_map(described, dark=dark), described.alt


def one_area(key: MapKey, language: str) -> None:
    """Let one area be chosen by name, and show its value with the way to why."""
    _ = translator(language)
    picked = controls.choose(
        _("Område"),
        _names(key, language),
        key="omrade",
        placeholder=_("Välj i listan eller på kartan"),
    )
    if picked is not None:
        _picked(key, picked, language)


@finished
def _names(key: MapKey, language: str) -> dict[str, str]:
    return {place.area_id: place.name for place in mapped(key, language).places}


@drawn
def _picked(key: MapKey, picked: str, language: str) -> None:
    _ = translator(language)
    found = mapped(key, language)
    place = next(one for one in found.places if one.area_id == picked)
    shown = states.markdown(place.state, language) if place.state else place.words
    st.subheader(cards.escape(place.name), anchor=False)
    st.markdown(shown if place.state else cards.escape(shown))
    series = found.level.areas
    mine = series[series["area_id"] == picked] if len(series) else series
    if len(mine):
        goal_id = str(mine["goal_id"].iloc[0])
        asked = {"mal": goal_id} if goal_id else {"serie": str(mine["series_id"].iloc[0])}
        cards.link("utfall", _("Visa serien"), **asked)
    cards.link("omrade", _("Visa området"), omrade=picked)


@drawn
def table(key: MapKey, language: str) -> None:
    """Show the same as the map in words, every area by name."""
    _ = translator(language)
    found = mapped(key, language)
    cards.heading(_("Samma siffror som lista"), _title_of_list(found, language), level=2)
    rows = _rows(key, language)
    if len(rows) > _MOST_ROWS:
        st.dataframe(rows, hide_index=True, height=420)
    else:
        cards.table(_linked(found, language))


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


def _linked(found: Mapped, language: str) -> pd.DataFrame:
    rows = as_rows(found, language)
    first, second = rows.columns[:2]
    rows[first] = [cards.area_link(place.area_id, place.name) for place in found.places]
    rows[second] = [
        states.markdown(place.state, language) if place.state else cards.escape(place.words)
        for place in found.places
    ]
    return rows


@drawn
def ending(key: MapKey, language: str) -> None:
    """End with the version, source, licence and date of the boundaries, and of the values."""
    _ = translator(language)
    found = mapped(key, language)
    indicator = found.level.indicator
    if gone := hidden(found.level.rows, language):
        cards.source_line(cards.escape(gone))
    cards.source_line(cards.escape(indicator.wording(language).misleading))
    lines = [picking.source([indicator.source.publisher], found.level.invented, language)]
    if len(found.boundaries):
        lines.append(_boundary_words(found, language))
    cards.source_line(" ".join(lines))


def _boundary_words(found: Mapped, language: str) -> str:
    _ = translator(language)
    first = found.boundaries.iloc[0]
    version = words.boundary_version(str(first["geo_version"]), language)
    parts = _("Gränser: {version}, {source}, licens {licence}, inlästa {day}.").format(
        version=cards.escape(version),
        source=cards.escape(str(first["source"] or _("okänd källa"))),
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
