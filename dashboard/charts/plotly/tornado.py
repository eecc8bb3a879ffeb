"""What drives a range: one bar per assumption, from its low to its high, the widest first."""

from collections.abc import Sequence

from dashboard.charts.describe.tornado import Bar, Tornado
from dashboard.charts.theme import Palette, Spec, figure, palette, rule, text

_ROW = 78
_BAR = 0.26


def draw_tornado(tornado: Tornado, *, dark: bool) -> Spec:
    """Draw the bars around their centre.

    Every bar carries its words above it, so that nothing has to be read off an axis.
    """
    ink, bars, centre = palette(dark), tornado.bars, tornado.centre
    ends = [end for bar in bars for end in bar.ends] + [centre]
    low, high = min(ends), max(ends)
    pad = max((high - low) * 0.02, 1e-9)
    return figure(
        [_bars(bars, ink)],
        dark=dark,
        language=tornado.language,
        height=_ROW * len(bars) + 12,
        bargap=1 - _BAR,
        margin={"l": 4, "r": 8, "t": 4, "b": 4},
        xaxis={"range": [low - pad, high + pad], "visible": False},
        yaxis={"range": [len(bars) - 0.7, -0.78], "visible": False},
        shapes=[
            rule((centre, centre), (row - 0.19, row + 0.19), ink["text"], 1.5)
            for row in range(len(bars))
        ],
        annotations=[_words(bar, row, ink) for row, bar in enumerate(bars)],
    )


def _bars(bars: Sequence[Bar], ink: Palette) -> Spec:
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(bars))),
        "base": [bar.ends[0] for bar in bars],
        "x": [abs(bar.at_high - bar.at_low) for bar in bars],
        "marker": {"color": ink.tenure[1], "line": {"width": 0}},
        "hovertext": [f"<b>{bar.name}</b><br>{bar.span}<br>{bar.says}" for bar in bars],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _words(bar: Bar, row: int, ink: Palette) -> Spec:
    said = f"<b>{bar.name}</b><br>{bar.span} → {bar.says}"
    return text(
        0,
        row - 0.18,
        said,
        ink["text2"],
        size=13,
        anchor=("left", "bottom"),
        xref="paper",
    )
