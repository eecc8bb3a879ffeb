"""Premises and homes apart, own use apart, and homes empty for renovation never as a loss."""

from collections.abc import Sequence

import streamlit as st

from dashboard.export.effect_report import effects
from dashboard.export.effect_report.effects import Effect
from dashboard.initiatives import lines
from dashboard.page import cards
from dashboard.text.language import translator


def show(given: Sequence[Effect], language: str) -> None:
    """Show premises beside homes, and how each is read, where the initiative is about them."""
    about = [one for one in given if effects.is_about_space(one)]
    if not about:
        return
    _ = translator(language)
    cards.heading("", _("Lokaler och bostäder var för sig"), level=2)
    kinds = (
        (
            _("Lokaler"),
            effects.PREMISES,
            _(
                "Flyttar ägaren in i sitt eget centrum sjunker andelen tomma lokaler av sig"
                " själv. Därför visas den också med den egna användningen räknad som tom."
            ),
        ),
        (
            _("Bostäder"),
            effects.HOMES,
            _(
                "Lägenheter som står tomma för renovering är en följd av satsningen och räknas"
                " aldrig som en förlust. De läggs aldrig ihop med lediga lägenheter."
            ),
        ),
    )
    for side, (name, ids, reading) in zip(st.columns(2, gap="large"), kinds, strict=True):
        with side:
            _kind(name, [one for one in about if one.indicator_id in ids], reading, language)


def _kind(name: str, about: Sequence[Effect], reading: str, language: str) -> None:
    _ = translator(language)
    cards.heading("", name, level=3)
    if about:
        shown = lines.table(about, language)
        cards.table(shown.drop(columns=[_("Mål")]))
    else:
        st.markdown(_("Inget om detta är knutet till satsningen."))
    st.markdown(reading)
