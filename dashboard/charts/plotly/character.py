"""Who a place is for, then and now: shares of a whole as one bar per year, with its parent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.charts.theme import Palette, Spec, figure, palette, text, tinted
from dashboard.text import numbers
from dashboard.text.language import translator

_ROW = 80
_MOST = 5
_LETTER = 7.4
_PHONE = 285


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """The counts of one place in one year, by category; a quiet one is only beside."""

    label: str
    counts: Mapping[str, float]
    quiet: bool = False

    def shares(self, names: Mapping[str, str]) -> list[float]:
        """Return the share of each category in percent, in the order of `names`."""
        counted = [float(self.counts.get(category) or 0) for category in names]
        total = sum(counted)
        return [100 * one / total if total else 0.0 for one in counted]


def character(
    mixes: Sequence[Mix], names: Mapping[str, str], *, dark: bool, language: str
) -> Spec:
    """Draw one stacked bar per mix, in the order given, with its name over and shares under.

    `names` are at most five categories with their names in `language`.
    Raises `ValueError` for more: they could not be told apart.
    """
    if len(names) > _MOST:
        raise ValueError(f"At most {_MOST} categories can be told apart, not {len(names)}.")
    ink = palette(dark)
    colours = _colours(ink, len(names))
    rows = [mix.shares(names) for mix in mixes]
    legend, lines = _legend(names, colours, ink)
    return figure(
        [
            _bars(mixes, [row[place] for row in rows], colours[place], title, ink, language)
            for place, title in enumerate(names.values())
        ],
        dark=dark,
        language=language,
        height=_ROW * len(mixes) + 10 + 20 * lines,
        barmode="stack",
        bargap=0.66,
        margin={"l": 2, "r": 8, "t": 6 + 20 * lines, "b": 4},
        xaxis={"range": [0, 100], "visible": False},
        yaxis={"range": [len(mixes) - 0.35, -0.5], "visible": False},
        annotations=[
            *(_over(mix, row, ink) for row, mix in enumerate(mixes)),
            *(_under(shares, row, ink, language) for row, shares in enumerate(rows)),
            legend,
        ],
    )


def _colours(ink: Palette, count: int) -> list[str]:
    if count <= len(ink.tenure):
        return list(ink.tenure[:count])
    return list(reversed(ink.sequence))[:count]


def _bars(
    mixes: Sequence[Mix],
    shares: Sequence[float],
    colour: str,
    title: str,
    ink: Palette,
    language: str,
) -> Spec:
    return {
        "type": "bar",
        "orientation": "h",
        "x": list(shares),
        "y": list(range(len(mixes))),
        "marker": {
            "color": [tinted(colour, 0.5) if mix.quiet else colour for mix in mixes],
            "line": {"color": ink.background, "width": 2},
        },
        "hovertext": [
            f"<b>{mix.label}</b><br>{title}: " + numbers.measured(share, "percent", 1, language)
            for mix, share in zip(mixes, shares, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _over(mix: Mix, row: int, ink: Palette) -> Spec:
    words = mix.label if mix.quiet else f"<b>{mix.label}</b>"
    return text(0, row - 0.19, words, ink["text2"], anchor=("left", "bottom"))


def _under(shares: Sequence[float], row: int, ink: Palette, language: str) -> Spec:
    first, *rest = shares
    words = [numbers.measured(first, "percent", 1, language)]
    words += [numbers.number(share, 1, language) for share in rest]
    return text(0, row + 0.18, " · ".join(words), ink["text2"], anchor=("left", "top"))


def _legend(names: Mapping[str, str], colours: Sequence[str], ink: Palette) -> tuple[Spec, int]:
    """Name the categories over the bars, on as many lines as a phone needs."""
    lines, width = [""], 0.0
    for name, colour in zip(names.values(), colours, strict=True):
        needed = (len(name) + 4) * _LETTER
        if width + needed > _PHONE and lines[-1]:
            lines.append("")
            width = 0.0
        square = f'<span style="color:{colour}">■</span>{numbers.NO_BREAK}{name}'
        lines[-1] += ("  " if lines[-1] else "") + square
        width += needed
    label = text(
        0, 1, "<br>".join(lines), ink["text2"], size=13,
        anchor=("left", "bottom"), xref="paper", yref="paper", shift=(0, 4),
    )  # fmt: skip
    return label, len(lines)


def alt_character(mixes: Sequence[Mix], names: Mapping[str, str], *, language: str) -> str:
    """Say in words how each mix is."""
    said = []
    for mix in mixes:
        shares = ", ".join(
            f"{name.lower()} {numbers.measured(share, 'percent', 1, language)}"
            for name, share in zip(names.values(), mix.shares(names), strict=True)
        )
        said.append(f"{mix.label}: {shares}.")
    return translator(language)("Staplar över andelar.") + " " + " ".join(said)
