"""Decisions: those from before and what became of them, and new ones."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from dashboard.installation import now
from dashboard.meetings.parts import agenda_of
from dashboard.page import blocks, cards, controls, loaders, widgets
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.text import meetings as words
from dashboard.text import sentences
from dashboard.text.language import translator
from dashboard.text.promises import wording
from data.acts import meetings as holding_meetings
from data.acts.meeting_terms import DONE, DROPPED, OPEN, Resolution
from data.answers.agenda import Agenda
from data.answers.goal_records import goal_records
from data.answers.goals import all_goals
from data.answers.rows import Row, rows_of
from data.store.errors import StoreError


def listing(heading: str, rows: pd.DataFrame, today: date, language: str) -> None:
    """List decisions with who answers for them and by when."""
    cards.heading("", heading, level=2)
    cards.table(table(rows, today, language))


def table(rows: pd.DataFrame, today: date, language: str) -> pd.DataFrame:
    """Lay decisions out for reading: what, who, when, and at which meeting."""
    _ = translator(language)
    return pd.DataFrame(
        [
            {
                _("Beslut"): cards.swedish(row["wording"], language),
                _("Ansvarig"): cards.swedish(words.owner(row), language),
                _("Klart"): words.due(row, today, language),
                _("Möte"): f"[{cards.swedish(row['meeting_title'], language)}]"
                f"({cards.address('mote', mote=row['meeting_id'])})",
            }
            for row in rows_of(rows)
        ]
    )


def from_before(agenda: Agenda, today: date, language: str) -> None:
    """Go through the decisions of earlier meetings, and say what became of each."""
    _ = translator(language)
    meeting_id = str(agenda.meeting["meeting_id"])
    rows = _decisions(meeting_id, here=False)
    cards.heading(
        "",
        _("Beslut från tidigare möten") if rows else _("Inga beslut från tidigare möten"),
        level=2,
    )
    controls.uploader(_("Ditt namn"))
    _each(meeting_id, today, language, here=False)


def decided_here(agenda: Agenda, today: date, language: str) -> None:
    """Show what this meeting has decided."""
    _ = translator(language)
    meeting_id = str(agenda.meeting["meeting_id"])
    rows = _decisions(meeting_id, here=True)
    cards.heading(
        "", _("Beslut vid det här mötet") if rows else _("Inget är beslutat än"), level=2
    )
    _each(meeting_id, today, language, here=True)


@finished
def _decisions(meeting_id: str, *, here: bool) -> list[Row]:
    """Return what a meeting has decided, or what those before it did."""
    agenda = agenda_of(meeting_id)
    return rows_of(agenda.decided_here if here else agenda.decisions)


def _each(meeting_id: str, today: date, language: str, *, here: bool) -> None:
    for place, row in enumerate(_decisions(meeting_id, here=here)):
        with blocks.container(horizontal=True, vertical_alignment="center", gap="small"):
            _decision(meeting_id, place, today, language, here=here)
            _buttons(row, language)


@drawn
def _decision(meeting_id: str, place: int, today: date, language: str, *, here: bool) -> None:
    row = _decisions(meeting_id, here=here)[place]
    who, when = cards.swedish(words.owner(row), language), words.due(row, today, language)
    said = f"**{cards.swedish(row['wording'], language)}**  \n:gray[{who}, {when}]"
    st.markdown(said + _about(row, language), width="stretch")


def _about(row: Row, language: str) -> str:
    """Link to the goals and the promises that a decision is about."""
    _ = translator(language)
    goals = _titles()
    links = [
        f"[{cards.escape(str(goals[one]))}]({cards.address('utfall', mal=one)})"
        for one in row["goal_ids"]
        if one in goals
    ]
    if row["commitment_ids"]:
        where = cards.address("loften", omrade=row["area_ids"][0])
        links.append(f"[{_('löftet')}]({where})")
    return f"  \n:small[{_('Gäller')}: {', '.join(links)}]" if links else ""


@finished
def _titles() -> dict[str, str]:
    goals = loaders.ask(all_goals)
    return dict(zip(goals["goal_id"], goals["title"], strict=True))


def _buttons(row: Row, language: str) -> None:
    _ = translator(language)
    choices = {DONE: _("Klart"), DROPPED: _("Stryk")}
    if row["status"] != OPEN:
        choices = {OPEN: _("Öppna igen")}
    for status, label in choices.items():
        name = f"{status}-{row['decision_id']}"
        if widgets.button(label, key=name):
            _saved(partial(_close, str(row["decision_id"]), status))


def _close(decision_id: str, status: str, actor: str) -> None:
    holding_meetings.close(
        loaders.door(), loaders.viewer(), decision_id, status, actor=actor, now=now()
    )


def form(agenda: Agenda, language: str) -> None:
    """Ask for a decision: what, who, by when, about what. What was written stays on error."""
    _ = translator(language)
    goals = _goals(agenda.area_ids, language)
    promised = _promises(agenda, language)
    choices = {**goals, **promised}
    cards.heading("", _("Skriv ett beslut"), level=2)
    with blocks.form("decide", border=False, width=900):
        wording = widgets.text_area(_("Vad beslutades?"), max_chars=1_000, height=80)
        left, middle, right = blocks.columns(3)
        with left:
            role = widgets.text_input(_("Ansvarig roll"), max_chars=80)
        with middle:
            name = widgets.text_input(_("Namn (kan lämnas tomt)"), max_chars=80)
        with right:
            due_on = widgets.date_input(_("Klart senast"), value=None, format="YYYY-MM-DD")
        about = cards.pick(
            _("Gäller"),
            choices,
            _("Välj ett mål eller ett löfte, eller lämna tomt för hela mötet"),
        )
        pressed = widgets.submit(_("Spara beslutet"), type=cards.button_type())
    if pressed:
        decision = Resolution(
            wording=wording,
            owner_role=role,
            owner_name=name,
            due_on=due_on,
            goal_ids=(about,) if about in goals else (),
            commitment_ids=(about,) if about in promised else (),
            area_ids=_areas_of(about),
        )
        _saved(
            lambda actor: holding_meetings.decide(
                loaders.door(),
                loaders.viewer(),
                str(agenda.meeting["meeting_id"]),
                decision,
                actor=actor,
                now=now(),
            )
        )


def _saved(save: Callable[[str], object]) -> None:
    """Save something and draw the page around it, or say why it cannot be saved."""
    try:
        save(controls.who())
    except StoreError as error:
        st.error(cards.escape(str(error)))
        return
    st.rerun()


@finished
def _goals(area_ids: tuple[str, ...], language: str) -> dict[str, str]:
    goals = loaders.ask(all_goals)
    mine = goals[goals["area_id"].isin(area_ids)]
    return {
        goal.goal_id: f"{sentences.area(goal, language)}: {sentences.title(goal, language)}"
        for goal in goal_records(mine)
    }


def _promises(agenda: Agenda, language: str) -> dict[str, str]:
    _ = translator(language)
    return {
        str(row["commitment_id"]): _("Löfte: {wording}").format(wording=wording(row, language))
        for row in agenda.promised
    }


def _areas_of(goal_id: str | None) -> tuple[str, ...]:
    goals = loaders.ask(all_goals)
    chosen = goals[goals["goal_id"] == goal_id]
    return tuple(dict.fromkeys(str(one) for one in chosen["area_id"]))
