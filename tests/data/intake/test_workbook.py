"""Excel workbooks: read like any other file, by the sheet's own rows, and never run."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from data.intake.formats import xlsx
from data.intake.questions import Questions
from data.intake.text_table import Refusal
from data.intake.workbook import packed as packed_files
from tests.files.given import codes, examined, lent, said

HEADER = ["område", "indikator", "period", "värde"]
ROW = ["ovning.ekbacken.centrum", "TRY14", 2024, 64.5]


def packed(*rows, title="Blad1", before=None, state="visible") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title, sheet.sheet_state = title, state
    for row in rows:
        sheet.append(row)
    if before:
        before(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def store():
    yield from lent()


def texts(content: bytes) -> list[list[str]]:
    table = xlsx.read(content, "fil.xlsx", Questions())
    return [list(row.values()) for row in table.cells.to_pylist()]


def test_a_workbook_is_taken_in_like_a_text(store):
    examination = examined(store, packed(HEADER, ROW), "fil.xlsx")
    assert not examination.stops
    assert (examination.kind, examination.new) == ("observations", 1)
    assert examination.reading["sheet"] == "Blad1"


def test_findings_name_the_row_of_the_sheet(store):
    content = packed(["Min rapport"], [], HEADER, ROW, [], [*ROW[:2], 2025, "sextio"])
    assert said(examined(store, content, "fil.xlsx"), "not_a_number").startswith(
        "Rad 6, kolumn värde"
    )


def test_the_first_visible_sheet_with_known_headers_is_read(store):
    def more(book):
        for name, state in (("Gömd", "hidden"), ("Data", "visible")):
            sheet = book.create_sheet(name)
            sheet.sheet_state = state
            sheet.append(HEADER)
            sheet.append(ROW)

    content = packed(["Läs mig först"], ["Hej"], before=more)
    assert examined(store, content, "fil.xlsx").reading["sheet"] == "Data"


def test_numbers_dates_and_answers_are_as_they_were_typed():
    moment = datetime(2025, 12, 1, 8, 30)  # noqa: DTZ001 - Excel knows no time zones
    row = [64.5, 64.0, 7, date(2025, 12, 1), moment, True, None, " a "]
    content = packed(
        ["område", "period", "värde", "kategori", "källa", "n", "fotnot", "status"], row
    )
    assert texts(content) == [
        ["64.5", "64", "7", "2025-12-01", "2025-12-01 08:30:00", "ja", "", "a"]
    ]


def test_a_share_shown_as_percent_is_read_as_percent():
    def formatted(book):
        book.active["D2"].number_format = "0.0%"

    content = packed(HEADER, [*ROW[:3], 0.645], before=formatted)
    assert texts(content)[0][3] == "64.5 %"


def test_a_formula_that_was_never_calculated_stops(store):
    content = packed(HEADER, ROW, [*ROW[:2], 2025, "=D2*2"])
    sentence = said(examined(store, content, "fil.xlsx"), "formula_without_value")
    assert sentence.startswith("Rad 3, kolumn värde: Cellen har formeln =D2*2")


def test_a_calculated_formula_is_its_value():
    content = packed(HEADER, [*ROW[:3], "=1+1"])
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {part.filename: old.read(part) for part in old.infolist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
    parts[name] = parts[name].replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
    assert texts(zipped(parts))[0][3] == "2"


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()


def test_merged_titles_and_blank_rows_are_passed_over(store):
    def merged(book):
        book.active.merge_cells("A1:D1")

    content = packed(["Trygghet i Ekbacken"], [], HEADER, ROW, before=merged)
    assert examined(store, content, "fil.xlsx").new == 1


def test_a_cell_outside_the_headers_is_said(store):
    assert "row_too_long" in codes(
        examined(store, packed(HEADER, [*ROW, None, "mer"]), "f.xlsx")
    )


def test_a_workbook_without_known_headers_says_what_stands_there(store):
    assert "Namn" in said(
        examined(store, packed(["Namn", "Skostorlek"], ["Bo", 4]), "f.xlsx"), "header_not_found"
    )


def test_a_packed_bomb_is_never_unpacked(store, monkeypatch):
    monkeypatch.setattr(packed_files, "LARGEST_UNPACKED", 10_000_000)
    bomb = zipped({"xl/workbook.xml": b"x", "xl/worksheets/sheet1.xml": b"0" * 20_000_000})
    assert len(bomb) < 100_000
    assert "10 MB uppackad" in said(examined(store, bomb, "fil.xlsx"), "workbook_too_large")


@pytest.mark.parametrize(
    "content",
    [
        packed(HEADER, ROW)[:-400],
        zipped({"xl/workbook.xml": b"<broken"}),
        zipped({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><workbook/>'}),
    ],
    ids=["cut", "no workbook", "entities"],
)
def test_a_broken_workbook_is_a_sentence(store, content):
    examination = examined(store, content, "fil.xlsx")
    assert codes(examination) == ["workbook_broken"]
    assert "Öppna den i Excel" in said(examination, "workbook_broken")


def test_what_is_read_is_a_table_or_a_refusal():
    assert isinstance(xlsx.read(b"PK\x03\x04xl/", "fil.xlsx", Questions()), Refusal)
