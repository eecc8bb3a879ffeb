"""Certainty: a survey needs more than the size, and says what it would have seen."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.definition.period import MEASUREMENTS_PER_YEAR
from metrics.engine.baseline import as_panel
from metrics.engine.known import model_of
from metrics.engine.uncertainty import series_noise
from metrics.outcome import sensitivity
from metrics.outcome.decision import decide
from metrics.outcome.prepared import prepared
from metrics.outcome.rates import per_measurement
from metrics.outcome.state import State
from tests.factories import (
    WAVES,
    a_goal,
    a_survey,
    known_noise,
    measurements,
    state_of,
    verdict,
)


def judged(*latest, sigma=1.0, baseline=8, noise=None, error=0.0, **terms):
    """Return the verdict of a mean whose waves waver by `sigma`, around 55."""
    goal = a_goal(exact=False, noise_group="known", **terms)
    waves = baseline + len(latest)
    frame = measurements(
        [*[55.0] * baseline, *latest],
        first=2026 - waves,
        baseline=baseline,
        standard_error=error,
    )
    table = known_noise(sigma) if noise is None else noise
    found = decide(pd.DataFrame([goal]), frame, assessed_on=date(2026, 3, 1), noise=table)
    return found.iloc[0]


def test_a_survey_that_slides_and_is_down_by_what_matters_once_is_a_watch():
    found = judged(54, 53.5, 53.2, 52.6)
    assert (found["state"], found["reason"]) == (State.WATCH, "alarm")


def test_one_wild_measurement_hardly_alarms_alone():
    assert judged(55, 55, 48)["state"] != State.BELOW_BASELINE
    assert judged(55, 55, 48, 55)["state"] == State.UNCHANGED


def test_a_survey_down_within_its_noise_is_no_loss():
    # Two points are what matters, but a wave may be three points off by chance alone.
    assert judged(53, 53, sigma=3.0)["state"] == State.CANNOT_TELL


def test_an_alarm_stays_until_the_value_is_back_and_the_monitor_restarts():
    lost = [51, 51, 51]
    assert judged(*lost, 54, 54)["state"] == State.BELOW_BASELINE
    back = judged(*lost, 55.5, 55.5)
    assert back["state"] == State.REGAINED
    assert not back["watch"]
    # What happened before the restart is no evidence against what comes after it.
    assert judged(*lost, 55.5, 55.5, 52.9)["state"] == State.UNCHANGED
    assert judged(*lost, 55.5, 55.5, 51, 51, 51)["state"] == State.BELOW_BASELINE


def test_the_target_is_monitored_only_once_it_was_reached():
    short = judged(57, 57, 57)
    assert np.isnan(short["p_target"])
    reached = judged(61, 61, 60.5, 60.5)
    assert reached["p_target"] >= 0.5
    relapsed = judged(61, 61, 57, 56, 56)
    assert (relapsed["state"], relapsed["p_target"]) == (State.RELAPSE, 0.001)


def test_a_promise_to_hold_is_asked_once_and_not_twice():
    found = judged(55, 55, 51, 51, 51, form="hold", target_low=np.nan)
    assert found["state"] == State.BELOW_BASELINE
    assert np.isnan(found["p_target"])


def test_each_side_of_a_band_gets_half_of_the_false_alarms():
    wide = dict(form="band", worse="both", target_low=50.0, target_high=60.0, mid=1.0)
    falling = judged(54, 53, 52, 49, 48.5, **wide)
    rising = judged(56, 57, 58, 61, 61.5, **wide)
    assert falling["state"] == rising["state"] == State.BELOW_BASELINE
    assert falling["p_baseline"] == rising["p_baseline"]
    outside = judged(54, 53, 52, 51, 50.5, **wide)
    assert outside["state"] not in {State.WATCH, State.BELOW_BASELINE}


def test_without_noise_no_alarm_is_possible_and_it_says_so():
    nothing = known_noise(1.0).assign(between=np.nan)
    found = judged(40, 40, 40, noise=nothing)
    assert (found["state"], found["reason"]) == (State.CANNOT_TELL, "no_noise")
    other = known_noise(1.0, group="another")
    assert judged(40, 40, 40, noise=other)["reason"] == "no_noise"


def test_what_nobody_calls_important_cannot_be_lost():
    found = judged(40, 40, 40, mid=np.nan)
    assert (found["state"], found["reason"]) == (State.CANNOT_TELL, "no_mid")


def test_a_gain_of_a_survey_is_beyond_chance_at_95_percent_one_sided():
    # The spread is 1 and the baseline rests on eight: 1.645 * sqrt(1 + 1/8) is 1.745.
    terms = dict(mid=1.0, target_low=58.0)
    assert judged(56.76, 56.76, **terms)["state"] == State.ON_TRACK
    assert judged(56.73, 56.73, **terms)["state"] != State.ON_TRACK


@pytest.mark.parametrize(("short", "state"), [(2.15, "past_due_unclear"), (2.18, "never_came")])
def test_a_survey_misses_its_due_date_at_1_5_percent_between_waves_included(short, state):
    found = judged(60 - short, target_due=date(2025, 12, 31), mid=1.0)
    assert found["state"] == state


def test_a_due_date_is_missed_by_sampling_alone_where_nobody_knows_the_waves():
    nothing = known_noise(1.0).assign(between=np.nan)
    due = dict(target_due=date(2025, 12, 31), mid=1.0, noise=nothing)
    assert judged(50, **due)["state"] == State.PAST_DUE_UNCLEAR, "no error is known at all"
    assert judged(57.2, error=1.3, **due)["state"] == State.PAST_DUE_UNCLEAR
    assert judged(57.1, error=1.3, **due)["state"] == State.NEVER_CAME


def test_the_more_is_watched_the_less_goes_unseen():
    seen = [judged(*[55.0] * number, mid=0.5)["detectable"] for number in (2, 4, 8, 12)]
    assert np.isnan(judged(55.0, mid=0.5)["detectable"])
    assert seen == sorted(seen, reverse=True)
    assert seen[0] == pytest.approx(3.3, abs=0.3)


def test_what_began_in_the_last_two_years_must_be_larger_to_be_seen():
    seen = [judged(*[55.0] * number, mid=2.0) for number in (2, 4, 8, 12)]
    first, late = ([one[name] for one in seen] for name in ("detectable", "detectable_late"))
    assert late[0] == first[0], "there is nothing before them"
    assert late[3] > 1.5 * first[3]


def test_only_what_is_calm_says_what_would_have_been_seen_late():
    assert np.isfinite(judged(55, 55, 55, mid=2.0)["detectable_late"])
    lost = judged(55, 45, 45, mid=2.0)
    assert (lost["state"], np.isnan(lost["detectable_late"])) == (State.BELOW_BASELINE, True)
    unsure = judged(55, 55, mid=1.5)
    assert (unsure["state"], np.isnan(unsure["detectable_late"])) == (State.CANNOT_TELL, True)


def rules_asked(*mids):
    """The rules that are asked of goals with some smallest differences, judged together."""
    goals = [
        a_goal(goal_id=f"goal {mid}", exact=False, noise_group="known", mid=mid) for mid in mids
    ]
    frame = measurements([*WAVES, *WAVES, *WAVES], first=2000, baseline=8, standard_error=1.0)
    frames = [frame.assign(goal_id=goal["goal_id"]) for goal in goals]
    asked, real = set(), sensitivity.detectable_loss
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            sensitivity, "detectable_loss", lambda rule: asked.add(rule) or real(rule)
        )
        decide(
            pd.DataFrame(goals),
            pd.concat(frames, ignore_index=True),
            assessed_on=date(2026, 3, 1),
            noise=known_noise(1.0),
        )
    return asked


def test_what_is_simulated_of_a_goal_is_the_same_whoever_is_judged_beside_it():
    assert rules_asked(5.1) <= rules_asked(4.0, 5.1, 6.0)


@pytest.mark.parametrize(("pace", "left"), [(1.0, 2), (4.0, 8), (0.5, 2), (0.25, 2)])
def test_late_are_the_measurements_of_two_years_or_those_that_confirm(pace, left):
    rows, asked = 24, []
    months = round(12 / pace)
    ends = pd.period_range(end="2025-12", periods=rows * months, freq="M")[months - 1 :: months]
    goal = a_goal(exact=False, noise_group="known", looks_per_year=pace, mid=6.0)
    frame = measurements([*WAVES, *WAVES, *WAVES], first=2000, baseline=8).assign(
        period_start=(ends - (months - 1)).to_timestamp(),
        period_end=ends.to_timestamp(how="end").normalize(),
    )
    noise = known_noise(1.0).assign(season=[[0.0] * 4], season_measurements=100.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sensitivity, "detectable_loss", lambda rule: asked.append(rule) or 1.0)
        decide(
            pd.DataFrame([goal]),
            frame,
            assessed_on=date(2026, 3, 1),
            noise=noise,
        )
    assert (asked[0].measurements_left, asked[-1].measurements_left) == (16, left)


def test_what_is_counted_in_full_is_seen_late_as_soon_as_it_matters():
    found = verdict(a_goal(mid=4.0), measurements([55, 55, 55, 55], first=2022))
    assert (found["detectable"], found["detectable_late"]) == (4.0, 4.0)


def test_where_none_so_large_fits_in_nothing_late_would_have_been_seen():
    found = judged(*[55.0] * 12, sigma=2.4, scale="root", mid=30.0)
    assert found["state"] == State.UNCHANGED
    assert found["detectable"] < 55
    assert np.isnan(found["detectable_late"]), "a rate cannot fall by more than all there is"


def test_what_matters_bounds_what_can_be_seen():
    assert judged(55, 55, 55, 55, mid=4.0)["detectable"] > 4.0
    assert judged(55, 55, 55, 55, mid=4.0)["state"] == State.UNCHANGED


def test_a_survey_that_sees_only_more_than_twice_what_matters_cannot_tell():
    found = judged(55, 55, mid=1.5)
    assert found["detectable"] > 3.0
    assert (found["state"], found["reason"]) == (State.CANNOT_TELL, "insensitive")
    assert judged(55, 55, mid=2.0)["state"] == State.UNCHANGED


def test_one_measurement_after_the_baseline_is_too_few_and_two_are_enough():
    assert judged(55, mid=4.0)["reason"] == "few_measurements"
    assert judged(55, 55, mid=4.0)["state"] == State.UNCHANGED


def test_measurements_between_those_of_the_reference_are_not_judged():
    goal = a_goal(exact=False, noise_group="known")
    frame = measurements([55, 40, 40, 55, 55, 55], first=2020, baseline=4)
    frame["in_baseline"] = [True, False, False, True, False, False]
    found = decide(
        pd.DataFrame([goal]), frame, assessed_on=date(2026, 3, 1), noise=known_noise(1.0)
    ).iloc[0]
    assert found["state"] == State.UNCHANGED


def test_an_exact_value_is_never_narrowly_reached():
    assert not verdict(a_goal(), measurements([55, 60, 60], first=2023))["narrowly"]
    assert not a_survey(64, 64)["narrowly"]


def test_an_exact_count_needs_two_measurements_in_all():
    found = verdict(a_goal(), measurements([55], first=2025))
    assert (found["state"], found["reason"]) == (State.CANNOT_TELL, "few_measurements")
    assert state_of([55, 55], first=2024) == State.UNCHANGED


def test_the_noise_of_waves_is_borrowed_within_a_group_only():
    near, lone = a_goal(goal_id="near", exact=False), a_goal(goal_id="lone", exact=False)
    full = measurements([*WAVES, 55, 55], first=2016, baseline=8, goal_id="near")
    short = measurements([55, 55, 55], first=2023, baseline=1, goal_id="lone")
    both = pd.concat([full, short], ignore_index=True)

    def detectable(lone_group):
        goals = pd.DataFrame([near, lone | {"group": lone_group}])
        return decide(goals, both, assessed_on=date(2026, 3, 1))["detectable"].iloc[1]

    assert np.isfinite(detectable("share"))
    assert np.isnan(detectable("another"))


def test_a_survey_is_judged_the_same_beside_a_longer_series():
    long, short = a_goal(goal_id="long"), a_goal(goal_id="short", group="another", exact=False)
    years = measurements([55] * 20, first=2006, goal_id="long")
    waves = measurements(
        [54, 56, 55, 51, 50], first=2021, baseline=3, standard_error=0.8, goal_id="short"
    )
    both = pd.concat([years, waves], ignore_index=True)
    goals = pd.DataFrame([long, short])
    beside = decide(goals, both, assessed_on=date(2026, 3, 1)).iloc[1]
    pd.testing.assert_series_equal(beside, verdict(short, waves), check_names=False)


def test_twelve_monthly_measurements_give_back_the_yearly_rate():
    monthly = per_measurement(0.005, np.array([12.0]))
    assert 1 - (1 - monthly[0]) ** 12 == pytest.approx(0.005)
    assert per_measurement(0.001, np.array([1.0]))[0] == pytest.approx(0.001)


def test_a_year_has_the_measurements_of_its_frequency():
    named = {str(frequency): number for frequency, number in MEASUREMENTS_PER_YEAR.items()}
    assert named == {
        "week": 52,
        "month": 12,
        "quarter": 4,
        "term": 3,
        "half_year": 2,
        "school_year": 1,
        "year": 1,
        "two_years": 1 / 2,
        "four_years": 1 / 4,
    }


@pytest.mark.parametrize(
    ("level", "waves"), [(73.1, 8), (55.0, 8), (41.7, 8), (12.3, 6), (0.7, 3), (1 / 3, 8)]
)
def test_a_flat_baseline_alone_has_no_known_noise(level, waves):
    goal = a_goal(exact=False, target_low=level + 10, baseline_value=level, mid=0.05)
    frame = measurements(
        [level] * waves + [level - 0.1] * 4,
        first=2022 - waves,
        baseline=waves,
        standard_error=np.nan,
    )
    assert verdict(goal, frame)["state"] == State.CANNOT_TELL


WILD = [75.0, 74.0, 76.0, 45.0, 75.0]


def test_one_wild_baseline_year_is_not_the_level_that_is_held():
    frame = measurements([*WILD, *[65.0] * 6], first=2015, baseline=5)
    goal = a_goal(
        exact=False,
        noise_group="known",
        target_low=90.0,
        mid=5.0,
        baseline_value=float(np.mean(WILD)),
    )
    found = decide(
        pd.DataFrame([goal]), frame, assessed_on=date(2026, 3, 1), noise=known_noise(2.0)
    )
    assert found["state"].iloc[0] == State.BELOW_BASELINE


def levels(values, *, frozen=None, error=0.0, **terms):
    """Return the level that `decide`, and that `screen_losses`, holds five years against."""
    frame = measurements(values, first=2015, baseline=5, standard_error=error)
    frozen = float(np.mean(values[:5])) if frozen is None else frozen
    goal = a_goal(exact=False, noise_group="known", baseline_value=frozen, **terms)
    noise = known_noise(2.0)
    placed = prepared(pd.DataFrame([goal]), frame, noise).on_scale
    series = np.array([values], dtype=float)
    known = series_noise(as_panel(series, 5), model_of(["known"], noise), np.array([0]))
    return placed.level[0], known.mean[0]


@given(st.lists(st.floats(40, 90), min_size=7, max_size=7))
def test_the_level_held_against_is_that_of_screen_losses(values):
    judged_against, screened_against = levels(values)
    assert judged_against == pytest.approx(screened_against)


def test_without_a_wild_year_the_level_is_the_frozen_mean():
    assert levels([55, 56, 54, 55, 56, 55], error=0.8)[0] == pytest.approx(55.2)


def test_a_baseline_corrected_after_it_was_frozen_stays_as_it_was():
    assert levels([*WILD, 65.0], frozen=75.0)[0] == 75.0
    assert levels([75.0] * 5 + [65.0], frozen=69.0)[0] == 69.0
