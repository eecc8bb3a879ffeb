"""How small a worsening would have been seen, under the series with the same years."""

from dashboard.charts.describe.onsets import Onset, Onsets
from dashboard.charts.plotly import parts
from dashboard.charts.theme import EVENT_DASH, Palette, Spec, figure, palette, rule, text
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
    labels = [_label(one, ink) for one in known if one.label]
    return figure(
        [_bars(known, onsets, ink)],
        dark=dark,
        language=onsets.language,
        height=_PLOT + _ABOVE + 32,
        margin={"l": left, "r": right, "t": _ABOVE, "b": 32},
        xaxis={**parts.time_axis(onsets.time, onsets.measured), "automargin": False},
        yaxis={
            "range": [0, onsets.top],
            "tickvals": [0],
            "ticktext": ["0 "],
            "automargin": False,
        },
        shapes=[
            *(_edge(one, ink) for one in known),
            *(_frame(one, onsets.top / 1.3, ink) for one in unknown),
        ],
        annotations=[*labels, *(_nothing(one, onsets.top / 2.6, ink) for one in unknown)],
    )


def _bars(known: list[Onset], onsets: Onsets, ink: Palette) -> Spec:
    return {
        "type": "bar",
        "x": [one.x for one in known],
        "y": [one.size for one in known],
        "width": _WIDTH,
        "marker": {"color": ink["ribbon"], "line": {"width": 0}},
        "hovertext": [f"<b>{year}</b><br>{size}" for year, size in _seen(onsets)],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _seen(onsets: Onsets) -> list[tuple[str, str]]:
    """Return the year and the size in words of every bar that is drawn."""
    rows = onsets.table.itertuples(index=False)
    return [
        (str(row[0]), str(row[1]))
        for row, one in zip(rows, onsets.onsets, strict=True)
        if one.size is not None
    ]


def _edge(one: Onset, ink: Palette) -> Spec:
    """Draw the size itself as a line: the bar under it is what would not have been seen."""
    size, half = one.size or 0.0, _WIDTH / 2
    return rule((one.x - half, one.x + half), (size, size), ink["accent"], 2)


def _frame(one: Onset, height: float, ink: Palette) -> Spec:
    return {
        "type": "rect",
        "x0": one.x - _WIDTH / 2,
        "x1": one.x + _WIDTH / 2,
        "y0": 0,
        "y1": height,
        "line": {"color": ink["axis"], "width": 1.5, "dash": EVENT_DASH},
    }


def _label(one: Onset, ink: Palette) -> Spec:
    anchor = ("center", "bottom")
    return text(one.x, one.size or 0.0, one.label, ink["text"], anchor=anchor, shift=(0, 2))


def _nothing(one: Onset, height: float, ink: Palette) -> Spec:
    return text(one.x, height, signs.UNKNOWN.glyph, ink["text2"], anchor=("center", "middle"))
