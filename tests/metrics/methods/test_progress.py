import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.methods.progress import (
    Grade,
    progress_to_target,
    progress_without_target,
    yearly_growth,
)
from tests.anchors import published

CASES = published("open_sdg_progress/rule_cases.json")

sizes = st.floats(1, 1000)
factors = st.floats(0.5, 2)


def answer_to(case):
    asked = [case[name] for name in ("base", "current", "years")]
    better = case["rising_is_better"]
    if "target" in case:
        target, until = case["target"], case["target_years"]
        return progress_to_target(*asked[:2], target, asked[2], until, better)
    return progress_without_target(*asked, better, case.get("limit", np.nan))


@given(sizes, factors, st.integers(1, 10), st.booleans())
def test_never_progress_when_the_value_moved_the_wrong_way(base, factor, years, rising):
    current = base / max(factor, 1.001) if rising else base * max(factor, 1.001)
    target = base * 1.5 if rising else base / 1.5
    with_target = progress_to_target(base, current, target, years, 15, rising)
    without = progress_without_target(base, current, years, rising)
    assert with_target.grade == without.grade == Grade.DETERIORATION


@given(sizes, sizes, st.integers(1, 30))
def test_growing_at_the_yearly_rate_arrives(base, current, years):
    rate = yearly_growth(base, current, years)
    assert base * (1 + rate) ** years == pytest.approx(current)


@given(sizes, st.lists(factors, min_size=2, max_size=9), st.booleans())
def test_a_better_value_never_scores_lower(base, moves, rising):
    current = np.sort(base * np.array(moves))[:: 1 if rising else -1]
    target = base * 1.5 if rising else base / 1.5
    to_target = progress_to_target(base, current, target, 5, 15, rising)
    assert (np.diff(to_target.score) >= -1e-9).all()
    assert (np.diff(progress_without_target(base, current, 5, rising).score) >= -1e-9).all()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['base']}-{case['current']}")
def test_the_answers_of_the_published_rule(case):
    pace, score, grade = answer_to(case)
    assert grade == case["grade"]
    for ours, theirs in ((pace, case["pace"]), (score, case["score"])):
        if theirs is None:
            assert np.isnan(ours)
        else:
            assert ours == pytest.approx(theirs, rel=1e-12, abs=1e-12)


def test_every_grade_of_the_rule_is_among_its_cases():
    assert {case["grade"] for case in CASES} == set(Grade)


@pytest.mark.parametrize("case", published("open_sdg_progress/rule_checks.json")["cases"])
def test_the_rule_worked_by_hand(case):
    years, until = (case[name] - case["base_year"] for name in ("current_year", "target_year"))
    base, current, target = case["base"], case["current"], case["target"]
    assert yearly_growth(base, current, years) == pytest.approx(case["cagr_o"], rel=1e-12)
    assert yearly_growth(base, target, until) == pytest.approx(case["cagr_r"], rel=1e-12)
    progress = progress_to_target(base, current, target, years, until)
    assert progress.pace == pytest.approx(case["cagr_o"] / case["cagr_r"], rel=1e-12)
    assert progress.grade == Grade.MODERATE


@pytest.mark.parametrize(
    ("part", "grade"),
    [
        (0.9501, "substantial"),
        (0.9499, "moderate"),
        (0.6001, "moderate"),
        (0.5999, "limited"),
        (0.0001, "limited"),
        (-0.0001, "deterioration"),
    ],
)
def test_grades_start_at_the_published_parts_of_the_growth_asked_for(part, grade):
    asked = yearly_growth(50, 75, 15)
    progress = progress_to_target(50, 50 * (1 + part * asked) ** 5, 75, 5, 15)
    assert progress.pace == pytest.approx(part)
    assert progress.grade == grade


def test_two_losses_do_not_make_a_gain():
    # More is better, the target was set below the base, and now it is missed downwards.
    assert progress_to_target(40, 25, 30, 5, 15).grade == Grade.DETERIORATION


def test_leaving_a_target_that_was_met_is_deterioration_at_once():
    left = progress_to_target(60, 59, 60, 5, 15)
    assert left == (-np.inf, -5, Grade.DETERIORATION)
    assert progress_to_target(60, 60, 60, 5, 15).grade == Grade.ACHIEVED


def test_what_is_missing_or_changes_sign_has_no_pace():
    current, years = [-1, np.nan, 41, 41, 41], [5, 5, 0.5, np.nan, 5]
    progress = progress_to_target(40, current, 60, years, 15)
    assert np.isnan(progress.pace).tolist() == [True] * 4 + [False]
    assert progress.grade.tolist() == ["unknown"] * 4 + ["limited"]
    assert np.isnan(progress_to_target(40, 39, -60, 5, 15, False).score)


def test_a_target_that_is_met_is_achieved_even_where_there_is_no_pace():
    assert progress_to_target(-1, 61, 60, 5, 15)[1:] == (5, Grade.ACHIEVED)


def test_arrays_broadcast():
    assert progress_to_target([[40], [50]], [41, 42, 43], 60, 5, 15).grade.shape == (2, 3)
    assert progress_without_target(40, [41, 42], 5, [True, False]).grade.tolist() == [
        "limited",
        "deterioration",
    ]


def test_a_target_in_the_past_is_refused():
    with pytest.raises(ValueError, match="`target_years`"):
        progress_to_target(40, 41, 60, 5, 0)
