"""Numbers and dates as Swedish or English readers write them."""

import math
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

NO_BREAK = "\u00a0"
THIN = "\u202f"
MINUS = "\u2212"
DASH = "–"

_SUFFIX = {
    "percent": f"{NO_BREAK}%",
    "hours": f"{NO_BREAK}h",
    "sek_thousand": f"{NO_BREAK}tkr",
}


def number(value: float | None, decimals: int = 1, language: str = "sv") -> str:
    """Write a number with exactly `decimals` digits; a dash when there is none."""
    return DASH if value is None or math.isnan(value) else _number(value, decimals, language)


@lru_cache(maxsize=8192)
def _number(value: float, decimals: int, language: str) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    written = format_decimal(value, format=pattern, locale=_locale(language))
    for space in ("\u00a0", " "):
        written = written.replace(space, THIN)
    written = written.replace("-", MINUS)
    return written.removeprefix(MINUS) if _is_zero(written) else written


def measured(value: float | None, unit: str, decimals: int = 1, language: str = "sv") -> str:
    """Write a number with its unit as it stands in a cell: ``57,0 %``, ``13,5 h``."""
    written = number(value, decimals, language)
    if written == DASH:
        return written
    suffix = _SUFFIX.get(unit, "")
    if unit == "sek_thousand" and language == "en":
        suffix = f"{NO_BREAK}kSEK"
    return written + suffix


def signed(value: float | None, decimals: int = 1, language: str = "sv") -> str:
    """Write a difference with its sign, ``+0,5`` or ``−3``; ``±0`` if it rounds to nothing."""
    written = number(value, decimals, language)
    if written == DASH or written.startswith(MINUS):
        return written
    return f"±{written}" if _is_zero(written) else f"+{written}"


def span(low: float, high: float, decimals: int = 1, language: str = "sv") -> str:
    """Write an interval with an en dash without spaces: ``52,5–61,4``."""
    return f"{number(low, decimals, language)}{DASH}{number(high, decimals, language)}"


def day(moment: date | datetime | None, language: str = "sv") -> str:
    """Write a date: ``12 mars 2026``, ``12 March 2026``."""
    if moment is None or moment != moment:
        return DASH
    return _day(moment.date() if isinstance(moment, datetime) else moment, language)


@lru_cache(maxsize=2048)
def _day(on: date, language: str) -> str:
    return format_date(on, "d MMMM y", locale=_locale(language))


def short_day(moment: date | datetime, beside: date, language: str = "sv") -> str:
    """Write a date short, with its year where that is not the one `beside`: ``4 dec.``."""
    written = "d MMM" if moment.year == beside.year else "d MMM y"
    return format_date(moment, written, locale=_locale(language))


def _locale(language: str) -> str:
    return "en_GB" if language == "en" else "sv_SE"


def _is_zero(written: str) -> bool:
    return not any(figure in written for figure in "123456789")


def whole(text: str | None) -> int | None:
    """Read a whole number that somebody has written in an address; None for anything else.

    Of one with more figures than any of ours the first are read, which are too many too.
    """
    return int(text[:18]) if text and text.isdecimal() else None
