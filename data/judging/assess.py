"""Prepares goals and facts for `metrics.outcome.decision`, and keeps its verdicts."""

from dataclasses import dataclass
from datetime import date

import duckdb
import numpy as np
import pandas as pd

from data.answers.reader import Reader
from data.judging import agenda, baselines, evidence, surroundings, three_questions
from data.judging import noise as calibrate
from data.judging.engine import HERE, Engine
from data.store import ledger
from data.store.store import CURRENT
from metrics.definition.catalogue import Catalogue
from metrics.outcome.decision import RULE_VERSION
from metrics.outcome.prepared import as_monitored
from metrics.outcome.rates import DISCOVERY_RATE, LOST_RATE, WATCH_RATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a decision is made from: goals, measurements and the noise frozen for them.

    `calibrated` is how many noise models were frozen while preparing them.
    """

    goals: pd.DataFrame
    measurements: pd.DataFrame
    noise: pd.DataFrame
    calibrated: int


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
    _drop_verdicts_without_goal(cursor, revision)
    inputs = prepare(cursor, revision, catalogue, indicator_ids=indicator_ids, engine=engine)
    if inputs is None:
        return pd.DataFrame(columns=["goal_id", "before", "after"])
    judged = engine.judge(
        inputs.goals, inputs.measurements, assessed_on=assessed_on, noise=inputs.noise
    )
    _keep_readings(cursor, revision, inputs.goals, judged.readings)
    asked = three_questions.answered(cursor, inputs.goals, judged.verdicts, revision)
    peers = surroundings.peers(cursor, inputs.goals, judged.verdicts)
    drifting = inputs.goals["noise_group"].map(
        inputs.noise.set_index("noise_group")["drifting"]
    )
    rows = judged.verdicts.assign(
        goal_version=inputs.goals["goal_version"],
        rule_version=RULE_VERSION,
        noise_group=inputs.goals["noise_group"],
        drifting=drifting.astype("boolean"),
        **asked,
        **peers,
    )
    return _keep(cursor, revision, inputs, rows, assessed_on, catalogue)


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


def _keep_readings(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    goals: pd.DataFrame,
    readings: pd.DataFrame,
) -> None:
    """Keep what the monitors showed of these goals, and close what they no longer show."""
    ledger.write(cursor, revision, "monitor_reading", readings)
    silent = goals.loc[~goals["goal_id"].isin(readings["goal_id"]), ["goal_id"]]
    cursor.register("silent_goals", silent)
    cursor.execute(
        "UPDATE monitor_reading SET revision_to = $revision WHERE revision_to = $current "
        "AND goal_id IN (SELECT goal_id FROM silent_goals)",
        {"revision": revision, "current": CURRENT},
    )
    cursor.unregister("silent_goals")


def _keep(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    inputs: Inputs,
    rows: pd.DataFrame,
    assessed_on: date,
    catalogue: Catalogue,
) -> pd.DataFrame:
    before = cursor.execute("SELECT goal_id, state FROM assessment_as_of($r)", {"r": revision})
    earlier = before.df().set_index("goal_id")["state"]
    families = agenda.families(cursor, rows)
    limits = {flag: families.threshold(flag) for flag in (False, True)}
    rows = rows.assign(
        on_agenda=agenda.on_agenda(
            rows,
            exact=inputs.goals["exact"],
            mid=inputs.goals["mid"],
            limit=inputs.goals["invented"].astype(bool).map(limits),
        )
    )
    # A verdict that says the same on a later day is the same verdict.
    differs = ledger.compare(cursor, "assessment", rows) != "unchanged"
    changed = rows[differs.to_numpy()].assign(assessed_on=pd.Timestamp(assessed_on))
    ledger.write(cursor, revision, "assessment", changed)
    moved = _move_agenda(cursor, revision, rows, limits, agenda.smallest_differences(catalogue))
    _log_run(cursor, revision, assessed_on, families, inputs, len(changed) + moved)
    states = changed[["goal_id"]].assign(
        before=changed["goal_id"].map(earlier).astype(object), after=changed["state"]
    )
    same = states["before"].fillna("") == states["after"]
    return states[~same].reset_index(drop=True)


def _move_agenda(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    decided: pd.DataFrame,
    limits: dict[bool, float],
    smallest: pd.DataFrame,
) -> int:
    """Put other losses on the agenda, or off it, where the family's threshold has moved.

    Their verdicts stand: only the flag is another. Returns how many moved.
    """
    cursor.register("decided_goals", decided[["goal_id"]])
    cursor.register("smallest_difference", smallest)
    rows = cursor.execute(
        """
        SELECT v.* EXCLUDE (revision_from, revision_to, brought_by)
                   REPLACE (NOT v.on_agenda AS on_agenda)
        FROM assessment v JOIN goal g ON g.goal_id = v.goal_id AND g.revision_to = $current
        JOIN series s USING (series_id)
        LEFT JOIN area a ON a.area_id = s.area_id AND a.revision_to = $current
        LEFT JOIN smallest_difference m ON m.indicator_id = s.indicator_id
        ANTI JOIN decided_goals d ON d.goal_id = v.goal_id
        WHERE v.revision_to = $current AND v.p_loss IS NOT NULL
          AND list_contains($lost, v.state)
          AND v.on_agenda <> coalesce(
              v.size_low >= $least_share * coalesce(g.mid, m.mid)
              AND v.p_loss <= CASE WHEN coalesce(a.invented, false)
                                   THEN $invented ELSE $real END, false)
        """,
        {
            "current": CURRENT,
            "lost": list(agenda.LOST),
            "least_share": agenda.LEAST_SHARE,
            "invented": limits[True],
            "real": limits[False],
        },
    ).df()
    cursor.unregister("decided_goals")
    cursor.unregister("smallest_difference")
    ledger.write(cursor, revision, "assessment", rows)
    return len(rows)


def _drop_verdicts_without_goal(cursor: duckdb.DuckDBPyConnection, revision: int) -> None:
    """A goal that an undo took away takes its verdict and readings with it."""
    for table in ("assessment", "monitor_reading"):
        cursor.execute(
            """
            UPDATE {table} SET revision_to = $revision
            WHERE revision_to = $current AND goal_id NOT IN
                (SELECT goal_id FROM goal WHERE revision_to = $current)
            """.replace("{table}", table),
            {"revision": revision, "current": CURRENT},
        )


def _log_run(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    assessed_on: date,
    families: agenda.Families,
    inputs: Inputs,
    changed: int,
) -> None:
    """Write how many were judged and how many false alarms that many give in a year.

    The expected numbers are of the real goals; of the invented ones the counts are beside.
    """
    monitored = _monitored(cursor)
    run = {
        "revision_id": revision,
        "assessed_on": assessed_on,
        "rule_version": RULE_VERSION,
        "assessed": len(inputs.goals),
        "changed": changed,
        "watch_rate": WATCH_RATE,
        "lost_rate": LOST_RATE,
        "expected_false_watch": WATCH_RATE * monitored[False],
        "expected_false_lost": LOST_RATE * monitored[False],
        "family": agenda.NAME,
        "tested": families.tested(False),
        "q": DISCOVERY_RATE,
        "p_threshold": families.threshold(False),
        "monitored": monitored[False],
        "calibrated": inputs.calibrated,
        "tested_invented": families.tested(True),
        "p_threshold_invented": families.threshold(True),
        "monitored_invented": monitored[True],
    }
    names = ", ".join(run)
    values = ", ".join(f"${name}" for name in run)
    cursor.execute(f"INSERT INTO assessment_run ({names}) VALUES ({values})", run)  # noqa: S608


def _monitored(cursor: duckdb.DuckDBPyConnection) -> dict[bool, int]:
    """Count the sampled series whose alarms can be false, real and invented."""
    rows = cursor.execute(
        """
        SELECT coalesce(a.invented, false) AS invented, count(*) AS monitored
        FROM assessment v JOIN goal g ON g.goal_id = v.goal_id AND g.revision_to = $current
        JOIN series s USING (series_id)
        LEFT JOIN area a ON a.area_id = s.area_id AND a.revision_to = $current
        WHERE v.revision_to = $current AND v.p_loss IS NOT NULL GROUP BY ALL
        """,
        {"current": CURRENT},
    ).fetchall()
    return {False: 0, True: 0} | {bool(invented): int(number) for invented, number in rows}
