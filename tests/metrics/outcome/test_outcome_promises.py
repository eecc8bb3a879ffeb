"""What the whole decision promises: few false losses, the power it reports, no wavering."""

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest

from metrics.engine.noise import freeze, noise_groups
from metrics.outcome.decision import judge
from metrics.outcome.prepared import as_monitored
from metrics.outcome.state import LOST_STATES
from tests.factories import a_goal
from tests.metrics.engine.factories import unchanged

TODAY = date(2026, 3, 1)
GROUP = 60


class Pace(NamedTuple):
    """How often a portfolio is measured, and how many periods it has."""

    measurements_per_year: float
    months: int
    baseline: int
    monitored: int

    @property
    def years(self) -> float:
        return self.monitored / self.measurements_per_year


PACES = {
    "yearly": Pace(1.0, 12, 8, 10),
    "quarterly": Pace(4.0, 3, 20, 24),
    "every other year": Pace(0.5, 24, 5, 6),
}


def portfolio(values, pace, *, errors=0.0, **terms):
    """Return goals and measurements of series (rows) that are measured at one pace."""
    series, periods = values.shape
    ends = pd.period_range(end="2025-12", periods=periods * pace.months, freq="M")
    ends = ends[pace.months - 1 :: pace.months]
    goals = pd.DataFrame(
        [a_goal(exact=False, looks_per_year=pace.measurements_per_year, **terms)]
    )
    goals = goals.loc[goals.index.repeat(series)].reset_index(drop=True)
    ids = np.array([f"g{number:05d}" for number in range(series)])
    goals = goals.assign(
        goal_id=ids,
        group=(np.arange(series) // GROUP).astype(str),
        baseline_value=values[:, : pace.baseline].mean(axis=1),
        target_low=1e3,
    )
    starts = (ends - (pace.months - 1)).to_timestamp()
    frame = pd.DataFrame(
        {
            "goal_id": np.repeat(ids, periods),
            "period": np.tile(ends.astype(str), series),
            "period_start": np.tile(starts, series),
            "period_end": np.tile(ends.to_timestamp(how="end").normalize(), series),
            "value": values.ravel(),
            "standard_error": errors,
            "comparator": np.nan,
            "trouble": "",
            "in_baseline": np.tile(np.arange(periods) < pace.baseline, series),
            "break_id": "",
            "break_kind": "",
            "class_code": None,
            "low": np.nan,
            "high": np.nan,
        }
    )
    flags = {"final": True, "usable": True, "expected_dip": False}
    return goals, frame.assign(**flags, change_blocked=False, level_blocked=False)


def surveys(truth, answers, pace, *, seed, **terms):
    """Return a portfolio of surveys of a true share (series, periods), of waves that waver."""
    rng = np.random.default_rng(seed)
    share = np.clip(truth + 1.5 * rng.standard_normal(truth.shape), 1, 99) / 100
    values = 100 * rng.binomial(answers, share) / answers
    errors = np.sqrt(values * (100 - values) / answers).ravel()
    return portfolio(values, pace, errors=errors, mid=5.0, scale="arcsine", **terms)


def collapsed(baseline, series, *, seed):
    """Return surveys of 200 at 75 percent for fifteen years, and then at 45 for two."""
    truth = np.full((series, baseline + 17), 75.0)
    truth[:, -2:] = 45.0
    return surveys(truth, 200, Pace(1.0, 12, baseline, 17), seed=seed)


def frozen(goals, frame):
    goals = as_monitored(goals, frame)
    return freeze(goals, frame)


def seasonal(values, pace):
    """Add an unknown season that each group has in common."""
    if pace.measurements_per_year <= 1:
        return values
    pattern = 3 * np.random.default_rng(5).standard_normal((4,))
    return values + np.tile(pattern, values.shape[1] // 4)


@pytest.mark.parametrize("pace", PACES.values(), ids=list(PACES))
def test_when_nothing_happens_few_series_are_lost(pace):
    """At most .1 % lost and .5 % alarmed per series and year, within simulation error."""
    series = 3_000
    values = seasonal(unchanged(series, pace.baseline + pace.monitored, seed=3), pace)
    goals, frame = portfolio(values, pace, mid=0.02)
    judged = judge(goals, frame, assessed_on=TODAY)
    years = series * pace.years
    lost = judged.verdicts["was_lost"].sum()
    watched = judged.readings.groupby("goal_id")["watch"].any().sum()
    expected = np.array([0.001, 0.005]) * years
    assert (np.array([lost, watched]) <= 1.2 * expected + 3 * np.sqrt(expected)).all()
    assert watched >= 0.4 * expected[1], "what never alarms sees nothing"


def test_later_measurements_never_change_what_the_monitor_showed():
    pace = PACES["yearly"]
    values = unchanged(240, 24, seed=11)
    values[:80, 10:16] -= 4
    values[80:160, 12:] -= 2
    goals, frame = portfolio(values, pace, mid=0.5)
    table = frozen(goals, frame)
    whole = judge(goals, frame, assessed_on=TODAY, noise=table).readings
    assert whole["look"].eq(1).groupby(whole["goal_id"]).sum().max() > 1, "some restart"
    ends = np.sort(frame["period_end"].unique())
    for last in (12, 15, 18, 21):
        known = frame[frame["period_end"] <= ends[last]]
        before = judge(goals, known, assessed_on=TODAY, noise=table).readings
        then = whole[whole["period_end"] <= ends[last]].reset_index(drop=True)
        pd.testing.assert_frame_equal(before, then)


@pytest.mark.parametrize(
    ("pace", "mid"),
    [(PACES["yearly"], 0.2), (PACES["yearly"], 2.5), (PACES["quarterly"], 0.8)],
    ids=["small", "large", "quarterly"],
)
def test_what_would_have_been_seen_is_seen_in_four_cases_of_five(pace, mid):
    values = unchanged(1_200, pace.baseline + pace.monitored, seed=7)
    goals, frame = portfolio(values, pace, mid=mid)
    table = frozen(goals, frame)
    calm = judge(goals, frame, assessed_on=TODAY, noise=table).verdicts
    step = calm["detectable"].to_numpy(float)
    assert np.isfinite(step).all()
    values[:, pace.baseline :] -= step[:, None]
    goals, frame = portfolio(values, pace, mid=mid)
    found = judge(goals, frame, assessed_on=TODAY, noise=table).verdicts
    lost = found["state"].isin([str(state) for state in LOST_STATES]).mean()
    assert 0.75 <= lost <= 0.85


def test_a_group_is_known_by_its_pace_its_size_and_whether_errors_are_known():
    goals, frame = portfolio(unchanged(2, 18), PACES["yearly"], mid=1.0)
    named = noise_groups(goals, frame.assign(answers=[90.0] * 18 + [1500.0] * 18))
    assert list(named) == ["0|1|small|errors", "0|1|large|errors"]
    unknown = noise_groups(goals, frame.assign(standard_error=np.nan))
    assert list(unknown) == ["0|1||", "0|1||"]


def test_one_wild_area_flips_no_verdict_where_the_noise_is_frozen():
    pace = PACES["yearly"]
    values = unchanged(60, 18, seed=2)
    values[:20, 10:] -= 2.5
    goals, frame = portfolio(values, pace, mid=0.5)
    table = frozen(goals, frame)
    before = judge(goals, frame, assessed_on=TODAY, noise=table).verdicts
    wild = np.vstack([values, 50 * unchanged(1, 18, seed=99)])
    goals, frame = portfolio(wild, pace, mid=0.5)
    goals["group"] = "0"
    after = judge(goals, frame, assessed_on=TODAY, noise=table).verdicts
    pd.testing.assert_frame_equal(after.iloc[:60], before)
