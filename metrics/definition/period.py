"""Periods as statistics offices write them, and the days they cover."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from metrics.errors import PeriodError


class Frequency(StrEnum):
    """How often an indicator is measured, or how long a period lasts."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    TERM = "term"
    HALF_YEAR = "half_year"
    SCHOOL_YEAR = "school_year"
    YEAR = "year"
    TWO_YEARS = "two_years"
    FOUR_YEARS = "four_years"
    POOLED = "pooled"
    DAY = "day"


MEASUREMENTS_PER_YEAR = {
    Frequency.WEEK: 52.0,
    Frequency.MONTH: 12.0,
    Frequency.QUARTER: 4.0,
    Frequency.TERM: 3.0,
    Frequency.HALF_YEAR: 2.0,
    Frequency.SCHOOL_YEAR: 1.0,
    Frequency.YEAR: 1.0,
    Frequency.TWO_YEARS: 0.5,
    Frequency.FOUR_YEARS: 0.25,
}
"""Measurements a year, which the yearly false-alarm rate is spread over."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One period: its first and last day, how it is written, and how long it is."""

    start: date
    end: date
    text: str
    frequency: Frequency


_FORMS = [
    (re.compile(r"(\d{4})"), "year"),
    (re.compile(r"(\d{4})-?[SH]([12])", re.IGNORECASE), "half_year"),
    (re.compile(r"(\d{4})-?T([123])", re.IGNORECASE), "term"),
    (re.compile(r"(\d{4})[- ]?[QK]([1-4])", re.IGNORECASE), "quarter"),
    (re.compile(r"(\d{4})-(\d{2})"), "month"),
    (re.compile(r"(\d{4})M(\d{2})", re.IGNORECASE), "month"),
    (re.compile(r"(\d{4})-?[WV](\d{1,2})", re.IGNORECASE), "week"),
    (re.compile(r"(\d{4})/(\d{2}|\d{4})"), "school_year"),
    (re.compile(r"(\d{4})[-–](\d{4})"), "pooled"),
    (re.compile(r"(\d{4})-(\d{2})-(\d{2})"), "day"),
]


def parse_period(text: str) -> Period:
    """Read one period as statistics offices write it.

    ``2024``, ``2024-S1``, ``2024-T2``, ``2024-Q3``, ``2024K3``, ``2024-09``, ``2024-W07``,
    ``2009/10``, ``2019-2020`` or a day ``2025-12-01``.

    The text of the result is the canonical SDMX way of writing it, so that ``2024K3`` and
    ``2024-Q3`` are the same period. Raises `PeriodError` for anything else.
    """
    stripped = text.strip()
    for pattern, form in _FORMS:
        if match := pattern.fullmatch(stripped):
            try:
                return _READERS[form](*(int(part) for part in match.groups()))
            except ValueError as error:
                raise PeriodError(f"{stripped}: {error}") from error
    raise PeriodError(f"{stripped!r} is not a period such as 2024, 2024-Q3, 2024-09 or 2009/10")


def _part_of_year(year: int, part: int, months: int) -> tuple[date, date]:
    first = (part - 1) * months + 1
    if not 1 <= first <= 12:
        raise ValueError(f"part {part} is outside the year")
    following = date(year + (first + months > 12), (first + months - 1) % 12 + 1, 1)
    return date(year, first, 1), following - timedelta(days=1)


def _year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31), f"{year}", Frequency.YEAR)


def _half_year(year: int, part: int) -> Period:
    return Period(*_part_of_year(year, part, 6), f"{year}-S{part}", Frequency.HALF_YEAR)


def _term(year: int, part: int) -> Period:
    return Period(*_part_of_year(year, part, 4), f"{year}-T{part}", Frequency.TERM)


def _quarter(year: int, part: int) -> Period:
    return Period(*_part_of_year(year, part, 3), f"{year}-Q{part}", Frequency.QUARTER)


def _month(year: int, part: int) -> Period:
    return Period(*_part_of_year(year, part, 1), f"{year}-{part:02d}", Frequency.MONTH)


def _week(year: int, week: int) -> Period:
    monday = date.fromisocalendar(year, week, 1)
    return Period(monday, monday + timedelta(days=6), f"{year}-W{week:02d}", Frequency.WEEK)


def _school_year(year: int, ending: int) -> Period:
    if ending % 100 != (year + 1) % 100:
        raise ValueError("a school year ends the year after it began")
    text = f"{year}/{(year + 1) % 100:02d}"
    return Period(date(year, 7, 1), date(year + 1, 6, 30), text, Frequency.SCHOOL_YEAR)


def _pooled(first: int, last: int) -> Period:
    if last <= first:
        raise ValueError("the last pooled year comes after the first")
    return Period(date(first, 1, 1), date(last, 12, 31), f"{first}-{last}", Frequency.POOLED)


def _day(year: int, month: int, day: int) -> Period:
    moment = date(year, month, day)
    return Period(moment, moment, moment.isoformat(), Frequency.DAY)


_READERS: dict[str, Callable[..., Period]] = {
    "year": _year,
    "half_year": _half_year,
    "term": _term,
    "quarter": _quarter,
    "month": _month,
    "week": _week,
    "school_year": _school_year,
    "pooled": _pooled,
    "day": _day,
}
