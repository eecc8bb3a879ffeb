"""The goals of an area on one time axis, with what broke the series and what happened."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.area.goals import in_order
from dashboard.charts.describe.course import Row, Span, course, span_words
from dashboard.charts.plotly.course import draw_course
from dashboard.charts.theme import Spec
from dashboard.page import cards, controls, loaders
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.series import followed
from dashboard.text import names, numbers, sentences, states
from dashboard.text.amounts import number_word
from dashboard.text.language import plural, translator, upper_first
from data.answers.events import happened
from data.answers.followed import Followed
from data.judging.recompute import area_history
from metrics.definition.period import parse_period
from metrics.methods.timeline import Cut, day, decimal_year
from metrics.outcome.state import State

_MOST_TITLES = 3

_MOST_ROWS = 20
"""Goals on the axis; of more those where something is lost come first, and the others are told
of further down.
"""


def show(area_id: str, goals: Sequence[Followed], dark: bool, language: str) -> None:
    """Show the axis, and the same as a table; nothing for an area with one goal or none."""
    if len(goals) < 2:
        return
    _ = translator(language)
    events = loaders.ask(happened, area_id=area_id)
    every = [row for row in _rows(area_id, language) if row.spans]
    if not every:
        return
    st.divider()
    cards.heading(_("Allt på en tidsaxel"), finding(every, events, language), level=2)
    spec, alt = _drawn(area_id, dark, language)
    cards.plot(spec, alt=alt, key=f"course-{area_id}")
    if len(every) > _MOST_ROWS:
        part = _("{shown} av {total} mål, det förlorade först. De andra visas längre ner.")
        st.caption(part.format(shown=_MOST_ROWS, total=len(every)))
    with st.expander(_("Samma tidsaxel som tabell")):
        cards.table(_table(area_id, language).head(_MOST_ROWS))


def others(area_id: str, language: str) -> None:
    """Let the rest of the table be unfolded, where not all of it stands under the axis."""
    more = _more(area_id, language)
    if not more:
        return
    label = translator(language)("Samma tidsaxel som tabell: {n} mål till")
    place, asked_for = controls.unfolded(label.format(n=more), key=f"course-{area_id}")
    if asked_for:
        with place:
            _rest(area_id, language)


@finished
def _more(area_id: str, language: str) -> int:
    """Return how many goals are not told of in the table under the axis, where there is one."""
    rows = _rows(area_id, language)
    return max(len(rows) - _MOST_ROWS, 0) if any(row.spans for row in rows) else 0


@drawn
def _rest(area_id: str, language: str) -> None:
    cards.table(_table(area_id, language).iloc[_MOST_ROWS:])


@finished
def _rows(area_id: str, language: str) -> list[Row]:
    return arranged(_goals(area_id), _judged(area_id), language)


def _goals(area_id: str) -> list[Followed]:
    return in_order(followed.in_area(area_id), _MOST_ROWS)


@finished
def _judged(area_id: str) -> pd.DataFrame:
    return area_history(loaders.reader(), loaders.catalogue(), area_id=area_id)


@finished
def _table(area_id: str, language: str) -> pd.DataFrame:
    rows, goals = _rows(area_id, language), _goals(area_id)
    return as_table(rows, goals, language)


@finished
def _drawn(area_id: str, dark: bool, language: str) -> tuple[Spec, str]:
    rows = [row for row in _rows(area_id, language) if row.spans][:_MOST_ROWS]
    events = loaders.ask(happened, area_id=area_id)
    stated = [
        f"{event['title']} {numbers.day(event['starts_on'], language)}"
        for event in events.to_dict("records")
    ]
    described = course(rows, marks(events), happened=stated, language=language)
    return draw_course(described, dark=dark), described.alt


def marks(events: pd.DataFrame) -> list[tuple[float, str]]:
    """Return the events as (year, label): titles where they are few, else their numbers."""
    label = "title" if len(events) <= _MOST_TITLES else "number"
    return [
        (decimal_year(day(event["starts_on"])), str(event[label]))
        for event in events.to_dict("records")
    ]


def arranged(goals: Sequence[Followed], judged: pd.DataFrame, language: str) -> list[Row]:
    """Return a row per goal with its states as stretches of time.

    `judged` has the columns of `metrics.outcome.history.COLUMNS`: one row per goal and
    measurement.
    """
    by_goal = dict(tuple(judged.groupby("goal_id"))) if len(judged) else {}
    rows = []
    for one in goals:
        goal_id = "" if one.goal is None else one.goal.goal_id
        cuts = [
            Cut(
                x=decimal_year(parse_period(cut.period).start), period=cut.period, kind=cut.kind
            )
            for cut in one.cuts()
        ]
        mine = by_goal.get(goal_id, judged.iloc[:0])
        name = names.measured(one.indicator, one.key.category, language)
        rows.append(Row(name=name, spans=_spans(mine, cuts, language), cuts=cuts))
    return [_inside(row) for row in rows]


def _inside(row: Row) -> Row:
    """Leave out the cuts before the first judged measurement: there is nothing to cut."""
    if not row.spans:
        return Row(name=row.name, spans=[])
    kept = [cut for cut in row.cuts if cut.x > row.spans[0].start]
    return Row(name=row.name, spans=row.spans, cuts=kept)


def _spans(mine: pd.DataFrame, cuts: Sequence[Cut], language: str) -> list[Span]:
    found: list[list[Mapping[Any, Any]]] = []
    for row in mine.sort_values("period_end").to_dict("records"):
        if not found or found[-1][-1]["state"] != row["state"]:
            found.append([])
        found[-1].append(row)
    spans = [_span(rows, language) for rows in found]
    return [
        *(_reaching(one, following, cuts) for one, following in pairwise(spans)),
        *spans[-1:],
    ]


def _span(rows: Sequence[Mapping[Any, Any]], language: str) -> Span:
    state = rows[0]["state"]
    return Span(
        state=State(state) if state else None,
        start=decimal_year(day(rows[0]["period_start"])),
        end=decimal_year(day(rows[-1]["period_end"]) + timedelta(days=1)),
        first=sentences.period(str(rows[0]["period"]), language),
        last=sentences.period(str(rows[-1]["period"]), language),
    )


def _reaching(one: Span, following: Span, cuts: Sequence[Cut]) -> Span:
    """Let a state last until the next measurement says another, but never over a cut."""
    if any(one.end <= cut.x <= following.start for cut in cuts):
        return one
    return Span(
        state=one.state, start=one.start, end=following.start, first=one.first, last=one.last
    )


def finding(rows: Sequence[Row], events: pd.DataFrame, language: str) -> str:
    """Say what stands on the axis: ``Sju mål sedan 2010, två händelser``."""
    _ = translator(language)
    first = min(span.start for row in rows for span in row.spans)
    said = plural(language, "{number} mål sedan {year}", "{number} mål sedan {year}", len(rows))
    counted = number_word(len(rows), language)
    parts = [said.format(number=upper_first(counted), year=int(first))]
    if broken := sum(len(row.cuts) for row in rows):
        stated = plural(language, "en bruten serie", "{number} brutna serier", broken)
        parts.append(stated.format(number=number_word(broken, language)))
    if len(events):
        stated = plural(language, "en händelse", "{number} händelser", len(events))
        parts.append(stated.format(number=number_word(len(events), language)))
    return ", ".join(parts)


def as_table(rows: Sequence[Row], goals: Sequence[Followed], language: str) -> pd.DataFrame:
    """Return the axis as words: the goal, its state now, and every state before it."""
    _ = translator(language)
    table = []
    for row, one in zip(rows, goals, strict=True):
        stated = [span_words(span, language) for span in reversed(row.spans)]
        stated += [_("serien bruten {year}").format(year=cut.year) for cut in row.cuts]
        table.append(
            {
                _("Mål"): cards.escape(row.name),
                _("Läge nu"): states.markdown(one.verdict.state, language),
                _("Mätning för mätning, senaste först"): cards.escape(", ".join(stated)),
            }
        )
    return pd.DataFrame(table)
