"""A value over time: the series, its goal, and how sure we are."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.charts.describe.labels import Room, Spot
from dashboard.charts.describe.timeline import Cut, Point, cuts, points, reach, runs, segments
from dashboard.charts.plotly import parts
from dashboard.charts.plotly.canvas import Canvas
from dashboard.charts.plotly.goal_lines import comparator_parts, goal_parts, reserve
from dashboard.charts.theme import Spec, figure, palette, rule, text, tinted
from dashboard.text import numbers, sentences, states
from dashboard.text.language import translator
from metrics.definition.indicator import Indicator

_PLOT = 330
_SMALL_PLOT = 150

RIGHT = 78
"""Pixels to the right of the plot, for the value of the last measurement."""


def series_chart(
    observations: pd.DataFrame,
    *,
    indicator: Indicator,
    goal: Mapping[str, Any] | None = None,
    breaks: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    comparator: pd.DataFrame | None = None,
    dark: bool,
    language: str,
) -> Spec:
    """Draw one series with 95 % uncertainty, goal, baseline, comparator, events and cuts.

    `observations`, `breaks` and `events` have the columns `Reader` gives them; `comparator` has
    ``period`` and ``value``. Values are in the indicator's unit. Missing values are gaps, and
    nothing is drawn across a break.
    """
    placed = points(observations, indicator)
    where = cuts(breaks, observations, placed)
    canvas = _canvas(placed, where, indicator, goal, comparator, dark, language)
    happened = parts.events_between(events, indicator, *canvas.room.x)
    pieces = segments(placed, where)
    for piece in pieces[:-1]:
        _segment(canvas, piece, old=True)
    _segment(canvas, pieces[-1], old=False)
    _cut_parts(canvas, where)
    reserve(canvas, goal)
    _ends(canvas, pieces[-1], goal)
    comparator_parts(canvas, comparator, pieces[-1])
    goal_parts(canvas, goal, pieces)
    shapes, labels = parts.event_parts(happened, canvas.room.x, _PLOT, canvas.ink)
    above = 12 + parts.above_for(happened)
    return _finished(canvas, placed, shapes, labels, above, dark)


def small_line(
    observations: pd.DataFrame,
    goal: Mapping[str, Any],
    indicator: Indicator,
    breaks: pd.DataFrame | None,
    *,
    events: pd.DataFrame | None = None,
    dark: bool,
    language: str,
) -> Spec:
    """Draw what can be compared of one goal's series, small: line, goal, last value, events."""
    placed = points(observations, indicator)
    where = cuts(breaks, observations, placed)
    latest = segments(placed, where)[-1]
    canvas = _canvas(latest, [], indicator, goal, None, dark, language, baseline=False)
    _segment(canvas, latest, old=False, markers=False)
    _ends(canvas, latest, goal, word=False)
    goal_parts(canvas, goal, [latest], baseline=False)
    happened = parts.events_between(events, indicator, *canvas.room.x)
    shapes, labels = parts.event_parts(happened, canvas.room.x, _SMALL_PLOT, canvas.ink)
    above = 10 + parts.above_for(happened)
    return _finished(canvas, latest, shapes, labels, above, dark, _SMALL_PLOT)


def _canvas(
    placed: Sequence[Point],
    where: Sequence[Cut],
    indicator: Indicator,
    goal: Mapping[str, Any] | None,
    comparator: pd.DataFrame | None,
    dark: bool,
    language: str,
    *,
    baseline: bool = True,
) -> Canvas:
    y_range = _y_range(placed, where, indicator, goal, comparator, baseline)
    room = Room(reach(placed), y_range)
    return Canvas(indicator, palette(dark), language, room)


def _y_range(
    placed: Sequence[Point],
    where: Sequence[Cut],
    indicator: Indicator,
    goal: Mapping[str, Any] | None,
    comparator: pd.DataFrame | None,
    baseline: bool,
) -> tuple[float, float]:
    values = [
        number
        for point in placed
        for number in (point.value, point.low, point.high)
        if number is not None
    ]
    if goal is not None:
        values += [bound for bound in sentences.targets(goal) if bound is not None]
        base = sentences.value_of(goal, "baseline_value")
        values += [base] if baseline and base is not None else []
    if comparator is not None:
        values += [float(value) for value in comparator["value"].dropna()]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    reach = max(high - low, 10.0**-indicator.decimals * 4, abs(high) * 0.04)
    floor = low - (0.1 if goal is None else 0.18) * reach
    if indicator.plausible_low is not None and low >= indicator.plausible_low:
        floor = max(floor, indicator.plausible_low - 0.02 * reach)
    return floor, high + (0.28 if where else 0.14) * reach


def _segment(
    canvas: Canvas, piece: Sequence[Point], *, old: bool, markers: bool = True
) -> None:
    """Draw the ribbon and the line of one segment; a gap where a value is missing."""
    ink = canvas.ink
    unbroken = runs(piece)
    spaced: list[Point | None] = []
    for run in unbroken:
        _ribbon(canvas, run, tinted(ink["glyph"], 0.12) if old else ink["ribbon"])
        canvas.room.draw([(point.x, point.value or 0.0) for point in run])
        spaced += [None, *run] if spaced else run
    if not spaced:
        return
    colour, width = (ink["axis"], 2) if old else (ink["accent"], 3)
    alone = any(len(run) == 1 for run in unbroken)
    hollow = [point is not None and point.preliminary for point in spaced]
    canvas.traces.append(
        {
            "type": "scatter",
            "x": [None if point is None else point.x for point in spaced],
            "y": [None if point is None else point.value for point in spaced],
            "mode": "lines+markers" if markers or alone else "lines",
            "connectgaps": False,
            "line": {"color": colour, "width": width},
            "marker": {
                "opacity": 1,
                "size": [9 if empty else 5 + width / 1.5 for empty in hollow],
                "color": [ink.background if empty else colour for empty in hollow],
                "line": {"color": colour, "width": [2 if empty else 0 for empty in hollow]},
            },
            "hovertext": [
                "" if point is None else parts.hover(point, canvas.indicator, canvas.language)
                for point in spaced
            ],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
    )


def _ribbon(canvas: Canvas, run: Sequence[Point], fill: str) -> None:
    """Draw the 95 % interval of one unbroken run: the upper bound, the lower filled to it."""
    known = [point for point in run if point.low is not None and point.high is not None]
    if len(known) == 1:
        (point,) = known
        low, high = point.low or 0.0, point.high or 0.0
        canvas.shapes.append(rule((point.x, point.x), (low, high), canvas.ink["axis"], 1.5))
    if len(known) < 2:
        return
    xs = [point.x for point in known]
    edge: Spec = {
        "type": "scatter",
        "x": xs,
        "mode": "lines",
        "line": {"width": 0},
        "hoverinfo": "skip",
    }
    canvas.traces.append({**edge, "y": [point.high for point in known]})
    canvas.traces.append(
        {**edge, "y": [point.low for point in known], "fill": "tonexty", "fillcolor": fill}
    )


def _cut_parts(canvas: Canvas, where: Sequence[Cut]) -> None:
    for row, cut in enumerate(reversed(where)):
        canvas.shapes += parts.cut_shapes(cut, canvas.ink)
        canvas.labels.append(
            parts.cut_label(cut, canvas.room, canvas.ink, row, canvas.language)
        )
        height = canvas.room.y[1]
        canvas.room.draw([(cut.x, canvas.room.y[0]), (cut.x, height)])


def _ends(
    canvas: Canvas,
    piece: Sequence[Point],
    goal: Mapping[str, Any] | None,
    *,
    word: bool = True,
) -> None:
    """Mark the judged measurement with its state, and write the last value at the end."""
    measured = [point for point in piece if point.value is not None]
    if not measured:
        return
    last, state = measured[-1], None if goal is None else sentences.state_of(goal)
    token = "neutral" if state is None else states.SIGNS[state].token
    colour = canvas.ink["accent"] if goal is None else canvas.ink.state[token]["text"]
    if goal is not None and state is not None:
        judged = _judged(measured, goal)
        _mark(canvas, judged, parts.state_marker(judged, state, canvas.ink))
        if word:
            _state_label(canvas, judged, measured, state, colour)
    written = numbers.measured(
        last.value, canvas.indicator.unit, canvas.indicator.decimals, canvas.language
    )
    note = "<br>" + canvas.translate("prel.") if last.preliminary else ""
    canvas.labels.append(
        text(
            last.x, last.value or 0.0, f"<b>{written}</b>{note}", colour, size=16, shift=(14, 0)
        )
    )


def _judged(measured: Sequence[Point], goal: Mapping[str, Any]) -> Point:
    """Return the measurement the verdict stands on: the last assessed, or the last final."""
    named = [point for point in measured if point.period == goal.get("last_period")]
    final = [point for point in measured if not point.preliminary]
    return (named or final or list(measured))[-1]


def _mark(canvas: Canvas, point: Point, marker: Spec) -> None:
    canvas.traces.append(
        {
            "type": "scatter",
            "x": [point.x],
            "y": [point.value],
            "mode": "markers",
            "marker": marker,
            "hovertext": [parts.hover(point, canvas.indicator, canvas.language)],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
    )


def _state_label(
    canvas: Canvas, judged: Point, measured: Sequence[Point], state: Any, colour: str
) -> None:
    words = states.label(state, canvas.language)
    value = judged.value or 0.0
    before = [
        point.value for point in measured if point.x < judged.x and point.value is not None
    ]
    rising = bool(before) and before[-1] < value
    near, far = [("bottom", 12), ("top", -12)], [("bottom", 36), ("top", -36)]
    spots = [
        Spot(judged.x, value, (side, edge), (8 if side == "right" else 0, shift))
        for edge, shift in (*(near if rising else near[::-1]), *far)
        for side in ("right", "center")
    ]
    spot = canvas.room.place(words, spots)
    canvas.labels.append(
        text(
            spot.x,
            spot.y,
            f"<b>{words}</b>",
            colour,
            size=15,
            anchor=spot.anchor,
            shift=spot.shift,
        )
    )


def _finished(
    canvas: Canvas,
    placed: Sequence[Point],
    shapes: list[Spec],
    labels: list[Spec],
    above: int,
    dark: bool,
    plot: int = _PLOT,
) -> Spec:
    values = parts.value_axis(canvas.room.y, canvas.indicator, canvas.language, most=plot // 50)
    return figure(
        canvas.traces,
        dark=dark,
        language=canvas.language,
        height=plot + above + 32,
        margin={"l": parts.left_of(values), "r": RIGHT, "t": above, "b": 32},
        xaxis={
            **parts.time_axis(canvas.room.x, placed, canvas.indicator),
            "automargin": False,
        },
        yaxis={**values, "automargin": False},
        shapes=canvas.shapes + shapes,
        annotations=canvas.labels + labels,
    )


def alt_series(
    observations: pd.DataFrame,
    *,
    indicator: Indicator,
    goal: Mapping[str, Any] | None = None,
    breaks: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    language: str,
) -> str:
    """Say in words what the chart shows: span, last value, goal, cuts, gaps and events."""
    _ = translator(language)
    placed = points(observations, indicator)
    known = [point for point in placed if point.value is not None]
    name = indicator.wording(language).name
    if not known:
        return _("{name}: inga värden att visa.").format(name=name)
    first, last = known[0], known[-1]
    said = [
        _("{name}, linje {first} till {last}. Senast {value}.").format(
            name=name,
            first=sentences.period(first.period, language),
            last=sentences.period(last.period, language),
            value=sentences.amount(last.value, indicator, language),
        )
    ]
    if goal is not None:
        said.append(_goal_words(goal, indicator, language))
    broken = _("Serien är bruten {year}; före och efter jämförs inte.")
    said += [broken.format(year=cut.year) for cut in cuts(breaks, observations, placed)]
    if missing := len(placed) - len(known):
        said.append(_("Perioder utan värde: {count}.").format(count=missing))
    said.append(parts.event_words(events, indicator, reach(placed), language))
    return " ".join(part for part in said if part)


def alt_small_line(
    observations: pd.DataFrame, goal: Mapping[str, Any], indicator: Indicator, language: str
) -> str:
    """Say in words what the small line shows."""
    return alt_series(observations, indicator=indicator, goal=goal, language=language)


def _goal_words(goal: Mapping[str, Any], indicator: Indicator, language: str) -> str:
    _ = translator(language)
    asked = sentences.target(goal, indicator, language)
    state = states.word(sentences.state_of(goal), language)
    if not asked:
        return _("Läge: {state}.").format(state=state)
    return _("Målet är {target}. Läge: {state}.").format(target=asked, state=state)
