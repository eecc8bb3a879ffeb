"""The course of an area: a row per goal with its states, the breaks, and what happened."""

from dashboard.charts.describe.course import Course, Row, Span, span_words
from dashboard.charts.plotly import parts
from dashboard.charts.theme import Palette, Spec, figure, palette, text
from dashboard.text import states
from metrics.outcome.state import State

_ROW = 66
_BAR = 5
_LETTER = 7.6
_NARROW = 265
"""A phone's plot in pixels: what fits there fits everywhere."""


def draw_course(course: Course, *, dark: bool) -> Spec:
    """Draw goals under each other on one time axis; nothing is drawn across a cut."""
    ink, edges, count = palette(dark), course.time.span, len(course.rows)
    shapes: list[Spec] = []
    labels: list[Spec] = []
    traces: list[Spec] = []
    for place, row in enumerate(course.rows):
        y = float(count - 1 - place)
        labels.append(_name(row, y, edges, ink))
        traces += [_bar(span, y, ink, course.language) for span in row.spans]
        labels += _words(row, y, edges, ink, course.language)
        shapes += [one for cut in row.cuts for one in _cut(cut.x, y, ink)]
    above = 8 + parts.above_for(course.events)
    marks, names = parts.event_parts(course.events, edges, _ROW * max(count, 1), ink)
    return figure(
        traces,
        dark=dark,
        language=course.language,
        height=_ROW * max(count, 1) + above + 32,
        margin={"l": 2, "r": 18, "t": above, "b": 32},
        xaxis={
            "range": list(edges),
            "tickvals": [year for year, _written in course.time.ticks],
            "ticktext": [written for _year, written in course.time.ticks],
        },
        yaxis={
            "range": [-0.5, count - 0.5],
            "tickvals": [],
            "showgrid": False,
            "automargin": False,
        },
        shapes=shapes + marks,
        annotations=labels + names,
    )


def _name(row: Row, y: float, edges: tuple[float, float], ink: Palette) -> Spec:
    words, anchor = f"<b>{row.name}</b>", ("left", "bottom")
    return text(edges[0], y, words, ink["text"], anchor=anchor, shift=(0, 9))


def _bar(span: Span, y: float, ink: Palette, language: str) -> Spec:
    """Draw one stretch; thin and grey where nothing was judged yet."""
    judged = span.state is not None
    return {
        "type": "scatter",
        "x": [span.start, span.end],
        "y": [y, y],
        "mode": "lines",
        "line": {"color": _colour(span.state, ink), "width": 2 * _BAR if judged else 2},
        "hovertext": span_words(span, language),
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _colour(state: State | None, ink: Palette) -> str:
    return ink["axis"] if state is None else ink.state[states.SIGNS[state].token]["mark"]


def _cut(x: float, y: float, ink: Palette) -> list[Spec]:
    """Cut one row, not the others: a break is a series' own."""
    return [
        {**one, "yref": "y", "y0": y - 0.16, "y1": y + 0.16} for one in parts.cut_shapes(x, ink)
    ]


def _words(
    row: Row, y: float, edges: tuple[float, float], ink: Palette, language: str
) -> list[Spec]:
    """Write each state under its stretch: the last in words, the others where there is room."""
    labels: list[Spec] = []
    free = 1.1
    for span in reversed([one for one in row.spans if one.state is not None]):
        state = span.state or State.NO_EVIDENCE
        start = _share(span.start, edges)
        whole, glyph = states.label(state, language), states.SIGNS[state].glyph
        latest = not labels
        fits = start + len(whole) * _LETTER / _NARROW <= free
        words = whole if fits or latest else glyph
        if not latest and start + len(words) * _LETTER / _NARROW > free:
            continue
        at_end = latest and not fits
        labels.append(
            text(
                span.end if at_end else span.start,
                y,
                f"<b>{words}</b>" if latest else words,
                ink.state[states.SIGNS[state].token]["text"],
                size=13,
                anchor=("right" if at_end else "left", "top"),
                shift=(0, -8),
            )
        )
        width = len(words) * _LETTER / _NARROW
        free = (_share(span.end, edges) - width) if at_end else start
    return labels


def _share(x: float, edges: tuple[float, float]) -> float:
    return (x - edges[0]) / (edges[1] - edges[0])
