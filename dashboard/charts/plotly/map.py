"""Where: areas filled by the class of their value or the state of their goal.

Everything is drawn as filled lines on a plain sheet: nothing is fetched from anywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts.plotly.outlines import Outline
from dashboard.charts.theme import Palette, Spec, figure, palette, text
from dashboard.text import states
from dashboard.text.language import plural, translator
from dashboard.text.states import SIGNS
from metrics.outcome.state import Group, State, group_of

_HEIGHT = 540
_ROW = 24
_MOST_NAMED = 8
_PATTERNS = {Group.LOST: "x", Group.WATCH: "/", Group.HOLDS: "", Group.UNKNOWN: "."}
_HATCH = "\\"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a map says of one area: its class or its state, neither where nothing is known."""

    area_id: str
    name: str
    words: str
    place: int | None = None
    state: State | None = None


@dataclass(frozen=True, slots=True)
class _Fill:
    """One way of being filled, and what it means."""

    words: str
    colour: str
    pattern: str = ""
    ink: str = ""


def value_map(
    outlines: Sequence[Outline],
    places: Sequence[Place],
    names: Sequence[str],
    *,
    chosen: str = "",
    dark: bool,
    language: str,
) -> Spec:
    """Draw the areas by class, light to dark ink; those without a value are hatched.

    `names` are the classes, lowest first; `places` say which class an area is in.
    """
    ink = palette(dark)
    fills: dict[object, _Fill] = {
        place: _Fill(name, colour)
        for place, (name, colour) in enumerate(zip(names, _ramp(ink, len(names)), strict=True))
    }
    missing = _Fill(translator(language)("saknar värde"), ink.background, _HATCH, ink["axis"])
    return _drawn(outlines, places, fills, missing, chosen, ink, dark, language)


def state_map(
    outlines: Sequence[Outline],
    places: Sequence[Place],
    *,
    chosen: str = "",
    dark: bool,
    language: str,
) -> Spec:
    """Draw the areas by the state of their goal: tint, pattern, and shape with its word."""
    ink = palette(dark)
    met = sorted(
        {place.state for place in places if place.state is not None}, key=list(State).index
    )
    fills: dict[object, _Fill] = {state: _state_fill(state, ink, language) for state in met}
    without = _Fill(translator(language)("utan mål"), ink.background)
    spec = _drawn(outlines, places, fills, without, chosen, ink, dark, language)
    spec["layout"]["annotations"] += _signs(outlines, places, ink, language)
    return spec


def _state_fill(state: State, ink: Palette, language: str) -> _Fill:
    colours = ink.state[SIGNS[state].token]
    group = group_of(state)
    pattern = _PATTERNS[group] if group else ""
    return _Fill(states.label(state, language), colours["tint"], pattern, colours["mark"])


def _ramp(ink: Palette, count: int) -> list[str]:
    """Return `count` steps of ink, as far apart as they can be."""
    steps = ink.sequence
    if count == 1:
        return [steps[2]]
    return [steps[round(place * (len(steps) - 1) / (count - 1))] for place in range(count)]


def _drawn(
    outlines: Sequence[Outline],
    places: Sequence[Place],
    fills: dict[object, _Fill],
    nothing: _Fill,
    chosen: str,
    ink: Palette,
    dark: bool,
    language: str,
) -> Spec:
    """Draw the areas by how they are filled, `nothing` where nothing is told."""
    told = {place.area_id: place for place in places}
    by_fill: dict[object, list[Outline]] = {key: [] for key in [*fills, None]}
    for outline in outlines:
        by_fill[_key(told.get(outline.area_id))].append(outline)
    shown = [
        (found, fills[key] if key is not None else nothing)
        for key, found in by_fill.items()
        if found or key is not None
    ]
    shapes, labels = _legend(shown, ink, language)
    selected = [outline for outline in outlines if outline.area_id == chosen]
    return figure(
        [
            *(_filled(found, fill, ink) for found, fill in shown if found),
            *(_edge(outline, ink) for outline in selected),
            _pointed_at(outlines, told),
        ],
        dark=dark,
        language=language,
        height=_HEIGHT + _ROW * len(shown),
        margin={"l": 2, "r": 2, "t": _ROW * len(shown) + 8, "b": 2},
        hovermode="closest",
        hoverdistance=40,
        clickmode="event+select",
        shapes=shapes,
        annotations=labels,
        **_sheet(outlines),
    )


def _key(place: Place | None) -> object:
    if place is None:
        return None
    return place.state if place.state is not None else place.place


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


def _pointed_at(outlines: Sequence[Outline], told: dict[str, Place]) -> Spec:
    """Lay a point that is not seen in each area, to be pointed at and pressed."""
    words = [
        f"<b>{place.name}</b><br>{place.words}" if (place := told.get(one.area_id)) else ""
        for one in outlines
    ]
    return {
        "type": "scatter",
        "x": [one.inside[0] for one in outlines],
        "y": [one.inside[1] for one in outlines],
        "mode": "markers",
        "marker": {"size": 22, "opacity": 0},
        "selected": {"marker": {"opacity": 0}},
        "unselected": {"marker": {"opacity": 0}},
        "customdata": [one.area_id for one in outlines],
        "hovertext": words,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _legend(
    shown: Sequence[tuple[Sequence[Outline], _Fill]], ink: Palette, language: str
) -> tuple[list[Spec], list[Spec]]:
    """Name each fill above the map, with how many areas have it, beside a filled square."""
    shapes: list[Spec] = []
    labels: list[Spec] = []
    for row, (found, fill) in enumerate(shown):
        up = _ROW * (len(shown) - row) - _ROW / 2
        count = plural(language, "{n} område", "{n} områden", len(found)).format(n=len(found))
        shapes += _square(up, fill, ink)
        labels.append(
            text(
                0, 1, f"{fill.words}  ·  {count}", ink["text2"],
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


def _signs(
    outlines: Sequence[Outline], places: Sequence[Place], ink: Palette, language: str
) -> list[Spec]:
    """Write each state where it is: shape and word, only the shape where there are many."""
    told = {place.area_id: place for place in places if place.state is not None}
    here = [outline for outline in outlines if outline.area_id in told]
    widest = max((x for one in outlines for ring, _ in one.rings for x in ring), default=0)
    edge, signs = widest / 6, []
    for outline in here:
        place = told[outline.area_id]
        assert place.state is not None
        sign = SIGNS[place.state]
        words = states.label(place.state, language) if len(here) <= _MOST_NAMED else sign.glyph
        colours = ink.state[sign.token]
        side = "left" if outline.inside[0] < edge else "center"
        signs.append(
            text(
                *outline.inside, f"<b>{words}</b>", colours["text"], size=14,
                anchor=(side, "middle"), bgcolor=ink.background, borderpad=2,
            )
        )  # fmt: skip
    return signs


def alt_map(places: Sequence[Place], names: Sequence[str], *, what: str, language: str) -> str:
    """Say in words what the map shows: what, and how many areas are in each class or state."""
    _ = translator(language)
    counted: dict[str, int] = dict.fromkeys(names, 0)
    missing = 0
    for place in places:
        if place.state is not None:
            word = states.word(place.state, language)
            counted[word] = counted.get(word, 0) + 1
        elif place.place is not None:
            counted[names[place.place]] += 1
        else:
            missing += 1
    said = [f"{word} {count}" for word, count in counted.items() if count]
    if missing:
        said.append(_("saknar värde {count}").format(count=missing))
    return _("Karta: {what}. Antal områden: {counts}.").format(
        what=what, counts=", ".join(said) or "0"
    )
