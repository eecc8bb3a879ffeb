"""A value over time: the series, its goal, and how sure we are."""

from collections.abc import Sequence

from dashboard.charts.describe.chart import Chart, Dot, Line, Role, Verdict
from dashboard.charts.plotly import parts
from dashboard.charts.plotly.canvas import Canvas
from dashboard.charts.plotly.goal_lines import comparator_parts, level_parts, reserve
from dashboard.charts.plotly.labels import Spot
from dashboard.charts.theme import Spec, figure, rule, text, tinted

_PLOT = 330
_SMALL_PLOT = 200
_LEGIBLE = 0.3
"""How much of the plot a fall must be for its size to have room beside it."""

_MANY = 60
"""Measurements that would be one thick line on a phone, if each had a dot."""

RIGHT = 78
"""Pixels to the right of the plot, for the value of the last measurement."""


def draw_series(chart: Chart, *, dark: bool) -> Spec:
    """Draw a described series: nothing across a cut, a gap where a value is missing."""
    canvas = Canvas.of(chart, dark)
    for line in chart.of(Role.EARLIER):
        _segment(canvas, line)
    for line in chart.of(Role.SERIES):
        _segment(canvas, line)
    _cut_parts(canvas)
    reserve(canvas)
    _ends(canvas, word=True)
    comparator_parts(canvas)
    level_parts(canvas)
    return _finished(canvas, dark, _PLOT, above=12)


def draw_small_line(chart: Chart, *, dark: bool) -> Spec:
    """Draw a described series small: line, comparator, levels, last value and events."""
    canvas = Canvas.of(chart, dark)
    for line in chart.of(Role.SERIES):
        _segment(canvas, line, markers=False)
    _ends(canvas, word=False)
    _gap(canvas)
    comparator_parts(canvas)
    level_parts(canvas)
    return _finished(canvas, dark, _SMALL_PLOT, above=10)


def _segment(canvas: Canvas, line: Line, *, markers: bool = True) -> None:
    """Draw the ribbon and the line of one segment; a gap where a value is missing."""
    ink, old = canvas.ink, line.role is Role.EARLIER
    for run in line.runs:
        _ribbon(canvas, run, tinted(ink["glyph"], 0.12) if old else ink["ribbon"])
        canvas.room.draw([(dot.x, dot.y or 0.0) for dot in run])
    spaced = parts.with_gaps(line.runs)
    if not spaced:
        return
    colour, width = (ink["axis"], 2) if old else (ink["accent"], 3)
    alone = any(len(run) == 1 for run in line.runs)
    canvas.traces.append(
        {
            **parts.line_through(spaced, "lines+markers" if markers or alone else "lines"),
            "line": {"color": colour, "width": width},
            "marker": _markers(spaced, colour, width, ink.background),
            **parts.pointed(spaced, canvas.chart),
        }
    )


def _markers(spaced: Sequence[Dot | None], colour: str, width: int, ground: str) -> Spec:
    """Mark each measurement, of very many no wider than their line; preliminary is hollow."""
    filled = width if len(spaced) > _MANY else 5 + width / 1.5
    hollow = [dot is not None and dot.preliminary for dot in spaced]
    return {
        "opacity": 1,
        "size": [9 if empty else filled for empty in hollow],
        "color": [ground if empty else colour for empty in hollow],
        "line": {"color": colour, "width": [2 if empty else 0 for empty in hollow]},
    }


def _ribbon(canvas: Canvas, run: Sequence[Dot], fill: str) -> None:
    """Draw the ribbon of one unbroken run: the upper edge, the lower filled to it."""
    edges = [(dot.x, edge) for dot in run if (edge := canvas.chart.ribbon_at(dot)) is not None]
    if len(edges) == 1:
        ((x, edge),) = edges
        canvas.shapes.append(rule((x, x), edge, canvas.ink["axis"], 1.5))
        canvas.room.draw([(x, height) for height in edge])
    if len(edges) >= 2:
        canvas.traces += parts.ribbon(edges, fill)


def _cut_parts(canvas: Canvas) -> None:
    for row, cut in enumerate(reversed(canvas.chart.cuts)):
        canvas.shapes += parts.cut_shapes(cut.x, canvas.ink)
        canvas.labels.append(parts.cut_label(cut, canvas.room, canvas.ink, row))
        canvas.room.draw([(cut.x, canvas.room.y[0]), (cut.x, canvas.room.y[1])])


def _ends(canvas: Canvas, *, word: bool) -> None:
    """Mark the judged measurement with its state, and write the last value at the end."""
    last, verdict = canvas.chart.last, canvas.chart.verdict
    if last is None:
        return
    colour = canvas.ink["accent"]
    if verdict is not None:
        colour = canvas.ink.state[verdict.token]["text"]
        _mark(canvas, verdict)
        if word:
            _state_label(canvas, verdict, colour)
    note = "<br>" + canvas.translate("prel.") if last.preliminary else ""
    words = f"<b>{last.written}</b>{note}"
    canvas.labels.append(text(last.x, last.y or 0.0, words, colour, size=16, shift=(14, 0)))


def _gap(canvas: Canvas) -> None:
    """Draw how far the last value has fallen as an upright with its size beside."""
    gap, verdict = canvas.chart.gap, canvas.chart.verdict
    if gap is None or verdict is None:
        return
    ink, (low, high) = canvas.ink.state[verdict.token], canvas.room.y
    canvas.shapes.append(rule((gap.x, gap.x), (gap.start, gap.end), ink["mark"], 2))
    canvas.room.draw([(gap.x, gap.start), (gap.x, gap.end)])
    if abs(gap.start - gap.end) > _LEGIBLE * (high - low):
        words = f"<b>{gap.words}</b>"
        canvas.labels.append(
            text(gap.x, gap.middle, words, ink["text"], size=18, shift=(14, 0))
        )


def _mark(canvas: Canvas, verdict: Verdict) -> None:
    canvas.traces.append(
        {
            "type": "scatter",
            "x": [verdict.dot.x],
            "y": [verdict.dot.y],
            "mode": "markers",
            "marker": parts.state_marker(verdict.state, canvas.ink),
            **parts.pointed([verdict.dot], canvas.chart),
        }
    )


def _state_label(canvas: Canvas, verdict: Verdict, colour: str) -> None:
    """Write the state beside its measurement, on the side the line does not come from."""
    x, value = verdict.dot.x, verdict.dot.y or 0.0
    measured = [dot for line in canvas.chart.of(Role.SERIES) for dot in line.measured]
    before = [dot.y or 0.0 for dot in measured if dot.x < x]
    rising = bool(before) and before[-1] < value
    near, far = [("bottom", 12), ("top", -12)], [("bottom", 36), ("top", -36)]
    spots = [
        Spot(x, value, (side, edge), (8 if side == "right" else 0, shift))
        for edge, shift in (*(near if rising else near[::-1]), *far)
        for side in ("right", "center")
    ]
    spot = canvas.room.place(verdict.label, spots)
    words = f"<b>{verdict.label}</b>"
    canvas.labels.append(
        text(spot.x, spot.y, words, colour, size=15, anchor=spot.anchor, shift=spot.shift)
    )


def _finished(canvas: Canvas, dark: bool, plot: int, *, above: int) -> Spec:
    """Add axes and events; `plot` is the height of the plot and `above` the air over it."""
    chart, values = canvas.chart, parts.value_axis(canvas.chart.values)
    shapes, labels = parts.event_parts(chart.events, canvas.room.x, plot, canvas.ink)
    above += parts.above_for(chart.events)
    return figure(
        canvas.traces,
        dark=dark,
        language=chart.language,
        height=plot + above + 32,
        margin={"l": parts.left_of(values), "r": RIGHT, "t": above, "b": 32},
        xaxis={**parts.time_axis(chart.time, chart.dots), "automargin": False},
        yaxis={**values, "automargin": False},
        shapes=canvas.shapes + shapes,
        annotations=canvas.labels + labels,
    )
