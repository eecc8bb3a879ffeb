"""Who may live here, then and now: dwellings by tenure as one bar per year."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.charts.theme import Palette, Spec, figure, palette, text
from dashboard.text import numbers
from dashboard.text.language import translator

TENURES = {
    "tenure:rental": "Hyresrätt",
    "tenure:cooperative": "Bostadsrätt",
    "tenure:owned": "Äganderätt",
}
"""Categories of a dwelling count and their names, in the order they are drawn."""

_ROW = 62


@dataclass(frozen=True, slots=True)
class _Year:
    period: str
    shares: tuple[float, ...]


def tenure(counts: pd.DataFrame, *, dark: bool, language: str) -> Spec:
    """Draw one stacked bar per year, oldest at the top, with the shares written on it.

    `counts` has one row per ``period`` and one column per category of `TENURES`, dwellings.
    """
    ink, years = palette(dark), _years(counts)
    names = list(TENURES.values())
    traces = [_bars(years, place, names[place], ink, language) for place in range(len(names))]
    labels = [_written(years, row, ink, language) for row in range(len(years))]
    return figure(
        traces,
        dark=dark,
        language=language,
        height=_ROW * len(years) + 34,
        barmode="stack",
        bargap=0.5,
        margin={"l": 4, "r": 8, "t": 30, "b": 4},
        xaxis={"range": [0, 100], "visible": False},
        yaxis={
            "range": [len(years) - 0.4, -0.35],
            "tickvals": list(range(len(years))),
            "ticktext": [f"{year.period} " for year in years],
            "showgrid": False,
            "tickfont": {"size": 14, "color": ink["text2"]},
        },
        annotations=[*labels, _names(ink, language)],
    )


def _years(counts: pd.DataFrame) -> list[_Year]:
    found = []
    for row in counts.sort_values("period").to_dict("records"):
        dwellings = [float(row.get(category) or 0) for category in TENURES]
        total = sum(dwellings)
        if total > 0:
            shares = tuple(100 * number / total for number in dwellings)
            found.append(_Year(str(row["period"]), shares))
    return found


def _bars(years: Sequence[_Year], place: int, name: str, ink: Palette, language: str) -> Spec:
    title = translator(language)(name)
    return {
        "type": "bar",
        "orientation": "h",
        "x": [year.shares[place] for year in years],
        "y": list(range(len(years))),
        "marker": {
            "color": ink.tenure[place],
            "line": {"color": ink.background, "width": 2},
        },
        "hovertext": [
            f"<b>{year.period}</b><br>{title}: "
            + numbers.measured(year.shares[place], "percent", 1, language)
            for year in years
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _written(years: Sequence[_Year], row: int, ink: Palette, language: str) -> Spec:
    """Write the shares of a year under its bar, in the order of the names: all fit a phone."""
    first, *rest = years[row].shares
    words = [numbers.measured(first, "percent", 1, language)]
    words += [numbers.number(share, 1, language) for share in rest]
    return text(0, row + 0.26, " · ".join(words), ink["text2"], anchor=("left", "top"))


def _names(ink: Palette, language: str) -> Spec:
    """Name the tenures once, above the bars, each beside a square in its ink."""
    _ = translator(language)
    named = [
        f'<span style="color:{colour}">■</span>{numbers.NO_BREAK}{_(name)}'
        for name, colour in zip(TENURES.values(), ink.tenure, strict=True)
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


def alt_tenure(counts: pd.DataFrame, *, language: str) -> str:
    """Say in words how the mix was and is."""
    _ = translator(language)
    years = _years(counts)
    if not years:
        return _("Inga bostäder efter upplåtelseform att visa.")
    said = []
    for year in (years[0], years[-1]) if len(years) > 1 else years:
        shares = ", ".join(
            f"{_(name).lower()} {numbers.measured(share, 'percent', 1, language)}"
            for name, share in zip(TENURES.values(), year.shares, strict=True)
        )
        said.append(f"{year.period}: {shares}.")
    return _("Staplar över bostäder efter upplåtelseform.") + " " + " ".join(said)
