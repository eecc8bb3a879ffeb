"""Where vacancies go: one bar per kind of home, how many went on and how many ended there."""

from collections.abc import Sequence

from dashboard.charts.theme import Palette, Spec, figure, palette, text
from dashboard.text import numbers
from dashboard.text.language import translator
from metrics.methods.moving_chain import Onward

_ROW = 78


def transitions(rows: Sequence[Onward], *, dark: bool, language: str) -> Spec:
    """Draw one bar per kind of home: what went on in ink, what ended in pale grey."""
    ink = palette(dark)
    return figure(
        [
            _pieces(rows, [100 - (100 if row.ends is None else row.ends) for row in rows],
                    ink.tenure[1], ink, language),
            _pieces(rows, [row.ends or 0.0 for row in rows], ink["ribbon"], ink, language),
        ],
        dark=dark,
        language=language,
        height=_ROW * len(rows) + 12,
        barmode="stack",
        bargap=0.8,
        margin={"l": 4, "r": 8, "t": 4, "b": 4},
        xaxis={"range": [0, 100], "visible": False},
        yaxis={"range": [len(rows) - 0.45, -0.6], "visible": False},
        annotations=[
            label for row, one in enumerate(rows) for label in _labels(one, row, ink, language)
        ],
    )  # fmt: skip


def _pieces(
    rows: Sequence[Onward], shares: list[float], colour: str, ink: Palette, language: str
) -> Spec:
    return {
        "type": "bar",
        "orientation": "h",
        "x": shares,
        "y": list(range(len(rows))),
        "marker": {"color": colour, "line": {"color": ink.background, "width": 2}},
        "hovertext": [f"<b>{row.name}</b><br>{onward(row, language)}" for row in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _labels(one: Onward, row: int, ink: Palette, language: str) -> list[Spec]:
    """Write what stood empty above the bar, and under it what became of that."""
    return [
        text(0, row - 0.13, f"<b>{one.name}</b>", ink["text2"],
             anchor=("left", "bottom"), xref="paper", size=13),
        text(0, row + 0.13, _went(one, language), ink["text2"],
             anchor=("left", "top"), xref="paper", size=13),
    ]  # fmt: skip


def _went(one: Onward, language: str) -> str:
    """Write how many went on and how many ended: all there is room for on a phone."""
    _ = translator(language)
    if one.homes is None:
        return _("för få lediga för att visas")
    if one.ends is None:
        return _("{homes} lediga, för få för att delas upp").format(
            homes=numbers.number(one.homes, 0, language)
        )
    return _("{homes} lediga: {on} gick vidare, {ends} slutade").format(
        homes=numbers.number(one.homes, 0, language),
        on=numbers.measured(100 - one.ends, "percent", 0, language),
        ends=numbers.measured(one.ends, "percent", 0, language),
    )


def onward(one: Onward, language: str) -> str:
    """Write every share of one kind of home in words."""
    _ = translator(language)
    said = [
        f"{name} {numbers.measured(share, 'percent', 0, language)}"
        for name, share in one.shares
    ]
    if one.hidden:
        hidden = numbers.measured(one.hidden, "percent", 0, language)
        said.append(_("dolt, för få {share}").format(share=hidden))
    if one.ends is not None:
        ended = numbers.measured(one.ends, "percent", 0, language)
        said.append(_("kedjan slutar {share}").format(share=ended))
    return ", ".join(said)


def alt_transitions(rows: Sequence[Onward], *, language: str) -> str:
    """Say in words where the vacancies went."""
    said = translator(language)("Staplar över vart den lediga bostaden gick vidare.")
    return " ".join([said, *(f"{row.name}: {onward(row, language)}." for row in rows)])
