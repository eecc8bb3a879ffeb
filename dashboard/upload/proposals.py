"""What the file leaves open: one answer per question, and not per row."""

from collections.abc import Iterable, Sequence

import streamlit as st

from dashboard.page import cards, file_questions
from dashboard.text.language import plural, translator, upper_first
from dashboard.upload import words
from dashboard.upload.understood import area_labels
from data.intake import Examination, Proposal

AREA_NAME = "area_name"
"""The kind of question that any area answers."""

FITS = 28
"""So many characters of an answer are seen in a list on a phone; a longer one stands below."""

IN_VIEW = 3
"""So many questions of one kind with a suggestion stand one by one; more are summed up."""


def show(examination: Examination, button: str, language: str) -> None:
    """Offer to take every suggestion at once, then ask, and fold away what is answered.

    A question answered by itself stays where it is while others wait, so that nothing moves
    under the pointer and the keyboard can go on to the next choice.
    """
    about = examination.sha256
    decided = file_questions.decided(about)
    staying = decided if examination.waiting else decided[-1:]
    done = [each for each in examination.proposals if each.answered and each.id not in staying]
    asked = [each for each in examination.proposals if each not in done]
    # An empty place is kept: what stands below keeps its own, and its focus.
    with st.container():
        if waiting := [each for each in asked if not each.answered]:
            _accept_all(waiting, about, button, language)
    for several in together(asked):
        with st.container(border=True, gap="small"):
            _ask_together(several, about, language)
    changeable = [each for each in done if len(each.choices) > 1]
    if changeable:
        with st.expander(words.answered(len(changeable), language)):
            for several in together(changeable):
                _ask_together(several, about, language)


def together(proposals: Iterable[Proposal]) -> list[list[Proposal]]:
    """Gather questions of one kind, each kind where its first question stands."""
    groups: dict[str, list[Proposal]] = {}
    for each in proposals:
        groups.setdefault(each.group.sv or each.id, []).append(each)
    return list(groups.values())


def _ask_together(several: Sequence[Proposal], about: str, language: str) -> None:
    if len(several) == 1:
        _ask(several[0], about, language)
        return
    said = words.in_language(several[0].group, language)
    st.markdown(
        f"**{cards.escape(said)}** :gray-badge[{words.questions(len(several), language)}]"
    )
    folded = [each for each in several if each.suggested or each.answered]
    if len(folded) <= IN_VIEW:
        folded = []
    for proposal in (each for each in several if each not in folded):
        _ask_in_line(proposal, about, language)
    if not folded:
        return
    for line in summed_up(folded, language):
        st.markdown(line)
    with st.expander(translator(language)("Ändra svaren ett för ett")):
        for proposal in folded:
            _ask_in_line(proposal, about, language)


def summed_up(proposals: Iterable[Proposal], language: str) -> list[str]:
    """Write under each answer what it is picked for: ``**Sekretess:** x, c``."""
    about: dict[str, list[str]] = {}
    for each in proposals:
        label = each.labels[each.answer or each.suggested or ""]
        short = words.in_language(each.short, language) or each.subject
        about.setdefault(words.in_language(label, language), []).append(short)
    return [
        f"**{cards.escape(upper_first(answer))}:** {cards.escape(' · '.join(named))}"
        for answer, named in about.items()
    ]


def _ask(proposal: Proposal, about: str, language: str) -> None:
    """Put a question beside its answers, with what is suggested or chosen picked."""
    question, answers = st.columns([7, 4], gap="medium")
    with question:
        st.markdown(described(proposal, language))
    with answers:
        _decide(proposal, about, language, listed=False)


def _ask_in_line(proposal: Proposal, about: str, language: str) -> None:
    """Put what tells a question from others of its kind beside a list of its answers."""
    question, answers = st.columns([7, 4], gap="medium", vertical_alignment="center")
    with question:
        st.markdown(in_line(proposal, language))
    with answers:
        _decide(proposal, about, language, listed=True)


def _decide(proposal: Proposal, about: str, language: str, *, listed: bool) -> None:
    answers = {
        name: upper_first(words.in_language(label, language))
        for name, label in proposal.labels.items()
    }
    if proposal.kind == AREA_NAME:
        # The near names first; but what the sender calls a place may be like none of them.
        answers = area_labels(language) | answers
        answers = {**{each: answers[each] for each in proposal.labels}, **answers}
    picked = proposal.answer or proposal.suggested
    file_questions.decide(
        words.in_language(proposal.question, language),
        answers,
        about=about,
        question=proposal.id,
        picked=picked,
        placeholder=translator(language)("Välj"),
        listed=listed,
    )
    if listed and len(whole := answers.get(picked or "", "")) > FITS:
        st.caption(cards.escape(whole))


def in_line(proposal: Proposal, language: str) -> str:
    """Write what a question among others of its kind is about, and its rows."""
    sign = ":material/check: " if proposal.answered else ""
    short = words.in_language(proposal.short, language) or proposal.subject
    rows = words.row_numbers(proposal.rows, proposal.count, language)
    under = f" :small[:gray[{cards.escape(rows)}]]" if rows else ""
    return f"{sign}**{cards.escape(short)}**{under}"


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
                on_click=file_questions.answer,
                args=(about, suggested),
            )
        st.caption(_explained(len(suggested), len(waiting) - len(suggested), language))


def _explained(suggested: int, open_ones: int, language: str) -> str:
    _ = translator(language)
    if not open_ones:
        said = plural(
            language,
            "Tar förslaget till {count} fråga. Svaret går att ändra.",
            "Tar förslagen till {count} frågor på en gång. Svaren går att ändra.",
            suggested,
        )
        return said.format(count=words.again(suggested, language))
    said = plural(
        language,
        "{count} fråga har inget förslag: välj svaret där.",
        "{count} frågor har inget förslag: välj svaret där.",
        open_ones,
    )
    return upper_first(said.format(count=words.again(open_ones, language)))
