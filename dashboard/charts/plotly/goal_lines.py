"""What a series is held against: its goal, its baseline and the areas it is compared with."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.charts.describe.labels import Spot
from dashboard.charts.describe.timeline import Point, position
from dashboard.charts.plotly.canvas import Canvas
from dashboard.charts.theme import (
    BASELINE_DASH,
    COMPARATOR_DASH,
    TARGET_DASH,
    rule,
    text,
    tinted,
)
from dashboard.text import numbers, sentences
from metrics.definition.indicator import Indicator
from metrics.outcome.state import State


def goal_parts(
    canvas: Canvas,
    goal: Mapping[str, Any] | None,
    pieces: Sequence[Sequence[Point]],
    *,
    baseline: bool = True,
) -> None:
    """Draw the goal as a named line or band, and the baseline as a thin dotted line.

    The goal stands where values are held against it: in the latest segment, or before the cut
    when the series is broken. The baseline stands only where it can be compared.
    """
    if goal is None or not pieces[-1]:
        return
    begun = _baseline_start(goal, canvas.indicator)
    home = next((p for p in pieces if p and begun <= p[-1].x), pieces[-1])
    broken = sentences.state_of(goal) is State.BREAK
    piece = home if broken else pieces[-1]
    span = (piece[0].x, canvas.right if piece is pieces[-1] else piece[-1].x)
    if goal.get("form") == "band":
        _band(canvas, goal, span)
    if sentences.level_of(goal) is not None and goal.get("form") != "hold":
        _named_goal(canvas, goal, span)
    if baseline and home is piece:
        _baseline(canvas, goal, (max(span[0], min(begun, span[1])), span[1]))


def reserve(canvas: Canvas, goal: Mapping[str, Any] | None) -> None:
    """Keep other labels off the levels that are to be drawn."""
    if goal is None:
        return
    for level in (*sentences.targets(goal), sentences.value_of(goal, "baseline_value")):
        if level is not None:
            canvas.room.draw([(canvas.room.x[0], level), (canvas.right, level)])


def _baseline_start(goal: Mapping[str, Any], indicator: Indicator) -> float:
    periods = sentences.listed(goal, "baseline_periods")
    return position(periods[0], indicator) if periods else -math.inf


def _band(canvas: Canvas, goal: Mapping[str, Any], span: tuple[float, float]) -> None:
    accent, (low, high) = canvas.ink["accent"], sentences.targets(goal)
    if low is None or high is None:
        return
    canvas.shapes.append(
        {
            "type": "rect",
            "x0": span[0],
            "x1": span[1],
            "y0": low,
            "y1": high,
            "fillcolor": tinted(accent, 0.055),
            "line": {"width": 0},
            "layer": "below",
        }
    )
    for bound in (low, high):
        _level(canvas, span, bound, accent, 1.25, TARGET_DASH)


def _named_goal(canvas: Canvas, goal: Mapping[str, Any], span: tuple[float, float]) -> None:
    accent, level = canvas.ink["accent"], sentences.level_of(goal) or 0.0
    asked = sentences.target(goal, canvas.indicator, canvas.language, short=True)
    words = canvas.translate("Mål: {target}").format(target=asked)
    if goal.get("form") != "band":
        _level(canvas, span, level, accent, 1.75, TARGET_DASH)
    spot = canvas.room.place(words, _along(span, level))
    canvas.labels.append(
        text(spot.x, spot.y, f"<b>{words}</b>", accent, anchor=spot.anchor, shift=spot.shift)
    )


def _baseline(canvas: Canvas, goal: Mapping[str, Any], span: tuple[float, float]) -> None:
    base = sentences.value_of(goal, "baseline_value")
    if base is None:
        return
    colour, indicator = canvas.ink["text3"], canvas.indicator
    written = numbers.measured(base, indicator.unit, indicator.decimals, canvas.language)
    words = canvas.translate("Utgångsläget: {value}").format(value=written)
    _level(canvas, span, base, colour, 1, BASELINE_DASH)
    _label_if_free(canvas, words, _along(span, base), colour)


def _level(
    canvas: Canvas,
    span: tuple[float, float],
    level: float,
    colour: str,
    width: float,
    dash: str,
) -> None:
    canvas.shapes.append(rule(span, (level, level), colour, width, dash=dash))
    canvas.room.draw([(span[0], level), (span[1], level)])


def _along(span: tuple[float, float], level: float) -> list[Spot]:
    """List the places along a level where its name can stand, best first."""
    start, end = span
    middle = (start + end) / 2
    places: list[tuple[float, str]] = [(start, "left"), (end, "right"), (middle, "center")]
    return [
        Spot(x, level, (side, edge), (2 if side == "left" else 0, shift))
        for edge, shift in (("bottom", 3), ("top", -3))
        for x, side in places
    ]


def comparator_parts(
    canvas: Canvas, comparator: pd.DataFrame | None, piece: Sequence[Point]
) -> None:
    """Draw the comparator thin, dotted and grey, from the same segment only."""
    if comparator is None or comparator.empty or not piece:
        return
    xs = [position(str(period), canvas.indicator) for period in comparator["period"]]
    kept = [
        (x, float(value))
        for x, value in zip(xs, comparator["value"], strict=True)
        if piece[0].x <= x <= piece[-1].x and value == value
    ]
    if not kept:
        return
    canvas.room.draw(kept)
    words = canvas.translate("Jämförelse")
    canvas.traces.append(
        {
            "type": "scatter",
            "x": [x for x, _ in kept],
            "y": [y for _, y in kept],
            "mode": "lines",
            "line": {"color": canvas.ink["axis"], "width": 1.75, "dash": COMPARATOR_DASH},
            "hoverinfo": "skip",
        }
    )
    end, value = kept[-1], next((p.value for p in reversed(piece) if p.value is not None), None)
    high, low = canvas.room.y[1], canvas.room.y[0]
    if value is None or abs(end[1] - value) > _APART * (high - low):
        # In the margin, after the end of its line, as the value of the series stands.
        colour = canvas.ink["text3"]
        canvas.labels.append(text(*end, words, colour, size=13, shift=(6, 0)))
        return
    spots = [
        Spot(x, y, ("center", edge), (0, shift))
        for x, y in (kept[-1 - len(kept) // 6], kept[len(kept) // 2], kept[len(kept) // 4])
        for edge, shift in (("top", -4), ("bottom", 4))
    ]
    _label_if_free(canvas, words, spots, canvas.ink["text3"])


_APART = 0.09
"""How far apart, as a share of the plot, two lines must end for both to have a label there."""


def _label_if_free(canvas: Canvas, words: str, spots: Sequence[Spot], colour: str) -> None:
    spot = canvas.room.place_if_free(words, spots)
    if spot is not None:
        canvas.labels.append(
            text(spot.x, spot.y, words, colour, anchor=spot.anchor, shift=spot.shift)
        )
