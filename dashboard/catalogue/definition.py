"""One definition, as people read it."""

from collections.abc import Iterable
from datetime import date

import pandas as pd
import streamlit as st

from dashboard.catalogue import quality
from dashboard.page import blocks, cards, controls, loaders
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.series.template_button import template_button
from dashboard.text import area_kinds, numbers, sentences
from dashboard.text.language import translator
from dashboard.text.markdown import link
from dashboard.text.themes import theme_name
from data.answers.series import how_many
from metrics.definition.indicator import Direction, Indicator, Kind, Theme
from metrics.definition.period import Frequency

_DIRECTIONS = {
    Direction.HIGHER: "Högre är bättre",
    Direction.LOWER: "Lägre är bättre",
    Direction.BAND: "Lagom är bäst: varje mål har sitt eget spann eller håll",
    Direction.CONTEXT: "Bakgrund: bedöms aldrig",
    Direction.UNCONFIRMED: "Riktningen är inte bekräftad",
}

_PROPOSED = {
    Direction.HIGHER: "Föreslaget är att högre är bättre.",
    Direction.LOWER: "Föreslaget är att lägre är bättre.",
    Direction.BAND: "Föreslaget är att lagom är bäst och att varje mål har sitt eget spann.",
}

_SHORT_DIRECTIONS = {
    Direction.HIGHER: "högre är bättre",
    Direction.LOWER: "lägre är bättre",
    Direction.BAND: "målet avgör",
    Direction.CONTEXT: "bakgrund",
    Direction.UNCONFIRMED: "obekräftad",
}

_KINDS = {
    Kind.OUTCOME: "Utfall: kan förloras",
    Kind.EARLY_SIGNAL: "Tidig signal: ger högst Bevaka",
    Kind.PROCESS: "Genomförande: ger högst Bevaka",
    Kind.CONTEXT: "Sammanhang: bedöms aldrig",
}

_FREQUENCIES = {
    Frequency.WEEK: "varje vecka",
    Frequency.MONTH: "varje månad",
    Frequency.QUARTER: "varje kvartal",
    Frequency.TERM: "varje tertial",
    Frequency.HALF_YEAR: "varje halvår",
    Frequency.SCHOOL_YEAR: "varje läsår",
    Frequency.YEAR: "varje år",
    Frequency.TWO_YEARS: "vartannat år",
    Frequency.FOUR_YEARS: "vart fjärde år",
    Frequency.POOLED: "en gång per studie, etapp eller projekt",
}


@finished
def every_name(language: str) -> dict[str, str]:
    """Return what to call every indicator of this installation: see `names`."""
    return names(loaders.catalogue().values(), language)


def names(indicators: Iterable[Indicator], language: str) -> dict[str, str]:
    """Return what to call each indicator in a list to pick from, by name."""
    by_name = sorted(indicators, key=lambda one: one.wording(language).name.casefold())
    return {one.id: f"{one.wording(language).name} ({one.id})" for one in by_name}


@drawn
def introduction(number: int, language: str) -> None:
    """Say how many indicators there are, and what one is."""
    _ = translator(language)
    title = _("{number} indikatorer, granskade en och en").format(number=number)
    cards.heading(_("Katalog"), title)
    st.markdown(
        _(
            "En indikator är en granskad definition: vad som räknas, av vilka, åt vilket håll "
            "som är bättre och vad som vilseleder. [Så avgörs en förlust]({method})."
        ).format(method=cards.address("metod")),
        width=900,
    )


@drawn
def opening(indicator_id: str, language: str) -> None:
    """Name an indicator and say why it matters."""
    indicator = loaders.catalogue()[indicator_id]
    words = indicator.wording(language)
    katalog = translator(language)("Katalog")
    cards.heading(f"{katalog} · {theme_name(indicator.theme, language)}", words.name)
    st.markdown(cards.escape(words.why), width=900)


@drawn
def one(indicator_id: str, language: str) -> None:
    """Show everything the definition says, and what is measured with it."""
    _ = translator(language)
    indicator = loaders.catalogue()[indicator_id]
    words = indicator.wording(language)
    cards.heading("", _("Så kan talet vilseleda"), level=2)
    st.markdown(cards.escape(words.misleading), width=900)
    cards.heading("", direction_title(indicator, language), level=2)
    st.markdown(direction_words(indicator, language), width=900)
    cards.table(_facts(indicator, language), header=False)
    if indicator.ladder:
        cards.heading("", _("Klasserna, mildast först"), level=2)
        cards.table(_ladder(indicator, language))
    quality.show(indicator, language)


def hand_in(indicator_id: str, language: str) -> None:
    """Offer the template of an indicator, and the way to where figures are handed in."""
    with blocks.container(horizontal=True, vertical_alignment="center"):
        template_button(indicator_id, language)
        cards.link("ladda-upp", translator(language)("Lämna siffror"), indikator=indicator_id)


@drawn
def source(indicator_id: str, language: str) -> None:
    """Say where the figures of an indicator come from."""
    _ = translator(language)
    source = loaders.catalogue()[indicator_id].source
    where = link(source.named(language), source.url)
    terms = source.terms(language)
    licence = f" {cards.escape(terms)}." if terms else ""
    cards.source_line(_("Källa: {source}.").format(source=where) + licence)


_MOST_LISTED = 150
"""Indicators that are listed at once; of more, each theme is unfolded."""


def themes(language: str) -> None:
    """List the indicators, theme by theme."""
    if len(loaders.catalogue()) <= _MOST_LISTED:
        _listed(language)
        return
    for theme, listed in by_theme(language):
        label = f"{theme_name(theme, language)} ({len(listed)})"
        place, asked_for = controls.unfolded(label, key=f"theme-{theme}")
        if asked_for:
            with place:
                cards.table(listed)


@drawn
def _listed(language: str) -> None:
    for theme, listed in by_theme(language):
        cards.heading("", theme_name(theme, language), level=2)
        cards.table(listed)


@finished
def by_theme(language: str) -> list[tuple[Theme, pd.DataFrame]]:
    """Lay the indicators out, theme by theme."""
    catalogue, series = loaders.catalogue(), loaders.ask(how_many)
    return [
        (theme, rows(mine, series, language))
        for theme in Theme
        if (mine := [one for one in catalogue.values() if one.theme is theme])
    ]


def rows(indicators: Iterable[Indicator], series: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return one row per indicator for the list, with links to their pages."""
    _ = translator(language)
    counts = series.groupby("indicator_id")["series"].sum()
    listed = []
    for indicator in sorted(indicators, key=lambda one: one.wording(language).name.casefold()):
        words = indicator.wording(language)
        name, where = cards.escape(words.name), cards.address("katalog", indikator=indicator.id)
        direction = _(_SHORT_DIRECTIONS[indicator.direction])
        often = _(_FREQUENCIES.get(indicator.frequency, ""))
        number = int(counts.get(indicator.id, 0))
        listed.append(
            {
                _("Indikator"): f"[{name}]({where})  \n"
                f":gray[{cards.escape(f'{words.unit}, {direction}')}]",
                _("Serier"): numbers.number(number, 0, language)
                if number
                else _(":gray[inga än]"),
                _(
                    "Källa"
                ): f"{cards.escape(indicator.source.named(language))}  \n:gray[{often}]",
            }
        )
    return pd.DataFrame(listed)


def as_rows(indicators: Iterable[Indicator], language: str) -> pd.DataFrame:
    """Return the catalogue as a plain table to download."""
    _ = translator(language)
    return pd.DataFrame(
        [
            {
                _("Id"): indicator.id,
                _("Indikator"): indicator.wording(language).name,
                _("Tema"): theme_name(indicator.theme, language),
                _("Enhet"): indicator.wording(language).unit,
                _("Täljare"): indicator.wording(language).numerator,
                _("Nämnare"): indicator.wording(language).denominator,
                _("Riktning"): _(_DIRECTIONS[indicator.direction]),
                _("Bekräftad av"): indicator.direction_confirmed_by,
                _("Bekräftad den"): str(indicator.direction_confirmed_on or ""),
                _("Minsta viktiga skillnad"): indicator.smallest_difference,
                _("Vilseleder"): indicator.wording(language).misleading,
                _("Källa"): indicator.source.named(language),
                _("Kod"): indicator.source.code,
            }
            for indicator in indicators
        ]
    )


def _facts(indicator: Indicator, language: str) -> pd.DataFrame:
    _ = translator(language)
    words = indicator.wording(language)
    smallest = indicator.smallest_difference
    facts = {
        _("Täljare"): words.numerator,
        _("Nämnare"): words.denominator,
        _("Enhet"): words.unit,
        _("Roll"): _(_KINDS[indicator.kind]),
        _("Minsta viktiga skillnad"): _("inte bestämd: inget kan förloras")
        if smallest is None
        else sentences.difference(smallest, indicator, language),
        _("Minsta antal för att bedömas"): numbers.number(indicator.fewest(), 0, language)
        if indicator.fewest()
        else _("inget"),
        _("Mäts"): _(_FREQUENCIES.get(indicator.frequency, "")),
        _("Finaste geografi"): area_kinds.one(indicator.finest_geography, language),
        _("För gammalt efter"): _("{days} dagar").format(
            days=numbers.number(indicator.stale_after_days, 0, language)
        ),
        _("Ägare"): indicator.owner(language),
        _("Koder"): ", ".join([indicator.id, *indicator.codes]),
        _("Version"): _("{version}, granskad {day}").format(
            version=indicator.version, day=numbers.day(indicator.reviewed, language)
        ),
    }
    return pd.DataFrame(
        {"what": list(facts), "said": [cards.escape(str(said)) for said in facts.values()]}
    )


def direction_title(indicator: Indicator, language: str) -> str:
    """Say which way is better, or that nobody has confirmed it: a heading without a stop."""
    return translator(language)(_DIRECTIONS[indicator.direction])


def direction_words(indicator: Indicator, language: str) -> str:
    """Say who has confirmed the direction and when, or what follows where nobody has."""
    _ = translator(language)
    if indicator.direction_confirmed_on and indicator.direction_confirmed_by:
        return _("Bekräftad av rollen {role} den {day}.").format(
            role=cards.escape(indicator.direction_confirmed_by),
            day=numbers.day(indicator.direction_confirmed_on, language),
        )
    proposed = indicator.direction_proposed
    thought = f"{_(_PROPOSED[proposed])} " if proposed in _PROPOSED else ""
    return thought + _(
        "Ingen i en namngiven roll har bekräftat riktningen. Till dess sparas och visas "
        "värdena, men ett mål på indikatorn bedöms inte: det får läget Saknar underlag."
    )


def _ladder(indicator: Indicator, language: str) -> pd.DataFrame:
    _ = translator(language)

    def until(retired_on: date | None) -> str:
        if retired_on is None:
            return _("gäller")
        return _("finns inte från {day}").format(day=numbers.day(retired_on, language))

    return pd.DataFrame(
        {
            _("Klass"): [step.en if language == "en" else step.sv for step in indicator.ladder],
            _("Giltighet"): [until(step.retired_on) for step in indicator.ladder],
        }
    )
