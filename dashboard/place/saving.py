"""Saves a place, all or nothing, and says what became of it."""

import streamlit as st

from dashboard.counts import IMPORTS
from dashboard.installation import now
from dashboard.page import addressed, cards, drafts, file_questions, loaders, widgets
from dashboard.place import draft, errors, tried
from dashboard.place.draft import FORM, field
from dashboard.place.tried import Desk
from dashboard.text.language import translator, upper_first
from data.acts.new_place import Trial, save_place
from data.answers.areas import all_areas
from data.answers.series import series_of
from data.door import Door
from data.intake import Proposal
from data.intake.near_names import STOP
from data.intake.new_place import NewPlace
from data.store.access import Verb, Viewer
from data.store.errors import StoreError

SAVED = "sparad"
"""The question of the address that says which place has just been saved."""


def closed(door: Door, viewer: Viewer, language: str) -> str:
    """Say why nobody can add a place here, and what to do; '' where they can."""
    _ = translator(language)
    if door.written_at is not None:
        said = _("Den här servern visar bara. Lägg in platsen på {where}.")
        return said.format(where=cards.escape(door.written_at or _("den server som skriver")))
    if not viewer.may(Verb.IMPORT):
        return _(
            "Du får inte lägga in platser. Be den som förvaltar Kvarvärde om rollen lämnar för "
            "din kommun, så kan du fylla i sidan."
        )
    return ""


def button(name: str, language: str) -> bool:
    """Draw the button that saves; there is one after the last field and one by the answer."""
    return widgets.button(
        translator(language)("Spara platsen"),
        icon=":material/check:",
        type=cards.button_type() if name == "last" else "secondary",
        key=field(f"save-{name}"),
    )


def save(place: NewPlace, desk: Desk, actor: str, language: str) -> None:
    """Save and show the receipt, or say everything that stops at once."""
    _ = translator(language)
    wrong = errors.of_page(place, str(drafts.written_in(FORM, "wrong") or ""), language)
    if not actor:
        wrong.append(
            f"**{_('Ditt namn')}:** {_('Skriv ditt namn, så att andra ser vem det är.')}"
        )
    trial = tried.whole(desk, place)
    wrong += errors.of_trial(trial, place, language)
    if any(part.waiting for part in trial.parts.values()):
        wrong.append(f"**{_('Frågor')}:** {_('Svara på frågorna under Värden.')}")
    if wrong:
        lines = "\n".join(f"- {each}" for each in wrong)
        kept = _("Inget har sparats. Det du skrev står kvar.")
        st.error(f"{lines}\n\n{kept}")
        return
    try:
        receipt = save_place(
            desk.door, desk.viewer, place, catalogue=desk.catalogue, actor=actor, now=now()
        )
    except StoreError as error:
        kept = _("Det du skrev står kvar.")
        st.error(f"{cards.escape(str(error))} {kept}")
        return
    IMPORTS.labels("saved").inc()
    draft.forget()
    addressed.turn_to(SAVED, receipt.area_id)


def asked(place: NewPlace, trial: Trial | None, language: str) -> None:
    """Say what stops in the goal, what is worth a second look, and put what is open."""
    _ = translator(language)
    if trial is None:
        return
    if wrong := errors.of_part("goals", trial, place, language):
        st.error("\n".join(f"- {one}" for one in wrong))
    for remark in errors.remarks(trial, place, language):
        st.caption(f":material/info: {remark}")
    for examination in trial.parts.values():
        for proposal in examination.proposals:
            _ask(proposal, trial, language)


def _ask(proposal: Proposal, trial: Trial, language: str) -> None:
    english = language == "en"
    said = proposal.question.en if english else proposal.question.sv
    said = errors.in_words(said, trial, language)
    st.markdown(f"**{cards.escape(said)}**")
    labels = {
        name: upper_first(label.en if english else label.sv)
        for name, label in proposal.labels.items()
    }
    if STOP in labels:
        labels[STOP] = translator(language)("Nej, jag ändrar det jag skrev")
    file_questions.decide(
        said,
        labels,
        about=FORM,
        question=trial.ids.stable(proposal.id),
        picked=proposal.answer,
        placeholder=translator(language)("Välj"),
    )


def receipt(area_id: str, language: str) -> bool:
    """Show that a place is saved, and where to go on; False for one there is not."""
    _ = translator(language)
    areas = loaders.ask(all_areas)
    mine = areas[areas["area_id"] == area_id]
    if mine.empty:
        return False
    name = str(mine["name_en" if language == "en" else "name"].iloc[0] or mine["name"].iloc[0])
    cards.heading(_("Ny plats"), _("{name} är sparad").format(name=cards.escape(name)), level=1)
    measures = loaders.ask(series_of, area_id=area_id)["indicator_id"].tolist()
    more = {"omrade": area_id, "indikator": measures[0] if measures else ""}
    st.markdown(
        "\n".join(
            [
                f"- [{_('Se platsen')}]({cards.address('omrade', omrade=area_id)})",
                f"- [{_('Lägg in ett mål, och se vad vi skulle kunna se')}]"
                f"({cards.address('nytt-mal', **more)})",
                f"- [{_('Lägg in en plats till')}]({cards.address('ny-plats')})",
            ]
        )
    )
    st.caption(_("Blev det fel? Hela platsen går att ångra på Ladda upp."))
    return True
