"""Where: areas filled by the class of their value or the state of their goal.

Everything is drawn as filled lines on a plain sheet: nothing is fetched from anywhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.charts.describe.map import AreaMap, Group
from dashboard.charts.describe.outlines import Outline
from dashboard.charts.plotly.map_names import MOST_NAMED, Frame, names, signs
from dashboard.charts.theme import Palette, Spec, figure, palette, text
from dashboard.text.language import plural
from dashboard.text.states import SIGNS
from metrics.outcome.state import Group as StateGroup
from metrics.outcome.state import State, group_of

WIDE, MIDDLE, NARROW = (620, 540), (370, 420), (280, 380)
"""About as wide as the map is in its column, and how high: on a screen, a tablet and a phone.

Where names stand is worked out of it.
"""

_ROW = 24

_AROUND = 0.12
"""How much of the size of the areas is shown around them, where they lie in something."""

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


def draw_map(chart: AreaMap, *, dark: bool, size: tuple[int, int] = WIDE) -> Spec:
    """Draw values light to dark in ink, states by tint, pattern, and shape with name.

    Where a value is missing the area is hatched, where a boundary is approximate it is dashed,
    and the chosen area has a strong line around it. Names are written where `size` has room.
    """
    ink = palette(dark)
    fills = [_fill(group, chart, ink) for group in chart.groups]
    shown = list(zip(chart.groups, fills, strict=True))
    shapes, labels = _legend(chart, fills, ink)
    air = _AROUND if chart.around and _is_sparse(chart) else 0.01
    frame = _as_wide_as(_frame(chart.outlines, air), size)
    named = size != NARROW and len(chart.outlines) <= MOST_NAMED
    return figure(
        [
            *([_background(chart.around, ink)] if chart.around else []),
            *(trace for group, fill in shown for trace in _filled(group.outlines, fill, ink)),
            *(_edge(one, ink) for one in chart.outlines if one.area_id == chart.chosen),
            *(() if named else signs(chart, ink)),
            _pointed_at(chart),
        ],
        dark=dark,
        language=chart.language,
        height=size[1] + _ROW * len(shown),
        margin={"l": 2, "r": 2, "t": _ROW * len(shown) + 8, "b": 2},
        hovermode="closest",
        hoverdistance=40,
        clickmode="event+select",
        shapes=shapes,
        annotations=[*labels, *(names(chart, ink, frame, size=size) if named else ())],
        **_sheet(frame),
    )


def _is_sparse(chart: AreaMap) -> bool:
    """Whether the areas are few enough for what they lie in to help to find them."""
    return len(chart.outlines) <= MOST_NAMED


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


def _frame(outlines: Sequence[Outline], air: float) -> Frame:
    """Return west, south, east and north of everything drawn and of the air around it.

    `air` is how much of its size is left empty on each side.
    """
    boxes = [one.box for one in outlines] or [(0, 0, 1, 1)]
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    pad = air * max(east - west, north - south, 1)
    return west - pad, south - pad, east + pad, north + pad


def _as_wide_as(frame: Frame, size: tuple[float, float]) -> Frame:
    """Return a frame with the proportions of the plot, so that nothing beside it is empty."""
    west, south, east, north = frame
    more = (size[0] / size[1] * (north - south) - (east - west)) / 2
    if more >= 0:
        return west - more, south, east + more, north
    more = (size[1] / size[0] * (east - west) - (north - south)) / 2
    return west, south - more, east, north + more


def _sheet(frame: Frame) -> Spec:
    """Return axes that nobody sees, as long in both directions, around everything drawn."""
    hidden = {"visible": False, "fixedrange": True, "constrain": "domain"}
    west, south, east, north = frame
    return {
        "xaxis": {**hidden, "range": [west, east], "constraintoward": "left"},
        "yaxis": {
            **hidden,
            "range": [south, north],
            "scaleanchor": "x",
            "scaleratio": 1,
            "constraintoward": "top",
        },
    }


def _background(around: Sequence[Outline], ink: Palette) -> Spec:
    """Draw what the areas lie in as thin lines, cut off at the edge of the map."""
    return {**_line(around, ink["axis"], 0.8), "cliponaxis": True}


def _filled(outlines: Sequence[Outline], fill: _Fill, ink: Palette) -> Iterator[Spec]:
    """Draw the areas with the same fill as one trace, those with an approximate line apart."""
    for approximate in (False, True):
        mine = [one for one in outlines if one.approximate is approximate]
        if mine:
            yield _trace(mine, fill, ink, approximate=approximate)


def _trace(
    outlines: Sequence[Outline], fill: _Fill, ink: Palette, *, approximate: bool
) -> Spec:
    """Draw areas as one trace: a gap between one ring and the next."""
    xs, ys = _joined(outlines)
    line: Spec = {"color": fill.ink or ink["axis"], "width": 1 if fill.ink else 0.6}
    trace: Spec = {
        "type": "scatter",
        "x": xs,
        "y": ys,
        "mode": "lines",
        "fill": "toself",
        "fillcolor": fill.colour,
        "line": {**line, "width": 2, "dash": "6px,4px"} if approximate else line,
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
    return _line([outline], ink["text"], 3)


def _line(outlines: Sequence[Outline], colour: str, width: float) -> Spec:
    xs, ys = _joined(outlines)
    return {
        "type": "scatter",
        "x": xs,
        "y": ys,
        "mode": "lines",
        "line": {"color": colour, "width": width},
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
