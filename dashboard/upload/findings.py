"""Step two: what stops and what needs a look, and the file back with remarks."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard.page import cards
from dashboard.text.language import translator
from dashboard.text.numbers import number
from dashboard.upload import words
from data.intake import Examination, Finding, annotated, returned_as

SHOWN = 50

_MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def show(examination: Examination, content: bytes, language: str) -> None:
    """List the findings as the spreadsheet numbers its rows, and offer the file back.

    `content` is the file as it was uploaded.
    """
    _ = translator(language)
    st.divider()
    cards.heading(_("Steg 2 av 4"), words.step_two(examination, language), level=2)
    if not examination.findings:
        st.markdown(_("Alla rader går att läsa och stämmer med definitionerna."))
        return
    # What stops is shown before what warns, however far down in the file it stands.
    ordered = sorted(examination.findings, key=lambda found: found.level != "error")
    shown = sorted(ordered[:SHOWN], key=lambda found: found.row or 0)
    st.table(table(shown, language), border="horizontal", hide_index=True)
    if examination.finding_count > SHOWN:
        st.caption(
            _("De {shown} viktigaste av {count} anmärkningar. Filen nedan har alla.").format(
                shown=SHOWN, count=number(examination.finding_count, 0, language)
            )
        )
    _offer(examination, content, language)


def _offer(examination: Examination, content: bytes, language: str) -> None:
    """Offer the file back in its own format, or say why it comes as another."""
    _ = translator(language)
    form = returned_as(examination, content)
    labels = {
        "csv": _("Din fil med en kolumn för anmärkningar (CSV)"),
        "xlsx": _("Din arbetsbok med en kolumn för anmärkningar (XLSX)"),
    }
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            labels[form],
            partial(annotated, examination, language, content),
            file_name=f"{_stem(examination.file_name)}-{_('anmärkningar')}.{form}",
            mime=_MIME[form],
            icon=":material/download:",
            on_click="ignore",
        )
        if form == "csv" and examination.reading.get("sheet"):
            st.caption(
                _("Arbetsboken kommer tillbaka som CSV: den är stor, eller i ett annat format.")
            )
        st.caption(_("Radnumren är kalkylbladets egna. Rätta i filen och släpp den igen."))


def table(findings: list[Finding], language: str) -> pd.DataFrame:
    """Lay findings out in the order a person mends them: where, what, what then."""
    _ = translator(language)
    weights = {
        "error": f":red-badge[:material/block: {_('Stoppar')}]",
        "warning": f":orange-badge[:material/error: {_('Varnar')}]",
    }
    rows = [
        {
            _("Vikt"): weights[found.level],
            _("Rad"): "" if found.row is None else str(found.row),
            _("Kolumn"): cards.escape(found.column),
            _("Läst"): cards.escape(found.read),
            _("Väntat"): cards.escape(found.expected),
            _("Vad vi ser"): cards.escape(_said(found, language)),
            _("Vad vi föreslår"): _bold(_suggested(found, language)),
        }
        for found in findings
    ]
    return pd.DataFrame(rows)


def _said(found: Finding, language: str) -> str:
    return found.message_en if language == "en" else found.message_sv


def _suggested(found: Finding, language: str) -> str:
    return found.suggestion_en if language == "en" else found.suggestion_sv


def _bold(text: str) -> str:
    return f"**{cards.escape(text)}**" if text else ""


def _stem(file_name: str) -> str:
    return file_name.rsplit(".", 1)[0]
