"""Files as they go wrong in ordinary life are read right, asked about, or stopped."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.intake import Examination
from data.store.store import Store
from tests.files.given import codes, examined, lent

FOLDER = Path(__file__).parents[2] / "files" / "accidents"

PLACES = """\
area_id,kind,parent_id,name,code,code_scheme,geo_version
kommun.1480.goteborg,municipality,,Göteborg,1480,kommun,
kommun.1481.molndal,municipality,,Mölndal,1481,kommun,
kommun.1482.kungalv,municipality,,Kungälv,1482,kommun,
kommun.1407.ockero,municipality,,Öckerö,1407,kommun,
polis.1480.gardsten,police_area,kommun.1480.goteborg,Gårdsten,,,
polis.1480.biskopsgarden,police_area,kommun.1480.goteborg,Biskopsgården,,,
polis.1480.bergsjon,police_area,kommun.1480.goteborg,Bergsjön,,,
polis.1480.hisings-backa,police_area,kommun.1480.goteborg,Hisings Backa,,,
ovning.ekbacken,development_area,kommun.1480.goteborg,Ekbacken (påhittat övningsområde),,,
"""


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    yield from lent(PLACES)


def of(store: Store, name: str, **beside: str) -> Examination:
    return examined(store, (FOLDER / name).read_bytes(), name, **beside)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("lone-quote.csv", "unclosed_quote"),
        ("two-tables.csv", "two_tables"),
        ("flera_tabeller.csv", "two_tables"),
        ("tva_kodningar.csv", "encoding_mixed"),
        ("dubbelkodad.csv", "encoding_twice"),
        ("nul.csv", "nul_byte"),
        ("fastbredd.txt", "file_fixed_width"),
    ],
)
def test_a_damaged_file_is_refused_in_one_sentence(store: Store, name: str, code: str) -> None:
    assert codes(of(store, name)) == [code]


@pytest.mark.parametrize(
    ("name", "code", "times"),
    [
        ("wrong-frequency.csv", "wrong_frequency", 3),
        ("years-out-of-reach.csv", "period_out_of_reach", 3),
        ("impossible-counts.csv", "numerator_above_denominator", 1),
        ("impossible-counts.csv", "half_a_count", 1),
        ("antal_med_decimaler.csv", "half_a_count", 1),
        ("age-bands-eaten.csv", "age_band_eaten", 2),
        ("aldersgrupp.csv", "age_band_eaten", 2),
        ("svansar.csv", "row_cut_off", 1),
        ("decimalkomma_i_kommafil.csv", "outside_limits", 1),
        ("marken.csv", "about", 1),
        ("alla.csv", "week_53_odd", 1),
        ("alla.csv", "period_moment", 2),
        ("alla.csv", "period_meant", 1),
    ],
)
def test_what_cannot_be_right_stops(store: Store, name: str, code: str, times: int) -> None:
    examination = of(store, name)
    assert codes(examination).count(code) == times
    assert examination.stops


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("thousands.csv", {"thousands:."}),
        ("tusental_engelska.csv", {"thousands:,"}),
        ("share-in-new-series.csv", {"shares:TRY14"}),
        ("decimal-comma-in-comma-file.csv", {"decimal_comma"}),
        ("category-spellings.csv", {"category_total:totalt", "category_spelling:Hyresrätt"}),
        ("kategori_tva_satt.csv", {"category_spelling:Hyresrätt"}),
        ("export.csv", {"total_rows"}),
        ("manad.csv", {"period_form:excel_month", "period_form:serial"}),
        (
            "flaggor.csv",
            {f"flag_means:{flag}" for flag in "pber*²"}
            | {"break_kind:BOS04/2022", "break_kind:BOS04/2024"},
        ),
        (
            "marken.csv",
            {f"mark_means:{mark}" for mark in (":", "x", "c", "*", "n.a.", "#n/a", "…", "[c]")}
            | {"mark_means:#saknas!", "mark_means:null", "bound_means:<5"},
        ),
    ],
)
def test_what_is_open_is_asked_once_per_file(store: Store, name: str, asked: set[str]) -> None:
    examination = of(store, name)
    assert {each.id for each in examination.proposals} == asked
    assert examination.waiting == len(asked)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("apostrof.csv", [587_549, 596_841, 604_829, 1_234_567]),
        ("thousands.csv", [587_549, 596_841, 604_829]),
        ("share-in-new-series.csv", [64, 71]),
        ("decimal-comma-in-comma-file.csv", [71.5, 66.2]),
        ("year-headers-with-marks.csv", [70.1, 70.5, 71.0, 71.8]),
        ("bred_prel.csv", [70.1, 70.5, 71.0, 71.8]),
        ("wide-empty-cells.csv", [65.1]),
        ("english-comma-file.csv", [18.4]),
        ("nfd.csv", [70.1, 70.4]),
        ("nfd-and-invisible.csv", [70, 70, 70]),
        ("macroman.csv", [70.1]),
        ("glidande.csv", [61.0, 61.4, 61.9]),
        ("export.csv", [70.1, 71.0, 71.8]),
        ("flaggor.csv", [18.4, 18.9, 19.1, 19.3, 19.6, 9.1, 8.8]),
        ("radbrytning_i_cell.csv", [70.1, 71.0, 71.8]),
    ],
)
def test_what_can_be_read_is_read_to_the_right_values(
    store: Store, name: str, values: list[float]
) -> None:
    examination = of(store, name)
    assert not examination.stops, [each.message("sv") for each in examination.findings]
    assert list(examination.understood["value"]) == values


def test_headers_and_cells_say_what_is_preliminary(store: Store) -> None:
    expected = ["final", "final", "preliminary", "preliminary"]
    for name in ("year-headers-with-marks.csv", "bred_prel.csv"):
        assert list(of(store, name).understood["status"]) == expected


def test_a_bound_is_hidden_and_keeps_its_ceiling(store: Store) -> None:
    read = of(store, "marken.csv").understood.set_index("period")
    assert read.loc["2016", "missing_reason"] == "suppressed"
    assert read.loc["2016", "ceiling"] == 5
    assert read["ceiling"].notna().sum() == 1


def test_the_answer_to_a_question_is_what_the_rows_are_read_by(store: Store) -> None:
    answers = {"thousands:.": "decimals"}
    examination = of(store, "thousands.csv", answers=answers)
    assert codes(examination) == ["half_a_count"] * 3
    totals = of(store, "export.csv", answers={"total_rows": "read"})
    assert codes(totals).count("area_unknown") == 3


def test_footnotes_are_kept_as_the_note_of_the_file(store: Store) -> None:
    assert of(store, "export.csv").note.startswith("Källa: egen enkät, hösten 2025.")


def test_a_footnote_may_be_divided_at_a_delimiter(store: Store) -> None:
    text = "område;indikator;period;värde\nGårdsten;TRY03;2024;70\nKälla: SCB; bearbetat;;\n"
    examination = examined(store, text)
    assert (examination.accepted, examination.stop_count) == (1, 0)
    assert examination.note == "Källa: SCB bearbetat"


def test_an_area_alone_on_its_row_is_a_row_cut_off_and_no_footnote(store: Store) -> None:
    text = "område;indikator;period;värde\nGårdsten;TRY03;2024;70\nBergsjön;;;\n"
    assert codes(examined(store, text)) == ["row_cut_off"]


def test_the_same_value_with_another_status_stops(store: Store) -> None:
    text = "område;indikator;period;värde;status\n"
    text += "Gårdsten;TRY03;2024;70;slutlig\nGårdsten;TRY03;2024;70;preliminär\n"
    assert codes(examined(store, text)) == ["status_twice"]


def test_a_per_cent_sign_where_percent_is_not_the_unit_waits_for_an_answer(
    store: Store,
) -> None:
    text = "område;indikator;period;värde\n1480;BEF01;2024;64%\n"
    waiting = examined(store, text)
    assert [each.id for each in waiting.proposals] == ["percent_sign:BEF01"]
    assert waiting.accepted == 0
    assert examined(store, text, answers={"percent_sign:BEF01": "plain"}).accepted == 1


def test_a_year_in_a_header_that_is_no_period_is_asked_about(store: Store) -> None:
    text = "område;indikator;2023;2024;Trend 2023-2024\nGårdsten;TRY03;70;71;1\n"
    assert [each.id for each in examined(store, text).proposals] == [
        "column_with_a_year:Trend ÅR-ÅR"
    ]


def test_a_day_in_a_yearly_indicator_is_asked_about_where_it_ends_the_year(
    store: Store,
) -> None:
    text = "område;indikator;period;värde\nGårdsten;TRY03;2024-12-31;70\n"
    examination = examined(store, text)
    assert [each.id for each in examination.proposals] == ["period_form:day"]
    assert list(examination.understood["period"]) == ["2024"]
    assert codes(examined(store, text.replace("12-31", "06-30"))) == ["wrong_frequency"]


@pytest.mark.parametrize(
    "header", ['område;indikator;"period;värde', '"område;indikator;period;värde']
)
def test_a_quote_that_is_never_closed_in_the_headers_is_told(store: Store, header: str) -> None:
    content = f"{header}\nGårdsten;TRY03;2023;70,1\nGårdsten;TRY03;2024;70,3\n"
    assert codes(examined(store, content)) == ["unclosed_quote"]


def test_a_row_with_another_delimiter_is_no_footnote(store: Store) -> None:
    head = "område;indikator;period;värde\n"
    mixed = f"{head}Gårdsten,TRY03,2023,70.1\nGårdsten;TRY03;2024;70,3\n"
    assert codes(examined(store, mixed)) == ["row_cut_off"]
    noted = f"{head}Gårdsten;TRY03;2024;70,3\nFrågan i Gårdsten, Bergsjön, 2024, ändrades\n"
    assert "row_cut_off" not in codes(examined(store, noted))


def test_decimals_that_became_the_number_of_answers_are_asked_about(store: Store) -> None:
    head = "område,indikator,period,värde,n\n"
    split = examined(store, f"{head}Gårdsten,TRY03,2024,71,5\nBergsjön,TRY03,2024,66,2\n")
    assert [each.id for each in split.proposals] == ["decimal_comma"]
    assert list(split.frames["observation"]["value"]) == [71.5, 66.2]
    assert not examined(store, f"{head}Gårdsten,TRY03,2024,71,52\n").proposals


@pytest.mark.parametrize("header", ["kön", "Sex", "ålder", "åldersgrupp"])
def test_a_column_that_divides_people_is_the_category(store: Store, header: str) -> None:
    divided = examined(store, f"område;indikator;år;{header};värde\n1480;BEF01;2024;x;5\n")
    assert list(divided.frames["observation"]["category"]) == ["x"]


def test_a_month_beside_a_year_is_not_left_out_without_an_answer(store: Store) -> None:
    content = "område;indikator;år;Månad;värde\n1480;TRY05;2023;1;1050\n"
    asked = examined(store, content)
    assert [each.id for each in asked.proposals] == ["column_of_parts:Månad"]
    left = examined(store, content, answers={"column_of_parts:Månad": "leave"})
    assert (left.waiting, left.stops, left.accepted) == (0, 0, 1)
    stopped = examined(store, content, answers={"column_of_parts:Månad": "stop"})
    assert codes(stopped) == ["column_of_parts"]


def test_a_row_without_a_period_says_so(store: Store) -> None:
    without = examined(store, "område;indikator;period;värde\nGårdsten;TRY03;;70,1\n")
    assert codes(without) == ["period_missing"]


@pytest.mark.parametrize(
    "text",
    [
        "område,indikator,2023,2024,,\nGårdsten,TRY14,71,5,70,2\n",
        "område,indikator,2023,2024,2025,,,\nGårdsten,TRY14,71,5,70,68,5,\n",
        "område,indikator,period,värde,antal_svar,\nGårdsten,TRY14,2024,71,5,412\n",
    ],
)
def test_decimals_that_push_numbers_out_under_no_header_stop(store: Store, text: str) -> None:
    examination = examined(store, text)
    assert (codes(examination), examination.stops) == (["decimals_cut"], True)


@pytest.mark.parametrize(
    "text",
    [
        ",område,indikator,2023,2024\n0,Gårdsten,TRY14,71,70\n",
        "område,indikator,2023,2024,\nGårdsten,TRY14,71,70,granskad\n",
        "område,indikator,2023,2024,,\nGårdsten,TRY14,71,70,,\n",
    ],
)
def test_a_column_without_header_need_not_be_decimals(store: Store, text: str) -> None:
    assert not examined(store, text).stops


def test_a_month_without_a_year_among_periods_is_asked_about(store: Store) -> None:
    text = "område;indikator;2025-01;maj\novning.ekbacken;TRY10;90;91\n"
    assert [each.id for each in examined(store, text).proposals] == ["column_of_parts:maj"]
