"""A small chart of a series before and after a file: old dashed and hollow, new solid."""

from dashboard.charts.describe.chart import Chart, Line, Role
from dashboard.charts.plotly import parts
from dashboard.charts.theme import Palette, Spec, figure, palette, text

_HEIGHT = 220
_RIGHT = 96


def draw_before_after(chart: Chart, *, dark: bool) -> Spec:
    """Draw the saved series dashed and the new one over it, each named at its end."""
    ink = palette(dark)
    old, new = chart.of(Role.EARLIER)[0], chart.of(Role.SERIES)[0]
    values = parts.value_axis(chart.values)
    return figure(
        [_trace(old, chart, ink, new=False), _trace(new, chart, ink, new=True)],
        dark=dark,
        language=chart.language,
        height=_HEIGHT,
        margin={"l": parts.left_of(values), "r": _RIGHT, "t": 24, "b": 32},
        xaxis={
            "range": list(chart.time.span),
            "tickvals": [value for value, _words in chart.time.ticks],
            "ticktext": [words for _value, words in chart.time.ticks],
        },
        yaxis=values,
        annotations=_names(old, new, chart, ink),
    )


def _trace(line: Line, chart: Chart, ink: Palette, *, new: bool) -> Spec:
    spaced = parts.with_gaps(line.runs)
    colour = ink["accent"] if new else ink["axis"]
    return {
        **parts.line_through(spaced),
        "line": {
            "color": colour,
            "width": 2.5 if new else 2,
            "dash": "solid" if new else "dash",
        },
        "marker": {
            "color": colour if new else ink.background,
            "opacity": 1,
            "size": 7,
            "line": {"color": colour, "width": 1.5},
        },
        **parts.pointed(spaced, chart),
    }


def _names(old: Line, new: Line, chart: Chart, ink: Palette) -> list[Spec]:
    """Name both lines at their ends, apart where they end close to each other."""
    ends = [line.measured[-1] for line in (old, new) if line.measured]
    low, high = chart.values.span
    apart = len(ends) < 2 or abs((ends[0].y or 0) - (ends[1].y or 0)) > 0.12 * (high - low)
    above = len(ends) == 2 and (ends[0].y or 0) > (ends[1].y or 0)
    return [
        text(
            chart.time.high,
            line.measured[-1].y or 0.0,
            f"<b>{line.name}</b>" if line is new else line.name,
            ink["accent"] if line is new else ink["text2"],
            shift=(6, 0 if apart else (9 if (line is old) == above else -9)),
        )
        for line in (old, new)
        if line.measured
    ]
