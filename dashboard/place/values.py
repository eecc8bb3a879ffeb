"""Question five: the values, pasted, out of a file, or added up from parts."""

from functools import partial

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.page import blocks, cards, controls, drafts, loaders, widgets
from dashboard.place.draft import FORM, field
from dashboard.text.language import translator
from data.answers.added_up import added_up
from data.intake.pasted_file import text_of
from metrics.definition.indicator import Indicator

_EXAMPLE = "2023\t46,3\t402\n2024\t44,6\t388"


def ask(indicator: Indicator | None, language: str) -> DeltaGenerator:
    """Ask for the values; return a place for how they were read."""
    _ = translator(language)
    cards.heading("", _("5. Klistra in värdena"), level=2)
    left, right = blocks.columns(2)
    with left:
        _add_up(indicator, language)
        widgets.text_area(
            _("Värden"),
            placeholder=_EXAMPLE,
            height=220,
            help=_("Rakt ur kalkylbladet: period och värde räcker. Antal svar får stå efter."),
            key=field("values"),
        )
        place, opened = controls.unfolded(_("Eller släpp en fil"), key="new-place-file")
        if opened:
            with place:
                _drop(language)
    with right:
        return blocks.container()


def _add_up(indicator: Indicator | None, language: str) -> None:
    """Offer the values of the areas that the place is made of, added up."""
    _ = translator(language)
    made_of = tuple(drafts.written_in(FORM, "made_of") or ())
    if indicator is None or drafts.written_in(FORM, "how") != "parts" or not made_of:
        return
    rows = loaders.ask(added_up, indicator=indicator, area_ids=made_of)
    if rows.empty and not drafts.written_in(FORM, "values"):
        st.caption(_("Delarna har inga värden för måttet som går att lägga ihop."))
    if rows.empty:
        return
    st.button(
        _("Lägg ihop delarnas värden"),
        wrap=True,
        key=field("added-up"),
        on_click=partial(drafts.write_in, FORM, values=_as_text(rows, indicator.decimals)),
    )


def _as_text(rows: pd.DataFrame, decimals: int) -> str:
    """Write values as they would have been pasted."""
    values = [f"{value:.{decimals}f}".replace(".", ",") for value in rows["value"]]
    answers = ["" if n != n else f"\t{n:.0f}" for n in rows["n"].astype(float)]
    return "\n".join(
        f"{period}\t{value}{n}"
        for period, value, n in zip(rows["period"], values, answers, strict=True)
    )


def _drop(language: str) -> None:
    _ = translator(language)
    given = widgets.file_uploader(
        _("Fil med period och värde"),
        type=("csv", "txt", "tsv", "xlsx", "xls", "ods"),
        key=field("file"),
    )
    if given is None:
        return
    text = text_of(given.getvalue(), given.name)
    if not text:
        st.error(_("Filen går inte att läsa. Klistra in kolumnerna i stället."))
    elif st.button(
        _("Använd filens värden"), key=field("use-file"), on_click=_take, args=(text,)
    ):
        return


def _take(text: str) -> None:
    drafts.write_in(FORM, values=text)
