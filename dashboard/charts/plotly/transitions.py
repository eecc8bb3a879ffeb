"""Where vacancies go: one bar per kind of home, how many went on and how many ended there."""

from collections.abc import Iterator

from dashboard.charts.describe.transitions import Bar, Transitions
from dashboard.charts.theme import Palette, Spec, figure, palette, text

_ROW = 78


def draw_transitions(transitions: Transitions, *, dark: bool) -> Spec:
    """Draw one bar per kind of home: what went on in ink, what ended in pale grey."""
    ink, bars = palette(dark), transitions.bars
    return figure(
        [
            _pieces(transitions, [bar.went_on for bar in bars], ink.tenure[1], ink),
            _pieces(transitions, [bar.ended for bar in bars], ink["ribbon"], ink),
        ],
        dark=dark,
        language=transitions.language,
        height=_ROW * len(bars) + 12,
        barmode="stack",
        bargap=0.8,
        margin={"l": 4, "r": 8, "t": 4, "b": 4},
        xaxis={"range": [0, 100], "visible": False},
        yaxis={"range": [len(bars) - 0.45, -0.6], "visible": False},
        annotations=[label for row, bar in enumerate(bars) for label in _labels(bar, row, ink)],
    )


def _pieces(transitions: Transitions, shares: list[float], colour: str, ink: Palette) -> Spec:
    bars = transitions.bars
    return {
        "type": "bar",
        "orientation": "h",
        "x": shares,
        "y": list(range(len(bars))),
        "marker": {"color": colour, "line": {"color": ink.background, "width": 2}},
        "hovertext": [f"<b>{bar.name}</b><br>{bar.words}" for bar in bars],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _labels(bar: Bar, row: int, ink: Palette) -> Iterator[Spec]:
    """Write what stood empty above the bar, and under it what became of that."""
    for words, y, edge in (
        (f"<b>{bar.name}</b>", row - 0.13, "bottom"),
        (bar.summary, row + 0.13, "top"),
    ):
        yield text(0, y, words, ink["text2"], anchor=("left", edge), xref="paper", size=13)
