"""The effect report on screen and on paper: one page, the same words as the file."""

import pandas as pd
import streamlit as st

from dashboard.export.effect_report import paper
from dashboard.export.effect_report.initiative import Chosen
from dashboard.export.effect_report.report import Report, Section
from dashboard.initiatives import lines
from dashboard.initiatives.chosen import with_report
from dashboard.installation import now
from dashboard.page import cards
from dashboard.page.replay import drawn
from dashboard.page.sharing import public_address
from dashboard.text.language import translator


@drawn
def show(initiative_id: str, language: str) -> None:
    """Show the report: requirements and components side by side, the effects above them."""
    _ = translator(language)
    filled = with_report(initiative_id, language)[1]
    if filled.why:
        st.markdown(filled.why, width=900)
    st.markdown(cards.escape(filled.money), width=900)
    cards.heading("", _("Mål och indikatorer: utgångsläge, nu, osäkerhet och läge"), level=2)
    _effects(filled, language)
    demands = (
        (
            _("Kommuninvest, Lån för Social Hållbarhet"),
            _("Långivarens fem grundkrav"),
            filled.requirements,
        ),
        (
            _("ICMA, Social Bond Principles och Harmonised Framework for Impact Reporting"),
            _("Rapport enligt principerna för sociala obligationer"),
            filled.components,
        ),
    )
    for side, (whose, what, sections) in zip(st.columns(2, gap="large"), demands, strict=True):
        with side:
            cards.heading(whose, what, level=2)
            cards.table(_sections(sections), header=False)
    if filled.reported:
        st.markdown(
            f"**{_('Rapporterat av andra, inte mätt här')}:** {cards.escape(filled.reported)}",
            width=900,
        )
    st.markdown(filled.footer)


def download(chosen: Chosen, filled: Report, language: str) -> None:
    """Offer the report as one tagged A4, made when it is asked for."""
    asked = {"satsning": chosen.initiative_id, "del": "rapport"}
    address = public_address()
    if address:
        address += cards.address("satsningar", **asked)
    today = now().date()
    cards.download(
        translator(language)("Effektrapport som PDF"),
        lambda: paper.write(filled, address=address, made_on=today, language=language),
        f"{chosen.initiative_id}.pdf",
        mime="application/pdf",
        key=f"report-{chosen.initiative_id}",
        icon=":material/picture_as_pdf:",
    )


def _effects(filled: Report, language: str) -> None:
    _ = translator(language)
    if not filled.effects:
        st.markdown(_("Inga mål eller indikatorer är knutna till satsningen."))
        return
    shown = lines.table(filled.effects, language, linked=False)
    shown[_("Bedömning")] = [cards.escape(effect.sentence) for effect in filled.effects]
    cards.table(shown)


def _sections(sections: tuple[Section, ...]) -> pd.DataFrame:
    rows = [(f"**{cards.escape(one.heading)}**  \n{_said(one)}",) for one in sections]
    return pd.DataFrame(rows, columns=["section"])


def _said(one: Section) -> str:
    return f":gray[{cards.escape(one.missing)}]" if one.missing else cards.escape(one.text)
