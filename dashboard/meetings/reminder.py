"""Overdue decisions, where a politician or an analyst would otherwise not meet them."""

from datetime import date

import streamlit as st

from dashboard.page import cards, loaders
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.text import meetings as words
from dashboard.text.language import translator
from data.answers import meetings
from data.answers.rows import Row, rows_of


@drawn
def of_area(area_id: str, today: date, language: str) -> None:
    """Remind of the overdue decisions about one area; nothing when there are none."""
    _show([row for row in _late(today) if area_id in row["area_ids"]], today, language)


@drawn
def of_all(*, training: bool, today: date, language: str) -> None:
    """Remind of every overdue decision about real areas, or about the training area."""
    _show([row for row in _late(today) if row["invented"] == training], today, language)


@finished
def _late(today: date) -> list[Row]:
    return rows_of(loaders.ask(meetings.overdue_decisions, today=today))


def _show(rows: list[dict[str, object]], today: date, language: str) -> None:
    if not rows:
        return
    _ = translator(language)
    lines = [
        f"- **{cards.escape(str(row['wording']))}**: {cards.escape(words.owner(row))}, "
        f"{words.due(row, today, language)}. "
        f"[{_('Till mötet')}]({cards.address('mote', mote=row['meeting_id'])})"
        for row in rows
    ]
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{words.overdue(len(rows), language)}**")
        st.markdown("\n".join(lines))
