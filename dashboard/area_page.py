"""The parts of the page about one area, in the order they are read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import (
    area_people,
    cards,
    controls,
    figures,
    loaders,
    measurement_table,
    outcome_page,
    series_view,
)
from dashboard.followed import Followed
from dashboard.text import numbers, sentences, states
from dashboard.text.language import translator
from metrics.indicator import Indicator
from metrics.outcome import Group, State, group_of

KINDS = {
    "development_area": "Utvecklingsområden",
    "police_area": "Polisens områden",
    "city_area": "Stadsområden",
    "municipality": "Kommuner",
    "region": "Regioner",
    "regso": "RegSO",
    "primary_area": "Primärområden",
    "property": "Fastigheter",
    "centre": "Centrum",
    "school": "Skolor",
}
"""Kinds of area in the plural, in the order they are offered."""

_KIND_WORDS = {
    "development_area": "utvecklingsområde",
    "police_area": "polisens område",
    "city_area": "stadsområde",
    "municipality": "kommun",
    "region": "region",
    "regso": "RegSO",
    "primary_area": "primärområde",
    "property": "fastighet",
    "centre": "centrum",
    "school": "skola",
}

_MOST_LISTED = 40
_UNCHANGED = 0.05
"""A Jensen-Shannon distance below this is told as nearly the same mix."""

_NUMBERS = ("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio")


def picker(areas: pd.DataFrame, training: bool, language: str) -> str | None:
    """Ask for an area: a search box over all, and the followed ones by kind.

    Real and invented areas are never offered together. Returns the id that was picked.
    """
    _ = translator(language)
    with st.container(horizontal=True, gap="small"):
        st.caption(_("Område"), width="content")
        if training:
            cards.invented_badge(language)
    st.title(_("Vilket område vill du se?"), anchor=False)
    choices = {controls.REAL: _("Verkliga områden"), controls.TRAINING: _("Övning (påhittat)")}
    controls.segment(_("Siffror"), choices, key="data", default=controls.REAL)
    offered = areas[areas["invented"] == training]
    picked = controls.choose(
        _("Sök bland {count} områden").format(count=numbers.number(len(offered), 0, language)),
        {str(area["area_id"]): _named(area, language) for area in _rows(offered)},
        key="omrade",
        placeholder=_("Skriv början av ett namn"),
    )
    for kind, heading in KINDS.items():
        listed = offered[(offered["kind"] == kind) & (offered["series"] > 0)]
        if 0 < len(listed) <= _MOST_LISTED:
            cards.heading("", _(heading), level=3)
            st.markdown(" · ".join(_link(area, language) for area in _rows(listed)))
    return picked


def _named(area: pd.Series, language: str) -> str:
    """Name an area with its kind: "Gårdsten" is several areas."""
    kind = translator(language)(_KIND_WORDS.get(str(area["kind"]), "område"))
    return f"{name_of(area, language)} ({kind})"


def _link(area: pd.Series, language: str) -> str:
    name = cards.escape(name_of(area, language))
    return series_view.linked(name, "omrade", omrade=str(area["area_id"]))


def _rows(areas: pd.DataFrame) -> list[pd.Series]:
    return [row for _place, row in areas.iterrows()]


def name_of(area: pd.Series, language: str) -> str:
    """Return the area's name in the language asked for."""
    english = area["name_en"]
    return str(english if language == "en" and english else area["name"])


def breadcrumb(area: pd.Series, areas: pd.DataFrame, language: str) -> None:
    """Show the areas this one lies in, as links, and what kind it is."""
    by_id = areas.set_index("area_id")
    trail: list[str] = []
    parent = area["parent_id"]
    while parent in by_id.index and len(trail) < 6:
        above = by_id.loc[parent]
        name = cards.escape(name_of(above, language))
        trail.insert(0, series_view.linked(name, "omrade", omrade=str(parent)))
        parent = above["parent_id"]
    kind = translator(language)(_KIND_WORDS.get(str(area["kind"]), "område"))
    here = f"{cards.escape(name_of(area, language))}, {kind}"
    st.markdown(f":small[:gray[{' › '.join([*trail, here])}]]")


def opening(area: pd.Series, goals: Sequence[Followed], language: str) -> None:
    """Say in a sentence what became of what was promised here, and show the states."""
    st.title(title(area, goals, language), anchor=False)
    if len(goals) == 1:
        outcome_page.badges(goals[0], language)
        st.markdown(outcome_page.paragraph(goals[0], language), width=900)
        return
    with st.container(horizontal=True, gap="xsmall"):
        for state, count in _counted(goals).items():
            sign = states.SIGNS[state]
            word = f"{sign.glyph}{numbers.NO_BREAK}{states.word(state, language)}"
            label = f"{word} {count}" if count > 1 else word
            st.badge(label, color=sign.markdown_colour)  # type: ignore[arg-type]
        if bool(area["invented"]):
            cards.invented_badge(language)


def _counted(goals: Sequence[Followed]) -> dict[State, int]:
    found = Counter(sentences.state_of(one.goal or {}) for one in goals)
    order = list(State)
    return {state: found[state] for state in sorted(found, key=order.index)}


def title(area: pd.Series, goals: Sequence[Followed], language: str) -> str:
    """Write the finding of the page in one sentence."""
    _ = translator(language)
    name = name_of(area, language)
    if not goals:
        return _("{area}: inga mål är inlagda än").format(area=name)
    if len(goals) == 1 and goals[0].goal is not None:
        found = sentences.finding(goals[0].goal, goals[0].indicator, language)
        return found if name in found else f"{name}: {sentences.lower_first(found)}"
    groups = Counter(group_of(sentences.state_of(one.goal or {})) for one in goals)
    total = sum(count for group, count in groups.items() if group is not None)
    for group, sentence in _TITLES:
        if groups[group]:
            part = _word(groups[group], language)
            return _(sentence).format(area=name, part=part, total=_word(total, language))
    return _("{area}: målen är bakgrund och bedöms inte").format(area=name)


_TITLES = (
    (Group.LOST, "{area}: {part} av {total} mål är förlorade"),
    (Group.WATCH, "{area}: {part} av {total} mål bör bevakas"),
    (Group.UNKNOWN, "{area}: {part} av {total} mål kan vi inte bedöma"),
    (Group.HOLDS, "{area}: {part} av {total} mål håller"),
)


def _word(count: int, language: str) -> str:
    if count < len(_NUMBERS):
        return translator(language)(_NUMBERS[count])
    return numbers.number(count, 0, language)


def goals_of(goals: Sequence[Followed], dark: bool, language: str) -> None:
    """Show each goal as a sentence with its chart, the same numbers, and the way to why."""
    if len(goals) == 1:
        st.divider()
        _only_goal(goals[0], dark, language)
    for first in range(0, len(goals), 2) if len(goals) > 1 else ():
        st.divider()
        sides = st.columns(2, gap="large")
        for side, one in zip(sides, goals[first : first + 2], strict=False):
            with side:
                _goal(one, dark, language)


def _only_goal(one: Followed, dark: bool, language: str) -> None:
    """Show the goal whose finding is the title of the page, and the three questions."""
    goal = one.goal or {}
    left, right = st.columns([7, 5], gap="large")
    with left:
        topic = cards.escape(series_view.goal_words(goal, one, language))
        cards.heading(topic, cards.escape(_history(one, language)), level=2)
        series_view.chart(one, dark=dark, language=language, key=one.name)
        series_view.same_numbers(one, language)
    with right:
        series_view.break_notes(one, language)
        series_view.three_questions(one, area_people.of_series(one, language), language)
        _why(goal, language)


def _goal(one: Followed, dark: bool, language: str) -> None:
    """Show one goal of several: finding, state, chart."""
    goal = one.goal or {}
    topic = cards.escape(series_view.goal_words(goal, one, language))
    finding = sentences.finding(goal, one.indicator, language)
    cards.heading(topic, cards.escape(finding), level=3)
    cards.state_badge(sentences.state_of(goal), language)
    series_view.chart(one, dark=dark, language=language, key=one.name)
    st.markdown(outcome_page.paragraph(one, language))
    series_view.break_notes(one, language)
    series_view.same_numbers(one, language)
    _why(goal, language)


def _why(goal: Mapping[str, Any], language: str) -> None:
    cards.link("utfall", translator(language)("Visa varför"), mal=str(goal["goal_id"]))


def _history(one: Followed, language: str) -> str:
    """Name the span of the chart: the finding is already the title of the page."""
    _ = translator(language)
    known = one.observations
    if known.empty:
        return one.indicator.wording(language).short
    return _("{name} {first}–{last}").format(
        name=one.indicator.wording(language).name,
        first=str(known["period"].iloc[0])[:4],
        last=str(known["period"].iloc[-1])[:4],
    )


def character(area: pd.Series, dark: bool, language: str) -> None:
    """Show the homes then and now, and what lies inside where the area has parts."""
    _ = translator(language)
    homes = area_people.homes(str(area["area_id"]), str(area["kind"]))
    if homes is None:
        return
    st.divider()
    left, right = st.columns([7, 5], gap="large")
    with left:
        topic = _("Områdets karaktär då och nu · andel av bostäderna, procent")
        cards.heading(topic, _mix(homes, language), level=2)
        shown = homes.counts.iloc[[0, -1]]
        spec = figures.tenure(shown, dark=dark, language=language)
        alt = figures.alt_tenure(shown, language=language)
        st.plotly_chart(spec, theme=None, alt=alt, config=series_view.NO_TOOLS, key="tenure")
        with st.expander(_("Samma siffror som tabell")):
            st.table(_dwellings(homes, language), border="horizontal", hide_index=True)
    with right:
        _parts(homes, language)
        st.markdown(_distance(homes, language))
        note = _("Källa: SCB, bostäder efter upplåtelseform per RegSO.")
        if homes.of_parts:
            note += " " + _("Räknat på RegSO som till minst hälften ligger i området.")
        cards.source_line(note)


def _mix(homes: area_people.Homes, language: str) -> str:
    _ = translator(language)
    count = numbers.number(abs(homes.added), 0, language)
    wording = _("{count} bostäder fler") if homes.added >= 0 else _("{count} bostäder färre")
    same = homes.character_change < _UNCHANGED
    mix = _("nästan samma blandning") if same else _("en annan blandning")
    return f"{wording.format(count=count)}, {mix}"


def _distance(homes: area_people.Homes, language: str) -> str:
    _ = translator(language)
    distance = numbers.number(homes.character_change, 2, language)
    return _(
        "Förändrad karaktär: **{distance}** på en skala från 0 till 1 (Jensen–Shannon)."
        " {count} mätpunkter räcker till nivå och förändring, inte till ett trendtest."
    ).format(distance=distance, count=_word(len(homes.counts), language).capitalize())


def _dwellings(homes: area_people.Homes, language: str) -> pd.DataFrame:
    _ = translator(language)
    table = pd.DataFrame({_("År"): homes.counts["period"]})
    for category, name in figures.TENURES.items():
        table[_(name)] = [numbers.number(one, 0, language) for one in homes.counts[category]]
    return table


def _parts(homes: area_people.Homes, language: str) -> None:
    """Show the parts then and now: a mix can change in one of them only."""
    if not homes.of_parts:
        return
    _ = translator(language)
    then, now = str(homes.first["period"]), str(homes.last["period"])
    names = loaders.areas().set_index("area_id")["name"]
    rows = []
    for area_id, part in homes.parts.set_index("period").groupby("area_id"):
        totals, shares = [], []
        for year in (then, now):
            dwellings = {name: float(part[name][year]) for name in figures.TENURES}
            total = sum(dwellings.values())
            totals.append(numbers.number(total, 0, language))
            rentals = 100 * dwellings[area_people.RENTALS] / total if total else None
            shares.append(numbers.number(rentals, 1, language))
        rows.append(
            {
                _("RegSO"): names.get(area_id, area_id),
                _("Bostäder"): " → ".join(totals),
                _("Hyresrätt, %"): " → ".join(shares),
            }
        )
    topic = _("Del för del, {then} och {now}").format(then=then, now=now)
    cards.heading(topic, _("Blandningen i två nivåer"), level=3)
    cards.table(pd.DataFrame(rows))


def without_goals(area: pd.Series, areas: pd.DataFrame, language: str) -> None:
    """Show what is followed without a goal, small; a municipality's numbers say so."""
    _ = translator(language)
    own = _open_series(str(area["area_id"]))
    above = _municipality(area, areas)
    if own.empty and above is None:
        return
    st.divider()
    cards.heading(_("Följs utan mål"), _("Värden som visas men aldrig räknas"), level=2)
    if not own.empty:
        _values(own, "", language)
    if above is not None:
        rows = _open_series(str(above["area_id"]))
        badge = _("kommun, inte område")
        st.markdown(f"**{cards.escape(name_of(above, language))}**")
        _values(rows, badge, language)
        cards.source_line(
            _("Ett kommunvärde säger inget om ett kvarter och ger aldrig ett läge här.")
        )


def _municipality(area: pd.Series, areas: pd.DataFrame) -> pd.Series | None:
    """Return the municipality an area lies in, unless it is one itself or is made up."""
    found = areas[areas["area_id"] == area["municipality_id"]]
    if found.empty or found["area_id"].iloc[0] == area["area_id"]:
        return None
    municipality: pd.Series = found.iloc[0]
    return municipality


def _open_series(area_id: str) -> pd.DataFrame:
    """Return the series without a goal, one per indicator: totals, latest definition first."""
    rows = loaders.series(area_id=area_id)
    rows = rows[~rows["has_goal"].astype(bool) & (rows["category"] == "")]
    return rows.drop_duplicates("indicator_id", keep="last")


def _values(rows: pd.DataFrame, badge: str, language: str) -> None:
    _ = translator(language)
    catalogue = loaders.catalogue()
    observed = loaders.observations(tuple(int(one) for one in rows["series_id"]))
    grid = st.grid(3, min_column_width=220, gap="medium")
    for row in rows.to_dict("records"):
        indicator = catalogue[str(row["indicator_id"])]
        own = observed[observed["series_id"] == row["series_id"]]
        with grid.container(gap="xsmall"):
            name = cards.escape(indicator.wording(language).name)
            st.markdown(series_view.linked(name, "utfall", serie=str(row["series_id"])))
            st.subheader(_latest(own, indicator, language), anchor=False)
            st.caption(_then(own, indicator, language))
            if badge:
                st.badge(badge, color="gray")


def _latest(own: pd.DataFrame, indicator: Indicator, language: str) -> str:
    known = own[own["value"].notna() | (own["class_code"].fillna("") != "")]
    if known.empty:
        return numbers.DASH
    last = known.iloc[-1]
    if isinstance(last["class_code"], str) and last["class_code"]:
        return sentences.class_name(last["class_code"], indicator, language)
    return numbers.measured(float(last["value"]), indicator.unit, indicator.decimals, language)


def _then(own: pd.DataFrame, indicator: Indicator, language: str) -> str:
    """Write when the latest value is from, and what it was five years or measurements before.

    Measurements within a year are compared with the same part of the year.
    """
    _ = translator(language)
    known = own.dropna(subset=["value"])
    if known.empty:
        return _("inget värde")
    last = known.iloc[-1]
    when = sentences.period(str(last["period"]), language)
    if last["status"] == "preliminary":
        when = _("{period}, preliminärt").format(period=when)
    same = known[known["period"].str[5:] == str(last["period"])[5:]]
    if len(same) < 2:
        return when
    earlier = same.iloc[max(len(same) - 6, 0)]
    was = numbers.measured(
        float(earlier["value"]), indicator.unit, indicator.decimals, language
    )
    then = sentences.period(str(earlier["period"]), language)
    return _("{when}; {then} var det {was}").format(when=when, was=was, then=then)


def ending(area: pd.Series, goals: Sequence[Followed], language: str) -> None:
    """End with what happened here, the numbers as a file, and where they come from."""
    st.divider()
    series_view.event_list(loaders.events(str(area["area_id"])), language)
    every = loaders.series(area_id=str(area["area_id"]))
    if len(every):
        rows = loaders.observations(tuple(int(one) for one in every["series_id"]))
        cards.downloads(
            measurement_table.handed_on(rows),
            str(area["area_id"]),
            invented=bool(area["invented"]),
        )
    told = list(dict.fromkeys(series_view.source(one, language) for one in goals))
    note = cards.escape(str(area["note"] or ""))
    cards.source_line(" ".join([*told, note]).strip())
