"""A template is read as it is written: filled in without a question, and empty never."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.export.delivery_book import Asked, delivery_book
from data.intake.columns import headers
from data.intake.workbook.book import LISTS_SHEET
from tests.factories import a_reader
from tests.files.given import CATALOGUE, a_store, codes, examined, save

LATE = date(2027, 3, 1)
"""When every period that is asked for has ended."""

A_FORMULA = """\
area_id,kind,parent_id,invented,name
ovning.ond,centre,ovning.ekbacken,yes,=1+1 (påhittat)
"""
HANDED_IN = """\
område;indikator;period;värde;kategori
ovning.ekbacken.centrum;TRY14;2025;64;
ovning.ekbacken.centrum;TRY14;2025;60;kön:kvinnor
ovning.ond;TRY14;2024;61;
"""
RANKED = """\
område;indikator;period;klass
polis.9999.lid;TRY08;2023;not_listed
"""


@pytest.fixture(scope="module")
def store():
    opened = a_store()
    for text in (A_FORMULA, HANDED_IN, RANKED):
        save(opened, text)
    yield opened
    opened.close()


def written(store, indicator_id: str, *, today: date = LATE, **asked: str) -> openpyxl.Workbook:
    wanted = Asked(indicator_id=indicator_id, **asked)
    content = delivery_book(a_reader(store), CATALOGUE, wanted, today)
    return openpyxl.load_workbook(BytesIO(content))


def packed(book: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(store, book: openpyxl.Workbook):
    return examined(store, packed(book), "mall.xlsx", today=LATE)


def filled(book: openpyxl.Workbook, column: str, values) -> openpyxl.Workbook:
    """The first sheet with a column filled in from the top, as far as the values reach."""
    sheet = book.worksheets[0]
    (place,) = [cell.column for cell in sheet[1] if cell.value == column]
    for number, value in enumerate(values, start=2):
        sheet.cell(number, place).value = value
    return book


VALUES = st.one_of(
    st.floats(2, 100).map(lambda value: round(value, 1)),
    st.integers(2, 100),
    st.sampled_from(["..", ".", "-"]),
    st.none(),
)


@settings(max_examples=8)
@given(st.lists(VALUES, min_size=4, max_size=4).filter(lambda given: set(given) != {None}))
def test_filled_in_it_is_read_without_a_question(store, values):
    book = filled(written(store, "TRY14"), "värde", values)
    examination = read(store, book)
    assert examination.proposals == ()
    assert not examination.stops
    assert not {"sheets_not_read", "sheets_hidden", "column_not_used"} & set(codes(examination))
    assert examination.accepted == examination.new == sum(each is not None for each in values)
    kept = examination.frames["observation"]["value"].dropna()
    assert list(kept) == [each for each in values if isinstance(each, (int, float))]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_untouched_it_is_refused_in_one_sentence_and_changes_nothing(store, language):
    for indicator_id in ("TRY14", "TRY08"):
        examination = read(store, written(store, indicator_id, language=language))
        assert codes(examination) == ["nothing_filled_in"]
        assert examination.stops
        assert dict(examination.frames) == {}
        assert (examination.changed, examination.proposals) == (0, ())


def test_an_empty_row_over_a_saved_value_never_replaces_it(store):
    book = filled(written(store, "TRY14"), "period", [2025])
    examination = read(store, filled(book, "värde", [None, 61.0]))
    assert (examination.changed, examination.accepted) == (0, 1)


def test_a_class_is_filled_in_by_its_name(store):
    book = filled(written(store, "TRY08"), "klass", ["Utsatt område"])
    examination = read(store, book)
    assert (examination.proposals, examination.accepted) == ((), 1)


def test_each_area_and_category_is_there_with_the_periods_that_come_next(store):
    sheet = written(store, "TRY14").worksheets[0]
    rows = [tuple(cell.value for cell in row[:4]) for row in sheet.iter_rows(min_row=2)]
    centre = "Ekbacken centrum (påhittat)"
    assert {row for row in rows if row[0] == centre} == {
        (centre, "TRY14", None, 2026),
        (centre, "TRY14", "kön:kvinnor", 2026),
    }


def test_a_name_that_looks_like_a_formula_is_a_text(store):
    book = written(store, "TRY14")
    cells = [cell for sheet in book for row in sheet for cell in row]
    named = [cell for cell in cells if str(cell.value).startswith("=")]
    assert named
    assert {(cell.data_type, cell.quotePrefix) for cell in named} == {("s", True)}


def test_cells_say_what_they_may_be_filled_with(store):
    book = written(store, "TRY14")
    sheet = book.worksheets[0]
    checks = {
        str(each.sqref).split(":")[0]: each for each in sheet.data_validations.dataValidation
    }
    names = {cell.value: f"{cell.column_letter}2" for cell in sheet[1]}
    value = checks[names["värde"]]
    assert value.type == "custom"
    assert "E2>=0,E2<=100" in value.formula1
    for column in ("område", "kategori", "status"):
        assert checks[names[column]].formula1.startswith(f"{LISTS_SHEET}!$")
    assert all(len(each.error) <= 255 for each in checks.values())
    assert book[LISTS_SHEET].sheet_state == "hidden"
    assert [cell.value for cell in book[LISTS_SHEET]["D"][:3]] == ["..", ".", "-"]
    comment = sheet[names["värde"].replace("2", "1")].comment
    assert "procent, till exempel 64. Mellan 0 och 100." in comment.text


def test_the_second_sheet_says_how_in_the_language_asked_for(store):
    guide = written(store, "TRY14", language="en", sender="Enkätbolaget", home="https://a.se")
    said = "\n".join(str(cell.value) for cell in guide["How to fill in"]["A"])
    assert "Handed in by: Enkätbolaget" in said
    assert "https://a.se/ladda-upp?indikator=TRY14" in said
    sheet = guide.worksheets[0]
    assert sheet["A1"].value == headers("observations")["area_id"]["en"]


def test_every_indicator_has_a_template_whose_columns_are_known(store):
    for indicator_id in ("BEF04", "TRY10", "SKO02", "GEN03", "MIX02", "TRY05"):
        examination = read(store, written(store, indicator_id))
        assert {"no_rows", "nothing_filled_in"} & set(codes(examination))
        assert "column_not_used" not in codes(examination)
