"""Measurements as lines: one per segment, and the comparator beside the latest of them."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from dashboard.charts.describe import timeline
from dashboard.charts.describe.chart import Cut, Dot, Line, Role, Verdict
from dashboard.text import numbers, sentences, states
from dashboard.text.language import translator
from metrics.definition.indicator import Indicator
from metrics.definition.period import parse_period
from metrics.methods.timeline import Point
from metrics.outcome.goal import Goal
from metrics.outcome.state import Group

CUT_NOTES = {
    "boundary": "Ny gräns",
    "question": "Ny fråga",
    "supplier": "Ny uppgiftslämnare",
    "definition": "Ny definition",
    "ladder": "Klasserna<br>görs om",
    "price": "Nytt prisläge",
    "reorganisation": "Ny organisation",
}
"""What happened at a cut, by the kind of break; ``<br>`` where the words part in two rows."""


Levels = Mapping[str, tuple[float, float]]
"""The limits that hold the level after a measurement, by its period."""


def levels_by_period(levels: pd.DataFrame | None) -> Levels:
    """Return the limits of `levels`, with ``period``, ``low`` and ``high``, by the period."""
    if levels is None or levels.empty:
        return {}
    return {
        str(row["period"]): (float(row["low"]), float(row["high"]))
        for row in levels.to_dict("records")
    }


def lines(
    pieces: Sequence[Sequence[Point]],
    indicator: Indicator,
    language: str,
    *,
    levels: Levels | None = None,
) -> tuple[Line, ...]:
    """Return one line per segment; what lies before a cut has a role of its own."""
    _ = translator(language)
    short = indicator.wording(language).short
    before = _("{what}, före omläggningen").format(what=short)
    found = [
        Line(
            role=Role.SERIES if place == len(pieces) - 1 else Role.EARLIER,
            name=short if place == len(pieces) - 1 else before,
            dots=tuple(dot(point, indicator, language, levels=levels) for point in piece),
        )
        for place, piece in enumerate(pieces)
    ]
    return tuple(line for line in found if line.dots)


def dot(
    point: Point, indicator: Indicator, language: str, *, levels: Levels | None = None
) -> Dot:
    """Describe one measurement."""
    return Dot(
        x=point.x,
        period=sentences.period(point.period, language),
        y=point.value,
        written=numbers.measured(point.value, indicator.unit, indicator.decimals, language),
        low=point.low,
        high=point.high,
        level=(levels or {}).get(point.period),
        n=point.n,
        preliminary=point.preliminary,
        inferred=point.inferred,
        unreleased=point.unreleased,
    )


def comparator_line(
    comparator: pd.DataFrame | None,
    piece: Sequence[Point],
    indicator: Indicator,
    language: str,
) -> tuple[Line, ...]:
    """Keep the part of the comparator that stands beside the latest segment.

    `comparator` has ``period`` and ``value``, in the indicator's unit.
    """
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


def named_cuts(where: Sequence[timeline.Cut], language: str) -> tuple[Cut, ...]:
    """Name what happened at each cut: ``Ny fråga 2016``."""
    _ = translator(language)
    return tuple(
        Cut(
            x=cut.x,
            year=cut.year,
            rows=tuple(f"{_(_note(cut))} {cut.year}".split("<br>")),
        )
        for cut in where
    )


def _note(cut: timeline.Cut) -> str:
    return CUT_NOTES.get(cut.kind, "Bruten serie")


def judged(known: Sequence[Point], goal: Goal) -> Point | None:
    """Return the measurement a state belongs to: of a loss or a watch the one it began with.

    Of other states, and where that one is not among the `known`, the last assessed; None where
    that is not known either.
    """
    at, since = goal.verdict, goal.verdict.since
    if since is not None and at.group in {Group.LOST, Group.WATCH}:
        begun = [point for point in known if since in {point.start, _end(point)}]
        if begun:
            return begun[0]
    return next((point for point in reversed(known) if point.period == at.last_period), None)


def _end(point: Point) -> date:
    return parse_period(point.period).end


def verdict(at: Dot, goal: Goal, language: str) -> Verdict:
    """Put the state of a goal on a measurement."""
    state = goal.verdict.state
    return Verdict(
        dot=at,
        state=state,
        label=states.label(state, language),
        token=states.SIGNS[state].token,
    )
