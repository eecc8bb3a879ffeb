"""Templates to start from: one for each kind of file."""

from functools import partial

import streamlit as st

from dashboard.page import blocks, cards
from dashboard.page.replay import unchanging
from dashboard.text.language import translator
from dashboard.upload import words
from data.intake import TEMPLATES, template
from metrics.definition.catalogue import Catalogue


@unchanging
def _heading(language: str) -> None:
    _ = translator(language)
    st.divider()
    cards.link("skriv-in", _("Skriv in för hand"))
    cards.heading(_("Mallar"), _("Börja från en mall som redan har rätt kolumner"), level=2)


def show(catalogue: Catalogue, language: str) -> None:
    """Offer the templates."""
    _ = translator(language)
    _heading(language)
    with blocks.container(horizontal=True):
        for kind in TEMPLATES:
            cards.download(
                _("Mall för {kind}").format(kind=words.noun(kind, 2, language)),
                partial(template, kind, language, catalogue),
                f"{_('mall')}-{words.noun(kind, 2, language)}.csv",
                mime="text/csv",
                key=f"template-{kind}",
            )
