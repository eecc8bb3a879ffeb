"""Overdue decisions, where a politician or an analyst would otherwise not meet them."""

from datetime import date

import streamlit as st

from dashboard import cards, loaders
from dashboard.rows import rows_of
from dashboard.text import meetings as words
from dashboard.text.language import translator
from data import meetings


def of_area(area_id: str, today: date, language: str) -> None:
    """Remind of the overdue decisions about one area; nothing when there are none."""
    late = loaders.ask(meetings.overdue_decisions, today=today)
    _show([row for row in rows_of(late) if area_id in row["area_ids"]], today, language)


def of_all(*, training: bool, today: date, language: str) -> None:
    """Remind of every overdue decision about real areas, or about the training area."""
    late = loaders.ask(meetings.overdue_decisions, today=today)
    _show([row for row in rows_of(late) if row["invented"] == training], today, language)


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
