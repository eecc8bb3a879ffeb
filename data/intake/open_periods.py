"""Ways of writing a period that cannot be read without asking, and what each may mean."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from data.intake.month_names import month_number

_SHORT_YEAR = 2000


def open_meanings(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Name the ways a text in lower case may be written, with canonical texts by meaning.

    Not every meaning has to be a period that exists.
    """
    for form, pattern, meaning in _OPEN:
        if match := pattern.fullmatch(text):
            yield form, meaning(match)


def _full(year: str) -> int:
    return int(year) + (_SHORT_YEAR if len(year) == 2 else 0)


def _school_term(match: re.Match[str]) -> dict[str, str]:
    year, autumn = _full(match[2]), match[1].startswith("h")
    begins = year if autumn else year - 1
    return {
        "half_year": f"{year}-S{2 if autumn else 1}",
        "school_year": f"{begins}/{(begins + 1) % 100:02d}",
    }


def _several_years(match: re.Match[str]) -> dict[str, str]:
    first = int(match[1])
    last = first // 100 * 100 + int(match[2]) if len(match[2]) == 2 else int(match[2])
    found = {"years": f"{first}-{last}"}
    if last == first + 1:
        found["school_year"] = f"{first}/{last % 100:02d}"
    return found


def _short_month(match: re.Match[str]) -> dict[str, str]:
    return {"month": f"{_SHORT_YEAR + int(match[1])}-{match[2]}"}


def _short_school_year(match: re.Match[str]) -> dict[str, str]:
    return {"school_year": f"{_SHORT_YEAR + int(match[1])}/{match[2]}"}


def _part(match: re.Match[str]) -> dict[str, str]:
    year, part = match[1], int(match[2])
    found = {"month": f"{year}-{part:02d}"}
    for name, letter in (("quarter", "Q"), ("half_year", "S"), ("term", "T")):
        found[name] = f"{year}-{letter}{part}"
    return found


def _month_and_year(match: re.Match[str]) -> dict[str, str]:
    return {"month": f"{match['y']}-{int(match['m']):02d}"}


def _day_first(match: re.Match[str]) -> dict[str, str]:
    first, second, year = int(match[1]), int(match[2]), match[3]
    found = {"day": f"{year}-{second:02d}-{first:02d}"}
    if first <= 12 and first != second:
        found["day_after_month"] = f"{year}-{first:02d}-{second:02d}"
    return found if second <= 12 else {}


def _excel_month(match: re.Match[str]) -> dict[str, str]:
    month = month_number(match[1])
    return {"month": f"{_full(match[2])}-{month:02d}"} if month else {}


def _serial(match: re.Match[str]) -> dict[str, str]:
    day = date(1899, 12, 30) + timedelta(days=int(match[0]))
    return {
        "month": f"{day:%Y-%m}",
        "quarter": f"{day:%Y}-Q{(day.month + 2) // 3}",
        "year": f"{day:%Y}",
        "day": day.isoformat(),
    }


def _term_last(match: re.Match[str]) -> dict[str, str]:
    turned = re.fullmatch(r"(vt|ht) (\d{4})", f"{match['t']} {match['y']}")
    return _school_term(turned) if turned else {}


_OPEN: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], dict[str, str]]], ...] = (
    (
        "school_term",
        re.compile(r"(vt|ht|vår|höst|vårterminen|höstterminen)[- ]?(\d{4}|\d\d)"),
        _school_term,
    ),
    ("school_term", re.compile(r"(?P<y>\d{4})[- ]?(?P<t>vt|ht)"), _term_last),
    ("several_years", re.compile(r"(\d{4})-(\d\d)"), _several_years),
    ("several_years", re.compile(r"(\d{4})/(\d{4})"), _several_years),
    ("short_month", re.compile(r"(\d\d)-(\d\d)"), _short_month),
    ("school_years", re.compile(r"(?:lå |läsår(?:et)? )?(\d\d)/(\d\d)"), _short_school_year),
    ("part", re.compile(r"(\d{4})(?::|-|\.| )(\d)"), _part),
    ("month_and_year", re.compile(r"(?P<y>\d{4})[/.](?P<m>\d\d?)"), _month_and_year),
    ("month_and_year", re.compile(r"(?P<m>\d\d?)[/.-](?P<y>\d{4})"), _month_and_year),
    ("day_first", re.compile(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4})"), _day_first),
    ("excel_month", re.compile(r"([a-z]{3,4})\.?[- ](\d\d)"), _excel_month),
    ("serial", re.compile(r"(?:3[3-9]|[45]\d|6[0-4])\d{3}"), _serial),
)
"""Ways of writing that can be read in a way, or in several, but not without asking."""
