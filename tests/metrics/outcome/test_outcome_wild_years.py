"""A year that was wild for everybody: it makes no loss, hides none, and moves no level."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from metrics.engine.baseline import as_panel
from metrics.engine.common_effects import without_common
from metrics.engine.known import model_of
from metrics.engine.noise import freeze
from metrics.engine.uncertainty import series_noise
from metrics.outcome.decision import judge
from metrics.outcome.frames import checked
from metrics.outcome.prepared import as_monitored, prepared
from metrics.outcome.state import LOST_STATES, State
from tests.factories import a_goal, measurements
from tests.metrics.engine.factories import unchanged

TODAY = date(2026, 3, 1)
BASELINE = 6
FIRST = 2014


def city(*, wild=30.0, areas=20, fall=0.0, comparator=None):
    """Return the goals and measurements of areas around 75 (sd 2), lower by `wild` in 2016."""
    values = 75 + 2 * unchanged(areas, 12, seed=7)
    values[:, 2] -= wild
    values[0, BASELINE:] -= fall
    goals, frames = [], []
    for number, row in enumerate(values):
        goal_id = f"g{number:02d}"
        beside = np.nan if comparator is None else comparator
        frame = measurements(
            list(row), first=FIRST, baseline=BASELINE, standard_error=np.nan, goal_id=goal_id
        )
        frames.append(frame.assign(comparator=beside))
        start = np.nan if comparator is None else float(np.mean(comparator[:BASELINE]))
        goals.append(
            a_goal(
                goal_id=goal_id,
                exact=False,
                form="hold",
                target_low=np.nan,
                mid=5.0,
                baseline_value=float(row[:BASELINE].mean()),
                comparator_baseline=start,
                comparator_use="" if comparator is None else "watch",
            )
        )
    return checked(pd.DataFrame(goals), pd.concat(frames, ignore_index=True), None)


def frozen(goals, frame):
    goals = as_monitored(goals, frame)
    return goals, freeze(goals, frame)


def placed(goals, frame, table):
    return prepared(goals, frame, table).on_scale


def test_an_area_that_fell_by_ten_is_lost_beside_a_year_that_was_wild_for_all():
    goals, frame = city(fall=10.0)
    found = judge(goals, frame, assessed_on=TODAY).verdicts
    assert found["state"].iloc[0] == State.BELOW_BASELINE
    assert not found["state"].iloc[1:].isin(LOST_STATES).any()
    assert found["size"].iloc[0] == pytest.approx(10, abs=3)


def test_the_noise_is_that_of_ordinary_years_and_the_wild_one_is_kept_with_it():
    _, table = frozen(*city())
    assert np.sqrt(table["between"].iloc[0]) == pytest.approx(2, rel=0.3)
    assert table["common_ends"].iloc[0] == [date(2016, 12, 31)]
    assert table["common_effects"].iloc[0] == pytest.approx([-30], abs=1.5)


def test_the_level_is_that_of_ordinary_years_and_the_verdict_says_which():
    goals, frame = city()
    _, table = frozen(goals, frame)
    level = placed(goals, frame, table).baseline
    ordinary = frame[frame["in_baseline"] & (frame["period"] != "2016")]
    means = ordinary.groupby("goal_id")["value"].mean().to_numpy()
    np.testing.assert_allclose(level, means, atol=1.0)
    verdicts = judge(goals, frame, assessed_on=TODAY, noise=table).verdicts
    np.testing.assert_array_equal(verdicts["baseline_level"], level)


def test_the_level_is_that_of_screen_losses():
    goals, frame = city()
    _, table = frozen(goals, frame)
    values = frame["value"].to_numpy(float).reshape(len(goals), -1)
    days = np.array([f"{FIRST + column}-12-31" for column in range(values.shape[1])], "M8[D]")
    model = model_of(list(as_monitored(goals, frame)["noise_group"]), table, days)
    index = np.arange(len(goals))
    panel = without_common(as_panel(values, BASELINE), model.common, index)
    screened = series_noise(panel, model, index).mean
    np.testing.assert_allclose(placed(goals, frame, table).level, screened)


def test_a_table_frozen_before_there_were_common_effects_says_what_it_said():
    goals, frame = city(fall=10.0)
    _, table = frozen(goals, frame)
    old = table.drop(columns=["common_ends", "common_effects"])
    empty = table.assign(common_ends=None, common_effects=None)
    first, second = (
        judge(goals, frame, assessed_on=TODAY, noise=noise).verdicts for noise in (old, empty)
    )
    pd.testing.assert_frame_equal(first, second)
    stored = goals["baseline_value"].to_numpy(float)
    clipped = first["baseline_level"].to_numpy(float)
    assert (np.abs(clipped - stored) < np.abs(75 - stored)).any()


def test_without_a_wild_year_the_level_is_the_frozen_mean():
    goals, frame = city(wild=0.0)
    _, table = frozen(goals, frame)
    assert table["common_ends"].iloc[0] == []
    level = placed(goals, frame, table).baseline
    np.testing.assert_allclose(level, goals["baseline_value"], atol=1e-9)


@pytest.mark.parametrize("shares", [True, False])
def test_nobody_falls_behind_by_a_wild_year_whether_the_comparator_had_it_or_not(shares):
    comparator = 75 + unchanged(1, 12, seed=9)[0]
    comparator[2] -= 30.0 * shares
    goals, frame = city(comparator=comparator)
    _, table = frozen(goals, frame)
    found = placed(goals, frame, table)
    later = found.behind[:, BASELINE:-1]
    assert abs(later.mean()) < 1.0
    assert np.median(found.behind_sd[:, BASELINE:-1]) == pytest.approx(2.2, abs=0.8)
    verdicts = judge(goals, frame, assessed_on=TODAY, noise=table).verdicts
    assert verdicts["behind"].mean() == pytest.approx(found.behind[:, -2].mean(), abs=0.01)
