"""Where we are, what became of the promises, and when social services came in."""

import pandas as pd
import streamlit as st

from dashboard.page import addressed, cards, loaders
from dashboard.promises.chosen import Chosen
from dashboard.text import promises as words
from dashboard.text.language import translator
from data.answers import promises


def places(areas: pd.DataFrame, here: str, *, training: bool, language: str) -> None:
    """Link to the other areas that have promises."""
    others = areas[areas["area_id"] != here]
    if others.empty:
        return
    data = addressed.TRAINING if training else addressed.REAL
    with st.container(horizontal=True, gap="small"):
        for _place, row in others.iterrows():
            name = f"{cards.escape(name_of(row, language))} ({row['count']})"
            cards.link("loften", name, omrade=str(row["area_id"]), data=data)


def name_of(row: pd.Series, language: str) -> str:
    """Return an area's name; its id where it has none."""
    english = row["area_name_en"]
    name = english if language == "en" and isinstance(english, str) and english else None
    return str(name or row["area_name"] or row["area_id"])


def headline(chosen: Chosen, language: str) -> None:
    """Say how many stand and where most disappeared; then decided and silent apart."""
    row = chosen.promises.iloc[0]
    cards.source_line(cards.area_link(chosen.area_id, name_of(row, language)))
    st.title(words.title(chosen.promises, chosen.falls, language), anchor=False)
    st.markdown(words.what_fell(chosen.promises, language), width=980)
    stages = loaders.ask(promises.stages, area_id=chosen.area_id)
    badge = words.first_part(promises.first_part(stages), language)
    if badge:
        st.badge(badge, color="gray")


def nothing(language: str) -> None:
    """Say that nothing is promised yet, and what that does not mean."""
    _ = translator(language)
    st.title(_("Inga löften är inlagda än"), anchor=False)
    st.markdown(
        _(
            "Det betyder inte att inget har lovats, bara att ingen har skrivit in det. Lägg in "
            "ett löfte här nedanför, eller läs in mallen för löften på Ladda upp."
        ),
        width=900,
    )
