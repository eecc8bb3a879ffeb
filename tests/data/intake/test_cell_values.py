"""Numbers, marks and texts as they stand in cells."""

import numpy as np
import pyarrow as pa
import pytest

from data.intake.tables import second_header
from data.intake.value_cells import value_cell
from data.intake.values import coded, numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("\N{MINUS SIGN}0,61", -0.61),
        ("\N{EN DASH}0,35", -0.35),
        ("\N{NON-BREAKING HYPHEN}0,35", -0.35),
        ("-\N{NO-BREAK SPACE}0,20", -0.2),
        ("0,12-", -0.12),
        ("587'549", 587_549),
        ("587\N{RIGHT SINGLE QUOTATION MARK}549", 587_549),
        ("1.234.567", 1_234_567),
        ("1,234,567", 1_234_567),
        ("1'234.5", 1234.5),
        ("-1.234,5", -1234.5),
        ("1,234,567.25", 1_234_567.25),
        ("6,04829E+05", 604_829),
        ("1e-3", 0.001),
    ],
)
def test_a_number_is_read_in_every_dress(text: str, number: float) -> None:
    assert numbers(coded(pa.array([text]))).value[0] == pytest.approx(number, rel=1e-12)


@pytest.mark.parametrize(
    "text", ["(0,42)", "12-15", "--3", "- -3", "2024-01", "63;4", "1,5;2,5"]
)
def test_what_only_resembles_a_number_is_none(text: str) -> None:
    assert numbers(coded(pa.array([text]))).unreadable[0]


def test_texts_that_look_alike_are_one() -> None:
    column = coded(pa.array(["Ga\u030ardsten\u200b", "G\u00e5rdsten ", "\ufeffGårdsten"]))
    assert column.texts == ["Gårdsten"]
    assert np.array_equal(column.codes, [0, 0, 0])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("#DIV/0!", "excel_division"),
        ("#VÄRDEFEL!", "excel_error"),
        ("NaN", "not_a_number_at_all"),
        ("inf", "infinite"),
        ("ca 100", "about"),
        ("(0,42)", "in_brackets"),
        ("12 st", "not_a_number"),
    ],
)
def test_what_is_no_number_gets_advice_of_its_own(text: str, code: str) -> None:
    assert value_cell(text).code == code


def test_minus_zero_is_zero() -> None:
    assert str(numbers(coded(pa.array(["-0,0"]))).value[0]) == "0.0"


def test_flags_are_told_from_the_number_beside_them() -> None:
    assert (value_cell("19,3 bp").number, value_cell("19,3 bp").flags) == ("19,3", ("b", "p"))
    assert (value_cell("r 8,8").number, value_cell("r 8,8").flags) == ("8,8", ("r",))
    assert (value_cell("9,1²").number, value_cell("9,1²").flags) == ("9,1", ("²",))


def test_a_second_row_of_headers_is_a_second_table_and_a_repeated_one_is_not() -> None:
    first = ["område", "indikator", "period", "värde"]
    data = ["Lid", "TRY03", "2024", "70"]
    other = ["område", "indikator", "period", "nämnare", "värde"]
    assert second_header([first, data, first, data], 0) is None
    assert second_header([first, data, other, data], 0) == 2
    assert second_header([first, data, other, data], 2) == 0


def test_a_range_of_large_numbers_is_no_mark_of_secrecy() -> None:
    assert value_cell("1-4").mark == "suppressed"
    assert value_cell("1000-1100").code == "not_a_number"
