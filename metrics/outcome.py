"""Decides the state of each goal from its measurements: a fold, oldest first, first match wins.

The rules and their order are the decision table of ``docs/method.md``. Everything works on a
batch of goals at once, so that running it again over the same facts gives the same verdicts.
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from metrics import reference
from metrics.assessed import Assessed
from metrics.evidence import Hearing
from metrics.fold import Course, follow
from metrics.hearing import Begins, Traced, hear
from metrics.looks import Bools, Floats, Looks, pack
from metrics.noise import freeze, noise_groups
from metrics.readings import readings
from metrics.reference import Reference
from metrics.scale import Scale
from metrics.sensitivity import detectable_worsening
from metrics.standing import Standing, stand
from metrics.state import Group, State, group_of
from metrics.verdict import verdicts

__all__ = ["RULE_VERSION", "Group", "Judged", "State", "decide", "group_of", "judge"]

RULE_VERSION = "2026-2"
"""Changes whenever the same facts could get another verdict than before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The verdicts of a batch, one row per goal, and what the monitors showed at each look."""

    verdicts: pd.DataFrame
    readings: pd.DataFrame


def decide(
    goals: pd.DataFrame,
    measurements: pd.DataFrame,
    *,
    assessed_on: date,
    noise: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return one verdict per goal, as of `assessed_on`.

    `goals`, one row per goal: ``goal_id``, ``group`` (whose noise is pooled), ``exact`` (the
    whole population is counted), ``assessable``, ``confirmed`` (the direction is),
    ``at_most_watch`` (process and early-signal indicators), ``form`` (at_least, at_most, band,
    class, hold), ``worse`` (lower, higher, both), ``target_low``, ``target_high``,
    ``baseline_value``, ``comparator_baseline``, ``comparator_use`` ('', watch, promise),
    ``mid``, ``target_due``, ``earliest_effect``, ``stale_after_days``, ``looks_per_year``,
    ``redefined`` (a newer definition has taken over). Ordinal goals come with severities as
    values, and the severity of the worst class that still fulfils the goal as ``target_high``.
    Where they are given: ``scale`` (see `metrics.scale`; plain), ``whole`` (what a share of
    one is in the unit; 100), ``noise_group`` and ``comparator_spread`` (the sum of the squared
    weights of the areas that are compared with).

    `measurements`, one row per goal and period: ``goal_id``, ``period``, ``period_start``,
    ``period_end``, ``value``, ``standard_error`` (0 for exact), ``comparator``, ``usable``
    (final, there, enough answers, stated), ``trouble`` (why not, or ''), ``final``,
    ``in_baseline``, ``expected_dip``, ``change_blocked`` and ``level_blocked`` (on the other
    side of a break from the reference), ``break_id``, ``break_kind``, ``class_code``, ``low``,
    ``high``; ``answers`` and ``comparator_error`` where they are given.

    `noise` is the frozen table of `metrics.noise.freeze`; without one it is estimated from the
    references given, and what is ordinary then depends on who is in the batch.

    Returns the columns of the ``assessment`` table that follow from facts, one row per goal in
    the order of `goals`; values are in the indicator's unit.
    """
    return judge(goals, measurements, assessed_on=assessed_on, noise=noise).verdicts


def judge(
    goals: pd.DataFrame,
    measurements: pd.DataFrame,
    *,
    assessed_on: date,
    noise: pd.DataFrame | None = None,
) -> Judged:
    """Return what `decide` returns, and what the monitors showed: see `metrics.readings`."""
    measurements = measurements.sort_values(["goal_id", "period_end"], kind="stable")
    measurements = measurements.reset_index(drop=True)
    goals = as_monitored(goals.reset_index(drop=True), measurements)
    table = freeze(goals, measurements) if noise is None else noise
    looks = pack(measurements, goals)
    standing = stand(goals, measurements, looks, table)
    looks = _without_season(goals, looks, standing)
    against = reference.against(goals, looks)
    detectable = detectable_worsening(goals, looks, standing)
    hearing, traced, course = _followed(goals, looks, against, standing, detectable)
    assessed = Assessed(
        goals=goals,
        measurements=measurements,
        looks=looks,
        against=against,
        standing=standing,
        hearing=hearing,
        course=course,
        detectable=detectable,
        assessed_on=assessed_on,
    )
    return Judged(
        verdicts=verdicts(assessed),
        readings=readings(goals, measurements, standing, traced),
    )


def as_monitored(goals: pd.DataFrame, measurements: pd.DataFrame) -> pd.DataFrame:
    """Add what monitoring needs and a caller may leave out: scale, season, noise group."""
    if "scale" not in goals:
        goals = goals.assign(scale=str(Scale.PLAIN), whole=100.0)
    sampled = ~goals["exact"].to_numpy(bool)
    goals = goals.assign(seasonal=sampled & (goals["looks_per_year"].to_numpy(float) > 1))
    if "noise_group" in goals:
        return goals
    return goals.assign(noise_group=noise_groups(goals, measurements))


def _followed(
    goals: pd.DataFrame,
    looks: Looks,
    against: Reference,
    standing: Standing,
    detectable: Floats,
) -> tuple[Hearing, Traced, Course]:
    """Follow the goals until the monitors begin where the course says that they do.

    What has been regained restarts the monitor, which may be lost and regained again: each
    round settles at least one more of these, and everything before it stays.
    """
    shape = standing.value.shape
    begins = Begins(restarts=np.zeros(shape, bool), reached=np.zeros(shape, bool))
    while True:
        hearing, traced = hear(goals, standing, begins)
        course = follow(goals, looks, against, standing, hearing, detectable)
        found = Begins(
            restarts=_next_look(course.memory.returned),
            reached=_next_look(course.memory.was_reached),
        )
        settled = (found.restarts == begins.restarts) & (found.reached == begins.reached)
        if settled.all():
            return hearing, traced, course
        begins = found


def _next_look(after: Bools) -> Bools:
    """Say of each look what was true after the one before it."""
    return np.pad(after, ((0, 0), (1, 0)))


def _without_season(goals: pd.DataFrame, looks: Looks, standing: Standing) -> Looks:
    """Return the looks with season-free values where the season is known."""
    seasonal = goals["seasonal"].to_numpy(bool)[:, None] & standing.season_known[:, None]
    given = ((looks.value, standing.adjusted), (looks.comparator, standing.compared))
    value, comparator = (
        np.where(seasonal & np.isfinite(free[:, :-1]), free[:, :-1], raw) for raw, free in given
    )
    return replace(looks, value=value, comparator=comparator)
