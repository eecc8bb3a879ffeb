"""The parts of Utfall that ask nothing: each is drawn once, and then sent as it was.

A series is known by its goal, or by its number where it has none: see `followed.again`.
"""

import streamlit as st

from dashboard.outcome import goal_facts, monitor, onsets, page
from dashboard.page.replay import drawn
from dashboard.series import view
from dashboard.series.followed import again


@drawn
def trail(goal_id: str | None, series_id: int, language: str) -> None:
    """Say where we are: see `page.trail`."""
    page.trail(again(goal_id, series_id), language)


@drawn
def start(goal_id: str | None, series_id: int, dark: bool, language: str) -> int:
    """Say what became of the goal and draw its series; return the chart's left margin."""
    series = again(goal_id, series_id)
    page.opening(series, language)
    page.what_is_drawn(series, language)
    return view.chart(series, dark=dark, language=language, key=series.name)


@drawn
def alarm(goal_id: str | None, series_id: int, left: int, dark: bool, language: str) -> bool:
    """Say what each cut was and draw the alarm; return whether there is one."""
    series = again(goal_id, series_id)
    view.break_notes(series, language)
    return monitor.show(series, left, dark, language)


@drawn
def what_would_be_seen(
    goal_id: str | None, series_id: int, left: int, dark: bool, language: str
) -> None:
    """Say how small a worsening would have been seen, and what to ask beside the goal."""
    series = again(goal_id, series_id)
    if page.sensitivity(series, language):
        onsets.show(series, left, dark, language)
    if series.goal is not None:
        st.divider()
        page.beside(series, language)


@drawn
def numbers(goal_id: str | None, series_id: int, language: str) -> None:
    """Show every measurement: see `page.table`."""
    page.table(again(goal_id, series_id), language)


@drawn
def background(goal_id: str | None, series_id: int, language: str) -> None:
    """Show the goal as it was frozen, and what happened."""
    series = again(goal_id, series_id)
    goal_facts.show(series, language)
    view.event_list(series.events, language)


@drawn
def sources(goal_id: str | None, series_id: int, language: str) -> None:
    """End with where it comes from: see `page.source_line`."""
    page.source_line(again(goal_id, series_id), language)
