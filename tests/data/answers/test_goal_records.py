"""Goals and series as records: every missing cell is read in one way, and in one place."""

from dataclasses import fields
from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.answers.goal_records import goal_records, series_records
from data.answers.goals import all_goals
from data.answers.series import series_of
from data.store.store import Store
from metrics.outcome.goal import Goal, Series, Verdict
from metrics.outcome.state import State
from tests.dashboard.charts.figure_tables import goal
from tests.factories import a_reader


@pytest.fixture(scope="module")
def goals(sample: Store) -> pd.DataFrame:
    return a_reader(sample).ask(all_goals)


def test_a_record_says_what_its_row_says(goals):
    for row, record in zip(goals.to_dict("records"), goal_records(goals), strict=True):
        assert record.goal_id == row["goal_id"]
        assert record.series_id == row["series_id"]
        assert record.verdict.state == row["state"]
        assert record.verdict.reason == (row["verdict_reason"] or "")
        assert record.baseline_periods == tuple(row["baseline_periods"])
        known = None if np.isnan(row["value"]) else row["value"]
        assert record.verdict.value == known


def test_no_record_of_the_shipped_data_holds_a_missing_cell(goals):
    for record in goal_records(goals):
        for part in (record, record.verdict):
            cells = [getattr(part, one.name) for one in fields(part)]
            assert not [cell for cell in cells if cell is pd.NA or cell is pd.NaT]
            assert not [cell for cell in cells if isinstance(cell, float) and np.isnan(cell)]
            assert not [cell for cell in cells if type(cell) in {np.bool_, pd.Timestamp}]


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA])
def test_what_is_missing_is_nothing_whatever_the_column_holds(missing):
    empty = goal(mid=missing, minimum_n=missing, title=missing, target_classes=missing)
    assert (empty.mid, empty.minimum_n, empty.title, empty.target_classes) == (
        None,
        None,
        "",
        (),
    )
    judged = goal(since=missing, narrowly=missing, value=missing).verdict
    assert (judged.since, judged.narrowly, judged.value) == (None, False, None)


@pytest.mark.parametrize(
    "day", [pd.Timestamp("2026-03-01 12:30"), date(2026, 3, 1), "2026-03-01"]
)
def test_a_day_is_a_day_however_it_comes(day):
    assert goal(target_due=day).target_due == date(2026, 3, 1)


def test_a_goal_that_has_not_been_assessed_has_no_evidence():
    fresh = goal(state=None, assessed_on=None).verdict
    assert fresh.state is State.NO_EVIDENCE
    assert not fresh.is_assessed


def test_a_reason_of_the_goal_is_not_the_reason_of_its_verdict():
    both = goal(reason="fryst om", verdict_reason="stale")
    assert (both.reason, both.verdict.reason) == ("fryst om", "stale")


def test_a_series_without_a_goal_has_the_same_key(sample, goals):
    series = series_records(a_reader(sample).ask(series_of))
    by_id = {one.series_id: one for one in series}
    for record in goal_records(goals):
        mine = by_id[record.series_id]
        names = [one.name for one in fields(Series)]
        assert [getattr(mine, name) for name in names] == [
            getattr(record, name) for name in names
        ]


def test_every_field_is_a_column_of_the_answer(goals):
    names = {one.name for one in (*fields(Goal), *fields(Verdict))} - {"verdict"}
    assert names <= set(goals.columns)


def test_goals_that_say_the_same_hold_it_once(goals):
    again = pd.concat([goals.iloc[:1], goals.iloc[:1].copy()], ignore_index=True)
    one, other = goal_records(
        again.assign(baseline_periods=[["2019", "2020"], ["2019", "2020"]])
    )
    for name in ("indicator_id", "frozen_on", "baseline_periods"):
        assert getattr(one, name) is getattr(other, name), name
