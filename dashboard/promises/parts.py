"""The parts of Löfteskedjan that ask nothing: each is drawn once, and then sent as it was."""

import streamlit as st

from dashboard.page.replay import drawn
from dashboard.promises import chosen as choice
from dashboard.promises import course, listing, opening, stairs, together
from dashboard.promises.chosen import Key
from dashboard.text.language import translator


@drawn
def headline(key: Key, language: str) -> None:
    """Say how many stand and where most disappeared, or that nothing fits the filters."""
    chosen = choice.of(*key)
    if chosen.promises.empty:
        st.title(translator(language)("Inga löften med det valet"), anchor=False)
    else:
        opening.headline(chosen, language)


@drawn
def step(key: Key, place: int, language: str) -> None:
    """Say which step is looked at: see `stairs.heading`."""
    st.divider()
    stairs.heading(choice.of(*key), place, language)


@drawn
def fallen(key: Key, place: int, view: str, language: str) -> None:
    """List what fell at a step, and say how much of it came back."""
    chosen = choice.of(*key)
    listing.fallen(chosen, place, view, language)
    st.caption(stairs.came_back(chosen, place, language))


@drawn
def both_books(key: Key, view: str, folded: bool, language: str) -> None:
    """Show the promises beside the goals, and then every promise, at first `folded` or not."""
    _ = translator(language)
    chosen = choice.of(*key)
    together.show(chosen, view, language)
    st.divider()
    with st.expander(_("Alla löften med läge och källa"), expanded=not folded):
        listing.everything(chosen, view, language)


@drawn
def way(key: Key, commitment_id: str, language: str) -> None:
    """Show one promise through the stages: see `course.way`."""
    course.way(key[0], commitment_id, language)


@drawn
def sources(key: Key, language: str) -> None:
    """Say where the promises come from: see `listing.sources`."""
    listing.sources(choice.of(*key), language)


@drawn
def places(here: str, training: bool, language: str) -> None:
    """Link to the other areas that have promises: see `opening.places`."""
    opening.places(choice.areas(training=training), here, training=training, language=language)
