"""Ordinary situations in which a verdict was once wrong, each with the answer that is right.

The smallest data of each kind, all through `judge`; years end 2025, assessed 2026-03-01.
"""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from metrics import mann_kendall, recent_trend, spc_xmr
from metrics.outcome.decision import judge
from metrics.outcome.state import LOST_STATES, State
from tests.factories import a_goal, known_noise, measurements
from tests.metrics.engine.factories import fallen, unchanged
from tests.metrics.outcome.test_outcome_promises import Pace, collapsed, portfolio, surveys

TODAY = date(2026, 3, 1)
CALM = {State.UNCHANGED, State.HOLDS, State.REACHED, State.ON_TRACK}
HOLD = dict(form="hold", target_low=np.nan)


def judged(values, *, baseline, sigma=None, on=TODAY, columns=None, **terms):
    """Return the verdict of one yearly series whose last year is 2025."""
    goal = a_goal(**{"exact": False, "noise_group": "known"} | terms)
    frame = measurements(
        list(values), first=2026 - len(values), baseline=baseline, **(columns or {})
    )
    frame = frame[frame["period_end"] < pd.Timestamp(on)]
    noise = None if sigma is None else known_noise(sigma)
    return judge(pd.DataFrame([goal]), frame, assessed_on=on, noise=noise).verdicts.iloc[0]


def test_1_a_truth_one_mid_under_its_target_is_hardly_ever_lost():
    truth = np.full((1_200, 18), 75.0)
    goals, frame = surveys(truth, 100, Pace(1.0, 12, 8, 10), seed=101)
    goals["target_low"] = 80.0
    found = judge(goals, frame, assessed_on=TODAY).verdicts
    # .012 is promised; three standard errors of the simulation are .0095.
    assert found["was_lost"].mean() <= 0.012 + 0.0095


@pytest.mark.parametrize("later", [(), (73.0, 76.0)])
def test_2_a_promise_to_hold_is_not_kept_before_anybody_could_have_seen_it_broken(later):
    found = judged(
        [76.0, 74.0, *later],
        baseline=2,
        mid=5.0,
        baseline_value=75.0,
        columns=dict(standard_error=6.8),
        **HOLD,
    )
    assert found["state"] == State.CANNOT_TELL


@pytest.mark.parametrize(
    "terms", [HOLD | {"baseline_value": 75.0}, dict(target_low=75.0, baseline_value=75.0)]
)
def test_2c_a_baseline_never_reaches_its_own_promise(terms):
    found = judged([76.0, 74.0], baseline=2, exact=True, noise_group="", **terms)
    assert found["state"] == State.CANNOT_TELL


@pytest.mark.parametrize(
    ("flat", "times"), [(73.1, 8), (41.7, 8), (12.3, 6), (0.7, 3), (1 / 3, 8), (55.0, 8)]
)
def test_3_a_flat_baseline_is_no_known_noise(flat, times):
    found = judged(
        [flat] * times + [flat - 0.1] * 4,
        baseline=times,
        noise_group="alone",
        baseline_value=flat,
        mid=0.05,
    )
    assert found["state"] == State.CANNOT_TELL


def test_4_holds_since_is_the_same_year_whenever_it_is_asked():
    values = [54, 56, 55, 54, 56] + [55.0] * 8
    terms = dict(baseline=5, sigma=2.0, mid=2.5)
    asked = {year: judged(values, on=date(year, 3, 1), **terms) for year in range(2019, 2027)}
    calm = {year: found for year, found in asked.items() if found["state"] == State.UNCHANGED}
    assert calm
    assert len({found["since"] for found in calm.values()}) == 1
    first = pd.Timestamp(next(iter(calm.values()))["since"]).year
    assert all(year > first for year in calm), "holds from a year in which nobody could tell"


@pytest.mark.parametrize("error", [np.nan, 0.01, 3.0])
def test_5_barely_at_the_target_is_never_a_clear_success(error):
    found = judged(
        [55.0, 54, 56, 55, 54, 56, 55, 55, 60.1, 60.1],
        baseline=8,
        sigma=1.5,
        mid=5.0,
        columns=dict(standard_error=error),
    )
    assert (found["state"], found["narrowly"]) == (State.REACHED, True)


def test_6_one_wild_baseline_year_hides_no_fall():
    found = judged(
        [75.0, 74, 76, 45, 75] + [65.0] * 6,
        baseline=5,
        sigma=2.0,
        mid=5.0,
        baseline_value=69.0,
        **HOLD,
    )
    assert found["state"] in LOST_STATES


@pytest.mark.parametrize("sigmas", [3, 4, 5, 20])
def test_8_a_collapse_in_the_last_two_years_is_never_calm(sigmas):
    found = judged([55.0] * 15 + [55.0 - 2 * sigmas] * 2, baseline=5, sigma=2.0, mid=4.0)
    assert found["state"] not in CALM
    assert sigmas == 3 or found["state"] in LOST_STATES


def test_8_a_collapse_in_noise_is_lost_and_never_calm_far_beyond_chance():
    values = fallen(unchanged(1_200, 17, seed=8), 15, 4.0)
    pace = Pace(1.0, 12, 5, 12)
    goals, frame = portfolio(values, pace, mid=2.0, noise_group="known")
    found = judge(goals, frame, assessed_on=TODAY, noise=known_noise(1.0))
    state = found.verdicts["state"]
    # Two standard errors of the simulation are .02.
    assert state.isin(list(LOST_STATES)).mean() >= 0.86 - 0.02
    residual = found.readings.groupby("goal_id")["residual"].apply(lambda shown: shown[-2:])
    # In the noise of each series, which its own baseline may say is wild.
    residual = residual.to_numpy().reshape(-1, 2)
    spread = np.sqrt(1 / 2 + 1 / 5)
    surprise = np.minimum(residual, 5 * spread).mean(axis=1) / spread
    worse = found.verdicts["baseline_level"].to_numpy()[:, None] - values[:, -2:]
    sure = (worse >= 2.0).all(axis=1) & (surprise >= 4.0)
    assert sure.mean() > 0.6
    assert not state[sure].isin(list(CALM)).any()


@pytest.mark.parametrize("baseline", [3, 5, 8])
def test_9_a_survey_that_collapses_after_fifteen_years_is_lost(baseline):
    goals, frame = collapsed(baseline, 240, seed=29)
    states = judge(goals, frame, assessed_on=TODAY).verdicts["state"]
    assert states.isin(list(LOST_STATES)).mean() >= 0.95
    assert not states.isin(list(CALM)).any()


def test_10_a_promise_to_hold_is_not_compared_across_a_new_question():
    values = [71, 70.5, 71.5, 71, 70, 71, 64, 64, 63.5]
    blocked = [False] * 6 + [True] * 3
    found = judged(
        values,
        baseline=4,
        sigma=1.0,
        mid=2.0,
        target_due=date(2025, 12, 31),
        columns=dict(
            change_blocked=blocked,
            break_id=[""] * 6 + ["b"] * 3,
            break_kind=[""] * 6 + ["question"] * 3,
        ),
        **HOLD,
    )
    assert found["state"] == State.BREAK


def test_11_what_was_there_and_went_says_until_when():
    found = judged(
        [6.0] * 9 + [5.0],
        baseline=2,
        exact=True,
        noise_group="",
        target_low=6.0,
        baseline_value=6.0,
        mid=1.0,
        target_due=date(2025, 12, 31),
    )
    assert found["state"] in LOST_STATES
    assert (found["met_period"], found["met_value"]) == ("2024", 6.0)


@pytest.mark.parametrize("values", [[0.0] * 12 + [1.0], [5.0] * 13 + [6.0]])
def test_12_one_event_after_nothing_makes_nothing_before_it_special(values):
    chart = spc_xmr(values, improvement="decrease")
    assert not (np.asarray(values) < chart.lower)[:-1].any()


def test_12b_the_limits_of_a_share_end_where_shares_do():
    shares = [99.5, 99.9, 98.7, 99.6, 99.2, 99.8, 98.9, 99.7]
    assert spc_xmr(shares, improvement="increase", lowest=0, highest=100).upper.max() <= 100


def test_13_an_infinity_is_a_missing_value():
    assert float(mann_kendall([1, 2, np.inf, 3]).p) == pytest.approx(0.296, abs=0.001)


def test_14_one_row_that_cannot_be_stops_no_other():
    numerators = [[10, 11, 12, 13, 14], [10, 11, 12, 13, 200]]
    found = recent_trend(numerators, [[100] * 5, [100] * 5])
    alone = recent_trend(numerators[:1], [[100] * 5])
    assert found.direction[0] == alone.direction[0]
    assert found.direction[1] == "cannot_be_calculated"


QUARTERS = [f"{year}-Q{quarter}" for year in range(2021, 2026) for quarter in (1, 2, 3, 4)]
OPEN_HOURS = [30.0, 28.0, 10.0, 31.0]


@pytest.mark.parametrize(
    ("last", "state"),
    [
        ([30, 28, 10], State.HOLDS),
        ([30, 28, 1], State.WATCH),
        ([30, 28, 1, 22, 21, 19, 1, 22], State.BELOW_BASELINE),
    ],
    ids=["a usual summer", "a summer far below the usual", "winters far below the usual"],
)
def test_what_is_promised_for_every_quarter_is_kept_quarter_by_quarter(last, state):
    values = OPEN_HOURS * 3 + last
    goal = a_goal(baseline_value=24.75, mid=5.0, looks_per_year=4.0, **HOLD)
    frame = measurements(values, baseline=8, periods=QUARTERS[: len(values)])
    assert judge(pd.DataFrame([goal]), frame, assessed_on=TODAY).verdicts["state"][0] == state


def test_a_quarter_of_services_without_a_season_is_judged_as_it_is():
    goal = a_goal(baseline_value=6.5, mid=1.0, looks_per_year=4.0, **HOLD)
    values = [6, 6, 7, 6, 7, 7, 6, 7, 6, 6, 6, 7, 5, 5, 5, 5]
    frame = measurements(values, baseline=8, periods=QUARTERS[: len(values)])
    found = judge(pd.DataFrame([goal]), frame, assessed_on=TODAY).verdicts
    assert (found["state"][0], found["worsening"][0]) == (State.BELOW_BASELINE, 1.5)


def test_a_promise_to_hold_that_got_better_is_kept_and_not_on_its_way():
    goal = a_goal(mid=1.0, baseline_value=20.0, **HOLD)
    frame = measurements([20, 20, 21, 21], first=2022, baseline=2)
    assert judge(pd.DataFrame([goal]), frame, assessed_on=TODAY).verdicts["state"][0] == (
        State.HOLDS
    )


@pytest.mark.parametrize(
    ("latest", "state"),
    [(40, State.WATCH), (70, State.NO_EVIDENCE)],
    ids=["fallen", "as usual"],
)
def test_a_fall_that_is_preliminary_is_told_beside_a_final_value_that_is_too_old(latest, state):
    goal = a_goal(mid=5.0, baseline_value=70.0, **HOLD)
    values = [70, 70, 70, 71, latest, latest]
    frame = measurements(values, first=2020, baseline=2, final=[True] * 4 + [False] * 2)
    late = judge(pd.DataFrame([goal]), frame, assessed_on=date(2026, 11, 29)).verdicts
    assert late["state"][0] == state
