"""Draws a planned goal: the two fans, and the smallest fall by the number of measurements."""

from collections.abc import Sequence

from dashboard.charts.describe.plan import Fan, Fans, Mark
from dashboard.charts.describe.smallest_falls import Smallest
from dashboard.charts.plotly import parts
from dashboard.charts.theme import (
    EVENT_DASH,
    TARGET_DASH,
    Palette,
    Spec,
    figure,
    palette,
    rule,
    text,
    tinted,
)
from dashboard.text import signs

_RIGHT = 118
_FANS, _CURVE = 400, 330
_FALLEN = 0.16
_APART = 0.12
"""Marks nearer than this share of the years have their labels on either side."""


def draw_fans(fans: Fans, *, dark: bool) -> Spec:
    """Draw the series, the two fans, the target, and where a fall would be found."""
    ink = palette(dark)
    fallen = tinted(ink["accent"], _FALLEN)
    traces = [
        *parts.ribbon(fans.calm.edges, ink["ribbon"]),
        *parts.ribbon(fans.fallen.edges, fallen),
        *_edges(fans.fallen, ink),
        _series(fans, ink),
        *[_mark(mark, ink) for mark in fans.marks],
    ]
    return figure(
        traces,
        dark=dark,
        language=fans.language,
        height=_FANS,
        margin={"l": 8, "r": _RIGHT, "t": 28, "b": 36},
        xaxis={
            "range": list(fans.time.span),
            "tickvals": [x for x, _words in fans.time.ticks],
            "ticktext": [words for _x, words in fans.time.ticks],
            "tickangle": 0,
        },
        yaxis=parts.value_axis(fans.values),
        shapes=_lines(fans, ink),
        annotations=_labels(fans, ink),
    )


def _edges(fan: Fan, ink: Palette) -> list[Spec]:
    """Draw the dashed edges of the fan that a fall would give."""
    edge: Spec = {
        "type": "scatter",
        "x": [x for x, _edge in fan.edges],
        "mode": "lines",
        "line": {"color": ink["accent"], "width": 1.5, "dash": EVENT_DASH},
        "hoverinfo": "skip",
    }
    return [{**edge, "y": [ends[side] for _x, ends in fan.edges]} for side in (0, 1)]


_FEW = 60
"""So few measurements are marked one by one: the marks of more hide the line."""


def _series(fans: Fans, ink: Palette) -> Spec:
    return {
        "type": "scatter",
        "x": [point.x for point in fans.measured],
        "y": [point.value for point in fans.measured],
        "mode": "lines+markers" if len(fans.measured) <= _FEW else "lines",
        "line": {"color": ink.series[0], "width": 2.5},
        "marker": {"size": 7, "color": ink.series[0]},
        "hovertext": [f"<b>{point.period}</b>" for point in fans.measured],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _mark(mark: Mark, ink: Palette) -> Spec:
    sign = signs.LOST if mark.lost else signs.WATCH
    colour = ink.state[sign.token]["mark"]
    return {
        "type": "scatter",
        "x": [mark.x],
        "y": [mark.y],
        "mode": "markers",
        "marker": {
            "symbol": sign.marker,
            "size": 16 if mark.lost else 15,
            "color": colour if mark.lost else ink.background,
            "line": {"color": colour, "width": 0 if mark.lost else 3},
        },
        "hoverinfo": "skip",
    }


def _lines(fans: Fans, ink: Palette) -> list[Spec]:
    start, end = fans.calm.edges[0][0], fans.calm.edges[-1][0]
    first = fans.calm.edges[1][0]
    floor = fans.values.low
    lines = [
        rule((fans.today, fans.today), (0, 1), ink["axis"], 1, dash=EVENT_DASH, yref="paper"),
        rule((start, end), (fans.calm.level, fans.calm.level), ink["glyph"], 1.5),
        rule((first, end), (fans.fallen.level, fans.fallen.level), ink["accent"], 2.5),
    ]
    if fans.certain is not None:
        level = fans.certain
        lines.append(rule((first, end), (level, level), ink["accent"], 1.5, dash=EVENT_DASH))
    if fans.target is not None:
        level = fans.target
        lines.append(
            rule((fans.today, end), (level, level), ink["accent"], 1.75, dash=TARGET_DASH)
        )
    lines += [
        rule((mark.x, mark.x), (floor, mark.y), ink["axis"], 1, dash=EVENT_DASH)
        for mark in fans.marks
    ]
    return lines


def _labels(fans: Fans, ink: Palette) -> list[Spec]:
    end = fans.time.high
    labels = [
        text(
            fans.today,
            1,
            fans.today_label,
            ink["text3"],
            anchor=("center", "bottom"),
            yref="paper",
            shift=(0, 2),
        )
    ]
    names = [(fans.calm, ink["text2"]), (fans.fallen, ink["accent"])]
    below = fans.fallen.level < fans.calm.level
    gap = abs(fans.fallen.level - fans.calm.level) / (fans.values.high - fans.values.low)
    apart = max(0, round((40 - gap * 330) / 2))
    for place, (fan, colour) in enumerate(names):
        up = (place == 0) == below
        labels.append(
            text(
                end,
                fan.level,
                f"<b>{fan.label}</b><br>{fan.value}",
                colour,
                shift=(6, apart if up else -apart),
            )
        )
    if fans.target is not None:
        labels.append(
            text(
                end,
                fans.target,
                f"<b>{fans.target_label}</b>",
                ink["accent"],
                shift=(6, 0),
            )
        )
    return labels + _years(fans.marks, fans, ink)


def _years(marks: Sequence[Mark], fans: Fans, ink: Palette) -> list[Spec]:
    """Write the year of each mark at the foot of its line; near ones away from each other."""
    ordered = sorted(marks, key=lambda mark: (mark.x, mark.lost))
    xs = [mark.x for mark in ordered]
    near = len(xs) == 2 and xs[1] - xs[0] < _APART * (fans.time.high - fans.time.low)
    sides = ("right", "left") if near else ("center",) * len(xs)
    shifts = {"left": 4, "right": -4, "center": 0}
    labels = []
    for mark, side in zip(ordered, sides, strict=True):
        sign = signs.LOST if mark.lost else signs.WATCH
        labels.append(
            text(
                mark.x,
                fans.values.low,
                f"<b>{sign.beside(mark.year)}</b>",
                ink.state[sign.token]["text"],
                anchor=(side, "bottom"),
                shift=(shifts[side], 4),
                bgcolor=ink.background,
            )
        )
    return labels


def draw_smallest(curve: Smallest, *, dark: bool) -> Spec:
    """Draw the two curves, what lies above them, and the limit that was chosen."""
    ink = palette(dark)
    top, low, high = curve.sizes.high, curve.numbers.low, curve.numbers.high
    return figure(
        [
            *_above(curve, ink),
            _curve(curve.lost, signs.LOST, ink, filled=True),
            _curve(curve.watch, signs.WATCH, ink, filled=False),
        ],
        dark=dark,
        language=curve.language,
        height=_CURVE,
        margin={"l": 8, "r": 16, "t": 16, "b": 36},
        xaxis={
            "range": [low, high],
            "tickvals": [x for x, _words in curve.numbers.ticks],
            "ticktext": [words for _x, words in curve.numbers.ticks],
        },
        yaxis=parts.value_axis(curve.sizes),
        shapes=[
            rule((low, high), (curve.limit, curve.limit), ink["axis"], 1.5, dash=EVENT_DASH)
        ],
        annotations=[
            text(
                high,
                top,
                f"<b>{curve.seen_label}</b>",
                ink["text"],
                anchor=("right", "top"),
                shift=(-4, -6),
            ),
            text(
                high,
                0,
                curve.missed_label,
                ink["text2"],
                anchor=("right", "bottom"),
                shift=(-4, 6),
            ),
            text(
                low,
                curve.limit,
                f"<b>{curve.limit_label}</b>",
                ink["text2"],
                anchor=("left", "top"),
                shift=(4, -2),
            ),
        ],
    )


def _above(curve: Smallest, ink: Palette) -> list[Spec]:
    """Tint what is found early in four of five."""
    if not curve.watch:
        return []
    edges = [(float(number), (size, curve.sizes.high)) for number, size in curve.watch]
    return parts.ribbon(edges, ink["ribbon"])


def _curve(
    found: Sequence[tuple[int, float]], sign: signs.Sign, ink: Palette, *, filled: bool
) -> Spec:
    colour = ink.state[sign.token]["mark"]
    many = len(found) > 12
    return {
        "type": "scatter",
        "x": [number for number, _size in found],
        "y": [size for _number, size in found],
        "mode": "lines" if many else "lines+markers",
        "line": {
            "color": colour,
            "width": 2.5,
            **({"dash": EVENT_DASH} if many and not filled else {}),
        },
        "marker": {
            "symbol": sign.marker,
            "size": 11,
            "color": colour if filled else ink.background,
            "line": {"color": colour, "width": 0 if filled else 2.5},
        },
        "cliponaxis": True,
        "hovertemplate": "%{x}: %{y:.1f}<extra></extra>",
    }
