"""An office's own headers are asked about once, and remembered with the shape of its table."""

from collections.abc import Iterator

import pytest

from data.intake import Examination, annotated
from data.store.store import Store
from tests.files.given import codes, examined, lent

OFFICE = """Hyresvärdens trygghetsmätning
Delområde;Mått;År;Andel
Ekbacken centrum (påhittat);Trygg på kvällen, områdets egen enkät;2024;57,1
Ekbacken centrum (påhittat);Trygg på kvällen, områdets egen enkät;2025;hej
"""
ONE_INDICATOR = """Delområde;År;Andel
Ekbacken centrum (påhittat);2024;57,1
"""


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    yield from lent()


def suggested(examination: Examination) -> dict[str, str]:
    return {each.id: each.suggested for each in examination.proposals if each.suggested}


def test_columns_are_suggested_by_their_headers_and_by_what_stands_under_them(
    store: Store,
) -> None:
    found = examined(store, OFFICE)
    assert suggested(found) == {
        "column:area_id": "Delområde",
        "column:indicator_id": "Mått",
        "column:value": "Andel",
    }
    assert (found.waiting, found.accepted) == (3, 1)
    (wrong,) = [each for each in found.findings if each.level == "error"]
    assert (wrong.row, wrong.column) == (4, "Andel")
    answered = examined(store, OFFICE, answers=suggested(found))
    assert (answered.waiting, answered.accepted) == (0, 1)
    assert "Delområde;Mått;År;Andel" in annotated(answered, "sv").decode("utf-8-sig")


def test_a_column_that_is_none_of_ours_leaves_the_file_as_it_was(store: Store) -> None:
    none = dict.fromkeys(suggested(examined(store, OFFICE)), "leave")
    assert codes(examined(store, OFFICE, answers=none))[0] == "kind_unclear"


def test_a_table_of_one_indicator_is_asked_which_and_nothing_is_read_before(
    store: Store,
) -> None:
    asked = examined(store, ONE_INDICATOR)
    assert [each.id for each in asked.proposals][-1] == "file_indicator"
    assert (asked.accepted, codes(asked)) == (0, [])
    answers = {**suggested(asked), "file_indicator": "TRY14"}
    answered = examined(store, ONE_INDICATOR, answers=answers)
    assert list(answered.frames["observation"]["indicator_id"]) == ["TRY14"]
    beside = examined(store, ONE_INDICATOR, indicator_id="TRY14")
    assert "file_indicator" not in [each.id for each in beside.proposals]


def test_the_header_over_the_values_says_which_indicator_they_are(store: Store) -> None:
    text = "område;år;Trygg på kvällen\novning.ekbacken.centrum;2026;51,9\n"
    asked = examined(store, text).proposals[-1]
    assert (asked.id, asked.suggested) == ("file_indicator", "TRY14")
    assert "(Trygg på kvällen)" in asked.question.sv
    assert "read as area," in examined(store, OFFICE).proposals[0].question.en


def test_one_of_several_unknown_columns_of_numbers_is_never_guessed(store: Store) -> None:
    text = "område;indikator;period;kvinnor;män;totalt\n9999;BEF01;2024;40;60;100\n"
    asked = examined(store, text)
    assert [(each.id, each.suggested) for each in asked.proposals] == [
        ("which_column:value", None)
    ]
    assert (asked.accepted, asked.stops) == (0, False)
    answered = examined(store, text, answers={"which_column:value": "totalt"})
    assert answered.frames["observation"]["value"].tolist() == [100]


def test_the_first_of_two_columns_of_days_is_never_guessed_to_be_the_period(
    store: Store,
) -> None:
    text = "område;indikator;från;till;värde\n9999;TRY13;2024-07-01;2024-12-31;18\n"
    asked = examined(store, text)
    assert [each.id for each in asked.proposals] == ["which_column:period"]
    assert (asked.accepted, asked.stops) == (0, False)


def test_a_code_and_a_name_beside_it_are_one_area_where_they_agree(store: Store) -> None:
    def of(*lines: str) -> Examination:
        head = "Kommun;Kommunkod;indikator;period;värde"
        return examined(store, "\n".join([head, *lines, ""]))

    agree = of("Provkommun (påhittad);9999;BEF01;2023;100", ";9999;BEF01;2024;101")
    assert (agree.accepted, agree.stops, agree.waiting) == (2, False, 0)
    contradict = of("Ekbacken centrum (påhittat);9999;BEF01;2024;100")
    assert (contradict.accepted, contradict.stops or contradict.waiting > 0) == (0, True)
    unread = examined(
        store, "område;namn;indikator;2023;2024\n9999;Göteborg;BEF01;100;101\nE1;;BEF01;1;2\n"
    )
    assert codes(unread).count("area_named_otherwise") == unread.accepted == 2


def test_the_municipality_beside_an_area_is_not_another_area(store: Store) -> None:
    text = (
        "kommun;område;indikator;period;värde\n"
        "Provkommun (påhittad);Ekbacken centrum (påhittat);TRY14;2024;57\n"
    )
    found = examined(store, text)
    assert list(found.frames["observation"]["period"]) == ["2024"]
    assert (found.accepted, codes(found)) == (1, ["column_not_used"])
    other = examined(store, text.replace("Provkommun (påhittad)", "Göteborg"))
    assert (other.accepted, codes(other)) == (0, ["column_not_used", "area_named_otherwise"])


def test_which_column_is_the_area_is_asked_before_anything_is_said_of_the_headers(
    store: Store,
) -> None:
    asked = examined(store, "kod;namn;2023\n9999;Provkommun (påhittad);100\n")
    assert [each.id for each in asked.proposals][:1] == ["which_column:area_id"]
    assert (asked.accepted, asked.stops) == (0, False)


def test_a_column_of_values_is_one_with_marks_and_flags_among_its_numbers(
    store: Store,
) -> None:
    lines = [
        f"9999;BEF01;{2019 + at};{each}" for at, each in enumerate(("60 p", "x", "<5", "c"))
    ]
    text = "\n".join(["område;indikator;period;Personer", *lines, ""])
    assert suggested(examined(store, text))["column:value"] == "Personer"
