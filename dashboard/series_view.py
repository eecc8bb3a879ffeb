"""The pieces that show one series, on the page of its area and on its own page."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import cards, figures, loaders, measurement_table, questions
from dashboard.figures.theme import Spec
from dashboard.followed import Followed, comparator
from dashboard.text import numbers, sentences
from dashboard.text.language import translator

NO_TOOLS = {"displayModeBar": False}
"""Plotly without its buttons: there is nothing to zoom, and the table is beside."""


def linked(label: str, path: str, **query: str) -> str:
    """Return a link in Markdown to another page; `label` is Markdown already."""
    return f"[{label}]({cards.address(path, **query)})"


def chart(followed: Followed, *, dark: bool, language: str, key: str) -> None:
    """Draw the series as steps or as a line, described for those who cannot see it."""
    spec, alt = loaders.figure(
        "series", lambda: _drawn(followed, dark, language), key, dark, language
    )
    st.plotly_chart(spec, theme=None, alt=alt, config=NO_TOOLS, key=key)


def _drawn(followed: Followed, dark: bool, language: str) -> tuple[Spec, str]:
    asked: dict[str, Any] = {
        "indicator": followed.indicator,
        "goal": followed.goal,
        "breaks": followed.breaks,
        "language": language,
    }
    seen = followed.observations
    if followed.is_ordinal:
        return figures.ladder(seen, dark=dark, **asked), figures.alt_ladder(seen, **asked)
    spec = figures.series_chart(
        seen, events=followed.events, comparator=comparator(followed), dark=dark, **asked
    )
    return spec, figures.alt_series(seen, **asked)


def same_numbers(followed: Followed, language: str) -> None:
    """Offer the numbers of the chart as a table."""
    with st.expander(translator(language)("Samma siffror som tabell")):
        shown = measurement_table.short(followed.observations, followed.indicator, language)
        st.table(shown, border="horizontal", hide_index=True)


def break_notes(followed: Followed, language: str) -> None:
    """Say in words what each cut in the chart was."""
    for cut in followed.cuts():
        note = cut.note_en if language == "en" else cut.note_sv
        mark = f":violet[‖{numbers.NO_BREAK}**{cut.year}**]"
        st.markdown(f"{mark} {cards.escape(note)}", width=900)


def event_list(events: pd.DataFrame, language: str) -> None:
    """List what happened, with its date: everything a chart may only hint at."""
    if events.empty:
        return
    cards.heading("", translator(language)("Vad hände här"), level=2)
    for event in events.to_dict("records"):
        when = numbers.day(event["starts_on"], language)
        title, text = (cards.escape(str(event[part] or "")) for part in ("title", "text"))
        st.markdown(f"**{when}** · {title}  \n:gray[{text}]", width=900)


def three_questions(
    followed: Followed, people: questions.Population | None, language: str
) -> None:
    """Answer what must be asked before anybody says loss."""
    _ = translator(language)
    first = str(followed.observations["period"].iloc[0]) if len(followed.observations) else ""
    given = questions.answers(followed.cuts(), first, people, language, followed.goal)
    cards.heading(_("Innan vi säger förlust"), _("Tre frågor"), level=2)
    st.table(questions.as_table(given), border="horizontal", hide_index=True, hide_header=True)


def source(followed: Followed, language: str) -> str:
    """Write where the numbers come from, for the line at the end."""
    given = [
        one
        for one in followed.observations["source"].dropna().unique()
        if one and not one.startswith("http") and "|" not in one
    ]
    publisher = "; ".join(given[:2]) or followed.indicator.source.publisher
    return translator(language)("Källa: {source}.").format(source=cards.escape(publisher))


def goal_words(goal: Mapping[str, Any], followed: Followed, language: str) -> str:
    """Name a goal as it was written: its title in the language asked for."""
    english = goal.get("title_en")
    title = english if language == "en" and english else goal.get("title")
    short = followed.indicator.wording(language).short
    return str(title or sentences.target(goal, followed.indicator, language) or short)
