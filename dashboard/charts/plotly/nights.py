"""The nights of some weeks as tiles: full where a copy was read back, hollow where not."""

from collections.abc import Sequence

from dashboard.charts.theme import Spec, figure, palette


def draw_nights(went: Sequence[bool], ends: tuple[str, str], *, dark: bool) -> Spec:
    """Draw a tile for each night, the first and the last named by `ends`."""
    ink = palette(dark)
    places = list(range(len(went)))
    return figure(
        [
            {
                "type": "bar",
                "x": places,
                "y": [1] * len(places),
                "width": 0.78,
                "hoverinfo": "skip",
                "marker": {
                    "color": [ink["text3"] if each else ink.background for each in went],
                    "line": {"color": ink["text3"], "width": 1.5},
                },
            }
        ],
        dark=dark,
        language="sv",
        height=72,
        margin={"l": 4, "r": 4, "t": 4, "b": 28},
        xaxis={
            "range": [-0.6, max(len(places), 7) - 0.4],
            "tickvals": [places[0], places[-1]] if len(places) > 1 else places,
            "ticktext": list(ends) if len(places) > 1 else [ends[1]],
            "ticklabelposition": "outside",
            "showgrid": False,
            "showline": False,
            "ticks": "",
        },
        yaxis={"visible": False, "range": [0, 1.02]},
    )
