"""A workbook holds real numbers, no formulas, and says what it is."""

from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from dashboard.export.xlsx import About, as_xlsx
from tests.dashboard.charts.figure_tables import SAFETY

ABOUT = About(
    title="ekbacken",
    revision=24,
    committed_at=datetime(2026, 11, 22, 12, tzinfo=UTC),
    rule_version="2026-1",
    source="Påhittat",
    indicators=[SAFETY],
)
ROWS = pd.DataFrame(
    {
        "period": ["2024", "2025"],
        "value": [57.25, None],
        "n": [1540, 12],
        "revision_from": [3, 24],
        "day": pd.to_datetime(["2024-01-01", None]),
        "note": ["=1+1", "@SUM(A1)"],
        "listed": [["a", "b"], []],
    }
)


def opened(rows: pd.DataFrame = ROWS, about: About = ABOUT, language: str = "sv") -> Workbook:
    return openpyxl.load_workbook(BytesIO(as_xlsx(rows, about, language)))


def test_there_are_three_sheets_in_the_readers_language():
    assert opened().sheetnames == ["Siffror", "Definitioner", "Om"]
    assert opened(language="en").sheetnames == ["Figures", "Definitions", "About"]


def test_numbers_are_numbers_with_the_decimals_they_need():
    sheet = opened()["Siffror"]
    assert (sheet["B2"].value, sheet["B2"].number_format) == (57.25, "#,##0.00")
    assert (sheet["C2"].value, sheet["C2"].number_format) == (1540, "#,##0")
    assert (sheet["D2"].value, sheet["D2"].number_format) == (3, "0")
    assert sheet["B3"].value is None


def test_a_period_is_a_text_and_a_day_a_date():
    sheet = opened()["Siffror"]
    assert sheet["A2"].value == "2024"
    assert sheet["E2"].value.date() == date(2024, 1, 1)
    assert sheet["E3"].value is None


def test_no_cell_is_a_formula():
    sheet = opened()["Siffror"]
    for cell in (sheet["F2"], sheet["F3"]):
        assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert sheet["F2"].value == "=1+1"


@given(st.text(max_size=40))
def test_any_text_can_be_written_and_stays_text(text):
    sheet = opened(pd.DataFrame({"text": [text]}))["Siffror"]
    assert sheet["A2"].data_type in {"s", "n", "inlineStr"}
    assert sheet["A2"].value is None or isinstance(sheet["A2"].value, str)


def test_what_is_invented_says_so_in_every_row_and_on_the_last_sheet():
    about = About(title="x", revision=1, invented=True)
    book = opened(about=about)
    last = [row[-1].value for row in book["Siffror"].iter_rows()]
    assert last == ["Obs", "påhittade siffror", "påhittade siffror"]
    assert "Påhittade siffror för övning." in [row[1].value for row in book["Om"].iter_rows()]


def test_the_last_sheet_says_which_inlasning_and_rules():
    said = {row[0].value: row[1].value for row in opened()["Om"].iter_rows()}
    assert said["Inläsning"] == 24
    assert said["Regelversion"] == "2026-1"
    assert said["Inläst"] == "22 november 2026"


def test_the_definitions_say_what_may_mislead():
    sheet = opened()["Definitioner"]
    header = [cell.value for cell in sheet[1]]
    row = dict(zip(header, (cell.value for cell in sheet[2]), strict=True))
    assert row["Indikator"] == "TRY14"
    assert row["Kan vilseleda"] == SAFETY.sv.misleading


@pytest.mark.parametrize("rows", [ROWS.iloc[:0], pd.DataFrame()])
def test_an_empty_table_is_an_empty_sheet(rows):
    assert opened(rows)["Siffror"].max_row <= 1
