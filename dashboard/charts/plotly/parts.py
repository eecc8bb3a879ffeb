"""The parts every chart over time shares: cuts, events, axes, markers, hover texts."""

from collections.abc import Sequence

import pandas as pd

from dashboard.charts.describe.labels import Room
from dashboard.charts.describe.timeline import (
    Cut,
    Point,
    day,
    moment,
    value_ticks,
    year_ticks,
)
from dashboard.charts.theme import EVENT_DASH, Palette, Spec, rule, text
from dashboard.text import numbers, sentences
from dashboard.text.language import translator
from dashboard.text.states import SIGNS
from metrics.definition.indicator import Indicator
from metrics.definition.period import Frequency
from metrics.methods.timeline import concerns
from metrics.outcome.state import State

CUT_NOTES = {
    "boundary": "Ny gräns",
    "question": "Ny fråga",
    "supplier": "Ny uppgiftslämnare",
    "definition": "Ny definition",
    "ladder": "Klasserna<br>görs om",
    "price": "Nytt prisläge",
    "reorganisation": "Ny organisation",
}

_LONGEST_EVENT = 30
_MOST_EVENTS = 3
EVENT_ROW = 19


def cut_note(cut: Cut, language: str) -> str:
    """Write what happened at a cut in a few words: ``‖ Ny fråga 2016``."""
    note = translator(language)(CUT_NOTES.get(cut.kind, "Bruten serie"))
    return f"<b>‖{numbers.NO_BREAK}{note} {cut.year}</b>"


def cut_shapes(cut: Cut, ink: Palette) -> list[Spec]:
    """Draw a cut: two bars over a gap in the background colour, as wide on every screen."""
    mark = ink.state["break"]["mark"]
    return [
        _upright(cut.x, -4, 4, ink.background),
        _upright(cut.x, -5, -3, mark),
        _upright(cut.x, 3, 5, mark),
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


def cut_label(cut: Cut, room: Room, ink: Palette, row: int, language: str) -> Spec:
    """Write the note of a cut at the top, on the side where there is room."""
    share = (cut.x - room.x[0]) / (room.x[1] - room.x[0])
    side = ("right", -9) if share > 0.42 else ("left", 9)
    return text(
        cut.x,
        1,
        cut_note(cut, language),
        ink.state["break"]["text"],
        anchor=(side[0], "top"),
        shift=(side[1], -20 * row),
        yref="paper",
    )


def events_between(
    events: pd.DataFrame | None, indicator: Indicator, low: float, high: float
) -> list[tuple[float, str]]:
    """Return the events of this indicator inside the chart, as (x, label), oldest first.

    The label is the title, or the number in the list beside where there are too many.
    """
    if events is None or events.empty:
        return []
    found = [
        (moment(day(row["starts_on"]), indicator), row)
        for row in events.sort_values("starts_on").to_dict("records")
        if concerns(row, indicator)
    ]
    inside = [(x, row) for x, row in found if low <= x <= high]
    titled = len(inside) <= _MOST_EVENTS
    return [
        (x, str(row["title"] if titled else row.get("number", place)))
        for place, (x, row) in enumerate(inside, start=1)
    ]


def event_parts(
    events: Sequence[tuple[float, str]], x_range: tuple[float, float], plot: int, ink: Palette
) -> tuple[list[Spec], list[Spec]]:
    """Draw events as dotted verticals: each title in a row of its own, all numbers in one."""
    shapes, labels = [], []
    for place, (x, title) in enumerate(reversed(events)):
        share = (x - x_range[0]) / (x_range[1] - x_range[0])
        row, anchor = place, "left" if share < 0.35 else "right" if share > 0.6 else "center"
        if len(events) > _MOST_EVENTS:
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
                x, top, shortened(title), ink["text3"], anchor=(anchor, "bottom"), yref="paper"
            )
        )
    return shapes, labels


def event_words(
    events: pd.DataFrame | None,
    indicator: Indicator,
    x_range: tuple[float, float],
    language: str,
) -> str:
    """Say which events stand in a chart, for its alt text; empty without any."""
    if events is None or events.empty:
        return ""
    told = [
        f"{row['title']} {numbers.day(day(row['starts_on']), language)}"
        for row in events.sort_values("starts_on").to_dict("records")
        if concerns(row, indicator)
        and x_range[0] <= moment(day(row["starts_on"]), indicator) <= x_range[1]
    ]
    said = translator(language)("Händelser: {events}.").format(events="; ".join(told))
    return said if told else ""


def above_for(events: Sequence[tuple[float, str]]) -> int:
    """Return the pixels that the labels of events need above a chart."""
    return EVENT_ROW * (len(events) if len(events) <= _MOST_EVENTS else 1)


def shortened(title: str) -> str:
    """Cut a title at a word, so that it fits above a chart on a phone."""
    if len(title) <= _LONGEST_EVENT:
        return title
    return title[: _LONGEST_EVENT - 1].rsplit(" ", 1)[0].rstrip(",.") + "…"


def time_axis(
    x_range: tuple[float, float], points: Sequence[Point], indicator: Indicator
) -> Spec:
    """Label at most six years, the last always; small marks for the other measurements."""
    years = year_ticks(points, x_range)
    if indicator.frequency is Frequency.SCHOOL_YEAR:
        years = years[::-2][::-1] if len(years) > 4 else years
        texts = [f"{year}/{(year + 1) % 100:02d}" for year in years]
    else:
        texts = [str(year) for year in years]
    return {
        "range": list(x_range),
        "tickvals": years,
        "ticktext": texts,
        "tickangle": 0,
        "minor": {
            "tickvals": sorted({point.x for point in points}),
            "ticks": "outside",
            "ticklen": 3,
        },
    }


def value_axis(
    y_range: tuple[float, float], indicator: Indicator, language: str, *, most: int = 6
) -> Spec:
    """Label round values with the decimals they need, in the reader's language."""
    decimals = max(indicator.decimals, 0)
    ticks = value_ticks(y_range[0], y_range[1], decimals, most)
    digits = 0 if all(tick == round(tick) for tick in ticks) else decimals
    return {
        "range": list(y_range),
        "tickvals": ticks,
        "ticktext": [numbers.number(tick, digits, language) + " " for tick in ticks],
    }


def left_of(values: Spec) -> int:
    """Return the pixels that the names on a value axis need, so that charts can be aligned."""
    longest = max((len(words.strip()) for words in values["ticktext"]), default=1)
    return 12 + 8 * longest


def state_marker(point: Point, state: State, ink: Palette, *, hollow: bool = False) -> Spec:
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


def hover(point: Point, indicator: Indicator, language: str) -> str:
    """Write what the pointer shows: period, value, interval, answers, status."""
    _ = translator(language)
    lines = [f"<b>{sentences.period(point.period, language)}</b>"]
    if point.class_code:
        lines.append(sentences.class_name(point.class_code, indicator, language))
    else:
        lines.append(
            numbers.measured(point.value, indicator.unit, indicator.decimals, language)
        )
    if point.low is not None and point.high is not None:
        bounds = numbers.span(point.low, point.high, indicator.decimals, language)
        lines.append(_("95\u00a0% osäkerhet: {span}").format(span=bounds))
    if point.n is not None:
        lines.append(_("{n} svar").format(n=numbers.number(point.n, 0, language)))
    if point.preliminary:
        lines.append(_("preliminärt"))
    if point.inferred:
        lines.append(_("härledd klass"))
    return "<br>".join(lines)
