"""Measurements are stopped when they cannot be right, and remarked on when they are odd."""

from collections.abc import Iterator

import pytest

from data.store.store import Store
from tests.factories import a_viewer
from tests.files.given import (
    AREAS,
    CATALOGUE,
    codes,
    examined,
    lent,
    percents,
    rows,
    said,
    save,
)

HISTORY = percents("2018;57", "2019;58", "2020;57,5", "2021;58,5", "2022;57,5", "2023;58")


@pytest.fixture
def store() -> Iterator[Store]:
    yield from lent()


def one(area: str = "ovning.ekbacken", indicator: str = "TRY14", **cells: str) -> str:
    """Write a file with one measurement."""
    row = {"område": area, "indikator": indicator, "period": "2024", "värde": "64"} | cells
    return ";".join(row) + "\n" + ";".join(row.values()) + "\n"


def test_a_share_in_a_percent_indicator_stops_with_the_number_that_was_meant(
    store: Store,
) -> None:
    save(store, HISTORY)
    assert said(examined(store, percents("2024;0,64")), "looks_like_a_share") == (
        "Rad 2, kolumn värde: 0,64 ser ut som en andel, men indikatorn mäts i procent. "
        "Menar du 64? Inget har sparats."
    )


def test_a_share_is_known_by_its_numerator_and_denominator(store: Store) -> None:
    examination = examined(store, one(värde="0,64", täljare="64", nämnare="100"))
    assert codes(examination) == ["looks_like_a_share"]


def test_a_small_percentage_of_a_large_stock_is_no_share(store: Store) -> None:
    examination = examined(
        store, one(indicator="BOS01", värde="0,29", täljare="2", nämnare="690")
    )
    assert codes(examination) == []


def test_a_small_value_among_small_values_is_no_share(store: Store) -> None:
    text = percents("2021;0,8", "2022;1,2", "2023;0,9", "2024;0,6").replace("TRY14", "BOS01")
    assert "looks_like_a_share" not in codes(examined(store, text))


def test_a_value_is_its_numerator_over_its_denominator(store: Store) -> None:
    sentence = said(
        examined(store, one(värde="71,0", täljare="212", nämnare="331")), "not_the_ratio"
    )
    assert sentence.startswith("Rad 2, kolumn värde: 212 av 331 är 64, inte 71.")


@pytest.mark.parametrize("value", ["64", "64,0", "64,05", "64,048338"])
def test_rounding_to_the_decimals_shown_is_fine(store: Store, value: str) -> None:
    assert codes(examined(store, one(värde=value, täljare="212", nämnare="331"))) == []


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"värde": "164"}, "outside_limits"),
        ({"värde": "-3"}, "outside_limits"),
        ({"värde": "hej"}, "not_a_number"),
        ({"värde": "1e400"}, "not_a_number"),
        ({"period": "i fjol"}, "period_unreadable"),
        ({"antal_svar": "-5"}, "negative_count"),
        ({"antal_svar": "100,5"}, "not_a_whole_number"),
        ({"täljare": "3", "nämnare": "0"}, "denominator_zero"),
        ({"undre": "65", "övre": "70"}, "interval_misses"),
        ({"osäkerhet": "-2"}, "negative_count"),
        ({"klass": "utsatt"}, "class_not_expected"),
        ({"status": "kanske"}, "status_unknown"),
        ({"belägg": "rykte"}, "evidence_unknown"),
        ({"definitionsversion": "99"}, "definition_version_unknown"),
    ],
)
def test_what_cannot_be_right_stops(store: Store, cells: dict[str, str], code: str) -> None:
    examination = examined(store, one(**cells))
    assert codes(examination) == [code]
    assert examination.stops
    assert examination.frames == {}


def test_a_misspelt_area_is_asked_about_with_the_nearest_name(store: Store) -> None:
    examination = examined(store, one(area="Ekbacken centrm (påhittat)"))
    (asked,) = examination.proposals
    assert "Menar du Ekbacken centrum (påhittat)?" in asked.question.sv
    assert (asked.suggested, asked.choices[-1]) == ("ovning.ekbacken.centrum", "leave")
    assert (examination.accepted, examination.waiting, codes(examination)) == (1, 1, [])


def test_rows_answered_to_be_left_out_are_not_read_nor_stop(store: Store) -> None:
    text = one(area="Ekbacken centrm (påhittat)", värde="hej")
    answers = {"area_name:Ekbacken centrm (påhittat)": "leave"}
    examination = examined(store, text, answers=answers)
    assert (examination.accepted, codes(examination)) == (0, ["area_left_out"])


def test_an_indicator_without_its_zero_is_asked_about(store: Store) -> None:
    (asked,) = examined(store, one(indicator="TRY-3", värde="70")).proposals
    assert (asked.id, asked.suggested) == ("indicator_name:TRY-3", "TRY03")


def test_an_indicator_by_the_name_that_only_it_has_needs_no_question(store: Store) -> None:
    name = CATALOGUE["TRY14"].sv.name
    examination = examined(store, one(indicator=name))
    assert (examination.accepted, examination.waiting) == (1, 0)


def test_a_blank_boundary_version_is_asked_about_where_there_are_several(store: Store) -> None:
    area = {"area": "regso.9999.lid", "period": "2023"}
    more = AREAS.splitlines()[0] + "\nregso.9999.lid,regso,kommun.9999.prov,yes,"
    save(store, more + "Lid (påhittat),Lid,regso-2020,regso-2020\n")
    for version in ("regso-2020", "regso-2025"):
        save(store, one(**area, gränsversion=version))
    (asked,) = examined(store, one(area="regso.9999.lid")).proposals
    assert (asked.id, asked.suggested) == ("geo_version:TRY14/regso", "regso-2025")
    answers = {asked.id: "regso-2020"}
    examination = examined(store, one(area="regso.9999.lid"), answers=answers)
    assert list(examination.frames["observation"]["geo_version"]) == ["regso-2020"]


def test_which_of_two_areas_a_shared_name_means_is_asked_with_their_kinds(
    store: Store,
) -> None:
    shared = "Lid (påhittat)"
    (asked,) = examined(store, one(area=shared)).proposals
    assert asked.question.sv == f"2 områden heter {shared} (1 rad). Vilket är det?"
    assert (asked.suggested, asked.choices) == (
        None,
        ("regso.9999.lid", "polis.9999.lid", "leave"),
    )
    assert asked.labels["polis.9999.lid"].sv == f"{shared} (polisområde)"
    for answer, accepted in (("polis.9999.lid", 1), ("leave", 0)):
        examination = examined(store, one(area=shared), answers={asked.id: answer})
        assert (examination.accepted, examination.stops) == (accepted, 0)
    assert codes(examination) == ["area_left_out"]


def test_a_shared_name_is_suggested_to_be_of_the_kind_of_the_others(store: Store) -> None:
    both = one(area="Lid (påhittat)") + "regso.9999.lid;TRY14;2023;63\n"
    (asked,) = examined(store, both).proposals
    assert asked.suggested == "regso.9999.lid"


@pytest.mark.parametrize("area", ["regso.9999.lid", "9999R001", "REGSO.9999.LID"])
def test_an_area_is_known_by_its_id_and_its_codes(store: Store, area: str) -> None:
    frame = examined(store, one(area=area)).frames["observation"]
    assert list(frame["area_id"]) == ["regso.9999.lid"]


def test_an_area_that_a_boundary_version_does_not_have_stops(store: Store) -> None:
    sentence = said(
        examined(store, one(area="regso.9999.lid", gränsversion="regso-2020")),
        "area_not_in_version",
    )
    assert "Området finns i regso-2025." in sentence


def test_an_unknown_indicator_stops(store: Store) -> None:
    assert codes(examined(store, one(indicator="TRY99"))) == ["indicator_unknown"]


def test_the_same_key_with_two_values_stops_on_the_second(store: Store) -> None:
    sentence = said(examined(store, percents("2024;64", "2024;65")), "key_twice")
    assert sentence.startswith("Rad 3, kolumn värde: Ekbacken centrum (påhittat) har redan")


def test_the_same_row_twice_counts_once(store: Store) -> None:
    examination = examined(store, percents("2024;64", "2024;64"))
    assert codes(examination) == ["row_twice"]
    assert examination.accepted == len(examination.frames["observation"]) == 1


def test_two_ways_of_writing_a_period_are_the_same_period(store: Store) -> None:
    text = percents("2024K3;64", "2024-Q3;65").replace("TRY14", "TRY13")
    assert "key_twice" in codes(examined(store, text))


def test_overlapping_periods_stop(store: Store) -> None:
    assert codes(examined(store, percents("2024;64", "2024-2025;65"))) == ["periods_overlap"]


def test_overlap_with_what_is_saved_stops(store: Store) -> None:
    save(store, percents("2024;64"))
    assert codes(examined(store, percents("2024-2025;65"))) == ["periods_overlap"]


def test_overlapping_periods_of_a_rolling_average_are_what_it_is(store: Store) -> None:
    text = percents("2018-2019;31", "2019-2020;30").replace("TRY14", "TRY02")
    assert not examined(store, text).stops


def test_two_lengths_of_a_rolling_average_that_end_on_the_same_day_stop(store: Store) -> None:
    text = percents("2018-2020;31", "2019-2021;30", "2020;32").replace("TRY14", "TRY02")
    found = [one for one in examined(store, text).findings if one.code == "periods_overlap"]
    assert ["2020 överlappar 2018-2020" in one.message("sv") for one in found] == [True]
    save(store, percents("2018-2019;31").replace("TRY14", "TRY02"))
    assert "periods_overlap" in codes(
        examined(store, percents("2019;30").replace("TRY14", "TRY02"))
    )
    assert not examined(store, percents("2018-2019;32").replace("TRY14", "TRY02")).stops


def test_a_category_makes_a_series_of_its_own(store: Store) -> None:
    text = percents(
        "2024;64;", "2024;60;kön:kvinnor", header="område;indikator;period;värde;kategori"
    )
    assert codes(examined(store, text)) == []


def test_three_marks_stay_three_reasons(store: Store) -> None:
    examination = examined(store, percents("2021;..", "2022;.", "2023;-", "2024;64"))
    assert list(examination.frames["observation"]["missing_reason"]) == [
        "suppressed",
        "not_applicable",
        "missing",
        "",
    ]
    assert codes(examination) == []


def test_an_empty_value_is_told_and_never_replaces_what_is_saved(store: Store) -> None:
    save(store, percents("2024;64"))
    examination = examined(store, percents("2024;", "2025;60"))
    assert codes(examination) == ["missing_without_reason"]
    assert (examination.accepted, examination.changed) == (1, 0)


def test_a_file_in_which_no_value_is_filled_in_stops(store: Store) -> None:
    examination = examined(store, percents("2024;", "2025;"))
    assert codes(examination) == ["nothing_filled_in"]
    assert (examination.accepted, examination.changed, examination.stops) == (0, 0, True)


def test_a_dash_says_that_a_value_is_missing(store: Store) -> None:
    save(store, percents("2024;64"))
    assert examined(store, percents("2024;-")).changed == 1


def test_a_margin_becomes_an_interval(store: Store) -> None:
    frame = examined(store, one(osäkerhet="4,5")).frames["observation"]
    assert (frame["low"].item(), frame["high"].item()) == (59.5, 68.5)


def test_blank_cells_have_their_meaning(store: Store) -> None:
    row = examined(store, one()).frames["observation"].iloc[0]
    assert (row["status"], row["evidence"], row["category"]) == ("final", "stated", "")
    assert row["definition_version"] == 1


def test_a_blank_boundary_version_is_the_one_the_series_has(store: Store) -> None:
    save(store, one(area="regso.9999.lid", gränsversion="regso-2025", period="2023"))
    frame = examined(store, one(area="regso.9999.lid")).frames["observation"]
    assert list(frame["geo_version"]) == ["regso-2025"]


@pytest.mark.parametrize(
    "word", ["especially_vulnerable", "Särskilt utsatt", "särskilt utsatt område"]
)
def test_a_class_is_known_by_code_name_and_alias(store: Store, word: str) -> None:
    text = one(area="polis.9999.lid", indicator="TRY08", värde="", klass=word)
    frame = examined(store, text).frames["observation"]
    assert list(frame["class_code"]) == ["especially_vulnerable"]
    assert list(frame["missing_reason"]) == [""]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"klass": "jättefarligt"}, "class_unknown"),
        ({"värde": "3", "klass": "utsatt"}, "value_where_class_expected"),
        ({"värde": "utsatt"}, "value_where_class_expected"),
    ],
)
def test_a_class_indicator_takes_classes_and_nothing_else(
    store: Store, cells: dict[str, str], code: str
) -> None:
    classed = {"area": "polis.9999.lid", "indicator": "TRY08", "värde": "", "klass": ""}
    assert codes(examined(store, one(**classed | cells))) == [code]


def test_a_row_without_a_class_stops_beside_one_that_has_one(store: Store) -> None:
    classed = {"område": "polis.9999.lid", "indikator": "TRY08", "period": "2024"}
    text = rows({**classed, "klass": "utsatt"}, {**classed, "period": "2025"})
    assert codes(examined(store, text)) == ["class_missing"]


def test_a_class_that_was_abolished_is_remarked_on(store: Store) -> None:
    text = one(
        area="polis.9999.lid", indicator="TRY08", period="2026", värde="", klass="riskområde"
    )
    assert codes(examined(store, text)) == ["class_retired"]


def test_an_unconfirmed_direction_is_said_once_and_saved(store: Store) -> None:
    text = percents("2018-2019;31", "2020-2021;30").replace("TRY14", "TRY02")
    examination = examined(store, text)
    assert codes(examination).count("direction_unconfirmed") == 1
    assert examination.accepted == 2


def test_few_answers_are_saved_but_not_assessed(store: Store) -> None:
    sentence = said(examined(store, one(antal_svar="31")), "n_below_floor")
    assert sentence == (
        "Rad 2, kolumn antal_svar: 31 är under golvet 80. Sparas, men bedöms inte."
    )


def test_a_sample_that_halved_is_asked_about(store: Store) -> None:
    text = percents(
        "2023;64;540", "2024;63;214", header="område;indikator;period;värde;antal_svar"
    )
    assert "från 540 till 214" in said(examined(store, text), "n_halved")


def test_the_largest_change_so_far_is_asked_about(store: Store) -> None:
    save(store, HISTORY)
    sentence = said(examined(store, percents("2024;38,5")), "largest_change")
    assert "Största ändringen hittills i serien: −19,5 sedan 2023." in sentence


def test_a_value_that_is_saved_already_is_not_asked_about_again(store: Store) -> None:
    save(store, HISTORY)
    save(store, percents("2024;38,5"))
    examination = examined(store, percents("2024;38,5"))
    assert codes(examination) == []
    assert (examination.new, examination.changed, examination.unchanged) == (0, 0, 1)


def test_a_decimal_sign_that_moved_is_asked_about(store: Store) -> None:
    save(store, HISTORY)
    assert "Har decimaltecknet flyttat sig?" in said(
        examined(store, percents("2024;5,8")), "factor_ten"
    )


def test_kronor_for_thousands_of_kronor_is_asked_about(store: Store) -> None:
    text = percents("2023;315,2", "2024;315400").replace("TRY14", "MIX07")
    assert "omkring 1000 gånger värdet för 2023" in said(examined(store, text), "factor_ten")


def of_a_year(year: int, *values: str) -> list[dict[str, str]]:
    """Write the same year of four areas."""
    areas = ("ovning.ekbacken", "ovning.ekbacken.centrum", "polis.9999.lid", "kommun.9999.prov")
    return [
        {"område": area, "indikator": "TRY03", "period": str(year), "värde": value}
        for area, value in zip(areas, values, strict=True)
    ]


def test_a_year_that_is_the_one_before_again_is_asked_about_once(store: Store) -> None:
    save(store, rows(*of_a_year(2024, "67,9", "74", "70,2", "62")))
    sentence = said(
        examined(store, rows(*of_a_year(2025, "67,9", "74", "70,2", "62"))), "period_copied"
    )
    assert sentence == (
        "Rad 2, kolumn värde: Alla värden för 2025 är desamma som för 2024, i 4 serier. "
        "Är de mätta på nytt, eller kopierade?"
    )


@pytest.mark.parametrize("values", [("67,9", "74", "70,2", "62,1"), ("0", "0", "0", "0")])
def test_a_year_with_a_change_or_of_zeros_is_no_copy(
    store: Store, values: tuple[str, ...]
) -> None:
    before = ("0",) * 4 if values[0] == "0" else ("67,9", "74", "70,2", "62")
    text = rows(*of_a_year(2024, *before), *of_a_year(2025, *values))
    assert "period_copied" not in codes(examined(store, text))


def test_an_area_whose_code_is_its_name_is_not_meant_before_another_of_that_name(
    store: Store,
) -> None:
    save(
        store,
        "area_id,kind,parent_id,invented,name,code,code_scheme\n"
        "polis.9999.tun,police_area,kommun.9999.prov,yes,Tun (påhittat),Tun (påhittat),polis\n"
        "stad.9999.tun,city_area,kommun.9999.prov,yes,Tun (påhittat),,\n",
    )
    examination = examined(store, one(area="Tun (påhittat)"))
    assert [each.id for each in examination.proposals] == ["area_of_several:Tun (påhittat)"]


def test_a_zero_in_a_rounded_series_is_asked_about(store: Store) -> None:
    rows = [f"{year};{value}" for year, value in enumerate((10, 15, 20, 15, 10, 0), 2019)]
    assert "zero_from_rounding" in codes(
        examined(store, percents(*rows).replace("TRY14", "BOS09"))
    )


def test_a_period_to_come_is_asked_about(store: Store) -> None:
    assert codes(examined(store, percents("2030;64"))) == ["period_in_the_future"]


def test_what_stops_one_row_does_not_hide_what_the_others_would_change(store: Store) -> None:
    save(store, percents("2022;60", "2023;61"))
    examination = examined(store, percents("2022;60", "2023;62", "2024;hej", "2025;63"))
    counts = (examination.rows, examination.accepted, examination.stop_count)
    assert counts == (4, 3, 1)
    assert (examination.new, examination.changed, examination.unchanged) == (1, 1, 1)
    changed = examination.preview[examination.preview["difference"] == "changed"].iloc[0]
    assert (changed["period"], changed["saved"], changed["in_file"]) == ("2023", 61.0, 62.0)


def test_a_preview_says_which_revision_it_was_made_against(store: Store) -> None:
    before = examined(store, percents("2024;64")).based_on
    save(store, percents("2024;64"))
    assert examined(store, percents("2024;64")).based_on > before


def test_nobody_uploads_for_areas_that_are_not_theirs(store: Store) -> None:
    viewer = a_viewer(areas=frozenset({"ovning.ekbacken"}))
    assert codes(examined(store, percents("2024;64"), viewer=viewer)) == ["area_not_yours"]


def test_areas_out_of_sight_are_never_suggested(store: Store) -> None:
    viewer = a_viewer(areas=frozenset({"ovning.ekbacken"}))
    sentence = said(examined(store, one(area="Provkommun"), viewer=viewer), "area_unknown")
    assert "9999" not in sentence
    assert "påhittad" not in sentence


def test_a_reader_without_leave_uploads_nothing(store: Store) -> None:
    examination = examined(store, percents("2024;64"), viewer=a_viewer(verbs=frozenset()))
    assert codes(examination) == ["may_not_upload"]


@pytest.mark.parametrize(
    ("indicator", "period", "form", "meant"),
    [
        ("TRY14", "2023/24", "school_year_as_year", "2024 eller 2023"),
        ("SKO02", "2024", "year_as_school_year", "2023/24 eller 2024/25"),
    ],
)
def test_a_school_year_beside_a_year_is_asked_about_and_nothing_is_suggested(
    store: Store, indicator: str, period: str, form: str, meant: str
) -> None:
    text, asked = one(indicator=indicator, period=period), f"period_form:{form}"
    waiting = examined(store, text)
    (question,) = waiting.proposals
    assert (question.id, question.suggested) == (asked, None)
    assert (waiting.accepted, waiting.stops) == (0, False)
    assert f"menar du {meant}?" in question.question.sv
    *years, stop = question.choices
    read = [examined(store, text, answers={asked: year}).frames for year in years]
    assert [list(each["observation"]["period"]) for each in read] == [
        [each] for each in meant.split(" eller ")
    ]
    assert examined(store, text, answers={asked: stop}).stops
