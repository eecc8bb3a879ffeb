"""Lays a goal out as it was judged, so that its verdict can be reached again."""

from dataclasses import dataclass

import duckdb
import pandas as pd

from data import baselines, calibrate, evidence_rows
from data.assess import heard_noise
from data.reader import Reader
from metrics.catalogue import Catalogue
from metrics.course import course
from metrics.outcome import as_monitored

GOAL = (
    "goal_id", "group", "exact", "assessable", "confirmed", "at_most_watch", "form", "worse",
    "target_low", "target_high", "baseline_value", "comparator_baseline", "comparator_spread",
    "comparator_use", "mid", "target_due", "earliest_effect", "stale_after_days",
    "looks_per_year", "redefined", "scale", "whole", "seasonal", "noise_group",
)  # fmt: skip
"""What `metrics.outcome.decide` asks of a goal."""

MEASUREMENT = (
    "goal_id", "period", "period_start", "period_end", "value", "standard_error", "answers",
    "comparator", "comparator_error", "usable", "trouble", "final", "in_baseline",
    "expected_dip", "change_blocked", "level_blocked", "break_id", "break_kind", "class_code",
    "low", "high",
)  # fmt: skip
"""What `metrics.outcome.decide` asks of a measurement."""

NOISE = (
    "noise_group", "scale", "with_errors", "alone", "between", "scatter", "degrees_of_freedom",
    "areas", "rho", "season", "season_measurements", "season_variation",
)  # fmt: skip
"""What `metrics.outcome.decide` asks of the frozen noise."""


VERDICT = (
    "goal_id", "state", "since", "last_period", "was_reached", "was_lost",
    "also_below_baseline", "narrowly", "value", "class_code", "low", "high", "worsening",
    "behind", "p_baseline", "p_target", "p_comparator", "p_loss", "watch", "onset", "onset_low",
    "onset_high", "size", "size_low", "size_high", "detectable", "reason", "break_id",
    "reassess_on",
)  # fmt: skip
"""What `metrics.outcome.decide` answers; the rest of a stored verdict is told beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Goals, their measurements and their noise: everything a decision is given."""

    goals: pd.DataFrame
    measurements: pd.DataFrame
    noise: pd.DataFrame


def laid_out(reader: Reader, catalogue: Catalogue, goals: pd.DataFrame) -> Laid:
    """Lay some of the goals of `Reader.goals` out as they were judged at its revision.

    Nothing is frozen on the way: what was not known then is not known here.
    """
    indicators = set(goals["indicator_id"])
    with reader.cursor() as cursor:
        laid = _laid(cursor, catalogue, reader.revision, indicators)
    kept = laid.goals["goal_id"].isin(goals["goal_id"])
    asked = laid.goals[kept.to_numpy()].reset_index(drop=True)
    mine = laid.measurements["goal_id"].isin(asked["goal_id"]).to_numpy()
    known = laid.noise["noise_group"].isin(asked["noise_group"]).to_numpy()
    return Laid(
        goals=asked[list(GOAL)],
        measurements=laid.measurements.loc[mine, list(MEASUREMENT)].reset_index(drop=True),
        noise=laid.noise.loc[known, list(NOISE)].reset_index(drop=True),
    )


def _laid(
    cursor: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    revision: int,
    indicator_ids: set[str],
) -> Laid:
    goals = evidence_rows.goals(cursor, catalogue, revision, indicator_ids)
    goals, _frozen, _weights = baselines.with_baselines(cursor, catalogue, goals, revision)
    goals, measurements = evidence_rows.measurements(cursor, catalogue, goals, revision)
    return Laid(
        goals=as_monitored(goals, measurements),
        measurements=measurements,
        noise=heard_noise(calibrate.frozen(cursor, revision)),
    )


def area_course(reader: Reader, catalogue: Catalogue, *, area_id: str) -> pd.DataFrame:
    """Return what the goals of an area were after each measurement, by today's rule.

    The columns of `metrics.course.course`; no row for an area without goals.
    """
    goals = reader.goals()
    mine = goals[goals["area_id"] == area_id]
    if mine.empty:
        columns = ["goal_id", "period", "period_start", "period_end", "state"]
        return pd.DataFrame(columns=columns)
    laid = laid_out(reader, catalogue, mine)
    return course(laid.goals, laid.measurements, noise=laid.noise)


def stored_verdict(reader: Reader, *, goal_id: str) -> pd.DataFrame:
    """Return the verdict of a goal as it is stored, in one row, or none: see `VERDICT`."""
    rows = reader.ask(
        "SELECT * FROM assessment_as_of($revision) WHERE goal_id = $goal_id", goal_id=goal_id
    )
    return rows[list(VERDICT)]
