"""Who a place is for, then and now: shares of a whole as one bar per year, with its parent."""

from collections.abc import Sequence

from dashboard.charts.describe.chart import Chart, Stack
from dashboard.charts.plotly import parts
from dashboard.charts.theme import Palette, Spec, figure, palette, text, tinted
from dashboard.text import numbers

_ROW = 80
_LETTER = 7.4
_PHONE = 285


def draw_character(chart: Chart, *, dark: bool) -> Spec:
    """Draw one stacked bar per category of a chart, its name over and its shares under it."""
    ink, count = palette(dark), len(chart.categories)
    colours = _colours(ink, len(chart.stacks))
    legend, lines = _legend(chart, colours, ink)
    return figure(
        [
            _bars(chart, stack, colour, ink)
            for stack, colour in zip(chart.stacks, colours, strict=True)
        ],
        dark=dark,
        language=chart.language,
        height=_ROW * count + 10 + 20 * lines,
        barmode="stack",
        bargap=0.66,
        margin={"l": 2, "r": 8, "t": 6 + 20 * lines, "b": 4},
        xaxis={"range": [0, 100], "visible": False},
        yaxis={"range": [count - 0.35, -0.5], "visible": False},
        annotations=[
            *(_over(chart, row, ink) for row in range(count)),
            *(_under(chart, row, ink) for row in range(count)),
            legend,
        ],
    )


def _colours(ink: Palette, count: int) -> list[str]:
    if count <= len(ink.tenure):
        return list(ink.tenure[:count])
    return list(reversed(ink.sequence))[:count]


def _bars(chart: Chart, stack: Stack, colour: str, ink: Palette) -> Spec:
    colours = [
        tinted(colour, 0.5) if place in chart.beside else colour
        for place in range(len(chart.categories))
    ]
    return parts.stacked_bar(chart, stack, colours, ink)


def _over(chart: Chart, row: int, ink: Palette) -> Spec:
    label = chart.categories[row]
    words = label if row in chart.beside else f"<b>{label}</b>"
    return text(0, row - 0.19, words, ink["text2"], anchor=("left", "bottom"))


def _under(chart: Chart, row: int, ink: Palette) -> Spec:
    first, *rest = chart.stacks
    shares = [numbers.number(stack.amounts[row], 1, chart.language) for stack in rest]
    words = " · ".join([first.written[row], *shares])
    return text(0, row + 0.18, words, ink["text2"], anchor=("left", "top"))


def _legend(chart: Chart, colours: Sequence[str], ink: Palette) -> tuple[Spec, int]:
    """Name the parts over the bars, on as many lines as a phone needs."""
    lines, width = [""], 0.0
    for stack, colour in zip(chart.stacks, colours, strict=True):
        needed = (len(stack.name) + 4) * _LETTER
        if width + needed > _PHONE and lines[-1]:
            lines.append("")
            width = 0.0
        square = f'<span style="color:{colour}">■</span>{numbers.NO_BREAK}{stack.name}'
        lines[-1] += ("  " if lines[-1] else "") + square
        width += needed
    label = text(
        0, 1, "<br>".join(lines), ink["text2"], size=13,
        anchor=("left", "bottom"), xref="paper", yref="paper", shift=(0, 4),
    )  # fmt: skip
    return label, len(lines)
