"""A drawn chart where there is little room: what is along its time is no closer than read.

A chart is as wide as its column, which only the browser knows; how narrow that can be is known.
"""

from collections.abc import Iterator, Sequence

from dashboard.charts.theme import Spec

ON_A_PHONE = 286
"""Pixels that a chart has where there is least: of a screen 320 wide."""

_SIGN, _BETWEEN = 7.2, 8.0
"""Pixels of a sign on an axis, and between two labels."""


def fitted(spec: Spec, width: float) -> Spec:
    """Return a chart with as many labels along its axes across as `width` pixels have room for.

    The last stays, and the others are as far apart as they were, or twice or three times.
    """
    layout = spec.get("layout", {})
    fewer = {name: _fewer(axis, _room(layout, axis, width)) for name, axis in _across(layout)}
    return {**spec, "layout": {**layout, **fewer}} if fewer else spec


def _across(layout: Spec) -> Iterator[tuple[str, Spec]]:
    """Find the axes across that are written at places of their own, along whole numbers."""
    for name, axis in layout.items():
        if not name.startswith("xaxis") or not axis.get("ticktext") or not axis.get("range"):
            continue
        if axis.get("type", "linear") == "linear" and axis.get("visible", True):
            yield name, axis


def _room(layout: Spec, axis: Spec, width: float) -> float:
    """Return how many pixels the axis has: what is beside it is not its own."""
    margin, beside = layout.get("margin", {}), layout.get("yaxis", {})
    left = margin.get("l", 8)
    if beside.get("automargin", True) and beside.get("visible", True):
        left = max(left, _wide(beside.get("ticktext", ())) + 5)
    first, last = axis.get("domain", (0, 1))
    return float((width - left - margin.get("r", 24)) * (last - first))


def _wide(texts: Sequence[str]) -> float:
    rows = [row for text in texts for row in text.split("<br>")]
    return _SIGN * max(map(len, rows), default=0)


def _fewer(axis: Spec, room: float) -> Spec:
    """Leave out labels of an axis, from the last one back, that would touch the next."""
    low, high = axis["range"]
    scale = room / (abs(high - low) or 1)
    ticks = sorted(zip(axis["tickvals"], axis["ticktext"], strict=True), reverse=True)
    kept: list[tuple[float, str]] = []
    for tick in ticks:
        if not kept or _apart(kept[0], tick, scale):
            kept.insert(0, tick)
    return {**axis, "tickvals": [one for one, _ in kept], "ticktext": [one for _, one in kept]}


def _apart(one: tuple[float, str], other: tuple[float, str], scale: float) -> bool:
    needed = (_wide([one[1]]) + _wide([other[1]])) / 2 + _BETWEEN
    return abs(one[0] - other[0]) * scale >= needed
