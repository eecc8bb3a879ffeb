"""Small multiples: one area per panel, all on the same scale."""

from collections.abc import Sequence
from textwrap import wrap

from dashboard.charts.describe.chart import Chart, Dot, Form, Line, Role
from dashboard.charts.plotly import parts
from dashboard.charts.plotly.canvas import Canvas
from dashboard.charts.plotly.goal_lines import comparator_trace, level_parts
from dashboard.charts.theme import Spec, figure, text, tinted

_PLOT = 150
_ENDS = 62
"""Pixels on either side of a plot without a scale, for the values at the ends of its lines."""

_LINE = 17
"""Pixels between two values at the same end."""
_RIGHT = 62
_FEW = 24
"""Measurements up to which each is marked, on the line and on the axis."""


def draw_panel(chart: Chart, *, dark: bool) -> Spec:
    """Draw a described panel: its line, its own goal, the comparator and the last value."""
    canvas, ordinal = Canvas.of(chart, dark), chart.form is Form.STEPS
    for line in chart.of(Role.COMPARATOR):
        _comparator(canvas, line)
    for line in (*chart.of(Role.EARLIER), *chart.of(Role.SERIES)):
        _line(canvas, line)
    for cut in chart.cuts:
        canvas.shapes += parts.cut_shapes(cut.x, canvas.ink)
    if not ordinal:
        level_parts(canvas)
        _last_value(canvas)
    return figure(
        canvas.traces,
        dark=dark,
        language=chart.language,
        height=_PLOT + 40,
        margin={"l": 4, "r": 8 if ordinal else _RIGHT, "t": 8, "b": 32},
        xaxis=_time_axis(chart),
        yaxis=_class_axis(chart) if ordinal else parts.value_axis(chart.values),
        shapes=canvas.shapes,
        annotations=canvas.labels,
    )


def draw_ends(chart: Chart, *, dark: bool) -> Spec:
    """Draw a described panel without a scale: the values stand at the ends of its lines."""
    canvas = Canvas.of(chart, dark)
    for line in chart.of(Role.COMPARATOR):
        _comparator(canvas, line)
    for line in (*chart.of(Role.EARLIER), *chart.of(Role.SERIES)):
        _line(canvas, line)
    for cut in chart.cuts:
        canvas.shapes += parts.cut_shapes(cut.x, canvas.ink)
    _values_at_ends(canvas)
    return figure(
        canvas.traces,
        dark=dark,
        language=chart.language,
        height=_PLOT,
        margin={"l": _ENDS, "r": _ENDS, "t": 12, "b": 28},
        xaxis={**_time_axis(chart), "automargin": False},
        yaxis={"range": list(chart.values.span), "visible": False},
        shapes=canvas.shapes,
        annotations=canvas.labels,
    )


def _values_at_ends(canvas: Canvas) -> None:
    """Write where the line began and where it is now, and where the comparator is."""
    dots = [dot for line in canvas.chart.of(Role.SERIES) for dot in line.measured]
    if not dots:
        return
    ink, first, last = canvas.ink, dots[0], dots[-1]
    began = text(
        first.x, first.y or 0.0, first.written, ink["text3"],
        anchor=("right", "middle"), shift=(-8, 0),
    )  # fmt: skip
    canvas.labels += [
        began,
        text(last.x, last.y or 0.0, f"<b>{last.written}</b>", ink["accent"], shift=(8, 0)),
    ]
    for line in canvas.chart.of(Role.COMPARATOR):
        end = line.dots[-1]
        up = _clear_of(canvas, last.y or 0.0, end.y or 0.0)
        canvas.labels.append(
            text(end.x, end.y or 0.0, end.written, ink["text3"], size=13, shift=(8, up))
        )


def _clear_of(canvas: Canvas, taken: float, height: float) -> float:
    """Return how many pixels a value must be moved so as not to lie on another one."""
    low, high = canvas.room.y
    apart = (height - taken) / (high - low) * (_PLOT - 40)
    if abs(apart) >= _LINE:
        return 0.0
    return (_LINE if apart >= 0 else -_LINE) - apart


def _line(canvas: Canvas, line: Line) -> None:
    """Draw one segment; a gap where a value is missing, grey before a cut."""
    old, steps = line.role is Role.EARLIER, canvas.chart.form is Form.STEPS
    colour = canvas.ink["axis"] if old else canvas.ink["accent"]
    for run in line.runs:
        if not steps:
            _ribbon(canvas, run)
        canvas.room.draw([(dot.x, dot.y or 0.0) for dot in run])
    drawn = parts.with_gaps(line.runs)
    if not drawn:
        return
    canvas.traces.append(
        {
            **parts.line_through(drawn, "lines"),
            "line": {
                "color": colour,
                "width": 1.75 if old else 2.5,
                "shape": "hv" if steps else "linear",
            },
            **_marks(drawn, colour, canvas.ink.background, steps),
            **parts.pointed(drawn, canvas.chart),
        }
    )


def _marks(drawn: Sequence[Dot | None], colour: str, ground: str, steps: bool) -> Spec:
    """Mark measurements; what is preliminary is hollow. None where a line shows them all."""
    sizes = _sizes(drawn, steps)
    if not any(sizes):
        return {}
    fill = [ground if dot is None or dot.preliminary else colour for dot in drawn]
    line = {"color": colour, "width": 1.5}
    return {
        "mode": "lines+markers",
        "marker": {"color": fill, "opacity": 1, "size": sizes, "line": line},
    }


def _sizes(drawn: Sequence[Dot | None], steps: bool) -> list[int]:
    """Mark every measurement where there are few; otherwise only those that a line hides."""
    few, size = len(drawn) <= _FEW or steps, 7 if len(drawn) < 12 or steps else 4
    alone = [
        dot is not None
        and (place == 0 or drawn[place - 1] is None)
        and (place == len(drawn) - 1 or drawn[place + 1] is None)
        for place, dot in enumerate(drawn)
    ]
    return [
        size if few or lonely or (dot is not None and dot.preliminary) else 0
        for dot, lonely in zip(drawn, alone, strict=True)
    ]


def _ribbon(canvas: Canvas, run: Sequence[Dot]) -> None:
    known = [(dot.x, edge) for dot in run if (edge := canvas.chart.ribbon_at(dot)) is not None]
    if len(known) >= 2:
        canvas.traces += parts.ribbon(known, tinted(canvas.ink["glyph"], 0.16))


def _comparator(canvas: Canvas, line: Line) -> None:
    """Draw what the area is compared with; it has no label, so the pointer says it."""
    canvas.room.draw([(dot.x, dot.y or 0.0) for dot in line.dots])
    said = canvas.translate("Jämförelse: {value}")
    canvas.traces.append(
        {
            **comparator_trace(canvas, line),
            "hovertext": [said.format(value=dot.written) for dot in line.dots],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
    )


def _last_value(canvas: Canvas) -> None:
    last = canvas.chart.last
    if last is not None:
        words = f"<b>{last.written}</b>"
        label = text(last.x, last.y or 0.0, words, canvas.ink["accent"], shift=(8, 0))
        canvas.labels.append(label)


def _time_axis(chart: Chart) -> Spec:
    axis = parts.time_axis(chart.time, chart.dots)
    return {**axis, "minor": {"ticks": ""}} if len(chart.dots) > _FEW else axis


def _class_axis(chart: Chart) -> Spec:
    return {
        "range": list(chart.values.span),
        "tickvals": list(range(len(chart.rungs))),
        "ticktext": ["<br>".join(wrap(rung.name, 13)) + " " for rung in chart.rungs],
        "tickfont": {"size": 12},
    }
