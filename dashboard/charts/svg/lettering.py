"""Words in a picture: Plotly's tags read, and the shapes of the states in their own font."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape
from itertools import groupby

from dashboard.charts import fonts

_SIGNS = f"'{fonts.SIGNS}', 'Segoe UI Symbol', sans-serif"
_TAG = re.compile(r"<(/?)(b|i|br|span|sub|sup|a)\b([^>]*)>")
_COLOUR = re.compile(r"color:\s*(#[0-9A-Fa-f]{6})")
_GLYPH_RUN = re.compile(f"([{fonts.GLYPHS}]+)")
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
_BEFORE = {"left": 0.0, "center": 0.5, "right": 1.0}


@dataclass(frozen=True, slots=True)
class Run:
    """Words that look the same."""

    words: str
    bold: bool = False
    colour: str = ""

    @property
    def is_sign(self) -> bool:
        """Whether these are shapes of states."""
        return self.words[:1] in fonts.GLYPHS

    def width(self, size: float) -> float:
        """Return how wide the words are."""
        if self.is_sign:
            return fonts.width(self.words, size, family=fonts.SIGNS)
        return fonts.width(self.words, size, bold=self.bold)


def rows(words: str) -> list[list[Run]]:
    """Read Plotly's <b>, <br> and <span>; bold may go on over the end of a line."""
    found: list[list[Run]] = [[]]
    bold, colour, place = False, "", 0
    for tag in [*_TAG.finditer(words), None]:
        end = len(words) if tag is None else tag.start()
        if said := unescape(words[place:end]):
            found[-1].append(Run(said, bold, colour))
        if tag is None:
            break
        place, closing = tag.end(), bool(tag[1])
        if tag[2] == "br":
            found.append([])
        elif tag[2] == "b":
            bold = not closing
        elif tag[2] == "span":
            named = _COLOUR.search(tag[3])
            colour = named[1] if named and not closing else ""
    return found


def line(runs: Sequence[Run], at: tuple[float, float], side: str, size: float) -> str:
    """Write one line of text at a place that is its left end, its middle or its right end.

    Where shapes and letters meet, each part is put where it stands: a reader of SVG that looks
    for one font for the whole line would otherwise take neither of ours.
    """
    parts = [
        Run(part, run.bold, run.colour)
        for run in runs
        for part in _GLYPH_RUN.split(run.words)
        if part
    ]
    if not any(part.is_sign for part in parts):
        anchor = _ANCHORS.get(side, "middle")
        return _placed(parts, at, anchor)
    x = at[0] - _BEFORE.get(side, 0.5) * sum(part.width(size) for part in parts)
    written = ""
    for _sign, group in groupby(parts, key=lambda part: part.is_sign):
        same = list(group)
        written += _placed(same, (x, at[1]), "start")
        x += sum(part.width(size) for part in same)
    return written


def _placed(parts: Sequence[Run], at: tuple[float, float], anchor: str) -> str:
    face = f' font-family="{_SIGNS}"' if parts and parts[0].is_sign else ""
    inner = "".join(_style_of(part) for part in parts)
    place = f'x="{at[0]:.2f}" y="{at[1]:.2f}" text-anchor="{anchor}"'
    return f"<tspan {place}{face}>{inner}</tspan>"


def _style_of(part: Run) -> str:
    style = ' font-weight="600"' if part.bold and not part.is_sign else ""
    style += f' fill="{part.colour}"' if part.colour else ""
    return f"<tspan{style}>{escape(part.words)}</tspan>" if style else escape(part.words)
