"""One cell's period: read where it can mean one thing only, otherwise open or impossible."""

import pytest

from data.intake.period_cells import period_cell


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2024 kvartal 2", "2024-Q2"),
        ("kv 3 2024", "2024-Q3"),
        ("Q4 2024", "2024-Q4"),
        ("Q1/2024", "2024-Q1"),
        ("4:e kvartalet 2022", "2022-Q4"),
        ("första kvartalet 2024", "2024-Q1"),
        ("kvartal 1, 2021", "2021-Q1"),
        ("1st quarter 2024", "2024-Q1"),
        ("jan-mar 2022", "2022-Q1"),
        ("januari–juni 2024", "2024-S1"),
        ("2024H1", "2024-S1"),
        ("mars 2024", "2024-03"),
        ("2024 mars", "2024-03"),
        ("2024M3", "2024-03"),
        ("202403", "2024-03"),
        ("v. 7 2024", "2024-W07"),
        ("2024v07", "2024-W07"),
        ("År 2024", "2024"),
        ("2024.0", "2024"),
        ("2024,0", "2024"),
        ("Helår 2024", "2024"),
        ("läsåret 2023/24", "2023/24"),
        ("Läsåret 2023-2024", "2023/24"),
        ("lå 2023-24", "2023/24"),
        ("2021 - 2023", "2021-2023"),
        ("2021—2023", "2021-2023"),
        ("2021\N{NON-BREAKING HYPHEN}2023", "2021-2023"),
        ("1 jan 2024", "2024-01-01"),
        ("2024-12-31 00:00:00", "2024-12-31"),
    ],
)
def test_a_period_is_read_in_the_tongue_it_is_written_in(text: str, period: str) -> None:
    found = period_cell(text).period
    assert found is not None
    assert found.text == period


@pytest.mark.parametrize(
    "text", ["2024*", "2024 (prel.)", "2024 prel", "2024p", "2024 p", "prel. 2024"]
)
def test_a_period_says_that_it_is_preliminary(text: str) -> None:
    cell = period_cell(text)
    assert cell.period is not None
    assert (cell.period.text, cell.preliminary) == ("2024", True)


def test_a_footnote_mark_is_no_digit_of_the_year() -> None:
    cell = period_cell("2024²")
    assert cell.period is not None
    assert (cell.period.text, cell.footnote, cell.preliminary) == ("2024", True, False)


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        ("VT2024", {"half_year": "2024-S1", "school_year": "2023/24"}),
        ("HT24", {"half_year": "2024-S2", "school_year": "2024/25"}),
        ("2021-23", {"years": "2021-2023"}),
        ("2021/2023", {"years": "2021-2023"}),
        ("24-03", {"month": "2024-03"}),
        ("2024-3", {"month": "2024-03", "quarter": "2024-Q3", "term": "2024-T3"}),
        ("31/12/2024", {"day": "2024-12-31"}),
        ("01/02/2024", {"day": "2024-02-01", "day_after_month": "2024-01-02"}),
        ("maj-26", {"month": "2026-05"}),
    ],
)
def test_an_open_way_of_writing_names_what_it_may_mean(
    text: str, meanings: dict[str, str]
) -> None:
    assert dict(period_cell(text).meanings) == meanings


NO_PERIOD = {
    "2024-W53": ("week_53_odd", "2024-W52"),
    "12/31/2024": ("period_meant", "2024-12-31"),
    "2023-12-31T23:00:00Z": ("period_moment", "2024-01-01"),
    "Medel 2022-2025": ("period_unreadable", ""),
    "hej": ("period_unreadable", ""),
    "": ("period_missing", ""),
}


@pytest.mark.parametrize("text", NO_PERIOD)
def test_what_is_no_period_says_why(text: str) -> None:
    cell = period_cell(text)
    assert (cell.code, cell.suggestion) == NO_PERIOD[text]
