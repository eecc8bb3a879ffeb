"""Prepares goals and facts for `metrics.outcome.decision`, and keeps its verdicts."""

from dataclasses import dataclass
from datetime import date

import duckdb
import numpy as np
import pandas as pd

from data.answers.reader import Reader
from data.judging import (
    baselines,
    evidence,
    kept_verdicts,
    moving_together,
    neighbours,
    surroundings,
    three_questions,
)
from data.judging import noise as calibrate
from data.judging.engine import HERE, Engine
from data.store import ledger
from data.store.store import CURRENT
from metrics.definition.catalogue import Catalogue
from metrics.outcome.decision import RULE_VERSION
from metrics.outcome.prepared import as_monitored


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a decision is made from: goals, measurements and the noise frozen for them.

    `calibrated` is how many noise models were frozen while preparing them.
    """

    goals: pd.DataFrame
    measurements: pd.DataFrame
    noise: pd.DataFrame
    calibrated: int


_AT_A_TIME = 8_000
"""About how many goals are decided at once: what bounds the memory."""


def assess(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    catalogue: Catalogue,
    *,
    assessed_on: date,
    indicator_ids: set[str] | None = None,
    engine: Engine = HERE,
) -> pd.DataFrame:
    """Decide every goal of some indicators (None: of all) and keep the verdicts that changed.

    Returns one row per goal whose state changed: ``goal_id``, ``before`` (NULL when new),
    ``after``. Writes as part of `revision`, inside the caller's transaction: the verdicts, what
    the monitors showed, the baselines that have become known, and the noise of groups that
    had none. The arithmetic is done by `engine`.
    """
    kept_verdicts.drop_without_goal(cursor, revision)
    neighbours.keep(cursor, revision)
    decided = [
        one
        for some in _blocks(cursor, indicator_ids)
        if (one := _decided(cursor, revision, catalogue, some, assessed_on, engine)) is not None
    ]
    moving_together.keep(cursor, revision)
    if not decided:
        return pd.DataFrame(columns=["goal_id", "before", "after"])
    return kept_verdicts.keep(
        cursor, revision, kept_verdicts.together(decided), assessed_on, catalogue
    )


def _blocks(
    cursor: duckdb.DuckDBPyConnection, indicator_ids: set[str] | None
) -> list[set[str]]:
    """Divide the indicators that have goals so that no block has many more than `_AT_A_TIME`.

    Goals of one indicator share what is ordinary; those of different ones share nothing.
    """
    rows = cursor.execute(
        """
        SELECT s.indicator_id,
               (sum(count(*)) OVER (ORDER BY s.indicator_id)) // $most AS block
        FROM goal g JOIN series s USING (series_id)
        WHERE g.revision_to = $current
          AND ($ids IS NULL OR list_contains($ids, s.indicator_id))
        GROUP BY s.indicator_id ORDER BY s.indicator_id
        """,
        {
            "current": CURRENT,
            "most": _AT_A_TIME,
            "ids": None if indicator_ids is None else sorted(indicator_ids),
        },
    ).df()
    return [set(some) for _block, some in rows.groupby("block")["indicator_id"]]


def _decided(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    catalogue: Catalogue,
    indicator_ids: set[str],
    assessed_on: date,
    engine: Engine,
) -> kept_verdicts.Decided | None:
    """Decide the goals of some indicators and keep what the monitors showed of them."""
    inputs = prepare(cursor, revision, catalogue, indicator_ids=indicator_ids, engine=engine)
    if inputs is None:
        return None
    judged = engine.judge(
        inputs.goals, inputs.measurements, assessed_on=assessed_on, noise=inputs.noise
    )
    kept_verdicts.keep_readings(cursor, revision, inputs.goals, judged.readings)
    around = surroundings.surroundings(cursor, inputs.goals, judged.verdicts["last_period"])
    asked = three_questions.answered(cursor, inputs.goals, judged.verdicts, around, revision)
    peers = surroundings.peers(around, inputs.goals, judged.verdicts)
    drifting = inputs.goals["noise_group"].map(
        inputs.noise.set_index("noise_group")["drifting"]
    )
    verdicts = judged.verdicts.assign(
        goal_version=inputs.goals["goal_version"],
        rule_version=RULE_VERSION,
        noise_group=inputs.goals["noise_group"],
        drifting=drifting.astype("boolean"),
        **asked,
        **peers,
    )
    terms = inputs.goals[["exact", "mid", "invented"]]
    return kept_verdicts.Decided(verdicts=verdicts, terms=terms, calibrated=inputs.calibrated)


def is_due(reader: Reader, *, today: date) -> bool:
    """Say whether the calendar has moved past a verdict, or the rule that decided it."""
    due = reader.rows(
        "SELECT count(*) AS due FROM ("
        "SELECT reassess_on <= $today OR rule_version <> $rule AS moved "
        "FROM assessment_as_of($revision) UNION ALL "
        "SELECT reassess_on <= $today FROM commitment_state_as_of($revision)"
        ") WHERE moved",
        today=today,
        rule=RULE_VERSION,
    )
    return bool(due["due"].iloc[0])


def prepare(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    catalogue: Catalogue,
    *,
    indicator_ids: set[str] | None = None,
    engine: Engine = HERE,
) -> Inputs | None:
    """Prepare the goals of some indicators, and freeze what has become known; None without."""
    goals = evidence.goals(cursor, catalogue, revision, indicator_ids)
    if goals.empty:
        return None
    goals, frozen, weights = baselines.with_baselines(cursor, catalogue, goals, revision)
    for table, rows in (("goal", frozen), ("comparator_weight", weights)):
        if not rows.empty:
            ledger.write(cursor, revision, table, rows)
    goals, measurements = evidence.measurements(cursor, catalogue, goals, revision)
    goals = as_monitored(goals, measurements)
    noise, calibrated = calibrate.freeze_missing(
        cursor, catalogue, goals, measurements, revision, engine=engine
    )
    return Inputs(
        goals=goals,
        measurements=measurements,
        noise=without_drifting(noise),
        calibrated=calibrated,
    )


def as_given(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    catalogue: Catalogue,
    goal_id: str,
    indicator_id: str,
) -> Inputs | None:
    """Return what one goal was judged by at `revision`, and change nothing."""
    goals = evidence.goals(cursor, catalogue, revision, {indicator_id})
    goals = goals[goals["goal_id"] == goal_id].reset_index(drop=True)
    if goals.empty:
        return None
    goals = baselines.as_frozen(cursor, catalogue, goals, revision)
    goals, measurements = evidence.measurements(cursor, catalogue, goals, revision)
    goals = as_monitored(goals, measurements)
    noise = calibrate.frozen(cursor, revision)
    mine = noise[noise["noise_group"].isin(goals["noise_group"])].reset_index(drop=True)
    return Inputs(
        goals=goals, measurements=measurements, noise=without_drifting(mine), calibrated=0
    )


def without_drifting(noise: pd.DataFrame) -> pd.DataFrame:
    """Return the noise table, unknown where a register drifts, so that nothing alarms there."""
    drifting = noise["drifting"].astype("boolean").fillna(False).to_numpy(bool)
    return noise.assign(between=noise["between"].astype(float).where(~drifting, np.nan))
