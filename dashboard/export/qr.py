"""A QR code to the exact view: the address holds ids only."""

from io import BytesIO

import segno

from dashboard.charts.theme import palette

_QUIET = 2
"""Modules of white around the code: two are enough on white paper."""


def as_svg(address: str) -> str:
    """Return the code as SVG without a size of its own, ink on nothing."""
    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(
        border=_QUIET, dark=palette(False)["text"], omitsize=True, svgclass=None, lineclass=None
    )


def as_png(address: str) -> bytes:
    """Return the code as PNG, eight pixels to the module, on white."""
    out = BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(out, kind="png", scale=8, border=_QUIET, dark=palette(False)["text"])
    return out.getvalue()
