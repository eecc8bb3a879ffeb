"""The page of one area: what became of what was promised, in the order it is read."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard.charts.describe import measurement_table
from dashboard.page import cards, loaders
from dashboard.page.loaders import finished
from dashboard.series import view
from dashboard.text import areas, numbers, outcomes, sentences, states
from dashboard.text.language import translator
from data.answers.followed import Followed
from data.answers.series import observations_of, series_of
from metrics.outcome.goal import Goal
from metrics.outcome.state import State


def opening(area: pd.Series, goals: Sequence[Followed], language: str) -> None:
    """Say in a sentence what became of what was promised here, and show the states."""
    about = [(one.goal, one.indicator) for one in goals if one.goal is not None]
    st.title(cards.escape(areas.title(area, about, language)), anchor=False)
    if len(goals) == 1:
        view.badges(goals[0], language)
        st.markdown(cards.escape(outcomes.paragraph(*about[0], language)), width=900)
        return
    with st.container(horizontal=True, gap="xsmall"):
        for state, count in _counted(goals).items():
            word = states.label(state, language)
            label = f"{word} {count}" if count > 1 else word
            st.badge(label, color=states.SIGNS[state].markdown_colour)  # type: ignore[arg-type]
        if bool(area["invented"]):
            cards.invented_badge(language)


def _counted(goals: Sequence[Followed]) -> dict[State, int]:
    found = Counter(one.verdict.state for one in goals)
    order = list(State)
    return {state: found[state] for state in sorted(found, key=order.index)}


def side_by_side(goals: Sequence[Followed], dark: bool, language: str) -> None:
    """Show each goal as a sentence with its chart, the same numbers, and the way to why."""
    for first in range(0, len(goals), 2):
        st.divider()
        sides = st.columns(2, gap="large")
        for side, one in zip(sides, goals[first : first + 2], strict=False):
            with side:
                _goal(one, dark, language)


def only_goal(one: Followed, dark: bool, language: str) -> None:
    """Show the goal whose finding is the title of the page, and the three questions."""
    goal = one.goal
    if goal is None:
        return
    left, right = st.columns([7, 5], gap="large")
    with left:
        topic = cards.escape(view.goal_words(goal, one, language))
        cards.heading(topic, cards.escape(_history(one, language)), level=2)
        view.chart(one, dark=dark, language=language, key=one.name)
        view.same_numbers(one, language)
    with right:
        view.break_notes(one, language)
        view.three_questions(one, language)
        _why(goal, language)


def _goal(one: Followed, dark: bool, language: str) -> None:
    """Show one goal of several: finding, state, chart."""
    goal = one.goal
    if goal is None:
        return
    topic = cards.escape(view.goal_words(goal, one, language))
    finding = sentences.finding(goal, one.indicator, language)
    cards.heading(topic, cards.escape(finding), level=2)
    with st.container(horizontal=True, gap="xsmall"):
        cards.state_badge(goal.verdict.state, language)
        view.unreleased_badge(goal.goal_id, language)
    view.chart(one, dark=dark, language=language, key=one.name)
    st.markdown(cards.escape(outcomes.paragraph(goal, one.indicator, language)))
    view.break_notes(one, language)
    view.same_numbers(one, language)
    _why(goal, language)


def _why(goal: Goal, language: str) -> None:
    cards.link("utfall", translator(language)("Visa varför"), mal=goal.goal_id)


def _history(one: Followed, language: str) -> str:
    """Name the span of the chart: the finding is already the title of the page."""
    name = one.indicator.wording(language).name
    if one.observations.empty:
        return name
    first, last = (str(one.observations["period"].iloc[place])[:4] for place in (0, -1))
    return f"{name} {first}{numbers.DASH}{last}"


def downloads(area_id: str, *, invented: bool) -> None:
    """Offer the numbers of the area as a file; nothing where there are none."""
    rows = _measured(area_id)
    if rows is not None:
        cards.downloads(lambda: rows, area_id, invented=invented)


@finished
def _measured(area_id: str) -> pd.DataFrame | None:
    every = loaders.ask(series_of, area_id=area_id)
    series_ids = tuple(int(one) for one in every["series_id"])
    if not series_ids:
        return None
    return measurement_table.handed_on(loaders.ask(observations_of, series_ids=series_ids))
