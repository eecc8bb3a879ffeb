"""Where: areas filled by the class of their value or the state of their goal.

Everything is drawn as filled lines on a plain sheet: nothing is fetched from anywhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.charts.describe.map import AreaMap, Group
from dashboard.charts.describe.outlines import Outline
from dashboard.charts.theme import Palette, Spec, figure, palette, text
from dashboard.text import states
from dashboard.text.language import plural
from dashboard.text.states import SIGNS
from metrics.outcome.state import Group as StateGroup
from metrics.outcome.state import State, group_of

_HEIGHT = 540
_ROW = 24
_MOST_NAMED = 8
_PATTERNS = {
    StateGroup.LOST: "x",
    StateGroup.WATCH: "/",
    StateGroup.UNCHANGED: "-",
    StateGroup.HOLDS: "",
    StateGroup.UNKNOWN: ".",
}
_HATCH = "\\"


@dataclass(frozen=True, slots=True)
class _Fill:
    """One way of being filled."""

    colour: str
    pattern: str = ""
    ink: str = ""


def draw_map(chart: AreaMap, *, dark: bool) -> Spec:
    """Draw values light to dark in ink, states by tint, pattern, and shape with word.

    Where a value is missing the area is hatched; the chosen area has a strong line around it.
    """
    ink = palette(dark)
    fills = [_fill(group, chart, ink) for group in chart.groups]
    shown = list(zip(chart.groups, fills, strict=True))
    shapes, labels = _legend(chart, fills, ink)
    return figure(
        [
            *(_filled(group.outlines, fill, ink) for group, fill in shown if group.outlines),
            *(_edge(one, ink) for one in chart.outlines if one.area_id == chart.chosen),
            _pointed_at(chart),
        ],
        dark=dark,
        language=chart.language,
        height=_HEIGHT + _ROW * len(shown),
        margin={"l": 2, "r": 2, "t": _ROW * len(shown) + 8, "b": 2},
        hovermode="closest",
        hoverdistance=40,
        clickmode="event+select",
        shapes=shapes,
        annotations=[*labels, *_signs(chart, ink)],
        **_sheet(chart.outlines),
    )


def _fill(group: Group, chart: AreaMap, ink: Palette) -> _Fill:
    if group.state is not None:
        return _state_fill(group.state, ink)
    if group.place is not None:
        return _Fill(_ramp(ink, chart.classes)[group.place])
    if chart.by_state:
        return _Fill(ink.background)
    return _Fill(ink.background, _HATCH, ink["axis"])


def _state_fill(state: State, ink: Palette) -> _Fill:
    colours = ink.state[SIGNS[state].token]
    group = group_of(state)
    return _Fill(colours["tint"], _PATTERNS[group] if group else "", colours["mark"])


def _ramp(ink: Palette, count: int) -> list[str]:
    """Return `count` steps of ink, as far apart as they can be."""
    steps = ink.sequence
    if count == 1:
        return [steps[2]]
    return [steps[round(place * (len(steps) - 1) / (count - 1))] for place in range(count)]


def _sheet(outlines: Sequence[Outline]) -> Spec:
    """Return axes that nobody sees, as long in both directions, around everything drawn."""
    xs = [x for outline in outlines for ring, _ in outline.rings for x in ring] or [0, 1]
    ys = [y for outline in outlines for _, ring in outline.rings for y in ring] or [0, 1]
    pad = 0.01 * max(max(xs) - min(xs), max(ys) - min(ys), 1)
    hidden = {"visible": False, "fixedrange": True, "constrain": "domain"}
    return {
        "xaxis": {
            **hidden,
            "range": [min(xs) - pad, max(xs) + pad],
            "constraintoward": "left",
        },
        "yaxis": {
            **hidden,
            "range": [min(ys) - pad, max(ys) + pad],
            "scaleanchor": "x",
            "scaleratio": 1,
            "constraintoward": "top",
        },
    }


def _filled(outlines: Sequence[Outline], fill: _Fill, ink: Palette) -> Spec:
    """Draw every area with the same fill as one trace: a gap between one ring and the next."""
    xs, ys = _joined(outlines)
    trace: Spec = {
        "type": "scatter",
        "x": xs,
        "y": ys,
        "mode": "lines",
        "fill": "toself",
        "fillcolor": fill.colour,
        "line": {"color": fill.ink or ink["axis"], "width": 1 if fill.ink else 0.6},
        "hoverinfo": "skip",
    }
    if fill.pattern:
        trace["fillpattern"] = {
            "shape": fill.pattern,
            "fgcolor": fill.ink,
            "bgcolor": fill.colour,
            "fillmode": "replace",
            "size": 10,
            "solidity": 0.14,
        }
    return trace


def _joined(outlines: Sequence[Outline]) -> tuple[list[int | None], list[int | None]]:
    xs: list[int | None] = []
    ys: list[int | None] = []
    for outline in outlines:
        for ring_x, ring_y in outline.rings:
            xs += [None, *ring_x] if xs else ring_x
            ys += [None, *ring_y] if ys else ring_y
    return xs, ys


def _edge(outline: Outline, ink: Palette) -> Spec:
    """Draw a strong line around the area that is chosen."""
    xs, ys = _joined([outline])
    return {
        "type": "scatter",
        "x": xs,
        "y": ys,
        "mode": "lines",
        "line": {"color": ink["text"], "width": 3},
        "hoverinfo": "skip",
    }


def _pointed_at(chart: AreaMap) -> Spec:
    """Lay a point that is not seen in each area, to be pointed at and pressed."""
    places = [chart.places.get(one.area_id) for one in chart.outlines]
    return {
        "type": "scatter",
        "x": [one.inside[0] for one in chart.outlines],
        "y": [one.inside[1] for one in chart.outlines],
        "mode": "markers",
        "marker": {"size": 22, "opacity": 0},
        "selected": {"marker": {"opacity": 0}},
        "unselected": {"marker": {"opacity": 0}},
        "customdata": [one.area_id for one in chart.outlines],
        "hovertext": [
            f"<b>{place.name}</b><br>{place.words}" if place else "" for place in places
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _legend(
    chart: AreaMap, fills: Sequence[_Fill], ink: Palette
) -> tuple[list[Spec], list[Spec]]:
    """Name each fill above the map, with how many areas have it, beside a filled square."""
    shapes: list[Spec] = []
    labels: list[Spec] = []
    for row, (group, fill) in enumerate(zip(chart.groups, fills, strict=True)):
        up = _ROW * (len(fills) - row) - _ROW / 2
        areas = len(group.outlines)
        count = plural(chart.language, "{n} område", "{n} områden", areas).format(n=areas)
        shapes += _square(up, fill, ink)
        labels.append(
            text(
                0, 1, f"{group.words}  ·  {count}", ink["text2"],
                anchor=("left", "middle"), shift=(28, up), xref="paper", yref="paper",
            )
        )  # fmt: skip
    return shapes, labels


def _square(up: float, fill: _Fill, ink: Palette) -> list[Spec]:
    place: Spec = {
        "xref": "paper",
        "yref": "paper",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": 0,
        "yanchor": 1,
    }
    line = {"color": fill.ink or ink["axis"], "width": 1}
    box: Spec = {
        **place,
        "type": "rect",
        "x0": 1,
        "x1": 19,
        "y0": up - 8,
        "y1": up + 8,
        "fillcolor": fill.colour,
        "line": line,
    }
    slope = {"type": "line", **place, "line": line}
    rising = {**slope, "x0": 1, "x1": 19, "y0": up - 8, "y1": up + 8}
    falling = {**slope, "x0": 1, "x1": 19, "y0": up + 8, "y1": up - 8}
    crosses = {"x": [rising, falling], "/": [rising], _HATCH: [falling]}
    return [box, *crosses.get(fill.pattern, [])]


def _signs(chart: AreaMap, ink: Palette) -> Iterator[Spec]:
    """Write each state where it is: shape and word, only the shape where there are many."""
    by_id = {one.area_id: group for group in chart.groups for one in group.outlines}
    here = [(one, by_id[one.area_id].state) for one in chart.outlines]
    judged = [(one, state) for one, state in here if state is not None]
    edge = max((x for one, _ in judged for ring, _y in one.rings for x in ring), default=0) / 6
    for outline, state in judged:
        sign = SIGNS[state]
        many = len(judged) > _MOST_NAMED
        words = sign.glyph if many else states.label(state, chart.language)
        side = "left" if outline.inside[0] < edge else "center"
        yield text(
            *outline.inside, f"<b>{words}</b>", ink.state[sign.token]["text"], size=14,
            anchor=(side, "middle"), bgcolor=ink.background, borderpad=2,
        )  # fmt: skip
