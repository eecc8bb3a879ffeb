"""The course of an area: a row per goal with its states, the breaks, and what happened."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts.describe.timeline import Cut, year_ticks_between
from dashboard.charts.plotly import parts
from dashboard.charts.theme import Palette, Spec, figure, palette, text
from dashboard.text import numbers, states
from dashboard.text.language import translator
from metrics.outcome.state import State

_ROW = 66
_BAR = 5
_LETTER = 7.6
_NARROW = 265
"""A phone's plot in pixels: what fits there fits everywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time with one state; no state while the baseline was being measured."""

    state: State | None
    start: float
    end: float
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One goal: its name, its states oldest first, and where its series was cut."""

    name: str
    spans: Sequence[Span]
    cuts: Sequence[Cut] = ()


def course(
    rows: Sequence[Row],
    events: Sequence[tuple[float, str]] = (),
    *,
    dark: bool,
    language: str,
) -> Spec:
    """Draw goals under each other on one time axis, events as dated marks through them all.

    `events` are (year, label), oldest first. Nothing is drawn across a cut.
    """
    ink, edges = palette(dark), _edges(rows, events)
    shapes: list[Spec] = []
    labels: list[Spec] = []
    traces: list[Spec] = []
    for place, row in enumerate(rows):
        y = float(len(rows) - 1 - place)
        labels.append(
            text(
                edges[0],
                y,
                f"<b>{row.name}</b>",
                ink["text"],
                anchor=("left", "bottom"),
                shift=(0, 9),
            )
        )
        traces += [_bar(span, y, ink, language) for span in row.spans]
        labels += _words(row, y, edges, ink, language)
        shapes += [one for cut in row.cuts for one in _cut(cut, y, ink)]
    above = 8 + parts.above_for(events)
    marks, names = parts.event_parts(events, edges, _ROW * max(len(rows), 1), ink)
    years = year_ticks_between(edges)
    return figure(
        traces,
        dark=dark,
        language=language,
        height=_ROW * max(len(rows), 1) + above + 32,
        margin={"l": 2, "r": 18, "t": above, "b": 32},
        xaxis={
            "range": list(edges),
            "tickvals": years,
            "ticktext": [str(one) for one in years],
        },
        yaxis={
            "range": [-0.5, len(rows) - 0.5],
            "tickvals": [],
            "showgrid": False,
            "automargin": False,
        },
        shapes=shapes + marks,
        annotations=labels + names,
    )


def _edges(rows: Sequence[Row], events: Sequence[tuple[float, str]]) -> tuple[float, float]:
    xs = [x for row in rows for span in row.spans for x in (span.start, span.end)]
    xs += [x for x, _label in events]
    return (min(xs), max(xs)) if len(set(xs)) > 1 else (2020.0, 2021.0)


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


def _cut(cut: Cut, y: float, ink: Palette) -> list[Spec]:
    """Cut one row, not the others: a break is a series' own."""
    return [
        {**one, "yref": "y", "y0": y - 0.16, "y1": y + 0.16}
        for one in parts.cut_shapes(cut, ink)
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
        taken = len(words) * _LETTER / _NARROW
        free = (_share(span.end, edges) - taken) if at_end else start
    return labels


def _share(x: float, edges: tuple[float, float]) -> float:
    return (x - edges[0]) / (edges[1] - edges[0])


def span_words(span: Span, language: str) -> str:
    """Write a stretch in words: ``Nått målet 2020–2023``."""
    _ = translator(language)
    name = _("Utgångsläge mäts") if span.state is None else states.word(span.state, language)
    when = span.first if span.first == span.last else f"{span.first}{numbers.DASH}{span.last}"
    return f"{name} {when}"


def alt_course(rows: Sequence[Row], events: Sequence[str], language: str) -> str:
    """Say in words what the chart shows: each goal with its states in order, and the events."""
    _ = translator(language)
    said = [_("Tidsaxel med {count} mål.").format(count=len(rows))]
    for row in rows:
        told = [span_words(span, language) for span in row.spans]
        told += [_("serien bruten {year}").format(year=cut.year) for cut in row.cuts]
        said.append(f"{row.name}: {', '.join(told)}.")
    if events:
        said.append(_("Händelser: {events}.").format(events="; ".join(events)))
    return " ".join(said)
