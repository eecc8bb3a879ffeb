"""The effect report on screen and on paper: one page, the same words as the file."""

import pandas as pd
import streamlit as st

from dashboard import cards
from dashboard.initiatives import lines
from dashboard.initiatives.report import Report, Section
from dashboard.text.language import translator


def show(filled: Report, language: str) -> None:
    """Show the report: requirements and components side by side, the effects between them."""
    _ = translator(language)
    if filled.why:
        st.markdown(filled.why, width=900)
    st.markdown(cards.escape(filled.money), width=900)
    cards.heading("", _("Mål och indikatorer: utgångsläge, nu, osäkerhet och läge"), level=2)
    _effects(filled, language)
    left, right = st.columns(2, gap="large")
    with left:
        cards.heading(
            _("Kommuninvest, Lån för Social Hållbarhet"),
            _("Långivarens fem grundkrav"),
            level=2,
        )
        cards.table(_sections(filled.requirements), header=False)
    with right:
        cards.heading(
            _("ICMA, Social Bond Principles och Harmonised Framework for Impact Reporting"),
            _("Rapport enligt principerna för sociala obligationer"),
            level=2,
        )
        cards.table(_sections(filled.components), header=False)
    if filled.reported:
        st.markdown(
            f"**{_('Rapporterat av andra, inte mätt här')}:** {cards.escape(filled.reported)}",
            width=900,
        )
    st.markdown(filled.footer)


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
