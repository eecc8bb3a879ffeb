"""Every meeting, what is overdue, and a new one."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard.meetings import decided, planning
from dashboard.page import addressed, blocks, cards, controls, loaders
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.text import meetings as words
from dashboard.text import numbers
from dashboard.text.language import translator
from data.answers import meetings
from data.answers.rows import rows_of


def show(today: date, language: str) -> None:
    """Show the page when no meeting is chosen."""
    _ = translator(language)
    top = blocks.container()
    choices = {
        addressed.REAL: _("Verkliga områden"),
        addressed.TRAINING: _("Övning (påhittat)"),
    }
    training = (
        controls.segment(_("Siffror"), choices, key="data", default=addressed.REAL)
        == addressed.TRAINING
    )
    with top:
        _heading(today, language, training=training)
    _every_meeting(language, training=training)
    late = _late(today, training=training)
    if len(late):
        decided.listing(words.overdue(len(late), language), late, today, language)
    planning.form(training=training, today=today, language=language)


@drawn
def _heading(today: date, language: str, *, training: bool) -> None:
    mine = planning.mine(training=training)
    cards.heading(translator(language)("Möte"), _title(mine, today, language))
    if training:
        cards.invented_badge(language)


@drawn
def _every_meeting(language: str, *, training: bool) -> None:
    mine = planning.mine(training=training)
    if len(mine):
        cards.table(_table(mine, language))
        return
    _ = translator(language)
    st.markdown(
        _("När ett möte är planerat börjar det med vad som har hänt sedan förra gången."),
        width=900,
    )


@finished
def _late(today: date, *, training: bool) -> pd.DataFrame:
    late = loaders.ask(meetings.overdue_decisions, today=today)
    return late[late["invented"] == training] if len(late) else late


def _title(mine: pd.DataFrame, today: date, language: str) -> str:
    _ = translator(language)
    coming = mine[mine["shown_revision"].isna() & (mine["held_on"] >= pd.Timestamp(today))]
    if coming.empty:
        return _("Inget möte är planerat")
    soonest = coming.iloc[-1]
    return _("Nästa möte: {title}, {day}").format(
        title=cards.escape(soonest["title"]), day=numbers.day(soonest["held_on"], language)
    )


def _table(mine: pd.DataFrame, language: str) -> pd.DataFrame:
    _ = translator(language)
    every = loaders.ask(meetings.decisions)
    rows = []
    for meeting in rows_of(mine):
        decisions = every[every["meeting_id"] == meeting["meeting_id"]]
        still_open = int((decisions["status"] == "open").sum())
        where = cards.address("mote", mote=meeting["meeting_id"])
        rows.append(
            {
                _("Dag"): numbers.day(meeting["held_on"], language),
                _("Möte"): f"[{cards.escape(meeting['title'])}]({where})",
                _("Områden"): cards.escape(words.areas(meeting, language)),
                _("Beslut"): _("{all}, varav {open} öppna").format(
                    all=len(decisions), open=still_open
                )
                if len(decisions)
                else numbers.DASH,
            }
        )
    return pd.DataFrame(rows)
