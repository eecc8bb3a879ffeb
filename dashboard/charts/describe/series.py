"""A value over time, described from the same measurements, cuts and goal as the screen's."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.charts import plotly as figures
from dashboard.charts.describe import measurement_table, timeline
from dashboard.charts.describe.chart import (
    Chart,
    Cut,
    Dot,
    Event,
    Form,
    Level,
    Line,
    Role,
    Verdict,
    same_words,
)
from dashboard.charts.describe.timeline import Point
from dashboard.charts.plotly.parts import CUT_NOTES, events_between
from dashboard.text import numbers, sentences, states
from dashboard.text.language import Translate, translator
from metrics.definition.indicator import Indicator
from metrics.outcome.state import State


def series(
    observations: pd.DataFrame,
    *,
    indicator: Indicator,
    goal: Mapping[str, Any] | None = None,
    breaks: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    comparator: pd.DataFrame | None = None,
    language: str,
) -> Chart:
    """Describe one series with its interval, goal, baseline, comparator, cuts and events.

    The tables are those of `figures.series_chart`, which `Chart.draw` hands them to.
    """
    placed = timeline.points(observations, indicator)
    where = timeline.cuts(breaks, observations, placed)
    pieces = timeline.segments(placed, where)
    about = {"indicator": indicator, "goal": goal, "breaks": breaks, "language": language}
    return Chart(
        form=Form.LINE,
        name=indicator.wording(language).name,
        caption=caption(indicator, language),
        alt=figures.alt_series(observations, **about),  # type: ignore[arg-type]
        decimals=indicator.decimals,
        language=language,
        table=measurement_table.short(observations, indicator, language),
        draw=lambda dark: figures.series_chart(
            observations,
            events=events,
            comparator=comparator,
            dark=dark,
            **about,  # type: ignore[arg-type]
        ),
        lines=(
            *lines(pieces, indicator, language),
            *_comparator(comparator, pieces[-1], indicator, language),
        ),
        levels=_levels(goal, pieces, indicator, language),
        cuts=described_cuts(where, language),
        events=_events(events, placed, indicator),
        verdict=_verdict(goal, pieces[-1], indicator, language),
    )


def caption(indicator: Indicator, language: str) -> str:
    """Say what is counted, and in which unit."""
    words = indicator.wording(language)
    return same_words(f"{words.numerator.rstrip('.')}, {words.unit.split(' (')[0]}")


def lines(
    pieces: Sequence[Sequence[Point]], indicator: Indicator, language: str
) -> tuple[Line, ...]:
    """Return one line per segment; what lies before a cut has a role of its own."""
    _ = translator(language)
    short = indicator.wording(language).short
    before = _("{what}, före omläggningen").format(what=short)
    found = [
        Line(
            role=Role.SERIES if place == len(pieces) - 1 else Role.EARLIER,
            name=short if place == len(pieces) - 1 else before,
            dots=tuple(dot(point, indicator, language) for point in piece),
        )
        for place, piece in enumerate(pieces)
    ]
    return tuple(line for line in found if line.dots)


def dot(point: Point, indicator: Indicator, language: str) -> Dot:
    """Describe one measurement."""
    return Dot(
        x=point.x,
        period=sentences.period(point.period, language),
        y=point.value,
        written=numbers.measured(point.value, indicator.unit, indicator.decimals, language),
        low=point.low,
        high=point.high,
        n=point.n,
        preliminary=point.preliminary,
        inferred=point.inferred,
    )


def described_cuts(where: Sequence[timeline.Cut], language: str) -> tuple[Cut, ...]:
    """Name what happened at each cut: ``Ny fråga 2016``."""
    _ = translator(language)
    return tuple(Cut(x=cut.x, note=f"{_note(cut, _)} {cut.year}") for cut in where)


def _note(cut: timeline.Cut, translate: Translate) -> str:
    return translate(CUT_NOTES.get(cut.kind, "Bruten serie")).replace("<br>", " ")


def _events(
    events: pd.DataFrame | None, placed: Sequence[Point], indicator: Indicator
) -> tuple[Event, ...]:
    if not placed:
        return ()
    pad = max((placed[-1].x - placed[0].x) * 0.025, 0.2)
    found = events_between(events, indicator, placed[0].x - pad, placed[-1].x + pad)
    return tuple(Event(x=x, title=title) for x, title in found)


def _comparator(
    comparator: pd.DataFrame | None,
    piece: Sequence[Point],
    indicator: Indicator,
    language: str,
) -> tuple[Line, ...]:
    """Keep the part of the comparator that stands beside the latest segment."""
    if comparator is None or comparator.empty or not piece:
        return ()
    dots = [
        Dot(
            x=timeline.position(str(row["period"]), indicator),
            period=sentences.period(str(row["period"]), language),
            y=float(row["value"]),
            written=numbers.measured(
                float(row["value"]), indicator.unit, indicator.decimals, language
            ),
        )
        for row in comparator.dropna(subset=["value"]).to_dict("records")
    ]
    beside = tuple(one for one in dots if piece[0].x <= one.x <= piece[-1].x)
    name = translator(language)("Jämförelse")
    return (Line(role=Role.COMPARATOR, name=name, dots=beside),) if beside else ()


def _levels(
    goal: Mapping[str, Any] | None,
    pieces: Sequence[Sequence[Point]],
    indicator: Indicator,
    language: str,
) -> tuple[Level, ...]:
    """Return the goal and the baseline, each over the segment it can be compared with."""
    if goal is None or not pieces[-1]:
        return ()
    begun = _baseline_start(goal, indicator)
    home = next((p for p in pieces if p and begun <= p[-1].x), pieces[-1])
    piece = home if sentences.state_of(goal) is State.BREAK else pieces[-1]
    span = (piece[0].x, piece[-1].x)
    found = _goal(goal, span, indicator, language)
    base = sentences.value_of(goal, "baseline_value")
    if base is not None and home is piece:
        written = numbers.measured(base, indicator.unit, indicator.decimals, language)
        name = translator(language)("Utgångsläget: {value}").format(value=written)
        start = max(span[0], min(begun, span[1]))
        found.append(Level(role=Role.BASELINE, name=name, y=base, start=start, end=span[1]))
    return tuple(found)


def _goal(
    goal: Mapping[str, Any],
    span: tuple[float, float],
    indicator: Indicator,
    language: str,
) -> list[Level]:
    asked = sentences.target(goal, indicator, language, short=True)
    name = translator(language)("Mål: {target}").format(target=asked)
    level = sentences.level_of(goal)
    if goal.get("form") == "band":
        bounds = [bound for bound in sentences.targets(goal) if bound is not None]
    else:
        bounds = [] if level is None or goal.get("form") == "hold" else [level]
    return [
        Level(role=Role.GOAL, name=name, y=bound, start=span[0], end=span[1])
        for bound in bounds
    ]


def _baseline_start(goal: Mapping[str, Any], indicator: Indicator) -> float:
    periods = sentences.listed(goal, "baseline_periods")
    return timeline.position(periods[0], indicator) if periods else -math.inf


def _verdict(
    goal: Mapping[str, Any] | None,
    piece: Sequence[Point],
    indicator: Indicator,
    language: str,
) -> Verdict | None:
    """Return the measurement the verdict stands on: the last assessed, or the last final."""
    measured = [point for point in piece if point.value is not None]
    if goal is None or not measured:
        return None
    named = [point for point in measured if point.period == goal.get("last_period")]
    final = [point for point in measured if not point.preliminary]
    judged = (named or final or measured)[-1]
    return verdict(dot(judged, indicator, language), goal, language)


def verdict(judged: Dot, goal: Mapping[str, Any], language: str) -> Verdict:
    """Put the state of a goal on a measurement."""
    state = sentences.state_of(goal)
    return Verdict(
        dot=judged, label=states.label(state, language), token=states.SIGNS[state].token
    )
