"""Every state, kind of evidence and reason has a sentence somebody has read."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from dashboard.text import sentences
from dashboard.text.movement import chance
from dashboard.text.reasons import _REASON_CELLS, _REASONS
from metrics.definition.indicator import Evidence, Indicator
from metrics.outcome.state import State
from tests.dashboard.approval import approve_text
from tests.dashboard.charts.figure_tables import CATALOGUE, SAFETY, goal

BROKEN_BY = (*sentences.BREAK_CAUSES, "")
WITHOUT_EVIDENCE = (
    "direction_unconfirmed", "few_answers", "hidden", "inferred_class", "missing",
    "no_observation", "not_measured_at_due", "not_measured_since", "preliminary_at_due",
    "stale",
)  # fmt: skip
REASONS = {
    State.BREAK: BROKEN_BY,
    State.NO_EVIDENCE: WITHOUT_EVIDENCE,
    State.TOO_EARLY: ("before_effect",),
    State.WATCH: (
        "alarm",
        "behind",
        "expected_dip",
        "fell_after_due",
        "preliminary",
        "short_of_target",
        "sudden",
    ),
    State.HOLDS: ("held_until_due", "worse_once", "worse_preliminary", "worse_twice", ""),
    State.UNCHANGED: (
        "below_without_alarm",
        "fallen_back",
        "not_moved",
        "once_at_target",
        "past_target",
        "too_slow",
        "worse_once",
        "worse_preliminary",
        "worse_twice",
    ),
    State.REACHED: ("worse_preliminary", ""),
    State.REGAINED: ("came_late", ""),
    State.CANNOT_TELL: ("few_measurements", "insensitive", "no_mid", "no_noise", "no_season"),
}
GOOD = {State.REACHED, State.ON_TRACK, State.REGAINED, State.HOLDS}
BETTER = {"once_at_target", "too_slow", "fallen_back"}
EARLIER = {"hidden", "missing"}
"""Reasons for which the last known value is of an earlier period."""


SHOWN = {
    Evidence.SURVEY_SHARE: "SER08",
    Evidence.EVENT_RATE: "TRY05",
    Evidence.MEAN: "MIX07",
    Evidence.REGISTER_SHARE: "ARB01",
    Evidence.STOCK: "BEF01",
    Evidence.ORDINAL: "TRY08",
    Evidence.COMPOSITION: "MIX02",
}
"""A shipped indicator of each kind, so that a new definition changes no approved sentence."""


def indicator_of(evidence: Evidence) -> Indicator:
    """Return a shipped indicator with this kind of evidence, or one made to have it."""
    shipped = SHOWN.get(evidence)
    return CATALOGUE[shipped] if shipped else replace(SAFETY, evidence=evidence)


def case(state: State, reason: str, indicator: Indicator) -> dict[str, object]:
    """Return a goal in a state, as bare as a verdict on such evidence would be."""
    higher = indicator.direction.value == "lower"
    before, now = (58.0, 66.0) if state in GOOD or reason in BETTER else (71.0, 62.0)
    # So far from the target that it is not on its way back.
    now = 57.0 if state is State.RELAPSE else now
    before, now = (before, now) if not higher else (130 - before, 130 - now)
    given = {
        "indicator_id": indicator.id,
        "state": state.value,
        "verdict_reason": reason,
        "worse": "higher" if higher else "lower",
        "form": "at_most" if higher else "at_least",
        "target_high": 65.0 if higher else None,
        "target_low": None if higher else 65.0,
        "baseline_value": before,
        "value": None if reason == "no_observation" else now,
        "last_period": "2024" if reason in EARLIER else "2025",
        "size": 9.0,
        "behind": 9.0,
        "p_baseline": 0.01,
        "p_target": 0.005,
        "p_comparator": None,
        "detectable": 5.0,
        "earliest_effect": pd.Timestamp("2028-01-01"),
        "target_due": pd.Timestamp("2025-12-31"),
    }
    if reason == "no_observation":
        given |= {"last_period": None}
    if state is State.HOLDS:
        given |= {"form": "hold", "target_low": None, "target_high": None}
    if indicator.evidence is Evidence.ORDINAL:
        kept = [step.code for step in indicator.ladder[:-1]]
        given |= {"value": None, "form": "class", "target_classes": kept, "target_low": None}
        given |= {"class_code": indicator.ladder[-1].code}
    return goal(**given)


EVERY = [
    (state, reason, evidence)
    for state in State
    for reason in REASONS.get(state, ("",))
    for evidence in Evidence
]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_state_evidence_and_reason_is_as_approved(language):
    lines = []
    for state, reason, evidence in EVERY:
        indicator = indicator_of(evidence)
        said = sentences.verdict(case(state, reason, indicator), indicator, language)
        lines.append(f"{state} | {reason or '-'} | {evidence}: {said}")
    name = "sentences-every.txt" if language == "sv" else "sentences-every.en.txt"
    approve_text(name, "\n".join(lines) + "\n")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_sentence_has_a_hole_or_shows_the_machine(language):
    for state, reason, evidence in EVERY:
        indicator = indicator_of(evidence)
        said = sentences.verdict(case(state, reason, indicator), indicator, language)
        assert said[0].isupper(), said
        assert said.endswith("."), said
        assert not re.search(r"\bnan\b|None|NaT|_|\{|  |\.\.|\(\)", said), said


def test_every_reason_a_verdict_can_give_has_its_words():
    # What is calm says its reason as the finding itself.
    told = {State.UNCHANGED, State.HOLDS, State.REACHED, State.REGAINED}
    given = {why for state, reasons in REASONS.items() if state not in told for why in reasons}
    given -= {""}
    assert given <= {*_REASONS, *sentences.BREAK_CAUSES}
    assert set(_REASON_CELLS) <= set(_REASONS)


def test_only_what_is_sampled_is_held_against_chance():
    for evidence in Evidence:
        indicator = indicator_of(evidence)
        said = sentences.verdict(case(State.BELOW_BASELINE, "", indicator), indicator, "sv")
        assert ("Slumpen" in said) is not evidence.is_exact


def test_a_loss_is_told_with_size_time_twice_and_chance():
    lost = goal(
        state="below_baseline",
        baseline_value=71.0,
        value=62.0,
        baseline_periods=["2019"],
        p_baseline=0.01,
    )
    assert sentences.verdict(lost, SAFETY, "sv") == (
        "Tryggheten på kvällen har sjunkit från 71 till 62\u00a0procent sedan 2019."
        " Värdet har varit sämre än utgångsläget två mätningar i rad."
        " Slumpen förklarar inte försämringen. Målet är minst 65\u00a0procent."
    )


@pytest.mark.parametrize(
    ("share", "written"), [(0.01, "1,0\u00a0%"), (0.0012, "0,12\u00a0%"), (0.2, "20,0\u00a0%")]
)
def test_how_rare_a_loss_would_be_by_chance_stands_beside_its_alarms(share, written):
    lost = goal(state="relapse", p_target=share)
    assert "%" not in sentences.verdict(lost, SAFETY, "sv").split("Slumpen")[1][:30]
    assert (
        chance(lost, SAFETY, "sv") == f"Så starkt larm av slumpen ensam: {written} av fallen."
    )


@pytest.mark.parametrize(
    ("earliest", "latest", "swedish", "english"),
    [
        (
            2022,
            2024,
            ", tidigast 2022 och senast 2024",
            ", 2022 at the earliest and 2024 at the latest",
        ),
        (2022, 2023, ", tidigast 2022", ", 2022 at the earliest"),
        (2023, 2024, ", senast 2024", ", 2024 at the latest"),
        (2023, 2023, "", ""),
        (None, None, "", ""),
    ],
)
def test_the_onset_is_told_with_how_early_and_late_and_no_year_twice(
    earliest, latest, swedish, english
):
    low, high = (year and pd.Timestamp(year, 4, 1) for year in (earliest, latest))
    dates = dict(onset=pd.Timestamp("2023-07-01"), onset_low=low, onset_high=high)
    lost = goal(state="relapse", **dates)
    said = [sentences.size_and_onset(lost, SAFETY, language) for language in ("sv", "en")]
    assert said == [
        f"Försämringen började troligen 2023{swedish}.",
        f"The worsening probably began in 2023{english}.",
    ]


def quarterly(**columns):
    """A quarter at 31 where 43 is usual over the year; without its season it is worse."""
    usual = dict(worse="higher", form="at_most", baseline_value=43.0, last_period="2025-Q1")
    return goal(
        **usual | dict(target_low=None, target_high=35.0, value=31.0, worsening=8.2) | columns
    )


def test_a_quarter_is_told_without_its_season_as_it_was_judged():
    worse = quarterly(state="unchanged", verdict_reason="below_without_alarm")
    assert sentences.verdict(worse, SAFETY, "sv").split(". ", 1)[1] == (
        "Värdet var 31\u00a0procent första kvartalet 2025, målet är högst 35\u00a0procent."
        " Utan årstiden är det 51\u00a0procent."
    )
    assert sentences.cell(worse, SAFETY, "sv") == "51\u00a0% utan årstid, mål 35"
    met = quarterly(state="reached", narrowly=True, value=40.0, worsening=-18.0)
    assert "Mätningen är" not in sentences.verdict(met, SAFETY, "sv")
    lost = quarterly(state="below_baseline", size=8.2, size_low=5.0, size_high=12.0)
    assert "stigit från 43 till 51\u00a0procent utan årstiden sedan" in sentences.finding(
        lost, SAFETY, "sv"
    )
    assert "är 8\u00a0procentenheter sämre" in sentences.headline_loss(lost, SAFETY, "sv")
    assert sentences.cell(lost, SAFETY, "en") == "51\u00a0% without season, was 43"


def test_a_count_that_is_nearly_at_its_target_is_not_said_to_be_unclear():
    terms = dict(worse="higher", form="at_most", target_low=None, target_high=5.0, mid=0.5)
    due = goal(
        state="past_due_unclear", target_due=pd.Timestamp("2025-12-31"), **terms, value=5.3
    )
    assert sentences.finding(due, CATALOGUE["ARB01"], "sv") == (
        "Måldatumet har passerat. Andelen långtidsarbetslösa är inte vid målet,"
        " men det skiljer mindre än vad som spelar roll."
    )
    assert "oklart" in sentences.finding(due, SAFETY, "sv")


def test_a_loss_that_is_nearly_back_is_not_said_to_have_fallen_to_where_it_is():
    lost = goal(state="below_baseline", value=54.0, baseline_value=55.0, mid=5.0)
    assert "sjunkit från" not in sentences.verdict(lost, SAFETY, "sv")
    assert "skiljer det mindre än vad som spelar roll" in sentences.finding(lost, SAFETY, "sv")
    assert "Värdet var 54" in sentences.certainty(lost, SAFETY, "sv")
    assert sentences.cell(lost, SAFETY, "sv").endswith("; nästan tillbaka")
    further = goal(state="below_baseline", value=50.0, baseline_value=55.0, mid=5.0)
    assert "har sjunkit från 55 till 50" in sentences.finding(further, SAFETY, "sv")
    back = goal(state="below_baseline", value=56.0, baseline_value=55.0, mid=5.0)
    assert sentences.cell(back, SAFETY, "en").endswith("; back once")


def test_what_was_reached_once_and_is_watched_is_said_to_have_been_there():
    watched = goal(state="watch", verdict_reason="alarm", was_reached=True, value=50.0,
                   met_period="2024")  # fmt: skip
    assert "Målet var senast nått 2024. Tidig" in sentences.verdict(watched, SAFETY, "sv")
    held = replace(watched, form="hold")
    assert "senast nått" not in sentences.verdict(held, SAFETY, "sv")


def test_a_goal_that_was_set_afterwards_says_so_wherever_it_is_judged():
    late = goal(state="below_baseline", value=50.0, after_the_fact=True)
    assert sentences.verdict(late, SAFETY, "sv").endswith(
        "Målet sattes i efterhand, när siffrorna redan fanns."
    )
    assert "i efterhand" not in sentences.verdict(goal(state="reached"), SAFETY, "sv")


def test_what_has_left_its_band_is_as_far_outside_it_as_it_is_said_to_be_worse():
    terms = dict(form="band", worse="both", target_low=50.0, target_high=60.0, size=6.0)
    left = goal(state="below_baseline", value=44.0, baseline_value=55.0, **terms)
    assert sentences.headline_loss(left, SAFETY, "sv").endswith(
        "är 6\u00a0procentenheter utanför målet"
    )
    further = goal(state="below_baseline", value=38.0, baseline_value=44.0, **terms)
    assert sentences.headline_loss(further, SAFETY, "sv").endswith("sämre än utgångsläget")


def test_what_is_watched_beside_others_is_not_said_to_have_moved():
    watched = goal(state="watch", verdict_reason="behind", value=54.0, baseline_value=55.0)
    assert sentences.finding(watched, SAFETY, "sv") == "Tryggheten på kvällen bör bevakas."
    assert "Värdet var 54" in sentences.verdict(watched, SAFETY, "sv")


def test_a_year_is_told_as_it_was_measured():
    worse = quarterly(state="below_baseline", last_period="2025", worsening=-12.0)
    assert "årstid" not in sentences.verdict(worse, SAFETY, "sv")
    assert sentences.cell(worse, SAFETY, "sv") == "31\u00a0%, var 43; tillbaka en gång"


def test_what_has_been_at_its_target_is_not_said_never_to_have_moved():
    before = goal(state="unchanged", verdict_reason="not_moved", was_reached=True, value=62.0)
    assert sentences.finding(before, SAFETY, "sv") == (
        "Tryggheten på kvällen har varit vid målet, men är det inte nu."
    )


def services(**columns):
    """A goal of six services that is past its due date."""
    return goal(
        **{
            "indicator_id": "SER01", "state": "never_came", "target_low": 6.0, "mid": 1.0,
            "target_due": pd.Timestamp("2025-12-31"), "baseline_periods": [],
        } | columns
    )  # fmt: skip


def test_what_was_there_is_said_to_be_gone_and_what_never_was_not_to_have_come():
    gone = services(value=5.0, met_period="2024", met_value=6.0)
    never = services(value=0.0)
    assert sentences.finding(gone, CATALOGUE["SER01"], "sv") == (
        "Sex\u00a0funktioner i drift fanns till och med 2024; 2025 är de fem."
    )
    assert sentences.headline_loss(gone, CATALOGUE["SER01"], "sv") == (
        "Närservicen i Ekbacken centrum (påhittat) höll målet till och med 2024"
        " men är nu 1\u00a0enhet under det"
    )
    assert sentences.finding(never, CATALOGUE["SER01"], "sv") == (
        "Närservicen nådde inte målet till 2025."
    )


def test_a_promise_that_was_kept_for_years_is_not_said_never_to_have_been():
    held = goal(
        form="hold", target_low=None, state="never_came", baseline_value=99.35, value=95.5,
        mid=3.0, met_period="2024", met_value=97.0, target_due=pd.Timestamp("2025-12-31"),
    )  # fmt: skip
    assert sentences.verdict(held, SAFETY, "sv") == (
        "Tryggheten på kvällen höll till och med 2024, men inte 2025."
        " Värdet var 96\u00a0procent 2025, målet var att behålla 99\u00a0procent."
    )


def test_values_have_the_decimals_that_the_verdict_needs():
    close = goal(form="hold", target_low=None, value=62.4, baseline_value=64.79, mid=3.0)
    assert "62,4\u00a0procent 2025, målet är att behålla 64,8\u00a0procent" in (
        sentences.certainty(close, SAFETY, "sv")
    )
    short = goal(value=64.96, target_low=65.0)
    assert "64,96\u00a0procent 2025, målet är minst 65\u00a0procent" in (
        sentences.certainty(short, SAFETY, "sv")
    )
    assert sentences.cell(short, SAFETY, "sv") == "64,96\u00a0%, mål 65; nästan tillbaka"
    apart = goal(value=57.0, target_low=65.0)
    assert sentences.cell(apart, SAFETY, "sv") == "57\u00a0%, mål 65"


def test_without_evidence_this_year_the_last_known_verdict_is_told():
    index = CATALOGUE["TRY03"]
    gap = goal(
        indicator_id="TRY03", form="hold", target_low=None, state="no_evidence", mid=3.0,
        verdict_reason="hidden", value=63.0, baseline_value=70.67, last_period="2024",
    )  # fmt: skip
    assert sentences.certainty(gap, index, "sv") == (
        "Senast kända värde var 63\u00a0indexenheter 2024."
        " Det låg under målet, som är att behålla 71\u00a0indexenheter."
    )
    near = replace(gap, verdict=replace(gap.verdict, value=69.0))
    assert "Då höll målet" in sentences.certainty(near, index, "sv")
    unsure = replace(gap, verdict=replace(gap.verdict, reason="direction_unconfirmed"))
    assert "under" not in sentences.certainty(unsure, index, "sv")
