"""The page that shows where: one indicator over the areas of one level, on their boundaries."""

import pandas as pd
import streamlit as st

from dashboard.charts.describe.map import state_map, value_map
from dashboard.charts.describe.outlines import outlines
from dashboard.charts.plotly.map import draw_map
from dashboard.charts.theme import Spec
from dashboard.map.mapped import STATES, VALUES, MapKey, Mapped, areas_of, as_rows, mapped
from dashboard.page import cards, controls, loaders
from dashboard.page.loaders import finished
from dashboard.series import measured, picking, view
from dashboard.series.measured import Level
from dashboard.text import numbers, sentences, states
from dashboard.text import places as words
from dashboard.text.language import translator
from data.answers import places

_CHART = "map"


_MOST_ROWS = 40


_SEVERAL = 2


def ask(training: bool, language: str) -> Level | None:
    """Let indicator, level and category be chosen; None where nothing is followed."""
    rows = picking.followed(training)
    indicator_id = picking.indicator(rows, language, default=_telling(training)[0])
    if indicator_id is None:
        return None
    mine = rows[rows["indicator_id"] == indicator_id]
    kinds = list(dict.fromkeys([*mine["kind"].unique(), *_outlined(training)]))
    default = _telling(training, indicator_id)[1] or picking.default_level(mine)
    kind = picking.level(kinds, language, default=default)
    chosen = picking.category(mine[mine["kind"] == kind], language)
    indicator = loaders.catalogue()[indicator_id]
    return measured.level(indicator, kind=str(kind), category=chosen, training=training)


@finished
def _outlined(training: bool) -> tuple[str, ...]:
    """Return the kinds of areas that have boundaries."""
    rows = loaders.ask(places.kinds_with_boundaries)
    return tuple(rows[rows["invented"] == training]["kind"])


@finished
def _telling(training: bool, indicator_id: str | None = None) -> tuple[str | None, str | None]:
    """Return the most telling of all that can be drawn, or of one indicator."""
    rows = picking.followed(training)
    rows = rows[rows["kind"].isin(_outlined(training))]
    return most_telling(
        rows if indicator_id is None else rows[rows["indicator_id"] == indicator_id]
    )


def most_telling(rows: pd.DataFrame) -> tuple[str | None, str | None]:
    """Return the indicator and level the page opens with, of those that can be drawn.

    First where there are several goals, then where an indicator with goals has most areas.
    """
    if rows.empty:
        return None, None
    goals = rows.groupby("indicator_id")["has_goal"].any().rename("any")
    counted = (
        rows.groupby(["indicator_id", "kind"])
        .agg(goals=("has_goal", "sum"), areas=("area_id", "nunique"))
        .reset_index()
        .join(goals, on="indicator_id")
    )
    counted["several"] = counted["goals"].where(counted["goals"] >= _SEVERAL, 0)
    best = counted.sort_values(["several", "any", "areas"], kind="stable").iloc[-1]
    return str(best["indicator_id"]), str(best["kind"])


def narrow(level: Level, training: bool, language: str) -> MapKey:
    """Let a municipality, states or values, and a period be chosen."""
    _ = translator(language)
    count = len(areas_of(level.kind, training))
    parent = picking.within(_parents(level.kind, training, language), count, language)
    goals = int((level.areas["goal_id"] != "").sum()) if len(level.rows) else 0
    shown = VALUES
    if goals:
        options = {STATES: _("Lägen"), VALUES: _("Värden")}
        default = STATES if goals >= _SEVERAL else VALUES
        shown = controls.segment(_("Visa"), options, key="visa", default=default)
    period = _period(level, language) if shown == VALUES and len(level.rows) else ""
    return MapKey(level.key, parent, shown, period)


@finished
def _parents(kind: str, training: bool, language: str) -> dict[str, str]:
    return picking.parents(areas_of(kind, training), language)


def _period(level: Level, language: str) -> str:
    """Let a period be chosen, newest first; at first the last that most areas have."""
    known = level.rows[
        level.rows["value"].notna() | (level.rows["class_code"].fillna("") != "")
    ]
    counted = known.groupby("period").agg(areas=("area_id", "size"), end=("period_end", "max"))
    counted = counted.sort_values("end", ascending=False)
    if counted.empty:
        return ""
    full = counted[counted["areas"] >= counted["areas"].max() / 2]
    options = {str(one): sentences.period(str(one), language) for one in counted.index}
    label = translator(language)("Period")
    default = str(full.index[0])
    return controls.choose(label, options, key="period", clear=False, default=default) or ""


def opening(found: Mapped, language: str) -> None:
    """Say in a sentence what the map shows."""
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


def chart(found: Mapped, dark: bool, language: str) -> None:
    """Draw the map; pressing an area asks for it in the address."""
    _ = translator(language)
    if found.boundaries.empty:
        st.markdown(_("Ingen gräns är inlagd för de här områdena. Listan har alla siffror."))
        return
    asked = controls.asked("omrade")
    chosen = asked if asked in found.drawn else ""
    spec, alt = _drawn(found.key, chosen or "", dark, language)
    st.plotly_chart(
        spec,
        theme=None,
        alt=alt,
        config=view.NO_TOOLS,
        key=_CHART,
        on_select=lambda: controls.clicked(_CHART, key="omrade"),
        selection_mode="points",
    )
    if missing := words.without_boundary(len(found.undrawn), len(found.places), language):
        st.caption(missing)


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


def one_area(found: Mapped, language: str) -> None:
    """Let one area be chosen by name, and show its value with the way to why."""
    _ = translator(language)
    options = {place.area_id: place.name for place in found.places}
    picked = controls.choose(
        _("Område"), options, key="omrade", placeholder=_("Välj i listan eller på kartan")
    )
    if picked is None:
        return
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


def table(found: Mapped, language: str) -> None:
    """Show the same as the map in words, every area by name."""
    _ = translator(language)
    cards.heading(_("Samma siffror som lista"), _title_of_list(found, language), level=2)
    rows = _rows(found.key, language)
    if len(rows) > _MOST_ROWS:
        st.dataframe(rows, hide_index=True, height=420)
    else:
        cards.table(_linked(found, language))
    cards.downloads(
        lambda: as_rows(found, language),
        f"kvarvarde-karta-{found.level.indicator.id}-{found.level.kind}",
        invented=bool(found.areas["invented"].any()),
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


def ending(found: Mapped, language: str) -> None:
    """End with the version, source, licence and date of the boundaries, and of the values."""
    _ = translator(language)
    indicator = found.level.indicator
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
