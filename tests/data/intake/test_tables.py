"""A file holds one table: another header further down begins a second."""

from data.intake.tables import second_header

HEADER = ["område", "indikator", "period", "värde"]
ROW = ["Gårdsten", "TRY03", "2024", "71"]


def test_another_header_further_down_is_a_second_table():
    other = ["område", "indikator", "period", "värde", "täljare"]
    assert second_header([HEADER, ROW, [], ["Tabell 2"], other, ROW], 0) == 4


def test_the_same_header_again_is_no_second_table():
    again = ["Område", "Indikator", "Period", "Värde", ""]
    assert second_header([HEADER, ROW, again], 0) is None


def test_a_row_that_names_one_header_among_values_is_a_row():
    assert second_header([HEADER, ["område", "TRY03", "2024", "71"]], 0) is None
    assert second_header([HEADER, ["område", "period", "x", "y", "z", "w"]], 0) is None
