"""Values in thousands or millions are converted when somebody says so, and never in silence."""

from collections.abc import Iterator

import pytest

from data.intake import Examination
from data.store.store import Store
from tests.files.given import codes, examined, lent


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    yield from lent()


def of(
    store: Store, unit: str, value: str, indicator: str = "BEF01", **answers: str
) -> Examination:
    text = f"område;indikator;period;värde;enhet\n9999;{indicator};2024;{value};{unit}\n"
    return examined(
        store, text, answers={f"unit_scale:{indicator}/{unit}": "multiply"} | answers
    )


@pytest.mark.parametrize(
    ("unit", "value", "indicator", "number"),
    [
        ("tusental", "604,8", "BEF01", 604_800),
        ("thousands", "604.829", "BEF01", 604_829),
        ("miljoner", "0,604829", "BEF01", 604_829),
        ("1 000 personer", "604,8", "BEF01", 604_800),
        ("kronor", "352400", "MIX07", 352.4),
        ("mkr", "0,3524", "MIX07", 352.4),
    ],
)
def test_another_scale_is_one_question_with_an_example(
    store: Store, unit: str, value: str, indicator: str, number: float
) -> None:
    examination = of(store, unit, value, indicator)
    (asked,) = examination.proposals
    assert (asked.kind, asked.suggested, asked.count) == ("unit_scale", "multiply", 1)
    assert list(examination.frames["observation"]["value"]) == [pytest.approx(number)]


def test_the_question_says_what_the_number_becomes(store: Store) -> None:
    (asked,) = of(store, "tusental", "604,8").proposals
    assert asked.question.sv == (
        "1 värde för Folkmängd står i tusental, men indikatorn mäts i invånare. "
        "Är 604,8 alltså 604\N{NO-BREAK SPACE}800?"
    )


def test_a_number_that_holds_as_it_is_stands(store: Store) -> None:
    stands = {"unit_scale:BEF01/tusental": "plain"}
    assert list(of(store, "tusental", "604829", **stands).frames["observation"]["value"]) == [
        604_829
    ]


@pytest.mark.parametrize(
    ("unit", "indicator", "said"),
    [
        ("tkr", "MIX07", []),
        ("procent", "TRY14", []),
        ("%", "TRY14", []),
        ("andel", "TRY14", ["unit_not_read"]),
    ],
)
def test_the_own_unit_is_not_asked_about(
    store: Store, unit: str, indicator: str, said: list[str]
) -> None:
    text = f"område;indikator;period;värde;enhet\n9999;{indicator};2024;64;{unit}\n"
    examination = examined(store, text)
    assert (codes(examination), examination.waiting) == (said, 0)


def test_a_scale_in_the_header_of_the_values_is_asked_about_too(store: Store) -> None:
    text = "område;indikator;period;värde (tusental)\n9999;BEF01;2024;604\n"
    asked = examined(store, text)
    (scale,) = [each for each in asked.proposals if each.kind == "unit_scale"]
    assert (scale.id, scale.suggested) == ("unit_scale:BEF01/tusental", "multiply")
    assert asked.frames["observation"]["value"].tolist() == [604_000]


@pytest.mark.parametrize(
    ("value", "indicator", "suggested", "number"),
    [
        ("325 000 kr", "MIX07", "multiply", 325.0),
        ("604,8 tusental", "BEF01", "multiply", 604_800.0),
        ("571 ‰", "TRY14", None, 57.1),
    ],
)
def test_a_unit_after_the_number_in_its_cell_is_asked_about_as_one_in_a_column(
    store: Store, value: str, indicator: str, suggested: str | None, number: float
) -> None:
    unit = value.split()[-1]
    examination = of(
        store, "", value, indicator, **{f"unit_scale:{indicator}/{unit}": "multiply"}
    )
    (asked,) = examination.proposals
    assert (asked.id, asked.suggested) == (f"unit_scale:{indicator}/{unit}", suggested)
    assert list(examination.frames["observation"]["value"]) == [pytest.approx(number)]


def test_the_indicators_own_unit_after_the_number_is_read_without_a_word(store: Store) -> None:
    text = "område;indikator;period;värde\n9999;TRY14;2024;57,1 procent\n9999;TRY14;2025;58\n"
    examination = examined(store, text)
    assert (examination.accepted, examination.waiting, examination.stops) == (2, 0, False)


def test_a_published_table_in_thousands_is_asked_about(store: Store) -> None:
    px = (
        'CHARSET="ANSI";LANGUAGE="sv";MATRIX="T";TITLE="Folkmängd";CONTENTS="Folkmängd";'
        'UNITS="tusental";STUB="region";HEADING="år";VALUES("region")="9999";'
        'VALUES("år")="2024";TIMEVAL("år")=TLIST(A1),"2024";DATA=604.8;'
    )
    found = examined(store, px.encode("latin-1"), "t.px")
    assert "unit_scale:BEF01/tusental" in [each.id for each in found.proposals]
    assert list(found.frames["observation"]["value"]) == [604_800.0]
