"""Classes over time: the words are the values; the rung is only where they are drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.charts import plotly as figures
from dashboard.charts.describe import measurement_table, timeline
from dashboard.charts.describe.chart import Chart, Dot, Form, Level, Line, Role, same_words
from dashboard.charts.describe.series import described_cuts, dot, verdict
from dashboard.charts.describe.series import lines as described_lines
from dashboard.charts.describe.timeline import Point
from dashboard.text import sentences
from dashboard.text.language import translator
from metrics.definition.indicator import Indicator


def ladder(
    observations: pd.DataFrame,
    *,
    indicator: Indicator,
    goal: Mapping[str, Any] | None = None,
    breaks: pd.DataFrame | None = None,
    language: str,
) -> Chart:
    """Describe the classes of one area; `y` counts the rungs from the worst, 0."""
    placed = timeline.points(observations, indicator)
    where = timeline.cuts(breaks, observations, placed)
    about = {"indicator": indicator, "goal": goal, "breaks": breaks, "language": language}
    rungs = sorted(indicator.ladder, key=lambda step: -step.severity)
    places = {step.code: place for place, step in enumerate(rungs)}
    lines = _on_rungs(timeline.segments(placed, where), places, indicator, language)
    return Chart(
        form=Form.STEPS,
        name=indicator.wording(language).name,
        caption=same_words(indicator.wording(language).numerator),
        alt=figures.alt_ladder(observations, **about),  # type: ignore[arg-type]
        decimals=0,
        language=language,
        table=measurement_table.short(observations, indicator, language),
        draw=lambda dark: figures.ladder(observations, dark=dark, **about),  # type: ignore[arg-type]
        lines=lines,
        levels=_goal(goal, places, placed, language),
        cuts=described_cuts(where, language),
        rungs=tuple(sentences.class_name(step.code, indicator, language) for step in rungs),
        verdict=_verdict(goal, placed, places, indicator, language),
    )


def _on_rungs(
    pieces: Sequence[Sequence[Point]],
    places: Mapping[str, int],
    indicator: Indicator,
    language: str,
) -> tuple[Line, ...]:
    found = described_lines(pieces, indicator, language)
    filled = [piece for piece in pieces if piece]
    return tuple(
        replace(
            line, dots=tuple(_stepped(point, places, indicator, language) for point in piece)
        )
        for line, piece in zip(found, filled, strict=True)
    )


def _stepped(
    point: Point, places: Mapping[str, int], indicator: Indicator, language: str
) -> Dot:
    place = places.get(point.class_code)
    return replace(
        dot(point, indicator, language),
        y=None if place is None else float(place),
        written=sentences.class_name(point.class_code, indicator, language),
    )


def _goal(
    goal: Mapping[str, Any] | None,
    places: Mapping[str, int],
    placed: Sequence[Point],
    language: str,
) -> tuple[Level, ...]:
    """Draw the border under the classes that fulfil the goal, where it can be drawn."""
    kept = sentences.listed(goal, "target_classes") if goal is not None else []
    fulfil = [places[code] for code in kept if code in places]
    if goal is None or not fulfil or not placed:
        return ()
    _, due = translator(language), sentences.day_of(goal, "target_due")
    name = _("Målet {year}: ovanför linjen").format(year=due.year) if due else ""
    return (
        Level(
            role=Role.GOAL,
            name=name or _("Målet: ovanför linjen"),
            y=min(fulfil) - 0.5,
            start=placed[0].x,
            end=placed[-1].x,
        ),
    )


def _verdict(
    goal: Mapping[str, Any] | None,
    placed: Sequence[Point],
    places: Mapping[str, int],
    indicator: Indicator,
    language: str,
) -> Any:
    known = [point for point in placed if point.class_code in places]
    if goal is None or not known:
        return None
    named = [point for point in known if point.period == goal.get("last_period")]
    return verdict(_stepped((named or known)[-1], places, indicator, language), goal, language)
