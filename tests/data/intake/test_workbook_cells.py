"""A cell is read as the person sees it in kind: its precision, its percent, its zeros."""

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from data.intake.formats import ods, xls, xlsx
from data.intake.questions import Questions
from data.intake.workbook.number_formats import Shown, shown_by
from tests.files.given import codes, examined, lent, said

FILES = Path(__file__).parents[2] / "files" / "workbooks"
HEADER = ["område", "indikator", "period", "värde"]
START = ["ovning.ekbacken.centrum", "TRY14"]


@pytest.fixture(scope="module")
def store():
    yield from lent()


def book(*rows, formats=None, change=None) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for cell, code in (formats or {}).items():
        made.active[cell].number_format = code
    if change:
        change(made.active)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(content: bytes, reader=xlsx, **given: str):
    questions = Questions(given=given)
    table = reader.read(content, "fil", questions)
    return table, {each.kind: each for each in questions.proposals}


def column(table, header: str) -> list[str]:
    return table.cells.column(table.headers.index(header)).to_pylist()


def sample(name: str, **given: str):
    return read((FILES / name).read_bytes(), **given)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("yyyy", Shown("year")),
        ('"år" yyyy', Shown("year")),
        ("mmm-yy", Shown("month")),
        ('_-* #,##0_-;\\-* #,##0_-;_-* "-"??_-;_-@_-', Shown("zero_as_text")),
        ("#,##0;[Red]-#,##0;0", Shown()),
        (";;;", Shown("unseen")),
        ("[$-41D]mmmm yyyy;@", Shown("month")),
        ("yyyy-mm-dd", Shown("day")),
        ("yyyy-mm-dd h:mm", Shown("time")),
        ("0.0%", Shown("percent")),
        ("[Red]0%;-0%", Shown("percent")),
        ('0.0" %"', Shown("percent_sign")),
        (r"0.0\ \%", Shown("percent_sign")),
        ("0000", Shown("padded", 4)),
        ("#,##0,", Shown("scaled", 1)),
        ("0.00E+00", Shown()),
        ("General", Shown()),
        ('"-"0', Shown(negative=True)),
        (r"\-0.0", Shown(negative=True)),
        ("(0)", Shown(negative=True)),
        ("-0%", Shown("percent", negative=True)),
        ('"SE-"0', Shown()),
        ("[<0]-0;0", Shown()),
        ('0.0"‰"', Shown(after="‰")),
        ('#,##0\\ "kr";[Red]-#,##0\\ "kr"', Shown(after="kr")),
        ("#,##0 [$tkr-41D]", Shown(after="tkr")),
        ('0" enkätsvar"', Shown()),
        ('"<"0', Shown(before="<")),
        ('0"*"', Shown(after="*")),
        ('"Enkät "0', Shown()),
        ('"konfidentiellt"', Shown("unseen")),
        ("@", Shown()),
    ],
)
def test_a_number_format_says_what_a_person_sees(code, shown):
    assert shown_by(code) == shown


@pytest.mark.parametrize(
    ("name", "periods"),
    [
        ("06a-date-cell-shown-as-year.xlsx", ["2024"]),
        ("06c-month-typed-in-excel.xlsx", ["2026-03"]),
        ("manad.xlsx", ["2026-01", "2026-02", "2026-03"]),
        ("ar1904.xlsx", ["2026-03"]),
    ],
)
def test_a_date_is_as_precise_as_it_is_shown(name, periods):
    table, asked = sample(name)
    assert column(table, "period") == periods
    assert [each.code for each in table.remarks] == ["dates_as_shown"]
    assert not asked


def test_a_header_that_is_a_date_shown_as_a_year_is_the_year():
    header = [*HEADER[:2], date(2024, 12, 31), date(2025, 12, 31)]
    table, _ = read(book(header, [*START, 60, 61], formats={"C1": "yyyy", "D1": "yyyy"}))
    assert table.headers == (*HEADER[:2], "2024", "2025")


def test_whole_days_say_that_they_are_dates():
    content = book(HEADER, [*START, date(2026, 3, 1), 60], [*START, "2026-04-01", 60])
    table, _ = read(content)
    assert column(table, "period") == ["2026-03-01", "2026-04-01"]
    assert {place: days.tolist() for place, days in table.dates.items()} == {2: [True, False]}


def test_a_year_formatted_as_a_date_is_asked_about():
    table, asked = sample("06b-2026-formatted-as-date.xlsx")
    question = asked["year_as_date"]
    assert (question.subject, question.example) == ("period", "1905-07-18")
    assert "menar du 2026?" in question.question.sv
    assert column(table, "period") == ["2026"]
    kept, _ = sample("06b-2026-formatted-as-date.xlsx", **{question.id: "date"})
    assert column(kept, "period") == ["1905-07-18"]


def test_a_header_year_formatted_as_a_date_is_asked_about_too():
    content = book([*HEADER[:2], 2024, 2025], [*START, 6, 7], formats={"C1": "yyyy-mm-dd"})
    table, asked = read(content)
    assert asked["year_as_date"].question.sv.endswith("Det gäller 1 cell bland rubrikerna.")
    assert table.headers == (*HEADER[:2], "2024", "2025")


def test_leading_zeros_that_are_shown_are_read():
    table, _ = sample("kommunkod_format.xlsx")
    assert column(table, table.headers[0]) == ["0180", "0380", "1480"]


def test_a_percentage_keeps_every_decimal():
    table, _ = read(book(HEADER, [*START, 2024, 0.71834], formats={"D2": "0%"}))
    assert column(table, "värde") == ["71.834 %"]


def test_a_number_shown_in_thousands_is_the_whole_number():
    table, _ = sample("visad_avrundad.xlsx")
    assert column(table, "värde") == ["604829", "611000"]


@pytest.mark.parametrize("code", ['0.0" %"', r"0.0\ \%"])
def test_a_percent_sign_that_is_text_is_read_and_does_not_scale(code):
    table, _ = read(book(HEADER, [*START, 2024, 63.4], formats={"D2": code}))
    assert column(table, "värde") == ["63.4 %"]


def test_every_cell_without_a_value_is_said_at_once(store):
    def change(sheet):
        sheet["D2"].value, sheet["D3"].value, sheet["D4"].value = "#DIV/0!", "#REF!", "=B9/C9"

    rows = [[*START, year, 60] for year in (2022, 2023, 2024, 2025)]
    examination = examined(store, book(HEADER, *rows, change=change), "f.xlsx")
    assert codes(examination) == ["cell_error", "cell_error", "formula_without_value"]
    assert [each.read for each in examination.findings] == ["#DIV/0!", "#REF!", "=B9/C9"]
    assert examination.accepted == 1


def test_not_available_is_a_mark_like_any_other():
    table, _ = read(book(HEADER, [*START, 2024, "#N/A"]))
    assert (column(table, "värde"), table.errors) == (["#N/A"], ())


def test_an_error_under_a_year_is_said_with_the_year(store):
    content = book([*HEADER[:2], 2024, 2025], [*START, "#DIV/0!", 61])
    (finding,) = [e for e in examined(store, content, "f.xlsx").findings if e.level == "error"]
    assert (finding.code, finding.column) == ("cell_error", "2024")


@pytest.mark.parametrize(
    ("reader", "content"),
    [
        (xls, b"\xd0\xcf\x11\xe0" + b"\0" * 50),
        (xls, (FILES / "older.xls").read_bytes()[:3000]),
        (ods, b"PK\x03\x04opendocument.spreadsheet"),
        (xlsx, b"PK\x03\x04xl/"),
    ],
)
def test_a_broken_workbook_of_any_format_is_a_sentence(reader, content):
    assert read(content, reader)[0].code == "workbook_broken"


def test_a_workbook_with_a_password_says_so(store):
    locked = b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    assert codes(examined(store, locked, "fil.xlsx")) == ["workbook_locked"]


def test_a_binary_workbook_is_named_for_what_it_is(store):
    content = b"PK\x03\x04" + b"xl/workbook.bin"
    assert "XLSB" in said(examined(store, content, "fil.xlsb"), "file_format")


def test_an_older_workbook_is_read_as_it_is_shown():
    table, _ = read((FILES / "older.xls").read_bytes(), xls)
    assert column(table, "period") == ["2024", "2025-12-31"]
    assert column(table, "värde") == ["64.5", "65"]
    shown, asked = read((FILES / "shown.xls").read_bytes(), xls, hidden_rows="leave")
    assert column(shown, "period") == ["2024", "2023", "2024", "2024"]
    assert column(shown, "värde") == ["57.4 %", "52.1", "-5", "0"]
    assert set(asked) == {
        *("hidden_rows", "hidden_columns", "zero_shown", "shown_negative", "struck_through")
    }
    assert [each.code for each in shown.remarks] == ["dates_as_shown", "sheets_hidden"]


def test_a_unit_that_a_format_writes_is_read_with_its_number():
    table, _ = read(book(HEADER, [*START, 2024, 57], formats={"D2": '0"‰"'}))
    assert column(table, "värde") == ["57 ‰"]


def test_a_number_shown_with_a_minus_is_asked_about_and_one_in_thousands_said():
    content = book(
        HEADER,
        [*START, 2024, 5],
        [*START, 2025, 7_100],
        formats={"D2": '"-"0', "D3": "#,##0,"},
    )
    table, asked = read(content)
    assert column(table, "värde") == ["-5", "7100"]
    assert [(each.id, each.suggested) for each in asked.values()] == [
        ("shown_negative", "shown")
    ]
    assert [(each.code, each.details["cell"]) for each in table.remarks] == [
        ("shown_scaled", "D3")
    ]
    table, _ = read(content, shown_negative="held")
    assert column(table, "värde") == ["5", "7100"]


NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"))
)
CALCEXT = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def ods_cell(text, kind="string", more=""):
    value = "" if kind == "string" else f' office:{"date-" * (kind == "date")}value="{text}"'
    return (
        f'<table:table-cell office:value-type="{kind}"{value}{more}>'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def ods_book(*rows: str) -> bytes:
    out = io.BytesIO()
    content = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
        packed.writestr(
            "content.xml",
            f"<office:document-content {NAMESPACES} {CALCEXT}><office:body><office:spreadsheet>"
            f'<table:table table:name="Blad1">{content}<table:table-row '
            f'table:number-rows-repeated="1048000">{empty}</table:table-row></table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


ODS_HEADER = "".join(map(ods_cell, HEADER))
ODS_START = "".join(map(ods_cell, START))


def test_an_opendocument_sheet_is_read_with_its_percentages_and_errors(store):
    content = ods_book(
        ODS_HEADER,
        ODS_START + ods_cell("2024", "float") + ods_cell("0.718", "percentage"),
        ODS_START
        + ods_cell("2025-12-31", "date")
        + ods_cell("#DIV/0!", more=' table:formula="of:=1/0" calcext:value-type="error"'),
    )
    table, _ = read(content, ods)
    assert column(table, "värde") == ["71.8 %", "#DIV/0!"]
    assert column(table, "period") == ["2024", "2025-12-31"]
    assert table.errors == ((1, 3),)
    assert "cell_error" in codes(examined(store, content, "fil.ods"))


def test_an_opendocument_cell_is_read_as_its_text_shows_it():
    year, minus, crowns, few = (
        ods_cell(held, kind).replace(f"<text:p>{held}", f"<text:p>{shown}")
        for held, kind, shown in (
            ("2025-12-31", "date", "2025"),
            ("5", "float", "\u22125"),
            ("1325", "float", "1 325 kr"),
            ("5", "float", "&lt;5"),
        )
    )
    rows = (ODS_START + year + each for each in (minus, crowns, few))
    table, asked = read(ods_book(ODS_HEADER, *rows), ods)
    assert column(table, "period") == ["2025", "2025", "2025"]
    assert column(table, "värde") == ["-5", "1325 kr", "< 5"]
    assert asked["shown_negative"].suggested == "shown"


def test_a_value_repeated_over_a_million_rows_is_never_unfolded():
    many = ods_cell("1", "float", ' table:number-columns-repeated="900"')
    repeated = f'{many}</table:table-row><table:table-row table:number-rows-repeated="999999">'
    refused, _ = read(ods_book(ODS_HEADER, repeated + many), ods)
    assert refused.code == "workbook_sparse"


def test_a_zero_shown_as_a_dash_and_a_value_that_is_not_shown_are_asked_about() -> None:
    content = book(
        HEADER,
        *([*START, year, value] for year, value in ((2022, 0), (2023, 61), (2024, 62))),
        formats={"D2": '0.0;-0.0;"-"', "D3": '0.0;-0.0;"-"', "D4": ";;;"},
    )
    table, asked = read(content)
    assert column(table, "värde") == ["0", "61", "62"]
    kinds = {kind: (each.suggested, each.rows, each.example) for kind, each in asked.items()}
    assert kinds == {
        "zero_shown": ("zero", (2,), "D2"),
        "unseen_cells": (None, (4,), "D4"),
    }
    other, _ = read(content, zero_shown="missing", unseen_cells="leave")
    assert column(other, "värde") == ["-", "61", ""]
