"""The parts of Läget that ask nothing: each is drawn once, and then sent as it was."""

import streamlit as st

from dashboard.overview import filters, matrix, missing, opening, pages, promised, since
from dashboard.overview import followed as without_goals
from dashboard.page import cards
from dashboard.page.replay import drawn
from dashboard.series import lateness
from dashboard.text import filtered
from dashboard.text.headline import headline, nothing_fits
from dashboard.text.language import translator
from data.answers.headline_goals import Picked


@drawn
def sentence(training: bool, by: Picked, language: str) -> None:
    """Say what is lost and what cannot be judged, with the way on to the biggest loss."""
    chosen = filters.shown(training, by)
    nothing = by and not chosen.goals
    said = nothing_fits(language) if nothing else headline(chosen.counts, language)
    st.title(said, anchor=False)
    opening.way_on(chosen, language)


@drawn
def start(training: bool, by: Picked, asked: str | None, language: str) -> None:
    """Count the goals, and say what became of the promises."""
    chosen = filters.shown(training, by)
    compared = since.compared(training, by, asked, language)
    before = since.counts_then(chosen.states, compared)
    opening.counts(chosen.counts, before, compared.since.short, language)
    opening.unknown(chosen, language)
    promised.show(chosen, language)
    lateness.say(chosen, language)


@drawn
def biggest_and_latest(
    training: bool, by: Picked, asked: str | None, dark: bool, language: str
) -> None:
    """Show the biggest loss beside what has changed."""
    chosen = filters.shown(training, by)
    compared = since.compared(training, by, asked, language)
    st.divider()
    left, right = st.columns([7, 5], gap="large")
    with left:
        opening.biggest_loss(chosen, dark=dark, language=language)
    with right:
        since.show(compared, chosen, language)
        missing.show(chosen, language)


@drawn
def areas_and_themes(training: bool, by: Picked, language: str) -> None:
    """Write the heading over the goals, and how areas are divided where they are many."""
    _ = translator(language)
    st.divider()
    cards.heading(_("Områden och teman"), _("Område för område"), level=2)
    if said := filtered.divided(*pages.lost_of(training, by), pages.ON_A_PAGE, language):
        st.markdown(said, width=900)


@drawn
def goals(training: bool, by: Picked, page: int, as_list: bool, language: str) -> None:
    """Show the goals of a page of areas: see `matrix.show`."""
    matrix.show(pages.shown(training, by, page), language, as_list=as_list)


@drawn
def beside_the_goals(training: bool, by: Picked, language: str) -> None:
    """List what is followed without a goal: see `followed.show`."""
    without_goals.show(training=training, by=by, language=language)
