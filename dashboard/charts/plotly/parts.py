"""The parts every chart over time shares: cuts, events, axes, markers, hover texts."""

from collections.abc import Iterable, Sequence

from dashboard.charts.describe.chart import Axis, Chart, Cut, Dot, Event, Stack
from dashboard.charts.describe.events import MOST_TITLED
from dashboard.charts.describe.timeline import Placed
from dashboard.charts.plotly.labels import Room
from dashboard.charts.theme import EVENT_DASH, Palette, Spec, figure, rule, text
from dashboard.text import numbers
from dashboard.text.language import translator
from dashboard.text.states import SIGNS
from metrics.outcome.state import State

_LONGEST_EVENT = 30
_UNDER_STRIP = 32
EVENT_ROW = 19

_MOST_MARKS = 100
"""So many marks along an axis can be told apart."""


def strip(
    traces: Sequence[Spec],
    time: Axis,
    measured: Sequence[Placed],
    *,
    top: float,
    height: int,
    margins: tuple[int, int, int],
    dark: bool,
    language: str,
    shapes: Sequence[Spec],
    labels: Sequence[Spec],
) -> Spec:
    """Draw a strip of bars from 0 to `top` under a series, with the same years in line.

    `margins` are those to the left, to the right and above; `height` is that of the plot.
    """
    left, right, above = margins
    return figure(
        list(traces),
        dark=dark,
        language=language,
        height=height + above + _UNDER_STRIP,
        margin={"l": left, "r": right, "t": above, "b": _UNDER_STRIP},
        xaxis={**time_axis(time, measured), "automargin": False},
        yaxis={"range": [0, top], "tickvals": [0], "ticktext": ["0 "], "automargin": False},
        shapes=list(shapes),
        annotations=list(labels),
    )


def with_gaps(runs: Iterable[Sequence[Dot]]) -> list[Dot | None]:
    """Return the measurements of unbroken runs, with None where one ends."""
    spaced: list[Dot | None] = []
    for run in runs:
        spaced += [None, *run] if spaced else run
    return spaced


def line_through(spaced: Sequence[Dot | None], mode: str = "lines+markers") -> Spec:
    """Draw a line through measurements that is never joined across a gap."""
    return {
        "type": "scatter",
        "x": [None if dot is None else dot.x for dot in spaced],
        "y": [None if dot is None else dot.y for dot in spaced],
        "mode": mode,
        "connectgaps": False,
    }


def cut_note(cut: Cut) -> str:
    """Write what happened at a cut in a few words: ``‖ Ny fråga 2016``."""
    return f"<b>‖{numbers.NO_BREAK}{'<br>'.join(cut.rows)}</b>"


def cut_shapes(x: float, ink: Palette) -> list[Spec]:
    """Draw a cut: two bars over a gap in the background colour, as wide on every screen."""
    mark = ink.state["break"]["mark"]
    return [
        _upright(x, -4, 4, ink.background),
        _upright(x, -5, -3, mark),
        _upright(x, 3, 5, mark),
    ]


def _upright(x: float, left: int, right: int, colour: str) -> Spec:
    """Return a full-height bar from `left` to `right` pixels beside `x`."""
    return {
        "type": "rect",
        "xsizemode": "pixel",
        "xanchor": x,
        "x0": left,
        "x1": right,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "fillcolor": colour,
        "line": {"width": 0},
        "layer": "above",
    }


def cut_label(cut: Cut, room: Room, ink: Palette, row: int) -> Spec:
    """Write the note of a cut at the top, on the side where there is room."""
    share = (cut.x - room.x[0]) / (room.x[1] - room.x[0])
    side = ("right", -9) if share > 0.42 else ("left", 9)
    return text(
        cut.x,
        1,
        cut_note(cut),
        ink.state["break"]["text"],
        anchor=(side[0], "top"),
        shift=(side[1], -20 * row),
        yref="paper",
    )


def event_parts(
    events: Sequence[Event], x_range: tuple[float, float], plot: int, ink: Palette
) -> tuple[list[Spec], list[Spec]]:
    """Draw events as dotted verticals: each title in a row of its own, all numbers in one."""
    shapes, labels = [], []
    for place, event in enumerate(reversed(events)):
        x = event.x
        share = (x - x_range[0]) / (x_range[1] - x_range[0])
        row, anchor = place, "left" if share < 0.35 else "right" if share > 0.6 else "center"
        if len(events) > MOST_TITLED:
            row, anchor = 0, "center"
        top = 1 + (row * EVENT_ROW + 3) / plot
        shapes.append(
            rule(
                (x, x),
                (0, top),
                ink["axis"],
                1,
                dash=EVENT_DASH,
                yref="paper",
                layer="below",
            )
        )
        labels.append(
            text(
                x,
                top,
                shortened(event.title),
                ink["text3"],
                anchor=(anchor, "bottom"),
                yref="paper",
            )
        )
    return shapes, labels


def above_for(events: Sequence[Event]) -> int:
    """Return the pixels that the labels of events need above a chart."""
    return EVENT_ROW * (len(events) if len(events) <= MOST_TITLED else 1)


def ribbon(edges: Sequence[tuple[float, tuple[float, float]]], fill: str) -> list[Spec]:
    """Draw where a ribbon is: its upper edges, and its lower ones filled up to those."""
    edge: Spec = {
        "type": "scatter",
        "x": [x for x, _edge in edges],
        "mode": "lines",
        "line": {"width": 0},
        "hoverinfo": "skip",
    }
    return [
        {**edge, "y": [high for _x, (_low, high) in edges]},
        {
            **edge,
            "y": [low for _x, (low, _high) in edges],
            "fill": "tonexty",
            "fillcolor": fill,
        },
    ]


def stacked_bar(chart: Chart, stack: Stack, colour: str | list[str], ink: Palette) -> Spec:
    """Draw one part of every whole, a bar per category, that says its name and its share."""
    return {
        "type": "bar",
        "orientation": "h",
        "x": list(stack.amounts),
        "y": list(range(len(chart.categories))),
        "marker": {"color": colour, "line": {"color": ink.background, "width": 2}},
        "hovertext": [
            f"<b>{label}</b><br>{stack.name}: {written}"
            for label, written in zip(chart.categories, stack.written, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def shortened(title: str) -> str:
    """Cut a title at a word, so that it fits above a chart on a phone."""
    if len(title) <= _LONGEST_EVENT:
        return title
    return title[: _LONGEST_EVENT - 1].rsplit(" ", 1)[0].rstrip(",.") + "…"


def time_axis(axis: Axis, placed: Sequence[Placed]) -> Spec:
    """Write the years, with small marks for the measurements that have none.

    Of so many that the marks would be one line there are none.
    """
    measured = sorted({one.x for one in placed})
    marks = {"tickvals": measured, "ticks": "outside", "ticklen": 3}
    return {
        "range": list(axis.span),
        "tickvals": [x for x, _words in axis.ticks],
        "ticktext": [words for _x, words in axis.ticks],
        "tickangle": 0,
        "minor": marks if len(measured) <= _MOST_MARKS else {"ticks": ""},
    }


def value_axis(axis: Axis) -> Spec:
    """Write the values, with a little air after each."""
    return {
        "range": list(axis.span),
        "tickvals": [value for value, _words in axis.ticks],
        "ticktext": [f"{words} " for _value, words in axis.ticks],
    }


def left_of(values: Spec) -> int:
    """Return the pixels that the names on a value axis need, so that charts can be aligned."""
    longest = max((len(words.strip()) for words in values["ticktext"]), default=1)
    return 12 + 8 * longest


def state_marker(state: State, ink: Palette, *, hollow: bool = False) -> Spec:
    """Draw the judged measurement with the shape and colour of its state."""
    sign = SIGNS[state]
    colours = ink.state[sign.token]
    is_open = hollow or state is State.WATCH or not sign.marker
    return {
        "symbol": sign.marker or "circle",
        "size": 14 if is_open else 16,
        "color": ink.background if is_open else colours["mark"],
        "line": {"color": colours["mark"], "width": 3 if is_open else 0},
    }


def hover(dot: Dot, chart: Chart) -> str:
    """Write what the pointer shows: period, value, interval, answers, status."""
    _ = translator(chart.language)
    lines = [f"<b>{dot.period}</b>", dot.written]
    if dot.low is not None and dot.high is not None:
        bounds = numbers.span(dot.low, dot.high, chart.decimals, chart.language)
        lines.append(_("95\u00a0% osäkerhet: {span}").format(span=bounds))
    if dot.level is not None:
        bounds = numbers.span(*dot.level, chart.decimals, chart.language)
        lines.append(_("Nivån: {span}").format(span=bounds))
    if dot.n is not None:
        lines.append(_("{n} svar").format(n=numbers.number(dot.n, 0, chart.language)))
    if dot.preliminary:
        lines.append(_("preliminärt"))
    if dot.inferred:
        lines.append(_("härledd klass"))
    if dot.unreleased:
        lines.append(_("ej släppt"))
    return "<br>".join(lines)


def pointed(dots: Sequence[Dot | None], chart: Chart) -> Spec:
    """Return what the pointer shows at each measurement of a trace, nothing at a gap."""
    return {
        "hovertext": ["" if dot is None else hover(dot, chart) for dot in dots],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
