"""Returns what a goal was judged by, so that its verdict can be reached again."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.answers.reader import Reader
from data.judging import baselines, evidence, facts, goal_rows, monitoring
from data.judging import noise as calibrate
from data.judging.noise import without_drifting
from data.store.noted import of_goals, of_indicators, of_what_brought_it
from metrics.definition.catalogue import Catalogue
from metrics.outcome.decision import judge
from metrics.outcome.frames import GOALS, MEASUREMENTS, NOISE
from metrics.outcome.prepared import as_monitored

GOAL = (*GOALS.names, "seasonal", "noise_group")
"""What `metrics.decide` asks of a goal, and what monitoring it adds."""

MEASUREMENT = MEASUREMENTS.names
"""What `metrics.decide` asks of a measurement."""


VERDICT = (
    "goal_id", "state", "since", "last_period", "met_period", "met_value", "was_reached",
    "was_lost", "also_below_baseline", "narrowly", "value", "class_code", "low", "high",
    "worsening", "behind", "p_baseline", "p_target", "p_comparator", "p_loss", "watch", "onset",
    "onset_low", "onset_high", "size", "size_low", "size_high", "detectable",
    "detectable_late", "reason", "break_id", "reassess_on", "baseline_level",
)  # fmt: skip
"""What `metrics.decide` answers; the rest of a stored verdict comes from elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a decision is given, and nothing else: goals, their measurements, their noise."""

    goals: pd.DataFrame
    measurements: pd.DataFrame
    noise: pd.DataFrame


def given(reader: Reader, catalogue: Catalogue, *, goal_id: str) -> Given | None:
    """Return what a goal was judged by at the reader's revision; None where it is not seen."""
    inputs = monitoring.inputs(reader, catalogue, goal_id=goal_id)
    if inputs is None:
        return None
    measurements = inputs.measurements.reset_index(drop=True)
    return Given(
        goals=inputs.goals[list(GOAL)],
        measurements=measurements[list(MEASUREMENT)],
        noise=inputs.noise[list(NOISE.names)],
    )


def area_history(reader: Reader, catalogue: Catalogue, *, area_id: str) -> pd.DataFrame:
    """Return the states of the goals of an area after each measurement, by today's rule.

    The columns of `metrics.outcome.history.COLUMNS`; no row for an area without goals.
    """
    mine = reader.visible(
        "SELECT g.goal_id, s.area_id, s.indicator_id FROM goal_as_of($revision) g "
        "JOIN series s USING (series_id) WHERE s.area_id = $area_id",
        area_id=area_id,
    )
    if mine.empty:
        return pd.DataFrame(
            columns=[*("goal_id", "period"), "period_start", "period_end", "state"]
        )
    measured, brought = of_indicators(mine["indicator_id"]), of_what_brought_it()
    with measured, brought, reader.cursor() as cursor:
        goals = goal_rows.read(cursor, catalogue, reader.revision, set(mine["goal_id"]))
        known = facts.read(cursor, catalogue, goals, reader.revision)
        goals = baselines.as_frozen(catalogue, goals, known)
        found = evidence.measurements(cursor, catalogue, goals, known, reader.revision)
        noise = without_drifting(calibrate.frozen(cursor, reader.revision))
    goals = as_monitored(found.goals, found.measurements)
    # The day plays no part in a history; any will do.
    judged = judge(goals, found.measurements, assessed_on=date.max, noise=noise)
    background = goals.loc[~goals["assessable"].to_numpy(bool), "goal_id"]
    return judged.history[~judged.history["goal_id"].isin(background)].reset_index(drop=True)


def stored_verdict(reader: Reader, *, goal_id: str) -> pd.DataFrame:
    """Return the verdict of a goal as it is stored, in one row, or none: see `VERDICT`."""
    with of_goals([goal_id]):
        rows = reader.rows(
            "SELECT * FROM assessment_as_of($revision) WHERE goal_id = $goal_id",
            goal_id=goal_id,
        )
    return rows[list(VERDICT)]
