"""Draws a chart's specification as SVG, without a browser and as it looks on screen.

The specifications of this dashboard are plain dictionaries, and use a small part of Plotly:
lines, markers, bars, rectangles, rules and labels. All of that part is drawn here, so that a
picture never says anything else than the screen; anything outside it raises `NotDrawnError`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from dashboard.charts import fonts
from dashboard.charts.describe.chart import Chart
from dashboard.charts.plotly.drawing import draw
from dashboard.charts.svg import lettering, marks
from dashboard.charts.svg.plot_area import PlotArea, plot_area, whole
from dashboard.charts.theme import Spec, palette

WIDTH = 920
"""The width of a picture in pixels, that of a chart on a laptop."""

FAMILY = f"'{fonts.SANS}', 'Source Sans', Arial, sans-serif"
_KINDS = {"scatter", "bar"}


class NotDrawnError(Exception):
    """A chart of a kind that only the screen can draw; the text says which."""


def of_chart(
    chart: Chart, *, dark: bool = False, width: int = WIDTH, height: int | None = None
) -> str:
    """Draw a chart, described for those who cannot see it."""
    said = {"title": chart.name, "alt": chart.alt}
    return of_spec(draw(chart, dark=dark), dark=dark, width=width, height=height, **said)


def of_spec(
    spec: Spec,
    *,
    title: str,
    alt: str,
    dark: bool = False,
    width: int = WIDTH,
    height: int | None = None,
) -> str:
    """Draw a specification on a transparent ground. Raises `NotDrawnError`."""
    strange = {trace.get("type", "scatter") for trace in spec["data"]} - _KINDS
    if strange:
        raise NotDrawnError(
            f"Diagram av typen {', '.join(sorted(strange))} ritas bara på skärm."
        )
    layout = whole(spec["layout"])
    height = height or int(layout.get("height", 360))
    drawing = _Drawing(spec, layout, plot_area(spec, width, height), dark)
    body = "".join(drawing.parts())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-label="{escape(alt)}" '
        f'font-family="{FAMILY}" font-size="14">'
        f"<title>{escape(title)}</title><desc>{escape(alt)}</desc>{body}</svg>"
    )


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A specification on its way to SVG."""

    spec: Spec
    layout: dict[str, Any]
    area: PlotArea
    dark: bool

    def parts(self) -> Iterable[str]:
        """Draw from the back to the front."""
        shapes = self.layout.get("shapes", [])
        yield from (self._shape(one) for one in shapes if one.get("layer") == "below")
        for name, axis in self.area.axes.items():
            if axis.settings.get("visible") is not False:
                yield from self._axis(name)
        yield from marks.traces(self.spec["data"], self.area, self.layout)
        yield from (self._shape(one) for one in shapes if one.get("layer") != "below")
        yield from (self._label(one) for one in self.layout.get("annotations", []))

    def _axis(self, name: str) -> Iterable[str]:
        axis, area, ink = self.area.axes[name], self.area, palette(self.dark)
        asked = axis.settings
        font = {"size": 14, "color": ink["text3"]} | asked.get("tickfont", {})
        lies = name[0] == "x"
        edge = area.bottom if lies else area.left
        if asked.get("showline") and lies:
            yield _line(axis.span[0], edge, axis.span[1], edge, asked["linecolor"], 1)
        for place, words in axis.ticks if asked.get("showticklabels", True) else ():
            if asked.get("showgrid") and not lies:
                yield _line(area.left, place, area.right, place, asked["gridcolor"], 1)
            if asked.get("ticks") == "outside" and lies:
                tick = edge + asked.get("ticklen", 5)
                yield _line(place, edge, place, tick, asked["tickcolor"], 1)
            anchor = ("center", "top") if lies else ("right", "middle")
            at = (place, edge + 8) if lies else (edge - 1, place)
            yield text(words, at, anchor, font["size"], font["color"])
        minor = asked.get("minor", {})
        for value in minor.get("tickvals", ()) if lies else ():
            at_x = axis.at(value)
            tick = edge + minor.get("ticklen", 3)
            yield _line(at_x, edge, at_x, tick, asked["tickcolor"], 1)

    def _shape(self, shape: Spec) -> str:
        x0, x1 = (self._shape_x(shape, end) for end in ("x0", "x1"))
        y0, y1 = (self.area.y(shape[end], shape.get("yref", "y")) for end in ("y0", "y1"))
        line = shape.get("line", {})
        colour, width = line.get("color", "none"), line.get("width", 0)
        if shape["type"] == "line":
            return _line(x0, y0, x1, y1, colour, width, line.get("dash", ""))
        stroke = f' stroke="{colour}" stroke-width="{width}"' if width else ""
        stroke += marks.dashes(line.get("dash", "")) if width else ""
        return (
            f'<rect x="{min(x0, x1):.2f}" y="{min(y0, y1):.2f}" width="{abs(x1 - x0):.2f}" '
            f'height="{abs(y1 - y0):.2f}"{marks.fill(shape.get("fillcolor", "none"))}{stroke}/>'
        )

    def _shape_x(self, shape: Spec, end: str) -> float:
        ref = shape.get("xref", "x")
        if shape.get("xsizemode") == "pixel":
            return self.area.x(shape["xanchor"], ref) + float(shape[end])
        return self.area.x(shape[end], ref)

    def _label(self, label: Spec) -> str:
        x = self.area.x(label["x"], label.get("xref", "x")) + label.get("xshift", 0)
        y = self.area.y(label["y"], label.get("yref", "y")) - label.get("yshift", 0)
        given = {"size": 14, "color": palette(self.dark)["text2"]} | label.get("font", {})
        anchor = (label.get("xanchor", "center"), label.get("yanchor", "middle"))
        return text(label["text"], (x, y), anchor, given["size"], given["color"])


def text(
    words: str,
    at: tuple[float, float],
    anchor: tuple[str, str],
    size: float,
    colour: str,
) -> str:
    """Write a label of one or more lines; `words` may hold Plotly's <b>, <br> and <span>."""
    rows = lettering.rows(str(words))
    step = 1.3 * size
    over = {"top": 0.0, "middle": 0.5, "bottom": 1.0}.get(anchor[1], 0.5)
    first = at[1] - over * step * len(rows) + 0.98 * size
    lines = "".join(
        lettering.line(row, (at[0], first + place * step), anchor[0], size)
        for place, row in enumerate(rows)
    )
    return f'<text font-size="{size}" fill="{colour}">{lines}</text>'


def _line(
    x0: float, y0: float, x1: float, y1: float, colour: str, width: float, dash: str = ""
) -> str:
    return (
        f'<line x1="{x0:.2f}" y1="{y0:.2f}" x2="{x1:.2f}" y2="{y1:.2f}" '
        f'stroke="{colour}" stroke-width="{width}"{marks.dashes(dash)}/>'
    )
