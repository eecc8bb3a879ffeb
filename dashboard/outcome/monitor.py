"""What the monitor showed of a series, under its chart, and every number behind it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.describe.alarms import CHARTS, Monitored, monitored, reference_of
from dashboard.charts.describe.monitor import (
    chart_name,
    in_one_bar,
    monitor,
    reference_words,
)
from dashboard.charts.plotly.lines import RIGHT
from dashboard.charts.plotly.monitor import draw_monitor
from dashboard.charts.theme import Spec
from dashboard.page import blocks, cards, controls, loaders
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.series.followed import with_goal
from dashboard.text import numbers, sentences, states
from dashboard.text.amounts import number_word
from dashboard.text.language import translator, upper_first
from dashboard.text.movement import chance
from data.answers.followed import Followed
from data.judging.monitoring import readings
from metrics.outcome.state import State


def show(followed: Followed, left: int, dark: bool, language: str) -> bool:
    """Draw the alarm under the series, whose left margin is `left`; return whether one is run.

    Registers that drift, classes and services have no alarm: there every figure counts.
    """
    goal = followed.goal
    if goal is None:
        return False
    reference = reference_of(loaders.ask(readings, goal_id=goal.goal_id), goal)
    if not reference:
        return False
    st.caption(_about(goal.goal_id, reference, followed, language))
    spec, alt = _drawn(goal.goal_id, left, dark, language)
    key = f"monitor-{followed.name}"
    cards.plot(spec, alt=alt, key=key)
    return True


def in_figures(followed: Followed, language: str) -> None:
    """Offer every number behind the alarm, on the page and as a file.

    Of a long series they are drawn when somebody unfolds them.
    """
    goal_id = str(followed.goal_id)
    rows = loaders.ask(readings, goal_id=goal_id)
    label = translator(language)("Alla larm i siffror")
    if len(rows) <= cards.MOST_ROWS:
        with blocks.expander(label):
            _figures(followed, rows, language)
        return
    place, asked_for = controls.unfolded(label, key=f"alarms-{goal_id}")
    if asked_for:
        with place:
            _figures(followed, rows, language)


def _figures(followed: Followed, rows: pd.DataFrame, language: str) -> None:
    goal_id = str(followed.goal_id)
    _table(goal_id, language)
    if (goal := followed.goal) and (said := chance(goal, followed.indicator, language)):
        cards.note(said)
    cards.downloads(lambda: rows, f"larm.{goal_id}", invented=followed.invented)


@drawn
def _table(goal_id: str, language: str) -> None:
    said = translator(language)(
        "{shown} av {total} rader, de senaste först. Alla står i filen som kan laddas ner."
    )
    cards.in_part(_every_alarm(goal_id, language), said)


@finished
def _every_alarm(goal_id: str, language: str) -> pd.DataFrame:
    goal, _followed = with_goal(goal_id)
    rows = loaders.ask(readings, goal_id=goal_id)
    return as_table(rows, reference_of(rows, goal), language)


def _about(goal_id: str, reference: str, followed: Followed, language: str) -> str:
    _ = translator(language)
    said = _(
        "Larmet: hur mycket sämre än {reference} serien ligger, hopräknat mätning för mätning. "
        "En slumpvis svacka klingar av, en verklig växer."
    ).format(reference=reference_words(reference, language))
    if followed.indicator.evidence.is_exact:
        said += " " + _("Allt räknas, så larmet visas bara bredvid och avgör inget.")
    every = in_one_bar(monitored(loaders.ask(readings, goal_id=goal_id), reference))
    if every > 1:
        of_few = _("Av {number} mätningar i följd visas den som hörs mest.")
        said += " " + of_few.format(number=number_word(every, language))
    return said


@finished
def _drawn(goal_id: str, left: int, dark: bool, language: str) -> tuple[Spec, str]:
    goal, followed = with_goal(goal_id)
    rows = loaders.ask(readings, goal_id=goal_id)
    reference = reference_of(rows, goal)
    measurements = monitored(rows, reference)
    described = monitor(
        measurements,
        followed.observations,
        reference,
        waiting=_waiting(measurements, reference, followed, language),
        indicator=followed.indicator,
        breaks=followed.breaks,
        language=language,
    )
    return draw_monitor(described, left=left, right=RIGHT, dark=dark), described.alt


def _waiting(
    measurements: list[Monitored], reference: str, followed: Followed, language: str
) -> str:
    """Say why nobody listened at first: there was nothing to lose before the target was met."""
    first = str(followed.observations["period"].iloc[0]) if len(followed.observations) else ""
    if reference != "target" or not measurements or measurements[0].period == first:
        return ""
    return translator(language)("Målet var ännu inte nått: inget att förlora")


def as_table(rows: pd.DataFrame, first: str, language: str) -> pd.DataFrame:
    """Return each measurement, newest first: the charts with limits, and the alarm.

    What was held against the `first` reference, which the state rests on, stands before what
    was held against others.
    """
    _ = translator(language)
    ordered = rows.assign(after=rows["reference"] != first).sort_values(
        ["after", "reference", "period_end"], ascending=[True, True, False]
    )
    return pd.DataFrame(
        [
            {
                _("Period"): sentences.period(str(row["period"]), language),
                _("Mot"): reference_words(str(row["reference"]), language),
                **{
                    upper_first(chart_name(chart, language)): _with_limits(row, chart, language)
                    for chart in CHARTS
                },
                _("Larm"): _alarm(row, language),
            }
            for row in ordered.to_dict("records")
        ]
    )


def _with_limits(row: Mapping[Any, Any], chart: str, language: str) -> str:
    """Write a chart's value with its two limits: ``3,1 (2,9 / 4,1)``."""
    values = [float(row[name]) for name in (chart, f"{chart}_watch", f"{chart}_lost")]
    value, watch, lost = (
        numbers.number(one if abs(one) != float("inf") else None, 2, language) for one in values
    )
    return f"{value} ({watch} / {lost})"


def _alarm(row: Mapping[Any, Any], language: str) -> str:
    """Say which alarm stands after a measurement, as shape and word."""
    _ = translator(language)
    preliminary = f" ({_('preliminärt')})" if row["preliminary"] else ""
    for name, state, word in (
        ("lost", State.RELAPSE, _("Förlust")),
        ("watch", State.WATCH, _("Tidig varning")),
    ):
        if row[name]:
            return states.SIGNS[state].markdown(word) + preliminary
    return numbers.DASH + preliminary
