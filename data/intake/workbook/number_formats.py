"""What a number format makes a person see: a year, a month, a percentage, leading zeros."""

import re
from dataclasses import dataclass
from functools import cache

from data.intake.unit_words import is_unit

_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.')
_WORDS = re.compile(r'"[^"]*"|\\.')
_SPACES = re.compile(r"(?<!\\)(?:_.|\*.)")
_SECTION = re.compile(r'(?:"[^"]*"|\\.|[^;"\\])*')
_BRACKETS = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)
_PADDED = re.compile(r"0{2,}")
_SIGN = re.compile(r"\s*[-\u2212\u2013(]\s*[#0?.,]")
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]")
_THOUSANDS = re.compile(r"[#0?](,+)(?![#0?,])")


@dataclass(frozen=True, slots=True)
class Shown:
    """How a cell is shown, as far as it changes what is read.

    `kind` is ``"year"``, ``"month"`` or ``"day"`` (a date as far as it is shown), ``"time"``
    (with the hour), ``"percent"`` (the number times 100), ``"percent_sign"`` (a % that is only
    text), ``"padded"`` (leading zeros up to `width`), ``"zero_as_text"`` (zero without a digit,
    as ``-`` or nothing), ``"unseen"`` (nothing at all), ``"scaled"`` (divided by a thousand
    `width` times) or ``""``. A number above zero that is `negative` is shown as one below, and
    `unit` is the word for a unit that stands after it.
    """

    kind: str = ""
    width: int = 0
    negative: bool = False
    unit: str = ""

    @property
    def is_date(self) -> bool:
        """Whether the cell holds a date."""
        return self.kind in {"year", "month", "day", "time"}


PLAIN = Shown()


@cache
def shown_by(code: str) -> Shown:
    """Say how a number is shown by a format code such as ``mmm-yy`` or ``0.0%``."""
    first = _SECTION.match(code)
    section = first.group() if first else code
    bare = _BRACKETS.sub("", _LITERALS.sub("", section))
    if "general" in bare.casefold():
        return PLAIN
    if precision := _precision(bare.casefold()):
        return Shown(precision)
    negative = _is_negative(section)
    if "%" in bare:
        return Shown("percent", negative=negative)
    if "%" in section:
        return Shown("percent_sign", negative=negative)
    if _PADDED.fullmatch(bare) and bare == section:
        return Shown("padded", len(bare))
    if thousands := _THOUSANDS.search(bare):
        return Shown("scaled", len(thousands[1]), negative)
    return Shown(_unshown(code), negative=negative, unit=_unit(section))


def _unit(section: str) -> str:
    """Return the unit that a format writes after its digits, if it is one we know."""
    after = _CURRENCY.sub(lambda each: each[1], re.split(r".*[0#?]", section, maxsplit=1)[-1])
    word = _QUOTED.sub(lambda each: each[1] or each[2] or "", _SPACES.sub(" ", after)).strip()
    return word if is_unit(word) else ""


def _is_negative(section: str) -> bool:
    """Whether the first section of a format begins with a minus or a parenthesis."""
    spaced = _QUOTED.sub(lambda each: each[1] or each[2] or "", _SPACES.sub(" ", section))
    return "[<" not in section and bool(_SIGN.match(_BRACKETS.sub("", spaced)))


def _unshown(code: str) -> str:
    """Say whether a format of several sections shows nothing, or no digit for zero."""
    words = _WORDS.sub("x", _SPACES.sub("", code))
    sections = _BRACKETS.sub("", words).casefold().split(";")
    if len(sections) > 2 and not sections[0]:
        return "unseen"
    of_zero = sections[2] if len(sections) > 2 else "0"
    return "" if "0" in of_zero or "general" in of_zero else "zero_as_text"


def _precision(bare: str) -> str:
    """Say how far a date is shown, ``""`` for what is no date. ``e`` alone is an exponent."""
    if re.search(r"[hs]|am/pm", bare):
        return "time"
    if "d" in bare:
        return "day"
    if "m" in bare:
        return "month"
    return "year" if re.search(r"[yå]", bare) else ""
