"""Counts and the biggest loss: what a politician reads in ten seconds."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.describe.series import small_line
from dashboard.charts.plotly.lines import draw_small_line
from dashboard.charts.plotly.two_bars import counted_once, draw_two_bars
from dashboard.page import cards, loaders
from dashboard.page.loaders import finished
from dashboard.series import followed
from dashboard.text import sentences, states
from dashboard.text.headline import (
    MOST_NAMED,
    again,
    behind_the_unknown,
    missed_together,
    worse_lately,
)
from dashboard.text.language import translator
from dashboard.text.movement import vanished
from dashboard.text.numbers import DASH, number, signed
from data.answers.headline_goals import Chosen
from metrics.definition.indicator import Evidence
from metrics.outcome.counts import Counts
from metrics.outcome.goal import Goal
from metrics.outcome.state import Group, State


def counts(now: Counts, before: Counts | None, since: str, language: str) -> None:
    """Show the five counts and how they moved `since`, ``sedan 3 nov.``.

    A dash where nothing could be judged, for that is not zero.
    """
    _ = translator(language)
    grid = st.grid(5, min_column_width=120)
    for group, words in states.GROUP_WORDS.items():
        sign = states.GROUP_SIGNS[group]
        known = group is Group.UNKNOWN or now.judged > 0
        moved = now.of(group) - before.of(group) if before and known else 0
        grid.metric(
            f":{sign.markdown_colour}[{sign.beside(_(words))}]",
            number(now.of(group), 0, language) if known else DASH,
            f"{signed(moved, 0, language)} {since}" if moved else None,
            delta_color="off",
            delta_arrow="off",
        )


def unknown(chosen: Chosen, language: str) -> None:
    """Say what stands behind what we do not know, and what a dash means."""
    _ = translator(language)
    said = behind_the_unknown(chosen.states, language)
    if chosen.counts.total and not chosen.counts.judged:
        said = _("Streck betyder att vi inte vet, inte att det är noll.") + f" {said}"
    if regained := sum(state is State.REGAINED for state in chosen.states):
        said += f" {again(regained, language)}"
    lately = worse_lately([goal.verdict.reason for goal in chosen.goals], language)
    if said or lately:
        st.markdown(f"{said} {lately}".strip(), width=900)


def way_on(chosen: Chosen, language: str) -> None:
    """Link to the biggest loss from the first screen, on a phone too."""
    if losses := chosen.biggest_losses():
        where = cards.address("utfall", mal=losses[0].goal_id)
        said = translator(language)("Börja här: {area}")
        area = cards.escape(sentences.area(losses[0], language))
        st.markdown(f"[{said.format(area=area)}]({where})")


def biggest_loss(chosen: Chosen, *, dark: bool, language: str) -> None:
    """Tell the biggest loss as a sentence with one small line, and the way to why."""
    _ = translator(language)
    losses = chosen.biggest_losses()
    if not losses:
        return
    first = losses[0]
    indicator = loaders.catalogue()[first.indicator_id]
    if len(losses) > 1:
        areas = [sentences.area(goal, language) for goal in losses]
        finding = missed_together(
            sentences.title(first, language),
            areas,
            [goal.verdict.was_reached or vanished(goal) for goal in losses],
            language,
        )
    else:
        finding = sentences.headline_loss(first, indicator, language)
    cards.heading(_("Största förlusten"), cards.escape(finding), level=2)
    if indicator.evidence is not Evidence.ORDINAL:
        _line(first, dark=dark, language=language)
    st.markdown(cards.escape(sentences.verdict(first, indicator, language)), width=720)
    with st.container(horizontal=True):
        for goal in losses[:MOST_NAMED]:
            where = cards.escape(sentences.area(goal, language))
            several = _("Varför {area}?").format(area=where)
            label = several if len(losses) > 1 else _("Visa varför")
            cards.link("utfall", label, mal=goal.goal_id)


def _line(goal: Goal, *, dark: bool, language: str) -> None:
    spec, alt, numbers = _drawn(goal.goal_id, dark, language)
    cards.plot(spec, alt=alt, key="biggest-loss")
    with st.expander(translator(language)("Samma siffror som tabell")):
        cards.newest(numbers, language)


@finished
def _drawn(goal_id: str, dark: bool, language: str) -> tuple[Any, str, pd.DataFrame]:
    """Draw a loss, a line or two bars, say what it shows and lay its numbers out."""
    goal, one = followed.with_goal(goal_id)
    with_it = followed.drawn_with(one)
    chart = small_line(
        one.observations,
        goal,
        one.indicator,
        one.breaks,
        comparator=with_it.comparator,
        ribbon=with_it.levels,
        language=language,
    )
    once = counted_once(chart)
    spec = draw_two_bars(chart, *once, dark=dark) if once else draw_small_line(chart, dark=dark)
    return spec, chart.alt, chart.table
