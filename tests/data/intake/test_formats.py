"""Files in the formats of others are read to the values they have."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from data.intake.formats import format_of
from data.intake.questions import Questions
from data.intake.text_table import Refusal, TextTable

FILES = Path(__file__).parents[2] / "files" / "formats"


def read(
    content: bytes | str, name: str = "fil", answers: Mapping[str, str] | None = None
) -> tuple[TextTable | Refusal, Questions]:
    """Read a content by its own format, with what it asked."""
    asked = Questions(given=dict(answers or {}))
    whole = content.encode() if isinstance(content, str) else content
    return format_of(whole, name).read(whole, name, asked), asked


def rows(
    content: bytes | str, name: str = "fil", answers: Mapping[str, str] | None = None
) -> list[dict[str, str]]:
    """Return the rows of a content as they were read, without empty cells."""
    table, _ = read(content, name, answers)
    assert isinstance(table, TextTable), table
    columns = [column.to_pylist() for column in table.cells.columns]
    return [
        {
            name: text
            for name, text in zip(table.headers, cells, strict=True)
            if text and name != "source"
        }
        for cells in zip(*columns, strict=True)
    ]


def of_file(name: str) -> list[dict[str, str]]:
    return rows((FILES / name).read_bytes(), name)


def a_row(*texts: str) -> dict[str, str]:
    """What stands in a row: area, indicator, period, value, and category where it has one."""
    return dict(
        zip(("area_id", "indicator_id", "period", "value", "category"), texts, strict=False)
    )


def test_px_has_codes_periods_and_the_swedish_texts_of_a_bilingual_file() -> None:
    found = of_file("px_ensv_TAB005_utdrag.px")
    assert len(found) == 4 * 11 * 2
    assert found[0] == a_row("00", "Land use, hectares", "2010", "2633457", "åkermark")
    assert found[-1]["area_id"] == "1419"


def test_px_marks_are_those_the_file_says_they_are() -> None:
    by_cell = {
        (each["area_id"], each["category"]): each["value"]
        for each in of_file("px_BE0101F1datasymbols.px")
    }
    assert by_cell["00", "20, women"] == "one"
    assert by_cell["01", "20, women"] == "four"
    assert by_cell["0115", "22, women"] == "23"


def test_px_lines_with_keys_are_placed_by_them() -> None:
    keyed = of_file("px_BE0101F1symbnotkeys.px")
    assert keyed == of_file("px_BE0101F1symbnot.px")
    shuffled = (FILES / "px_BE0101F1symbnotkeys.px").read_text("cp1252")
    head, data = shuffled.split("DATA=")
    lines = data.strip().rstrip(";").split("\n")
    turned = f"{head}DATA=\n" + "\n".join(reversed([line.strip() for line in lines])) + ";"
    assert rows(turned) == keyed


PX = """CHARSET="ANSI";LANGUAGE="sv";CONTENTS="Folkmängd";STUB="kommun";HEADING="kvartal";
VALUES("kommun")="Ale","Göteborg";CODES("kommun")="1440","1480";
VALUES("kvartal")="2023K4","2024K1";TIMEVAL("kvartal")=TLIST(Q1),"20234","20241";
{more}DATA=
{cells};"""


def px(cells: str, more: str = "") -> str:
    return PX.format(cells=cells, more=more)


def test_the_three_marks_of_px_stay_different() -> None:
    found = rows(px('1.50 ".." "." "-"'))
    assert [each["value"] for each in found] == ["1.50", "..", ".", "-"]
    assert [each["period"] for each in found] == ["2023K4", "2024K1"] * 2


def test_a_sign_on_a_cell_of_px_is_its_status() -> None:
    found = rows(px("1 2 3 4", 'DATANOTECELL("*","2024K1")="p";'))
    assert [each.get("status") for each in found] == [None, "preliminary"] * 2


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "cp850", "utf-8-sig"])
def test_px_is_read_in_its_encoding(encoding: str) -> None:
    text = px("1 2 3 4").replace('CHARSET="ANSI";', "")
    (first, *_) = rows(text.encode(encoding))
    assert first["indicator_id"] == "Folkmängd"


def test_json_stat_is_read_with_the_total_that_the_file_declares() -> None:
    found = of_file("scb_pxwebapi2_TAB6471_utdrag.json")
    assert len(found) == 2 * 2 * 4
    assert found[0] == a_row("01", "Folkmängden per månad", "2026M01", "245284", "0-9 år")
    _, asked = read((FILES / "scb_pxwebapi2_TAB6471_utdrag.json").read_bytes())
    assert {each.id: each.suggested for each in asked.proposals} == {
        "category_dimension:ålder, kön": "ålder",
        "dimension_value:kön": "totalt, samtliga män och kvinnor",
    }


def test_of_several_divisions_the_one_that_is_answered_is_the_category() -> None:
    content = (FILES / "scb_pxwebapi2_TAB6471_utdrag.json").read_bytes()
    found = rows(
        content,
        answers={"category_dimension:ålder, kön": "kön", "dimension_value:ålder": "10-19 år"},
    )
    assert [each.get("category") for each in found[::4]] == [None, "män", "kvinnor"] * 2
    joined = rows(content, answers={"category_dimension:ålder, kön": "joined"})
    assert joined[4]["category"] == "0-9 år, män"


def json_stat(value: object, **also: object) -> str:
    dataset = {
        "class": "dataset",
        "label": "Folkmängd",
        "id": ["kommun", "Tid"],
        "size": [2, 2],
        "role": {"time": ["Tid"]},
        "dimension": {
            "kommun": {"category": {"index": ["1440", "1480"]}},
            "Tid": {"category": {"index": {"2024": 1, "2023": 0}}},
        },
        "value": value,
        **also,
    }
    return json.dumps(dataset)


def test_json_stat_values_may_be_listed_or_placed_and_keep_their_decimals() -> None:
    listed = json_stat([1, 2, 3, 4]).replace("[1, 2, 3, 4]", "[1.50, null, 3, 4]")
    placed = json_stat({"0": 1, "2": 3, "3": 4}).replace('"0": 1', '"0": 1.50')
    assert rows(listed) == rows(placed)
    assert [each["value"] for each in rows(listed)] == ["1.50", "-", "3", "4"]


def test_json_stat_status_gives_marks_and_preliminary_values() -> None:
    found = rows(json_stat([None, None, 3, 4], status={"0": "..", "1": ".", "3": "p"}))
    assert [each["value"] for each in found] == ["..", ".", "3", "4"]
    assert [each.get("status") for each in found] == [None, None, None, "preliminary"]


def test_a_collection_with_one_dataset_is_that_dataset() -> None:
    dataset = json.loads(json_stat([1, 2, 3, 4]))
    whole = json.dumps({"class": "collection", "link": {"item": [dataset]}})
    assert rows(whole) == rows(json_stat([1, 2, 3, 4]))


def test_pxweb_json_gives_a_row_for_each_value() -> None:
    found = of_file("pxweb_v1_json_goteborg_majorna_UTDRAG.json")
    assert len(found) == 64
    assert found[0] == a_row("103 Majorna", "Folkmängd", "2010", "106", "0 år, Man")


def test_kolada_gives_indicators_genders_and_why_a_value_is_missing() -> None:
    by_cell = {
        (each["area_id"], each["indicator_id"], each["period"], each.get("category")): each
        for each in of_file("kolada_v3_utdrag.json")
    }
    assert by_cell["1480", "N15428", "2015", None]["value"] == "82.79499011"
    assert by_cell["1419", "N09890", "2018", "män"]["value"] == "-"
    assert {each["value"] for each in by_cell.values()} >= {"..", ".", "-"}


def test_a_page_of_kolada_says_that_there_are_more_and_what_is_deleted() -> None:
    content = (FILES / "kolada_v2_utdrag.json").read_text()
    table, _ = read(content.replace('"status": ""', '"status": "", "isdeleted": true', 1))
    assert isinstance(table, TextTable)
    assert [each.code for each in table.remarks] == ["kolada_deleted", "kolada_more_pages"]
    assert len(table.rows) == content.count('"gender"') - 1


def test_pxweb_csv_has_a_period_in_each_header() -> None:
    found = of_file("scb_pxweb_csv_regso_upplatelseform_utdrag.csv")
    assert found[0] == a_row("Upplands Väsby (Bollstanäs)", "Antal", "2020", "55", "hyresrätt")
    assert len(found) == 8 * 4


def test_a_division_with_a_single_value_is_told_with_the_source() -> None:
    table, _ = read((FILES / "scb_pxweb_csv_regso_loneinkomst_utdrag.csv").read_bytes())
    assert isinstance(table, TextTable)
    source = table.cells.column(table.headers.index("source"))[0].as_py()
    assert source == "inkomstkomponent: löneinkomst; kön: totalt"
    assert "category" not in table.headers


@pytest.mark.parametrize(
    ("name", "first", "value"),
    [
        ("OMKODAD_upplatelseform_cp1252_semikolon_utdrag.csv", 2, "52"),
        ("OMKODAD_loneinkomst_sep_decimalkomma_utdrag.csv", 2, "330,4"),
    ],
)
def test_pxweb_csv_is_read_in_other_encodings(name: str, first: int, value: str) -> None:
    table, _ = read((FILES / name).read_bytes())
    assert isinstance(table, TextTable)
    assert int(table.rows[0]) == first
    assert of_file(name)[0]["area_id"] == "Öckerö (Björkö-Kalvsund)"
    assert of_file(name)[0]["value"] == value


def test_a_column_of_codes_is_the_areas_and_their_names_are_left_out() -> None:
    text = "kommunkod;kommun;kön;Antal 2023;Antal 2024\n" + "".join(
        f"{code};{name};{sex};1;..\n"
        for code, name in [("1440", "Ale"), ("1480", "Göteborg")]
        for sex in ("män", "kvinnor")
    )
    found = rows(text)
    assert [each["area_id"] for each in found[::4]] == ["1440", "1480"]
    assert found[1] == a_row("1440", "Antal", "2024", "..", "män")


def test_bare_periods_as_headers_are_values_of_what_the_title_says() -> None:
    text = "Folkmängd 31 december\n\nregion;kön;2022;2023\n1480;män;5;..\n1480;kvinnor;6;7\n"
    found = rows(text)
    assert len(found) == 4
    assert found[1] == a_row("1480", "Folkmängd 31 december", "2023", "..", "män")


@pytest.mark.parametrize(
    "text",
    [
        "område;indikator;period;värde;andel 2024\novning.ekbacken;TRY14;2024;64;3\n",
        "område;kategori;2023;2024\novning.ekbacken;män;64;3\n",
        "område;indikator;2023;2024\novning.ekbacken;TRY14;64;3\n",
    ],
)
def test_our_own_headers_are_never_read_as_those_of_pxweb(text: str) -> None:
    assert format_of(text.encode(), "fil.csv").name == "delimited"


def test_skolverket_csv_asks_which_of_its_measures_is_meant() -> None:
    name = "skolverket_antal_elever_per_arskurs_2022_utdrag.csv"
    content = (FILES / name).read_bytes()
    _, asked = read(content)
    (question,) = asked.proposals
    assert (question.id, question.suggested) == ("contents:mått", None)
    found = rows(content, answers={"contents:mått": "Elever, förskoleklass"})
    assert [each["value"] for each in found] == ["22", ".", ".", "38"]
    assert found[0]["area_id"] == "71387206"
    assert found[0]["period"] == "2022/23"


def test_skolverkets_api_gives_school_years_and_hidden_values() -> None:
    found = of_file("skolverket_api_v4_statistik_14423966.json")
    measure = [each for each in found if each["indicator_id"] == "specialTeacherPositions"]
    assert [each["value"] for each in measure] == ["..", "..", "0,8", "0,8", "0,8"]
    assert measure[0]["period"] == "2025/26"
    assert measure[0]["area_id"] == "14423966"


SDMX = """STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,SEX,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT
dataflow,SE:FOLK(1.0),I,1480,T,2023,12.40,A,0
dataflow,SE:FOLK(1.0),I,1480,T,2024,12.5,P,0
dataflow,SE:FOLK(1.0),I,1440,T,2023,,M,0
dataflow,SE:FOLK(1.0),I,1440,T,2024,7,B,3
"""


def test_sdmx_csv_gives_values_with_their_status() -> None:
    found = rows(SDMX)
    assert [each["value"] for each in found] == ["12.40", "12.5", "-", "7"]
    assert [each.get("status") for each in found] == [None, "preliminary", None, None]
    assert found[3]["note"] == "tidsseriebrott (b)"
    table, _ = read(SDMX)
    assert isinstance(table, TextTable)
    assert [each.get("unit", "") for each in found] == ["", "", "", "tusental"]
    assert not table.remarks
    refused, _ = read(SDMX.replace(",B,3", ",B,-2"))
    assert refused.code == "sdmx_scaled"
    assert refused.details == {"powers": "-2"}


def test_sdmx_csv_of_version_1_and_with_labels_is_read_alike() -> None:
    lines = [line.split(",") for line in SDMX.splitlines()]
    first = [
        ["DATAFLOW", *line[3:]] if not n else ["SE:FOLK(1.0)", *line[3:]]
        for n, line in enumerate(lines)
    ]
    assert rows("\n".join(",".join(line) for line in first)) == rows(SDMX)
    labelled = SDMX.replace("REF_AREA", "REF_AREA: Område").replace(
        ",1480,", ",1480: Göteborg,"
    )
    assert rows(labelled)[0]["area_id"] == "1480"


def test_the_identity_of_a_table_is_the_same_for_another_edition_of_it() -> None:
    content = (FILES / "scb_pxwebapi2_TAB6471_utdrag.json").read_text()
    first, _ = read(content)
    next_month, _ = read(content.replace("2026M01", "2026M05").replace("06-08T", "07-08T"))
    assert isinstance(first, TextTable)
    assert isinstance(next_month, TextTable)
    assert first.identity == "SCB TAB6471; efter region, ålder, kön"
    assert next_month.identity == first.identity
    assert next_month.note != first.note


def test_a_year_or_a_code_in_a_row_of_ours_makes_no_header_of_it() -> None:
    ours = "område;indikator;period;värde\nkommun.1480.goteborg;BEF01;2023;604829\n"
    places = "area_id,kind,name,code\nkommun.1480.goteborg,municipality,Göteborg,1480\n"
    for text in (ours + ours.splitlines()[1] + "\n", places * 2):
        assert format_of(text.encode(), "fil.csv").name == "delimited"


def test_how_often_an_sdmx_series_is_measured_is_no_category() -> None:
    found = rows(
        "DATAFLOW,FREQ,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE\n"
        "X,A,1480,BEF01,2021,587549\nX,Q,1480,TRY13,2023-Q1,5\n"
    )
    assert [each.get("category") for each in found] == [None, None]
