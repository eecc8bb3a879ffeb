"""What one new home set in motion: the studies of an area, as a section of a page."""

import pandas as pd
import streamlit as st

from dashboard.charts.describe.transitions import onward, transitions
from dashboard.charts.plotly.transitions import draw_transitions
from dashboard.page import cards, loaders
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.text import initiatives as words
from dashboard.text import numbers
from dashboard.text.language import translator
from data.answers import chain_study, moving_chains
from data.answers.chain_study import Study


@drawn
def show(area_id: str, dark: bool, language: str) -> None:
    """Show every study of the area; nothing at all where there is none."""
    for study in _studies(area_id):
        st.divider()
        _study(study, dark, language)


@finished
def _studies(area_id: str) -> list[Study]:
    rows = loaders.ask(moving_chains.studies, area_id=area_id)
    return [] if rows.empty else chain_study.studies(rows)


def _study(study: Study, dark: bool, language: str) -> None:
    _ = translator(language)
    topic = _("Flyttkedjor")
    if study.title:
        topic = f"{topic} · {cards.escape(study.title)}"
    if study.length is None:
        cards.heading(topic, _("För få kedjor för att säga något"), level=2)
        few = _("Studien har {count} kedjor. Det behövs minst {least}.")
        st.markdown(few.format(count=study.chains, least=chain_study.FEWEST))
        return
    cards.heading(topic, words.chain_length(study.length, language), level=2)
    left, right = st.columns([7, 5], gap="large")
    with left:
        described = transitions(study.onward, language=language)
        cards.plot(
            draw_transitions(described, dark=dark),
            alt=described.alt,
            key=f"chains-{study.study_id}",
        )
    with right:
        for sentence in _shares(study, language):
            st.markdown(sentence)
        st.markdown(_note(study, language))
        with st.expander(_("Samma siffror som tabell")):
            cards.table(_table(study, language))
    cards.source_line(
        _("Källa: {source}.").format(source=cards.escape(study.source.rstrip(".")))
    )


def _shares(study: Study, language: str) -> list[str]:
    return [
        words.chain_share(
            study.low_income,
            "**{share}** av kedjorna nådde områden med låga inkomster (95\u00a0%: {span}).",
            "Hur många kedjor som nådde områden med låga inkomster saknas: segmenten är inte"
            " beskrivna.",
            language,
        ),
        words.chain_share(
            study.same_tenure,
            "**{share}** av kedjorna stannade i samma upplåtelseform (95\u00a0%: {span}).",
            "Hur många kedjor som stannade i samma upplåtelseform saknas: segmenten är inte"
            " beskrivna.",
            language,
        ),
    ]


def _note(study: Study, language: str) -> str:
    """Say how it was counted, and what it does not say."""
    return translator(language)(
        "{count} kedjor ur registrerade flyttningar. En kedja följer den lediga bostaden tills"
        " någon flyttar in utan att lämna en bostad efter sig. Intervallen kommer av att hela"
        " kedjor dras om tusen gånger. Det är en studie av dem som flyttade då, inget årligt"
        " nyckeltal, och den säger inte vad som hade hänt utan de nya bostäderna."
    ).format(count=numbers.number(study.chains, 0, language))


def _table(study: Study, language: str) -> pd.DataFrame:
    _ = translator(language)
    return pd.DataFrame(
        [
            {
                _("Ledig bostad i"): cards.escape(row.name),
                _("Antal"): numbers.number(row.homes, 0, language)
                if row.homes
                else _("för få"),
                _("Nästa lediga bostad"): cards.escape(onward(row, language)),
            }
            for row in study.onward
        ]
    )
