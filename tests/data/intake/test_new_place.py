"""What people write of a place: ids made in silence, pasted cells, points and outlines."""

import json
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.intake.fields import _SLUG
from data.intake.new_place import NewPlace, baseline_of, ids_of
from data.intake.outline import drawn, outline_in, point_at, union_of
from data.intake.pasted import MOST_LINES, pasted
from data.intake.pasted_file import text_of

NO_CODES = pd.DataFrame({"area_id": [], "code": []})


@given(
    names=st.lists(st.text(max_size=60), min_size=1, max_size=6),
    municipality=st.sampled_from(["1487", "kommun.1462.lilla-edet", "", "ovning.ekbacken"]),
)
def test_ids_are_stable_readable_and_never_two_the_same(catalogue, names, municipality):
    used: set[str] = set()
    for name in names:
        place = NewPlace(key="k", name=name, municipality=municipality, indicator_id="TRY14")
        ids = ids_of(place, NO_CODES, used, catalogue)
        assert ids == ids_of(place, NO_CODES, used, catalogue)
        made = {ids.area_id, ids.goal_id, ids.commitment_id}
        assert len(made) == 3
        assert not made & used
        for one in made:
            assert _SLUG.fullmatch(one)
            assert len(one) < 90
        used |= made


def read(text: str) -> list[tuple[str, str, str]]:
    found = pasted(text)
    return list(zip(found.periods, found.values, found.answers, strict=True))


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("år\tprocent\tsvar\n2010\t46,3\t402", [("2010", "46,3", "402")]),
        ("svar\tår\tprocent\n402\t2010\t46,3", [("2010", "46,3", "402")]),
        ("2019-2021 1 234\n2022\t", [("2019-2021", "1 234", ""), ("2022", "", "")]),
        ("2010 46,3 402", [("2010", "46,3", "402")]),
        ("2010;..\n2011;46.3", [("2010", "..", ""), ("2011", "46.3", "")]),
        ("2019,46.3", [("2019", "46.3", "")]),
        ("kvartal 1 2020 46,3", [("kvartal 1 2020", "46,3", "")]),
        ("\t2018\t2019\nandel\t4\t5", [("2018", "4", ""), ("2019", "5", "")]),
        (
            "2018\t2019\t2020\n4\t5\t6",
            [("2018", "4", ""), ("2019", "5", ""), ("2020", "6", "")],
        ),
        ("2019,46.3,402", [("2019", "46.3", "402")]),
        ("2019, 46,3, 402", [("2019", "46,3", "402")]),
        ("46.3,2019", [("2019", "46.3", "")]),
        ('"2019","46,3","402"', [("2019", "46,3", "402")]),
        ("2019: 46,3", [("2019", "46,3", "")]),
        ("2023\t2010\n2024\t2015", [("2023", "2010", ""), ("2024", "2015", "")]),
        ("Enkäten\t\når\tandel\tsvar\n2010\t46,3\t402", [("2010", "46,3", "402")]),
        ("\ufeff\n\n", []),
        ("hej", [("hej", "", "")]),
    ],
)
def test_pasted_lines_are_divided_as_a_person_reads_them(text, cells):
    assert read(text) == cells


@pytest.mark.parametrize("first", ["-23\t46", "45", "20233\t46,3", "46,3 2o23"])
def test_a_first_line_with_a_number_is_a_value_to_correct_and_no_header(first):
    assert pasted(f"{first}\n2024\t47").lines == (1, 2)


def test_a_line_is_known_by_its_number_and_too_many_are_cut():
    assert pasted("år värde\n\n2010 4\n2011 5").lines == (3, 4)
    many = pasted("\n".join(f"{1900 + at % 100}\t{at}" for at in range(MOST_LINES + 5)))
    assert (len(many), many.too_many) == (MOST_LINES, True)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("År\tMän\tKvinnor\n2023\t46,3\t44,1\n2024\t47\t45", ("Män", "Kvinnor")),
        ("2023\t46,3\t44,1\n2024\t47,2\t45,6", ("2", "3")),
        ("2023\t46,3\t402\t12\n2024\t47\t411\t10", ("2", "4")),
    ],
)
def test_of_several_columns_with_numbers_none_is_taken_in_silence(text, columns):
    found = pasted(text)
    assert found.several == columns
    assert len(found) == 0


def test_a_line_of_very_many_cells_is_not_read_at_all():
    found = pasted("\t".join(["2020"] * 3_000) + "\n" + "\t".join(["4"] * 3_000))
    assert found.too_many
    assert len(found) == 0


@pytest.mark.parametrize("header", ["År\tMän\tKvinnor\tTotalt", "År\tMän\tTotalt\tVärde"])
def test_the_total_and_a_column_of_values_go_before_their_parts(header):
    cells = read(f"{header}\n2023\t46\t44\t45,1\n2024\t47\t45\t46,2")
    assert cells == [("2023", "45,1", ""), ("2024", "46,2", "")]


def test_a_small_file_is_what_could_have_been_pasted():
    assert read(text_of("år;värde\n2019;46,3\n2020;47".encode(), "a.csv")) == [
        ("2019", "46,3", ""),
        ("2020", "47", ""),
    ]
    assert read(text_of(b"2019;46,3\n2020;47", "a.csv"))[0] == ("2019", "46,3", "")
    assert text_of(b"\x00\x01\x02", "a.bin") == ""


@pytest.mark.parametrize(
    "text", ["57.8903, 11.6457", "57,8903 11,6457", "11.6457 57.8903", "N 57.8903° E 11.6457°"]
)
def test_a_point_is_read_as_maps_write_it(text):
    assert json.loads(point_at(text).geometry)["coordinates"] == [11.6457, 57.8903]


def polygon(*corners):
    return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}


SQUARE = polygon([12, 58], [12.1, 58], [12.1, 58.1], [12, 58.1])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (SQUARE, ""),
        (
            {
                "type": "FeatureCollection",
                "features": [{"type": "Feature", "geometry": SQUARE}],
            },
            "",
        ),
        ({"type": "LineString", "coordinates": [[12, 58], [12.1, 58.1]]}, "outline_no_area"),
        (polygon([320000, 6400000], [320100, 6400000], [320100, 6400100]), "not_degrees"),
        (polygon([58, 12], [58.1, 12], [58.1, 12.1]), "outside_sweden"),
        ([], "outline_unreadable"),
        ({"type": "Polygon", "coordinates": "x"}, "outline_unreadable"),
    ],
)
def test_an_outline_is_read_or_says_why_not(content, code):
    found = outline_in(json.dumps(content).encode())
    assert (found.code, bool(found.geometry)) == (code, not code)


def test_what_is_no_place_is_refused_and_parts_become_one():
    assert outline_in(b"{").code == "outline_unreadable"
    assert point_at("6400000 320000").code == "not_degrees"
    assert point_at("hej").code == "point_unclear"
    assert drawn([12, 12.1], [58, 58.1]).code == "outline_open"
    assert json.loads(drawn([12, 12.1, 12.1], [58, 58, 58.1]).geometry)["type"] == "Polygon"
    beside = polygon([12.1, 58], [12.2, 58], [12.2, 58.1], [12.1, 58.1])
    both = json.loads(union_of([json.dumps(SQUARE), json.dumps(beside)]))
    assert both["type"] == "Polygon"
    assert union_of([]) == ""


@pytest.mark.parametrize(
    ("days", "periods", "reason"),
    [
        ({"promised_on": "2021-05-01"}, ("2019", "2020"), "before_promise"),
        ({"promised_on": "2015-05-01"}, ("2018",), "first"),
        ({"due_on": "2021-12-31"}, ("2018", "2019"), "before_due"),
        ({"due_on": "2030-12-31"}, (), ""),
        ({}, (), ""),
    ],
)
def test_a_goal_is_held_against_what_was_before_it_was_promised(days, periods, reason):
    years = [str(year) for year in range(2018, 2024)]
    ends = pd.to_datetime([f"{int(year) + 1}-01-01" for year in years])
    measured = pd.DataFrame({"period": years, "period_end": ends})
    found = baseline_of(NewPlace(key="k", **days), measured)
    assert (found.periods, found.reason) == (periods, reason)
    assert baseline_of(NewPlace(key="k", **days), measured.head(0)).periods == ()


def test_a_question_is_known_whatever_the_place_is_called(catalogue):
    ids = ids_of(
        NewPlace(key="k", name="Torget", indicator_id="TRY14"), NO_CODES, (), catalogue
    )
    assert re.fullmatch(r"doubt:\{goal_id\} 60", ids.stable(f"doubt:{ids.goal_id} 60"))
