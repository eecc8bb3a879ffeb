"""Periods as people write them: what a cell says, and what it may mean where that is open."""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from data.intake.month_names import month_number
from data.intake.open_periods import open_meanings
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
_MONTH = r"([a-z]+)\.?"
_ORDINALS = {"första": 1, "andra": 2, "tredje": 3, "fjärde": 4}
_SCHOOL_YEAR = r"(?:läsåret|läsår|lå|school year) (\d{4})\s?[-/]\s?(?:\d\d)?(\d\d)"
_PARTS = {
    "quarter": r"(?:kvartal(?:et)?|kvart|kv|quarter|qtr|q|k)\.?",
    "half_year": r"(?:halvår(?:et)?|half[- ]?year|half|h|s)\.?",
    "term": r"(?:tertial(?:et)?|tert|t)\.?",
    "week": r"(?:vecka|veckan|week|v|w)\.?",
}
_LETTERS = {"quarter": "Q", "half_year": "S", "term": "T", "week": "W"}
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
    for form, found in open_meanings(bare.casefold()):
        if kept := {name: each for name, each in found.items() if _parsed(each)}:
            return PeriodCell(form=form, meanings=kept, preliminary=preliminary)
    return _impossible(bare)


def reachable(period: Period, today: date) -> bool:
    """Whether a period is within the years there can be figures for."""
    return period.start.year >= EARLIEST_YEAR and period.end.year <= today.year + YEARS_AHEAD


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
    text = re.sub(r",?\s+|,$", " ", text).strip()
    if match := re.fullmatch(_SCHOOL_YEAR, text):
        yield f"{match[1]}/{match[2]}"
    text = re.sub(
        r"^(?:år|year|läsåret|läsår|kalenderår|helåret|helår|school year)\s+", "", text
    )
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
        if match and (found := month_number(match[month])):
            yield f"{match[year]}-{found:02d}"
    match = re.fullmatch(rf"(\d{{1,2}})\.?[- ]{_MONTH}[- ](\d{{4}})", text)
    if match and (found := month_number(match[2])):
        yield f"{match[3]}-{found:02d}-{int(match[1]):02d}"
    for pattern, first, last, year in (
        (rf"{_MONTH}\s?-\s?{_MONTH}\s(\d{{4}})", 1, 2, 3),
        (rf"(\d{{4}})\s{_MONTH}\s?-\s?{_MONTH}", 2, 3, 1),
    ):
        match = re.fullmatch(pattern, text)
        ends = [month_number(match[place]) for place in (first, last)] if match else []
        if match and ends[0] and ends[1]:
            yield from _span(match[year], ends[0], ends[1])


def _span(year: str, first: int, last: int) -> Iterator[str]:
    """Write the months of a year that are one of its equal parts."""
    months = last - first + 1
    if months == 12:
        yield year
    letter = {3: "Q", 4: "T", 6: "S"}.get(months)
    if letter and (first - 1) % months == 0:
        yield f"{year}-{letter}{(first - 1) // months + 1}"


def _impossible(text: str) -> PeriodCell:
    """Say why a text is no period, as well as can be told."""
    if not text:
        return PeriodCell(code="period_missing")
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
