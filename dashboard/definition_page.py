"""One definition, as people read it."""

from collections.abc import Iterable
from datetime import date

import pandas as pd
import streamlit as st

from dashboard import cards, loaders
from dashboard.text import numbers, sentences
from dashboard.text.language import plural, translator
from dashboard.text.themes import theme_name
from metrics.indicator import Direction, Indicator, Kind
from metrics.period import Frequency

_DIRECTIONS = {
    Direction.HIGHER: "Högre är bättre",
    Direction.LOWER: "Lägre är bättre",
    Direction.BAND: "Lagom är bäst: varje mål har sitt eget spann eller håll",
    Direction.CONTEXT: "Bakgrund: bedöms aldrig",
    Direction.UNCONFIRMED: "Riktningen är inte bekräftad: bedöms aldrig",
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
}

_PLACES = {
    "region": "region",
    "municipality": "kommun",
    "city_area": "stadsområde",
    "regso": "RegSO",
    "deso": "DeSO",
    "police_area": "polisområde",
    "development_area": "utvecklingsområde",
    "property": "fastighet",
    "centre": "centrum",
    "school": "skola",
    "primary_area": "primärområde",
}


def names(indicators: Iterable[Indicator], language: str) -> dict[str, str]:
    """Return what to call each indicator in a list to pick from, by name."""
    by_name = sorted(indicators, key=lambda one: one.wording(language).name.casefold())
    return {one.id: f"{one.wording(language).name} ({one.id})" for one in by_name}


def introduction(language: str) -> None:
    """Say what an indicator is."""
    st.markdown(
        translator(language)(
            "En indikator är en granskad definition: vad som räknas, av vilka, åt vilket håll "
            "som är bättre och vad som vilseleder. [Så avgörs en förlust]({method})."
        ).format(method=cards.address("metod")),
        width=900,
    )


def opening(indicator: Indicator, language: str) -> None:
    """Name an indicator and say why it matters."""
    words = indicator.wording(language)
    katalog = translator(language)("Katalog")
    cards.heading(f"{katalog} · {theme_name(indicator.theme, language)}", words.name)
    st.markdown(cards.escape(words.why), width=900)


def one(indicator: Indicator, language: str) -> None:
    """Show everything the definition says, and what is measured with it."""
    _ = translator(language)
    words = indicator.wording(language)
    cards.heading("", _("Så kan talet vilseleda"), level=2)
    st.markdown(cards.escape(words.misleading), width=900)
    cards.table(_facts(indicator, language), header=False)
    if indicator.ladder:
        cards.heading("", _("Klasserna, mildast först"), level=2)
        cards.table(_ladder(indicator, language))
    _measured(indicator, language)
    cards.link("ladda-upp", _("Hämta mallen och ladda upp"), indikator=indicator.id)
    source = indicator.source
    where = (
        f"[{cards.escape(source.publisher)}]({source.url})" if source.url else source.publisher
    )
    licence = f" {cards.escape(source.licence)}." if source.licence else ""
    cards.source_line(_("Källa: {source}.").format(source=where) + licence)


def rows(indicators: Iterable[Indicator], series: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return one row per indicator for the list, with links to their pages."""
    _ = translator(language)
    counts = series.groupby("indicator_id").size()
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
                _("Källa"): f"{cards.escape(indicator.source.publisher)}  \n:gray[{often}]",
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
                _("Minsta viktiga skillnad"): indicator.smallest_difference,
                _("Vilseleder"): indicator.wording(language).misleading,
                _("Källa"): indicator.source.publisher,
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
        _("Riktning"): _direction(indicator, language),
        _("Roll"): _(_KINDS[indicator.kind]),
        _("Minsta viktiga skillnad"): _("inte bestämd: inget kan förloras")
        if smallest is None
        else sentences.difference(smallest, indicator, language),
        _("Minsta antal för att bedömas"): numbers.number(indicator.minimum_n, 0, language)
        if indicator.minimum_n
        else _("inget"),
        _("Mäts"): _(_FREQUENCIES.get(indicator.frequency, "")),
        _("Finaste geografi"): _(_PLACES.get(indicator.finest_geography, "")),
        _("För gammalt efter"): _("{days} dagar").format(
            days=numbers.number(indicator.stale_after_days, 0, language)
        ),
        _("Ägare"): indicator.owner_role,
        _("Koder"): ", ".join([indicator.id, *indicator.codes]),
        _("Version"): _("{version}, granskad {day}").format(
            version=indicator.version, day=numbers.day(indicator.reviewed, language)
        ),
    }
    return pd.DataFrame(
        {"what": list(facts), "said": [cards.escape(str(said)) for said in facts.values()]}
    )


def _direction(indicator: Indicator, language: str) -> str:
    _ = translator(language)
    said = _(_DIRECTIONS[indicator.direction])
    if not indicator.direction_confirmed_on:
        return said
    by = _("bekräftad av {role}, {day}").format(
        role=indicator.direction_confirmed_by,
        day=numbers.day(indicator.direction_confirmed_on, language),
    )
    return f"{said} ({by})"


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


def _measured(indicator: Indicator, language: str) -> None:
    _ = translator(language)
    series = loaders.series(indicator_id=indicator.id)
    if series.empty:
        st.markdown(_("Inga mätvärden är inlästa än."))
        return
    areas = series["area_id"].nunique()
    said = plural(
        language,
        "Inläst för {number} område, {first} till {last}.",
        "Inläst för {number} områden, {first} till {last}.",
        areas,
    ).format(
        number=numbers.number(areas, 0, language),
        first=sentences.period(str(series["first_period"].min()), language),
        last=sentences.period(str(series["last_period"].max()), language),
    )
    st.markdown(said)
