"""A truth stands in one place: what is written again elsewhere would come to disagree."""

from pathlib import Path

import pytest

from dashboard.charts.describe import staircase
from metrics.definition.area_kinds import AREA_KINDS
from metrics.outcome.state import LOST_STATES
from metrics.promise.records import POSITIONS, STAGE_NAMES

ROOT = Path(__file__).parent.parent
CODE = [
    file for room in ("metrics", "data", "dashboard") for file in (ROOT / room).rglob("*.py")
]


def written(*texts: str) -> set[str]:
    """The files whose code holds any of the texts."""
    return {
        str(file.relative_to(ROOT))
        for file in CODE
        if any(text in file.read_text("utf-8") for text in texts)
    }


@pytest.mark.parametrize("state", LOST_STATES)
def test_the_lost_states_are_named_where_it_is_decided_and_nowhere_else(state):
    named = written(f"'{state}'", f'"{state}"')
    assert {file for file in named if not file.startswith("metrics/")} == set()
    assert "metrics/outcome/state.py" in named


@pytest.mark.parametrize("kind", ["primary_area", "city_area", "development_area"])
def test_a_kind_of_area_has_its_words_and_its_size_in_one_place(kind):
    """Others may name a kind that they treat in a way of its own, but not list them all."""
    kinds = sorted(AREA_KINDS)
    lists = {
        file
        for file in written(f'"{kind}"')
        if sum(f'"{one}"' in (ROOT / file).read_text("utf-8") for one in kinds) > len(kinds) / 2
    }
    assert lists == {"metrics/definition/area_kinds.py"}


def test_the_stages_are_named_in_one_place():
    assert written('"hållbarhetsprogram"') == {"metrics/promise/records.py"}
    assert len(STAGE_NAMES) == len(POSITIONS)


def test_the_stages_under_the_staircase_are_the_same_broken_into_lines():
    unbroken = [one.replace("-<br>", "").replace("<br>", " ") for one in staircase._AXIS]
    assert [one.casefold() for one in unbroken] == [one.sv for one in STAGE_NAMES]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("SERIES_KEY =", "data/store/tables.py"),
        ('"kan inte bedömas"', "dashboard/text/states.py"),
        ('"instance": INSTANCE', "dashboard/doors/running.py"),
        ("ALLOWED_CHANGE =", "data/answers/residents.py"),
        ("MOST_OF_THEM =", "metrics/outcome/together.py"),
    ],
)
def test_what_stood_twice_stands_once(text, place):
    assert written(text) == {place}


def test_stages_are_placed_in_one_place():
    assert written("def _places(rows") == set()
