"""People get their file back with remarks, and templates to start from."""

import csv
import io
import tomllib
from collections.abc import Iterator
from importlib import resources
from string import Formatter

import pytest

from data.intake import TEMPLATES, annotated, annotation, template
from data.store.store import Store
from tests.files.given import CATALOGUE, codes, examined, lent, percents


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    yield from lent()


def opened(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_the_file_comes_back_with_a_column_of_remarks(store: Store) -> None:
    examination = examined(store, percents("2023;60", "2024;hej"))
    header, fine, wrong = opened(annotated(examination, "sv"))
    assert header == ["område", "indikator", "period", "värde", "anmärkning"]
    assert fine[-1] == ""
    assert wrong[:4] == ["ovning.ekbacken.centrum", "TRY14", "2024", "hej"]
    assert wrong[-1].startswith("värde: hej är inget tal.")


def test_of_a_large_file_only_the_rows_with_remarks_come_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotation, "MOST_ROWS", 2)
    examination = examined(store, percents("2021;60", "2022;hallå", "2023;=61", "2024;hej"))
    header, *wrong = opened(annotated(examination, "sv"))
    assert header[0] == "rad"
    assert [row[:1] + row[3:5] for row in wrong] == [
        ["3", "2022", "hallå"],
        ["4", "2023", "'=61"],
    ]


def test_a_corrected_file_with_remarks_can_be_dropped_again(store: Store) -> None:
    returned = annotated(examined(store, percents("2024;hej")), "sv")
    corrected = returned.decode("utf-8-sig").replace(";hej;", ";64;")
    assert examined(store, corrected).stops is False


@pytest.mark.parametrize("cell", ["=1+1", "+SUM(A1)", "@cmd", "-2+3"])
def test_no_cell_of_a_returned_file_is_a_formula(store: Store, cell: str) -> None:
    text = percents(f"2024;64;{cell}", header="område;indikator;period;värde;fotnot")
    row = opened(annotated(examined(store, text), "sv"))[1]
    assert row[4] == f"'{cell}"


def test_a_negative_number_is_no_formula(store: Store) -> None:
    row = opened(annotated(examined(store, percents("2024;-3,5")), "sv"))[1]
    assert row[3] == "-3,5"


def test_a_file_that_could_not_be_read_comes_back_as_the_reason(store: Store) -> None:
    header, reason = opened(annotated(examined(store, b"%PDF-1.7", "a.csv"), "sv"))
    assert header == ["anmärkning"]
    assert "PDF" in reason[0]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", TEMPLATES)
def test_every_template_is_read_as_its_own_kind(store: Store, kind: str, language: str) -> None:
    examination = examined(store, template(kind, language, CATALOGUE))
    assert examination.kind == kind
    assert not {"columns_missing", "column_not_used", "not_a_number"} & set(codes(examination))


@pytest.mark.parametrize("indicator_id", CATALOGUE)
def test_every_indicator_has_a_template_that_only_lacks_an_area(
    store: Store, indicator_id: str
) -> None:
    content = template("observations", "sv", CATALOGUE, indicator_id)
    examination = examined(store, content.replace(b"ovning.exempel", b"ovning.ekbacken"))
    assert not examination.stops, [each.message("sv") for each in examination.findings]


def test_there_is_no_template_for_what_cannot_be_taken_in() -> None:
    with pytest.raises(ValueError, match="There are: observations, areas"):
        template("recept", "sv", CATALOGUE)


def test_every_message_is_said_in_both_languages_with_the_same_details() -> None:
    text = (resources.files("data.intake") / "messages.toml").read_text("utf-8")

    def details(sentence: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(sentence) if name}

    for code, message in tomllib.loads(text).items():
        assert message["level"] in {"error", "warning"}, code
        assert details(message["sv"]) == details(message["en"]), code
        suggestions = [message.get(f"suggest_{language}", "") for language in ("sv", "en")]
        assert details(suggestions[0]) == details(suggestions[1]), code
        assert bool(suggestions[0]) == bool(suggestions[1]), code
