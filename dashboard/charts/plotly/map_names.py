"""Names on a map: each by its own area, and not over another name; else its sign alone."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from dashboard.charts.describe.map import AreaMap, Place
from dashboard.charts.describe.outlines import Outline
from dashboard.charts.theme import SANS, Palette, Spec, text
from dashboard.text.states import SIGNS
from metrics.outcome.state import State

MOST_NAMED = 14
"""So many areas have room for their names; of more only the shape of a state is written."""

Frame = tuple[float, float, float, float]
"""West, south, east and north: of the sheet that is shown, of an area, or of a name."""

_LETTER, _LINE, _GAP = 7.6, 19.0, 6.0
_GROUND = 18
"""Pixels of the plain ground that a sign stands on, which it is read against."""


_NO_ROOM = 50.0
"""A name that stands as badly as this is not written: out of view, over another name, or over
an area that nothing is seen of then."""

_HIDDEN = 0.5
"""How much of an area a name may lie over: of less than half nobody sees where it is."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place for a text in pixels, and how it is anchored there."""

    x: float
    y: float
    anchor: tuple[str, str]

    def box(self, lines: Sequence[str]) -> Frame:
        width, height = _LETTER * max(map(len, lines)), _LINE * len(lines)
        left = {"left": self.x, "center": self.x - width / 2, "right": self.x - width}
        low = {"bottom": self.y, "middle": self.y - height / 2, "top": self.y - height}
        west, south = left[self.anchor[0]], low[self.anchor[1]]
        return west, south, west + width, south + height


@dataclass(frozen=True, slots=True)
class _Label:
    """What is written of an area, line by line, where, and how badly it stands there."""

    lines: tuple[str, ...]
    spot: _Spot
    cost: float = 0.0


def names(
    chart: AreaMap, ink: Palette, frame: Frame, *, size: tuple[float, float]
) -> Iterator[Spec]:
    """Write the name of each area with its sign, in two lines where one has no room.

    Where there is no room for it the sign stands alone. `size` is the plot in pixels.
    """
    scale = _scale(frame, size)
    for place, label in _labels(chart, scale, size):
        colour = ink.state[SIGNS[place.state].token]["text"] if place.state else ink["text"]
        yield text(
            label.spot.x / scale[0] + scale[1], label.spot.y / scale[0] + scale[2],
            f"<b>{'<br>'.join(label.lines)}</b>", colour, size=14, anchor=label.spot.anchor,
            bgcolor=ink.background, opacity=0.92, borderpad=1,
        )  # fmt: skip


def _labels(
    chart: AreaMap, scale: tuple[float, float, float], size: tuple[float, float]
) -> list[tuple[Place, _Label]]:
    """Return what is written of each area: one after the other stands alone, if it must."""
    said, alone = _said(chart), frozenset[str]()
    taken = [_in_pixels(one, scale) for one in chart.outlines]
    while True:
        placed = _placed(said, alone, taken, scale, size)
        crowded = [area_id for area_id, label in placed.items() if label.cost >= _NO_ROOM]
        if not crowded:
            return [
                (place, placed[one.area_id]) for one, place in said if one.area_id in placed
            ]
        alone |= {max(crowded, key=lambda area_id: placed[area_id].cost)}


def _placed(
    said: Sequence[tuple[Outline, Place]],
    alone: Collection[str],
    taken: Sequence[Frame],
    scale: tuple[float, float, float],
    size: tuple[float, float],
) -> dict[str, _Label]:
    """Place the signs that stand alone, then the names, each clear of those before it."""
    placed = {
        one.area_id: _Label((SIGNS[place.state].glyph,), _spots(one, scale)[0])
        for one, place in said
        if one.area_id in alone and place.state is not None
    }
    written = [label.spot.box(label.lines) for label in placed.values()]
    for one, place in said:
        if one.area_id in alone:
            continue
        own = _in_pixels(one, scale)
        label = min(
            (
                _Label(lines, spot, _cost(spot.box(lines), own, taken, written, size))
                for lines in _lines(place)
                for spot in _spots(one, scale)
            ),
            key=lambda label: label.cost,
        )
        placed[one.area_id] = label
        written.append(label.spot.box(label.lines))
    return placed


def _lines(place: Place) -> Iterator[tuple[str, ...]]:
    """List how a name with its sign can be written: in one line, and in two about as long."""
    name = f"{SIGNS[place.state].glyph} {place.name}" if place.state else place.name
    yield (name,)
    words = name.split(" ")
    halves = [
        (" ".join(words[:at]), " ".join(words[at:]))
        # a sign is not parted from its word
        for at in range(2 if place.state else 1, len(words))
    ]
    if halves:
        yield min(halves, key=lambda half: max(map(len, half)))


def signs(chart: AreaMap, ink: Palette) -> Iterator[Spec]:
    """Write the shape of its state in each area: the grounds of all, then one trace a state.

    No sign lies under the ground of another, and none fades where an area is pressed.
    """
    judged: dict[State, list[Outline]] = {}
    for one, place in _said(chart):
        if place.state is not None:
            judged.setdefault(place.state, []).append(one)
    ground = {"color": ink.background, "opacity": 1}
    yield {
        **_at([one for areas in judged.values() for one in areas]),
        "mode": "markers",
        "marker": {**ground, "symbol": "square", "size": _GROUND},
        "selected": {"marker": ground},
        "unselected": {"marker": ground},
    }
    for state, areas in judged.items():
        letters = {"color": ink.state[SIGNS[state].token]["text"]}
        yield {
            **_at(areas),
            "mode": "text",
            "text": f"<b>{SIGNS[state].glyph}</b>",
            "textfont": {**letters, "family": SANS, "size": 14},
            "selected": {"textfont": letters},
            "unselected": {"textfont": letters},
        }


def _at(areas: Sequence[Outline]) -> Spec:
    xs, ys = ([one.inside[way] for one in areas] for way in (0, 1))
    return {"type": "scatter", "x": xs, "y": ys, "hoverinfo": "skip"}


def _said(chart: AreaMap) -> list[tuple[Outline, Place]]:
    return [
        (one, chart.places[one.area_id])
        for one in chart.outlines
        if one.area_id in chart.places
    ]


def _scale(frame: Frame, size: tuple[float, float]) -> tuple[float, float, float]:
    """Return pixels per unit of the sheet, and the west and south of what is shown."""
    west, south, east, north = frame
    return min(size[0] / (east - west), size[1] / (north - south)), west, south


def _in_pixels(one: Outline, scale: tuple[float, float, float]) -> Frame:
    west, south, east, north = one.box
    per, left, low = scale
    return (west - left) * per, (south - low) * per, (east - left) * per, (north - low) * per


def _spots(one: Outline, scale: tuple[float, float, float]) -> list[_Spot]:
    """List where a name can stand: in its area, and on each side of it."""
    west, south, east, north = _in_pixels(one, scale)
    x, y = (one.inside[0] - scale[1]) * scale[0], (one.inside[1] - scale[2]) * scale[0]
    return [
        _Spot(x, y, ("center", "middle")),
        _Spot(east + _GAP, y, ("left", "middle")),
        _Spot(west - _GAP, y, ("right", "middle")),
        _Spot(x, north + _GAP, ("center", "bottom")),
        _Spot(x, south - _GAP, ("center", "top")),
    ]


def _cost(
    box: Frame,
    own: Frame,
    areas: Sequence[Frame],
    written: Sequence[Frame],
    size: tuple[float, float],
) -> float:
    """Return how badly a name would stand: over other names, on another area, out of view.

    One that is too wide for its own area is better than one that stands in a neighbour, but
    neither hides an area: beside a sign alone it is seen where that is.
    """
    inside = _meet(box, own)
    others = sum(_meet(box, other) for other in areas if other != own)
    too_wide = inside and box[2] - box[0] > own[2] - own[0]
    outside = box[0] < -4 or box[2] > size[0] + 4 or box[1] < -4 or box[3] > size[1] + 4
    return (
        2 * _NO_ROOM * sum(_meet(box, other) for other in written)
        + (0.4 if inside else 3) * others
        + 1.5 * too_wide
        + _NO_ROOM * (outside or any(_hidden(box, area) > _HIDDEN for area in areas))
    )


def _meet(one: Frame, other: Frame) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _hidden(box: Frame, area: Frame) -> float:
    """Return how much of an area lies under a name, as a share of it."""
    wide = min(box[2], area[2]) - max(box[0], area[0])
    high = min(box[3], area[3]) - max(box[1], area[1])
    size = (area[2] - area[0]) * (area[3] - area[1])
    return max(wide, 0) * max(high, 0) / size if size else 0.0
