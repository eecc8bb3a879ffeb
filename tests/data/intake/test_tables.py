"""A file holds one table: another header further down begins a second."""

from data.intake.tables import second_header

HEADER = ["område", "indikator", "period", "värde"]
ROW = ["Gårdsten", "TRY03", "2024", "71"]


def test_another_header_further_down_is_a_second_table():
    other = ["område", "indikator", "period", "värde", "täljare"]
    assert second_header([ROW, [], ["Tabell 2"], other, ROW], HEADER) == 3


def test_the_same_header_again_is_no_second_table():
    assert second_header([ROW, ["Område", "Indikator", "Period", "Värde", ""]], HEADER) is None


def test_a_row_that_names_one_header_among_values_is_a_row():
    assert second_header([["område", "TRY03", "2024", "71"]], HEADER) is None
    assert second_header([["område", "period", "x", "y", "z", "w"]], HEADER) is None
