from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.spark import executors
from data.spark.cluster import Cluster, ClusterError
from data.spark.engine import in_parts
from data.spark.layout import EVIDENCE, KEY, NOISE, REFERENCES, VERDICTS, as_frame
from data.spark.session import session
from metrics.engine.noise import freeze
from metrics.outcome.decision import judge
from metrics.outcome.frames import GOALS, MEASUREMENTS
from metrics.outcome.prepared import as_monitored
from tests.factories import CLASS, a_goal, measurements

ON = date(2026, 11, 22)


@pytest.fixture(scope="module")
def evidence():
    """Goals on a count, a class and two surveys, one without measurements, out of order."""
    surveyed = {"exact": False, "group": "survey", "mid": 3.0}
    goals = [
        a_goal(goal_id="count", target_due=date(2025, 12, 31)),
        a_goal(goal_id="class", baseline_value=2.0, group="class", **CLASS),
        a_goal(goal_id="survey", **surveyed),
        a_goal(goal_id="empty", **surveyed),
        a_goal(goal_id="other survey", **surveyed),
    ]
    waves = np.random.default_rng(3).normal(55, 1.5, (2, 16)).round(1)
    waves[0, 12:] -= 12
    how = {"first": 2010, "baseline": 8, "standard_error": 0.8, "answers": 400.0}
    rows = [
        measurements([*waves[0]], goal_id="survey", **how),
        measurements([55, np.nan, 51, 50], goal_id="count", first=2022, answers=np.nan),
        measurements([*waves[1]], goal_id="other survey", **how),
        measurements(
            [2, 3, 3], goal_id="class", first=2023, class_code=["b", "c", "c"], answers=np.nan
        ),
    ]
    rows = pd.concat(rows, ignore_index=True)
    rows = rows.sort_values(["period_end", KEY], ignore_index=True)
    goals = as_monitored(pd.DataFrame(goals), rows)
    return goals, MEASUREMENTS.filled(rows), freeze(goals, rows)


def of_same_types(frame, like):
    return frame[list(like)].astype(like.dtypes.to_dict())


def by(frame, *columns):
    return frame.sort_values(list(columns), kind="stable", ignore_index=True)


def test_goals_and_measurements_come_back_from_parquet_as_they_were(evidence, tmp_path):
    goals, rows, _ = evidence
    parts = list(in_parts(EVIDENCE, goals, rows, size=2))
    assert [len(part) for part in parts] == [2, 2, 1]
    pq.write_table(pa.concat_tables(parts), tmp_path / "evidence.parquet")
    kept, inside = EVIDENCE.frames(pq.read_table(tmp_path / "evidence.parquet"))
    assert {*GOALS.names, "seasonal", "noise_group"} == {*kept}
    pd.testing.assert_frame_equal(kept, of_same_types(goals, kept), check_exact=True)
    place = dict(zip(goals[KEY], range(len(goals)), strict=True))
    ordered = rows.iloc[np.argsort(rows[KEY].map(place), kind="stable")]
    ordered = of_same_types(ordered, inside).reset_index(drop=True)
    pd.testing.assert_frame_equal(inside, ordered, check_exact=True)


def test_goals_judged_in_parts_are_judged_to_the_last_digit_as_together(evidence):
    goals, rows, noise = evidence
    whole = judge(goals, rows, assessed_on=ON, noise=noise)
    batches = (
        batch for part in in_parts(EVIDENCE, goals, rows, size=1) for batch in part.to_batches()
    )
    parts = executors.judged(batches, judge=judge, assessed_on=ON, noise=noise)
    found, readings = VERDICTS.frames(pa.Table.from_batches(parts))
    assert list(found) == list(whole.verdicts)
    assert list(readings) == list(whole.readings)
    pd.testing.assert_frame_equal(found, of_same_types(whole.verdicts, found), check_exact=True)
    key = (KEY, "reference", "side", "look")
    expected = by(of_same_types(whole.readings, readings), *key)
    pd.testing.assert_frame_equal(by(readings, *key), expected, check_exact=True)
    assert set(found["state"]) >= {"below_baseline", "no_evidence"}
    assert len(readings) > 0


def test_noise_estimated_a_group_at_a_time_in_any_order_is_that_of_all_together():
    draws = np.random.default_rng(5).normal(50, 2, (12, 8))
    rows = pd.concat(
        [
            measurements(row, goal_id=f"s{place}", baseline=6, standard_error=0.5)
            for place, row in enumerate(draws)
        ],
        ignore_index=True,
    )
    series = GOALS.filled(pd.DataFrame([a_goal(goal_id=f"s{place}") for place in range(12)]))
    series = series.assign(
        noise_group=[f"{place % 3}|errors" for place in range(12)],
        seasonal=False,
        position=range(12),
    )
    whole = by(freeze(series, rows), "noise_group")
    table = REFERENCES.nested(series, rows).take(np.arange(12)[::-1])
    groups = [
        table.filter(pa.compute.equal(table["noise_group"], name))
        for name in whole["noise_group"]
    ]
    found = as_frame(
        pa.concat_tables(executors.frozen(one, freeze=freeze) for one in groups), NOISE
    )
    known = [name for name in found if pd.api.types.is_numeric_dtype(found[name])]
    pd.testing.assert_frame_equal(found[known], whole[known], check_exact=True)


def test_a_cluster_of_several_machines_needs_a_folder_that_all_of_them_reach():
    with pytest.raises(ClusterError, match="Säg med --folder"):
        Cluster(master="spark://huvud:7077")
    assert not Cluster(master="yarn", folder="s3a://hink/mapp").is_local


def test_without_java_a_cluster_says_what_to_install(monkeypatch):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ClusterError, match="behöver Java"), session(Cluster()):
        pass
