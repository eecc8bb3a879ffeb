"""When the next measurement of a series is due, by how often it has been measured."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from metrics.definition.period import Frequency, Period, parse_period

_MONTHS = {
    Frequency.MONTH: 1,
    Frequency.QUARTER: 3,
    Frequency.TERM: 4,
    Frequency.HALF_YEAR: 6,
    Frequency.SCHOOL_YEAR: 12,
    Frequency.YEAR: 12,
    Frequency.TWO_YEARS: 24,
    Frequency.FOUR_YEARS: 48,
}
_DAYS_OF_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """The measurement that comes next: its period, and the days when it is late and too old.

    ``due_on`` is the last day it is in time, ``stale_on`` the last day the value before it can
    be judged by.
    """

    period: str
    due_on: date
    stale_on: date


def awaited(
    last_period: str, *, gap: float | None, frequency: Frequency, stale_after_days: int
) -> Awaited | None:
    """Return what comes after `last_period`, and when it is late; None without a rhythm.

    `gap` is the days that usually lie between two measurements of the series; without one the
    indicator's `frequency` is used. A measurement is late when a whole round has passed since
    its period ended, which is the time allowed for publishing, or when the value before it has
    become too old to judge by, whichever comes first. A study or a one-off has no next
    measurement.

    Raises `metrics.errors.PeriodError` for a period that cannot be read.
    """
    last = parse_period(last_period)
    stale_on = last.end + timedelta(days=stale_after_days)
    months = _round(gap, frequency, last.frequency)
    if frequency is Frequency.POOLED or (months is None and frequency is not Frequency.WEEK):
        return None
    if months is None:
        text, ends, due_on = _a_week_later(last)
    else:
        ends = _end(last.end, months)
        text, due_on = _following(last, ends), _end(ends, months)
    return Awaited(period=text, due_on=min(due_on, stale_on), stale_on=stale_on)


def awaited_until(
    last_period: str,
    today: date,
    *,
    gap: float | None,
    frequency: Frequency,
    stale_after_days: int,
    most: int = 12,
) -> tuple[Awaited, ...]:
    """Return the next measurement and every later one whose period ended before `today`.

    The next one is there even while its period lasts, and there are at most `most`; nothing
    without a rhythm. See `awaited`.
    """
    found: list[Awaited] = []
    while len(found) < most:
        one = awaited(
            found[-1].period if found else last_period,
            gap=gap,
            frequency=frequency,
            stale_after_days=stale_after_days,
        )
        if one is None or (found and parse_period(one.period).end >= today):
            break
        found.append(one)
    return tuple(found)


def last_ended(frequency: Frequency, today: date) -> str | None:
    """Return the last period that ended before `today`, for what was never measured.

    None without a rhythm. Measurements years apart are written as the year they are about.
    """
    if frequency is Frequency.WEEK:
        year, week, _ = (today - timedelta(days=7)).isocalendar()
        return f"{year}-W{week:02d}"
    if frequency is Frequency.SCHOOL_YEAR:
        return _text(frequency, date(today.year - (today.month < 7), 6, 30))
    months = _MONTHS.get(frequency)
    if months is None:
        return None
    whole = (today.month - 1) // min(months, 12) * min(months, 12)
    first_after = date(today.year, whole + 1, 1)
    return _text(frequency, first_after - timedelta(days=1))


def _round(gap: float | None, frequency: Frequency, written: Frequency) -> int | None:
    """Whole months between two measurements, at least as long as the period that is written."""
    usual = _MONTHS.get(frequency)
    if usual is None or gap is None:
        return usual
    shortest = _MONTHS.get(written, 1)
    return max(round(gap / _DAYS_OF_A_MONTH), shortest if written in _MONTHS else 1)


def _end(last: date, months: int) -> date:
    """Move the last day of a period by whole months; the end of a month stays one."""
    month = last.year * 12 + last.month - 1 + months
    year, month = divmod(month, 12)
    longest = calendar.monthrange(year, month + 1)[1]
    whole = last.day == calendar.monthrange(last.year, last.month)[1]
    return date(year, month + 1, longest if whole else min(last.day, longest))


def _a_week_later(last: Period) -> tuple[str, date, date]:
    ends = last.end + timedelta(days=7)
    year, week, _ = ends.isocalendar()
    return f"{year}-W{week:02d}", ends, ends + timedelta(days=7)


def _following(last: Period, ends: date) -> str:
    """Write the period that ends on `ends` as the last one was written."""
    if last.frequency is Frequency.POOLED:
        years = last.end.year - last.start.year
        return f"{ends.year - years}-{ends.year}"
    return _text(last.frequency, ends)


def _text(frequency: Frequency, ends: date) -> str:
    """Write the period of a length that ends on `ends`; a year, where it is longer."""
    forms = {
        Frequency.MONTH: f"{ends.year}-{ends.month:02d}",
        Frequency.QUARTER: f"{ends.year}-Q{(ends.month + 2) // 3}",
        Frequency.TERM: f"{ends.year}-T{(ends.month + 3) // 4}",
        Frequency.HALF_YEAR: f"{ends.year}-S{(ends.month + 5) // 6}",
        Frequency.SCHOOL_YEAR: f"{ends.year - 1}/{ends.year % 100:02d}",
    }
    return forms.get(frequency, f"{ends.year}")
