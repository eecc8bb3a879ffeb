"""What a series is held against: its goal, its baseline and the areas it is compared with."""

from collections.abc import Sequence

from dashboard.charts.describe.chart import Dot, Level, Line, Role
from dashboard.charts.plotly.canvas import Canvas
from dashboard.charts.plotly.labels import Spot
from dashboard.charts.theme import (
    BASELINE_DASH,
    COMPARATOR_DASH,
    TARGET_DASH,
    Spec,
    rule,
    text,
    tinted,
)

_APART = 0.09
"""How far apart, as a share of the plot, two lines must end for both to have a label there."""

_ROWS = 0.16
"""The same where one of the labels has two rows."""


def level_parts(canvas: Canvas) -> None:
    """Draw the goal as a named line or band, and the baseline as a thin dotted line."""
    goals = [level for level in canvas.chart.levels if level.role is Role.GOAL]
    if len(goals) == 2:
        _band(canvas, goals)
    for level in goals:
        if len(goals) != 2:
            _level(canvas, level, canvas.ink["accent"], 1.75, TARGET_DASH)
    for level in goals:
        if level.named:
            _goal_name(canvas, level)
    for level in canvas.chart.levels:
        if level.role is Role.BASELINE:
            colour = canvas.ink["text3"]
            _level(canvas, level, colour, 1, BASELINE_DASH)
            along = _along(_span(canvas, level), level.y)
            if not canvas.label_if_free(level.name, along, colour):
                _name_in_margin(canvas, level, colour)


def _name_in_margin(canvas: Canvas, level: Level, colour: str) -> None:
    """Write the short name of a level after its end, unless a line ends there."""
    ends = [canvas.chart.last, *(line.dots[-1] for line in canvas.chart.of(Role.COMPARATOR))]
    heights = [dot.y or 0.0 for dot in ends if dot]
    heights += [canvas.chart.gap.middle] if canvas.chart.gap else []
    low, high = canvas.room.y
    near = [height for height in heights if abs(height - level.y) < _ROWS * (high - low)]
    if level.onwards and level.short and not near:
        words = "<br>".join(level.short)
        end = (canvas.right, level.y)
        canvas.labels.append(text(*end, words, colour, size=13, shift=(4, 0)))


def reserve(canvas: Canvas) -> None:
    """Keep other labels off the levels that are to be drawn."""
    for level in canvas.chart.levels:
        canvas.room.draw([(canvas.room.x[0], level.y), (canvas.right, level.y)])


def _span(canvas: Canvas, level: Level) -> tuple[float, float]:
    return level.start, canvas.right if level.onwards else level.end


def _band(canvas: Canvas, bounds: Sequence[Level]) -> None:
    accent, span = canvas.ink["accent"], _span(canvas, bounds[0])
    canvas.shapes.append(
        {
            "type": "rect",
            "x0": span[0],
            "x1": span[1],
            "y0": bounds[0].y,
            "y1": bounds[1].y,
            "fillcolor": tinted(accent, 0.055),
            "line": {"width": 0},
            "layer": "below",
        }
    )
    for bound in bounds:
        _level(canvas, bound, accent, 1.25, TARGET_DASH)


def _goal_name(canvas: Canvas, level: Level) -> None:
    accent = canvas.ink["accent"]
    spot = canvas.room.place(level.name, _along(_span(canvas, level), level.y))
    words = f"<b>{level.name}</b>"
    canvas.labels.append(
        text(spot.x, spot.y, words, accent, anchor=spot.anchor, shift=spot.shift)
    )


def _level(canvas: Canvas, level: Level, colour: str, width: float, dash: str) -> None:
    span = _span(canvas, level)
    canvas.shapes.append(rule(span, (level.y, level.y), colour, width, dash=dash))
    canvas.room.draw([(span[0], level.y), (span[1], level.y)])


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


def comparator_trace(canvas: Canvas, line: Line) -> Spec:
    """Draw the comparator thin, dotted and grey."""
    return {
        "type": "scatter",
        "x": [dot.x for dot in line.dots],
        "y": [dot.y for dot in line.dots],
        "mode": "lines",
        "line": {"color": canvas.ink["axis"], "width": 1.75, "dash": COMPARATOR_DASH},
    }


def comparator_parts(canvas: Canvas) -> None:
    """Draw the comparator, named at its end or where there is room along it."""
    for line in canvas.chart.of(Role.COMPARATOR):
        kept = [_place(dot) for dot in line.dots]
        canvas.room.draw(kept)
        canvas.traces.append({**comparator_trace(canvas, line), "hoverinfo": "skip"})
        end, last = kept[-1], canvas.chart.last
        low, high = canvas.room.y
        if last is None or abs(end[1] - (last.y or 0.0)) > _APART * (high - low):
            # In the margin, after the end of its line, as the value of the series stands.
            colour = canvas.ink["text3"]
            canvas.labels.append(text(*end, line.name, colour, size=13, shift=(6, 0)))
            continue
        canvas.label_if_free(line.name, _beside(kept), canvas.ink["text3"])


def _place(dot: Dot) -> tuple[float, float]:
    return dot.x, dot.y or 0.0


def _beside(kept: Sequence[tuple[float, float]]) -> list[Spot]:
    return [
        Spot(x, y, ("center", edge), (0, shift))
        for x, y in (kept[-1 - len(kept) // 6], kept[len(kept) // 2], kept[len(kept) // 4])
        for edge, shift in (("top", -4), ("bottom", 4))
    ]
