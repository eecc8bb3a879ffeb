"""Classes over time: words on the axis, a step line, and a cut where the scale was redone."""

from collections.abc import Sequence
from textwrap import wrap

from dashboard.charts.describe.chart import Chart, Dot, Level, Line, Role, Verdict
from dashboard.charts.plotly import parts
from dashboard.charts.plotly.canvas import Canvas
from dashboard.charts.theme import TARGET_DASH, Spec, figure, rule, text, tinted

_PLOT = 340
_LONGEST_NAME = 13


def draw_ladder(chart: Chart, *, dark: bool) -> Spec:
    """Draw described classes as steps; nothing is drawn across a cut."""
    canvas = Canvas.of(chart, dark)
    _rungs(canvas)
    for level in chart.levels:
        _goal_region(canvas, level)
    for place, line in enumerate((*chart.of(Role.EARLIER), *chart.of(Role.SERIES))):
        _piece(canvas, line, place)
    for row, cut in enumerate(reversed(chart.cuts)):
        canvas.shapes += parts.cut_shapes(cut.x, canvas.ink)
        canvas.labels.append(parts.cut_label(cut, canvas.room, canvas.ink, row))
    if chart.verdict is not None:
        _verdict(canvas, chart.verdict)
    shapes, labels = parts.event_parts(chart.events, canvas.room.x, _PLOT, canvas.ink)
    above = parts.above_for(chart.events)
    return figure(
        canvas.traces,
        dark=dark,
        language=chart.language,
        height=_PLOT + 44 + above,
        margin={"l": 4, "r": 16, "t": 10 + above, "b": 32},
        xaxis=parts.time_axis(chart.time, chart.dots),
        yaxis=_rung_axis(canvas),
        shapes=canvas.shapes + shapes,
        annotations=canvas.labels + labels,
    )


def _rung_axis(canvas: Canvas) -> Spec:
    """Write the classes as words; those the goal rules out are bold."""
    rungs = canvas.chart.rungs
    names = ["<br>".join(wrap(rung.name, _LONGEST_NAME)) for rung in rungs]
    return {
        "range": [-0.62, len(rungs) - 0.5],
        "tickvals": list(range(len(rungs))),
        "ticktext": [
            f"<b>{name}</b> " if rung.ruled_out else f"{name} "
            for name, rung in zip(names, rungs, strict=True)
        ],
        "showgrid": False,
        "tickfont": {"size": 14, "color": canvas.ink["text2"]},
    }


def _rungs(canvas: Canvas) -> None:
    """Draw a quiet line per class; one that was removed ends at the cut, and says so."""
    mildest_first = reversed(list(enumerate(canvas.chart.rungs)))
    for y, rung in mildest_first:
        end = canvas.right
        if rung.removed_at is not None:
            end = rung.removed_at
            words = canvas.translate("finns inte<br>längre")
            colour = canvas.ink.state["break"]["text"]
            canvas.labels.append(
                text(end, y, words, colour, size=13, anchor=("right", "top"), shift=(-9, -3))
            )
        line = rule((canvas.room.x[0], end), (y, y), canvas.ink["grid"], 1, layer="below")
        canvas.shapes.append(line)


def _goal_region(canvas: Canvas, level: Level) -> None:
    """Tint the classes that fulfil the goal, from the year it was set, and name the border."""
    accent, border, (left, right) = canvas.ink["accent"], level.y, canvas.room.x
    start = left if level.since is None else min(max(left, level.since), right)
    start = left if start > (left + right) / 2 else start
    canvas.shapes += [
        {
            "type": "rect",
            "x0": start,
            "x1": right,
            "y0": border,
            "y1": len(canvas.chart.rungs) - 1 + 0.45,
            "fillcolor": tinted(accent, 0.055),
            "line": {"width": 0},
            "layer": "below",
        },
        rule((start, right), (border, border), accent, 1.5, dash=TARGET_DASH),
    ]
    end = canvas.chart.cuts[-1].x if canvas.chart.cuts else right
    name = f"<b>{'<br>'.join(level.short)}</b>"
    canvas.labels.append(
        text(end, border, name, accent, size=12, anchor=("right", "top"), shift=(-9, -1))
    )


def _piece(canvas: Canvas, line: Line, place: int) -> None:
    """Draw one segment: ink before the last cut, grey and hollow after it."""
    after = _is_after(canvas.chart, line)
    verdict = canvas.chart.verdict
    for run in line.runs:
        _line(canvas, run, line, place, canvas.ink["axis"] if after else canvas.ink["accent"])
        unjudged = [dot for dot in run if verdict is None or dot != verdict.dot]
        if unjudged:
            canvas.traces.append(_markers(canvas, unjudged, after))
        _inferred(canvas, run)


def _is_after(chart: Chart, line: Line) -> bool:
    return bool(chart.cuts) and line.role is Role.SERIES


def _markers(canvas: Canvas, run: Sequence[Dot], hollow: bool) -> Spec:
    ink = canvas.ink
    outline = (
        {"color": ink["axis"], "width": 3} if hollow else {"color": ink.background, "width": 2}
    )
    return {
        "type": "scatter",
        "x": [dot.x for dot in run],
        "y": [dot.y for dot in run],
        "mode": "markers",
        "marker": {
            "symbol": "circle",
            "opacity": 1,
            "size": [9 if dot.inferred else 13 for dot in run],
            "color": ink.background if hollow else ink["accent"],
            "line": outline,
        },
        **parts.pointed(run, canvas.chart),
    }


def _line(canvas: Canvas, run: Sequence[Dot], line: Line, place: int, colour: str) -> None:
    """Draw the steps of a run, reaching towards the cut but never over it."""
    cuts, reach = canvas.chart.cuts, (canvas.right - canvas.room.x[0]) * 0.018
    xs, ys = [dot.x for dot in run], [dot.y for dot in run]
    ends = run[-1] is line.dots[-1]
    if place < len(cuts) and ends:
        xs, ys = [*xs, cuts[place].x - reach], [*ys, ys[-1]]
    if place > 0 and run[0] is line.dots[0]:
        xs, ys = [cuts[place - 1].x + 1.5 * reach, *xs], [ys[0], *ys]
    if place == len(cuts) and place > 0 and ends:
        xs, ys = [*xs, canvas.right - reach], [*ys, ys[-1]]
    canvas.traces.append(
        {
            "type": "scatter",
            "x": xs,
            "y": ys,
            "mode": "lines",
            "connectgaps": False,
            "line": {"color": colour, "width": 3.5, "shape": "hv"},
            "hoverinfo": "skip",
        }
    )


def _inferred(canvas: Canvas, run: Sequence[Dot]) -> None:
    words, colour, under = canvas.translate("härledd"), canvas.ink["text3"], ("center", "top")
    canvas.labels += [
        text(dot.x, dot.y or 0, words, colour, size=13, anchor=under, shift=(0, -9))
        for dot in run
        if dot.inferred
    ]


def _verdict(canvas: Canvas, verdict: Verdict) -> None:
    """Mark the class the verdict stands on with the state's shape, hollow after a cut."""
    hollow = any(cut.x < verdict.dot.x for cut in canvas.chart.cuts)
    canvas.traces.append(
        {
            **_markers(canvas, [verdict.dot], hollow),
            "marker": parts.state_marker(verdict.state, canvas.ink, hollow=hollow),
        }
    )
    words, y = verdict.label, verdict.dot.y or 0
    words = "<br>".join(words.rsplit(" ", 1))
    anchor, shift = (("center", "top"), -11) if y == 0 else (("center", "bottom"), 11)
    colour = canvas.ink.state[verdict.token]["text"]
    canvas.labels.append(
        text(verdict.dot.x, y, f"<b>{words}</b>", colour, anchor=anchor, shift=(0, shift))
    )
