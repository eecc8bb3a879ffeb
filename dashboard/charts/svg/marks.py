"""The marks of a chart as SVG: lines, ribbons, markers and bars."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from dashboard.charts.svg.plot_area import PlotArea
from dashboard.charts.theme import Spec

_RGBA = re.compile(r"rgba\((\d+),\s*(\d+),\s*(\d+),\s*([\d.]+)\)")
_DASHES = {"dot": "2 3", "dash": "7 4", "dashdot": "7 3 2 3", "longdash": "10 4"}
_CORNERS: dict[str, list[tuple[float, float]]] = {
    "triangle-down": [(-1.15, -0.5), (1.15, -0.5), (0, 1)],
    "triangle-up": [(-1.15, 0.5), (1.15, 0.5), (0, -1)],
    "diamond": [(-1.3, 0), (0, -1.3), (1.3, 0), (0, 1.3)],
    "square": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
}
"""Corners of the markers around their middle, in half sizes, as Plotly draws them."""

Placed = list[tuple[float, float]]


def traces(data: Sequence[Spec], area: PlotArea, layout: Mapping[str, Any]) -> Iterable[str]:
    """Draw the traces in their order."""
    stacked: dict[tuple[str, Any, bool], float] = {}
    before: Placed = []
    for number, trace in enumerate(data):
        if trace.get("visible", True) is not True:
            continue
        if trace.get("type", "scatter") == "bar":
            yield from _bars(trace, area, layout, stacked, number)
        else:
            yield from _scatter(trace, area, before)
            before = [point for run in _placed(trace, area) for point in run]


def fill(colour: str) -> str:
    """Return a fill; an opacity stands apart, as every reader of SVG understands."""
    found = _RGBA.fullmatch(colour)
    if not found:
        return f' fill="{colour}"'
    red, green, blue, share = found.groups()
    hue = f"#{int(red):02X}{int(green):02X}{int(blue):02X}"
    return f' fill="{hue}" fill-opacity="{share}"'


def dashes(dash: str) -> str:
    """Return the dashes of a line; Plotly's names and lists of pixels."""
    if not dash or dash == "solid":
        return ""
    pixels = _DASHES.get(dash) or dash.replace("px", "").replace(",", " ")
    return f' stroke-dasharray="{pixels}"'


def _placed(trace: Spec, area: PlotArea) -> list[Placed]:
    """Return the points of a trace in pixels, a list per unbroken run."""
    runs: list[Placed] = [[]]
    for x, y in zip(trace["x"], trace["y"], strict=True):
        if x is None or y is None:
            runs.append([])
        else:
            place = (area.x(x, trace.get("xaxis", "x")), area.y(y, trace.get("yaxis", "y")))
            runs[-1].append(place)
    return [run for run in runs if run]


def _scatter(trace: Spec, area: PlotArea, before: Placed) -> Iterable[str]:
    runs, mode = _placed(trace, area), trace.get("mode", "lines+markers")
    line = trace.get("line", {})
    if trace.get("fill") == "tonexty" and runs and before:
        outline = [*before, *reversed(runs[0])]
        points = " ".join(f"{x:.2f},{y:.2f}" for x, y in outline)
        yield f'<polygon points="{points}"{fill(trace.get("fillcolor", "none"))}/>'
    if "lines" in mode and line.get("width", 2):
        for run in runs:
            yield (
                f'<path class="line" d="{_path(_stepped(run, line.get("shape", "linear")))}" '
                f'fill="none" stroke="{line["color"]}" stroke-width="{line.get("width", 2)}" '
                f'stroke-linejoin="round"{dashes(line.get("dash", ""))}/>'
            )
    if "markers" in mode:
        yield from _markers(trace, area)


def _stepped(run: Placed, shape: str) -> Placed:
    if shape != "hv" or len(run) < 2:
        return run
    steps = [run[0]]
    for (_x0, y0), (x1, y1) in pairwise(run):
        steps += [(x1, y0), (x1, y1)]
    return steps


def _path(points: Placed) -> str:
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points)


def _markers(trace: Spec, area: PlotArea) -> Iterable[str]:
    marker = trace.get("marker", {})
    rim = marker.get("line", {})
    for place, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
        if x is None or y is None:
            continue
        at = (area.x(x, trace.get("xaxis", "x")), area.y(y, trace.get("yaxis", "y")))
        size, colour = _one(marker.get("size", 6), place), _one(marker["color"], place)
        width = _one(rim.get("width", 0), place)
        edge = f' stroke="{_one(rim["color"], place)}" stroke-width="{width}"' if width else ""
        shape = _shape(_one(marker.get("symbol", "circle"), place), at, size / 2)
        yield f'<{shape}{fill(colour)}{edge} class="marker"/>'


def _one(given: Any, place: int) -> Any:
    return given[place] if isinstance(given, (list, tuple)) else given


def _shape(symbol: str, at: tuple[float, float], r: float) -> str:
    x, y = at
    corners = _CORNERS.get(symbol.removesuffix("-open"))
    if corners is None:
        return f'circle cx="{x:.2f}" cy="{y:.2f}" r="{r:.2f}"'
    points = " ".join(f"{x + dx * r:.2f},{y + dy * r:.2f}" for dx, dy in corners)
    return f'polygon points="{points}"'


def _bars(
    trace: Spec,
    area: PlotArea,
    layout: Mapping[str, Any],
    stacked: dict[tuple[str, Any, bool], float],
    number: int,
) -> Iterable[str]:
    """Draw bars, upright or lying; stacked bars start where those before them ended."""
    lying = trace.get("orientation") == "h"
    where, lengths = (trace["y"], trace["x"]) if lying else (trace["x"], trace["y"])
    marker, rim = trace.get("marker", {}), trace.get("marker", {}).get("line", {})
    piles = layout.get("barmode") in {"stack", "relative"}
    for place, (category, length) in enumerate(zip(where, lengths, strict=True)):
        if length is None:
            continue
        key = ("h" if lying else "v", category, length < 0)
        base = float(_one(trace.get("base", stacked.get(key, 0.0) if piles else 0.0), place))
        stacked[key] = base + float(length)
        thick = _one(trace.get("width", 1 - layout.get("bargap", 0.2)), place)
        box = _box(area, trace, category, thick, (base, base + float(length)), lying)
        colour = _one(marker.get("color", "#000000"), place)
        pattern = _one(marker.get("pattern", {}).get("shape", ""), place)
        name = f"p{number}-{place}"
        if pattern:
            yield _hatched(name, marker["pattern"], colour, place)
        paint = f' fill="url(#{name})"' if pattern else fill(colour)
        width = _one(rim.get("width", 0), place)
        edge = f' stroke="{_one(rim["color"], place)}" stroke-width="{width}"' if width else ""
        yield f'<rect class="bar" {box}{paint}{edge}/>'


def _box(
    area: PlotArea,
    trace: Spec,
    category: Any,
    thick: float,
    ends: tuple[float, float],
    lying: bool,
) -> str:
    along, across = ("y", "x") if lying else ("x", "y")
    axis = area.axes[trace.get(f"{along}axis", along)]
    middle = axis.at(category)
    half = abs(axis.at(axis.range[0] + thick) - axis.at(axis.range[0])) / 2
    value = area.axes[trace.get(f"{across}axis", across)]
    first, last = (value.at(end) for end in ends)
    low, long = min(first, last), abs(last - first)
    x, y, w, h = (
        (low, middle - half, long, 2 * half) if lying else (middle - half, low, 2 * half, long)
    )
    return f'x="{x:.2f}" y="{y:.2f}" width="{w:.2f}" height="{h:.2f}"'


def _hatched(name: str, pattern: Mapping[str, Any], colour: str, place: int) -> str:
    """Define slanting lines: what was decided is hatched on every ground."""
    step = _one(pattern.get("size", 8), place)
    ground = _one(pattern.get("bgcolor", "none"), place) or "none"
    ink = _one(pattern.get("fgcolor", colour), place)
    return (
        f'<defs><pattern id="{name}" width="{step}" height="{step}" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="{step}" height="{step}" fill="{ground}"/>'
        f'<line x1="0" y1="0" x2="0" y2="{step}" stroke="{ink}" stroke-width="2"/>'
        f"</pattern></defs>"
    )
