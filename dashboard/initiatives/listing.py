"""Every initiative, real or invented, with what became of what it is held to."""

import pandas as pd
import streamlit as st

from dashboard.export.effect_report import effects, report
from dashboard.export.effect_report.initiative import Chosen
from dashboard.initiatives import chosen as initiative
from dashboard.page import cards, topic
from dashboard.page.replay import drawn
from dashboard.series import view
from dashboard.text import initiatives as words
from dashboard.text import numbers
from dashboard.text.language import translator


def show(asked: str | None, training: bool, language: str) -> None:
    """List the initiatives of one kind; say so where the address asks for one there is not."""
    _ = translator(language)
    topic.over(_("Satsningar"), _("Vad gjorde pengarna?"), training=training, language=language)
    if asked is not None:
        unknown = _("Det finns ingen satsning {id}. Här är de som finns.")
        st.info(unknown.format(id=cards.escape(asked)))
    _listed(training, language)


@drawn
def _listed(training: bool, language: str) -> None:
    _ = translator(language)
    every = initiative.every()
    listed = every[every["invented"] == training]
    if listed.empty:
        st.markdown(_("Inga satsningar är inlagda än. De läses in på Ladda upp."))
        cards.link("ladda-upp", _("Till Ladda upp"))
        return
    found = [initiative.of(str(each), language) for each in listed["initiative_id"]]
    cards.table(pd.DataFrame([_row(one, language) for one in found if one is not None]))
    cards.source_line(_("I bokstavsordning. Belopp läggs aldrig ihop över satsningar."))


def _row(one: Chosen, language: str) -> dict[str, str]:
    _ = translator(language)
    name = cards.escape(one.title(language))
    finding = words.headline(effects.counted(one.effects), language)
    return {
        _("Satsning"): view.linked(name, "satsningar", satsning=one.initiative_id),
        _("Område"): cards.escape(one.area_name(language)),
        _("Vad det blev"): finding,
        _("Pengar"): cards.escape(report.money(one, language)),
        _("Tid"): dates(one, language) or _("saknas"),
    }


def dates(one: Chosen, language: str) -> str:
    """Write from when to when; empty where no date is known."""
    _ = translator(language)
    first, last = (one.row.get(name) for name in ("starts_on", "ends_on"))
    years = [numbers.day(day, language).rsplit(" ", 1)[-1] for day in (first, last)]
    known = [year for year in years if year != numbers.DASH]
    if not known:
        return ""
    if years[0] == numbers.DASH:
        return _("till {year}").format(year=years[1])
    if years[1] == numbers.DASH:
        return _("från {year}").format(year=years[0])
    return years[0] if years[0] == years[1] else numbers.DASH.join(years)
