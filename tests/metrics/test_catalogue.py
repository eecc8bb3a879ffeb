"""Definitions: complete, in two languages, and broken ones named whole."""

from importlib import resources

import pytest

from metrics.catalogue import load_catalogue, read_definition
from metrics.errors import DefinitionError, UnknownIndicatorError
from metrics.indicator import Direction, Evidence

CATALOGUE = load_catalogue()
SHIPPED = resources.files("metrics") / "definitions"


def definition(indicator_id: str = "MIX01") -> str:
    return (SHIPPED / f"{indicator_id}.toml").read_text("utf-8")


@pytest.mark.parametrize("indicator_id", CATALOGUE)
def test_every_indicator_can_be_read_aloud_in_both_languages(indicator_id):
    indicator = CATALOGUE[indicator_id]
    assert indicator.sv != indicator.en
    for words in (indicator.sv, indicator.en):
        assert len(words.short) < 32
        assert words.misleading.strip().endswith((".", "”", "?"))
    assert indicator.source.publisher


@pytest.mark.parametrize("indicator_id", CATALOGUE)
def test_what_can_be_lost_says_what_matters(indicator_id):
    indicator = CATALOGUE[indicator_id]
    judged = indicator.may_be_assessed and indicator.direction is not Direction.UNCONFIRMED
    assert indicator.smallest_difference is not None or not judged


def test_the_direction_of_n07609_is_not_confirmed():
    indicator = CATALOGUE[CATALOGUE.ids_by_code["n07609"]]
    assert indicator.direction is Direction.UNCONFIRMED
    assert indicator.direction_confirmed_on is None


def test_the_police_ladder_knows_that_a_class_was_removed():
    steps = {step.code: step for step in CATALOGUE["TRY08"].ladder}
    assert CATALOGUE["TRY08"].evidence is Evidence.ORDINAL
    assert steps["risk_area"].retired_on is not None
    assert steps["risk_area"].retired_on.year == 2025
    order = [step.severity for step in CATALOGUE["TRY08"].ladder]
    assert order == sorted(order)


def test_a_broken_definition_names_every_problem_at_once():
    broken = definition().replace('theme = "mix"', 'theme = "blandat"')
    broken = broken.replace('kind = "outcome"', "")
    broken = broken.replace("[source]", "[source]\ncolour = 'red'")
    indicator, problems = read_definition(broken, "MIX01.toml")
    assert indicator is None
    assert len(problems) == 3
    assert all(problem.startswith("MIX01.toml: ") for problem in problems)
    assert any("blandat" in problem and "safety" in problem for problem in problems)


@pytest.mark.parametrize("text", ["", "id = ", "id = 3", "[[ladder]]\nx = 1"])
def test_what_is_no_definition_is_refused_with_its_name(text):
    indicator, problems = read_definition(text, "X.toml")
    assert indicator is None
    assert problems
    assert all(problem.startswith("X.toml: ") for problem in problems)


def test_a_local_folder_adds_and_replaces_definitions(tmp_path):
    own = definition().replace('id = "MIX01"', 'id = "EGEN1"')
    own = "\n".join(line for line in own.splitlines() if not line.startswith("codes"))
    (tmp_path / "EGEN1.toml").write_text(own, "utf-8")
    (tmp_path / "MIX01.toml").write_text(definition().replace("version = 1", "version = 7", 1))
    catalogue = load_catalogue([tmp_path])
    assert "EGEN1" in catalogue
    assert catalogue["MIX01"].version == 7
    assert len(catalogue) == len(CATALOGUE) + 1


def test_every_broken_file_of_a_folder_is_named(tmp_path):
    for name in ("A1", "A2"):
        (tmp_path / f"{name}.toml").write_text("id = 1")
    with pytest.raises(DefinitionError) as refused:
        load_catalogue([tmp_path])
    assert {problem[:7] for problem in refused.value.problems} == {"A1.toml", "A2.toml"}


def test_two_indicators_cannot_share_a_code(tmp_path):
    own = definition("TRY05").replace('id = "TRY05"', 'id = "EGEN1"')
    (tmp_path / "EGEN1.toml").write_text(own, "utf-8")
    with pytest.raises(DefinitionError, match="already belongs to TRY05"):
        load_catalogue([tmp_path])


def test_an_unknown_indicator_is_answered_with_what_there_is():
    with pytest.raises(UnknownIndicatorError, match="TRY08"):
        CATALOGUE["NOPE"]
