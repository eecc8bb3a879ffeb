"""Small multiples: one area per panel, all on the same scale."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import pandas as pd

from dashboard.charts.describe.labels import Room
from dashboard.charts.describe.timeline import (
    Cut,
    Point,
    cuts,
    points,
    position,
    runs,
    segments,
)
from dashboard.charts.plotly import parts
from dashboard.charts.plotly.canvas import Canvas
from dashboard.charts.plotly.goal_lines import goal_parts
from dashboard.charts.theme import COMPARATOR_DASH, Spec, figure, palette, text, tinted
from dashboard.text import numbers, sentences
from dashboard.text.language import translator
from metrics.definition.indicator import Evidence, Indicator
from metrics.definition.period import Frequency

_PLOT = 150
_RIGHT = 62
_FEW = 24
"""Measurements up to which each is marked, on the line and on the axis."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What every panel has in common: the span of time and of values."""

    x: tuple[float, float]
    y: tuple[float, float]
    years: tuple[int, ...]


def common_scale(
    observations: pd.DataFrame,
    indicator: Indicator,
    goals: Sequence[Mapping[str, Any]] = (),
) -> Scale:
    """Return the scale that holds every value, interval and goal of all the panels."""
    placed = points(observations, indicator)
    xs = [point.x for point in placed] or [2020.0, 2021.0]
    pad = max((max(xs) - min(xs)) * 0.03, 0.2)
    x = (min(xs) - pad, max(xs) + pad)
    years = tuple(sorted({math.floor(min(xs)), math.floor(max(xs))}))
    if indicator.evidence is Evidence.ORDINAL:
        return Scale(x, (-0.5, len(indicator.ladder) - 0.5), years)
    values = [value for point in placed for value in _drawn_values(point)]
    values += [
        bound for goal in goals for bound in sentences.targets(goal) if bound is not None
    ]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    reach = max(high - low, 10.0**-indicator.decimals * 4, abs(high) * 0.04)
    floor = low - 0.12 * reach
    if indicator.plausible_low is not None and low >= indicator.plausible_low:
        floor = max(floor, indicator.plausible_low - 0.02 * reach)
    return Scale(x, (floor, high + 0.14 * reach), years)


def panel(
    observations: pd.DataFrame,
    *,
    indicator: Indicator,
    scale: Scale,
    goal: Mapping[str, Any] | None = None,
    breaks: pd.DataFrame | None = None,
    comparator: pd.DataFrame | None = None,
    dark: bool,
    language: str,
) -> Spec:
    """Draw one area: its line, its own goal, what it is compared with, and its last value.

    `observations` and `breaks` have the columns `Reader` gives them, `comparator` ``period``
    and ``value``. Classes are drawn as steps, the worst at the bottom, and never compared.
    """
    placed = points(observations, indicator)
    where = cuts(breaks, observations, placed)
    canvas = Canvas(indicator, palette(dark), language, Room(scale.x, scale.y))
    ordinal = indicator.evidence is Evidence.ORDINAL
    heights = _rungs(indicator) if ordinal else {}
    pieces = segments(placed, where)
    _compared(canvas, comparator, pieces[-1])
    for piece in pieces:
        _line(canvas, piece, heights, old=piece is not pieces[-1])
    for cut in where:
        canvas.shapes += parts.cut_shapes(cut, canvas.ink)
    if not ordinal:
        goal_parts(canvas, goal, pieces, baseline=False)
        _last_value(canvas, pieces[-1])
    return figure(
        canvas.traces,
        dark=dark,
        language=language,
        height=_PLOT + 40,
        margin={"l": 4, "r": 8 if ordinal else _RIGHT, "t": 8, "b": 32},
        xaxis=_time_axis(scale, placed, indicator),
        yaxis=_class_axis(scale, indicator, language)
        if ordinal
        else parts.value_axis(scale.y, indicator, language, most=5),
        shapes=canvas.shapes,
        annotations=canvas.labels,
    )


def _drawn_values(point: Point) -> list[float]:
    return [value for value in (point.value, point.low, point.high) if value is not None]


def _rungs(indicator: Indicator) -> dict[str, int]:
    """Return the height of each class, the worst lowest."""
    worst_first = sorted(indicator.ladder, key=lambda step: -step.severity)
    return {step.code: height for height, step in enumerate(worst_first)}


def _line(canvas: Canvas, piece: Sequence[Point], rungs: dict[str, int], *, old: bool) -> None:
    """Draw one segment; a gap where a value is missing, grey before a cut."""
    colour = canvas.ink["axis"] if old else canvas.ink["accent"]
    drawn: list[tuple[Point, float] | None] = []
    for run in _runs(piece, rungs):
        if not rungs:
            _ribbon(canvas, run)
        heights = [(point, _height(point, rungs)) for point in run]
        canvas.room.draw([(point.x, height) for point, height in heights])
        drawn += [None, *heights] if drawn else heights
    if not drawn:
        return
    canvas.traces.append(
        {
            "type": "scatter",
            "x": [None if one is None else one[0].x for one in drawn],
            "y": [None if one is None else one[1] for one in drawn],
            "mode": "lines+markers",
            "connectgaps": False,
            "line": {
                "color": colour,
                "width": 1.75 if old else 2.5,
                "shape": "hv" if rungs else "linear",
            },
            "marker": {
                "color": [
                    canvas.ink.background if one is None or one[0].preliminary else colour
                    for one in drawn
                ],
                "opacity": 1,
                "size": _sizes(drawn, bool(rungs)),
                "line": {"color": colour, "width": 1.5},
            },
            "hovertext": [
                "" if one is None else parts.hover(one[0], canvas.indicator, canvas.language)
                for one in drawn
            ],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
    )


def _sizes(drawn: Sequence[tuple[Point, float] | None], steps: bool) -> list[int]:
    """Mark every measurement where there are few; otherwise only those that a line hides."""
    few, size = len(drawn) <= _FEW or steps, 7 if len(drawn) < 12 or steps else 4
    alone = [
        one is not None
        and (place == 0 or drawn[place - 1] is None)
        and (place == len(drawn) - 1 or drawn[place + 1] is None)
        for place, one in enumerate(drawn)
    ]
    return [
        size if few or lonely or (one is not None and one[0].preliminary) else 0
        for one, lonely in zip(drawn, alone, strict=True)
    ]


def _runs(piece: Sequence[Point], rungs: dict[str, int]) -> list[list[Point]]:
    if not rungs:
        return runs(piece)
    found: list[list[Point]] = [[]]
    for point in piece:
        if point.class_code in rungs:
            found[-1].append(point)
        else:
            found.append([])
    return [run for run in found if run]


def _height(point: Point, rungs: dict[str, int]) -> float:
    return float(rungs[point.class_code]) if rungs else point.value or 0.0


def _ribbon(canvas: Canvas, run: Sequence[Point]) -> None:
    known = [point for point in run if point.low is not None and point.high is not None]
    if len(known) < 2:
        return
    edge: Spec = {
        "type": "scatter",
        "x": [point.x for point in known],
        "mode": "lines",
        "line": {"width": 0},
        "hoverinfo": "skip",
    }
    fill = {"fill": "tonexty", "fillcolor": tinted(canvas.ink["glyph"], 0.16)}
    canvas.traces.append({**edge, "y": [point.high for point in known]})
    canvas.traces.append({**edge, "y": [point.low for point in known], **fill})


def _compared(canvas: Canvas, comparator: pd.DataFrame | None, piece: Sequence[Point]) -> None:
    """Draw what the area is compared with thin and dotted, from the latest segment only."""
    if comparator is None or comparator.empty or not piece:
        return
    kept = [
        (x, float(value))
        for period, value in zip(comparator["period"], comparator["value"], strict=True)
        if piece[0].x <= (x := position(str(period), canvas.indicator)) <= piece[-1].x
        and value == value
    ]
    if not kept:
        return
    canvas.room.draw(kept)
    canvas.traces.append(
        {
            "type": "scatter",
            "x": [x for x, _ in kept],
            "y": [y for _, y in kept],
            "mode": "lines",
            "line": {"color": canvas.ink["axis"], "width": 1.75, "dash": COMPARATOR_DASH},
            "hovertext": [
                canvas.translate("Jämförelse: {value}").format(
                    value=numbers.measured(
                        y, canvas.indicator.unit, canvas.indicator.decimals, canvas.language
                    )
                )
                for _, y in kept
            ],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
    )


def _last_value(canvas: Canvas, piece: Sequence[Point]) -> None:
    measured = [point for point in piece if point.value is not None]
    if not measured:
        return
    last, indicator = measured[-1], canvas.indicator
    written = numbers.measured(last.value, indicator.unit, indicator.decimals, canvas.language)
    value = last.value or 0.0
    ink = canvas.ink["accent"]
    canvas.labels.append(text(last.x, value, f"<b>{written}</b>", ink, shift=(8, 0)))


def _time_axis(scale: Scale, placed: Sequence[Point], indicator: Indicator) -> Spec:
    """Label the first and the last year of the scale: all panels have the same."""
    school = indicator.frequency is Frequency.SCHOOL_YEAR
    axis = parts.time_axis(scale.x, placed, indicator)
    if len(placed) > _FEW:
        axis["minor"] = {"ticks": ""}
    return {
        **axis,
        "tickvals": list(scale.years),
        "ticktext": [
            f"{year}/{(year + 1) % 100:02d}" if school else str(year) for year in scale.years
        ],
    }


def _class_axis(scale: Scale, indicator: Indicator, language: str) -> Spec:
    rungs = _rungs(indicator)
    names = [sentences.class_name(code, indicator, language) for code in rungs]
    return {
        "range": list(scale.y),
        "tickvals": list(rungs.values()),
        "ticktext": ["<br>".join(wrap(name, 13)) + " " for name in names],
        "tickfont": {"size": 12},
    }


def alt_panel(
    name: str,
    observations: pd.DataFrame,
    *,
    indicator: Indicator,
    goal: Mapping[str, Any] | None = None,
    breaks: pd.DataFrame | None = None,
    comparator: pd.DataFrame | None = None,
    language: str,
) -> str:
    """Say in words what a panel shows since the last cut, and that there is a cut."""
    _ = translator(language)
    placed = points(observations, indicator)
    latest = segments(placed, cuts(breaks, observations, placed))[-1]
    known = [point for point in latest if point.value is not None or point.class_code]
    if not known:
        return _("{area}: inga värden att visa.").format(area=name)
    said = [
        _("{area}: {first} {then}, {last} {now}.").format(
            area=name,
            first=_said(known[0], indicator, language),
            then=sentences.period(known[0].period, language),
            last=_said(known[-1], indicator, language),
            now=sentences.period(known[-1].period, language),
        )
    ]
    asked = "" if goal is None else sentences.target(goal, indicator, language)
    if asked:
        said.append(_("Målet är {target}.").format(target=asked))
    beside = _beside(comparator, known[-1])
    if beside is not None:
        value = sentences.amount(beside, indicator, language)
        said.append(_("Jämförelsen är {value}.").format(value=value))
    said += [_broken(cut, language) for cut in cuts(breaks, observations, placed)]
    return " ".join(said)


def _said(point: Point, indicator: Indicator, language: str) -> str:
    if point.class_code:
        return sentences.lower_first(
            sentences.class_name(point.class_code, indicator, language)
        )
    return sentences.amount(point.value, indicator, language)


def _beside(comparator: pd.DataFrame | None, last: Point) -> float | None:
    if comparator is None or comparator.empty:
        return None
    found = comparator[comparator["period"] == last.period]["value"].dropna()
    return None if found.empty or math.isnan(float(found.iloc[0])) else float(found.iloc[0])


def _broken(cut: Cut, language: str) -> str:
    said = translator(language)("Serien är bruten {year}; före och efter jämförs inte.")
    return said.format(year=cut.year)
