"""Where the parts of a Plotly specification stand on paper, in pixels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts import fonts
from dashboard.charts.theme import Spec


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One axis: its settings, its range, and the pixels of its two ends."""

    settings: Mapping[str, Any]
    range: tuple[float, float]
    span: tuple[float, float]
    categories: tuple[str, ...] = ()

    def at(self, value: float | str) -> float:
        """Return the pixel of a value, or of a category by its name."""
        number = (
            self.categories.index(str(value)) if str(value) in self.categories else float(value)
        )
        share = (number - self.range[0]) / (self.range[1] - self.range[0])
        return self.span[0] + share * (self.span[1] - self.span[0])

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """Where the labels stand, and what they say."""
        if self.categories:
            return [(self.at(one), one) for one in self.categories]
        values = self.settings.get("tickvals") or []
        texts = self.settings.get("ticktext") or [str(value) for value in values]
        low, high = sorted(self.range)
        pairs = zip(values, texts, strict=False)
        return [(self.at(value), str(text)) for value, text in pairs if low <= value <= high]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotArea:
    """The rectangle inside the margins, and the axes on it."""

    left: float
    right: float
    top: float
    bottom: float
    axes: Mapping[str, Axis]

    def x(self, value: float | str, ref: str = "x") -> float:
        """Return the pixel of a place along x; `ref` is an axis, its domain, or the paper."""
        return self._place(value, ref, self.left, self.right)

    def y(self, value: float | str, ref: str = "y") -> float:
        """Return the pixel of a place along y; the paper counts from the bottom."""
        return self._place(value, ref, self.bottom, self.top)

    def _place(self, value: float | str, ref: str, start: float, end: float) -> float:
        if ref == "paper":
            return start + float(value) * (end - start)
        if ref.endswith(" domain"):
            start, end = self.axes[ref.removesuffix(" domain")].span
            return start + float(value) * (end - start)
        return self.axes[ref].at(value)


def plot_area(spec: Spec, width: float, height: float) -> PlotArea:
    """Lay out a specification on `width` x `height` pixels.

    Margins are the specification's own; the left one grows by what the labels need, as
    Plotly's automatic margin does.
    """
    layout = whole(spec["layout"])
    margin = {"l": 8, "r": 24, "t": 24, "b": 36} | layout.get("margin", {})
    left = margin["l"] + _label_room(spec, layout)
    right, top, bottom = width - margin["r"], float(margin["t"]), height - margin["b"]
    axes = {}
    for name in [key for key in layout if key.startswith(("xaxis", "yaxis"))] or []:
        axis_id = name.replace("axis", "")
        start, end = (left, right) if axis_id[0] == "x" else (bottom, top)
        low, high = layout[name].get("domain", (0, 1))
        span = (start + low * (end - start), start + high * (end - start))
        axes[axis_id] = _axis(spec, layout[name], axis_id, span)
    return PlotArea(left=left, right=right, top=top, bottom=bottom, axes=axes)


def whole(layout: Mapping[str, Any]) -> dict[str, Any]:
    """Return a layout with what its template says filled in where it says nothing."""
    given = layout.get("template", {}).get("layout", {})
    merged = {**given, **layout}
    for axis in {"xaxis", "yaxis", *(key for key in layout if key[1:5] == "axis")}:
        merged[axis] = {**given.get(f"{axis[0]}axis", {}), **layout.get(axis, {})}
    return merged


def _axis(
    spec: Spec, settings: Mapping[str, Any], axis_id: str, span: tuple[float, float]
) -> Axis:
    values = [
        value
        for trace in spec["data"]
        if trace.get(f"{axis_id[0]}axis", axis_id[0]) == axis_id
        for value in trace.get(axis_id[0], ())
        if value is not None
    ]
    names = tuple(dict.fromkeys(value for value in values if isinstance(value, str)))
    if "range" in settings:
        low, high = settings["range"]
    elif names:
        low, high = -0.5, len(names) - 0.5
    else:
        low, high = _reach(values)
    return Axis(settings=settings, range=(low, high), span=span, categories=names)


def _reach(values: Sequence[float]) -> tuple[float, float]:
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    pad = (high - low or 1.0) * 0.06
    return low - pad, high + pad


def _label_room(spec: Spec, layout: Mapping[str, Any]) -> float:
    """Return how wide the widest label left of the plot is."""
    axis = layout["yaxis"]
    if axis.get("visible") is False or axis.get("showticklabels") is False:
        return 0.0
    texts = axis.get("ticktext") or []
    size = axis.get("tickfont", {}).get("size", 14)
    parts = [
        (line.replace("<b>", "").replace("</b>", ""), "<b>" in str(text))
        for text in texts
        for line in str(text).split("<br>")
    ]
    return max((fonts.width(line, size, bold=bold) for line, bold in parts), default=0.0) + 4
