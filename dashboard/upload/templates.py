"""Templates to start from: one for each kind of file, and one for each indicator."""

from functools import partial

import streamlit as st

from dashboard.page import cards
from dashboard.text.language import translator
from dashboard.upload import words
from data.intake import TEMPLATES, template
from metrics.definition.catalogue import Catalogue


def show(catalogue: Catalogue, language: str) -> None:
    """Offer the templates."""
    _ = translator(language)
    st.divider()
    cards.heading(_("Mallar"), _("Börja från en mall som redan har rätt kolumner"), level=2)
    with st.container(horizontal=True):
        for kind in TEMPLATES:
            st.download_button(
                _("Mall för {kind}").format(kind=words.noun(kind, 2, language)),
                partial(template, kind, language, catalogue),
                file_name=f"{_('mall')}-{words.noun(kind, 2, language)}.csv",
                mime="text/csv",
                icon=":material/download:",
                key=f"template-{kind}",
                on_click="ignore",
            )
    _for_an_indicator(catalogue, language)


def _for_an_indicator(catalogue: Catalogue, language: str) -> None:
    _ = translator(language)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        indicator_id = st.selectbox(
            _("Mall för en indikator"),
            list(catalogue),
            format_func=lambda id_: f"{catalogue[id_].wording(language).name} ({id_})",
            key="template-indicator",
        )
        if indicator_id:
            st.download_button(
                _("Hämta mallen"),
                partial(template, "observations", language, catalogue, indicator_id),
                file_name=f"{_('mall')}-{indicator_id}.csv",
                mime="text/csv",
                icon=":material/download:",
                key="template-one",
                on_click="ignore",
            )
