"""What a series is held against: its goal and its baseline, where each can be compared."""

import math
from collections.abc import Iterator, Sequence

from dashboard.charts.describe.chart import Level, Role
from dashboard.text import numbers, sentences
from dashboard.text.language import translator
from metrics.definition.indicator import Indicator
from metrics.methods.timeline import Point, position
from metrics.outcome.goal import Goal
from metrics.outcome.state import State


def levels(
    goal: Goal | None,
    pieces: Sequence[Sequence[Point]],
    indicator: Indicator,
    language: str,
    *,
    baseline: bool = True,
) -> tuple[Level, ...]:
    """Return the goal and the baseline, each over the segment it can be compared with.

    The goal stands in the latest segment, or before the cut when the series is broken; the
    baseline only where it was measured.
    """
    if goal is None or not pieces[-1]:
        return ()
    begun = _baseline_start(goal, indicator)
    home = next((p for p in pieces if p and begun <= p[-1].x), pieces[-1])
    piece = home if goal.verdict.state is State.BREAK else pieces[-1]
    onwards = piece is pieces[-1]
    found = list(_goal(goal, piece, indicator, language, onwards=onwards))
    base = goal.baseline_value
    if baseline and base is not None and home is piece:
        written = numbers.measured(base, indicator.unit, indicator.decimals, language)
        _ = translator(language)
        found.append(
            Level(
                role=Role.BASELINE,
                name=_("Utgångsläget: {value}").format(value=written),
                short=(_("Utgångsläge"), written),
                y=base,
                start=max(piece[0].x, min(begun, piece[-1].x)),
                end=piece[-1].x,
                onwards=onwards,
            )
        )
    return tuple(found)


def _goal(
    goal: Goal,
    piece: Sequence[Point],
    indicator: Indicator,
    language: str,
    *,
    onwards: bool,
) -> Iterator[Level]:
    """Yield the level of a goal, or both bounds of a band; a goal to hold has none."""
    level = goal.level
    if level is None or goal.form == "hold":
        return
    asked = sentences.target(goal, indicator, language, short=True)
    name = translator(language)("Mål: {target}").format(target=asked)
    bounds: Sequence[float | None] = (level,)
    if goal.form == "band":
        bounds = goal.targets
    for bound in bounds:
        if bound is not None:
            yield Level(
                role=Role.GOAL,
                name=name,
                y=bound,
                start=piece[0].x,
                end=piece[-1].x,
                onwards=onwards,
                named=bound == level,
            )


def _baseline_start(goal: Goal, indicator: Indicator) -> float:
    periods = goal.baseline_periods
    return position(periods[0], indicator) if periods else -math.inf
