"""Periods as people write them: what a cell says, and what it may mean where that is open."""

import calendar
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from metrics.definition.period import Period, parse_period
from metrics.errors import PeriodError

EARLIEST_YEAR = 1900
YEARS_AHEAD = 50
"""A period begins in 1900 at the earliest, and at most so many years from now."""

_DASHES = re.compile("[\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}\N{SMALL HYPHEN-MINUS}]")
_PRELIMINARY = re.compile(
    r"\s*(?:\*|\(\s*(?:p|prel\w*\.?)\s*\)|\s(?:p|prel\w*)\.?|(?<=\d)p)$", re.IGNORECASE
)
_PRELIMINARY_FIRST = re.compile(r"^(?:prel\w*)\.?\s+", re.IGNORECASE)
_FOOTNOTE = re.compile(
    "\\s*(?:[\N{SUPERSCRIPT ONE}\N{SUPERSCRIPT TWO}\N{SUPERSCRIPT THREE}]|\\s\\d\\))$"
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb februari february",
            "mar mars march",
            "apr april",
            "maj may mai",
            "jun juni june",
            "jul juli july",
            "aug augusti august",
            "sep sept september",
            "okt oktober oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = r"([a-z]+)\.?"
_ORDINALS = {"första": 1, "andra": 2, "tredje": 3, "fjärde": 4}
_PARTS = {
    "quarter": r"(?:kvartal(?:et)?|kvart|kv|quarter|qtr|q|k)\.?",
    "half_year": r"(?:halvår(?:et)?|half[- ]?year|half|h|s)\.?",
    "term": r"(?:tertial(?:et)?|tert|t)\.?",
    "week": r"(?:vecka|veckan|week|v|w)\.?",
}
_LETTERS = {"quarter": "Q", "half_year": "S", "term": "T", "week": "W"}
_SHORT_YEAR = 2000
_SWEDEN = ZoneInfo("Europe/Stockholm")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodCell:
    """What a cell says of its period.

    `period` where it says one thing only. Otherwise `form` names the way of writing and
    `meanings` what it may mean, canonical text by a word for the meaning; `code` is the message
    that says why it cannot be read at all, and `suggestion` what may have been meant.
    `preliminary` and `footnote` say what the period is marked with.
    """

    period: Period | None = None
    preliminary: bool = False
    footnote: bool = False
    form: str = ""
    meanings: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    suggestion: str = ""


def period_cell(text: str) -> PeriodCell:
    """Read one cell. Never raises: what cannot be read has a `code`."""
    whole = _DASHES.sub("-", text.strip())
    bare, preliminary = _without_status(whole)
    footnote = bare != whole and not preliminary
    if (period := _parsed(bare)) is None:
        for written in _tongues(bare.casefold()):
            if (period := _parsed(written)) is not None:
                break
    if period is not None:
        return PeriodCell(period=period, preliminary=preliminary, footnote=footnote)
    for form, pattern, meaning in _OPEN:
        if (match := pattern.fullmatch(bare.casefold())) and (found := meaning(match)):
            kept = {name: each for name, each in found.items() if _parsed(each)}
            if kept:
                return PeriodCell(form=form, meanings=kept, preliminary=preliminary)
    return _impossible(bare)


def reachable(period: Period, today: date) -> bool:
    """Whether a period is within the years there can be figures for."""
    return period.start.year >= EARLIEST_YEAR and period.end.year <= today.year + YEARS_AHEAD


def month_number(name: str) -> int | None:
    """Return the number of a month by its name or how it is shortened, None for other words."""
    return _MONTHS.get(name)


def holds_a_year(text: str) -> bool:
    """Whether a text names a year, whatever else it says."""
    return bool(re.search(r"(?<!\d)(19|20)\d\d(?!\d)", text))


def _without_status(text: str) -> tuple[str, bool]:
    if _parsed(text) is not None:
        return text, False
    text = _FOOTNOTE.sub("", text)
    bare = _PRELIMINARY_FIRST.sub("", _PRELIMINARY.sub("", text))
    return (bare, True) if bare != text and re.search(r"\d", bare) else (text, False)


def _parsed(text: str) -> Period | None:
    try:
        return parse_period(text)
    except PeriodError:
        return None


def _tongues(text: str) -> Iterator[str]:
    """Write a period that only can be read one way the canonical way, if it is one."""
    text = re.sub(r"\s*,\s*|\s+", " ", text)
    text = re.sub(r"^(?:år|year|läsåret|läsår|kalenderår|school year)\s+", "", text)
    yield text
    yield re.sub(r"\s*([-/])\s*", r"\1", text)
    if match := re.fullmatch(r"(\d{4})[.,]0+", text):
        yield match[1]
    if match := re.fullmatch(r"(\d{4})m(\d)", text):
        yield f"{match[1]}-0{match[2]}"
    if match := re.fullmatch(r"(\d{4})(\d\d)", text):
        yield f"{match[1]}-{match[2]}"
    if match := re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text):
        yield "-".join(match.groups())
    if match := re.fullmatch(r"(\d{4}-\d\d-\d\d)[t ]00:00(:00(\.0+)?)?", text):
        yield match[1]
    yield from _named_parts(text)
    yield from _named_months(text)


def _named_parts(text: str) -> Iterator[str]:
    for form, word in _PARTS.items():
        letter = _LETTERS[form]
        ordinal = rf"(\d|{'|'.join(_ORDINALS)})(?::?[aestndrh]+|\.)?"
        for pattern, year, part in (
            (rf"(\d{{4}})[- /]?{word}\s?(\d{{1,2}})", 1, 2),
            (rf"{word}\s?(\d{{1,2}})[- /]?(\d{{4}})", 2, 1),
            (rf"{ordinal}\s{word}\s(\d{{4}})", 2, 1),
            (rf"(\d{{4}})\s{ordinal}\s{word}", 1, 2),
        ):
            if match := re.fullmatch(pattern, text):
                number = _ORDINALS.get(match[part]) or int(match[part])
                yield (
                    f"{match[year]}-{letter}{number:02d}"
                    if form == "week"
                    else (f"{match[year]}-{letter}{number}")
                )


def _named_months(text: str) -> Iterator[str]:
    for pattern, year, month in (
        (rf"{_MONTH}[- ](\d{{4}})", 2, 1),
        (rf"(\d{{4}})[- ]?{_MONTH}", 1, 2),
    ):
        match = re.fullmatch(pattern, text)
        if match and match[month] in _MONTHS:
            yield f"{match[year]}-{_MONTHS[match[month]]:02d}"
    match = re.fullmatch(rf"(\d{{1,2}})\.?[- ]{_MONTH}[- ](\d{{4}})", text)
    if match and match[2] in _MONTHS:
        yield f"{match[3]}-{_MONTHS[match[2]]:02d}-{int(match[1]):02d}"
    for pattern, first, last, year in (
        (rf"{_MONTH}\s?-\s?{_MONTH}\s(\d{{4}})", 1, 2, 3),
        (rf"(\d{{4}})\s{_MONTH}\s?-\s?{_MONTH}", 2, 3, 1),
    ):
        match = re.fullmatch(pattern, text)
        if match and match[first] in _MONTHS and match[last] in _MONTHS:
            yield from _span(match[year], _MONTHS[match[first]], _MONTHS[match[last]])


def _span(year: str, first: int, last: int) -> Iterator[str]:
    """Write the months of a year that are one of its equal parts."""
    months = last - first + 1
    if months == 12:
        yield year
    letter = {3: "Q", 4: "T", 6: "S"}.get(months)
    if letter and (first - 1) % months == 0:
        yield f"{year}-{letter}{(first - 1) // months + 1}"


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
    month = _MONTHS.get(match[1])
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


def _impossible(text: str) -> PeriodCell:
    """Say why a text is no period, as well as can be told."""
    if match := re.fullmatch(r"(\d{4}).{0,8}?53", text):
        year = int(match[1])
        if _parsed(f"{year}-W52") and not _parsed(f"{year}-W53") and re.search("[vwVW]", text):
            return PeriodCell(code="week_53_odd", suggestion=f"{year}-W52")
    if match := re.fullmatch(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4})", text):
        month, day, year = int(match[1]), int(match[2]), int(match[3])
        if month <= 12 and 1 <= day <= calendar.monthrange(year or 1, max(month, 1))[1]:
            return PeriodCell(code="period_meant", suggestion=f"{year}-{month:02d}-{day:02d}")
    if re.fullmatch(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d.*", text):
        return _moment(text)
    return PeriodCell(code="period_unreadable")


def _moment(text: str) -> PeriodCell:
    try:
        moment = datetime.fromisoformat(text.upper().replace(" ", "T", 1))
    except ValueError:
        return PeriodCell(code="period_unreadable")
    day = moment.astimezone(_SWEDEN).date() if moment.tzinfo else moment.date()
    return PeriodCell(code="period_moment", suggestion=day.isoformat())
