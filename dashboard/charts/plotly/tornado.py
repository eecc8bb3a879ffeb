"""What drives a range: one bar per assumption, from its low to its high, the widest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts.theme import Palette, Spec, figure, palette, rule, text
from dashboard.text import numbers
from dashboard.text.language import translator

_ROW = 78
_MOST = 8
_BAR = 0.26


@dataclass(frozen=True, slots=True)
class Bar:
    """One assumption: its name and range in words, and what its ends make of the result.

    `says` is that result in words; `at_low` and `at_high` are in the unit of the result.
    """

    name: str
    span: str
    says: str
    at_low: float
    at_high: float


def tornado(bars: Sequence[Bar], centre: float, *, dark: bool, language: str) -> Spec:
    """Draw the bars around `centre`, the result with every assumption at its own value.

    Every bar carries its words above it, so that nothing has to be read off an axis.
    """
    ink, shown = palette(dark), bars[:_MOST]
    ends = [end for bar in shown for end in (bar.at_low, bar.at_high)] + [centre]
    low, high = min(ends), max(ends)
    pad = max((high - low) * 0.02, 1e-9)
    rows = range(len(shown))
    return figure(
        [_bars(shown, ink)],
        dark=dark,
        language=language,
        height=_ROW * len(shown) + 12,
        bargap=1 - _BAR,
        margin={"l": 4, "r": 8, "t": 4, "b": 4},
        xaxis={"range": [low - pad, high + pad], "visible": False},
        yaxis={"range": [len(shown) - 0.7, -0.78], "visible": False},
        shapes=[
            rule((centre, centre), (row - 0.19, row + 0.19), ink["text"], 1.5) for row in rows
        ],
        annotations=[_words(shown[row], row, ink) for row in rows],
    )


def _bars(bars: Sequence[Bar], ink: Palette) -> Spec:
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(bars))),
        "base": [min(bar.at_low, bar.at_high) for bar in bars],
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


def alt_tornado(bars: Sequence[Bar], *, language: str) -> str:
    """Say in words which assumptions move the result most."""
    _ = translator(language)
    if not bars:
        return _("Inget antagande har ett spann.")
    listed = "; ".join(f"{bar.name} {bar.span}: {bar.says}" for bar in bars[:_MOST])
    said = _("Staplar över vad varje antagande ensamt gör med värdet, störst först: {bars}.")
    return said.format(bars=listed.replace(numbers.NO_BREAK, " "))
