"""Who may live here, then and now: dwellings by tenure as one bar per year."""

from dashboard.charts.describe.chart import Chart
from dashboard.charts.plotly import parts
from dashboard.charts.theme import Palette, Spec, figure, palette, text
from dashboard.text import numbers

_ROW = 62


def draw_tenure(chart: Chart, *, dark: bool) -> Spec:
    """Draw one stacked bar per year, oldest at the top, with the shares written under it."""
    ink, count = palette(dark), len(chart.categories)
    return figure(
        [
            parts.stacked_bar(chart, stack, ink.tenure[place], ink)
            for place, stack in enumerate(chart.stacks)
        ],
        dark=dark,
        language=chart.language,
        height=_ROW * count + 34,
        barmode="stack",
        bargap=0.5,
        margin={"l": 4, "r": 8, "t": 30, "b": 4},
        xaxis={"range": [0, 100], "visible": False},
        yaxis={
            "range": [count - 0.4, -0.35],
            "tickvals": list(range(count)),
            "ticktext": [f"{period} " for period in chart.categories],
            "showgrid": False,
            "tickfont": {"size": 14, "color": ink["text2"]},
        },
        annotations=[*(_written(chart, row, ink) for row in range(count)), _names(chart, ink)],
    )


def _written(chart: Chart, row: int, ink: Palette) -> Spec:
    """Write the shares of a year under its bar, in the order of the names: all fit a phone."""
    first, *rest = chart.stacks
    shares = [numbers.number(stack.amounts[row], 1, chart.language) for stack in rest]
    words = " · ".join([first.written[row], *shares])
    return text(0, row + 0.26, words, ink["text2"], anchor=("left", "top"))


def _names(chart: Chart, ink: Palette) -> Spec:
    """Name the tenures once, above the bars, each beside a square in its ink."""
    named = [
        f'<span style="color:{colour}">■</span>{numbers.NO_BREAK}{stack.name}'
        for stack, colour in zip(chart.stacks, ink.tenure, strict=True)
    ]
    return text(
        0,
        1,
        "  ".join(named),
        ink["text2"],
        size=13,
        anchor=("left", "bottom"),
        xref="paper",
        yref="paper",
        shift=(-40, 6),
    )
