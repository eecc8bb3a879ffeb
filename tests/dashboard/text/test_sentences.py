"""Every state says in plain words what happened, in Swedish and English."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from dashboard.text import sentences
from metrics.definition.indicator import Window
from metrics.definition.period import Frequency
from metrics.outcome.state import State
from tests.dashboard.approval import approve_text
from tests.dashboard.charts.figure_tables import CATALOGUE, POLICE, SAFETY, goal, police_goal

WORST = "especially_vulnerable"

CASES = {
    "bakgrund": goal(state="background"),
    "utan mål": goal(state="no_goal"),
    **{
        f"bruten, {kind}": goal(state="break", verdict_reason=kind)
        for kind in sentences.BREAK_CAUSES
    },
    **{
        f"saknar underlag, {why}": goal(state="no_evidence", verdict_reason=why)
        for why in (
            "missing",
            "no_observation",
            "stale",
            "few_answers",
            "direction_unconfirmed",
            "hidden",
        )
    },
    "återfall": goal(worsening=8.0),
    "återfall, även under utgångsläget": goal(value=48.0, also_below_baseline=True),
    "under utgångsläget": goal(
        state="below_baseline",
        baseline_value=71.2,
        value=62.4,
        baseline_periods=["2018", "2019"],
    ),
    "återfall, nyss tillbaka": goal(value=66.0),
    "under utgångsläget, nyss tillbaka": goal(
        state="below_baseline", baseline_value=71.2, value=72.0
    ),
    "halkar efter, inte nu": goal(state="fell_behind", behind=-1.0, value=60.0),
    "halkar efter": goal(state="fell_behind", behind=6.0, value=60.0),
    "återvunnet": goal(state="regained", value=66.1),
    "uteblev": goal(state="never_came", target_due=pd.Timestamp("2025-12-31")),
    "oklart": goal(
        state="past_due_unclear",
        value=63.0,
        verdict_reason="insensitive",
        target_due=pd.Timestamp("2025-12-31"),
    ),
    "bevaka, larm": goal(
        state="watch", verdict_reason="alarm", baseline_value=66.0, value=60.4, target_low=65.0
    ),
    "bevaka, preliminärt": goal(state="watch", verdict_reason="preliminary"),
    "bevaka, väntad svacka": goal(state="watch", verdict_reason="expected_dip"),
    "bevaka, halkar efter": goal(state="watch", verdict_reason="behind"),
    "nått målet": goal(state="reached", value=71.3),
    "nått målet, knappt": goal(state="reached", value=65.4, narrowly=True),
    "för tidigt": goal(
        state="too_early",
        verdict_reason="before_effect",
        earliest_effect=pd.Timestamp("2028-01-01"),
    ),
    "på väg": goal(state="on_track", value=61.0),
    "går inte att avgöra, få": goal(state="cannot_tell", verdict_reason="few_measurements"),
    "går inte att avgöra, okänslig": goal(
        state="cannot_tell", verdict_reason="insensitive", detectable=14.2
    ),
    "håller": goal(state="holds", value=65.8, detectable=5.0),
    "håller, utan känd känslighet": goal(state="holds", value=65.8),
    "håller, sent mindre säkert": goal(
        state="holds", value=65.8, detectable=6.2, detectable_late=12.4, rule_version="2026-5"
    ),
    "håller, sent osynligt": goal(
        state="holds", value=65.8, detectable=6.2, rule_version="2026-5"
    ),
    "oförändrat, sent mindre säkert": goal(
        state="unchanged",
        value=61.0,
        detectable=2.5,
        detectable_late=4.75,
        rule_version="2026-5",
    ),
    "inte bedömt": goal(state=None, value=None),
}

OTHERS = {
    "öppettid under utgångsläget": (
        CATALOGUE["SER07"],
        goal(
            state="below_baseline",
            target_low=25.0,
            baseline_value=14.0,
            value=9.0,
            baseline_periods=["2022-Q4"],
            last_period="2025-Q3",
        ),
    ),
    "tomma lokaler, återfall": (
        CATALOGUE["BOS03"],
        goal(form="at_most", worse="higher", target_low=2.0, value=4.1, worsening=2.1),
    ),
    "hyresrätter i ett band": (
        CATALOGUE["MIX01"],
        goal(
            form="band", worse="both", target_low=35.0, target_high=50.0, value=52.0,
            state="watch", verdict_reason="alarm", baseline_value=48.0,
        ),
    ),
    "behålla": (
        CATALOGUE["TRY03"],
        goal(form="hold", target_low=None, state="holds", value=62.0, baseline_value=63.0,
             detectable=3.0),
    ),
    "tomma lokaler, sent mindre säkert": (
        CATALOGUE["BOS03"],
        goal(form="at_most", state="unchanged", worse="higher", target_low=2.0, value=3.1,
             detectable=0.8, detectable_late=1.6, rule_version="2026-5"),
    ),
    "tomma lokaler, räknas helt": (
        CATALOGUE["BOS03"],
        goal(form="at_most", state="unchanged", worse="higher", target_low=2.0, value=3.1,
             detectable=2.0, detectable_late=2.0, rule_version="2026-5"),
    ),
    "tomma lokaler, sent osynligt": (
        CATALOGUE["BOS03"],
        goal(form="at_most", state="unchanged", worse="higher", target_low=2.0, value=3.1,
             detectable=0.8, rule_version="2026-5"),
    ),
    "hyresrätter i ett band, sent mindre säkert": (
        CATALOGUE["MIX01"],
        goal(form="band", worse="both", target_low=35.0, target_high=50.0, value=48.0,
             state="holds", baseline_value=48.0, detectable=3.0, detectable_late=7.0,
             rule_version="2026-5"),
    ),
    "hyresrätter i ett band, sent osynligt": (
        CATALOGUE["MIX01"],
        goal(form="band", worse="both", target_low=35.0, target_high=50.0, value=48.0,
             state="holds", baseline_value=48.0, detectable=3.0, rule_version="2026-5"),
    ),
    "närservice, uteblev": (
        CATALOGUE["SER01"],
        goal(state="never_came", target_low=6.0, value=5.0, last_period="2023-S2",
             baseline_periods=["2017-S1"], baseline_value=3.0,
             target_due=pd.Timestamp("2023-12-31")),
    ),
    "närservice, försvann": (
        CATALOGUE["SER01"],
        goal(state="never_came", target_low=6.0, value=5.0, last_period="2025", mid=1.0,
             baseline_periods=["2017"], baseline_value=6.0, met_period="2024", met_value=6.0,
             target_due=pd.Timestamp("2025-12-31")),
    ),
    "närservice, en kvar": (
        CATALOGUE["SER01"],
        goal(state="never_came", target_low=6.0, value=1.0, last_period="2025-S2", mid=1.0,
             met_period="2025-S1", met_value=7.0, target_due=pd.Timestamp("2025-12-31")),
    ),
    "lediga lokaler, försvann": (
        CATALOGUE["BOS03"],
        goal(state="never_came", form="at_most", worse="higher", target_low=2.0, value=4.1,
             mid=2.0, met_period="2023", met_value=1.5,
             target_due=pd.Timestamp("2025-12-31")),
    ),
    "behålla, höll till": (
        CATALOGUE["TRY03"],
        goal(state="never_came", form="hold", target_low=None, value=62.4, mid=2.0,
             baseline_value=64.79, met_period="2024", met_value=63.0,
             target_due=pd.Timestamp("2025-12-31")),
    ),
    "dolt i år, under förra året": (
        CATALOGUE["TRY03"],
        goal(state="no_evidence", verdict_reason="hidden", form="hold", target_low=None,
             value=63.0, mid=3.0, baseline_value=70.67, last_period="2024"),
    ),
    "polisen, var borta": (
        POLICE,
        police_goal(area_name="Bergsjön", state="never_came", class_code=WORST,
                    met_period="2021"),
    ),
    "polisen, uteblev": (
        POLICE,
        police_goal(area_name="Bergsjön", state="never_came", class_code=WORST),
    ),
    "polisen, nått målet": (POLICE, police_goal()),
    "polisen, återfall": (POLICE, police_goal(state="relapse", break_id="")),
    "polisen, härledd": (
        POLICE, police_goal(state="no_evidence", verdict_reason="inferred_class")
    ),
    "polisen, håller": (POLICE, police_goal(state="holds")),
}  # fmt: skip

EVERY = {name: (SAFETY, case) for name, case in CASES.items()} | OTHERS


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_sentence_is_as_approved(language):
    lines = []
    for name, (indicator, case) in EVERY.items():
        lines += [
            f"# {name}",
            f"titel   {sentences.finding(case, indicator, language)}",
            f"mening  {sentences.verdict(case, indicator, language)}",
            f"förlust {sentences.headline_loss(case, indicator, language)}",
            f"ruta    {sentences.cell(case, indicator, language)}",
            f"skäl    {sentences.reason(case, indicator, language)}",
            f"målet   {sentences.target(case, indicator, language)}"
            f" | {sentences.target(case, indicator, language, short=True)}",
            "",
        ]
    name = "sentences.txt" if language == "sv" else "sentences.en.txt"
    approve_text(name, "\n".join(lines))


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_sentence_that_ends_with_a_stop(state):
    sentence = sentences.verdict(goal(state=state.value), SAFETY, "sv")
    assert sentence.endswith(".")
    assert sentence[0].isupper()


@pytest.mark.parametrize(("indicator", "case"), EVERY.values(), ids=EVERY)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_sentence_shows_the_machine(indicator, case, language):
    for write in (sentences.verdict, sentences.headline_loss, sentences.cell):
        text = write(case, indicator, language)
        assert not re.search(r"\bnan\b|None|NaT|_|\{|  |\.\.", text), text


@pytest.mark.parametrize(("indicator", "case"), EVERY.values(), ids=EVERY)
def test_swedish_is_set_as_swedish(indicator, case):
    text = " ".join(
        write(case, indicator, "sv") for write in (sentences.verdict, sentences.cell)
    )
    assert not re.search(r"\d\.\d", text), "decimal comma"
    assert " %" not in text, "no-break space before the sign"
    assert " procent" not in re.sub(r"[^\d] procent", "", text), "no-break space after a number"
    assert "brott" not in text.lower(), "running text says bruten serie, never brott"


def test_the_fall_is_told_with_its_numbers():
    case = goal(
        state="below_baseline", baseline_value=71.2, value=62.4, baseline_periods=["2019"]
    )
    assert sentences.finding(case, SAFETY, "sv") == (
        "Tryggheten på kvällen har sjunkit från 71 till 62\u00a0procent sedan 2019."
    )


def test_a_value_just_short_of_its_goal_is_not_rounded_to_it():
    text = sentences.verdict(goal(state="never_came", value=64.6), SAFETY, "sv")
    assert "64,6\u00a0procent" in text


def test_an_area_still_on_the_list_is_said_as_people_say_it():
    case = police_goal(area_name="Bergsjön", state="never_came")
    assert sentences.verdict(case, POLICE, "sv") == (
        "Bergsjön var särskilt utsatt även på 2025 års lista. "
        "Målet var att inget område skulle vara det."
    )


def test_a_reached_class_names_the_new_scale_beside_it():
    assert sentences.verdict(police_goal(), POLICE, "sv") == (
        "Gårdsten är inte särskilt utsatt på 2025 års lista. "
        "Skalan gjordes om samma år, så steget dit jämförs inte."
    )


def test_holds_always_ends_with_what_we_would_not_have_seen():
    text = sentences.verdict(goal(state="holds", detectable=5.0), SAFETY, "sv")
    assert text.endswith("Vi hade inte sett en försämring mindre än 5\u00a0procentenheter.")


@pytest.mark.parametrize(
    ("worse", "form", "at", "cell", "said"),
    [
        ("lower", "at_least", 0.0, "kan inte bli lägre", "Lägre än så kan värdet inte bli."),
        ("higher", "at_most", 100.0, "kan inte bli högre", "Högre än så kan värdet inte bli."),
    ],
)
def test_what_can_get_no_worse_promises_to_show_no_worsening(worse, form, at, cell, said):
    ends = {"form": form, "worse": worse, "detectable": 2.0, "baseline_value": at, "value": at}
    asked = {"target_low": 50.0, "target_high": None}
    asked = asked if worse == "lower" else {"target_low": None, "target_high": 50.0}
    at_end = goal(state="unchanged", verdict_reason="not_moved", **ends, **asked)
    assert sentences.cell(at_end, SAFETY, "sv").endswith(f"; {cell}")
    assert sentences.verdict(at_end, SAFETY, "sv").endswith(said)
    near = replace(
        at_end,
        baseline_value=abs(at - 1.0),
        verdict=replace(at_end.verdict, value=abs(at - 1.0)),
    )
    assert "hade synts" not in sentences.cell(near, SAFETY, "sv"), "two do not fit in one"


def test_a_loss_has_one_number_as_a_heading_and_beside_its_date():
    last = {"state": "below_baseline", "baseline_value": 66.0, "value": 50.1, "mid": 5.0}
    drawn = {"size": 15.9, "size_low": 14.6, "size_high": 20.5, "rule_version": "2026-7"}
    lost = goal(**last, **drawn)
    assert "16\u00a0procentenheter" in sentences.headline_loss(lost, SAFETY, "sv")
    assert "ungefär 16\u00a0procentenheter (osäkerhet 15–20)" in sentences.size_and_onset(
        lost, SAFETY, "sv"
    )
    beyond = sentences.size_and_onset(goal(**last, **drawn | {"size_low": 17.0}), SAFETY, "sv")
    assert beyond.endswith(
        "Den är 16\u00a0procentenheter i den senaste mätningen, och 17–20 över flera."
    )
    better = goal(**last | {"value": 65.0}, **drawn)
    assert "Den var ungefär 16" in sentences.size_and_onset(better, SAFETY, "sv")


def late(**columns):
    """Write what would have been seen of a holding goal with a baseline to 2018."""
    seen = {"detectable": 6.2, "detectable_late": 12.4, "rule_version": "2026-5"}
    return sentences.seen(goal(**{"state": "holds", **seen, **columns}), SAFETY, "sv")


def test_what_would_have_been_seen_is_said_from_the_start_and_for_the_last_two_years():
    assert late() == (
        "Sedan 2019 hade vi sett ett fall på minst 6\u00a0procentenheter. "
        "De två senaste åren bara ett på mer än 12."
    )
    assert late(detectable_late=None).endswith(
        "Ett fall under de två senaste åren hade inte synts."
    )
    assert late(detectable_late=150.0) == late(detectable_late=None), "more than there is"


def test_the_last_two_years_are_not_told_apart_where_they_show_as_much():
    assert late(detectable_late=6.2) == late(rule_version="2026-4", detectable_late=None)
    assert late(rule_version="2026-4", detectable_late=None).startswith("Vi hade inte sett")
    assert late(state="cannot_tell").startswith("Vi hade inte sett")


def test_the_last_two_years_of_what_is_seldom_measured_are_its_latest_measurements():
    seldom = replace(SAFETY, frequency=Frequency.TWO_YEARS)
    rolling = replace(SAFETY, window=Window.ROLLING)
    case = goal(state="holds", detectable=6.2, detectable_late=12.4, rule_version="2026-10")
    for indicator in (seldom, rolling):
        said = sentences.seen(case, indicator, "sv")
        assert said.endswith("De senaste mätningarna bara ett på mer än 12.")


@pytest.mark.parametrize(
    ("written", "swedish"),
    [
        ("2024", "2024"),
        ("2024-Q3", "tredje kvartalet 2024"),
        ("2024-S1", "första halvåret 2024"),
        ("2009/10", "2009/10"),
        ("2019-2020", "2019–2020"),
        ("2024-05", "maj 2024"),
        ("2025-12-01", "1 december 2025"),
    ],
)
def test_periods_are_written_as_people_say_them(written, swedish):
    assert sentences.period(written, "sv") == swedish


@pytest.mark.parametrize(
    ("state", "value", "said"),
    [
        (
            "reached",
            64.0,
            "Mätningen är under det, men nivån över flera mätningar är vid målet.",
        ),
        ("reached", 65.0, ""),
        ("past_due_unclear", 65.0, "men nivån över flera mätningar är det inte säkert."),
        ("past_due_unclear", 64.0, ""),
    ],
)
def test_a_measurement_that_seems_to_deny_the_level_is_explained(state, value, said):
    text = sentences.verdict(goal(state=state, value=value), SAFETY, "sv")
    assert said in text
    assert ("nivån över flera" in text) is bool(said)


@pytest.mark.parametrize(
    ("terms", "asked", "cell"),
    [
        ({"target_low": 97.2, "value": 99.4}, "minst 97,2 %", "99\u00a0%, mål 97,2"),
        (
            {
                "form": "band",
                "worse": "both",
                "target_low": 56.8,
                "target_high": 60.8,
                "value": 55.0,
            },
            "56,8–60,8 %",
            "55\u00a0%, mål 56,8–60,8",
        ),
    ],
)
def test_a_target_is_written_as_it_was_promised(terms, asked, cell):
    missed = goal(state="never_came", **terms)
    assert sentences.target(missed, SAFETY, "sv", short=True).replace("\u00a0", " ") == asked
    assert sentences.cell(missed, SAFETY, "sv") == cell


def test_a_baseline_of_nothing_is_a_baseline():
    lost = goal(state="below_baseline", worse="higher", baseline_value=0.0, value=1.0)
    assert sentences.cell(lost, SAFETY, "sv") == "1\u00a0%, var 0; nästan tillbaka"


def test_the_floor_that_is_said_is_the_floor_that_stopped():
    few = goal(state="no_evidence", verdict_reason="few_answers", minimum_n=10)
    assert sentences.cell(few, SAFETY, "sv") == "för få svar, golv 30"
    counted = CATALOGUE["ARB01"]
    assert sentences.cell(replace(few, minimum_n=100), counted, "sv") == (
        "för litet underlag, golv 100"
    )
