"""A workbook as it is: several sheets, hidden rows, headers on two rows, comments, bombs."""

import io
import re
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from data.intake import annotated, returned_as
from data.intake.formats import xlsx
from data.intake.questions import Questions
from data.intake.text_table import Refusal, with_records
from data.intake.workbook.book import LISTS_SHEET
from data.intake.workbook.number_formats import Shown
from data.intake.workbook.packed import NotReadableError
from data.intake.workbook.sheet_xml import Scan
from data.intake.workbook.styles import Style
from tests.files.given import codes, examined, lent

FILES = Path(__file__).parents[2] / "files" / "workbooks"
HEADER = ["område", "indikator", "period", "värde"]
START = ["ovning.ekbacken.centrum", "TRY14"]
ROW = [*START, 2024, 64.5]


@pytest.fixture(scope="module")
def store():
    yield from lent()


def book(*rows, change=None, **sheets) -> bytes:
    made = openpyxl.Workbook()
    made.active.title = "Blad1"
    for row in rows:
        made.active.append(row)
    for name, more in sheets.items():
        sheet = made.create_sheet(name)
        for row in more:
            sheet.append(row)
    if change:
        change(made.active)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(content: bytes, **given: str):
    questions = Questions(given=given)
    table = xlsx.read(content, "fil.xlsx", questions)
    return table, {each.kind: each for each in questions.proposals}


def sample(name: str, **given: str):
    return read((FILES / name).read_bytes(), **given)


def records(table) -> list[list[str]]:
    return [list(row.values()) for row in table.cells.to_pylist()]


def test_sheets_with_the_same_headers_are_read_together_or_not():
    table, asked = sample("tva_blad.xlsx")
    assert asked["more_sheets"].suggested == "all"
    assert [row[2] for row in records(table)] == ["2025", "2024"]
    assert table.sheets == (("2025", 0), ("2024", 1))
    assert [each.details["sheets"] for each in table.remarks] == ["gammalt"]
    only, _ = sample("tva_blad.xlsx", more_sheets="first")
    assert [row[2] for row in records(only)] == ["2025"]


def test_records_that_are_left_out_take_what_was_said_of_them_along():
    other = [HEADER, [*START, 2023, 60], [*START, 2024, "#REF!"]]
    table, _ = read(book(HEADER, ROW, [*START, 2025, "#DIV/0!"], Andra=other))
    assert table.errors == ((1, 3), (3, 3))
    fewer = with_records(table, np.array([False, True, False, True]))
    assert fewer.errors == ((0, 3), (1, 3))
    assert fewer.sheets == (("Blad1", 0), ("Andra", 1))
    assert fewer.rows.tolist() == [3, 3]


def test_a_finding_in_one_of_several_sheets_names_the_sheet(store):
    other = [HEADER[::-1], ["sextio", 2025, *START[::-1]]]
    examination = examined(store, book(HEADER, ROW, Andra=other), "f.xlsx")
    (finding,) = [each for each in examination.findings if each.code == "not_a_number"]
    assert (finding.row, finding.column) == (2, "Andra!värde")


def test_a_sheet_of_words_does_not_stand_in_for_the_table():
    table, _ = sample("26-glossary-sheet-first.xlsx")
    assert table.sheet == "Data"
    assert [each.code for each in table.remarks] == ["sheets_not_read"]


def test_only_the_hidden_sheet_of_our_own_templates_is_passed_over_in_silence():
    def hide(made):
        for name in (LISTS_SHEET, "Gammalt"):
            made.parent[name].sheet_state = "hidden"

    lists = {LISTS_SHEET: [["Ale"]], "Gammalt": [HEADER, ROW]}
    table = xlsx.read(book(HEADER, ROW, change=hide, **lists), "fil.xlsx", Questions())
    (remark,) = table.remarks
    assert (remark.code, remark.details["sheets"]) == ("sheets_hidden", "Gammalt")


def test_a_workbook_whose_table_is_hidden_says_so():
    def hide(sheet):
        sheet.parent["Data"].sheet_state = "hidden"

    refusal, _ = read(book(["Läs mig"], change=hide, Data=[HEADER, ROW]))
    assert (refusal.code, refusal.details) == ("only_hidden_sheets", {"sheets": "Data"})


def test_hidden_rows_are_read_unless_somebody_leaves_them():
    table, asked = sample("dolda_rader.xlsx")
    assert (asked["hidden_rows"].count, asked["hidden_rows"].rows) == (2, (3, 4))
    assert len(table.rows) == 4
    left, _ = sample("dolda_rader.xlsx", **{asked["hidden_rows"].id: "leave"})
    assert left.rows.tolist() == [2, 5]


def test_a_question_about_one_of_several_sheets_is_the_same_next_year():
    def hide(sheet):
        sheet.title = "2024"
        sheet.row_dimensions[2].hidden = True

    content = book(HEADER, ROW, change=hide, **{"2025": [HEADER, [*START, 2025, 65]]})
    assert read(content)[1]["hidden_rows"].id == "hidden_rows:ÅR"


def test_sheets_in_two_languages_or_with_other_years_are_read_as_one():
    english = ["area_id", "indicator_id", "value", "period"]
    table, asked = read(book(HEADER, ROW, **{"2025": [english, [*START, 65, 2025]]}))
    assert asked["more_sheets"].example == "2025"
    assert records(table) == [[*START, "2024", "64.5"], [*START, "2025", "65"]]
    wide = [*HEADER[:2], 2024]
    table, asked = read(book(wide, [*START, 64], Blad2=[[*HEADER[:2], 2025], [*START, 65]]))
    assert (table.headers[2:], "more_sheets" in asked) == (("2024", "2025"), True)
    assert records(table) == [[*START, "64", ""], [*START, "", "65"]]


def test_which_of_two_sheets_with_other_headers_is_read_is_asked():
    content = book(HEADER, ROW, **{"Bred 2025": [[*HEADER[:2], 2025], [*START, 65]]})
    table, asked = read(content)
    question = asked["which_sheet"]
    assert (question.suggested, question.choices) == ("BladNR", ("BladNR", "Bred ÅR"))
    assert question.labels["Bred ÅR"].sv == "Bred 2025"
    assert (table.sheet, table.remarks) == ("Blad1", ())
    assert read(content, which_sheet="Bred ÅR")[0].sheet == "Bred 2025"


def test_hidden_columns_are_read_unless_somebody_leaves_them():
    def hide(sheet):
        sheet.column_dimensions["E"].hidden = True

    content = book([*HEADER, "fotnot"], [*ROW, "gammal"], change=hide)
    table, asked = read(content)
    assert table.headers[-1] == "fotnot"
    left, _ = read(content, **{asked["hidden_columns"].id: "leave"})
    assert left.headers == tuple(HEADER)


def test_headers_on_two_rows_are_category_and_period_when_that_is_clear():
    table, asked = sample("tva_rubrikrader.xlsx")
    assert asked["two_header_rows"].example == "Hyresrätt 2023, Hyresrätt 2024"
    assert table.headers[2:] == ("kategori", "period", "värde")
    assert records(table)[0] == ["Gårdsten", "TRY03", "Hyresrätt", "2023", "70.1"]
    assert records(table)[7] == ["Gårdsten", "TRY14", "Bostadsrätt", "2024", "65.5"]
    assert [each.code for each in table.remarks] == ["merged_filled"]
    refused, _ = sample("tva_rubrikrader.xlsx", **{asked["two_header_rows"].id: "stop"})
    assert refused == Refusal(code="header_two_rows")


def test_periods_over_categories_are_read_the_same_way():
    table, _ = read(
        book(
            [*HEADER[:2], "2023", "", "2024", ""],
            ["", "", "Hyresrätt", "Bostadsrätt", "Hyresrätt", "Bostadsrätt"],
            [*START, 1, 2, 3, 4],
        )
    )
    assert [row[2:] for row in records(table)][1:3] == [
        ["Bostadsrätt", "2023", "2"],
        ["Hyresrätt", "2024", "3"],
    ]


def test_share_and_answers_below_a_measure_are_columns_of_their_own_rows():
    table, asked = read(
        book(
            ["Enkät"],
            ["Delområde", "År", "Trygg på kvällen", "", "Trygghetsindex", "", "Kommentar"],
            ["", "", "Andel", "Antal svar", "Andel", "Antal svar", ""],
            ["Centrum", 2026, "51.9", 366, 64, 371, "bra"],
        )
    )
    assert (asked["header_groups"].example, asked["header_groups"].suggested) == (
        "Trygg på kvällen, Trygghetsindex",
        "read",
    )
    assert table.headers[3:] == ("indikator", "Andel", "Antal svar")
    assert records(table) == [
        ["Centrum", "2026", "bra", "Trygg på kvällen", "51.9", "366"],
        ["Centrum", "2026", "bra", "Trygghetsindex", "64", "371"],
    ]


def test_share_and_answers_below_periods_are_not_taken_for_categories():
    table, _ = read(
        book(
            ["område", "indikator", "2024", "", "2025", ""],
            ["", "", "Andel", "Antal svar", "Andel", "Antal svar"],
            [*START, 50.8, 366, 51.9, 371],
        )
    )
    assert table.headers[2:] == ("period", "Andel", "Antal svar")
    assert [row[2:] for row in records(table)] == [
        ["2024", "50.8", "366"],
        ["2025", "51.9", "371"],
    ]


def test_a_workbook_without_headers_is_empty_or_shows_its_widest_row():
    assert read(book())[0] == Refusal(code="file_empty")
    refused, _ = read(book(["Klotter 2026"], ["Torg", "sanerat", "klottrat"], ["Torget", 1]))
    assert refused == Refusal(
        code="header_not_found", details={"shown": "Torg, sanerat, klottrat"}
    )


def test_merged_headers_that_mean_something_else_are_refused_in_words():
    def merge(sheet):
        sheet.merge_cells("C1:D1")

    content = book([*HEADER[:2], "Utfall"], ["", "", "andel", "antal"], ROW, change=merge)
    assert read(content)[0] == Refusal(code="header_two_rows")


@pytest.mark.parametrize(
    ("cells", "each"),
    [
        ("C2:D2", [["64.5", "64.5"], ["3", "4"]]),
        ("C2:C3", [["64.5", ""], ["64.5", "4"]]),
        ("C2:D3", [["64.5", "64.5"], ["64.5", "64.5"]]),
    ],
)
def test_a_value_merged_over_several_cells_is_asked_about(cells, each):
    content = book(
        [*HEADER[:2], 2024, 2025],
        [*START, 64.5, None],
        [*START, 3, 4],
        change=lambda sheet: sheet.merge_cells(cells),
    )
    waiting, asked = read(content)
    question = asked["merged_values"]
    assert (question.suggested, question.example) == (None, f"{cells}: 64.5")
    assert "64.5" not in str(records(waiting))
    answered, _ = read(content, merged_values="each")
    assert [row[2:] for row in records(answered)] == each
    assert answered.remarks == ()


def test_a_second_table_further_down_stops():
    other = [*HEADER, "täljare"]
    refused, _ = read(book(HEADER, ROW, [], other, [*ROW, 3]))
    assert (refused.code, refused.details) == ("two_tables", {"first": 1, "second": 4})


def test_comments_are_proposed_as_the_note_of_their_row():
    def comment(sheet):
        sheet["D2"].comment = Comment("prel, rättas i mars", "Anna")

    content = book(HEADER, ROW, change=comment)
    table, asked = read(content)
    assert table.headers[-1] == "fotnot"
    assert records(table)[0][-1] == "prel, rättas i mars"
    left, _ = read(content, **{asked["cell_comments"].id: "leave"})
    assert left.headers == tuple(HEADER)


def test_a_comment_on_a_value_in_a_wide_table_names_its_period():
    def comment(sheet):
        sheet["D2"].comment = Comment("osäkert", "Anna")

    table, _ = read(book([*HEADER[:2], 2023, 2024], [*START, 60, 61], change=comment))
    assert records(table)[0][-1] == "2024: osäkert"


def test_a_question_about_the_only_sheet_does_not_depend_on_its_name():
    def hide(sheet):
        sheet.title = "Februari"
        sheet.row_dimensions[2].hidden = True

    _, asked = read(book(HEADER, ROW, change=hide))
    assert asked["hidden_rows"].id == "hidden_rows"


def test_what_is_struck_through_is_asked_about():
    def strike(sheet):
        sheet["D2"].font = Font(strike=True)

    content = book(HEADER, ROW, [*START, 2025, 66], change=strike)
    table, asked = read(content)
    assert (asked["struck_through"].suggested, table.rows.tolist()) == ("leave", [3])
    kept, _ = read(content, **{asked["struck_through"].id: "keep"})
    assert kept.rows.tolist() == [2, 3]


def test_what_stands_above_the_table_is_kept_as_its_note():
    table, _ = read(book(["Källa: enkäten"], [], HEADER, ROW))
    assert table.note == "Källa: enkäten"


def test_a_workbook_comes_back_as_it_was_with_a_column_of_remarks(store):
    content = book(["Min rapport"], [], [*HEADER, "n"], [*START, 2024, "hej", "=1+1"])
    examination = examined(store, content, "f.xlsx")
    assert returned_as(examination, content) == "xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(annotated(examination, "sv", content))).active
    assert sheet["A1"].value == "Min rapport"
    assert sheet["E4"].value == "=1+1"
    assert sheet["F3"].value == "anmärkning"
    assert "hej är inget tal" in sheet["F4"].value


def test_no_remark_in_a_workbook_is_a_formula(store):
    content = book(["=område", *HEADER], ["x", *START, 2024, "=cmd|x"])
    examination = examined(store, content, "f.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(annotated(examination, "sv", content))).active
    assert {cell.data_type for cell in sheet["F"] + sheet["G"]} <= {"s", "n"}


def test_what_is_no_workbook_comes_back_as_csv(store):
    examination = examined(store, "område;indikator;period;värde\n")
    assert returned_as(examination, b"") == "csv"


def rezipped(content: bytes, name: str, part: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            new.writestr(each, part if each == name else old.read(each))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def sheet_of(rows: bytes) -> bytes:
    whole = NAMESPACE + b"<sheetData>" + rows + b"</sheetData></worksheet>"
    return rezipped(book(HEADER, ROW), SHEET, whole)


def test_a_value_in_the_last_column_is_refused_with_its_cell():
    refused, _ = sample("16a-far-column.xlsx")
    assert (refused.code, refused.details["cell"]) == ("too_many_columns", "XFD3")


def test_a_value_on_the_last_row_is_refused_with_its_cell():
    def far(sheet):
        for place in range(1, 9):
            sheet.cell(row=1_048_576, column=place, value=1)

    refused, _ = read(book(HEADER, ROW, change=far))
    assert (refused.code, refused.details["cell"]) == ("workbook_sparse", "H1048576")


def test_formatted_cells_without_values_cost_nothing():
    empty = b'<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    filled = b"".join(
        b'<c r="%s1" t="inlineStr"><is><t>%s</t></is></c>' % (letter, text.encode())
        for letter, text in zip((b"A", b"B", b"C", b"D"), HEADER, strict=True)
    )
    table, _ = read(sheet_of(b'<row r="1">' + filled + b"</row>" + empty))
    assert table.headers == tuple(HEADER)


def test_a_cell_longer_than_a_cell_may_be_is_refused_while_it_is_unpacked():
    long = b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"x" * 2_000_000
    refused, _ = read(sheet_of(long + b"</t></is></c></row>"))
    assert refused.code == "cell_too_long"
    named = b"".join(
        b'<c t="inlineStr"><is><t>%s</t></is></c>' % text.encode() for text in HEADER
    )
    short = b"<row><c t='inlineStr'><is><t>" + b"x" * 40_000 + b"</t></is></c></row>"
    refused, _ = read(sheet_of(b"<row>" + named + b"</row>" + short))
    assert refused.code == "cell_too_long"


def test_a_directory_that_lies_about_sizes_is_a_broken_workbook():
    content = sheet_of(b" " * 5_000_000)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        size = packed.getinfo(SHEET).file_size
    small = (1_000).to_bytes(4, "little")
    lying = content.replace(size.to_bytes(4, "little"), small)
    assert read(lying)[0].code == "workbook_broken"


def test_a_file_damaged_in_transfer_is_a_broken_workbook(store):
    content = (FILES / "29-damaged-in-transfer.xlsx").read_bytes()
    assert codes(examined(store, content, "fil.xlsx")) == ["workbook_broken"]


def test_a_cell_may_leave_out_its_name():
    header = b"".join(
        b'<c t="inlineStr"><is><t>%s</t></is></c>' % text.encode() for text in HEADER
    )
    row = b'<c t="str"><v>A</v></c><c t="str"><v>B</v></c>'
    row += b'<c><v>2024</v></c><c t="e"><v>#REF!</v></c>'
    table, _ = read(sheet_of(b"<row>" + header + b"</row><row>" + row + b"</row>"))
    assert records(table) == [["A", "B", "2024", "#REF!"]]
    assert table.errors == ((0, 3),)


def test_a_sheet_with_a_prefix_in_its_xml_is_read_alike():
    with zipfile.ZipFile(io.BytesIO((FILES / "felceller.xlsx").read_bytes())) as packed:
        part = packed.read(SHEET)
    other = part.replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"<x:?", b"<?")
    other = other.replace(b"xmlns=", b"xmlns:x=")
    table, _ = read(rezipped((FILES / "felceller.xlsx").read_bytes(), SHEET, other))
    assert len(table.errors) == 1
    assert len(table.uncalculated) == 1


def test_a_result_that_nobody_calculated_is_no_zero():
    content = book(HEADER, [*START, 2024, "=1+1"])
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert b'fullCalcOnLoad="1"' in packed.read("xl/workbook.xml")
        part = packed.read(SHEET)
    filled = part.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>0</v>")
    filled = filled.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>0</v>")
    filled = filled.replace(b"<f>1+1</f><v/>", b"<f>1+1</f><v>0</v>")
    assert filled != part
    assert read(rezipped(content, SHEET, filled))[0].uncalculated == ((0, 3),)


def test_a_large_sheet_that_packs_too_well_is_never_unpacked():
    refused, _ = read(sheet_of(b'<row r="1">' + b'<c r="A1"/>' * 1_200_000 + b"</row>"))
    assert refused == Refusal(code="workbook_too_large", details={"largest": 10})


def test_periods_on_a_row_above_the_headers_are_refused_with_their_row():
    rows = (["", "", 2022, 2023], ["område", "indikator", "andel", "andel"], [*START, 50, 51])
    refused, _ = read(book(["Trygghet"], *rows))
    assert refused.code == "header_periods_above"
    assert refused.details == {"row": 2, "period": "2022", "header": "andel"}


PLAIN = '<row r="{0}"><c r="A{0}" t="s"><v>1</v></c><c r="C{0}" s="2"><v>45000</v></c></row>'
ODD = (
    '<row r="{0}" hidden="1"><c r="B{0}"><v>1</v></c></row>',
    '<row r="{0}"><c r="B{0}"><f>A1</f></c><c r="D{0}" t="e"><v>#REF!</v></c></row>',
    '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>a b</t></is></c><c r="E{0}" s="1" /></row>',
    '<row r="{0}"><c s="2" r="F{0}"><v>1</v></c></row>',
    "<row><c><v>7</v></c></row>",
    '<row r="{0}"><c r="A{0}"><f>B1</f><v>2</v></c></row>',
    '<row r="{0}"/>',
)


@pytest.mark.parametrize("places", ["", "0", "39", "4 9 10", "1 2 3 20 21", "0 7 8 9 19 39"])
def test_rows_of_nothing_but_values_are_found_as_the_parser_finds_them(places):
    odd = {int(at): ODD[n % len(ODD)] for n, at in enumerate(places.split())}
    body = "".join(odd.get(n, PLAIN).format(n + 1) for n in range(40))
    columns = '<cols><col min="2" max="3" hidden="1"/></cols>'
    merged = '<mergeCells count="1"><mergeCell ref="A3:A5"/></mergeCells>'
    xml = f"<worksheet>{columns}<sheetData>{body}</sheetData>{merged}</worksheet>"
    prefixed = re.sub(r"<(/?)(?=[a-z])", r"<\1x:", xml)
    found = []
    for each in (xml, prefixed):
        scan = Scan({"2": Style(shown=Shown("year")), "1": Style(struck=True)})
        whole = each.encode()
        for _ in scan.through(whole[at : at + 700] for at in range(0, len(whole), 700)):
            pass
        found.append((scan.features, scan.values, scan.last_row, scan.columns.keys()))
    assert found[0] == found[1]
    assert found[0][0].hidden_columns == {1, 2}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ('<row r="2"><c r="ALM2"><v>1</v></c></row>', "too_many_columns"),
        ('<row r="1000000"><c r="Z1000000"><v>1</v></c></row>', "workbook_sparse"),
        ('<row r="1000000"><c r="Z1000000"><v>1</v></c></row>' + PLAIN.format(3), ""),
    ],
)
def test_a_value_far_away_is_refused_among_plain_rows(row, code):
    xml = f"<worksheet><sheetData>{PLAIN.format(1)}{row}</sheetData></worksheet>".encode()
    with pytest.raises(NotReadableError) as refused:
        list(Scan({}).through([xml]))
    assert refused.value.code == (code or "workbook_sparse")
