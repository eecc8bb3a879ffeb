"""Rolling means overlap: what shares its data with a measurement does not confirm it."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from metrics.engine.known import know
from metrics.engine.noise import freeze
from metrics.engine.overlap import overlap_autocorrelation, spans
from metrics.engine.series import as_arrays
from metrics.engine.uncertainty import estimate_noise
from metrics.outcome.decision import judge
from metrics.outcome.frames import checked
from metrics.outcome.measurements import before, twice
from metrics.outcome.prepared import as_monitored, prepared
from metrics.outcome.state import LOST_STATES
from tests.benchmarks.memory import rolling
from tests.factories import a_goal, known_noise, measurements
from tests.metrics.engine.factories import unchanged

TODAY = date(2026, 3, 1)


def of_years(values, span=3, *, last=2025, baseline=8, goal_id="goal"):
    """Return the measurements of means over `span` years, written 2019-2021."""
    frame = measurements(
        list(values), first=last + 1 - len(values), baseline=baseline, goal_id=goal_id
    )
    start = frame["period_start"] - pd.DateOffset(years=span - 1)
    years = start.dt.year.astype(str) + "-" + frame["period_end"].dt.year.astype(str)
    return frame.assign(period_start=start, period=years)


def judged(frame, **terms):
    goal = a_goal(exact=False, noise_group="known", mid=2.0) | terms
    noise = known_noise(1.0)
    return judge(pd.DataFrame([goal]), frame, assessed_on=TODAY, noise=noise).verdicts.iloc[0]


def packed(frame, **terms):
    return prepared(pd.DataFrame([a_goal(**terms)]), frame, None).measured


def test_the_second_of_twice_shares_no_year_with_the_first():
    measured = packed(of_years([55.0] * 6))
    assert list(measured.apart[0]) == [-1, -1, -1, 0, 1, 2]
    assert list(measured.confirming_from[0]) == [-1, -1, -1, 0, 1, 2]
    low = np.array([[False, False, True, True, True, True]])
    assert list(twice(low, measured)[0]) == [False] * 5 + [True]


def test_measurements_side_by_side_are_confirmed_by_the_one_before():
    measured = packed(measurements([55.0] * 4, first=2022))
    assert list(measured.apart[0]) == [-1, 0, 1, 2]
    np.testing.assert_array_equal(
        before(np.array([[1.0, 2.0, 3.0, 4.0]]), measured), [[np.nan, 1, 2, 3]]
    )


def test_a_rolling_mean_that_does_not_say_its_years_shares_with_the_one_before():
    frame = measurements([55.0] * 4, first=2022)
    assert list(packed(frame, rolling=True).apart[0]) == [-1, -1, 0, 1]
    says = of_years([55.0] * 12).iloc[::3].reset_index(drop=True)
    assert list(packed(says, rolling=True).apart[0]) == [-1, 0, 1, 2]


def test_means_of_years_that_do_not_overlap_are_side_by_side():
    frame = of_years([55.0] * 12).iloc[::3].reset_index(drop=True)
    measured = packed(frame, looks_per_year=1 / 3)
    assert list(measured.apart[0]) == [-1, 0, 1, 2]


def test_a_fall_seen_in_two_means_of_the_same_years_is_not_lost_yet():
    fell = [55.0] * 8 + [55.0] * 3
    counted = dict(exact=True)
    assert judged(of_years([*fell, 46, 46, 46]), **counted)["state"] not in LOST_STATES
    assert judged(of_years([*fell, 46, 46, 46, 46]), **counted)["state"] in LOST_STATES
    side_by_side = measurements([*fell, 46, 46], first=2013, baseline=8)
    assert judged(side_by_side, **counted)["state"] in LOST_STATES


def test_a_target_is_reached_by_two_means_that_share_no_year():
    rose = [55.0] * 8 + [55.0]
    assert judged(of_years([*rose, 61, 61, 61]))["state"] != "reached"
    assert judged(of_years([*rose, 61, 61, 61, 61]))["state"] == "reached"


def test_means_of_shared_years_make_a_level_no_surer_than_one_of_them():
    alone = measurements([55.0] * 8 + [61.0] * 4, first=2014, baseline=8)
    several = {"sure": alone, "shared": of_years([55.0] * 8 + [61.0] * 4)}
    narrowly = {
        name: judged(frame, target_low=59.8)["narrowly"] for name, frame in several.items()
    }
    assert narrowly == {"sure": False, "shared": True}


@pytest.mark.parametrize("span", [1, 2, 3])
def test_how_many_years_a_mean_covers_is_read_from_its_periods(span):
    goals, frame = checked(pd.DataFrame([a_goal()]), of_years([55.0] * 6, span), None)
    goals = as_monitored(goals, frame)
    assert list(spans(*as_arrays(goals, frame))) == [span]
    assert list(spans(*as_arrays(goals.assign(rolling=True), frame))) == [max(span, 2)]


def test_the_overlap_is_part_of_the_frozen_noise_and_of_what_is_judged_by_it():
    values = 55 + rolling(unchanged(60, 22), 3)
    ids = [f"g{number:02d}" for number in range(60)]
    goals = pd.DataFrame([a_goal(goal_id=one, exact=False) for one in ids])
    frame = pd.concat(
        [of_years(row, goal_id=one) for one, row in zip(ids, values, strict=True)],
        ignore_index=True,
    )
    goals, frame = checked(goals, frame, None)
    goals = as_monitored(goals, frame)
    table = freeze(goals, frame)
    assert table["rho"].iloc[0] == pytest.approx(0.726, abs=0.001)
    kept = np.ones(len(frame), dtype=bool)
    unaware = know(*as_arrays(goals, frame), table.assign(rho=0.0), kept)
    np.testing.assert_allclose(unaware.noise.rho, 0.726, atol=0.001)


def test_what_an_overlap_gives_is_not_overrated_from_short_baselines():
    values = rolling(unchanged(300, 10), 3)
    told = estimate_noise(values, baseline=8, group=np.zeros(300), span=3)
    untold = estimate_noise(values, baseline=8, group=np.zeros(300))
    assert told.rho[0] < untold.rho[0]
    assert 1.0 < told.sigma[0] < untold.sigma[0]


def test_what_hangs_together_by_overlap_is_that_of_means_over_the_usual_years():
    assert overlap_autocorrelation(np.array([1, 2, 3])) == pytest.approx(
        [0, 0.575, 0.727], abs=1e-3
    )
    means = rolling(unchanged(4000, 40, rho=0.15), 3)
    lagged = (means[:, 1:] * means[:, :-1]).mean() / (means**2).mean()
    assert lagged == pytest.approx(0.726, abs=0.02)
