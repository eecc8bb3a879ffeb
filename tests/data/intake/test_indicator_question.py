"""Published tables are asked which indicator they are about, and about areas not known here."""

import json
from collections.abc import Iterator

import pytest

from data.intake.indicator_names import by_likeness
from data.store.store import Store
from tests.files.given import CATALOGUE, codes, examined, lent


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    yield from lent()


def table(label: str, *areas: str) -> str:
    """Write a JSON-stat table with one value per area."""
    return json.dumps(
        {
            "class": "dataset",
            "label": label,
            "id": ["kommun", "Tid"],
            "size": [len(areas), 1],
            "dimension": {
                "kommun": {"category": {"index": list(areas)}},
                "Tid": {"category": {"index": ["2024"]}},
            },
            "value": [100 + n for n in range(len(areas))],
        }
    )


def test_an_unknown_name_waits_for_an_answer_and_stops_nothing(store: Store) -> None:
    examination = examined(store, table("Invånare 31 december", "9999"))
    (asked,) = examination.proposals
    assert (asked.id, asked.suggested) == ("indicator:Invånare 31 december", None)
    assert set(asked.choices) == {*CATALOGUE, "leave"}
    assert codes(examination) == []
    assert (examination.accepted, examination.waiting) == (0, 1)


def test_the_answer_is_the_indicator_of_the_rows(store: Store) -> None:
    answers = {"indicator:Invånare 31 december": "BEF01"}
    examination = examined(store, table("Invånare 31 december", "9999"), answers=answers)
    assert (examination.accepted, examination.waiting) == (1, 0)
    assert list(examination.understood["indicator_id"]) == ["BEF01"]


def test_only_an_indicator_named_exactly_so_is_suggested(store: Store) -> None:
    examination = examined(store, table("Folkmängd", "9999"))
    (asked,) = examination.proposals
    assert (asked.suggested, asked.answered) == ("BEF01", False)
    assert examination.accepted == 1


def test_a_known_code_is_not_asked_about(store: Store) -> None:
    examination = examined(store, table("N01951", "9999"))
    assert examination.proposals == ()
    assert list(examination.understood["indicator_id"]) == ["BEF01"]


def test_the_indicator_named_beside_the_file_is_what_it_means(store: Store) -> None:
    examination = examined(store, table("Invånare", "9999"), indicator_id="BEF01")
    assert examination.proposals == ()
    assert examination.accepted == 1


def test_what_is_no_indicator_can_be_left_out(store: Store) -> None:
    answers = {"indicator:Invånare": "leave"}
    examination = examined(store, table("Invånare", "9999"), answers=answers)
    assert codes(examination) == ["no_rows"]


MEANT = {
    ("Folkmängden per månad", "efter region, ålder, kön och månad; SCB"): "BEF01",
    ("Elever, årskurs 1-9", "Grundskolan - Antal elever per årskurs"): "SKO02",
    ("Medelvärde för samtliga, tkr", "inkomstkomponent: löneinkomst"): "MIX07",
    ("Antal", "efter region, upplåtelseform, tabellinnehåll, period"): "BOS09",
    ("Anmälda våldsbrott, antal/100 000 inv", "Kolada"): "TRY05",
    ("Population", "Population by region, period and sex"): "BEF01",
}
"""What a table calls what it measures, with its title, and the indicator that is."""


@pytest.mark.parametrize(("text", "context"), MEANT)
def test_the_indicator_meant_is_among_the_first(text: str, context: str) -> None:
    nearest = by_likeness(text, context, CATALOGUE)[:5]
    assert MEANT[text, context] in [each.id for each in nearest]


def test_areas_not_known_here_are_left_out_when_somebody_says_so(store: Store) -> None:
    content = table("Folkmängd", "9999", "X1", "X2")
    examination = examined(store, content)
    asked = {each.id: each for each in examination.proposals}
    assert (asked["areas_elsewhere"].suggested, asked["areas_elsewhere"].count) == ("leave", 2)
    assert examination.accepted == 1
    assert not examination.stops
    every = examined(store, content, answers={"areas_elsewhere": "stop"})
    assert codes(every) == ["area_unknown", "area_unknown"]


def test_a_table_without_a_single_known_area_says_so(store: Store) -> None:
    examination = examined(store, table("Folkmängd", "X1"))
    assert codes(examination) == ["area_unknown"]
