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
_WRITTEN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_DIGITS = re.compile(r"([^0#?]*)[0#?].*?([^0#?]*)", re.DOTALL)
_SIGNS = frozenset(["<", "≤", "<=", "~", "≈", "ca", "ca.", "cirka"])
"""What makes the number after it no plain one."""
_MARK = re.compile(r"\*{1,3}|[¹²³†‡]|\d\)|\(?prel\.?\)?|\(?[per]\)?")
_CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]")
_THOUSANDS = re.compile(r"[#0?](,+)(?![#0?,])")


@dataclass(frozen=True, slots=True)
class Shown:
    """How a cell is shown, as far as it changes what is read.

    `kind` is ``"year"``, ``"month"`` or ``"day"`` (a date as far as it is shown), ``"time"``
    (with the hour), ``"percent"`` (the number times 100), ``"percent_sign"`` (a % that is only
    text), ``"padded"`` (leading zeros up to `width`), ``"zero_as_text"`` (zero without a digit,
    as ``-`` or nothing), ``"unseen"`` (nothing at all), ``"scaled"`` (divided by a thousand
    `width` times) or ``""``. A number above zero that is `negative` is shown as one below.
    `before` and `after` are a sign, a unit or a mark that the format writes beside the number.
    """

    kind: str = ""
    width: int = 0
    negative: bool = False
    before: str = ""
    after: str = ""

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
    before, after = _beside(section)
    return Shown(_unshown(code), negative=negative, before=before, after=after)


def _beside(section: str) -> tuple[str, str]:
    """Return the sign before the digits of a format, and the unit or mark after them."""
    parts = _DIGITS.fullmatch(_CURRENCY.sub(lambda each: f'"{each[1]}"', section))
    if parts is None:
        return "", ""
    return signs_beside(_written(parts[1]).strip(), _written(parts[2]).strip())


def signs_beside(first: str, last: str) -> tuple[str, str]:
    """Return what is written before and after a number, as far as it changes what it says."""
    after = last if is_unit(last) or _MARK.fullmatch(last) else ""
    return first if first.casefold() in _SIGNS else "", after


def _is_negative(section: str) -> bool:
    """Whether the first section of a format begins with a minus or a parenthesis."""
    return "[<" not in section and bool(_SIGN.match(_BRACKETS.sub("", _written(section))))


def _written(part: str) -> str:
    """Return a part of a format as it is shown: its words without signs, and its spaces."""
    return _WRITTEN.sub(lambda each: each[1] or each[2] or " ", part)


def _unshown(code: str) -> str:
    """Say whether a format of several sections shows nothing, or no digit for zero."""
    words = _WORDS.sub("x", _SPACES.sub("", code))
    sections = _BRACKETS.sub("", words).casefold().split(";")
    if (len(sections) > 2 and not sections[0]) or re.fullmatch(r"x+", sections[0]):
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
