"""Runs Typst, which makes paper and pictures without a browser and without the network."""

from datetime import UTC, date, datetime, time
from functools import cache

import typst

from dashboard.charts import fonts
from dashboard.charts.theme import palette

_PICTURE = """
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.picture), format: "svg")
"""
_PIXELS_PER_INCH = 192

REGIONS = {"sv": "SE", "en": "GB"}
"""Where each language is written as a document says it."""


def ink() -> dict[str, str]:
    """Return the colours of a document, by what they are for."""
    light = palette(False)
    return {
        "text": light["text"],
        "quiet": light["text3"],
        "accent": light["accent"],
        "border": light["border"],
        "tint": light.state["neutral"]["tint"],
    }


@cache
def _compiler() -> typst.Compiler:
    """Keep one compiler, which knows the shipped fonts and no others."""
    return typst.Compiler(font_paths=[str(fonts.folder())], ignore_system_fonts=True)


def pdf(source: str, deck: str, made_on: date) -> bytes:
    """Set a document as PDF/UA-1; `deck` is its data as JSON, `made_on` its day."""
    return _whole(
        _compiler().compile(
            input=source.encode(),
            format="pdf",
            sys_inputs={"deck": deck},
            pdf_standards=["1.7", "ua-1"],
            timestamp=datetime.combine(made_on, time(12), UTC),
        )
    )


def png(picture: str) -> bytes:
    """Return an SVG as PNG on white, twice as fine as it says."""
    return _whole(
        _compiler().compile(
            input=_PICTURE.encode(),
            format="png",
            ppi=_PIXELS_PER_INCH,
            sys_inputs={"picture": picture},
        )
    )


def _whole(made: bytes | list[bytes] | None) -> bytes:
    """Return the one file; pictures of several pages never come from here."""
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no single file.")
    return made
