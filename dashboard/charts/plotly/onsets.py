"""How small a worsening would have been seen, under the series with the same years."""

from dashboard.charts.describe.onsets import Onset, Onsets
from dashboard.charts.plotly import parts
from dashboard.charts.theme import EVENT_DASH, Palette, Spec, palette, text
from dashboard.text import signs

_PLOT = 110
_ABOVE = 12
_WIDTH = 0.66


def draw_onsets(onsets: Onsets, *, left: int, right: int, dark: bool) -> Spec:
    """Draw a bar for each year, and an empty frame for one of which nothing is known.

    `left` and `right` are the margins of the series above, so that the years stand in line.
    """
    ink = palette(dark)
    known = [one for one in onsets.onsets if one.size is not None]
    unknown = [one for one in onsets.onsets if one.size is None]
    tallest = onsets.top / 1.3
    return parts.strip(
        [_bars(known, onsets, ink), _edges(known, onsets, ink)],
        onsets.time,
        onsets.measured,
        top=onsets.top,
        height=_PLOT,
        margins=(left, right, _ABOVE),
        dark=dark,
        language=onsets.language,
        shapes=[_frame(one, tallest, onsets, ink) for one in unknown],
        labels=[_label(one, ink) for one in known if one.label]
        + [_nothing(one, tallest / 2, ink) for one in unknown],
    )


def _bars(known: list[Onset], onsets: Onsets, ink: Palette) -> Spec:
    return {
        "type": "bar",
        "x": [one.x for one in known],
        "y": [one.size for one in known],
        "width": _width(onsets),
        "marker": {"color": ink["ribbon"], "line": {"width": 0}},
        "hovertext": [f"<b>{one.year}</b><br>{one.words}" for one in known],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _edges(known: list[Onset], onsets: Onsets, ink: Palette) -> Spec:
    """Draw the sizes themselves as lines: a bar under one is what would not have been seen."""
    half = _width(onsets) / 2
    across = [(one.x - half, one.x + half, None) for one in known]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for ends in across for x in ends],
        "y": [y for one in known for y in (one.size, one.size, None)],
        "line": {"color": ink["accent"], "width": 2},
        "hoverinfo": "skip",
    }


def _width(onsets: Onsets) -> float:
    """Return how many years a bar is wide."""
    return _WIDTH * onsets.step


def _frame(one: Onset, height: float, onsets: Onsets, ink: Palette) -> Spec:
    half = _width(onsets) / 2
    return {
        "type": "rect",
        "x0": one.x - half,
        "x1": one.x + half,
        "y0": 0,
        "y1": height,
        "line": {"color": ink["axis"], "width": 1.5, "dash": EVENT_DASH},
    }


def _label(one: Onset, ink: Palette) -> Spec:
    anchor = ("center", "bottom")
    return text(one.x, one.size or 0.0, one.label, ink["text"], anchor=anchor, shift=(0, 2))


def _nothing(one: Onset, height: float, ink: Palette) -> Spec:
    return text(one.x, height, signs.UNKNOWN.glyph, ink["text2"], anchor=("center", "middle"))
