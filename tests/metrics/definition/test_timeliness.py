"""When the next measurement is late: by the series' own rhythm, or when the last is too old."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.definition.period import Frequency, parse_period
from metrics.definition.timeliness import Awaited, awaited, awaited_until, last_ended
from metrics.errors import PeriodError


def next_one(
    last: str,
    *,
    gap: float | None = None,
    frequency: Frequency = Frequency.YEAR,
    stale_after_days: int = 10_000,
) -> Awaited | None:
    return awaited(last, gap=gap, frequency=frequency, stale_after_days=stale_after_days)


@pytest.mark.parametrize(
    ("last", "gap", "frequency", "following", "due_on"),
    [
        ("2024", 365.0, Frequency.YEAR, "2025", date(2026, 12, 31)),
        ("2023", 730.5, Frequency.TWO_YEARS, "2025", date(2027, 12, 31)),
        ("2022", None, Frequency.FOUR_YEARS, "2026", date(2030, 12, 31)),
        ("2026-Q1", 91.0, Frequency.QUARTER, "2026-Q2", date(2026, 9, 30)),
        ("2025-S2", 184.0, Frequency.HALF_YEAR, "2026-S1", date(2026, 12, 31)),
        ("2025-T3", None, Frequency.TERM, "2026-T1", date(2026, 8, 31)),
        ("2026-01", 31.0, Frequency.MONTH, "2026-02", date(2026, 3, 31)),
        ("2026-W52", None, Frequency.WEEK, "2026-W53", date(2027, 1, 10)),
        ("2023/24", 365.0, Frequency.SCHOOL_YEAR, "2024/25", date(2026, 6, 30)),
        ("2019-2020", 365.0, Frequency.YEAR, "2020-2021", date(2022, 12, 31)),
    ],
)
def test_what_comes_next_and_when_it_is_late(last, gap, frequency, following, due_on):
    one = next_one(last, gap=gap, frequency=frequency)
    assert one is not None
    assert (one.period, one.due_on) == (following, due_on)


def test_a_yearly_indicator_measured_every_second_year_is_awaited_every_second_year():
    one = next_one("2023", gap=730.0)
    assert one is not None
    assert one.period == "2025"


def test_a_value_too_old_to_judge_by_is_late_whatever_the_round():
    one = next_one("2023", gap=1461.0, stale_after_days=800)
    assert one is not None
    assert one.due_on == one.stale_on == date(2023, 12, 31) + timedelta(days=800)


@pytest.mark.parametrize("frequency", [Frequency.POOLED, Frequency.DAY])
def test_a_study_has_no_next_measurement(frequency):
    assert next_one("2020-2024", gap=365.0, frequency=frequency) is None


def test_what_is_no_period_is_refused():
    with pytest.raises(PeriodError):
        next_one("våren")


@given(
    st.dates(date(1990, 1, 1), date(2080, 1, 1)),
    st.sampled_from(["{y}", "{y}-Q{q}", "{y}-{m:02d}", "{y}-S{s}", "{y}/{next:02d}"]),
)
def test_the_next_period_follows_the_last_without_a_hole(day, form):
    last = form.format(
        y=day.year,
        q=(day.month + 2) // 3,
        m=day.month,
        s=(day.month + 5) // 6,
        next=(day.year + 1) % 100,
    )
    period = parse_period(last)
    one = next_one(last, frequency=period.frequency)
    assert one is not None
    following = parse_period(one.period)
    assert following.start == period.end + timedelta(days=1)
    assert following.frequency is period.frequency
    assert following.end < one.due_on <= one.stale_on


def until(last: str, today: date, **how) -> list[str]:
    terms = {"gap": None, "frequency": Frequency.YEAR, "stale_after_days": 800, **how}
    return [one.period for one in awaited_until(last, today, **terms)]


def test_every_period_that_has_ended_since_is_awaited_and_the_next_one_always_is():
    assert until("2022", date(2026, 11, 22)) == ["2023", "2024", "2025"]
    assert until("2025", date(2026, 11, 22)) == ["2026"]
    assert until("2025-2026", date(2026, 11, 22), frequency=Frequency.POOLED) == []
    assert len(until("2010-01", date(2026, 11, 22), frequency=Frequency.MONTH, most=5)) == 5


@pytest.mark.parametrize(
    ("frequency", "period"),
    [
        (Frequency.YEAR, "2025"),
        (Frequency.FOUR_YEARS, "2025"),
        (Frequency.SCHOOL_YEAR, "2025/26"),
        (Frequency.HALF_YEAR, "2026-S1"),
        (Frequency.TERM, "2026-T2"),
        (Frequency.QUARTER, "2026-Q3"),
        (Frequency.MONTH, "2026-10"),
        (Frequency.WEEK, "2026-W46"),
        (Frequency.POOLED, None),
    ],
)
def test_what_was_never_measured_begins_with_the_last_period_that_ended(frequency, period):
    assert last_ended(frequency, date(2026, 11, 22)) == period


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.sampled_from([*Frequency]))
def test_the_last_period_that_ended_has_ended_and_the_next_has_not(day, frequency):
    text = last_ended(frequency, day)
    if text is not None:
        period = parse_period(text)
        assert period.end < day
        following = until(text, day, frequency=period.frequency, stale_after_days=10_000)
        assert parse_period(following[0]).end >= day
