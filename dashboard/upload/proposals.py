"""What the file leaves open: one answer per question, and not per row."""

from collections.abc import Sequence

import streamlit as st

from dashboard.page import cards, controls
from dashboard.text.language import plural, translator, upper_first
from dashboard.upload import words
from data.intake import Examination, Proposal


def show(examination: Examination, button: str, language: str) -> None:
    """Ask every question of the file; those answered are folded away, and can be changed.

    One answered by itself stays where it is while others wait, so that nothing moves under
    the pointer and the keyboard can go on to the next choice.
    """
    about = examination.sha256
    decided = controls.decided(about)
    staying = decided if examination.waiting else decided[-1:]
    done = [each for each in examination.proposals if each.answered and each.id not in staying]
    for proposal in examination.proposals:
        # A folded question leaves its place empty: the others keep theirs, and their focus.
        with st.container(border=proposal not in done):
            if proposal not in done:
                _ask(proposal, about, language)
    waiting = [each for each in examination.proposals if not each.answered]
    if waiting:
        _accept_all(waiting, about, button, language)
    if done:
        with st.expander(words.answered(len(done), language)):
            for proposal in done:
                _ask(proposal, about, language)


def _ask(proposal: Proposal, about: str, language: str) -> None:
    """Put a question beside its answers, with what is suggested or chosen picked."""
    question, answers = st.columns([7, 4], gap="medium")
    said = words.in_language(proposal.question, language)
    with question:
        st.markdown(described(proposal, language))
    with answers:
        controls.decide(
            said,
            {
                name: words.in_language(label, language)
                for name, label in proposal.labels.items()
            },
            about=about,
            question=proposal.id,
            picked=proposal.answer or proposal.suggested,
            placeholder=translator(language)("Välj"),
        )


def described(proposal: Proposal, language: str) -> str:
    """Write a question, and under it an example, its rows, and whether it is answered."""
    _ = translator(language)
    said = words.in_language(proposal.question, language)
    sign = ":material/check: " if proposal.answered else ""
    beneath = []
    if proposal.example and proposal.example not in said:
        beneath.append(_("I filen: {example}").format(example=proposal.example))
    beneath.append(words.row_numbers(proposal.rows, proposal.count, language))
    if not proposal.answered:
        beneath.append(_("Förslaget är valt") if proposal.suggested else _("Välj ett svar"))
    under = cards.escape(" ".join(f"{each}." for each in beneath if each))
    under = f"  \n:small[:gray[{under}]]" if under else ""
    return f"{sign}**{cards.escape(said)}**{under}"


def _accept_all(waiting: Sequence[Proposal], about: str, button: str, language: str) -> None:
    """Offer to take every suggestion at once, and say what it leaves."""
    _ = translator(language)
    suggested = {each.id: each.suggested for each in waiting if each.suggested}
    with st.container(horizontal=True, vertical_alignment="center"):
        if suggested:
            st.button(
                _("Ja, för alla"),
                icon=":material/check:",
                type="primary" if button == "primary" else "secondary",
                key=f"accept-{about}",
                on_click=controls.answer,
                args=(about, suggested),
            )
        st.caption(_explained(len(suggested), len(waiting) - len(suggested), language))


def _explained(suggested: int, open_ones: int, language: str) -> str:
    _ = translator(language)
    if not open_ones:
        return _("Tar alla förslag på en gång. Svaren går att ändra.")
    said = plural(
        language,
        "{count} fråga har inget förslag: välj svaret där.",
        "{count} frågor har inget förslag: välj svaret där.",
        open_ones,
    )
    return upper_first(said.format(count=words.again(open_ones, language)))
