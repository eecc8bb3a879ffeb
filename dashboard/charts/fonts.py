"""The shipped fonts: where they lie, how wide a text is in them, and how a page brings them."""

import base64
from functools import cache
from importlib import resources
from pathlib import Path

from PIL import ImageFont

SANS, SERIF, SIGNS = "Source Sans 3", "Source Serif 4", "Kvarvarde Tecken"
GLYPHS = "▼◇●▲◐◌‖⧄■"
"""The shapes of the states: drawn with a font of their own, which has nothing else."""

_FILES = {
    (SANS, False): "SourceSans3-Regular.otf",
    (SANS, True): "SourceSans3-Semibold.otf",
    (SERIF, False): "SourceSerif4-Regular.otf",
    (SERIF, True): "SourceSerif4-Semibold.otf",
    (SIGNS, False): "kvarvarde-tecken.otf",
}


def folder() -> Path:
    """Return the folder with the font files and their licences."""
    return Path(str(resources.files("dashboard.charts"))) / "fonts"


def width(words: str, size: float, *, family: str = SANS, bold: bool = False) -> float:
    """Return how wide a line is at `size`, in the unit of `size`."""
    return float(_font(family, bold).getlength(words)) / 100 * size


def lines(words: str, size: float, room: float, *, family: str = SANS) -> list[str]:
    """Break a text into the lines it fills when each may be `room` wide."""
    found = [""]
    for word in words.split(" "):
        longer = f"{found[-1]} {word}".strip()
        if found[-1] and width(longer, size, family=family) > room:
            found.append(word)
        else:
            found[-1] = longer
    return found


@cache
def _font(family: str, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(folder() / _FILES[family, bold]), 100)


@cache
def faces() -> str:
    """Return CSS that brings the fonts inside the page itself."""
    return "".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:swap;'
        f'src:url(data:font/{kind};base64,{_encoded(name)}) format("{form}")}}'
        for family, weight, name, kind, form in (
            (SANS, 400, "SourceSans3-Regular.woff2", "woff2", "woff2"),
            (SANS, 600, "SourceSans3-Semibold.woff2", "woff2", "woff2"),
            (SERIF, 400, "SourceSerif4-Regular.woff2", "woff2", "woff2"),
            (SIGNS, 400, "kvarvarde-tecken.otf", "otf", "opentype"),
        )
    )


def _encoded(name: str) -> str:
    return base64.b64encode((folder() / name).read_bytes()).decode()
