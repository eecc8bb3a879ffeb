"""The page about who lives in a place: everything here is background and gets no state."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard.charts.describe.character import character
from dashboard.charts.describe.series import series
from dashboard.charts.plotly.character import draw_character
from dashboard.charts.plotly.lines import draw_series
from dashboard.charts.theme import Spec
from dashboard.page import cards, controls, loaders
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.population.homes import bar, left_out, mix_table, moved
from dashboard.series import area_picker, measured, people, picking, view
from dashboard.text import area_kinds, numbers, sentences
from dashboard.text import places as said
from dashboard.text.areas import name_of
from dashboard.text.language import translator
from data.answers.areas import all_areas
from data.answers.residents import DWELLINGS, POPULATION, Profile, as_observations
from data.answers.series import series_of
from metrics.definition.area_kinds import AREA_KINDS
from metrics.definition.indicator import Theme

_SHOWN_ABOVE = {POPULATION, DWELLINGS, people.INCOME}


def ask(training: bool, language: str) -> None:
    """Offer the areas where somebody has counted who lives there."""
    _ = translator(language)
    st.title(_("Vem bor här nu? Välj ett område"), anchor=False)
    options = area_picker.offered(training, language, _WITHOUT_PEOPLE)
    label = _("Sök bland {count} områden").format(
        count=numbers.number(len(options), 0, language)
    )
    if controls.choose(label, options, key="omrade", placeholder=_("Skriv början av ett namn")):
        st.rerun()
    _listed(training, language)


@drawn
def _listed(training: bool, language: str) -> None:
    """Link to the counted areas of every kind of which there are few."""
    options = area_picker.offered(training, language, _WITHOUT_PEOPLE)
    areas = loaders.ask(all_areas)
    offered = areas[areas["area_id"].isin(options)]
    listed_ones = offered[offered["area_id"].isin(_counted()) | (offered["kind"] == _POLICE)]
    for kind in AREA_KINDS:
        listed = listed_ones[listed_ones["kind"] == kind]
        if 0 < len(listed) <= area_picker.MOST_LISTED:
            cards.heading("", area_kinds.heading(kind, language), level=2)
            links = [_link(row, language) for _place, row in listed.iterrows()]
            st.markdown(" · ".join(links))


_WITHOUT_PEOPLE = frozenset({"school", "centre", "region"})


_POLICE = "police_area"


def _counted() -> set[str]:
    """Return the areas with counts of their own, and those that such areas lie in."""
    rows = pd.concat([measured.everywhere(one) for one in (POPULATION, DWELLINGS)])
    return {
        str(one) for key in ("area_id", "municipality_id", "parent_id") for one in rows[key]
    }


def _link(area: pd.Series, language: str) -> str:
    name = cards.escape(name_of(area, language))
    return view.linked(name, "befolkning", omrade=str(area["area_id"]))


def opening(
    area: pd.Series, lives: Profile | None, homes: Profile | None, language: str
) -> None:
    """Say in a sentence whether as many live here, in the same mix of homes."""
    _ = translator(language)
    st.title(cards.escape(title(area, lives, homes, language)), anchor=False)
    with st.container(horizontal=True, gap="xsmall"):
        st.badge(_("Bakgrund, bedöms aldrig"), color="gray")
        if bool(area["invented"]):
            cards.invented_badge(language)
    summed = [
        word
        for word, one in ((_("Folkmängden"), lives), (_("Bostäderna"), homes))
        if one is not None and one.of_parts
    ]
    if summed:
        sentence = _("Hopräknat från delarna som ligger i området: {what}.")
        st.caption(sentence.format(what=", ".join(summed).lower()))
    cards.link("omrade", _("Vad som lovades här"), omrade=str(area["area_id"]))


def title(area: pd.Series, lives: Profile | None, homes: Profile | None, language: str) -> str:
    """Write the finding of the page in one sentence."""
    _ = translator(language)
    name = name_of(area, language)
    change = moved(area, homes)
    mix = ""
    if change is not None and homes is not None:
        mix = said.mix(change, homes.period(0), language)
    if lives is not None and len(lives.counts) > 1:
        first, last = float(lives.at(0).sum()), float(lives.at(-1).sum())
        living = said.lives_here(name, first, last, lives.period(0), language)
        return f"{living}, {mix}" if mix else living
    if mix:
        return f"{name}: {mix}"
    if lives is not None:
        count = numbers.number(float(lives.at(-1).sum()), 0, language)
        return _("{area}: {count} invånare {period}").format(
            area=name, count=count, period=lives.period(-1)
        )
    return _("{area}: ingen folkmängd och inga bostäder är inlästa").format(area=name)


def how_many(area_id: str, lives: Profile | None, dark: bool, language: str) -> None:
    """Show how many live here, as a line and as the same numbers."""
    if lives is None:
        return
    _ = translator(language)
    cards.heading(_("Folkmängd"), _count_words(lives, language), level=2)
    rows = as_observations(lives)
    if len(rows) > 1:
        spec, alt = _drawn(area_id, dark, language)
        cards.plot(spec, alt=alt, key="population")
    table = pd.DataFrame(
        {
            _("År"): rows["period"],
            _("Invånare"): [numbers.number(one, 0, language) for one in rows["value"]],
        }
    )
    with st.expander(_("Samma siffror som tabell")):
        st.table(table, border="horizontal", hide_index=True)
    left_out(lives, language)


@finished
def _drawn(area_id: str, dark: bool, language: str) -> tuple[Spec, str]:
    lives = people.people(area_id)
    rows = pd.DataFrame() if lives is None else as_observations(lives)
    described = series(rows, indicator=loaders.catalogue()[POPULATION], language=language)
    return draw_series(described, dark=dark), described.alt


def _count_words(lives: Profile, language: str) -> str:
    _ = translator(language)
    last = numbers.number(float(lives.at(-1).sum()), 0, language)
    if len(lives.counts) < 2:
        return _("{count} invånare {period}").format(count=last, period=lives.period(-1))
    first = float(lives.at(0).sum())
    change = 100 * (float(lives.at(-1).sum()) / first - 1) if first else 0.0
    return _("{first} blev {last}, {change}\u00a0%").format(
        first=numbers.number(first, 0, language),
        last=last,
        change=numbers.signed(change, 1, language),
    )


def by_age(area: pd.Series, dark: bool, language: str) -> None:
    """Show the population by age then and now, where it is counted in five groups or fewer."""
    found = people.ages(str(area["area_id"]))
    if found is None or len(found.categories) > 5:
        return
    _ = translator(language)
    names = {one: picking.category_name(one, language) for one in found.categories}
    name = name_of(area, language)
    shown = [0, -1] if len(found.counts) > 1 else [-1]
    bars = [bar(f"{name} {found.period(place)}", found, place) for place in shown]
    cards.heading(_("Ålder · andel av invånarna"), _("Ålder då och nu"), level=2)
    described = character(bars, names, name=_("Ålder då och nu"), language=language)
    spec = draw_character(described, dark=dark)
    cards.plot(spec, alt=described.alt, key="ages")
    with st.expander(_("Samma siffror som tabell")):
        cards.table(mix_table(bars, names, language))


def also_followed(area: pd.Series, language: str) -> None:
    """List what else is followed here about people and mix: values only, never a state."""
    _ = translator(language)
    catalogue = loaders.catalogue()
    every = loaders.ask(series_of, area_id=str(area["area_id"]))
    rows = []
    for row in every.drop_duplicates("indicator_id", keep="last").to_dict("records"):
        indicator = catalogue.get(str(row["indicator_id"]))
        about = indicator is not None and indicator.theme in {Theme.POPULATION, Theme.MIX}
        if indicator is None or not about or indicator.id in _SHOWN_ABOVE:
            continue
        name = cards.escape(indicator.wording(language).name)
        value = numbers.measured(
            row["last_value"], indicator.unit, indicator.decimals, language
        )
        when = sentences.period(str(row["last_period"]), language)
        there = view.linked(name, "utfall", serie=str(row["series_id"]))
        rows.append({_("Indikator"): there, _("Senast"): f"{value} ({when})"})
    if rows:
        cards.heading(_("Följs också"), _("Andra siffror om dem som bor här"), level=2)
        cards.table(pd.DataFrame(rows))


def not_known(
    area: pd.Series, lives: Profile | None, homes: Profile | None, language: str
) -> None:
    """Say what nobody has uploaded about who lives here."""
    _ = translator(language)
    area_id = str(area["area_id"])
    followed = set(loaders.ask(series_of, area_id=area_id)["indicator_id"])
    absent = [
        word
        for word, known in (
            (_("folkmängd"), lives is not None),
            (_("upplåtelseform"), homes is not None),
            (_("inkomst"), people.INCOME in followed or _parts_have_income(homes)),
            (_("ålder"), people.ages(area_id) is not None or "BEF02" in followed),
            (_("flyttningar"), "BEF03" in followed),
        )
        if not known
    ]
    if absent:
        sentence = _("Inte inläst för området: {what}.").format(what=", ".join(absent))
        st.markdown(f":gray[◌{numbers.NO_BREAK}{sentence}]")


def _parts_have_income(homes: Profile | None) -> bool:
    if homes is None or not homes.of_parts:
        return False
    return not _with_income().isdisjoint(homes.parts["area_id"])


@finished
def _with_income() -> frozenset[str]:
    return frozenset(measured.everywhere(people.INCOME)["area_id"])


def downloads(area_id: str, *, invented: bool) -> None:
    """Offer the numbers as a file; nothing where nobody has counted."""
    rows = _counts(area_id)
    if rows is not None:
        name = f"kvarvarde-befolkning-{area_id}"
        cards.downloads(lambda: rows, name, invented=invented)


@finished
def _counts(area_id: str) -> pd.DataFrame | None:
    found = {POPULATION: people.people(area_id), DWELLINGS: people.homes(area_id)}
    known = any(one is not None for one in found.values())
    return handed_on(area_id, found) if known else None


def sources(
    area: pd.Series, lives: Profile | None, homes: Profile | None, language: str
) -> None:
    """End with where the numbers come from."""
    _ = translator(language)
    found = {POPULATION: lives, DWELLINGS: homes}
    catalogue = loaders.catalogue()
    named = [catalogue[one].source.named(language) for one, known in found.items() if known]
    versions = {one.geo_version for one in found.values() if one is not None} - {""}
    parts = [picking.source(named, bool(area["invented"]), language)]
    if versions:
        parts.append(
            _("Gränser: {versions}.").format(
                versions=", ".join(
                    said.boundary_version(one, language) for one in sorted(versions)
                )
            )
        )
    parts.append(_("Bakgrund: fler, färre eller andra invånare är varken bra eller dåligt."))
    cards.source_line(" ".join(parts if named else parts[-1:]))


def handed_on(area_id: str, found: Mapping[str, Profile | None]) -> pd.DataFrame:
    """Return the counts with the columns an upload reads, one row per category and period."""
    frames = [
        one.counts.melt(
            id_vars=["period"], value_vars=list(one.categories), var_name="category"
        ).assign(area_id=area_id, indicator_id=indicator_id)
        for indicator_id, one in found.items()
        if one is not None
    ]
    columns = ["area_id", "indicator_id", "category", "period", "value"]
    return pd.concat(frames, ignore_index=True)[columns]
