"""Decides the state of each goal from its measurements: a fold, oldest first, first match wins.

The rules and their order are the decision table of ``docs/method.md``. Everything works on a
batch of goals at once, so that running it again over the same facts gives the same verdicts.
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from metrics.arrays import Bools, Floats
from metrics.engine.noise import freeze, noise_groups
from metrics.outcome import distances
from metrics.outcome.alarms import Begins, Traced, hear
from metrics.outcome.assessed import Assessed
from metrics.outcome.decision_table import Course, follow
from metrics.outcome.distances import Reference
from metrics.outcome.frames import GOALS, checked
from metrics.outcome.history import told
from metrics.outcome.measurements import Looks, pack
from metrics.outcome.on_scale import Standing, stand
from metrics.outcome.rates import Hearing
from metrics.outcome.readings import readings
from metrics.outcome.sensitivity import detectable_worsening
from metrics.outcome.state import Group, State, group_of
from metrics.outcome.verdict import verdicts

__all__ = ["RULE_VERSION", "Group", "Judged", "State", "decide", "group_of", "judge"]

RULE_VERSION = "2026-2"
"""Changes whenever the same facts could get another verdict than before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The verdicts of a batch, one row per goal, what the monitors showed at each look, and
    the state after each look: see `metrics.outcome.history`."""

    verdicts: pd.DataFrame
    readings: pd.DataFrame
    course: pd.DataFrame


def decide(
    goals: pd.DataFrame,
    measurements: pd.DataFrame,
    *,
    assessed_on: date,
    noise: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return one verdict per goal, as of `assessed_on`.

    The columns of the frames are those of `metrics.outcome.frames`: `goals` has one row per
    goal (`GOALS`), `measurements` one per goal and period (`MEASUREMENTS`). What may be left
    out has its default there. Ordinal goals come with severities as values, and the severity
    of the worst class that still fulfils the goal as ``target_high``.

    `noise` is the frozen table of `metrics.engine.noise.freeze` (`NOISE`); without one it is
    estimated from the references given, and what is ordinary then depends on who is in the
    batch.

    Returns the columns of the ``assessment`` table that follow from facts, one row per goal in
    the order of `goals`; values are in the indicator's unit. Raises
    `metrics.errors.FrameError`, before anything is worked out, naming all that is wrong.
    """
    return judge(goals, measurements, assessed_on=assessed_on, noise=noise).verdicts


def judge(
    goals: pd.DataFrame,
    measurements: pd.DataFrame,
    *,
    assessed_on: date,
    noise: pd.DataFrame | None = None,
) -> Judged:
    """Return what `decide` returns, and what the monitors showed: see `Judged`."""
    goals, measurements = checked(goals, measurements, noise)
    measurements = measurements.sort_values(["goal_id", "period_end"], kind="stable")
    measurements = measurements.reset_index(drop=True)
    goals = as_monitored(goals.reset_index(drop=True), measurements)
    table = freeze(goals, measurements) if noise is None else noise
    looks = pack(measurements, goals)
    standing = stand(goals, measurements, looks, table)
    looks = _without_season(goals, looks, standing)
    against = distances.against(goals, looks)
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
        course=told(measurements, looks, course.states),
    )


def as_monitored(goals: pd.DataFrame, measurements: pd.DataFrame) -> pd.DataFrame:
    """Add what monitoring needs and a caller may leave out: scale, season, noise group."""
    goals = GOALS.filled(goals)
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
