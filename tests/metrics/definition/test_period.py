"""Periods as statistics offices write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.definition.period import Frequency, parse_period
from metrics.errors import PeriodError


@pytest.mark.parametrize(
    ("written", "canonical", "first", "last"),
    [
        ("2024", "2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-S1", "2024-S1", date(2024, 1, 1), date(2024, 6, 30)),
        ("2024-T2", "2024-T2", date(2024, 5, 1), date(2024, 8, 31)),
        ("2024-Q3", "2024-Q3", date(2024, 7, 1), date(2024, 9, 30)),
        ("2024K4", "2024-Q4", date(2024, 10, 1), date(2024, 12, 31)),
        ("2024-02", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-W07", "2024-W07", date(2024, 2, 12), date(2024, 2, 18)),
        ("2009/10", "2009/10", date(2009, 7, 1), date(2010, 6, 30)),
        ("1999/2000", "1999/00", date(1999, 7, 1), date(2000, 6, 30)),
        ("2019-2020", "2019-2020", date(2019, 1, 1), date(2020, 12, 31)),
        (" 2025-12-01 ", "2025-12-01", date(2025, 12, 1), date(2025, 12, 1)),
    ],
)
def test_a_period_covers_its_days_and_has_one_way_of_writing(written, canonical, first, last):
    period = parse_period(written)
    assert (period.text, period.start, period.end) == (canonical, first, last)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "24",
        "2024-13",
        "2024-Q5",
        "2024-S3",
        "2009/11",
        "2020-2019",
        "2020-2020",
        "2024-02-30",
    ],
)
def test_what_is_no_period_is_refused(written):
    with pytest.raises(PeriodError):
        parse_period(written)


@given(st.integers(1900, 2100), st.integers(1, 4))
def test_the_quarters_of_a_year_follow_each_other_without_a_gap(year, quarter):
    period = parse_period(f"{year}K{quarter}")
    following = (
        parse_period(f"{year}K{quarter + 1}") if quarter < 4 else parse_period(f"{year + 1}K1")
    )
    assert following.start == period.end + timedelta(days=1)
    assert period.frequency is Frequency.QUARTER


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_the_canonical_way_of_writing_reads_back_as_itself(day):
    for written in (f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}"):
        period = parse_period(written)
        assert parse_period(period.text) == period
        assert period.start <= day <= period.end
