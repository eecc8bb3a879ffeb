"""Whatever people save from a spreadsheet is read, or refused in one sentence."""

import io
import json
import zipfile
from collections.abc import Iterator

import pytest

from data.store.store import Store
from tests.files.given import codes, examined, lent, percents, said


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    yield from lent()


def values(store: Store, content: str | bytes) -> list[float]:
    examination = examined(store, content)
    assert not examination.stops, [each.message("sv") for each in examination.findings]
    return list(examination.frames["observation"]["value"])


@pytest.mark.parametrize("delimiter", [";", "\t", "|", ","])
def test_any_usual_delimiter_is_found(store: Store, delimiter: str) -> None:
    assert values(store, percents("2023;60", "2024;64").replace(";", delimiter)) == [60, 64]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_any_usual_encoding_is_found(store: Store, encoding: str) -> None:
    assert values(store, percents("2023;60", "2024;64").encode(encoding)) == [60, 64]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r\r\n"])
def test_line_ends_do_not_matter(store: Store, ending: str) -> None:
    text = percents("2023;60", "2024;64").replace("\n", ending)
    assert values(store, text) == [60, 64]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("64", 64),
        ("64,5", 64.5),
        ("64.5", 64.5),
        ("6\N{NO-BREAK SPACE}400", 6_400),
        ("6\N{THIN SPACE}400,5", 6_400.5),
        ("6\N{NARROW NO-BREAK SPACE}400", 6_400),
        ("6 400 000", 6_400_000),
        ("6.400,5", 6_400.5),
        ("6,400.5", 6_400.5),
        ("6,4e2", 640),
    ],
)
def test_a_number_is_read_however_it_is_written(store: Store, cell: str, number: float) -> None:
    text = f"område;indikator;period;värde\novning.ekbacken;MIX07;2024;{cell}\n"
    assert values(store, text) == [number]


def test_a_per_cent_sign_is_read_where_percent_is_the_unit(store: Store) -> None:
    assert values(store, percents("2024;64 %")) == [64]


def test_the_row_is_the_one_the_spreadsheet_shows(store: Store) -> None:
    text = f"Vår enkät;;;\n;;;\n{percents('2023;60', '2024;hej')}"
    (finding,) = examined(store, text).findings
    assert (finding.row, finding.column, finding.read) == (5, "värde", "hej")


def test_a_quoted_line_break_does_not_move_the_rows(store: Store) -> None:
    text = percents(
        '2023;60;"två\nrader"', "2024;hej;", header="område;indikator;period;värde;not"
    )
    (finding,) = examined(store, text).findings
    assert finding.row == 3


def test_empty_lines_are_rows_too(store: Store) -> None:
    text = percents("2023;60").rstrip() + "\n\n\novning.ekbacken;TRY14;2024;hej\n"
    (finding,) = [each for each in examined(store, text).findings if each.level == "error"]
    assert finding.row == 5


def test_excel_hides_the_line_that_names_the_delimiter(store: Store) -> None:
    (finding,) = examined(store, "sep=;\n" + percents("2024;hej")).findings
    assert finding.row == 2


def test_a_trailing_delimiter_makes_no_column(store: Store) -> None:
    text = "\n".join(f"{line};" for line in percents("2023;60", "2024;64").splitlines())
    assert values(store, text) == [60, 64]


def test_headers_may_be_swedish_in_any_case_and_without_dots(store: Store) -> None:
    text = "OMRADE; Indikator ;År;Mätvärde;Antal svar\novning.ekbacken;TRY14;2024;64;500\n"
    examination = examined(store, text)
    assert list(examination.reading["columns"].values()) == [  # type: ignore[attr-defined]
        "area_id",
        "indicator_id",
        "period",
        "value",
        "n",
    ]


def test_a_column_nobody_knows_is_named_and_left(store: Store) -> None:
    text = percents("2024;64;9", header="område;indikator;period;värde;skostorlek")
    assert "skostorlek" in said(examined(store, text), "column_not_used")


def test_periods_as_columns_are_read(store: Store) -> None:
    text = "område;indikator;2023;2024\novning.ekbacken;TRY14;60;64\n"
    frame = examined(store, text).frames["observation"]
    assert list(zip(frame["period"], frame["value"], strict=True)) == [
        ("2023", 60.0),
        ("2024", 64.0),
    ]


def test_a_wrong_cell_of_a_wide_table_is_named_by_its_period(store: Store) -> None:
    text = "område;indikator;2023;2024\novning.ekbacken;TRY14;60;hej\n"
    (finding,) = examined(store, text).findings
    assert (finding.row, finding.column) == (2, "2024")


def test_an_indicator_said_beside_the_file_fills_the_column(store: Store) -> None:
    text = "område;period;värde\novning.ekbacken;2024;64\n"
    frame = examined(store, text, indicator_id="TRY14").frames["observation"]
    assert list(frame["indicator_id"]) == ["TRY14"]


def test_a_missing_column_is_named(store: Store) -> None:
    sentence = said(examined(store, "område;indikator;värde\nx;TRY14;64\n"), "columns_missing")
    assert sentence.startswith("Kolumnen period saknas. Filen har: område, indikator, värde.")


def test_a_decimal_comma_in_a_comma_file_is_a_row_with_too_many_cells(store: Store) -> None:
    text = percents("2023;60").replace(";", ",") + "ovning.ekbacken,TRY14,2024,64,5\n"
    finding = next(
        each for each in examined(store, text).findings if each.code == "row_too_long"
    )
    assert finding.row == 3


def test_a_row_that_ends_early_is_read_as_in_a_spreadsheet(store: Store) -> None:
    text = percents("2024;64", header="område;indikator;period;värde;källa;not")
    assert values(store, text) == [64]


def packed(name: str, content: str = "x") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "tom.csv", "Filen är tom"),
        (b"\n \n", "tom.csv", "Filen är tom"),
        (b"\xef\xbb\xbf\r\n", "tom.csv", "Filen är tom"),
        (packed("xl/workbook.xml"), "enkat.csv", "inte vad namnet säger"),
        (packed("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), "a.csv", "ODS"),
        (packed("brev.txt"), "enkat.csv", "en packad fil"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 50, "gammal.csv", "XLS"),
        (b"%PDF-1.7 ...", "enkat.csv", "en PDF-fil"),
        (b"\x89PNG\r\n\x1a\n...", "bild.png", "en bild"),
        (b"\x01\x00\x02\xff" * 40, "fil.csv", "utan läsbar text"),
        (b"<!DOCTYPE html><html></html>", "sida.csv", "en webbsida"),
        (b'{"values": [], "count": 0}', "kolada.json", "Kolada"),
        (b'{"class": "dataset", "id": []}', "data.json", "JSON-stat"),
        (b'{"columns": [], "data": []}', "data.json", "PxWeb"),
        (b"[1, 2", "data.json", "en JSON-fil"),
        (b"STRUCTURE,STRUCTURE_ID,ACTION\na,b,I\n", "sdmx.csv", "SDMX-CSV"),
        (b"bransch,Antal 2020,Antal 2021\nHandel,3,4\n", "px.csv", "en CSV-fil från PxWeb"),
        (b"Statistik fr\xc3\xa5n Skolverket\n\nSkola;Kod\n", "skola.csv", "Skolverket"),
        (b"hej\nhopp\n", "fil.csv", "bara en kolumn"),
        (b"a;b;c\n1;2;3\n", "fil.csv", "Ingen rad känns igen som rubriker"),
        (b'omr\xc3\xa5de;period;v\xc3\xa4rde\n"x;2024;1\n' * 2, "fil.csv", "stängs aldrig"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(
    store: Store, content: bytes, name: str, words: str
) -> None:
    examination = examined(store, content, name)
    (finding,) = examination.findings
    assert words in finding.message("sv")
    assert finding.message("en")


def test_a_file_with_two_encodings_is_not_guessed_at(store: Store) -> None:
    content = "område;värde;Gårda".encode() + "\nGårda;1".encode("cp1252")
    assert codes(examined(store, content)) == ["encoding_mixed"]


def test_headers_without_rows_say_so(store: Store) -> None:
    assert codes(examined(store, "område;indikator;period;värde\n")) == ["no_rows"]


def test_geojson_gives_boundaries(store: Store) -> None:
    square = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}
    properties = {"area_id": "regso.9999.lid", "geo_version": "regso-2025"}
    feature = {"type": "Feature", "properties": properties, "geometry": square}
    content = json.dumps({"type": "FeatureCollection", "features": [feature]})
    examination = examined(store, content, "granser.geojson")
    assert (examination.kind, examination.new) == ("boundaries", 1)
    assert list(examination.frames) == ["area_boundary"]


def test_a_boundary_of_nothing_stops(store: Store) -> None:
    features = [{"properties": {"area_id": "finns.inte"}, "geometry": {"type": "Point"}}]
    content = json.dumps({"type": "FeatureCollection", "features": features})
    assert codes(examined(store, content)) == ["area_unknown_here", "not_a_polygon"]
