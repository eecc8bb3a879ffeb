"""The series that a file changes, before and after, and what its rows take away."""

from dataclasses import dataclass

import streamlit as st

from dashboard.charts.describe.before_after import before_after
from dashboard.charts.plotly.before_after import draw_before_after
from dashboard.page import cards
from dashboard.text.language import plural, translator
from dashboard.text.numbers import number
from dashboard.upload import words
from dashboard.upload.understood import area_names
from data.intake.replaced import Replaced, ReplacedSeries
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a chart needs to know of the page: the definitions, the language, the theme."""

    catalogue: Catalogue
    language: str
    dark: bool


def show(going: Replaced, seen: Seen) -> None:
    """Draw each series that changes, with its changed values in a table beneath."""
    if said := lost(going, seen.language):
        st.markdown(f":material/error: {cards.escape(said)}")
    areas = area_names(seen.language) if going.series else {}
    for place, series in enumerate(going.series):
        if seen.catalogue[series.indicator_id].evidence is not Evidence.ORDINAL:
            _show_one(series, areas.get(series.area_id, series.area_id), place, seen)
    if (more := going.count - len(going.series)) > 0:
        said = plural(
            seen.language,
            "{count} serie till ändras.",
            "{count} serier till ändras.",
            more,
        )
        st.caption(said.format(count=number(more, 0, seen.language)))


def _show_one(series: ReplacedSeries, area: str, place: int, seen: Seen) -> None:
    _ = translator(seen.language)
    indicator = seen.catalogue[series.indicator_id]
    named = [
        indicator.wording(seen.language).name,
        area,
        series.category,
    ]
    name = ", ".join(filter(None, named))
    chart = before_after(series.values, indicator, name=name, language=seen.language)
    st.subheader(cards.escape(name), anchor=False)
    st.caption(_("Streckad: sparat i dag. Heldragen: med filen."))
    spec = draw_before_after(chart, dark=seen.dark)
    cards.plot(spec, alt=chart.alt, key=f"replaced-{place}")
    with st.expander(_("Samma siffror som tabell")):
        cards.table(chart.table)


def lost(going: Replaced, language: str) -> str:
    """Say what is saved today that the file's rows do not have: ``Antal svar ... 3 rader``."""
    _ = translator(language)
    names = {
        "value": _("värdet ersätts av tomt"),
        "n": _("antalet svar försvinner"),
        "low": _("den undre gränsen försvinner"),
        "high": _("den övre gränsen försvinner"),
        "source": _("källan försvinner"),
    }
    parts = [
        f"{names[name]} ({words.rows(count, language)})"
        for name, count in (going.going or {}).items()
    ]
    return (
        _("Ändrade rader tar bort något: {parts}.").format(parts=", ".join(parts))
        if parts
        else ""
    )
