"""Classes over time: words on the axis, a step line, and a cut where the scale was redone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from textwrap import wrap
from typing import Any

import pandas as pd

from dashboard.charts.describe.labels import Room
from dashboard.charts.describe.timeline import (
    Cut,
    Point,
    cuts,
    points,
    reach,
    segments,
    usual_step,
)
from dashboard.charts.plotly import parts
from dashboard.charts.theme import (
    TARGET_DASH,
    Palette,
    Spec,
    figure,
    palette,
    rule,
    text,
    tinted,
)
from dashboard.text import numbers, sentences, states
from dashboard.text.language import translator
from metrics.definition.indicator import Indicator

_PLOT = 340
_LONGEST_NAME = 13


@dataclass(slots=True)
class _Steps:
    """A ladder chart being drawn; y is the number of the rung, worst at the bottom."""

    indicator: Indicator
    ink: Palette
    language: str
    x: tuple[float, float]
    where: Sequence[Cut]
    shapes: list[Spec] = field(default_factory=list)
    traces: list[Spec] = field(default_factory=list)
    labels: list[Spec] = field(default_factory=list)

    @property
    def top(self) -> int:
        """The y of the mildest class."""
        return len(self.indicator.ladder) - 1

    def y(self, code: str) -> int | None:
        """Return the rung of a class; None for one that is not on the ladder."""
        mildest_first = sorted(self.indicator.ladder, key=lambda step: step.severity)
        for place, step in enumerate(mildest_first):
            if step.code == code:
                return self.top - place
        return None


def ladder(
    observations: pd.DataFrame,
    *,
    indicator: Indicator,
    goal: Mapping[str, Any] | None = None,
    breaks: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    dark: bool,
    language: str,
) -> Spec:
    """Draw the classes of one area. Nothing is drawn across a break; classes are never numbers.

    `observations` has the columns of `Reader.observations`, with ``class_code`` on the
    indicator's ladder; other classes and missing ones are gaps.
    """
    placed = points(observations, indicator)
    where = cuts(breaks, observations, placed)
    xs = [point.x for point in placed] or [2020.0, 2021.0]
    pad = max((xs[-1] - xs[0]) * 0.055, 0.3)
    edges = (xs[0] - pad, xs[-1] + pad * 3)
    steps = _Steps(indicator, palette(dark), language, edges, where)
    _rungs(steps)
    _goal_region(steps, goal)
    pieces = segments(placed, where)
    judged = _judged(steps, placed, goal)
    for place, piece in enumerate(pieces):
        _piece(steps, piece, place, judged)
    _cuts(steps)
    if goal is not None and judged is not None:
        _verdict(steps, judged, goal)
    happened = parts.events_between(events, indicator, *edges)
    shapes, labels = parts.event_parts(happened, edges, _PLOT, steps.ink)
    above = parts.above_for(happened)
    return figure(
        steps.traces,
        dark=dark,
        language=language,
        height=_PLOT + 44 + above,
        margin={"l": 4, "r": 16, "t": 10 + above, "b": 32},
        xaxis=parts.time_axis(edges, placed, indicator),
        yaxis=_rung_axis(steps, goal),
        shapes=steps.shapes + shapes,
        annotations=steps.labels + labels,
    )


def _rung_axis(steps: _Steps, goal: Mapping[str, Any] | None) -> Spec:
    """Write the classes as words; those the goal rules out are bold."""
    kept = sentences.listed(goal, "target_classes") if goal is not None else []
    worst_first = sorted(steps.indicator.ladder, key=lambda step: -step.severity)
    names = []
    for step in worst_first:
        name = sentences.class_name(step.code, steps.indicator, steps.language)
        name = "<br>".join(wrap(name, _LONGEST_NAME))
        names.append(f"<b>{name}</b> " if kept and step.code not in kept else f"{name} ")
    return {
        "range": [-0.62, steps.top + 0.5],
        "tickvals": list(range(steps.top + 1)),
        "ticktext": names,
        "showgrid": False,
        "tickfont": {"size": 14, "color": steps.ink["text2"]},
    }


def _rungs(steps: _Steps) -> None:
    """Draw a quiet line per class; one that was removed ends at the cut, and says so."""
    for step in steps.indicator.ladder:
        y, end = steps.y(step.code) or 0, steps.x[1]
        cut = _removed_at(steps, step.retired_on)
        if cut is not None:
            end = cut.x
            words = translator(steps.language)("finns inte<br>längre")
            colour = steps.ink.state["break"]["text"]
            steps.labels.append(
                text(cut.x, y, words, colour, size=13, anchor=("right", "top"), shift=(-9, -3))
            )
        line = rule((steps.x[0], end), (y, y), steps.ink["grid"], 1, layer="below")
        steps.shapes.append(line)


def _removed_at(steps: _Steps, retired_on: date | None) -> Cut | None:
    if retired_on is None:
        return None
    found = [cut for cut in steps.where if cut.year == str(retired_on.year)]
    return found[0] if found else None


def _goal_region(steps: _Steps, goal: Mapping[str, Any] | None) -> None:
    """Tint the classes that fulfil the goal, from the year it was set, and name the border."""
    kept = sentences.listed(goal, "target_classes") if goal is not None else []
    places = [y for code in kept if (y := steps.y(code)) is not None]
    if goal is None or not places:
        return
    accent, border = steps.ink["accent"], min(places) - 0.5
    frozen = sentences.day_of(goal, "frozen_on")
    start = min(max(steps.x[0], frozen.year if frozen else steps.x[0]), steps.x[1])
    start = steps.x[0] if start > (steps.x[0] + steps.x[1]) / 2 else start
    steps.shapes += [
        {
            "type": "rect",
            "x0": start,
            "x1": steps.x[1],
            "y0": border,
            "y1": steps.top + 0.45,
            "fillcolor": tinted(accent, 0.055),
            "line": {"width": 0},
            "layer": "below",
        },
        rule((start, steps.x[1]), (border, border), accent, 1.5, dash=TARGET_DASH),
    ]
    end = steps.where[-1].x if steps.where else steps.x[1]
    name = f"<b>{_goal_name(goal, steps.language)}</b>"
    steps.labels.append(
        text(end, border, name, accent, size=12, anchor=("right", "top"), shift=(-9, -1))
    )


def _goal_name(goal: Mapping[str, Any], language: str) -> str:
    _ = translator(language)
    due = sentences.day_of(goal, "target_due")
    if due is None:
        return _("Målet ↑")
    return _("Målet<br>{year} ↑").format(year=due.year)


def _piece(steps: _Steps, piece: Sequence[Point], place: int, judged: Point | None) -> None:
    """Draw one segment: ink before the last cut, grey and hollow after it."""
    after = bool(steps.where) and place == len(steps.where)
    for run in _runs(steps, piece):
        _line(steps, run, piece, place, steps.ink["axis"] if after else steps.ink["accent"])
        unjudged = [(point, y) for point, y in run if point is not judged]
        if unjudged:
            steps.traces.append(_markers(steps, unjudged, after))
        _inferred(steps, run)


def _markers(steps: _Steps, run: Sequence[tuple[Point, int]], hollow: bool) -> Spec:
    ink = steps.ink
    outline = (
        {"color": ink["axis"], "width": 3} if hollow else {"color": ink.background, "width": 2}
    )
    return {
        "type": "scatter",
        "x": [point.x for point, _y in run],
        "y": [y for _point, y in run],
        "mode": "markers",
        "marker": {
            "symbol": "circle",
            "opacity": 1,
            "size": [9 if point.inferred else 13 for point, _y in run],
            "color": ink.background if hollow else ink["accent"],
            "line": outline,
        },
        "hovertext": [parts.hover(point, steps.indicator, steps.language) for point, _y in run],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _runs(steps: _Steps, piece: Sequence[Point]) -> list[list[tuple[Point, int]]]:
    """Split a segment where a class is missing or a list was skipped."""
    usual = usual_step(piece)
    found: list[list[tuple[Point, int]]] = [[]]
    for point in piece:
        y = steps.y(point.class_code)
        skipped = bool(found[-1]) and point.x - found[-1][-1][0].x > 1.6 * usual
        if y is None or skipped:
            found.append([])
        if y is not None:
            found[-1].append((point, y))
    return [run for run in found if run]


def _line(
    steps: _Steps,
    run: Sequence[tuple[Point, int]],
    piece: Sequence[Point],
    place: int,
    colour: str,
) -> None:
    """Draw the steps of a run, reaching towards the cut but never over it."""
    reach = (steps.x[1] - steps.x[0]) * 0.018
    xs, ys = [point.x for point, _y in run], [y for _point, y in run]
    if place < len(steps.where) and run[-1][0] is piece[-1]:
        xs, ys = [*xs, steps.where[place].x - reach], [*ys, ys[-1]]
    if place > 0 and run[0][0] is piece[0]:
        xs, ys = [steps.where[place - 1].x + 1.5 * reach, *xs], [ys[0], *ys]
    if place == len(steps.where) and place > 0 and run[-1][0] is piece[-1]:
        xs, ys = [*xs, steps.x[1] - reach], [*ys, ys[-1]]
    steps.traces.append(
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


def _inferred(steps: _Steps, run: Sequence[tuple[Point, int]]) -> None:
    words = translator(steps.language)("härledd")
    steps.labels += [
        text(
            point.x,
            y,
            words,
            steps.ink["text3"],
            size=13,
            anchor=("center", "top"),
            shift=(0, -9),
        )
        for point, y in run
        if point.inferred
    ]


def _cuts(steps: _Steps) -> None:
    room = Room(steps.x, (0, 1))
    for row, cut in enumerate(reversed(steps.where)):
        steps.shapes += parts.cut_shapes(cut, steps.ink)
        steps.labels.append(parts.cut_label(cut, room, steps.ink, row, steps.language))


def _judged(
    steps: _Steps, placed: Sequence[Point], goal: Mapping[str, Any] | None
) -> Point | None:
    """Return the measurement the verdict stands on: the last assessed, or the last there is."""
    if goal is None:
        return None
    known = [point for point in placed if steps.y(point.class_code) is not None]
    named = [point for point in known if point.period == goal.get("last_period")]
    found = named or known
    return found[-1] if found else None


def _verdict(steps: _Steps, judged: Point, goal: Mapping[str, Any]) -> None:
    """Mark the class the verdict stands on with the state's shape, hollow after a cut."""
    state, y = sentences.state_of(goal), steps.y(judged.class_code) or 0
    hollow = any(cut.x < judged.x for cut in steps.where)
    colour = steps.ink.state[states.SIGNS[state].token]["text"]
    steps.traces.append(
        {
            **_markers(steps, [(judged, y)], hollow),
            "marker": parts.state_marker(judged, state, steps.ink, hollow=hollow),
        }
    )
    words = states.label(state, steps.language)
    apart = " " if " " in words else numbers.NO_BREAK
    words = "<br>".join(words.rsplit(apart, 1))
    edge, shift = ("top", -11) if y == 0 else ("bottom", 11)
    steps.labels.append(
        text(
            steps.x[1], y, f"<b>{words}</b>", colour, anchor=("right", edge), shift=(10, shift)
        )
    )


def alt_ladder(
    observations: pd.DataFrame,
    *,
    indicator: Indicator,
    goal: Mapping[str, Any] | None = None,
    breaks: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    language: str,
) -> str:
    """Say in words what the chart shows: every class in order, cuts, events and the state."""
    _ = translator(language)
    placed = points(observations, indicator)
    name = indicator.wording(language).name
    listed = ", ".join(
        f"{sentences.period(point.period, language)} {_class(point, indicator, language)}"
        for point in placed
        if point.class_code
    )
    if not listed:
        return _("{name}: inga värden att visa.").format(name=name)
    said = [_("{name}, stegdiagram: {classes}.").format(name=name, classes=listed)]
    redone = _("Klasserna gjordes om {year}; steget dit jämförs inte.")
    said += [redone.format(year=cut.year) for cut in cuts(breaks, observations, placed)]
    if goal is not None:
        state = states.word(sentences.state_of(goal), language)
        said.append(_("Läge: {state}.").format(state=state))
    said.append(parts.event_words(events, indicator, reach(placed), language))
    return " ".join(part for part in said if part)


def _class(point: Point, indicator: Indicator, language: str) -> str:
    name = sentences.lower_first(sentences.class_name(point.class_code, indicator, language))
    inferred = translator(language)("härledd")
    return f"{name} ({inferred})".replace(" ", numbers.NO_BREAK) if point.inferred else name
