"""Areas are found by code and name as people write them; what is only near is asked about."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from data.intake.area_column import Dated, read_areas
from data.intake.area_columns import named_otherwise
from data.intake.area_names import Area, Areas, Code
from data.intake.findings import Marks, Place, findings
from data.intake.likeness import fold
from data.intake.municipalities import former_codes, municipalities, municipality_named
from data.intake.questions import Questions
from data.intake.sheet import Sheet
from data.intake.values import coded
from metrics.definition.period import parse_period

REGISTERED = (
    ("kommun.0180.stockholm", "municipality", "Stockholm", "0180"),
    ("kommun.0331.heby", "municipality", "Heby", "0331"),
    ("kommun.0380.uppsala", "municipality", "Uppsala", "0380"),
    ("kommun.1480.goteborg", "municipality", "Göteborg", "1480"),
    ("kommun.1490.boras", "municipality", "Borås", "1490"),
    ("regso.1480.tofta", "regso", "Tofta", "1480R002"),
    ("skola.goteborg", "school", "Göteborgsskolan", "74587667"),
    ("polis.1480.gardsten", "police_area", "Gårdsten", "G1"),
)


def registered(**codes: tuple[Code, ...]) -> Areas:
    by_id = {
        each: Area(area_id=each, kind=kind, name=name) for each, kind, name, _ in REGISTERED
    }
    uses = {fold(code): (Code(area_id=each),) for each, _, _, code in REGISTERED}
    uses |= {
        former.code: (Code(area_id=each, valid_to=former.valid_to),)
        for each, _, _, code in REGISTERED
        for former in former_codes(code)
    }
    uses |= codes
    names = {fold(name): (each,) for each, _, name, _ in REGISTERED}
    return Areas(
        by_id=by_id,
        by_text=names | {text: tuple(use.area_id for use in of) for text, of in uses.items()},
        codes=uses,
        visible=frozenset(by_id),
        also={"gbg": "kommun.1480.goteborg"},
    )


def read(
    *texts: str,
    areas: Areas | None = None,
    questions: Questions | None = None,
    periods: tuple[str, ...] = (),
    **columns: tuple[str, ...],
) -> tuple[list[str], list[Marks]]:
    """Return the id of each cell (``""`` where none) and what is said."""
    sheet = Sheet(
        kind="observations",
        columns={
            name: coded(pa.array(cells))
            for name, cells in {"area_id": texts, **columns}.items()
        },
        given={},
        rows=np.arange(2, 2 + len(texts)),
        records=np.arange(len(texts)),
    )
    known = tuple(parse_period(each) for each in periods)
    dated = Dated(
        periods=known,
        codes=np.arange(len(texts)) if periods else np.full(len(texts), -1),
    )
    found, codes, marks = read_areas(
        sheet, areas or registered(), questions or Questions(), dated
    )
    return [found[code].area_id if code >= 0 else "" for code in codes], marks


def sentence(marks: list[Marks], text: str) -> str:
    (found,) = findings(marks, lambda at, column: Place(2, column, text))
    return found.message("sv")


def test_a_code_of_before_and_one_of_today_are_one_area_without_a_word() -> None:
    ids, marks = read("1917", "0331", periods=("2006", "2007"))
    assert (ids, marks) == (["kommun.0331.heby"] * 2, [])


def with_parts(*parts: str) -> Areas:
    """The registered areas, and development areas with their parts."""
    areas = registered()
    more = {each: Area(area_id=each, kind="development_area", name=each) for each in parts}
    centre = Area(area_id="stad.centrum", kind="city_area", name="Centrum")
    by_id = {**areas.by_id, **more, centre.area_id: centre}
    named = {fold(each.name): (each.area_id,) for each in (*more.values(), centre)}
    return Areas(
        by_id=by_id, by_text={**areas.by_text, **named}, codes={}, visible=frozenset(by_id)
    )


def test_short_names_are_suggested_as_parts_of_the_one_area_that_has_most_of_them() -> None:
    areas = with_parts("Lid", "Lid centrum", "Lid norra", "Lid södra", "Tun", "Tun norra")
    questions = Questions()
    ids, _ = read("Norra", "Södra", "Centrum", areas=areas, questions=questions)
    assert {each.id: each.suggested for each in questions.proposals} == {
        "area_name:Norra": "Lid norra",
        "area_name:Södra": "Lid södra",
        "area_of_several:Centrum": "Lid centrum",
    }
    assert ids == ["Lid norra", "Lid södra", "Lid centrum"]


def test_an_areas_own_name_is_itself_beside_another_of_its_kind_and_else_asked_about() -> None:
    areas = with_parts("Lid", "Lid centrum")
    questions = Questions()
    read("Centrum", areas=areas, questions=questions)
    (asked,) = questions.proposals
    assert (asked.choices, asked.suggested) == (("stad.centrum", "Lid centrum", "leave"), None)
    other = Area(area_id="stad.nord", kind="city_area", name="Nord")
    beside = Areas(
        by_id={**areas.by_id, other.area_id: other},
        by_text={**areas.by_text, "nord": (other.area_id,)},
        visible=areas.visible,
    )
    questions = Questions()
    ids, _ = read("Centrum", "Nord", areas=beside, questions=questions)
    assert (ids, questions.proposals) == (["stad.centrum", "stad.nord"], ())


def test_a_code_beside_a_period_after_it_ended_is_told() -> None:
    ids, marks = read("1917", periods=("2008",))
    assert ids == ["kommun.0331.heby"]
    assert "gällde till och med 2006-12-31" in sentence(marks, "1917")


def test_an_area_that_was_part_of_another_then_is_told_and_a_renumbered_one_is_not() -> None:
    split = (Code(area_id="regso.1480.tofta", valid_from=date(2003, 1, 1)),)
    areas = registered(x1=split)
    ids, marks = read("X1", "0331", areas=areas, periods=("2001", "2001"))
    assert ids == ["regso.1480.tofta", "kommun.0331.heby"]
    assert "finns sedan 2003-01-01, men perioden är tidigare" in sentence(marks, "X1")


def test_codes_that_lost_their_zero_are_one_question_for_the_column() -> None:
    questions = Questions()
    ids, marks = read("180", "0180", "380", "180", questions=questions)
    (asked,) = questions.proposals
    assert (asked.id, asked.count, asked.suggested) == ("lost_zeros", 3, "pad")
    assert asked.question.sv.startswith("Menar du 0180 (Stockholm)? Inledande nolla")
    assert (ids[0], ids[2], marks) == ("kommun.0180.stockholm", "kommun.0380.uppsala", [])


def test_a_short_code_that_means_nothing_with_a_zero_makes_all_of_them_stop() -> None:
    questions = Questions()
    ids, marks = read("180", "999", questions=questions)
    assert (ids, questions.proposals) == (["", ""], ())
    assert [each.code for each in marks] == ["area_unknown"]


def test_nothing_is_padded_where_the_answer_is_no() -> None:
    questions = Questions(given={"lost_zeros": "stop"})
    ids, marks = read("331", questions=questions)
    assert ids == [""]
    assert "Menar du 0331 (Heby)?" in sentence(marks, "331")


@pytest.mark.parametrize(
    "text",
    ["Göteborgs stad", "Göteborg (kommun)", "GÖTEBORGS KOMMUN", "Göteborg kommun", "göteborg"],
)
def test_a_municipality_is_known_with_what_it_is_called(text: str) -> None:
    questions = Questions()
    assert read(text, questions=questions) == (["kommun.1480.goteborg"], [])
    assert questions.proposals == ()


def test_an_s_that_is_part_of_the_name_stays() -> None:
    assert read("Borås stad")[0] == ["kommun.1490.boras"]


@pytest.mark.parametrize("text", ["Goteborg", "GBG", "Goteborgs kommun", "Götebogs kommun"])
def test_a_name_written_otherwise_is_asked_about_and_suggested(text: str) -> None:
    questions = Questions()
    assert read(text, questions=questions) == (["kommun.1480.goteborg"], [])
    (asked,) = questions.proposals
    assert asked.choices == ("kommun.1480.goteborg", "leave")
    assert asked.question.sv.endswith("Menar du Göteborg?")


def test_an_answer_decides_what_a_name_means() -> None:
    questions = Questions(given={"area_name:GBG": "polis.1480.gardsten"})
    assert read("GBG", questions=questions)[0] == ["polis.1480.gardsten"]


def test_rows_without_a_clear_answer_wait_and_do_not_stop() -> None:
    questions = Questions()
    assert read("Gårdsten norra", questions=questions) == ([""], [])
    assert (questions.proposals[0].suggested, questions.waiting) == (None, 1)


def test_a_school_is_never_near_a_municipality() -> None:
    questions = Questions()
    read("Göteborgskola kommun", "Göteborgskoln", questions=questions)
    asked = {each.subject: each.choices for each in questions.proposals}
    assert asked == {
        "Göteborgskola kommun": ("kommun.1480.goteborg", "leave"),
        "Göteborgskoln": ("skola.goteborg", "leave"),
    }


def test_a_county_is_never_near_a_municipality() -> None:
    questions = Questions()
    _, marks = read("Stockholms län", questions=questions)
    assert (questions.proposals, [each.code for each in marks]) == ((), ["area_unknown"])


def test_a_municipality_that_is_not_registered_is_named() -> None:
    _, marks = read("0330")
    assert "0330 är Knivsta kommun (0330)" in sentence(marks, "0330")


def test_a_deso_is_told_that_regso_are_nearest() -> None:
    _, marks = read("1480C1010")
    assert "DeSO följs inte här. Närmast är RegSO" in sentence(marks, "1480C1010")
    assert "1480R002 (Tofta)" in sentence(marks, "1480C1010")


def test_one_code_in_two_boundary_versions_is_two_areas() -> None:
    codes = tuple(
        Code(area_id=each, version=version)
        for each, version in (
            ("regso.1480.tofta", "deso-2018"),
            ("polis.1480.gardsten", "deso-2025"),
        )
    )
    ids, marks = read(
        "X1", "X1", "X1", areas=registered(x1=codes), geo_version=("deso-2018", "deso-2025", "")
    )
    assert ids == ["regso.1480.tofta", "polis.1480.gardsten", ""]
    assert [(each.code, list(each.rows)) for each in marks] == [("area_ambiguous", [2])]


def test_a_code_that_moved_is_told_apart_by_the_period() -> None:
    codes = (
        Code(area_id="regso.1480.tofta", valid_to=date(2020, 12, 31)),
        Code(area_id="polis.1480.gardsten", valid_from=date(2021, 1, 1)),
    )
    ids, marks = read("X1", "X1", areas=registered(x1=codes), periods=("2020", "2021"))
    assert (ids, marks) == (["regso.1480.tofta", "polis.1480.gardsten"], [])


def test_every_code_that_became_another_leads_to_one_of_today() -> None:
    for each in municipalities().values():
        assert not each.became or not municipalities()[each.became].became
    assert municipality_named("1917") == municipality_named("Heby kommun")


@pytest.mark.parametrize(
    "text",
    ["1480.0", "1480,0", "1480 Göteborg", "1480 Göteborgs kommun", "Göteborgs stad (1480)"],
)
def test_a_code_as_a_decimal_or_beside_its_name_is_that_area(text: str) -> None:
    assert registered().only(text) == "kommun.1480.goteborg"


def test_a_code_before_the_name_of_another_area_is_neither() -> None:
    assert registered().only("1490 Göteborg") is None


def test_a_code_without_its_first_zero_is_sure_beside_its_name() -> None:
    areas = registered()
    assert areas.only("180 Stockholm") == "kommun.0180.stockholm"
    assert areas.named("180 Uppsala") == ()


def said_beside(header: str, texts: tuple[str, ...]) -> list[tuple[int, str]]:
    """Return the rows of Göteborg and Borås of which another column says something else."""
    both = (("1480", "Göteborg", "municipality"), ("1490", "Borås", "municipality"))
    ids = ("kommun.1480.goteborg", "kommun.1490.boras")
    places = tuple(
        Area(area_id=each, kind=kind, name=name)
        for each, (_, name, kind) in zip(ids, both, strict=True)
    )
    sheet = Sheet(
        kind="observations",
        columns={"area_id": coded(pa.array(["Göteborg", "Borås"]))},
        given={"area_id": "område"},
        rows=np.array([2, 3]),
        records=np.arange(2),
        unread={header: coded(pa.array(texts))},
    )
    marks = named_otherwise(sheet, registered(), places, np.array([0, 1]))
    return [(each.row or 0, each.message_sv) for each in findings(marks, sheet.place)]


@pytest.mark.parametrize(
    ("header", "texts"),
    [
        ("kod", ("1480", "1480")),
        ("kommunnr", ("1480", "180")),
        ("namn", ("Göteborgs stad", "Uppsala")),
        ("kod", ("", "2281")),
    ],
)
def test_a_second_column_that_names_another_area_stops_the_row(
    header: str, texts: tuple[str, ...]
) -> None:
    found = said_beside(header, texts)
    assert [row for row, _ in found] == [3]
    assert f"I kolumnen {header} står {texts[1]}" in found[0][1]
    assert found[0][1].endswith("raden är om Borås.")


@pytest.mark.parametrize(
    ("header", "texts"),
    [
        ("kod", ("1480", "1490")),
        ("antal", ("1490", "1480")),
        ("område i staden", ("Gårdsten", "Tofta")),
        ("kommentar", ("gäller även Uppsala", "")),
    ],
)
def test_a_second_column_of_the_same_area_or_of_something_else_is_only_not_read(
    header: str, texts: tuple[str, ...]
) -> None:
    assert said_beside(header, texts) == []
