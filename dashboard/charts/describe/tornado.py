"""What drives a range: one bar per assumption, from its low to its high, the widest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.text import numbers
from dashboard.text.language import translator

_MOST = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One assumption: its name and range in words, and what its ends make of the result.

    `says` is that result in words; `at_low` and `at_high` are in the unit of the result.
    """

    name: str
    span: str
    says: str
    at_low: float
    at_high: float

    @property
    def ends(self) -> tuple[float, float]:
        """The lower and the higher of the two results."""
        return min(self.at_low, self.at_high), max(self.at_low, self.at_high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tornado:
    """The bars around `centre`, the result with every assumption at its own value."""

    bars: tuple[Bar, ...]
    centre: float
    alt: str
    language: str


def tornado(bars: Sequence[Bar], centre: float, *, language: str) -> Tornado:
    """Describe the eight assumptions that move the result most; `bars` has the widest first."""
    shown = tuple(bars[:_MOST])
    return Tornado(bars=shown, centre=centre, alt=_alt(shown, language), language=language)


def _alt(bars: Sequence[Bar], language: str) -> str:
    """Say in words which assumptions move the result most."""
    _ = translator(language)
    if not bars:
        return _("Inget antagande har ett spann.")
    listed = "; ".join(f"{bar.name} {bar.span}: {bar.says}" for bar in bars)
    said = _("Staplar över vad varje antagande ensamt gör med värdet, störst först: {bars}.")
    return said.format(bars=listed.replace(numbers.NO_BREAK, " "))
