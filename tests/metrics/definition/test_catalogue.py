"""Definitions: complete, in two languages, and broken ones named whole."""

import re
from importlib import resources

import pytest

from metrics.definition.catalogue import load_catalogue, read_definition
from metrics.definition.indicator import Direction, Evidence, Source
from metrics.errors import DefinitionError, UnknownIndicatorError

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


NUMBERS = {
    "TRY": (1, 2, 3, 4, 5, 6, 8, 9, 10, 11),
    "BOS": (1, 2, 3, 4, 5, 6, 7, 8),
    "SER": (1, 2, 4, 5, 6, 7),
    "MIX": (1, 2, 3, 4, 5),
    "BEF": (1, 2, 3, 4),
    "SKO": (1,),
    "ARB": (1, 2, 3, 4, 5),
    "FRI": (1,),
    "DEM": (1,),
    "TIL": (1,),
    "GEN": (1, 2, 3),
}
THE_LIST = [f"{theme}{number:02d}" for theme, numbers in NUMBERS.items() for number in numbers]
"""The indicators agreed on when the work began; an installation may have more."""


def test_every_indicator_of_the_list_is_defined():
    assert len(THE_LIST) == 45
    assert set(THE_LIST) <= set(CATALOGUE)


@pytest.mark.parametrize("indicator_id", CATALOGUE)
def test_a_direction_is_confirmed_by_a_role_on_a_day_or_said_to_be_unconfirmed(indicator_id):
    indicator = CATALOGUE[indicator_id]
    confirmed = bool(indicator.direction_confirmed_by and indicator.direction_confirmed_on)
    assert confirmed is (indicator.direction is not Direction.UNCONFIRMED)


def test_what_is_proposed_is_never_what_is_judged_by():
    proposed = CATALOGUE["TRY09"]
    assert proposed.direction is Direction.UNCONFIRMED
    assert proposed.direction_proposed is Direction.HIGHER
    assert CATALOGUE["TRY02"].direction_proposed is None


@pytest.mark.parametrize(
    ("added", "problem"),
    [("higher", "belongs to a direction that is unconfirmed"), ("upp", "expected one of")],
)
def test_a_proposal_beside_a_confirmed_direction_is_refused(added, problem):
    text = definition().replace("window", f'direction_proposed = "{added}"\nwindow', 1)
    indicator, problems = read_definition(text, "MIX01.toml")
    assert indicator is None
    assert problem in problems[0]


def test_the_area_types_run_from_the_best_to_the_worst():
    types = CATALOGUE["MIX03"].ladder
    assert [step.code for step in types] == ["type_5", "type_4", "type_3", "type_2", "type_1"]
    assert [step.severity for step in types] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("indicator_id", CATALOGUE)
def test_a_definition_names_a_source_somebody_can_find(indicator_id):
    source = CATALOGUE[indicator_id].source
    if source.code:
        assert source.url.startswith("https://")
    assert source.licence


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


def problems_of_a_ladder(written: str, instead: str) -> list[str]:
    """What is said of a ladder that is whole until `instead` is put for what is written."""
    text = definition("MIX03").replace("[source]", "plausible_low = 0\n[source]", 1)
    _, whole = read_definition(text, "MIX03.toml")
    assert whole == []
    _, problems = read_definition(text.replace(written, instead, 1), "MIX03.toml")
    assert all(problem.startswith("MIX03.toml: ") for problem in problems)
    return [problem.removeprefix("MIX03.toml: ") for problem in problems]


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ("version = 0", "1 or more"),
        ("version = 1.5", "a whole number"),
        ("reviewed = 3", "a day such as 2026-11-22"),
        ("smallest_difference = -1.0", "more than 0"),
        ("plausible_low = '2'", "a number"),
    ],
)
def test_a_problem_says_which_key_what_was_read_and_what_was_expected(read, expected):
    key, _ = read.split("=")
    assert f"{read}, expected {expected}" in problems_of_a_ladder(f"{key}=", f"{read} #")


@pytest.mark.parametrize(
    ("instead", "problem"),
    [
        ("severity = 0", "two classes have the same severity"),
        ("weight = 1", "step 2: severity is missing"),
        ("severity = 1\nweight = 1", "step 2: weight is not a known key"),
    ],
)
def test_a_problem_of_a_class_says_at_which_step_of_the_ladder(instead, problem):
    assert f"[[ladder]] {problem}" in problems_of_a_ladder("severity = 1", instead)


def test_a_problem_within_a_list_or_a_part_says_where():
    assert "codes, number 1 = [], expected text" in problems_of_a_ladder(
        "codes = [", "codes = [[], "
    )
    assert "[sv] shape is not a known key" in problems_of_a_ladder("[sv]", "[sv]\nshape = 'x'")
    assert "[source] publisher is missing" in problems_of_a_ladder(
        "publisher = ", "publisher = ' ' #"
    )


def test_keys_that_contradict_each_other_are_named_beside_those_that_cannot_be_read():
    broken = definition("TRY08").replace("[[ladder]]", "[[steps]]")
    broken = broken.replace("decimals = ", "decimals = 'x' #", 1)
    _, problems = read_definition(broken, "TRY08.toml")
    assert "TRY08.toml: decimals = 'x', expected a whole number" in problems
    assert "TRY08.toml: evidence is ordinal but there is no [[ladder]]" in problems


def test_a_whole_number_stays_as_it_was_written_so_that_a_stored_definition_is_the_same():
    text = definition().replace("plausible_low = 0", "plausible_low = 7")
    indicator, problems = read_definition(text, "MIX01.toml")
    assert not problems
    assert repr(indicator.plausible_low) == "7"


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


_NAMES_OF_THEIR_OWN = re.compile(
    "Lägesbild över utsatta områden|Segregationsbarometern|Brå|Källa|Kvarvärde|Malmö"
)


def test_what_is_shipped_names_its_source_its_terms_and_who_answers_for_it_in_english_too():
    for one in CATALOGUE.values():
        said = f"{one.source.named('en')}, {one.source.terms('en')}, {one.owner('en')}"
        assert not re.search("[åäö]", _NAMES_OF_THEIR_OWN.sub("", said)), one.id
        assert one.owner("en") != one.owner("sv"), one.id


def test_a_source_without_a_name_in_english_is_called_what_it_calls_itself():
    source = Source(publisher="Områdets egen enkät", licence="Fri")
    assert (source.named("en"), source.terms("en")) == ("Områdets egen enkät", "Fri")
