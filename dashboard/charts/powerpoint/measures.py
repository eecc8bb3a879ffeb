"""The slide that charts are laid out on, in the pixels of the drawings."""

from pptx.util import Emu

WIDTH, HEIGHT = 1440, 810
"""The slide in the pixels of the drawings: two thirds of a point each."""


def px(pixels: float) -> Emu:
    """Return a length of the drawings as PowerPoint counts."""
    return Emu(round(pixels * 8466.667))
